"""What may be said at a gate, and by whom. Values in, answers out.

A gate is passed by a named person, once every criterion was judged to be met or is waived. Nothing that the system does
by itself passes a gate, meets a criterion, waives one or lets a condition go. What happened all the same is recorded as
it happened: that is never refused, only marked as irregular.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.delegation.rules import Judgement
from backend.kit.calendar import in_words
from backend.scope import NotPermitted, Refusal

MINIMUM_REASON = 3


class GateState(StrEnum):
    """How a gate stands on a day. Ready is not passed: nobody has said so yet."""

    STOPPED = "stopped"
    READY = "ready"
    PASSED = "passed"


GATE_IN_WORDS = {
    GateState.STOPPED: "Stopped",
    GateState.READY: "Ready to be passed",
    GateState.PASSED: "Passed",
}


class Imposed(StrEnum):
    """How a condition stands that was set when a gate was passed."""

    OPEN = "open"
    MET = "met"
    NOT_MET = "not-met"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"


IMPOSED_IN_WORDS = {
    Imposed.OPEN: "To be met",
    Imposed.MET: "Met",
    Imposed.NOT_MET: "Not met",
    Imposed.CARRIED: "Carried over",
    Imposed.WITHDRAWN: "Withdrawn",
}
PENDING = frozenset({Imposed.OPEN, Imposed.NOT_MET})
"""A condition in one of these states is still owed."""


class What(StrEnum):
    """What happened at a gate."""

    MILESTONE = "milestone"
    CONTRACT_SIGNATURE = "contract-signature"
    SERVICE_START = "service-start"
    FUNCTION_START = "function-start"
    PASSING = "passing"
    OTHER = "other"


WHAT_IN_WORDS = {
    What.MILESTONE: "A milestone was reached",
    What.CONTRACT_SIGNATURE: "The contract was signed",
    What.SERVICE_START: "The service began",
    What.FUNCTION_START: "A function began to be held",
    What.PASSING: "The gate was said to be passed, and was not passed here",
    What.OTHER: "Something else that the gate guards happened",
}
GUARDED_IN_WORDS = {
    "contract-signature": "the signature of the contract",
    "service-start": "the start of the service",
    "function-start": "the start of a function",
}


class UnableToPass(Refusal):
    """A gate that can't be passed, or not opened again; the sentence says why."""


class UnableToGoPast(Refusal):
    """What a gate guards can't be accepted while nobody passed the gate."""


class UnableToWaive(Refusal):
    """A waiver that can't be given or taken back."""


class UnableToSetCondition(Refusal):
    """A condition that can't be set, settled or carried over."""


class UnableToRecord(Refusal):
    """Words that don't say enough of what happened."""


class UnableToShow(Refusal):
    """Evidence that can't be shown or withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion as the rules see it: how it was judged, by whom, and whether a waiver holds for it."""

    slug: str
    state: Judgement
    waived: bool
    judged_by_id: UUID | None

    @property
    def stops(self) -> bool:
        return self.state is not Judgement.MET and not self.waived


@dataclass(frozen=True, slots=True, kw_only=True)
class AtGate:
    """A gate as the rules see it; `happened` names each thing that it guards and that has happened."""

    slug: str
    name: str
    passed: bool
    criteria: tuple[Criterion, ...]
    happened: tuple[str, ...] = ()

    @property
    def stopping(self) -> tuple[Criterion, ...]:
        return tuple(each for each in self.criteria if each.stops)


def state_of(*, passed: bool, criteria: Sequence[Criterion]) -> GateState:
    if passed:
        return GateState.PASSED
    return GateState.STOPPED if any(each.stops for each in criteria) else GateState.READY


def office_of(*, person_id: UUID | None, roles: Collection[str], offices: Collection[str], act: str) -> str:
    """In which capacity somebody signs at a gate; `offices` are those on the bodies that decide.

    Raises NotPermitted for everybody else, and for the system above all.
    """
    if person_id is None:
        raise NotPermitted(f"Only a person can {act}, in their own name; nothing here does it by itself.")
    for office in ("chair", "vice-chair"):
        if office in offices:
            return office
    if "executive-owner" in roles:
        return "executive owner"
    raise NotPermitted(
        f"An executive owner, or the chair or vice-chair of a body that decides here, can {act}."
    )


def check_is_person(person_id: UUID | None, *, act: str) -> None:
    """Whoever judges is a person: a chore, a file or a message judges nothing."""
    if person_id is None:
        raise NotPermitted(f"Only a person can {act}; nothing here does it by itself.")


def check_can_pass(gate: AtGate, *, person_id: UUID | None) -> None:
    """Every criterion is met or waived, and whoever passes judged none of them to be met."""
    if gate.passed:
        raise UnableToPass(f"Gate {gate.slug} is passed already.")
    if gate.stopping:
        raise UnableToPass(
            f"Gate {gate.slug} is stopped by {listed([each.slug for each in gate.stopping])}: "
            "each criterion has to be judged as met, or waived, before the gate is passed."
        )
    own = [
        each.slug for each in gate.criteria if each.state is Judgement.MET and each.judged_by_id == person_id
    ]
    if own:
        raise NotPermitted(f"You judged {listed(own)} as met, so somebody else has to pass gate {gate.slug}.")


def check_can_reopen(gate: AtGate, *, reason: str) -> None:
    """A gate is opened again only while nothing that it guards has happened."""
    if not gate.passed:
        raise UnableToPass(f"Gate {gate.slug} is not passed, so there is nothing to open again.")
    if gate.happened:
        raise UnableToPass(
            f"Gate {gate.slug} can’t be opened again: what it guards has happened ({listed(gate.happened)}). "
            "Judge the criterion anew, or record what you found as it happened: both stand on the gate’s page."
        )
    if len(reason.strip()) < MINIMUM_REASON:
        raise UnableToPass("Say why the gate is opened again.", field="reason")


