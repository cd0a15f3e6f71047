"""A hit: that a member may have an interest in an item, why, how sure, and what a person said to it. Pure.

A dismissal holds for what it was judged on. It lapses when the interest, the item's purpose or value, or the
organisations that it touches change, and after twelve months.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.kit import calendar

SURE = 50
"""From how many in a hundred a hit counts as one; below it is a hint, that binds nobody until it is accepted."""


class Source(StrEnum):
    """Where a hit comes from: the register word for word, the radar's search, a person who added it."""

    REGISTER = "register"
    RADAR = "radar"
    OFFICER = "officer"
    MEMBER = "member"


SOURCE_IN_WORDS = {
    Source.REGISTER: "Found on the register, exactly",
    Source.RADAR: "Found by the conflict radar",
    Source.OFFICER: "Added by hand",
    Source.MEMBER: "Said by the member",
}


class HitState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


STATE_IN_WORDS = {
    HitState.OPEN: "To be judged",
    HitState.ACCEPTED: "Accepted",
    HitState.DISMISSED: "Dismissed",
}

WHERE_IN_WORDS = {
    "title": "in the item’s title",
    "organisations": "among the organisations that the item touches",
    "suppliers": "among the suppliers of the item",
    "people": "among the people of the item",
    "text": "in the text of",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that were found, and where: `where` is one of `WHERE_IN_WORDS`, `title` the paper's for `text`."""

    words: str
    where: str
    title: str | None = None

    @property
    def in_words(self) -> str:
        place = WHERE_IN_WORDS.get(self.where, f"in {self.where}")
        return f"“{self.words}” {place}{f' “{self.title}”' if self.title else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, or somebody added. `reason` is one sentence; `sureness` in per cent.

    `kind` and `indirect` are the interest's; `mark` stands for the interest exactly as it was (`None` where it is not
    on the register).
    """

    person_id: UUID
    source: Source
    reason: str
    sureness: int
    found: tuple[Words, ...] = ()
    interest_id: UUID | None = None
    organisation_id: UUID | None = None
    kind: str | None = None
    indirect: bool = False
    mark: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.sureness <= 100:
            raise ValueError(f"a sureness of {self.sureness} per cent")


def basis(
    *, mark: str | None, purpose: str, value_pence: int | None, procures: bool, organisations: Sequence[UUID]
) -> dict[str, Any]:
    """What a dismissal is judged on: the interest, and of the item what it asks, what it is worth, whom it touches."""
    return {
        "interest": mark,
        "purpose": f"{purpose}{' of a contract' if procures else ''}",
        "value": value_pence,
        "organisations": sorted(map(str, organisations)),
    }


_CHANGED = {
    "interest": "the interest has changed since",
    "purpose": "the item’s purpose has changed since",
    "value": "the item’s value has changed since",
    "organisations": "the organisations or suppliers of the item have changed since",
}


def lapse(
    judged_on: Mapping[str, Any] | None, now: Mapping[str, Any], *, settled_on: date, today: date
) -> str | None:
    """Why a dismissal no longer holds, as words that follow “because”; `None` where it holds."""
    reasons = [
        words for key, words in _CHANGED.items() if judged_on is None or judged_on.get(key) != now[key]
    ]
    if today >= _a_year_after(settled_on):
        reasons.append(f"it was dismissed on {calendar.in_words(settled_on)}, twelve months ago or more")
    return " and ".join(reasons) or None


def _a_year_after(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)


def sureness_in_words(sureness: int) -> str:
    """Four steps with the number, so that no colour and no bare number says it alone."""
    step = (
        "Certain"
        if sureness >= 95
        else "Likely"
        if sureness >= 75
        else "Possible"
        if sureness >= SURE
        else "A hint"
    )
    return f"{step}, {sureness} in 100"
