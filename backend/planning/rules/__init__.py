"""What may become of a row of the forward plan, and who steers it. Values in, answers out."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.catalogue.planning import Numbering, Place
from backend.meetings import rules as meeting_rules
from backend.planning.rules import cycles
from backend.scope import NotPermitted, OvertakenByAnother, Refusal, Scope

__all__ = ["Numbering", "Place"]


class RowState(StrEnum):
    """What is kept of a row. `void` is what an undone step had made; it is shown nowhere."""

    PLANNED = "planned"
    ON_AGENDA = "on-agenda"
    DEFERRED = "deferred"
    REFUSED = "refused"
    REFERRED = "referred"
    VOID = "void"


ROW_STATE_IN_WORDS = {
    RowState.PLANNED: "Planned",
    RowState.ON_AGENDA: "On the agenda",
    RowState.DEFERRED: "Deferred",
    RowState.REFUSED: "Refused",
    RowState.REFERRED: "Referred",
    RowState.VOID: "Undone",
}


class Shown(StrEnum):
    """What a reader sees of a row: what is kept of it, and what its meeting and the calendar made of that."""

    PLANNED = "planned"
    PROPOSED = "proposed"
    ON_AGENDA = "on-agenda"
    TAKEN = "taken"
    DEFERRED = "deferred"
    REFUSED = "refused"
    REFERRED = "referred"
    OFF = "off"
    LEFT = "left"


SHOWN_IN_WORDS = {
    Shown.PLANNED: "Planned",
    Shown.PROPOSED: "Proposed",
    Shown.ON_AGENDA: "On the agenda",
    Shown.TAKEN: "Taken",
    Shown.DEFERRED: "Deferred",
    Shown.REFUSED: "Refused",
    Shown.REFERRED: "Referred",
    Shown.OFF: "Fell off its agenda",
    Shown.LEFT: "Not taken",
}
LETTERS = {
    Shown.PLANNED: "P",
    Shown.PROPOSED: "?",
    Shown.ON_AGENDA: "A",
    Shown.TAKEN: "✓",
    Shown.DEFERRED: "D",
    Shown.REFUSED: "×",
    Shown.REFERRED: "R",
    Shown.OFF: "!",
    Shown.LEFT: "N",
}
"""What stands in a cell of the picture, so that nobody has to tell colours apart."""

OPEN = frozenset({Shown.PLANNED, Shown.OFF, Shown.LEFT})
"""Rows that may still be put on an agenda."""

UNSETTLED = OPEN | {Shown.PROPOSED}
"""Rows of which something may still be decided."""


class UnableToPlan(Refusal):
    """Business that can't be planned, moved or ended as it was given."""


class UnableToUndo(OvertakenByAnother):
    """A step that is not the last one, or after which something else has changed."""


class UnableToSetAgenda(Refusal):
    """An agenda that can't be made of these rows."""


def shown(
    state: RowState | None,
    *,
    accepted: bool,
    month: date,
    today: date,
    meeting_state: meeting_rules.MeetingState | None = None,
    withdrawn: bool = False,
    abandoned: bool = False,
) -> Shown:
    """How a row stands. `state` is `None` where only its cycle puts it there.

    `withdrawn` is of its item, `abandoned` of a meeting that was inquorate from the start.
    """
    if state in (RowState.DEFERRED, RowState.REFUSED, RowState.REFERRED):
        return Shown(state.value)
    if state is RowState.ON_AGENDA:
        if withdrawn or abandoned or meeting_state is meeting_rules.MeetingState.CANCELLED:
            return Shown.OFF
        return Shown.TAKEN if meeting_state is meeting_rules.MeetingState.HELD else Shown.ON_AGENDA
    if not accepted:
        return Shown.PROPOSED
    return Shown.PLANNED if month >= cycles.month_of(today) else Shown.LEFT


def may_steer(scope: Scope, *, committee_id: UUID) -> bool:
    """Officers for every committee; a chair or vice-chair for their own."""
    if scope.actor.chore is not None:
        return True
    if not scope.may("planning.steer"):
        return False
    return meeting_rules.is_officer(scope) or bool(scope.offices_on(committee_id) & {"chair", "vice-chair"})


def check_may_steer(scope: Scope, *, committee_id: UUID) -> None:
    if not may_steer(scope, committee_id=committee_id):
        raise NotPermitted("A committee’s forward plan is kept by its chair and the governance officers.")


def may_propose(scope: Scope, *, committee_id: UUID) -> bool:
    """They, executive owners, and whoever sits on the committee."""
    if may_steer(scope, committee_id=committee_id):
        return True
    return scope.may("planning.propose") and ("executive-owner" in scope.roles or scope.sits_on(committee_id))


def check_reason(reason: str, *, words: str) -> str:
    """A reason that says something; it stays on the plan."""
    if not reason.strip():
        raise UnableToPlan(f"Say why {words}.", field="reason")
    return reason.strip()


def check_settles(state: Shown, *, title: str, month: date) -> None:
    """Only what nobody has settled yet is deferred, refused or referred."""
    if state not in UNSETTLED:
        raise UnableToPlan(
            f"“{title}” of {cycles.month_in_words(month)} is {SHOWN_IN_WORDS[state].lower()} already; "
            "undo that step first, or change its agenda item."
        )


def check_later(month: date, *, to_month: date, today: date) -> None:
    if to_month <= month:
        raise UnableToPlan(
            f"Choose a month after {cycles.month_in_words(month)} to defer it to.", field="to_month"
        )
    if to_month < cycles.month_of(today):
        raise UnableToPlan("Choose a month that is still to come.", field="to_month")


def check_free(to_month: date, *, taken: Collection[date], title: str) -> None:
    """A line of business stands in a month once."""
    if to_month in taken:
        raise UnableToPlan(
            f"“{title}” was settled in {cycles.month_in_words(to_month)} already; choose another month.",
            field="to_month",
        )
