"""What may be done to a milestone, a condition or a commitment, and by whom. Values in, answers out.

The states and steps of a milestone stand in the tenant's workflow `milestone-acceptance`. Being at risk is no state of
it but a remark beside one. Months stay months: a milestone is late after the last day of its month.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.catalogue.committees import CommitteeKind
from backend.catalogue.workflows import Actor, Step, WorkflowDocument
from backend.delegation.rules.dates import When, ends_on, later_than, when_in_words
from backend.scope import NotPermitted, Refusal
from backend.signoff.rules import PEN_IN_WORDS

WORKFLOW = "milestone-acceptance"

DECIDING_KINDS = frozenset(
    {CommitteeKind.GOVERNING_BODY, CommitteeKind.BOARD, CommitteeKind.PRIMARY_CARE_COMMISSIONING}
)
"""The bodies whose chair and vice-chair stand as "the chair" in the workflow of a milestone."""

REPORTS_TO = (CommitteeKind.GOVERNING_BODY, CommitteeKind.BOARD, CommitteeKind.PRIMARY_CARE_COMMISSIONING)
"""The bodies to whom what is irregular is reported: the first of these that there is."""

_BY_ROLE = {"governance-officer": Actor.GOVERNANCE_OFFICER, "executive-owner": Actor.EXECUTIVE_OWNER}
_BY_OFFICE = {"chair": Actor.CHAIR, "vice-chair": Actor.VICE_CHAIR}


class Judgement(StrEnum):
    """What was found of a condition or a commitment; a condition is never under way."""

    OPEN = "open"
    UNDER_WAY = "under-way"
    MET = "met"
    NOT_MET = "not-met"


CONDITION_IN_WORDS = {
    Judgement.OPEN: "Not judged yet",
    Judgement.MET: "Met",
    Judgement.NOT_MET: "Not met",
}
COMMITMENT_IN_WORDS = {
    Judgement.OPEN: "Nothing recorded yet",
    Judgement.UNDER_WAY: "Under way",
    Judgement.MET: "In place",
    Judgement.NOT_MET: "Not in place",
}


class Timing(StrEnum):
    """How a milestone stands against its month on a day."""

    AHEAD = "ahead"
    IN_TIME = "in-time"
    LATE = "late"
    UNRECORDED = "unrecorded"
    UNDATED = "undated"
    ENDED = "ended"


class UnableToChangeMilestone(Refusal):
    """A change of a milestone that can't be made; the sentence says why."""


class UnableToTakeStep(UnableToChangeMilestone):
    """A step of the workflow that can't be taken from here, or not yet."""


class UnableToJudge(Refusal):
    """A judgement of a condition or a commitment that can't be recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A milestone as the rules see it. `due` is what was agreed last, or the baseline; None where no date is given."""

    slug: str
    state: str
    at_risk: bool
    due: When | None
    expected: When | None
    owner_id: UUID | None
    delivered_by: UUID | None

    def finished(self, workflow: WorkflowDocument) -> bool:
        state = workflow.state(self.state)
        return state is not None and state.final


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCondition:
    """A condition of a gate that is not known to be met."""

    gate: str
    slug: str


def standing_of(
    held: Held, *, person_id: UUID | None, roles: Collection[str], offices: Collection[str]
) -> frozenset[Actor]:
    """As whom somebody may act on a milestone; `offices` are those on the bodies that decide.

    The owner's pen lies with the governance officers while nobody is named as owner.
    """
    standing = {_BY_ROLE[role] for role in roles if role in _BY_ROLE}
    standing |= {_BY_OFFICE[office] for office in offices if office in _BY_OFFICE}
    if person_id is not None and person_id == held.owner_id:
        standing.add(Actor.OWNER)
    if held.owner_id is None and Actor.GOVERNANCE_OFFICER in standing:
        standing.add(Actor.OWNER)
    return frozenset(standing)


def delivers(step: Step, workflow: WorkflowDocument) -> bool:
    """Whether the step says that the milestone is delivered: out of the first state, into one that is not final."""
    state = workflow.state(step.to_state)
    return step.from_state == workflow.start and state is not None and not state.final


def check_can_take(
    step: Step,
    held: Held,
    standing: frozenset[Actor],
    workflow: WorkflowDocument,
    *,
    person_id: UUID | None,
) -> None:
    """Only from where the milestone is, by those whom the workflow names, and by nobody about their own delivery."""
    if held.state != step.from_state:
        raise UnableToTakeStep(
            f"{held.slug} is “{state_in_words(workflow, held.state)}”, where “{step.name}” can’t be done."
        )
    if person_id is None:
        raise NotPermitted("Only a person can say how a milestone stands.")
    if Actor.REVIEWING_BODY in step.by:
        raise NotPermitted(
            f"“{step.name}” is an act of the reviewing body. It is received from them, or an officer records their "
            "letter; nobody here can take it."
        )
    if not standing & set(step.by):
        raise NotPermitted(f"“{step.name}” is for {_either(step.by)}.")
    ours = {Actor.OWNER} if person_id in (held.owner_id, held.delivered_by) else set()
    named = (standing - {Actor.OWNER}) | ours
    if step.approves and person_id == held.delivered_by:
        raise NotPermitted(f"You said that {held.slug} is delivered, so somebody else has to accept it.")
    if ours & set(step.not_by):
        raise NotPermitted(
            f"You own {held.slug} or said that it is delivered, so “{step.name}” is for somebody else."
        )
    if named & set(step.not_by):
        raise NotPermitted(f"“{step.name}” is for somebody who is not {_either(step.not_by)}.")


