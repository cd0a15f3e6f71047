"""A ladder as a small picture: its rungs along the days about the due day. The table beside it says the same."""

from dataclasses import dataclass

from backend.chasing.rules.ladders import Ladder, Rung

WIDTH, HEIGHT = 640, 64
_EDGE = 40


@dataclass(frozen=True, slots=True)
class Mark:
    x: int
    label: str
    escalates: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    marks: tuple[Mark, ...]
    due_x: int
    in_words: str


def picture_of(ladder: Ladder) -> Picture:
    """Rungs by their place in time; working days are drawn as seven days for five."""
    places = [(_days(rung), rung) for rung in ladder.rungs]
    low, high = min([0.0, *(day for day, _ in places)]), max([1.0, *(day for day, _ in places)])

    def x(day: float) -> int:
        return round(_EDGE + (WIDTH - 2 * _EDGE) * (day - low) / (high - low))

    return Picture(
        marks=tuple(Mark(x(day), _label(rung), rung.escalates) for day, rung in places),
        due_x=x(0),
        in_words=f"{ladder.title}: " + "; ".join(f"{rung.when}, {rung.whom}" for rung in ladder.rungs),
    )


def _days(rung: Rung) -> float:
    return rung.offset * 7 / 5 if rung.working else rung.offset


def _label(rung: Rung) -> str:
    return "due" if not rung.offset else f"{rung.offset:+d}".replace("-", "−")
