"""The geometry of a PDF page: matrices, rectangles, and paths as far as they are rectangles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

UNIT: Matrix = (1, 0, 0, 1, 0, 0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
_THINNEST = 3.0


class Path:
    """A path in the making, as rectangles where it is made of them."""

    def __init__(self) -> None:
        self.rectangles: list[Box] = []
        self.points: list[tuple[float, float]] = []
        self.curved = False
        self.clips = False
        self.odd: list[tuple[float, float]] = []
        """Points of what was curved, or otherwise no rectangle that lies straight."""

    def add(self, what: str, words: Sequence[Any], at: Matrix) -> None:
        if what == "re":
            x, y, width, height = floats(words, 4)
            if box := corners((x, y, x + width, y + height), at):
                self.rectangles.append(box)
            else:
                self.odd += [
                    (at[0] * a + at[2] * b + at[4], at[1] * a + at[3] * b + at[5])
                    for a in (x, x + width)
                    for b in (y, y + height)
                ]
            return
        if what == "m":
            self._close()
        self.curved = self.curved or what in ("c", "v", "y")
        x, y = floats(words[-2:], 2)
        if len(self.points) < 1_000:
            self.points.append((at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]))

    def _close(self) -> None:
        points = self.points
        if 4 <= len(points) <= 6 and not self.curved:
            xs, ys = sorted({round(x, 1) for x, _ in points}), sorted({round(y, 1) for _, y in points})
            if len(xs) == 2 and len(ys) == 2:
                self.rectangles.append((xs[0], ys[0], xs[1], ys[1]))
            else:
                self.odd += points
        else:
            self.odd += points
        self.points, self.curved = [], False

    @property
    def is_rectangle(self) -> bool:
        """Whether it is one rectangle and nothing else."""
        self._close()
        return len(self.rectangles) == 1 and not self.odd

    def boxes(self) -> list[Box]:
        self._close()
        return [box for box in self.rectangles if min(box[2] - box[0], box[3] - box[1]) >= _THINNEST]

    def around(self) -> Box | None:
        points = [
            *self.points,
            *self.odd,
            *((b[0], b[1]) for b in self.rectangles),
            *((b[2], b[3]) for b in self.rectangles),
        ]
        if not points:
            return None
        return (
            min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)
        )  # fmt: skip


def number(word: Any, otherwise: float = 0.0) -> float:
    try:
        number = float(word)
    except (TypeError, ValueError, ArithmeticError):
        return otherwise
    return number if -1e9 < number < 1e9 else otherwise


def floats(words: Sequence[Any], count: int) -> tuple[float, ...]:
    told = [number(word) for word in words][:count]
    return (*told, *[0.0] * (count - len(told)))


def matrix(words: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = floats(list(words), 6)
    return (a, b, c, d, e, f)


def times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def corners(box: Box, at: Matrix) -> Box | None:
    """A rectangle where it is drawn; None where it is turned askew."""
    straight = abs(at[1]) + abs(at[2]) < 1e-4 * (abs(at[0]) + abs(at[3]))
    across = abs(at[0]) + abs(at[3]) < 1e-4 * (abs(at[1]) + abs(at[2]))
    if not (straight or across):
        return None
    xs = [at[0] * x + at[2] * y + at[4] for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [at[1] * x + at[3] * y + at[5] for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))


def within(one: Box, two: Box) -> Box | None:
    both = (max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3]))
    return both if both[0] < both[2] and both[1] < both[3] else None
