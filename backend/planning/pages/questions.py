"""Questions of the public for those who handle them: the list, by-hand entry, the chair's choice, the answer."""

from datetime import time
from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit import calendar
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.meetings.pages import fields
from backend.people import queries as people
from backend.planning import operations, queries, rules
from backend.planning.queries import questions
from backend.planning.queries.settings import settings_on
from backend.planning.rules import cycles
from backend.planning.rules import questions as question_rules
from backend.scope import Scope
from backend.web import access, forms, views


class ByHandForm(forms.Form):
    """A question that came another way than on the form."""

    meeting_id: UUID = Field(description="the meeting")
    route: Literal["email", "letter", "telephone", "at-meeting"] = Field(description="how it came")
    asked_on: forms.FormDate | None = Field(None, description="the day on which it came")
    name: str | None = Field(None, max_length=200, description="the name")
    email: str | None = Field(
        None, max_length=300, pattern=r"^\S+@\S+\.\S+$", description="the email address"
    )
    contact: str | None = Field(None, max_length=300, description="another way to reach them")
    question: str = Field(min_length=1, max_length=question_rules.LONGEST, description="the question")
    name_public: Literal["yes", "no"] = Field(description="whether the name may be published")


class OwnerForm(forms.Form):
    person_id: UUID | None = Field(None, description="who prepares the answer")


class ChoiceForm(forms.Form):
    where: Literal["meeting", "writing"] = Field(description="where it is answered")


class MeetingForm(forms.Form):
    meeting_id: UUID = Field(description="the meeting")


class AnswerForm(forms.Form):
    answer: str = Field(min_length=1, max_length=question_rules.LONGEST_ANSWER, description="the answer")


class RefusalForm(forms.Form):
    ground: str = Field(max_length=80, description="the ground")
    note: str | None = Field(None, max_length=1_000, description="the note")


class WithdrawalForm(forms.Form):
    """A button and nothing else."""


@get("/t/{slug:str}/public-questions", opt=access.needs(questions.DEMANDING), name="planning.questions")
async def every_question(request: Request[Any, Any, Any]) -> Template:
    """The questions of the public, newest first."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "planning/questions.html",
        questions=await queries.questions_of(scope),
        asking=(await settings_on(scope)).questions,
        may_enter=scope.may("planning.steer"),
    )


async def _by_hand(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "planning/question-form.html",
        state=state,
        meetings=await _meetings(scope),
        routes=[
            (each.value, words)
            for each, words in question_rules.ROUTE_IN_WORDS.items()
            if each is not question_rules.Route.FORM
        ],
        longest=question_rules.LONGEST,
        crumbs=_crumbs(scope),
    )


@get("/t/{slug:str}/public-questions/new", opt=access.needs("planning.steer"), name="planning.question-form")
async def by_hand_form(request: Request[Any, Any, Any]) -> Template:
    """The form for a question that came by letter, by telephone or at a meeting."""
    return await _by_hand(request, forms.FormState())


@post("/t/{slug:str}/public-questions", opt=access.needs("planning.steer"), name="planning.enter-question")
@forms.taking(ByHandForm, again=_by_hand)
async def by_hand(request: Request[Any, Any, Any], form: ByHandForm) -> str:
    """Keep a question that came another way."""
    scope = access.scope_of(request)
    meeting = await meetings.meeting(scope, meeting_id=form.meeting_id)
    rules.check_may_steer(scope, committee_id=meeting.committee_id)
    receipt = await operations.ask(
        scope,
        meeting_id=form.meeting_id,
        text=form.question,
        route=question_rules.Route(form.route),
        name=form.name,
        email=form.email,
        contact=form.contact,
        name_public=form.name_public == "yes",
        asked_on=form.asked_on,
    )
    return _back(scope, receipt.id, "received")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, question_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.question(scope, question_id=question_id)
    asking = (await settings_on(scope, found.meeting_on)).questions
    asked = None
    if found.meeting_id is not None:
        asked = await questions.asked_for(
            scope, meeting_id=found.meeting_id, email=found.email, name=found.name
        )
    month = cycles.later(cycles.month_of(scope.today), -asking.same_within_months)
    since = fields.moment_of(scope, month, time(0))
    return views.page(
        request,
        "planning/question.html",
        state=state,
        question=found,
        asking=asking,
        asked=asked,
        same=await questions.same_words(scope, text=found.text, since=since, but=question_id),
        may_steer=rules.may_steer(scope, committee_id=found.committee_id),
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        meetings=await _meetings(scope, committee_id=found.committee_id, but=found.meeting_id),
        grounds=[(each.id, each.words) for each in asking.grounds],
        to_prepare=found.to_prepare(scope.now),
        overdue=found.open and scope.today > found.answer_due_on,
        crumbs=_crumbs(scope),
    )


@get(
    "/t/{slug:str}/public-questions/{question_id:uuid}",
    opt=access.needs(questions.DEMANDING),
    name="planning.question",
)
async def one_question(request: Request[Any, Any, Any], question_id: FromPath[UUID]) -> Template:
    """One question: who asked, what is to be done, what was answered."""
    return await _page(request, forms.FormState(), question_id)


@post(
    "/t/{slug:str}/public-questions/{question_id:uuid}/owner",
    opt=access.needs("planning.steer"),
    name="planning.question-owner",
)
@forms.taking(OwnerForm, again=_page)
async def owner(request: Request[Any, Any, Any], form: OwnerForm, question_id: FromPath[UUID]) -> str:
    """Say who prepares the answer."""
    scope = access.scope_of(request)
    await operations.name_owner(scope, question_id=question_id, person_id=form.person_id)
    return _back(scope, question_id, "owned")


@post(
    "/t/{slug:str}/public-questions/{question_id:uuid}/choice",
    opt=access.needs("planning.steer"),
    name="planning.choose-question",
)
@forms.taking(ChoiceForm, again=_page)
async def choose(request: Request[Any, Any, Any], form: ChoiceForm, question_id: FromPath[UUID]) -> str:
    """The chair's choice: at the meeting, or in writing."""
    scope = access.scope_of(request)
    advice = await operations.choose_question(
        scope, question_id=question_id, at_meeting=form.where == "meeting"
    )
    return _back(scope, question_id, "one-too-many" if advice else "chosen")


