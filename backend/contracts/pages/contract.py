"""The page of one contract as at a day: what it is, its structure, whose interest its gain-shares are, its history."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.contracts import operations, queries, rules
from backend.contracts.pages.parts import On, at, crumbs, day_of, whose
from backend.contracts.picture import structure
from backend.contracts.queries.suggestions import suggestions_of
from backend.web import access, forms, sheets, views


class RetireForm(forms.Form):
    retired_on: forms.FormDate | None = Field(None, description="from when it is no longer followed")
    retire_because: str = Field(min_length=1, max_length=1_000, description="why it is no longer followed")


class ReturnForm(forms.Form):
    return_because: str = Field(min_length=1, max_length=1_000, description="why it is followed again")


class UndoForm(forms.Form):
    undo_because: str = Field(min_length=1, max_length=1_000, description="why it was a mistake")


async def _again(request: Request[Any, Any, Any], state: forms.FormState, contract_id: UUID) -> Template:
    return await _page(request, state, contract_id)


async def _again_undo(
    request: Request[Any, Any, Any], state: forms.FormState, contract_id: UUID, step_id: UUID
) -> Template:
    return await _page(request, state, contract_id)


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, contract_id: UUID, *, on: str = ""
) -> Template:
    scope = access.scope_of(request)
    day = day_of(scope, on)
    contract = await queries.contract_of(scope, contract_id=contract_id, on=day.on)
    found = await suggestions_of(scope, contract_ids=[contract_id], on=day.on)
    may_read = scope.may("interests.read")
    return views.page(
        request,
        "contracts/contract.html",
        state=state,
        contract=contract,
        day=day,
        picture=structure(contract, **whose(scope)),
        left=[each for each in contract.partners if each not in contract.partners_on],
        suggestions=[(each, each.way(scope)) for each in found] if may_read else [],
        shows_interests=may_read,
        holders=sum(bool(each.shares_on(day.on)) for each in contract.partners_on),
        history=await queries.history_of(scope, contract_id=contract_id),
        may_keep=scope.may(rules.KEEP) and not day.other,
        beside=[
            told
            for tell in request.app.state.get("beside_contract", ())
            if (told := await tell(scope, contract_id)) is not None
        ],
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/contracts/{contract_id:uuid}",
    opt=access.needs("contracts.read"),
    name="contracts.contract",
)
async def shown(request: Request[Any, Any, Any], contract_id: FromPath[UUID], on: On = "") -> Template:
    """One contract as at a day."""
    return await _page(request, forms.FormState(), contract_id, on=on)


@get(
    "/t/{slug:str}/contracts/{contract_id:uuid}/structure.csv",
    opt=access.needs("contracts.read"),
    name="contracts.structure",
)
async def as_file(
    request: Request[Any, Any, Any], contract_id: FromPath[UUID], on: On = ""
) -> Response[bytes]:
    """The table of the picture, for a spreadsheet."""
    scope = access.scope_of(request)
    day = day_of(scope, on)
    contract = await queries.contract_of(scope, contract_id=contract_id, on=day.on)
    heads, *rows = structure(contract, **whose(scope)).table.plain
    name = f"contract-{contract.reference.lower()}-as-at-{day.on.isoformat()}"
    return sheets.csv_file(scope, name, heads, rows)


@post(
    "/t/{slug:str}/contracts/{contract_id:uuid}/retirement",
    opt=access.needs("contracts.keep"),
    name="contracts.retire",
)
@forms.taking(RetireForm, again=_again)
async def retire(request: Request[Any, Any, Any], form: RetireForm, contract_id: FromPath[UUID]) -> str:
    """Follow a contract no longer."""
    scope = access.scope_of(request)
    await operations.retire_contract(
        scope, contract_id=contract_id, because=form.retire_because, on=form.retired_on
    )
    return at(scope, contract_id, "?said=retired")


@post(
    "/t/{slug:str}/contracts/{contract_id:uuid}/return",
    opt=access.needs("contracts.keep"),
    name="contracts.bring-back",
)
@forms.taking(ReturnForm, again=_again)
async def bring_back(request: Request[Any, Any, Any], form: ReturnForm, contract_id: FromPath[UUID]) -> str:
    """Follow a contract again."""
    scope = access.scope_of(request)
    await operations.bring_back(scope, contract_id=contract_id, because=form.return_because)
    return at(scope, contract_id, "?said=back")


@post(
    "/t/{slug:str}/contracts/{contract_id:uuid}/steps/{step_id:uuid}/undoing",
    opt=access.needs("contracts.keep"),
    name="contracts.undo",
)
@forms.taking(UndoForm, again=_again_undo)
async def undo(
    request: Request[Any, Any, Any], form: UndoForm, contract_id: FromPath[UUID], step_id: FromPath[UUID]
) -> str:
    """Undo the last step."""
    scope = access.scope_of(request)
    await operations.undo_step(scope, contract_id=contract_id, step_id=step_id, because=form.undo_because)
    known = await queries.contracts_of(scope, ids=[contract_id])
    return at(scope, contract_id, "?said=undone") if known else views.address(scope, "/contracts?said=undone")


ROUTES = [shown, as_file, retire, bring_back, undo]
