"""Each step that a handler takes: its form, and what it does. The page of a step shows that form alone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from backend.concerns.operations import breaches, handling, life, notices
from backend.concerns.queries.handled import ConcernView
from backend.concerns.rules import Body, Category, Finding, Investigator, State
from backend.concerns.rules.life import LONGEST, OPEN
from backend.scope import Scope
from backend.web import forms


class AssessmentForm(forms.Form):
    category: Category = Field(description="what it is about")
    person_concerned: UUID | None = Field(None, description="the person concerned")
    policy_clause: str | None = Field(None, max_length=300, description="the clause of the policy")
    assessment: str = Field(min_length=1, max_length=LONGEST, description="your assessment")


class NoticeForm(forms.Form):
    words: str = Field(min_length=1, max_length=LONGEST, description="what they are told")
    reply_by: forms.FormDate = Field(description="the day for the reply")


class RecordedReplyForm(forms.Form):
    notice_id: UUID = Field(description="the notice")
    words: str = Field(min_length=1, max_length=LONGEST, description="the reply")


class InvestigationForm(forms.Form):
    investigator: Investigator = Field(description="who investigates")
    investigator_name: str = Field(min_length=1, max_length=200, description="the investigator's name")
    investigation_from: forms.FormDate = Field(description="when the investigation begins")


class FindingForm(forms.Form):
    finding: Finding = Field(description="the finding")
    reasons: str = Field(min_length=1, max_length=LONGEST, description="the reasons")


class OutcomeForm(forms.Form):
    action: str = Field(min_length=1, max_length=LONGEST, description="the sanction or action")
    lessons: str = Field(min_length=1, max_length=LONGEST, description="the lessons")
    notified: Literal["yes", "no"] = Field(description="whether NHS England was told")
    notified_on: forms.FormDate | None = Field(None, description="when NHS England was told")


class TextForm(forms.Form):
    what_happened: str = Field(min_length=1, max_length=LONGEST, description="what happened")
    action: str = Field(min_length=1, max_length=LONGEST, description="the sanction or action")
    lessons: str = Field(min_length=1, max_length=LONGEST, description="the lessons")
    names_nobody: Literal["yes"] | None = Field(None, description="the box to say that it names nobody")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="the reason")


class PersonForm(BecauseForm):
    person_id: UUID = Field(description="the person")


class ReferralForm(forms.Form):
    body: Body = Field(description="to whom it is referred")
    referred_on: forms.FormDate = Field(description="when it was referred")
    words: str = Field(min_length=1, max_length=LONGEST, description="what was referred")


class AnswerForm(forms.Form):
    words: str = Field(min_length=1, max_length=LONGEST, description="your answer")


class ClosureForm(forms.Form):
    """Only a press of the button."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: its words, its form, when it is offered, and what it does. `leaves`: the actor may lose sight of it."""

    words: str
    form: type[forms.Form]
    act: Callable[[Scope, UUID, Any], Awaitable[object]]
    offered: Callable[[ConcernView], bool]
    leaves: bool = False


async def _assess(scope: Scope, concern_id: UUID, form: AssessmentForm) -> None:
    await life.assess(
        scope,
        concern_id=concern_id,
        category=form.category,
        assessment=form.assessment,
        policy_clause=form.policy_clause,
        person_concerned=form.person_concerned,
    )


async def _give_notice(scope: Scope, concern_id: UUID, form: NoticeForm) -> None:
    await notices.give_notice(scope, concern_id=concern_id, words=form.words, reply_by=form.reply_by)


async def _record_reply(scope: Scope, concern_id: UUID, form: RecordedReplyForm) -> None:
    await notices.record_reply(scope, concern_id=concern_id, notice_id=form.notice_id, words=form.words)


async def _investigate(scope: Scope, concern_id: UUID, form: InvestigationForm) -> None:
    await life.investigate(
        scope,
        concern_id=concern_id,
        investigator=form.investigator,
        name=form.investigator_name,
        from_on=form.investigation_from,
    )


async def _find(scope: Scope, concern_id: UUID, form: FindingForm) -> None:
    await life.find(scope, concern_id=concern_id, finding=form.finding, reasons=form.reasons)


async def _settle(scope: Scope, concern_id: UUID, form: OutcomeForm) -> None:
    await life.settle_outcome(
        scope,
        concern_id=concern_id,
        action=form.action,
        lessons=form.lessons,
        notified=form.notified == "yes",
        notified_on=form.notified_on,
    )


