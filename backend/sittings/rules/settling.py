"""How what was irregular is ratified or reversed. These are the system's words: they are refused where not so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.meetings.rules import Outcome
from backend.scope import Refusal
from backend.sittings.rules.faults import Fault


class UnableToSettle(Refusal):
    """A ratification or a reversal that would not hold."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """A later decision that is said to ratify or reverse an irregular one."""

    taken_at: datetime
    outcome: Outcome
    open_faults: int
    tested: bool
    same_committee: bool
    struck: bool = False


def check_can_settle(
    *, state: Settlement, fault: Fault, decided_at: datetime, to: Settlement, by: Settling
) -> None:
    """Ratified and reversed are the system's words: they are given to a later decision that is itself regular."""
    if to not in NEXT_SETTLEMENTS[state]:
        raise UnableToSettle(f"This was {SETTLEMENT_IN_WORDS[state].lower()} already.")
    if by.struck:
        raise UnableToSettle("That decision was struck out, so it can’t settle another.", field="by_id")
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
