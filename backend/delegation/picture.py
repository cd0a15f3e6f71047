"""The milestones on a line of months: where each mark and word lies. Pure arithmetic; a template draws it.

A milestone has a row of its own and its mark in the middle of its month, since no day is known; where a day is given,
on that day. Its words stand on
whichever side of the mark has more room. Lengths are in units of the drawing, 16 to the rem.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.delegation.queries import MilestoneView, ProgrammeView
from backend.delegation.rules import Timing
from backend.delegation.rules.dates import When
from backend.kit.calendar import MonthDate, in_words
from backend.kit.drawing.letters import cut, text_width

LABEL = 96.0
MONTH = 44.0
LEAST = 880.0
HEAD = 76.0
ROW = 30.0
HEADING = 38.0
MARGIN = 12.0
FONT_SIZE = 14.0
_GAP = 16.0
_FAR = 24
"""A day that lies more months than this from every milestone is told in words and not drawn."""


class MarkKind(StrEnum):
    """What the shape of a mark says; each has a shape and a sign of its own, so that no colour is needed."""

    ACCEPTED = "accepted"
    CONDITIONAL = "conditional"
    COMMISSIONER = "commissioner"
    DELIVERED = "delivered"
    AHEAD = "ahead"
    AT_RISK = "at-risk"
    LATE = "late"
    UNRECORDED = "unrecorded"
    UNDATED = "undated"
    ENDED = "ended"


MARK_IN_WORDS = {
    MarkKind.ACCEPTED: "Accepted",
    MarkKind.CONDITIONAL: "Accepted with conditions",
    MarkKind.COMMISSIONER: "Accepted by the commissioner alone",
    MarkKind.DELIVERED: "Said to be delivered, not accepted yet",
    MarkKind.AHEAD: "Not delivered yet",
    MarkKind.AT_RISK: "At risk",
    MarkKind.LATE: "Late: not recorded as delivered",
    MarkKind.UNRECORDED: "No record: due before records began here",
    MarkKind.UNDATED: "No date is given",
    MarkKind.ENDED: "Lapsed: not pursued",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text at its baseline; `anchor` is SVG's own word for the side that `x` is."""

    text: str
    x: float
    y: float
    anchor: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMilestone:
    """One row. `baseline_x` is where it stood before it was moved, `expected_x` where it is expected instead."""

    kind: MarkKind
    title: str
    label: Words
    words: Words
    x: float
    y: float
    baseline_x: float | None
    expected_x: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that is drawn. `months` and `years` are the scale, `lines` the edges between years."""

    width: float
    height: float
    months: tuple[Words, ...]
    years: tuple[Words, ...]
    lines: tuple[float, ...]
    headings: tuple[Words, ...]
    rows: tuple[DrawnMilestone, ...]
    day_x: float | None
    day: Words
    says: str

    @property
    def width_in_rem(self) -> str:
        return f"{self.width / 16:g}rem"

    @property
    def height_in_rem(self) -> str:
        return f"{self.height / 16:g}rem"

    @property
    def kinds(self) -> tuple[MarkKind, ...]:
        """The kinds that are drawn, for the key."""
        drawn = {row.kind for row in self.rows}
        return tuple(kind for kind in MarkKind if kind in drawn)


def kind_of(milestone: MilestoneView) -> MarkKind:
    """What is drawn for a milestone: what is most worth knowing of it."""
    if milestone.accepted:
        return MarkKind.ACCEPTED
    if milestone.finished:
        return MarkKind.ENDED
    if milestone.conditional:
        return MarkKind.CONDITIONAL
    if milestone.accepted_by_us:
        return MarkKind.COMMISSIONER
    if milestone.begun:
        return MarkKind.DELIVERED
    if milestone.timing is Timing.LATE:
        return MarkKind.LATE
    if milestone.at_risk:
        return MarkKind.AT_RISK
    if milestone.timing is Timing.UNDATED:
        return MarkKind.UNDATED
    return MarkKind.UNRECORDED if milestone.timing is Timing.UNRECORDED else MarkKind.AHEAD


def timeline_of(programme: ProgrammeView, *, today: date, shown: Sequence[MilestoneView]) -> Timeline | None:
    """The milestones of `shown` that have a date, section by section, with a line at the programme's day.

    `None` where there is none: what has no date stands in the table alone.
    """
    shown = [each for each in shown if each.due is not None or each.expected is not None]
    if not shown:
        return None
    first, last, drawn = _span(shown, programme.on)
    months = last - first + 1
    step = max(MONTH, LEAST / months)
    right = LABEL + months * step
    day_x = LABEL + (_day_index(programme.on) - first) * step if drawn else None
    rows, headings, bottom = _rows(programme, shown, first=first, step=step, right=right)
    called = "Today, " if programme.on == today else "As at "
    return Timeline(
        width=right + MARGIN,
        height=bottom + MARGIN,
        months=tuple(
            Words(
                text=f"{date(2000, index % 12 + 1, 1):%b}",
                x=LABEL + (index - first + 0.5) * step,
                y=HEAD - 10,
                anchor="middle",
            )
            for index in range(first, last + 1)
        ),
        years=tuple(_years(first, last, step)),
        lines=tuple(LABEL + (index - first) * step for index in range(first, last + 2) if index % 12 == 0),
        headings=headings,
        rows=rows,
        day_x=day_x,
        day=_day_words(f"{called}{in_words(programme.on)}", day_x, right),
        says=_says(shown),
    )


def _span(shown: Sequence[MilestoneView], on: date) -> tuple[int, int, bool]:
    """The first and last month that are drawn, counted from year 0, and whether the day lies among them."""
    every = [
        _index(month)
        for each in shown
        for month in (each.baseline, each.due, each.expected)
        if month is not None
    ]
    first, last, day = min(every), max(every), int(_day_index(on))
    if not first - _FAR <= day <= last + _FAR:
        return first, last, False
    return min(first, day), max(last, day), True


def _rows(
    programme: ProgrammeView, shown: Sequence[MilestoneView], *, first: int, step: float, right: float
) -> tuple[tuple[DrawnMilestone, ...], tuple[Words, ...], float]:
    def at(when: When) -> float:
        """The middle of a month, since no day is known; the day itself where one is."""
        place = _index(when) + 0.5 if isinstance(when, MonthDate) else _day_index(when)
        return LABEL + (place - first) * step

    rows, headings, y = [], [], HEAD
    chosen = {each.id for each in shown}
    for section in programme.sections:
        within = [each for each in section.milestones if each.id in chosen]
        if not within:
            continue
        headings.append(Words(text=section.name, x=MARGIN, y=y + HEADING - 12))
        y += HEADING
        for each in within:
            gates = " ".join(gate.slug for gate in programme.gates_before(each.id))
            due = each.due or each.expected
            if due is None:
                continue
            x = at(due)
            baseline_x = at(each.baseline) if each.moved and each.baseline else None
            expected_x = at(each.expected) if each.expected and each.expected != due else None
            middle = y + ROW / 2
            rows.append(
                DrawnMilestone(
                    kind=kind_of(each),
                    title=f"{each.slug}: {each.activity}, {in_words(due)}. {MARK_IN_WORDS[kind_of(each)]}",
                    label=Words(
                        text=f"{each.slug} ({gates})" if gates else each.slug, x=MARGIN, y=middle + 5
                    ),
                    words=_beside(
                        each.activity, marks=(x, baseline_x, expected_x), y=middle + 5, right=right
                    ),
                    x=x,
                    y=middle,
                    baseline_x=baseline_x,
                    expected_x=expected_x,
                )
            )
            y += ROW
    return tuple(rows), tuple(headings), y


def _beside(text: str, *, marks: Sequence[float | None], y: float, right: float) -> Words:
    """The words on the side of the row's marks that has more room, cut where even that is too little."""
    drawn = [x for x in marks if x is not None]
    first, last = min(drawn) - _GAP, max(drawn) + _GAP
    room = max(first - LABEL, right - last)
    text = cut(text, room=room, size=FONT_SIZE)
    if right - last >= first - LABEL:
        return Words(text=text, x=last, y=y)
    return Words(text=text, x=first, y=y, anchor="end")


