"""What falls due for disposal or appraisal, and what stands against it. Nothing is ever disposed of by itself.

    proposed → approved → carried-out;  proposed → kept

A hold (legal, or for an inquiry) beats every year of the schedule.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.catalogue.retention import RecordType, RetentionSchedule
from backend.scope import OvertakenByAnother, Refusal


class DisposalState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    KEPT = "kept"
    CARRIED_OUT = "carried-out"


STATE_IN_WORDS = {
    DisposalState.PROPOSED: "Waits for a decision",
    DisposalState.APPROVED: "Approved, not carried out yet",
    DisposalState.KEPT: "Kept",
    DisposalState.CARRIED_OUT: "Carried out",
}


class HoldKind(StrEnum):
    LEGAL = "legal"
    INQUIRY = "inquiry"


HOLD_IN_WORDS = {HoldKind.LEGAL: "Legal hold", HoldKind.INQUIRY: "Inquiry"}


class UnableToDispose(Refusal):
    """A decision about old records that can't be taken; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A record with the day from which its years are counted."""

    record_type: str
    record_id: UUID
    person_id: UUID | None
    title: str
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What must not be disposed of: a kind of record or every kind, a person's or everybody's."""

    record_type: str | None
    person_id: UUID | None

    def covers(self, record_type: str, person_id: UUID | None) -> bool:
        kind = self.record_type in {None, record_type}
        return kind and (self.person_id is None or self.person_id == person_id)


def due(schedule: RetentionSchedule, kept: Kept) -> tuple[RecordType, date] | None:
    """Under which line of the schedule a record falls due, and when; nothing for a kind that it does not name."""
    record_type = schedule.record_type(kept.record_type)
    return None if record_type is None else (record_type, record_type.due_on(kept.ended_on))


def check_decision(state: DisposalState, *, held: bool, approve: bool, reason: str) -> None:
    if state is not DisposalState.PROPOSED:
        raise OvertakenByAnother(f"This has been decided already: {STATE_IN_WORDS[state].lower()}.")
    if approve and held:
        raise UnableToDispose(
            "A hold stands on this record, so it is kept until the hold is lifted.", field="decision"
        )
    if not reason.strip():
        raise UnableToDispose("Enter the reason.", field="reason")


def check_carried_out(state: DisposalState, *, held: bool, how: str) -> None:
    if state is not DisposalState.APPROVED:
        raise OvertakenByAnother(f"This can’t be marked as done: {STATE_IN_WORDS[state].lower()}.")
    if held:
        raise UnableToDispose(
            "A hold stands on this record, so it is kept until the hold is lifted.", field="how"
        )
    if not how.strip():
        raise UnableToDispose("Enter what was done, and by whom.", field="how")
