"""Meetings that are extraordinary, take questions, are called off, or took no business."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from pydantic import Field

from backend.planning import operations
from backend.planning.pages.agenda import setting_page
from backend.web import access, forms, views


class ExtraordinaryForm(forms.Form):
    extraordinary: str = Field(min_length=1, max_length=1_000, description="why it is extraordinary")
    extraordinary_words: str | None = Field(None, max_length=2_000, description="the words for the public")


class PublicWordsForm(forms.Form):
    public_words: str | None = Field(None, max_length=2_000, description="the words for the public")


class QuestionsForm(forms.Form):
    takes: Literal["yes", "no"] = Field(description="whether questions are taken")
    closes_on: forms.FormDate | None = Field(None, description="the last day for questions")


class CallOffForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why the meeting is cancelled")
    carry_to_id: UUID | None = Field(None, description="where its business goes")
    cancelled_words: str | None = Field(None, max_length=2_000, description="the words for the public")


class InquorateForm(forms.Form):
    missing: str = Field(min_length=1, max_length=1_000, description="who was missing")
    inquorate_carry_to_id: UUID | None = Field(None, description="where its business goes")
    inquorate_words: str | None = Field(None, max_length=2_000, description="the words for the public")


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/extraordinary-call",
    opt=access.needs("planning.steer"),
    name="planning.call-extraordinary",
)
@forms.taking(ExtraordinaryForm, again=setting_page)
async def extraordinary(
    request: Request[Any, Any, Any], form: ExtraordinaryForm, meeting_id: FromPath[UUID]
) -> str:
    """Say that a meeting is extraordinary."""
    scope = access.scope_of(request)
    await operations.call_extraordinary(
        scope,
        meeting_id=meeting_id,
        because=form.extraordinary,
        public_words=form.extraordinary_words,
    )
    return views.address(scope, f"/meetings/{meeting_id}/agenda-setting?said=extraordinary")


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/question-time",
    opt=access.needs("planning.steer"),
    name="planning.take-questions",
)
@forms.taking(QuestionsForm, again=setting_page)
async def take_questions(
    request: Request[Any, Any, Any], form: QuestionsForm, meeting_id: FromPath[UUID]
) -> str:
    """Show a meeting on the public form, or take it off."""
    scope = access.scope_of(request)
    takes = form.takes == "yes"
    await operations.take_questions(scope, meeting_id=meeting_id, takes=takes, closes_on=form.closes_on)
    said = "questions-open" if takes else "questions-shut"
    return views.address(scope, f"/meetings/{meeting_id}/agenda-setting?said={said}")


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/calling-off",
    opt=access.needs("meetings.arrange"),
    name="planning.call-off",
)
@forms.taking(CallOffForm, again=setting_page)
async def call_off(request: Request[Any, Any, Any], form: CallOffForm, meeting_id: FromPath[UUID]) -> str:
    """Cancel a meeting, and say where its business goes."""
    scope = access.scope_of(request)
    await operations.call_off(
        scope,
        meeting_id=meeting_id,
        because=form.because,
        carry_to_id=form.carry_to_id,
        public_words=form.cancelled_words,
    )
    return views.address(scope, f"/meetings/{meeting_id}/agenda-setting?said=called-off")


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/inquorate-start",
    opt=access.needs("meetings.arrange"),
    name="planning.record-inquorate",
)
@forms.taking(InquorateForm, again=setting_page)
async def inquorate(request: Request[Any, Any, Any], form: InquorateForm, meeting_id: FromPath[UUID]) -> str:
    """Record that a meeting was inquorate from the start."""
    scope = access.scope_of(request)
    await operations.record_inquorate(
        scope,
        meeting_id=meeting_id,
        because=form.missing,
        carry_to_id=form.inquorate_carry_to_id,
        public_words=form.inquorate_words,
    )
    return views.address(scope, f"/meetings/{meeting_id}/agenda-setting?said=inquorate")


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/public-words",
    opt=access.needs("planning.steer"),
    name="planning.say-to-public",
)
@forms.taking(PublicWordsForm, again=setting_page)
async def public_words(
    request: Request[Any, Any, Any], form: PublicWordsForm, meeting_id: FromPath[UUID]
) -> str:
    """What everybody reads on the public page of the meeting."""
    scope = access.scope_of(request)
    await operations.say_to_public(scope, meeting_id=meeting_id, words=form.public_words)
    return views.address(scope, f"/meetings/{meeting_id}/agenda-setting?said=public-words")


ROUTES: list[Any] = [extraordinary, take_questions, call_off, inquorate, public_words]
