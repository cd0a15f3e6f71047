"""A measure drawn: its targets as a line, what was measured beside it, and what other statements say instead."""

from collections import Counter
from datetime import date

from backend.catalogue.measures import Said
from backend.kit.drawing.table import Picture
from backend.kit.drawing.trajectory import Limit, Point, trajectory
from backend.measures.queries import MeasureView
from backend.measures.rules.values import Value


def drawn(measure: MeasureView, *, on: date) -> Picture | None:
    """The picture with its table; None where no value in the measure's own unit is given.

    Statements that differ are not mixed into one line, which nobody has aimed at: the page that says most gives the
    line, and what others say instead is drawn across with their pages. A picture must not settle what people have not.
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
        target_name="Baseline, targets",
        held=False,
    )


def _apart(values: list[Value]) -> tuple[list[Value], list[Value]]:
    """One value a period, of the page that says most where periods are told twice; and the others."""
    pages = Counter(page for each in values for page in _pages(each))
    twice = len({each.on for each in values}) < len(values) or _baselines(values) > 1
    most = max(pages, key=lambda page: (pages[page], -page)) if twice and pages else None
    line: dict[date, Value] = {}
    across = []
    for each in sorted(values, key=lambda value: (value.on, value.source)):
        if each.on in line or (most is not None and most not in _pages(each)):
            across.append(each)
        else:
            line[each.on] = each
    return list(line.values()), across


def _baselines(values: list[Value]) -> int:
    return len({each.on for each in values if each.said is Said.BASELINE})


def _pages(value: Value) -> list[int]:
    source = (value.provenance or {}).get("source") or {}
    return [int(page) for page in (source.get("page"), *source.get("also", ())) if page]


def _point(value: Value) -> Point:
    assert value.value is not None, "values without a number are not drawn"
    return Point(on=value.on, value=float(value.value), words=value.shown)


def _limit(value: Value) -> Limit:
    assert value.value is not None, "values without a number are not drawn"
    pages = _pages(value)
    where = f"p{', '.join(map(str, pages))}" if pages else value.source
    return Limit(name=f"{where} for {value.period.text}", value=float(value.value), words=value.shown)