async def _agree(scope: Scope, concern_id: UUID, form: TextForm) -> None:
    await breaches.agree_text(
        scope,
        concern_id=concern_id,
        what_happened=form.what_happened,
        action=form.action,
        lessons=form.lessons,
        names_nobody=form.names_nobody == "yes",
    )


async def _withdraw(scope: Scope, concern_id: UUID, form: BecauseForm) -> None:
    await breaches.withdraw_text(scope, concern_id=concern_id, because=form.because)


async def _refer(scope: Scope, concern_id: UUID, form: ReferralForm) -> None:
    await life.refer(scope, concern_id=concern_id, body=form.body, on=form.referred_on, words=form.words)


async def _answer(scope: Scope, concern_id: UUID, form: AnswerForm) -> None:
    await life.answer_raiser(scope, concern_id=concern_id, words=form.words)


async def _add_handler(scope: Scope, concern_id: UUID, form: PersonForm) -> None:
    await handling.add_handler(scope, concern_id=concern_id, person_id=form.person_id, because=form.because)


async def _hand_over(scope: Scope, concern_id: UUID, form: PersonForm) -> None:
    await handling.hand_over(scope, concern_id=concern_id, person_id=form.person_id, because=form.because)


async def _leave(scope: Scope, concern_id: UUID, form: BecauseForm) -> None:
    await handling.leave_concern(scope, concern_id=concern_id, because=form.because)


async def _close(scope: Scope, concern_id: UUID, form: ClosureForm) -> None:
    await life.close(scope, concern_id=concern_id)


def _always(_: ConcernView) -> bool:
    return True


def _in(*states: State) -> Callable[[ConcernView], bool]:
    return lambda view: view.state in states


def _may_give_notice(view: ConcernView) -> bool:
    given = any(notice.person_id == view.person_concerned for notice in view.notices)
    return (
        view.person_concerned is not None and not given and view.state in {State.ASSESSED, State.INVESTIGATED}
    )


def _waits_for_reply(view: ConcernView) -> bool:
    return any(notice.reply is None for notice in view.notices)


STEPS: dict[str, Step] = {
    "assessment": Step(
        words="Assess it",
        form=AssessmentForm,
        act=_assess,
        offered=_in(State.RECEIVED, State.ASSESSED, State.CLOSED),
        leaves=True,
    ),
    "notice": Step(
        words="Give notice to the person concerned",
        form=NoticeForm,
        act=_give_notice,
        offered=_may_give_notice,
    ),
    "reply": Step(
        words="Take down a reply to the notice",
        form=RecordedReplyForm,
        act=_record_reply,
        offered=_waits_for_reply,
    ),
    "investigation": Step(
        words="Name who investigates",
        form=InvestigationForm,
        act=_investigate,
        offered=_in(State.ASSESSED, State.INVESTIGATED),
    ),
    "finding": Step(
        words="Make a finding",
        form=FindingForm,
        act=_find,
        offered=_in(State.ASSESSED, State.INVESTIGATED),
    ),
    "outcome": Step(
        words="Record action, lessons and notification",
        form=OutcomeForm,
        act=_settle,
        offered=lambda view: view.finding is not None and view.state in {State.FOUND, State.CLOSED},
    ),
    "text": Step(
        words="Agree the text for publication",
        form=TextForm,
        act=_agree,
        offered=lambda view: view.finding is Finding.BREACH and view.notified is not None,
    ),
    "text-withdrawal": Step(
        words="Take the text off the register",
        form=BecauseForm,
        act=_withdraw,
        offered=lambda view: view.breach_id is not None,
    ),
    "closure": Step(words="Close it", form=ClosureForm, act=_close, offered=_in(State.FOUND)),
    "answer": Step(words="Answer the raiser", form=AnswerForm, act=_answer, offered=_always),
    "referral": Step(words="Record a referral", form=ReferralForm, act=_refer, offered=_always),
    "handler": Step(words="Add a handler", form=PersonForm, act=_add_handler, offered=_in(*OPEN)),
    "handover": Step(words="Hand it over", form=PersonForm, act=_hand_over, offered=_always, leaves=True),
    "departure": Step(
        words="Stop handling it",
        form=BecauseForm,
        act=_leave,
        offered=lambda view: len(view.handled_by) > 1,
        leaves=True,
    ),
}
"""The word in the address → the step, in the order in which they are offered."""
