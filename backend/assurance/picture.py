"""What lapses in the days to come along a line of days: a row for answers, for rules and for evidence."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from backend.assurance.queries.lapses import SORT_IN_WORDS, Lapse, Sort
from backend.kit.calendar import in_words
from backend.kit.drawing.svg import ACCENT, FAINT, QUIET, Drawing
from backend.kit.drawing.table import Cell, Picture, Table

WIDTH = 720.0
_LEFT, _RIGHT, _TOP, _ROW = 150.0, 24.0, 40.0, 52.0
_MOST_TICKS = 6


def timeline_of(lapses: Sequence[Lapse], *, on: date, days: int) -> Picture:
    """The days after `on`, with a disc for each day on which something lapses; its number says how many."""
    height = _TOP + _ROW * len(Sort) + 12
    says = _says(lapses, on=on, days=days)
    drawing = Drawing(
        key="lapses", width=WIDTH, height=height, title=f"What lapses after {in_words(on)}", says=says
    )
    for tick in range(_MOST_TICKS + 1):
        after = round(days * tick / _MOST_TICKS)
        x = _x(after, days)
        drawing.line(x, _TOP - 8, x, height - 12, stroke=FAINT)
        day = on + timedelta(days=after)
        anchor = "middle" if tick < _MOST_TICKS else "end"
        drawing.text(x, _TOP - 16, f"{day.day} {day:%b}", size=13, anchor=anchor, fill=QUIET)
    found = Counter((each.sort, each.on) for each in lapses)
    for row, sort in enumerate(Sort):
        middle = _TOP + _ROW * row + _ROW / 2
        drawing.text(0, middle + 5, SORT_IN_WORDS[sort].removeprefix("A ").capitalize(), size=14)
        drawing.line(_LEFT, middle, WIDTH - _RIGHT, middle)
        for (its, day), number in sorted(found.items()):
            if its is not sort:
                continue
            x = _x((day - on).days, days)
            drawing.circle(x, middle, 11, fill=ACCENT)
            drawing.note(f"{in_words(day)}: {number}")
            drawing.text(
                x, middle + 4.5, str(number), size=13, anchor="middle", look="on-dark", fill="#ffffff"
            )
    return Picture(
        key="lapses",
        title="What lapses",
        says=says,
        svg=drawing.svg,
        table=Table(
            caption=says,
            heads=("From", "What", "Where", "Now", "Then", "Owner"),
            rows=tuple(
                (
                    Cell(words=in_words(each.on)),
                    Cell(words=each.what, path=each.path),
                    Cell(words=f"{each.sort_in_words}. {each.where}"),
                    Cell(words=each.now),
                    Cell(words=each.then),
                    Cell(words=each.owner or "Nobody yet"),
                )
                for each in lapses
            ),
        ),
    )


def _x(after: int, days: int) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * after / days


def _says(lapses: Sequence[Lapse], *, on: date, days: int) -> str:
    counted = Counter(each.sort for each in lapses)
    words = {
        Sort.ANSWER: ("answer", "answers"),
        Sort.RULE: ("rule’s verdict", "rules’ verdicts"),
        Sort.EVIDENCE: ("item of evidence", "items of evidence"),
    }
    told = [
        f"{counted[sort]} {one if counted[sort] == 1 else many}"
        for sort, (one, many) in words.items()
        if counted[sort]
    ]
    lead = f"In the {days} days after {in_words(on)}"
    return f"{lead} nothing lapses" if not told else f"{lead}: {', '.join(told)}"
