"""Entering a contract, and saying better what it is."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.agreed_contracts import ContractTerm
from backend.contracts import operations, queries
from backend.contracts.operations import Said
from backend.contracts.pages.parts import Pounds, at, crumbs
from backend.contracts.queries import ContractView
from backend.contracts.rules.terms import terms_as_lines, terms_in
from backend.web import access, forms, views

_SAME = (
    "title", "about", "value_pounds", "value_words", "begins_on", "ends_on", "signed_on", "programme", "gate",
    "source",
)  # fmt: skip


class ContractForm(forms.Form):
    title: str = Field(min_length=1, max_length=200, description="what the contract is called")
    other_names: str | None = Field(None, max_length=1_000, description="its other names")
    form: str = Field(min_length=1, max_length=80, description="the form of contract")
    about: str | None = Field(None, max_length=4_000, description="what it is for")
    value_pounds: Pounds | None = Field(None, description="the value")
    value_words: str | None = Field(None, max_length=300, description="the value in words")
    begins_on: forms.FormDate | None = Field(None, description="its first day")
    ends_on: forms.FormDate | None = Field(None, description="its last day")
    signed_on: forms.FormDate | None = Field(None, description="the day on which it was signed")
    programme: str | None = Field(None, max_length=80, description="the programme")
    gate: str | None = Field(None, max_length=20, description="the gate")
    source: str | None = Field(None, max_length=300, description="the source")
    terms: str | None = Field(None, max_length=8_000, description="what is agreed")


class ChangeForm(ContractForm):
    because: str | None = Field(None, max_length=1_000, description="why you change it")
    version: int = Field(description="the version of the page")


async def _new_page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


@get("/t/{slug:str}/contracts/new", opt=access.needs("contracts.keep"), name="contracts.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a contract."""
    return await _new_page(request, forms.FormState())


@post("/t/{slug:str}/contracts", opt=access.needs("contracts.keep"), name="contracts.keep")
@forms.taking(ContractForm, again=_new_page)
async def keep(request: Request[Any, Any, Any], form: ContractForm) -> str:
    """Put a contract on the list."""
    scope = access.scope_of(request)
    contract_id = await operations.keep_contract(scope, said=_said(form, ()))
    return at(scope, contract_id, "?said=kept")


async def _change_page(
    request: Request[Any, Any, Any], state: forms.FormState, contract_id: UUID
) -> Template:
    scope = access.scope_of(request)
    return await _form(request, state, await queries.contract_of(scope, contract_id=contract_id))


@get(
    "/t/{slug:str}/contracts/{contract_id:uuid}/change",
    opt=access.needs("contracts.keep"),
    name="contracts.particulars",
)
async def particulars(request: Request[Any, Any, Any], contract_id: FromPath[UUID]) -> Template:
    """What is said of a contract, as a form."""
    contract = await queries.contract_of(access.scope_of(request), contract_id=contract_id)
    given = {name: getattr(contract, name) for name in _SAME if getattr(contract, name) is not None}
    given |= {"form": contract.form_id, "other_names": "\n".join(contract.other_names)}
    given |= {"terms": terms_as_lines(contract.terms)}
    return await _form(request, forms.FormState(given), contract)


@post(
    "/t/{slug:str}/contracts/{contract_id:uuid}/change",
    opt=access.needs("contracts.keep"),
    name="contracts.change",
)
@forms.taking(ChangeForm, again=_change_page)
async def change(request: Request[Any, Any, Any], form: ChangeForm, contract_id: FromPath[UUID]) -> str:
    """Say better what a contract is."""
    scope = access.scope_of(request)
    contract = await queries.contract_of(scope, contract_id=contract_id)
    said = _said(form, contract.terms)
    await operations.change_contract(
        scope, contract_id=contract_id, said=said, version=form.version, because=form.because
    )
    return at(scope, contract_id, "?said=changed")


def _said(form: ContractForm, known: tuple[ContractTerm, ...]) -> Said:
    given = {name: getattr(form, name) for name in _SAME}
    names = tuple(line.strip() for line in (form.other_names or "").splitlines() if line.strip())
    terms = terms_in(form.terms or "", known=known)
    return Said(**given, form=form.form, other_names=names, terms=terms)


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, contract: ContractView | None
) -> Template:
    scope = access.scope_of(request)
    known = queries.forms_in_use(contract.forms if contract else None)
    return views.page(
        request,
        "contracts/form.html",
        state=state,
        contract=contract,
        forms=[(form.id, form.name, form.meaning) for form in known.forms],
        known=known,
        crumbs=crumbs(scope, contract),
    )


ROUTES = [new, keep, particulars, change]
