"""Definitions of returns: what is drawn from facts can be read with the vocabulary, and gives a figure of its kind."""

from collections.abc import Iterator

from backend.catalogue.condition_checks import problems_of
from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense
from backend.catalogue.problems import Problem
from backend.catalogue.returns import Drawn, FigureKind, ReturnFigure
from backend.catalogue.vocabulary import FACTS, ValueType


def problems(draft: Draft) -> Iterator[Problem]:
    for key, definition in draft.returns.items():
        for section, figure in definition.placed():
            place = f"sections[{section.id}].figures[{figure.key}]"
            for sentence in _of_figure(figure):
                yield nonsense(draft.return_file(key), place, sentence)


def _of_figure(figure: ReturnFigure) -> Iterator[str]:
    counts = figure.kind in (FigureKind.NUMBER, FigureKind.PERCENT, FigureKind.MONEY)
    if figure.red is not None and (figure.red.answered is not None) != (figure.kind is FigureKind.YES_NO):
        yield "“red” compares a number with above or below, and a yes or no with answered."
    if figure.draw is None:
        return
    if not counts or (figure.draw.test is not None) != (figure.kind is FigureKind.PERCENT):
        yield "“draw” gives a number, or with a test a share in per cent; the figure is of another kind."
    yield from problems_of(figure.draw.condition)
    yield from _of_fact(figure.draw, "during", figure.draw.during, ValueType.DAY)
    yield from _of_fact(figure.draw, "sum", figure.draw.sum, ValueType.NUMBER)


def _of_fact(draw: Drawn, name: str, key: str | None, type_: ValueType) -> Iterator[str]:
    if key is None:
        return
    kind = FACTS.get(key)
    if kind is None or kind.about != draw.of or kind.type is not type_:
        what = "a day" if type_ is ValueType.DAY else "a number"
        yield f"“{name}” names {key}, which is no fact of each {draw.of} that gives {what}."
