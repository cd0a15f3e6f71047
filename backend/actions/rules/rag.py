"""Blue, green, amber, red: how an action stands, by a rule with a date. Values only.

The convention (blue complete, green on track or done and awaiting closure, amber at risk or slipping, red overdue) is
common in the field and from memory, so its numbers are each organisation's own, and carry the day from which they hold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from backend.actions.rules import State
from backend.kit.calendar import working_days_between


class Rag(StrEnum):
    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


RAG_IN_WORDS: Mapping[Rag, str] = MappingProxyType(
    {
        Rag.BLUE: "Blue: closed",
        Rag.GREEN: "Green: on track",
        Rag.AMBER: "Amber: at risk",
        Rag.RED: "Red: overdue",
        Rag.GREY: "Not counted",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The rule from a day on, for the tenant or for one committee. Days are working days in England."""

    effective_from: date
    committee_id: UUID | None = None
    amber_within: int = 5
    """Amber when so many working days, or fewer, are left."""
    red_after: int = 0
    """Red when more working days than these have passed since the due day."""
    moves_to_amber: int = 2
    """Amber once the due day was moved so often."""
    closed_by_committee: bool = False
    """Closing needs the day on which the committee agreed to it."""
    source: str = "The field’s convention, from memory; nobody here has set another"


FIRST = Setting(effective_from=date(2013, 4, 1))
"""What holds until an officer sets another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rule looks at. It waits for one due on `waits_until`; `waits_open`: for one without a day."""

    state: State
    due_on: date | None
    moves: int = 0
    waits_until: date | None = None
    waits_open: bool = False
    asked: bool = False
    """Its owner asks for more time, or says that it is not theirs."""
    paused: bool = False
    """Its owner is paused and no deputy stands in: nobody is late."""


def setting_on(settings: Iterable[Setting], *, committee_id: UUID | None, on: date) -> Setting:
    """What holds for a committee on a day: its own setting before the tenant's, the latest of each."""
    holding = [each for each in settings if each.effective_from <= on]
    own = [each for each in holding if each.committee_id is not None and each.committee_id == committee_id]
    whole = [each for each in holding if each.committee_id is None]
    for found in (own, whole):
        if found:
            return max(found, key=lambda each: each.effective_from)
    return FIRST


def rag_of(facts: Facts, setting: Setting, *, today: date) -> tuple[Rag, str]:
    """The colour, and why, in a few plain words."""
    if facts.state is State.CLOSED:
        return Rag.BLUE, "Closed"
    if facts.state is State.WITHDRAWN:
        return Rag.GREY, "Withdrawn"
    if facts.state is State.DONE_CLAIMED:
        return Rag.GREEN, "Said to be done, awaiting closure"
    if facts.paused:
        return Rag.GREY, "Its owner is away"
    if facts.due_on is None:
        return Rag.AMBER, "No due date"
    late = working_days_between(facts.due_on, today)
    if late > setting.red_after:
        return Rag.RED, f"{late} working {'day' if late == 1 else 'days'} overdue"
    if facts.due_on < today:
        return Rag.AMBER, "The due date has passed"
    if facts.asked:
        return Rag.AMBER, "The owner’s question is not answered"
    if facts.waits_open or (facts.waits_until is not None and facts.waits_until > facts.due_on):
        return Rag.AMBER, "Waits for an action that is due later"
    left = working_days_between(today, facts.due_on)
    if left <= setting.amber_within:
        return Rag.AMBER, f"{left} working {'day' if left == 1 else 'days'} left" if left else "Due today"
    if facts.moves >= setting.moves_to_amber:
        return Rag.AMBER, f"The due date was moved {facts.moves} times"
    return Rag.GREEN, "On track"
