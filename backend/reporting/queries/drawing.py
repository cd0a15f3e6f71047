"""Figures filled in from facts: how many, which share, or a sum, as facts stand on the last day of the period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from backend.assurance.rules.judging import Book, Line, lines_on
from backend.catalogue.condition_checks import readings_of
from backend.catalogue.returns import Drawn, ReturnDefinition
from backend.catalogue.vocabulary import SUBJECTS
from backend.facts import queries as facts
from backend.facts.values import value_on
from backend.kit.calendar import in_words
from backend.reporting.rules.figures import unpadded
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFigure:
    """A figure as facts give it; no value where too little is known. `source` says from what, and of how many."""

    key: str
    value: str | None
    source: str


async def drawn(
    scope: Scope, definition: ReturnDefinition, *, from_on: date | None, until_on: date | None
) -> tuple[DrawnFigure, ...]:
    """Every figure of a definition that facts can fill in. One statement."""
    figures = [each for each in definition.figures if each.draw is not None]
    if not figures:
        return ()
    day = min(until_on or scope.today, scope.today)
    kinds = {key for each in figures if each.draw is not None for key in _kinds(each.draw)}
    book = Book.of(await facts.facts_known(scope, kinds=kinds))
    return tuple(
        _figure(each.key, each.draw, book, from_on, day) for each in figures if each.draw is not None
    )


def _kinds(draw: Drawn) -> set[str]:
    found = {reading.fact for reading in readings_of(draw.condition)}
    return found | {key for key in (draw.during, draw.sum) if key is not None}


def _figure(key: str, draw: Drawn, book: Book, from_on: date | None, day: date) -> DrawnFigure:
    lines = [line for line in lines_on(draw.condition, book, day) if _within(draw, book, line, from_on, day)]
    surely = [line for line in lines if line.chosen is True]
    unknown = len(lines) - len(surely)
    words = SUBJECTS[draw.of]
    counted = f"{len(surely)} {words.one if len(surely) == 1 else words.many}"
    source = f"Facts as at {in_words(day)}: {counted}"
    if draw.test is not None:
        passed = sum(line.holds is True for line in surely)
        unsure = sum(line.holds is None for line in surely)
        unknown += unsure
        source += f", of which {passed} pass"
        value = _share(passed, len(surely)) if surely and not unsure else None
    elif draw.sum is not None:
        value, lost = _sum(draw.sum, book, surely, day)
        unknown += lost
    else:
        value = str(len(surely))
    if unknown:
        source += f"; of {unknown} it is not known"
    return DrawnFigure(key=key, value=value, source=f"{source}.")


def _within(draw: Drawn, book: Book, line: Line, from_on: date | None, day: date) -> bool:
    if draw.during is None:
        return True
    _, on = value_on(book.spans(draw.during, line.subject), day)
    return isinstance(on, date) and (from_on is None or from_on <= on) and on <= day


def _share(passed: int, whole: int) -> str:
    share = Decimal(100 * passed) / Decimal(whole)
    return unpadded(share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def _sum(kind: str, book: Book, lines: Sequence[Line], day: date) -> tuple[str, int]:
    total, lost = 0, 0
    for line in lines:
        _, value = value_on(book.spans(kind, line.subject), day)
        if isinstance(value, int) and not isinstance(value, bool):
            total += value
        else:
            lost += 1
    return str(total), lost
