"""What happens to an agreement: variations, notice, and what shows that money is kept apart."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.functions import operations, queries
from backend.functions.operations import SegregationSaid, VariationSaid
from backend.functions.pages.agreements import page_of
from backend.functions.pages.parts import BODY_LIMIT, file_answer, kept
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

ONE = "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}"


class VariationForm(forms.Form):
    words: str = Field(min_length=1, max_length=8_000, description="what changes")
    agreed_on: forms.FormDate = Field(description="the day on which both sides agreed")
    effective_on: forms.FormDate = Field(description="the day from which it counts")
    until_on: forms.FormDate | None = Field(None, description="the new last day")
    agreed_by_us: str = Field(min_length=1, max_length=200, description="who agreed for us")
    agreed_by_body: str = Field(min_length=1, max_length=200, description="who agreed for the other body")
    variation_file: UploadFile | None = Field(None, description="the signed variation")


class NoticeForm(forms.Form):
    gave: Literal["us", "body"] = Field(description="who gave notice")
    given_on: forms.FormDate = Field(description="the day on which it was given")
    takes_effect_on: forms.FormDate | None = Field(None, description="the day on which it takes effect")
    reason: str = Field(min_length=1, max_length=4_000, description="why")
    irregular_because: str | None = Field(None, max_length=4_000, description="how that came")


class SegregationForm(forms.Form):
    cost_centres: str = Field(min_length=1, max_length=500, description="the cost centres")
    kept_apart: str = Field(min_length=1, max_length=4_000, description="how the money is kept apart")
    apart_from: forms.FormDate = Field(description="the first day")
    apart_until: forms.FormDate | None = Field(None, description="the last day")
    seen_in: str | None = Field(None, max_length=500, description="where it can be seen")
    shown_by: UploadFile | None = Field(None, description="the file that shows it")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why it was a mistake")


@post(
    f"{ONE}/variations",
    opt=access.needs("functions.keep"),
    name="functions.vary",
    request_max_body_size=BODY_LIMIT,
)
@forms.taking(VariationForm, again=page_of)
async def vary(request: Request[Any, Any, Any], form: VariationForm, agreement_id: FromPath[UUID]) -> str:
    """Record a variation that both sides consented to."""
    scope = access.scope_of(request)
    await operations.vary(
        scope,
        agreement_id=agreement_id,
        said=VariationSaid(
            words=form.words,
            agreed_on=form.agreed_on,
            effective_on=form.effective_on,
            until_on=form.until_on,
            by_us=form.agreed_by_us,
            by_body=form.agreed_by_body,
            file_id=await kept(scope, form.variation_file),
        ),
    )
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=varied#variations")


@post(f"{ONE}/notices", opt=access.needs("functions.keep"), name="functions.give-notice")
@forms.taking(NoticeForm, again=page_of)
async def give_notice(request: Request[Any, Any, Any], form: NoticeForm, agreement_id: FromPath[UUID]) -> str:
    """Record that notice was given."""
    scope = access.scope_of(request)
    await operations.give_notice(
        scope, agreement_id=agreement_id, by_us=form.gave == "us", **form.model_dump(exclude={"gave"})
    )
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=notice#notice")


@post(
    f"{ONE}/segregations",
    opt=access.needs("functions.keep"),
    name="functions.segregate",
    request_max_body_size=BODY_LIMIT,
)
@forms.taking(SegregationForm, again=page_of)
async def segregate(
    request: Request[Any, Any, Any], form: SegregationForm, agreement_id: FromPath[UUID]
) -> str:
    """Record what shows that the money is kept apart."""
    scope = access.scope_of(request)
    await operations.show_segregation(
        scope,
        agreement_id=agreement_id,
        said=SegregationSaid(
            cost_centres=form.cost_centres,
            words=form.kept_apart,
            from_on=form.apart_from,
            until_on=form.apart_until,
            seen_in=form.seen_in,
            file_id=await kept(scope, form.shown_by),
        ),
    )
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=segregated#money")


async def _of_record(
    request: Request[Any, Any, Any], state: forms.FormState, agreement_id: UUID, record_id: UUID
) -> Template:
    return await page_of(request, state, agreement_id)


@post(
    f"{ONE}/variations/{{record_id:uuid}}/withdrawal",
    opt=access.needs("functions.keep"),
    name="functions.withdraw-variation",
)
@forms.taking(BecauseForm, again=_of_record)
async def withdraw_variation(
    request: Request[Any, Any, Any],
    form: BecauseForm,
    agreement_id: FromPath[UUID],
    record_id: FromPath[UUID],
) -> str:
    """Say that a record of a variation was a mistake."""
    return await _withdraw(access.scope_of(request), "variation", agreement_id, record_id, form)


@post(
    f"{ONE}/notices/{{record_id:uuid}}/withdrawal",
    opt=access.needs("functions.keep"),
    name="functions.withdraw-notice",
)
@forms.taking(BecauseForm, again=_of_record)
async def withdraw_notice(
    request: Request[Any, Any, Any],
    form: BecauseForm,
    agreement_id: FromPath[UUID],
    record_id: FromPath[UUID],
) -> str:
    """Say that a record of notice was a mistake."""
    return await _withdraw(access.scope_of(request), "notice", agreement_id, record_id, form)


@post(
    f"{ONE}/segregations/{{record_id:uuid}}/withdrawal",
    opt=access.needs("functions.keep"),
    name="functions.withdraw-segregation",
)
@forms.taking(BecauseForm, again=_of_record)
async def withdraw_segregation(
    request: Request[Any, Any, Any],
    form: BecauseForm,
    agreement_id: FromPath[UUID],
    record_id: FromPath[UUID],
) -> str:
    """Say that a record of segregation was a mistake."""
    return await _withdraw(access.scope_of(request), "segregation", agreement_id, record_id, form)


@get(
    f"{ONE}/records/{{record_id:uuid}}/file", opt=access.needs("functions.read"), name="functions.record-file"
)
async def file(
    request: Request[Any, Any, Any], agreement_id: FromPath[UUID], record_id: FromPath[UUID]
) -> Response[bytes]:
    """The file of a variation, or of what shows that money is kept apart."""
    scope = access.scope_of(request)
    view = await queries.agreement(scope, agreement_id=agreement_id)
    files = {each.id: each.file_id for each in view.variations}
    files |= {each.id: each.file_id for each in view.segregations}
    file_id = files.get(record_id)
    if file_id is None:
        raise NotFound("file")
    return await file_answer(scope, file_id)


async def _withdraw(scope: Scope, noun: str, agreement_id: UUID, record_id: UUID, form: BecauseForm) -> str:
    view = await queries.agreement(scope, agreement_id=agreement_id)
    hanging = {
        "variation": {each.id for each in view.variations},
        "notice": {each.id for each in view.notices},
        "segregation": {each.id for each in view.segregations},
    }
    if record_id not in hanging[noun]:
        raise NotFound("record")
    await operations.withdraw(scope, noun=noun, record_id=record_id, because=form.because)
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=withdrawn")


ROUTES: list[Any] = [
    vary, give_notice, segregate, withdraw_variation, withdraw_notice, withdraw_segregation, file,
]  # fmt: skip
