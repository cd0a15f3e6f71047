"""Words of a PDF page that nobody sees though they are drawn: in the colour of what lies under them, or tiny.

The child's side. Where what lies under them cannot be told (a picture, a curved shape, a pattern), they count as seen.
"""

from __future__ import annotations

from backend.kit.documents.portable_drawn import Colour, Drawn, Run, Source
from backend.kit.documents.portable_paths import Box

TINY = 2.0
"""Points."""
_NEAR = 0.05
"""The most by which red, green or blue of two colours that look the same differ, of 1."""
_WHITE: Colour = (1.0, 1.0, 1.0)
# Letters against areas, on one page: a drawn map has many of both.
_MOST_COMPARED = 2_000_000

_Ground = tuple[int, Box, Colour | None]


def runs_of(drawn: Drawn) -> tuple[list[Run], list[Run], bool]:
    """Runs in the colour of their ground, tiny runs, and whether all could be looked at."""
    tiny = [run for run in drawn.runs if _is_seen_at_all(run) and run.letterlike and run.size < TINY]
    colours = {colour for _, _, colour in drawn.grounds if colour is not None} | {_WHITE}
    faint: list[Run] = []
    left = _MOST_COMPARED
    for run in drawn.runs:
        if not _is_seen_at_all(run) or run.colour is None or not _is_near_any(run.colour, colours):
            continue
        left -= len(drawn.grounds) * len(run.letters)
        if left < 0:
            return faint, tiny, False
        if _is_faint(run, drawn.grounds):
            faint.append(run)
    return faint, tiny, True


def sources_of(drawn: Drawn) -> frozenset[Source]:
    """The steps that draw nothing but such runs. A form that is drawn twice may be seen once, and then stays."""
    faint, tiny, _ = runs_of(drawn)
    unseen = {id(run) for run in (*faint, *tiny)}
    seen = {run.source for run in drawn.runs if id(run) not in unseen}
    return frozenset(run.source for run in (*faint, *tiny)) - seen


def _is_faint(run: Run, grounds: list[_Ground]) -> bool:
    """Whether two letters of it at least are drawn on their own colour, and none on another."""
    assert run.colour is not None, "only runs of a known colour are asked about"
    lost = 0
    for letter, (x, y) in zip(run.letters, run.middles(), strict=True):
        if not letter.strip():
            continue
        ground = _under(x, y, run.order, grounds)
        if ground is None or not _is_near(run.colour, ground):
            return False
        lost += 1
    return lost > 1


def _under(x: float, y: float, order: int, grounds: list[_Ground]) -> Colour | None:
    """What lies under a place when the run of a number is drawn."""
    for before, (x0, y0, x1, y1), colour in reversed(grounds):
        if before <= order and x0 <= x <= x1 and y0 <= y <= y1:
            return colour
    return _WHITE


def _is_seen_at_all(run: Run) -> bool:
    return not run.invisible and sum(not letter.isspace() for letter in run.letters) > 1


def _is_near_any(colour: Colour, others: set[Colour]) -> bool:
    return any(_is_near(colour, other) for other in others)


def _is_near(one: Colour, two: Colour) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one, two, strict=True))
