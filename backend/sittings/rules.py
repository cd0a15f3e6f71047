"""What a decision needs to be regular, how a vote stands, what becomes of what is irregular. Values in, answers out.

Nothing here refuses what happened. What is refused are the system's own words: ratified, reversed, agreed, approved.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.meetings.rules import Outcome
from backend.scope import OvertakenByAnother, Refusal

BINDING = frozenset({Outcome.AGREED, Outcome.NOT_AGREED})
"""Outcomes that use a power. To note, to put off or to refer a matter binds nobody, and needs no quorum."""


class UnableToRecord(Refusal):
    """Something that can't have happened, or can't be read, at a meeting."""


class UnableToSettle(Refusal):
    """A ratification or a reversal that would not hold."""


class UnableToMinute(Refusal):
    """A step of the minutes that can't be taken now, or not by this person."""


class HeldByAnother(OvertakenByAnother):
    """Somebody else holds the live page; what was typed is given back."""


class Kind(StrEnum):
    """What somebody did; without an item it holds for the whole meeting."""

    ARRIVED = "arrived"
    LEFT = "left"
    RETURNED = "returned"
    APOLOGIES = "apologies"
    TOOK_CHAIR = "took-chair"


KIND_IN_WORDS = {
    Kind.ARRIVED: "Arrived",
    Kind.LEFT: "Left",
    Kind.RETURNED: "Returned",
    Kind.APOLOGIES: "Apologies",
    Kind.TOOK_CHAIR: "Took the chair",
}


class Turn(StrEnum):
    """What changed for the whole room."""

    PRIVATE = "private"
    PUBLIC = "public"
    CLOSED = "closed"


TURN_IN_WORDS = {
    Turn.PRIVATE: "Went into private session",
    Turn.PUBLIC: "Went back into public session",
    Turn.CLOSED: "Closed the meeting",
}


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


CHOICE_IN_WORDS = {Choice.FOR: "For", Choice.AGAINST: "Against", Choice.ABSTAINED: "Abstained"}


class Fault(StrEnum):
    """What makes a decision irregular."""

    INQUORATE = "inquorate"
    BEYOND_POWER = "beyond-power"
    WITHOUT_CONSENT = "without-consent"
    NO_FUNCTION = "no-function"
    PAST_GATE = "past-gate"
    BARRED_VOTE = "barred-vote"


FAULT_IN_WORDS = {
    Fault.INQUORATE: "Not quorate",
    Fault.BEYOND_POWER: "Beyond power",
    Fault.WITHOUT_CONSENT: "Without consent",
    Fault.NO_FUNCTION: "No power named",
    Fault.PAST_GATE: "Past a check",
    Fault.BARRED_VOTE: "Vote of somebody who was to take no part",
}


class Settlement(StrEnum):
    """Where an irregularity stands."""

    OPEN = "open"
    RATIFIED = "ratified"
    REVERSED = "reversed"


SETTLEMENT_IN_WORDS = {
    Settlement.OPEN: "To be ratified or reversed",
    Settlement.RATIFIED: "Ratified",
    Settlement.REVERSED: "Reversed",
}
NEXT_SETTLEMENTS = {
    Settlement.OPEN: frozenset({Settlement.RATIFIED, Settlement.REVERSED}),
    Settlement.RATIFIED: frozenset[Settlement](),
    Settlement.REVERSED: frozenset[Settlement](),
}


class Step(StrEnum):
    """What minutes go through; each step keeps the words as they were."""

    AGREED = "agreed"
    REOPENED = "reopened"
    APPROVED = "approved"
    SIGNED = "signed"


STEP_IN_WORDS = {
    Step.AGREED: "Agreed by the chair as a draft",
    Step.REOPENED: "Opened again for changes",
    Step.APPROVED: "Approved",
    Step.SIGNED: "Signed",
}
NEXT_STEPS: Mapping[Step | None, frozenset[Step]] = {
    None: frozenset({Step.AGREED}),
    Step.AGREED: frozenset({Step.REOPENED, Step.APPROVED}),
    Step.REOPENED: frozenset({Step.AGREED}),
    Step.APPROVED: frozenset({Step.SIGNED}),
    Step.SIGNED: frozenset[Step](),
}