@post(
    "/t/{slug:str}/public-questions/{question_id:uuid}/meeting",
    opt=access.needs("planning.steer"),
    name="planning.move-question",
)
@forms.taking(MeetingForm, again=_page)
async def move(request: Request[Any, Any, Any], form: MeetingForm, question_id: FromPath[UUID]) -> str:
    """Let a question wait for another meeting."""
    scope = access.scope_of(request)
    await operations.move_question(scope, question_id=question_id, meeting_id=form.meeting_id)
    return _back(scope, question_id, "moved")


@post(
    "/t/{slug:str}/public-questions/{question_id:uuid}/answer",
    opt=access.needs("planning.steer"),
    name="planning.answer-question",
)
@forms.taking(AnswerForm, again=_page)
async def answer(request: Request[Any, Any, Any], form: AnswerForm, question_id: FromPath[UUID]) -> str:
    """Write the answer down; it is sent where there is an address."""
    scope = access.scope_of(request)
    given = await operations.answer_question(scope, question_id=question_id, answer=form.answer)
    return _back(scope, question_id, "answered" if given else "prepared")


@post(
    "/t/{slug:str}/public-questions/{question_id:uuid}/refusal",
    opt=access.needs("planning.steer"),
    name="planning.refuse-question",
)
@forms.taking(RefusalForm, again=_page)
async def refuse(request: Request[Any, Any, Any], form: RefusalForm, question_id: FromPath[UUID]) -> str:
    """Refuse a question on one of the organisation's grounds."""
    scope = access.scope_of(request)
    await operations.refuse_question(scope, question_id=question_id, ground=form.ground, note=form.note)
    return _back(scope, question_id, "refused")


@post(
    "/t/{slug:str}/public-questions/{question_id:uuid}/withdrawal",
    opt=access.needs("planning.steer"),
    name="planning.withdraw-question",
)
@forms.taking(WithdrawalForm, again=_page)
async def withdraw(
    request: Request[Any, Any, Any], _form: WithdrawalForm, question_id: FromPath[UUID]
) -> str:
    """Record that whoever asked took the question back."""
    scope = access.scope_of(request)
    await operations.withdraw_question(scope, question_id=question_id)
    return _back(scope, question_id, "withdrawn")


async def _meetings(
    scope: Scope, *, committee_id: UUID | None = None, but: UUID | None = None
) -> list[tuple[UUID, str]]:
    found = await meetings.meetings_of(
        scope, when="all" if committee_id is None else "upcoming", committee_id=committee_id
    )
    return [
        (each.id, f"{each.title}, {calendar.in_words(meeting_rules.day_of(scope, each.starts_at))}")
        for each in found
        if each.id != but
        and each.state is not meeting_rules.MeetingState.CANCELLED
        and rules.may_steer(scope, committee_id=each.committee_id)
    ]


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Questions from the public", views.address(scope, "/public-questions"))]


def _back(scope: Scope, question_id: UUID, said: str) -> str:
    return views.address(scope, f"/public-questions/{question_id}?said={said}")


ROUTES: list[Any] = [
    every_question,
    by_hand_form,
    by_hand,
    one_question,
    owner,
    choose,
    move,
    answer,
    refuse,
    withdraw,
]
