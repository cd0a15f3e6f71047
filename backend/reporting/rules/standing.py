"""Where something that is owed to a reviewing body stands on a day: from its issues, questions and outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from backend.kit.calendar import in_words
from backend.reporting.rules.writing import Step
from backend.together.rules import Verdict


class Standing(StrEnum):
    DUE = "due"
    DRAFT = "draft"
    FOR_APPROVAL = "for-approval"
    APPROVED = "approved"
    SUBMITTED = "submitted"
    QUERIED = "queried"
    CONDITIONAL = "conditional"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STANDING_IN_WORDS = {
    Standing.DUE: "Due",
    Standing.DRAFT: "Being prepared",
    Standing.FOR_APPROVAL: "Waits for approval",
    Standing.APPROVED: "Approved, not sent yet",
    Standing.SUBMITTED: "Submitted",
    Standing.QUERIED: "Queried",
    Standing.CONDITIONAL: "Accepted with conditions",
    Standing.ACCEPTED: "Accepted",
    Standing.REFUSED: "Refused",
    Standing.WITHDRAWN: "Not asked for any more",
}

SENT = frozenset(
    {Standing.SUBMITTED, Standing.QUERIED, Standing.CONDITIONAL, Standing.ACCEPTED, Standing.REFUSED}
)
"""The standings of what went out."""

OPEN = frozenset(Standing) - {Standing.ACCEPTED, Standing.WITHDRAWN}
"""What somebody has still to do something about, here or there."""

_WORKING = {
    Step.DRAFT: Standing.DRAFT,
    Step.FOR_APPROVAL: Standing.FOR_APPROVAL,
    Step.APPROVED: Standing.APPROVED,
}
_JUDGED = {
    Verdict.ACCEPTED: Standing.ACCEPTED,
    Verdict.CONDITIONAL: Standing.CONDITIONAL,
    Verdict.QUERIED: Standing.QUERIED,
    Verdict.REFUSED: Standing.REFUSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTimes:
    """When an issue was begun, sent for approval, approved, sent and dropped, each where it was."""

    id: UUID
    number: int
    begun_at: datetime
    asked_at: datetime | None
    approved_at: datetime | None
    sent_at: datetime | None
    sent_on: date | None
    dropped_at: datetime | None

    def step_at(self, moment: datetime) -> Step | None:
        """Where it stood at a moment; None before it was begun."""
        if self.begun_at > moment:
            return None
        for at, step in (
            (self.dropped_at, Step.DROPPED),
            (self.sent_at, Step.SENT),
            (self.approved_at, Step.APPROVED),
            (self.asked_at, Step.FOR_APPROVAL),
        ):
            if at is not None and at <= moment:
                return step
        return Step.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTimes:
    arrived_at: datetime
    withdrawn_at: datetime | None
    answered_at: datetime | None

    def open_at(self, moment: datetime) -> bool:
        ended = any(at is not None and at <= moment for at in (self.withdrawn_at, self.answered_at))
        return self.arrived_at <= moment and not ended


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTimes:
    issue_id: UUID
    verdict: Verdict
    arrived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """Where it stands: `late` while it has not gone out after its day, `sent_late` where it went out after it.

    `anew` is where a further issue stands while an earlier one is with the reviewing body.
    """

    code: Standing
    late: bool = False
    sent_late: bool = False
    issue: int | None = None
    open_questions: int = 0
    anew: Standing | None = None

    @property
    def words(self) -> str:
        return STANDING_IN_WORDS[self.code]


def stands_at(
    moment: datetime,
    on: date,
    *,
    due_on: date | None,
    withdrawn_at: datetime | None,
    issues: Sequence[IssueTimes],
    questions: Sequence[QuestionTimes] = (),
    outcomes: Sequence[OutcomeTimes] = (),
) -> Stands:
    """Where it stood at a moment, the last of the day `on`."""
    if withdrawn_at is not None and withdrawn_at <= moment:
        return Stands(code=Standing.WITHDRAWN)
    steps = [(each, each.step_at(moment)) for each in sorted(issues, key=lambda each: each.number)]
    sent = [each for each, step in steps if step is Step.SENT]
    working = next((_WORKING[step] for _, step in reversed(steps) if step in _WORKING), None)
    if not sent:
        late = due_on is not None and due_on < on
        return Stands(code=working or Standing.DUE, late=late)
    last = sent[-1]
    asked = sum(each.open_at(moment) for each in questions)
    verdicts = [
        each
        for each in sorted(outcomes, key=lambda each: each.arrived_at)
        if each.issue_id == last.id and each.arrived_at <= moment
    ]
    code = _JUDGED[verdicts[-1].verdict] if verdicts else Standing.SUBMITTED
    if asked and code in (Standing.SUBMITTED, Standing.CONDITIONAL):
        code = Standing.QUERIED
    first_on = sent[0].sent_on
    return Stands(
        code=code,
        sent_late=due_on is not None and first_on is not None and first_on > due_on,
        issue=last.number,
        open_questions=asked,
        anew=working,
    )


def due_in_words(due_on: date | None) -> str:
    return in_words(due_on) if due_on else "No day set"