# -- votes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many voted how. `casting` is the chair's second vote, used where the others stand level."""

    votes_for: int = 0
    against: int = 0
    abstained: int = 0
    casting: Choice | None = None

    @property
    def taken(self) -> bool:
        return bool(self.votes_for or self.against or self.abstained or self.casting)

    @property
    def carried(self) -> bool | None:
        """Whether more voted for than against; `None` where they stand level and nobody cast a second vote."""
        if self.votes_for != self.against:
            return self.votes_for > self.against
        return None if self.casting in (None, Choice.ABSTAINED) else self.casting is Choice.FOR

    @property
    def in_words(self) -> str:
        """“Five” is written 5: minutes are looked through for numbers."""
        if not self.taken:
            return "No vote was counted."
        said = f"{self.votes_for} for, {self.against} against, {self.abstained} abstained"
        if self.carried is None:
            return f"The vote was level: {said}."
        how = "Carried" if self.carried else "Lost"
        casting = " on the casting vote of the chair" if self.votes_for == self.against else ""
        return f"{how}{casting}: {said}."


def doubt_of(outcome: Outcome, tally: Tally) -> str | None:
    """A sentence where what was decided and what was counted do not go together; it is recorded all the same."""
    if not tally.taken or outcome not in BINDING:
        return None
    if tally.carried is None:
        return "The vote was level and no casting vote is recorded. Check what was decided."
    if tally.carried is not (outcome is Outcome.AGREED):
        return "What is recorded as decided is not what the votes say. Check both."
    return None


def check_tally(tally: Tally) -> None:
    """Only what can't be read is sent back: a count below zero or above every hall."""
    for name, count in (
        ("votes_for", tally.votes_for),
        ("against", tally.against),
        ("abstained", tally.abstained),
    ):
        if not 0 <= count <= 999:
            raise UnableToRecord("Enter votes as a number from 0 to 999.", field=name)


# -- what makes a decision irregular


class Power(StrEnum):
    """What the scheme says of a decision, as the room of powers answers."""

    WITHIN = "within"
    BEYOND = "beyond"
    NEEDS_CONSENT = "needs-consent"
    NO_FUNCTION = "no-function"
    PROCEDURE = "procedure"


