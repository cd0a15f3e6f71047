"""Recording who holds a function, its last day, and that a record was a mistake."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.functions import Model, Standing
from backend.functions import operations, queries
from backend.functions.operations import HoldingSaid
from backend.functions.pages.functions import page_of
from backend.functions.pages.parts import BODY_LIMIT, file_answer, kept
from backend.functions.rules.holding import UnableToKeepFunction
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class HoldingForm(forms.Form):
    who: Literal["us", "other"] = Field(description="who holds it")
    holder: str | None = Field(None, max_length=200, description="the other body")
    standing: Standing = Field(description="by what it is held")
    model: Model | None = Field(None, description="the model")
    from_on: forms.FormDate = Field(description="the first day")
    until_on: forms.FormDate | None = Field(None, description="the last day")
    ends_former: Literal["yes"] | None = Field(None, description="that the holder before ends")
    agreement_id: UUID | None = Field(None, description="the agreement")
    basis: str = Field(min_length=1, max_length=4_000, description="how it is known")
    file: UploadFile | None = Field(None, description="the file that shows it")


class EndForm(forms.Form):
    last_on: forms.FormDate = Field(description="the last day")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why it was a mistake")


@post(
    "/t/{slug:str}/functions/{function_id:uuid}/holders",
    opt=access.needs("functions.keep"),
    name="functions.hold",
    request_max_body_size=BODY_LIMIT,
)
@forms.taking(HoldingForm, again=page_of)
async def record(request: Request[Any, Any, Any], form: HoldingForm, function_id: FromPath[UUID]) -> str:
    """Record who holds it from a day on, as the visitor knows it."""
    scope = access.scope_of(request)
    if form.who == "other" and not form.holder:
        raise UnableToKeepFunction("Name the other body.", field="holder")
    if form.agreement_id is not None:
        await queries.agreement(scope, agreement_id=form.agreement_id)
    await operations.record_holding(
        scope,
        said=HoldingSaid(
            function_id=function_id,
            holder=form.holder if form.who == "other" else None,
            standing=form.standing,
            model=form.model,
            from_on=form.from_on,
            until_on=form.until_on,
            ends_former=form.ends_former is not None,
            agreement_id=form.agreement_id,
            basis=form.basis,
            file_id=await kept(scope, form.file),
        ),
    )
    return views.address(scope, f"/functions/{function_id}?said=held#holders")


async def _of_holding(
    request: Request[Any, Any, Any], state: forms.FormState, function_id: UUID, holding_id: UUID
) -> Template:
    return await page_of(request, state, function_id)


@post(
    "/t/{slug:str}/functions/{function_id:uuid}/holders/{holding_id:uuid}/end",
    opt=access.needs("functions.keep"),
    name="functions.end-holding",
)
@forms.taking(EndForm, again=_of_holding)
async def end(
    request: Request[Any, Any, Any], form: EndForm, function_id: FromPath[UUID], holding_id: FromPath[UUID]
) -> str:
    """Record the last day with it."""
    scope = access.scope_of(request)
    await _of_function(scope, function_id, holding_id)
    await operations.end_holding(scope, holding_id=holding_id, until_on=form.last_on)
    return views.address(scope, f"/functions/{function_id}?said=ended#holders")


@post(
    "/t/{slug:str}/functions/{function_id:uuid}/holders/{holding_id:uuid}/withdrawal",
    opt=access.needs("functions.keep"),
    name="functions.withdraw-holding",
)
@forms.taking(BecauseForm, again=_of_holding)
async def withdraw(
    request: Request[Any, Any, Any],
    form: BecauseForm,
    function_id: FromPath[UUID],
    holding_id: FromPath[UUID],
) -> str:
    """Say that the record was a mistake; it stays readable."""
    scope = access.scope_of(request)
    await _of_function(scope, function_id, holding_id)
    await operations.withdraw_holding(scope, holding_id=holding_id, because=form.because)
    return views.address(scope, f"/functions/{function_id}?said=withdrawn#holders")


@get(
    "/t/{slug:str}/functions/{function_id:uuid}/holders/{holding_id:uuid}/file",
    opt=access.needs("functions.read"),
    name="functions.holding-file",
)
async def file(
    request: Request[Any, Any, Any], function_id: FromPath[UUID], holding_id: FromPath[UUID]
) -> Response[bytes]:
    """What shows who holds it."""
    scope = access.scope_of(request)
    held = await queries.holdings_of(scope, function_id=function_id)
    found = next((each for each in held if each.id == holding_id), None)
    if found is None or found.file_id is None:
        raise NotFound("file")
    return await file_answer(scope, found.file_id)


async def _of_function(scope: Scope, function_id: UUID, holding_id: UUID) -> None:
    if all(each.id != holding_id for each in await queries.holdings_of(scope, function_id=function_id)):
        raise NotFound("holder")


ROUTES: list[Any] = [record, end, withdraw, file]
