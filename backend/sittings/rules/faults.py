"""What a decision needs to be regular, and what puts right what is not. Nothing here refuses what happened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.meetings.rules import Outcome
from backend.sittings.rules.voting import BINDING


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


def _listed(names: Sequence[str] | Collection[str]) -> str:
    several = list(names)
    return (
        several[0] if len(several) == 1 else f"{', '.join(several[:-1])} and {several[-1]}" if several else ""
    )
