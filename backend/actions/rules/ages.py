"""How old open actions are, in bands of days. Values only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

BANDS: tuple[tuple[str, str, int], ...] = (
    ("month", "Up to 30 days", 30),
    ("two-months", "31 to 60 days", 60),
    ("quarter", "61 to 90 days", 90),
    ("half-year", "91 to 180 days", 180),
    ("older", "More than 180 days", 1_000_000),
)
"""Code, words and last day of each band, counted in days since the action was undertaken."""

BAND_IN_WORDS: Mapping[str, str] = MappingProxyType({code: words for code, words, _ in BANDS})

WIDTH = 300
"""The length of the longest bar, in units of the drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One band of the picture: how many are open, and how many of them are red; lengths in units of the drawing."""

    code: str
    words: str
    count: int
    red: int
    length: int
    red_length: int


def band_of(undertaken_on: date, *, today: date) -> str:
    """The code of the band; what is dated ahead is as young as can be."""
    days = (today - undertaken_on).days
    return next(code for code, _, last in BANDS if days <= last)


def bars_of(open_actions: Iterable[tuple[date, bool]], *, today: date) -> tuple[Bar, ...]:
    """A bar for each band, from the days on which open actions were undertaken and whether each is red."""
    found: dict[str, list[bool]] = {code: [] for code, _, _ in BANDS}
    for undertaken_on, red in open_actions:
        found[band_of(undertaken_on, today=today)].append(red)
    most = max((len(each) for each in found.values()), default=0) or 1
    return tuple(
        Bar(
            code=code,
            words=words,
            count=len(found[code]),
            red=sum(found[code]),
            length=WIDTH * len(found[code]) // most,
            red_length=WIDTH * sum(found[code]) // most,
        )
        for code, words, _ in BANDS
    )
