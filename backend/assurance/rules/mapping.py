"""Mappings between requirements: what they mean read from either side, and that they never run in a circle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Relation(StrEnum):
    """What one requirement asks, set beside another."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    INTERSECTS = "intersects"


RELATION_IN_WORDS = {
    Relation.EQUAL: "asks the same as",
    Relation.SUBSET: "asks a part of",
    Relation.SUPERSET: "asks all of, and more than,",
    Relation.INTERSECTS: "asks partly the same as",
}

_OTHER_WAY = {
    Relation.EQUAL: Relation.EQUAL,
    Relation.SUBSET: Relation.SUPERSET,
    Relation.SUPERSET: Relation.SUBSET,
    Relation.INTERSECTS: Relation.INTERSECTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """`from_id` stands to `to_id` as `relation` says."""

    from_id: UUID
    to_id: UUID
    relation: Relation


def turned(relation: Relation) -> Relation:
    """The relation read from the other side."""
    return _OTHER_WAY[relation]


def circle_through(new: Pair, kept: Iterable[Pair]) -> tuple[UUID, ...] | None:
    """The requirements of the circle that `new` would close, the first of them named again at its end, or `None`.

    A requirement that asks a part of another, which asks a part of a third, can't ask all of the third: it would be
    smaller than itself. Requirements that ask the same count as one. Overlaps close no circle.
    """
    narrower, wider = _ends(new)
    if new.relation is Relation.INTERSECTS:
        return None
    steps = _steps(kept)
    # a strict step closes a circle where the wider already lies within the narrower, by whatever steps
    if new.relation is not Relation.EQUAL:
        way = _way(wider, narrower, steps, strict=False)
        return (narrower, *way) if way else None
    for start, goal in ((new.from_id, new.to_id), (new.to_id, new.from_id)):
        way = _way(start, goal, steps, strict=True)
        if way:
            return (*way, start)
    return None


def _ends(pair: Pair) -> tuple[UUID, UUID]:
    """The narrower and the wider of a pair."""
    return (pair.to_id, pair.from_id) if pair.relation is Relation.SUPERSET else (pair.from_id, pair.to_id)


def _steps(kept: Iterable[Pair]) -> Mapping[UUID, list[tuple[UUID, bool]]]:
    """From each requirement to those at least as wide; true where strictly wider."""
    steps: dict[UUID, list[tuple[UUID, bool]]] = defaultdict(list)
    for pair in kept:
        narrower, wider = _ends(pair)
        if pair.relation is Relation.EQUAL:
            steps[narrower].append((wider, False))
            steps[wider].append((narrower, False))
        elif pair.relation is not Relation.INTERSECTS:
            steps[narrower].append((wider, True))
    return steps


def _way(
    start: UUID, goal: UUID, steps: Mapping[UUID, list[tuple[UUID, bool]]], *, strict: bool
) -> tuple[UUID, ...] | None:
    """The shortest way from `start` to `goal`, both named; `strict` asks that one step of it is strictly wider."""
    first = (start, False)
    came_from: dict[tuple[UUID, bool], tuple[UUID, bool] | None] = {first: None}
    waiting = [first]
    while waiting:
        at = waiting.pop(0)
        here, grown = at
        if here == goal and (grown or not strict):
            way = []
            back: tuple[UUID, bool] | None = at
            while back is not None:
                way.append(back[0])
                back = came_from[back]
            return tuple(reversed(way))
        for there, wider in steps.get(here, ()):
            reached = (there, grown or wider)
            if reached not in came_from:
                came_from[reached] = at
                waiting.append(reached)
    return None
