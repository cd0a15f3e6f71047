"""Notices and representations: the small forms of the record."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.procurement.operations import publishing as acts
from backend.procurement.pages.parts import at
from backend.procurement.pages.record import record_page
from backend.procurement.rules.regimes import NoticeKind
from backend.procurement.rules.standstill import Answer
from backend.web import access, forms


class NoticeForm(forms.Form):
    notice: NoticeKind = Field(description="the notice")
    published_on: forms.FormDate = Field(description="when it was published")
    place: str | None = Field(None, max_length=500, description="where it stands")


class RepresentationForm(forms.Form):
    provider_id: UUID = Field(description="the provider")
    received_on: forms.FormDate = Field(description="when it was received")
    summary: str = Field(min_length=1, max_length=4_000, description="what it says")


class AnswerForm(forms.Form):
    answer: Answer = Field(description="what was decided")
    answered_on: forms.FormDate = Field(description="when it was decided")
    answer_note: str | None = Field(None, max_length=4_000, description="the reasons")


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/notices",
    opt=access.needs("procurement.change"),
    name="procurement.notice",
)
@forms.taking(NoticeForm, again=record_page)
async def notice(request: Request[Any, Any, Any], form: NoticeForm, procurement_id: FromPath[UUID]) -> str:
    """Record that a notice was published."""
    scope = access.scope_of(request)
    await acts.record_notice(
        scope,
        procurement_id=procurement_id,
        kind=form.notice,
        published_on=form.published_on,
        place=form.place,
    )
    return at(scope, procurement_id, "?said=published#notices")


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/representations",
    opt=access.needs("procurement.change"),
    name="procurement.representation",
)
@forms.taking(RepresentationForm, again=record_page)
async def representation(
    request: Request[Any, Any, Any], form: RepresentationForm, procurement_id: FromPath[UUID]
) -> str:
    """Record a provider's written representation."""
    scope = access.scope_of(request)
    await acts.record_representation(
        scope,
        procurement_id=procurement_id,
        provider_id=form.provider_id,
        received_on=form.received_on,
        summary=form.summary,
    )
    return at(scope, procurement_id, "?said=received#notices")


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/representations/{representation_id:uuid}/answer",
    opt=access.needs("procurement.change"),
    name="procurement.answer",
)
async def answer(
    request: Request[Any, Any, Any], procurement_id: FromPath[UUID], representation_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Record the further decision on a representation."""
    scope = access.scope_of(request)

    async def act(form: AnswerForm) -> str:
        await acts.answer_representation(
            scope,
            procurement_id=procurement_id,
            representation_id=representation_id,
            answer=form.answer,
            answered_on=form.answered_on,
            note=form.answer_note,
        )
        return at(scope, procurement_id, "?said=answered#notices")

    async def again(state: forms.FormState) -> Template:
        return await record_page(request, state, procurement_id)

    return await forms.submit(request, AnswerForm, act=act, again=again)


ROUTES = [notice, representation, answer]
