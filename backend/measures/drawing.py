"""A measure drawn: its targets as a line, what was measured beside it, and what other statements say instead."""

from datetime import date

from backend.catalogue.measures import Said
from backend.kit.drawing.table import Picture
from backend.kit.drawing.trajectory import Limit, Point, trajectory
from backend.measures.queries import MeasureView
from backend.measures.rules.values import SAID_IN_WORDS, Value


def drawn(measure: MeasureView, *, on: date) -> Picture | None:
    """The picture with its table; None where no value in the measure's own unit is given.

    Of statements that differ on a period, the first in the order of their pages is on the line; the others are drawn
    across, named with their source: a picture must not settle what people have not.
    """
    told = [each for each in measure.whole if each.value is not None and each.unit == measure.unit]
    line, across = _apart([each for each in told if each.said is not Said.ACTUAL])
    measured, other = _apart([each for each in told if each.said is Said.ACTUAL])
    return trajectory(
        key=f"measure-{measure.slug}",
        title=measure.title,
        caption=f"{measure.title}, {measure.unit}",
        actual=[_point(each) for each in measured],
        target=[_point(each) for each in line],
        limits=[_limit(each) for each in (*across, *other)],
        on=on,
        actual_name="Measured",
        target_name="Baseline and targets",
        held=False,
    )


def _apart(values: list[Value]) -> tuple[list[Value], list[Value]]:
    """One value a period, the first by its source; and the others."""
    line: dict[date, Value] = {}
    across = []
    for each in sorted(values, key=lambda value: (value.on, value.source)):
        if each.on in line:
            across.append(each)
        else:
            line[each.on] = each
    return list(line.values()), across


def _point(value: Value) -> Point:
    assert value.value is not None, "values without a number are not drawn"
    return Point(on=value.on, value=float(value.value), words=value.shown)


def _limit(value: Value) -> Limit:
    assert value.value is not None, "values without a number are not drawn"
    name = f"{SAID_IN_WORDS[value.said]} {value.period.text}, {value.source}"
    return Limit(name=name, value=float(value.value), words=value.shown)
