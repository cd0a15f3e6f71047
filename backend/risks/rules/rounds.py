"""The monthly round: who has said what by the cut-off, and what is missing. Pure."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from backend.risks.rules import UnableToKeepRisk


class Outcome(StrEnum):
    """What a round found of a risk: worked out from whether it was changed since the round was opened."""

    UPDATED = "updated"
    CONFIRMED = "confirmed"


class CheckState(StrEnum):
    AGREED = "agreed"
    SENT_BACK = "sent-back"


class Stand(StrEnum):
    """How a risk stands in a round."""

    MISSING = "missing"
    SENT_BACK = "sent-back"
    TO_CHECK = "to-check"
    DONE = "done"


OUTCOME_IN_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {Outcome.UPDATED: "Updated", Outcome.CONFIRMED: "Confirmed as it stands"}
)
CHECK_STATE_IN_WORDS: Mapping[CheckState, str] = MappingProxyType(
    {CheckState.AGREED: "Agreed", CheckState.SENT_BACK: "Sent back"}
)
STAND_IN_WORDS: Mapping[Stand, str] = MappingProxyType(
    {
        Stand.MISSING: "Not confirmed",
        Stand.SENT_BACK: "Sent back to its owner",
        Stand.TO_CHECK: "To be checked",
        Stand.DONE: "Checked",
    }
)


def stand(confirmed: bool, check: CheckState | None) -> Stand:
    """How a risk stands, by the last that its owner said and the check of that."""
    if not confirmed:
        return Stand.MISSING
    if check is None:
        return Stand.TO_CHECK
    return Stand.DONE if check is CheckState.AGREED else Stand.SENT_BACK


def missing_at(
    risk_ids: Collection[UUID], said: Mapping[UUID, date], *, cut_off_on: date
) -> tuple[UUID, ...]:
    """The risks of a round of which nobody had said anything that stands by the end of the day of the cut-off.

    `said` is the first day on which something was said of a risk that was not sent back.
    """
    return tuple(each for each in risk_ids if each not in said or said[each] > cut_off_on)


def check_round(*, month: date, cut_off_on: date, today: date) -> None:
    """Whether a round can be opened. Raises UnableToKeepRisk."""
    if month.day != 1:
        raise UnableToKeepRisk("Choose the month of the round.", field="month")
    if cut_off_on < today:
        raise UnableToKeepRisk("The cut-off must be still to come.", field="cut_off_on")
    if not 0 <= (cut_off_on.year - month.year) * 12 + cut_off_on.month - month.month <= 2:
        raise UnableToKeepRisk(
            "The cut-off lies in the month of the round or the two after it.", field="cut_off_on"
        )


def may_confirm(*, is_officer: bool, actor: UUID | None, owner: UUID | None) -> bool:
    """The owner; governance officers for whoever has none, or told them."""
    return is_officer or (actor is not None and actor == owner)


def may_check(
    *, actor: UUID | None, is_executive: bool, lead: UUID | None, owner: UUID | None, said_by: UUID | None
) -> bool:
    """The lead executive; any executive where there is none, or where the lead is who said it. Never who said it, nor
    the owner.
    """
    if actor is None or actor in (said_by, owner):
        return False
    if lead is not None and lead not in (said_by, owner):
        return actor == lead
    return is_executive