def check_same(*, seen: str, now: str, slug: str) -> str | None:
    """The sentence for whoever read another state of the gate than the one that stands; none where it is the same."""
    if seen == now:
        return None
    return f"Gate {slug} has changed since you opened its page. Read it again before you sign."


def check_signed_day(day: date, *, today: date) -> None:
    if day > today:
        raise UnableToPass("Enter the day on which it was decided; that day is still to come.", field="on")


def check_proof(proved_by: str) -> None:
    if not proved_by.strip():
        raise UnableToPass("Prove who you are before you sign.")


def check_can_waive(
    criterion: Criterion, *, gate_passed: bool, reason: str, since: date, until: date, today: date
) -> None:
    """A waiver has a reason and an end; what is met needs none."""
    if criterion.state is Judgement.MET:
        raise UnableToWaive(f"{criterion.slug} is judged as met, so there is nothing to waive.")
    if gate_passed:
        raise UnableToWaive(
            f"The gate of {criterion.slug} is passed, so a waiver would open nothing. Judge the criterion anew instead."
        )
    if criterion.waived:
        raise UnableToWaive(f"{criterion.slug} is waived already. Withdraw that waiver first.")
    if len(reason.strip()) < MINIMUM_REASON:
        raise UnableToWaive("Say why it is waived.", field="reason")
    if since > today:
        raise UnableToWaive("A waiver begins on the day on which it is given, or before.", field="since")
    if until < since or until < today:
        raise UnableToWaive("Enter the last day of the waiver; it lies in the past.", field="until")


def check_needs(slug: str, state: Judgement, *, needs: Collection[str], shown: Collection[str]) -> str | None:
    """The sentence where a kind of evidence is missing for a judgement that says met."""
    missing = [each for each in needs if each not in shown]
    if state is not Judgement.MET or not missing:
        return None
    kinds = listed([EVIDENCE_IN_WORDS[each].lower() for each in missing])
    return f"{slug} asks for evidence by kind, and {kinds} is not shown yet. Show it first."


def check_can_settle(state: Imposed, to: Imposed, *, words: str) -> None:
    """What was carried over, or withdrawn, stays so; everything else is said with words."""
    if state is Imposed.CARRIED:
        raise UnableToSetCondition("This condition was carried over. Say how it stands where it is now.")
    if to is Imposed.CARRIED:
        raise UnableToSetCondition("Carry it over by its own form, so that its trail is kept.", field="state")
    if state is to:
        raise UnableToSetCondition(f"It is said to be “{IMPOSED_IN_WORDS[to]}” already.", field="state")
    if not words.strip():
        raise UnableToSetCondition("Say what that rests on.", field="words")


def check_can_carry(state: Imposed, *, words: str, year: str | None, elsewhere: bool) -> None:
    """Only what is still owed is carried, and it goes somewhere: into another year or to another gate."""
    if state not in PENDING:
        raise UnableToSetCondition(f"It is “{IMPOSED_IN_WORDS[state]}”, so there is nothing to carry over.")
    if not words.strip():
        raise UnableToSetCondition("Say why it is carried over.", field="words")
    if not year and not elsewhere:
        raise UnableToSetCondition("Say into which year, or to which gate, it is carried.", field="year")


def words_of_passing(gate: AtGate, *, guarded: Sequence[str], on: date, conditions: int, tenant: str) -> str:
    """What whoever passes is shown and agrees to."""
    met = sum(each.state is Judgement.MET for each in gate.criteria)
    waived = [each.slug for each in gate.criteria if each.state is not Judgement.MET and each.waived]
    parts = [f"{met} of {len(gate.criteria)} criteria judged as met"]
    if waived:
        parts.append(f"{listed(waived)} waived")
    if conditions:
        parts.append(f"{conditions} {'condition' if conditions == 1 else 'conditions'} set")
    return (
        f"I have read gate {gate.slug}, {gate.name}, as it stands: {', '.join(parts)}. "
        f"For {tenant} I pass it on {in_words(on)}, so that what it guards may follow: {listed(guarded)}."
    )


def sentence_of(what: str, gates: Sequence[AtGate]) -> str:
    """Why something may not follow: each gate that is not passed, and by which criteria it is stopped."""
    said = []
    for gate in gates:
        if gate.stopping:
            slugs = [each.slug for each in gate.stopping]
            are = "is" if len(slugs) == 1 else "are"
            said.append(f"gate {gate.slug}, where {listed(slugs)} {are} not known to be met")
        else:
            said.append(f"gate {gate.slug}, which nobody has passed yet")
    return (
        f"{what} stands behind {listed(said)}. Pass the gate first, or, if it has happened all the same, record that "
        "on the gate’s page as it happened."
    )


def why_irregular(gate: AtGate, on: date) -> str:
    """What is wrong with something that happened while a gate was not passed."""
    stopping = [each.slug for each in gate.stopping]
    because = f"{listed(stopping)} stopped it" if stopping else "nobody had signed"
    return f"Gate {gate.slug} was not passed on {in_words(on)}: {because}."


def listed(names: Sequence[str]) -> str:
    if not names:
        return "nothing"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


EVIDENCE_IN_WORDS = {
    "internal-audit": "Internal audit",
    "external-audit": "External audit",
    "legal-advice": "Legal advice",
    "financial": "Financial evidence",
    "letter": "Letter",
    "minutes": "Minutes",
    "contract": "Contract",
    "other": "Other evidence",
}