POWER_IN_WORDS = {
    Power.WITHIN: "Within power",
    Power.BEYOND: "Beyond power",
    Power.NEEDS_CONSENT: "Within power, with consent",
    Power.NO_FUNCTION: "No function named",
    Power.PROCEDURE: "Business of the meeting itself",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """Everything that decides whether a decision was regular, as it was at the moment when it was taken.

    `quorate` is `None` where no quorum is laid down; `gates` are sentences for what had to be done first and was not;
    `barred` the names of those who voted or counted though their treatment kept them out.
    """

    __test__ = False  # pytest would take the name for a class of tests

    outcome: Outcome
    quorate: bool | None
    unmet: tuple[str, ...] = ()
    power: Power
    power_words: str = ""
    consent: str = ""
    consent_from: str = ""
    upward_to: str = ""
    gates: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Irregular:
    """One fault of a decision: what was wrong, and what puts it right."""

    fault: Fault
    words: str
    way: str


def faults_of(test: Test) -> tuple[Irregular, ...]:
    """Every fault of a decision that binds; nothing for one that was regular, or that bound nobody."""
    if test.outcome not in BINDING:
        return ()
    found = []
    if test.quorate is False:
        missing = " ".join(test.unmet)
        found.append(
            Irregular(
                fault=Fault.INQUORATE,
                words=f"The committee was not quorate when this was decided. {missing}".strip(),
                way="Put it to a quorate meeting, which ratifies or reverses it.",
            )
        )
    found += _power_faults(test)
    found += [
        Irregular(
            fault=Fault.PAST_GATE,
            words=sentence,
            way="Do what was left out, and put the decision to a meeting, which ratifies or reverses it.",
        )
        for sentence in test.gates
    ]
    if test.barred:
        found.append(
            Irregular(
                fault=Fault.BARRED_VOTE,
                words=f"{_listed(test.barred)} voted, though the chair’s decision on a conflict of interest was that "
                "they take no part.",
                way="Put it to a meeting in which they take no part, which ratifies or reverses it.",
            )
        )
    return tuple(found)


def _power_faults(test: Test) -> list[Irregular]:
    to = test.upward_to or "the body that holds the power"
    if test.power is Power.BEYOND:
        words = test.power_words or "The decision is beyond what this committee may decide."
        return [
            Irregular(
                fault=Fault.BEYOND_POWER,
                words=words,
                way=f"Recommend it to {to}, which ratifies or reverses it.",
            )
        ]
    if test.power is Power.NEEDS_CONSENT and not test.consent.strip():
        who = test.consent_from or "whoever the scheme names"
        words = test.power_words or f"The decision needs the consent of {who}."
        return [
            Irregular(
                fault=Fault.WITHOUT_CONSENT,
                words=f"{words} No consent was recorded.",
                way=f"Get the consent of {who}, and let a meeting that has it ratify or reverse the decision.",
            )
        ]
    if test.power is Power.NO_FUNCTION:
        words = (
            test.power_words
            or "No function of the scheme was named, so nobody can say that this was within power."
        )
        return [
            Irregular(
                fault=Fault.NO_FUNCTION,
                words=words,
                way=f"Find the power in the scheme and let a meeting ratify it under that, or refer it to {to}.",
            )
        ]
    return []


# -- the way out


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """A later decision that is said to ratify or reverse an irregular one."""

    taken_at: datetime
    outcome: Outcome
    open_faults: int
    tested: bool
    same_committee: bool


def check_can_settle(
    *, state: Settlement, fault: Fault, decided_at: datetime, to: Settlement, by: Settling
) -> None:
    """Ratified and reversed are the system's words: they are given to a later decision that is itself regular."""
    if to not in NEXT_SETTLEMENTS[state]:
        raise UnableToSettle(f"This was {SETTLEMENT_IN_WORDS[state].lower()} already.")
    if by.taken_at <= decided_at:
        raise UnableToSettle(
            "Choose a decision that was taken later: an earlier one can’t have settled this.", field="by_id"
        )
    if by.outcome is not Outcome.AGREED:
        raise UnableToSettle("Choose a decision that was agreed.", field="by_id")
    if not by.tested:
        raise UnableToSettle(
            "That decision was never compared with the quorum and the powers. Record it on the live page first.",
            field="by_id",
        )
    if by.open_faults:
        raise UnableToSettle("That decision is irregular itself, so it can’t settle another.", field="by_id")
    if fault is Fault.BEYOND_POWER and to is Settlement.RATIFIED and by.same_committee:
        raise UnableToSettle(
            "What was beyond this committee’s power is ratified by the body that holds it, not by the same committee.",
            field="by_id",
        )


# -- minutes


def check_can_take_step(step: Step, *, last: Step | None) -> None:
    if step not in NEXT_STEPS[last]:
        stand = "drafts" if last in (None, Step.REOPENED) else STEP_IN_WORDS[last].lower()
        raise UnableToMinute(f"The minutes are {stand}; they can’t be {step.value} now.")


def can_take_step(step: Step, *, last: Step | None) -> bool:
    return step in NEXT_STEPS[last]


def can_edit(last: Step | None) -> bool:
    return last in (None, Step.REOPENED)


def check_same_words(*, seen: str, now: str) -> None:
    """Whoever agrees, approves or signs has read exactly these words."""
    if seen != now:
        raise OvertakenByAnother("The minutes have changed since you opened them. Read them once more.")


def _listed(names: Sequence[str] | Collection[str]) -> str:
    several = list(names)
    return (
        several[0] if len(several) == 1 else f"{', '.join(several[:-1])} and {several[-1]}" if several else ""
    )