def can_take(
    step: Step,
    held: Held,
    standing: frozenset[Actor],
    workflow: WorkflowDocument,
    *,
    person_id: UUID | None,
) -> bool:
    try:
        check_can_take(step, held, standing, workflow, person_id=person_id)
    except Refusal:
        return False
    return True


def check_reason(step: Step, reason: str | None) -> None:
    if step.needs_reason and not (reason or "").strip():
        raise UnableToTakeStep(f"Say why: “{step.name}” needs a reason.", field="reason")


def check_gates(step: Step, slug: str, unmet: Sequence[OpenCondition]) -> None:
    """What stands behind a gate is not accepted while a condition of the gate is not known to be met."""
    if step.approves and unmet:
        gates = " and ".join(dict.fromkeys(each.gate for each in unmet))
        conditions = _listed([each.slug for each in unmet])
        are = "is" if len(unmet) == 1 else "are"
        raise UnableToTakeStep(
            f"{slug} stands behind gate {gates}, and {conditions} {are} not known to be met. "
            "Record what shows that they are met first."
        )


def check_day(day: date, *, today: date, refusal: type[Refusal] = UnableToChangeMilestone) -> None:
    """What has not happened yet is not recorded as having."""
    if day > today:
        raise refusal("Enter the day on which it happened; that day is still to come.", field="on")


def check_can_change(held: Held, workflow: WorkflowDocument) -> None:
    """A milestone that is finished with stays as it is."""
    if held.finished(workflow):
        raise UnableToChangeMilestone(
            f"{held.slug} is “{state_in_words(workflow, held.state)}”, so nothing about it can be changed."
        )


def can_change(held: Held, workflow: WorkflowDocument) -> bool:
    return not held.finished(workflow)


def check_can_move(held: Held, workflow: WorkflowDocument, *, to: When, reason: str) -> None:
    """Another month or day is agreed with the reviewing body, for a reason that is written down."""
    check_can_change(held, workflow)
    if to == held.due:
        by = "on" if type(to) is date else "in"
        raise UnableToChangeMilestone(f"{held.slug} is due {by} {when_in_words(to)} already.", field="month")
    if not reason.strip():
        raise UnableToChangeMilestone("Say why the month changes, and where that was agreed.", field="reason")


def check_can_expect(held: Held, workflow: WorkflowDocument, *, to: When | None, reason: str | None) -> None:
    """What is expected later than it was before has a reason."""
    check_can_change(held, workflow)
    before = held.expected or held.due
    slips = to is not None and before is not None and later_than(to, before)
    if slips and not (reason or "").strip():
        raise UnableToChangeMilestone(
            f"Say why: {held.slug} is expected later than {when_in_words(before)}.", field="reason"
        )


def check_can_mark(held: Held, workflow: WorkflowDocument, *, at_risk: bool, reason: str) -> None:
    check_can_change(held, workflow)
    if at_risk == held.at_risk:
        words = "marked as at risk already" if at_risk else "not marked as at risk"
        raise UnableToChangeMilestone(f"{held.slug} is {words}.")
    if not reason.strip():
        raise UnableToChangeMilestone("Say why.", field="reason")


def check_can_own(*, roles: Collection[str], name: str) -> None:
    """Whoever reads everything and changes nothing owns nothing either."""
    if {"internal-audit", "regulator"} & set(roles):
        raise UnableToChangeMilestone(
            f"{name} looks at the work of others here, so can’t own a milestone.", field="owner_id"
        )


def check_can_judge(judgement: Judgement, words: str, *, condition: bool) -> None:
    """A judgement says what it rests on; a condition is met or it is not."""
    if condition and judgement not in CONDITION_IN_WORDS:
        raise UnableToJudge("A condition is met or not met; nothing lies between.", field="state")
    if not words.strip():
        raise UnableToJudge("Say what the judgement rests on.", field="words")


def timing_of(
    *,
    due: When | None,
    on: date,
    taken_up_on: date,
    delivered_on: date | None,
    accepted_on: date | None,
    finished: bool,
) -> Timing:
    """How the milestone stands on `on`.

    A month that had passed before the programme was kept here is no sign of lateness: nobody recorded what happened.
    """
    done_on = delivered_on or accepted_on
    if done_on is not None:
        return Timing.LATE if due is not None and done_on > ends_on(due) else Timing.IN_TIME
    if finished:
        return Timing.ENDED
    if due is None:
        return Timing.UNDATED
    if on <= ends_on(due):
        return Timing.AHEAD
    return Timing.UNRECORDED if ends_on(due) < taken_up_on else Timing.LATE


def state_in_words(workflow: WorkflowDocument, state_id: str) -> str:
    state = workflow.state(state_id)
    return state.name if state else state_id


def _either(actors: Sequence[Actor]) -> str:
    names = [PEN_IN_WORDS[actor] for actor in actors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
