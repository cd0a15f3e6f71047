"""Mappings between requirements of different frameworks, so that one answer or one piece of evidence serves several."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Generic, TypeVar

from backend.catalogue.assurance import EditionKey
from backend.catalogue.requirements import RequirementRef
from backend.catalogue.shapes import Line, Slug, Sourced, SourceDocument, Strict, Text

Name = TypeVar("Name", bound=Hashable)


class Relation(StrEnum):
    """What the first requirement is to the second."""

    EQUAL = "equal"
    SUBSET = "subset"
    """Whoever meets the second meets the first."""
    SUPERSET = "superset"
    """Whoever meets the first meets the second."""
    INTERSECTS = "intersects"
    """They share something; meeting one says only part of the other."""


RELATION_IN_WORDS = {
    Relation.EQUAL: "asks the same as",
    Relation.SUBSET: "is a part of",
    Relation.SUPERSET: "holds the whole of",
    Relation.INTERSECTS: "shares something with",
}


class MappedPair(Sourced):
    first: RequirementRef
    relation: Relation
    second: RequirementRef


class MappingFile(Strict):
    """`frameworks/_mappings/<id>.yaml`: how requirements of one edition relate to requirements of another."""

    id: Slug
    title: Line
    about: Text
    first: EditionKey
    second: EditionKey
    documents: tuple[SourceDocument, ...] = ()
    pairs: tuple[MappedPair, ...]


@dataclass(frozen=True)
class Contradiction(Generic[Name]):
    """Mappings that can't all be true. With SUBSET, `names` walks from one requirement back to itself; with
    INTERSECTS it is the pair that is said to share only something."""

    relation: Relation
    names: tuple[Name, ...]


def contradictions(edges: Iterable[tuple[Name, Relation, Name]]) -> Iterator[Contradiction[Name]]:
    """What can't be true among mappings: a requirement that is, by way of others, a part of itself; and two that
    are said to share only something though the one, by way of others, equals or holds the other.

    Works on any names: requirements of the catalogue's editions, or a tenant's own by id. Each circle is told once.
    """
    edges = tuple(edges)
    same: _Alike[Name] = _Alike()
    for first, relation, second in edges:
        if relation is Relation.EQUAL:
            same.join(first, second)
    within: dict[Name, set[Name]] = defaultdict(set)
    said: dict[tuple[Name, Name], tuple[Name, Name]] = {}
    for first, relation, second in edges:
        if relation in {Relation.SUBSET, Relation.SUPERSET}:
            small, large = (first, second) if relation is Relation.SUBSET else (second, first)
            within[same.of(small)].add(same.of(large))
            said[same.of(small), same.of(large)] = (small, large)
    told: set[frozenset[Name]] = set()
    for start in tuple(within):
        way = _way(within, start, start)
        if way is not None and frozenset(way) not in told:
            told.add(frozenset(way))
            steps = [said[step] for step in pairwise(way)]
            yield Contradiction(Relation.SUBSET, (*(small for small, _ in steps), steps[-1][1]))
    for first, relation, second in edges:
        one, other = same.of(first), same.of(second)
        if relation is Relation.INTERSECTS and (
            one == other or _way(within, one, other) or _way(within, other, one)
        ):
            yield Contradiction(relation, (first, second))


def _way(within: Mapping[Name, set[Name]], start: Name, end: Name) -> tuple[Name, ...] | None:
    """The shortest way from start to end along `within`, both named; None where there is none."""
    came: dict[Name, Name] = {}
    waiting = [start]
    for here in waiting:
        for there in sorted(within.get(here, ()), key=repr):
            if there == end:
                back = [end, here]
                while back[-1] != start:
                    back.append(came[back[-1]])
                return tuple(reversed(back))
            if there not in came and there != start:
                came[there] = here
                waiting.append(there)
    return None


class _Alike(Generic[Name]):
    """Names that are said to be equal, gathered."""

    def __init__(self) -> None:
        self._above: dict[Name, Name] = {}

    def of(self, name: Name) -> Name:
        while name in self._above:
            name = self._above[name]
        return name

    def join(self, one: Name, other: Name) -> None:
        one, other = self.of(one), self.of(other)
        if one != other:
            self._above[one] = other
