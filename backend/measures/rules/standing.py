"""How a measure stands: the newest value that was measured, against the target of its time. A machine's reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from backend.catalogue.measures import Better, Said
from backend.kit.periods import Period
from backend.measures.rules.values import Value, shown


class Standing(StrEnum):
    ON_TRACK = "on-track"
    OFF_TRACK = "off-track"
    DISPUTED = "disputed"
    NO_TARGET = "no-target"
    NOT_MEASURED = "not-measured"


STANDING_IN_WORDS = {
    Standing.ON_TRACK: "On its trajectory",
    Standing.OFF_TRACK: "Off its trajectory",
    Standing.DISPUTED: "Depends on which target holds",
    Standing.NO_TARGET: "No target to measure it against",
    Standing.NOT_MEASURED: "Not measured yet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    standing: Standing
    newest: Value | None
    why: str


def standing_of(values: Sequence[Value], *, unit: str, better: Better) -> Stands:
    """Where the newest measured value lies against each trajectory that the statements draw.

    A target of the same period is taken as it is; between two points of a trajectory the way is taken as straight,
    by days, which is our reading and said so. Where statements differ, each gives a trajectory of its own.
    """
    whole = [
        each for each in values if each.about_id is None and each.value is not None and each.unit == unit
    ]
    measured = [each for each in whole if each.said is Said.ACTUAL]
    if not measured:
        return Stands(standing=Standing.NOT_MEASURED, newest=None, why="No value has been entered.")
    newest = max(measured, key=lambda each: (each.period, each.entered_at is not None, each.entered_at))
    assert newest.value is not None
    if better is Better.NEITHER:
        return Stands(
            standing=Standing.NO_TARGET, newest=newest, why="No direction is better than the other."
        )
    wanted = _wanted(whole, newest.period)
    if not wanted:
        return Stands(
            standing=Standing.NO_TARGET,
            newest=newest,
            why=f"Nothing is aimed at for {newest.period.in_words}.",
        )
    reached = {target: _reached(newest.value, target, better) for target in wanted}
    aimed = _or([f"{shown(each)} {how}" for each, how in wanted.items()])
    why = f"{newest.shown} in {newest.period.in_words}; aimed at: {aimed}."
    if len(set(reached.values())) > 1:
        return Stands(standing=Standing.DISPUTED, newest=newest, why=why)
    met = next(iter(reached.values()))
    return Stands(standing=Standing.ON_TRACK if met else Standing.OFF_TRACK, newest=newest, why=why)


def _wanted(values: Sequence[Value], period: Period) -> dict[Decimal, str]:
    """Each value that some statement wants for the period, with how that is known."""
    targets = [(each, each.value) for each in values if each.said is Said.TARGET and each.value is not None]
    stated = {value: f"({each.source})" for each, value in targets if each.period == period}
    if stated:
        return stated
    after = [each for each, _ in targets if each.on > period.ends_on]
    if not after:
        late = [(each, value) for each, value in targets if each.on < period.ends_on]
        last = max((each.on for each, _ in late), default=None)
        return {
            value: f"(since {each.period.in_words}, {each.source})" for each, value in late if each.on == last
        }
    before = [
        each for each in values if each.said in {Said.TARGET, Said.BASELINE} and each.on < period.ends_on
    ]
    if not before:
        return {}
    first, next_on = max(each.on for each in before), min(each.on for each in after)
    return {
        _between(
            start, end, period
        ): f"(a straight line from {start.period.in_words} to {end.period.in_words})"
        for start in before
        if start.on == first
        for end in after
        if end.on == next_on
    }


def _between(start: Value, end: Value, period: Period) -> Decimal:
    assert start.value is not None and end.value is not None
    part = Decimal((period.ends_on - start.on).days) / Decimal((end.on - start.on).days)
    return round(start.value + (end.value - start.value) * part, 2)


def _reached(value: Decimal, target: Decimal, better: Better) -> bool:
    return value >= target if better is Better.HIGHER else value <= target


def _or(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"
