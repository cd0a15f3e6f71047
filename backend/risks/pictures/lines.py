"""The assurance map: risks down, the three lines across; what is given, how old it is, and where there is a hole."""

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.kit.calendar import in_words
from backend.kit.drawing.letters import cut, wrapped
from backend.kit.drawing.svg import DARK, INK, QUIET, Drawing
from backend.kit.drawing.table import Cell, Picture, Row, Table
from backend.risks import rules
from backend.risks.rules import AssuranceLevel, Finding

_LEFT, _CELL, _GAP = 200.0, 190.0, 6.0
_TOP, _ROW = 58.0, 76.0
_MONTH = re.compile("|".join(month_name[1:]))


class Standing(StrEnum):
    """What a line gives for a risk on a day."""

    GIVEN = "given"
    LAPSED = "lapsed"
    PLANNED = "planned"
    HOLE = "hole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An assurance of a line. `given_on` is none where it is planned and has not been given."""

    line: int
    words: str
    level: AssuranceLevel | None
    finding: Finding | None
    given_on: date | None
    next_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assured:
    """A risk with what assures it. `bare` are the controls for which nothing is given by any line."""

    reference: str
    title: str
    assurances: tuple[Given, ...]
    bare: tuple[str, ...] = ()
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What one line gives for one risk: the latest assurance, and how many more there are."""

    standing: Standing
    latest: Given | None
    more: int
    age: str
    on: date

    @property
    def head(self) -> str:
        if self.latest is None:
            return "HOLE: nothing"
        if self.standing is Standing.PLANNED:
            return "HOLE: planned only"
        return rules.ASSURANCE_LEVEL_IN_WORDS[self.latest.level] if self.latest.level else "Level not stated"

    @property
    def details(self) -> tuple[str, ...]:
        if self.latest is None:
            return ("No assurance of this line",)
        latest = self.latest
        if self.standing is Standing.PLANNED:
            when = f"Due {in_words(latest.next_on)}" if latest.next_on else "No day is set"
            return (f"{when}{' (past)' if latest.next_on and latest.next_on < self.on else ''}",)
        assert latest.given_on is not None, "what has been given has its day"
        second = [rules.FINDING_IN_WORDS[latest.finding]] if latest.finding else []
        if self.standing is Standing.LAPSED:
            second.append("renewal overdue")
        if self.more:
            second.append(f"{self.more} more")
        said = ", ".join(second)
        return (f"{in_words(latest.given_on)}, {self.age}", said[:1].upper() + said[1:])

    @property
    def in_words(self) -> str:
        return ". ".join(each for each in (self.head, *self.details) if each)


def spot_of(risk: Assured, line: int, *, on: date) -> Spot:
    """What a line gives for a risk on a day."""
    here = [each for each in risk.assurances if each.line == line]
    given = [each for each in here if each.given_on is not None and each.given_on <= on]
    if given:
        latest = max(given, key=lambda each: each.given_on or date.min)
        lapsed = latest.next_on is not None and latest.next_on < on
        assert latest.given_on is not None
        return Spot(
            standing=Standing.LAPSED if lapsed else Standing.GIVEN,
            latest=latest,
            more=len(here) - 1,
            age=age_in_words(latest.given_on, on),
            on=on,
        )
    if here:
        return Spot(standing=Standing.PLANNED, latest=here[0], more=len(here) - 1, age="", on=on)
    return Spot(standing=Standing.HOLE, latest=None, more=0, age="", on=on)


def assurance_map(risks: Sequence[Assured], *, key: str, title: str, caption: str, on: date) -> Picture:
    """The picture and its table."""
    spots = [[spot_of(each, line, on=on) for line in rules.LINES] for each in risks]
    says = _says(risks, spots)
    width = _LEFT + _CELL * len(rules.LINES) + 12
    height = _TOP + max(len(risks), 1) * _ROW + 8
    drawing = Drawing(key=key, width=width, height=height, title=title, says=says)
    for place, words in enumerate(rules.LINES.values()):
        line, _, who = words.partition(": ")
        x = _LEFT + place * _CELL
        drawing.text(x + 4, 22, line, font_weight="700")
        drawing.text(
            x + 4, 42, cut(f"{who[:1].upper()}{who[1:]}", room=_CELL - 8, size=13), size=13, fill=QUIET
        )
    for number, (risk, row) in enumerate(zip(risks, spots, strict=True)):
        y = _TOP + number * _ROW
        drawing.text(8, y + 20, cut(risk.reference, room=_LEFT - 20, size=14), font_weight="700")
        for at, words in enumerate(wrapped(risk.title, room=_LEFT - 18, size=13, most=1 if risk.bare else 2)):
            drawing.text(8, y + 37 + 17 * at, words, size=13, fill=QUIET)
        if risk.bare:
            drawing.text(8, y + 55, _bare(risk), size=13, font_weight="700")
        for place, spot in enumerate(row):
            _draw_spot(drawing, spot, x=_LEFT + place * _CELL, y=y)
    return Picture(key=key, title=title, says=says, svg=drawing.svg, table=_table(risks, spots, caption))


_FILLS: Mapping[AssuranceLevel | None, tuple[str, str]] = {
    AssuranceLevel.SUBSTANTIAL: (DARK, "#ffffff"),
    AssuranceLevel.REASONABLE: ("#7fb0e0", INK),
    AssuranceLevel.LIMITED: ("#d3e4f5", INK),
    AssuranceLevel.NONE: ("#ffffff", INK),
    None: ("#f0f4f5", INK),
}
"""The stronger the level, the darker the cell."""


def _draw_spot(drawing: Drawing, spot: Spot, *, x: float, y: float) -> None:
    width, height = _CELL - _GAP, _ROW - _GAP
    hole = spot.standing in (Standing.HOLE, Standing.PLANNED)
    if hole:
        drawing.rect(
            x + 1.5,
            y + 1.5,
            width - 3,
            height - 3,
            fill="#ffffff",
            stroke=INK,
            stroke_width=3,
            stroke_dasharray="7 5",
        )
        ink, look = INK, "ink"
    else:
        fill, ink = _FILLS[spot.latest.level if spot.latest else None]
        look = "on-dark" if ink == "#ffffff" else "ink"
        drawing.rect(x, y, width, height, fill=fill, stroke=QUIET, stroke_width=1)
    drawing.note(spot.in_words)
    drawing.text(x + 10, y + 22, spot.head, look=look, font_weight="700", fill=ink)
    for place, words in enumerate(spot.details):
        told = cut(_with_short_month(words), room=width - 14, size=12)
        drawing.text(x + 10, y + 41 + 17 * place, told, look=look, size=12, fill=ink)


def _with_short_month(words: str) -> str:
    """The same day in less room: “20 Aug 2014”."""
    return _MONTH.sub(lambda month: month[0][:3], words)


def age_in_words(given_on: date, on: date) -> str:
    """How old an assurance is, in whole months from two on."""
    days = (on - given_on).days
    months = (on.year - given_on.year) * 12 + on.month - given_on.month - (on.day < given_on.day)
    if months >= 2:
        return f"{months} months old"
    return "new" if days < 1 else f"{days} {'day' if days == 1 else 'days'} old"


def _bare(risk: Assured) -> str:
    return f"{len(risk.bare)} {'control' if len(risk.bare) == 1 else 'controls'} not assured"


def _says(risks: Sequence[Assured], spots: Sequence[Sequence[Spot]]) -> str:
    if not risks:
        return "There is no risk to show."
    every = [spot.standing for row in spots for spot in row]
    holes = every.count(Standing.HOLE) + every.count(Standing.PLANNED)
    lapsed, bare = every.count(Standing.LAPSED), sum(len(each.bare) for each in risks)
    return (
        f"Of {len(every)} places for assurance, {len(every) - holes} hold some and {holes} "
        f"{'is a hole' if holes == 1 else 'are holes'}. {lapsed} {'is' if lapsed == 1 else 'are'} overdue for "
        f"renewal. {bare} {'control has' if bare == 1 else 'controls have'} no assurance of any line. "
        "The table says the same."
    )


def _table(risks: Sequence[Assured], spots: Sequence[Sequence[Spot]], caption: str) -> Table:
    rows: list[Row] = [
        (
            Cell(words=f"{risk.reference} {risk.title}", path=risk.path),
            *(Cell(words=spot.in_words) for spot in row),
            Cell(words="; ".join(risk.bare) or "None"),
        )
        for risk, row in zip(risks, spots, strict=True)
    ]
    heads = ("Risk", "First line", "Second line", "Third line", "Controls with no assurance")
    return Table(caption=caption, heads=heads, rows=tuple(rows))