def _years(first: int, last: int, step: float) -> Iterator[Words]:
    """Each year above the first of its months that is drawn."""
    for index in range(first, last + 1):
        if index == first or index % 12 == 0:
            yield Words(text=str(index // 12), x=LABEL + (index - first) * step + 6, y=HEAD - 32)


def _day_words(text: str, x: float | None, right: float) -> Words:
    if x is None:
        return Words(text=text, x=MARGIN, y=18)
    wide = text_width(text, FONT_SIZE)
    if x + wide > right:
        return Words(text=text, x=x, y=18, anchor="end")
    return Words(text=text, x=x, y=18)


def _says(shown: Sequence[MilestoneView]) -> str:
    """The picture in one sentence: how many of each kind."""
    counted = [(kind, sum(kind_of(each) is kind for each in shown)) for kind in MarkKind]
    told = [
        f"{count} {MARK_IN_WORDS[kind][0].lower()}{MARK_IN_WORDS[kind][1:]}"
        for kind, count in counted
        if count
    ]
    return f"{len(shown)} {'milestone' if len(shown) == 1 else 'milestones'}: {'; '.join(told)}."


def _index(when: When) -> int:
    return when.year * 12 + when.month - 1


def _day_index(day: date) -> float:
    """The day on the scale of months: a month's first morning is its whole number."""
    return day.year * 12 + day.month - 1 + (day.day - 1) / monthrange(day.year, day.month)[1]
