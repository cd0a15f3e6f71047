"""Decisions by correspondence: asking members, their replies, reminders, and how it ended."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.between import operations, queries, rules
from backend.between.pages import parts
from backend.between.pages.one import act_page
from backend.between.pages.recording import NothingForm, people_page
from backend.meetings.pages import fields
from backend.scope import NotFound
from backend.web import access, forms, views

_ACT = "/t/{slug:str}/acts/{act_id:uuid}"


class AskForm(forms.Form):
    person_ids: list[UUID] = Field([], max_length=200, description="who is asked")
    reply_by: forms.FormDate | None = Field(None, description="the last day for replies")
    asked_on: forms.FormDate | None = Field(None, description="when they were asked")
    by_letter: Literal["yes", "no"] = Field("yes", description="how they are asked")


class ReplyForm(forms.Form):
    answer: Literal["agree", "disagree", "meeting"] = Field(description="what you say to it")
    words: str | None = Field(None, max_length=2_000, description="your words")
    declared: Literal["none", "interest"] = Field(description="whether you have an interest in it")
    interest: str | None = Field(None, max_length=1_000, description="the interest")


class ByHandForm(forms.Form):
    """What somebody replied another way."""

    person_id: UUID = Field(description="who replied")
    answer: Literal["agree", "disagree", "meeting"] = Field(description="what they said")
    said_on: forms.FormDate | None = Field(None, description="when they replied")
    said_time: fields.TimeOfDay | None = Field(None, description="the time")
    words: str | None = Field(None, max_length=2_000, description="their words")
    declared: Literal["none", "interest", "not-asked"] = Field("not-asked", description="what they declared")
    interest: str | None = Field(None, max_length=1_000, description="the interest that was declared")


class HandlingForm(forms.Form):
    handling: Literal["took-part", "no-part", "no-papers"] | None = Field(
        None, description="what is done about it"
    )
    handled_by: str | None = Field(None, max_length=200, description="who decided that")


class ClosingForm(forms.Form):
    closing: rules.Closing = Field(description="how it ended")
    words: str | None = Field(None, max_length=4_000, description="what was decided")
    closed_on: forms.FormDate | None = Field(None, description="when it was decided")
    closed_time: fields.TimeOfDay | None = Field(None, description="the time")


@post(f"{_ACT}/asking", opt=access.needs("between.record"), name="between.ask")
@forms.taking(AskForm, again=people_page)
async def ask(request: Request[Any, Any, Any], form: AskForm, act_id: FromPath[UUID]) -> str:
    """Put the question to members."""
    scope = access.scope_of(request)
    await operations.ask_members(
        scope,
        act_id=act_id,
        person_ids=form.person_ids,
        reply_by=form.reply_by,
        asked_at=parts.moment(scope, form.asked_on, None),
        by_letter=form.by_letter == "yes",
    )
    return views.address(scope, f"/acts/{act_id}?said=asked")


async def _reply(request: Request[Any, Any, Any], state: forms.FormState, act_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.act(scope, act_id=act_id)
    mine = next((each for each in view.asked if each.person_id == scope.actor.person_id), None)
    if mine is None:
        raise NotFound("question to you")
    return views.page(
        request,
        "between/reply.html",
        state=state,
        view=view,
        mine=mine,
        answers=[
            ("agree", "I agree"),
            ("disagree", "I disagree"),
            ("meeting", "I want a meeting about it"),
        ],
        crumbs=parts.crumbs(scope, committee=(view.line.committee_id, view.line.committee)),
    )


@get(f"{_ACT}/reply", opt=access.needs("between.reply"), name="between.reply")
async def reply_form(request: Request[Any, Any, Any], act_id: FromPath[UUID]) -> Template:
    """The question, for a member who was asked."""
    return await _reply(request, forms.FormState(), act_id)


@post(f"{_ACT}/reply", opt=access.needs("between.reply"), name="between.give-reply")
@forms.taking(ReplyForm, again=_reply)
async def reply(request: Request[Any, Any, Any], form: ReplyForm, act_id: FromPath[UUID]) -> str:
    """Reply for oneself."""
    scope = access.scope_of(request)
    if form.declared == "interest" and not (form.interest or "").strip():
        raise rules.UnableToReply("Say what your interest is.", field="interest")
    await operations.reply(
        scope,
        act_id=act_id,
        answer=rules.Answer(form.answer),
        words=form.words,
        interest=form.interest if form.declared == "interest" else None,
    )
    return views.address(scope, f"/acts/{act_id}/reply?said=replied")


@post(f"{_ACT}/replies", opt=access.needs("between.record"), name="between.enter-reply")
@forms.taking(ByHandForm, again=act_page)
async def enter(request: Request[Any, Any, Any], form: ByHandForm, act_id: FromPath[UUID]) -> str:
    """Write down what a member replied another way."""
    scope = access.scope_of(request)
    if form.declared == "interest" and not (form.interest or "").strip():
        raise rules.UnableToReply("Say what interest was declared.", field="interest")
    await operations.reply(
        scope,
        act_id=act_id,
        person_id=form.person_id,
        answer=rules.Answer(form.answer),
        words=form.words,
        declared=rules.Declared(form.declared),
        interest=form.interest,
        said_at=parts.moment(scope, form.said_on, form.said_time),
    )
    return views.address(scope, f"/acts/{act_id}?said=entered#replies")


@post(f"{_ACT}/people/{{line_id:uuid}}/handling", opt=access.needs("between.record"), name="between.handle")
async def handle(request: Request[Any, Any, Any], act_id: FromPath[UUID], line_id: FromPath[UUID]) -> Any:
    """Write down how somebody's interest is handled, and who decided that."""
    scope = access.scope_of(request)

    async def act(form: HandlingForm) -> str:
        await operations.handle_interest(
            scope,
            act_id=act_id,
            line_id=line_id,
            handling=rules.Handling(form.handling) if form.handling else None,
            handled_by=form.handled_by,
        )
        return views.address(scope, f"/acts/{act_id}?said=handled#people")

    async def again(state: forms.FormState) -> Template:
        return await act_page(request, state, act_id)

    return await forms.submit(request, HandlingForm, act=act, again=again)


@post(f"{_ACT}/reminder", opt=access.needs("between.record"), name="between.remind")
@forms.taking(NothingForm, again=act_page)
async def remind(request: Request[Any, Any, Any], _form: NothingForm, act_id: FromPath[UUID]) -> str:
    """Remind those who have not replied."""
    scope = access.scope_of(request)
    count = await operations.remind(scope, act_id=act_id)
    return views.address(scope, f"/acts/{act_id}?said={'reminded' if count else 'reminded-already'}")


@post(f"{_ACT}/closing", opt=access.needs("between.record"), name="between.close")
@forms.taking(ClosingForm, again=act_page)
async def close(request: Request[Any, Any, Any], form: ClosingForm, act_id: FromPath[UUID]) -> str:
    """Say how it ended."""
    scope = access.scope_of(request)
    await operations.close(
        scope,
        act_id=act_id,
        closing=form.closing,
        words=form.words,
        closed_at=parts.moment(scope, form.closed_on, form.closed_time),
    )
    return views.address(scope, f"/acts/{act_id}?said=finished")


ROUTES: list[Any] = [ask, reply_form, reply, enter, handle, remind, close]
