"""Mappings between requirements of the organisation: read from either side, and never against one another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from backend.assurance.rules.editions import UnableToKeepFramework
from backend.catalogue.mappings import RELATION_IN_WORDS, Relation, contradictions

__all__ = ["RELATION_IN_WORDS", "Pair", "Relation", "check_fits", "fitting", "turned"]

Note = TypeVar("Note")

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


def check_fits(new: Pair, kept: Iterable[Pair], *, names: Mapping[UUID, str]) -> None:
    """A new mapping can be true beside those that stand. Raises UnableToKeepFramework, naming the circle.

    `names` gives the words for every requirement of `kept` and of `new`.
    """
    if new.from_id == new.to_id:
        raise UnableToKeepFramework("A requirement can’t be mapped to itself.", field="other")
    kept = tuple(kept)
    if any({new.from_id, new.to_id} == {pair.from_id, pair.to_id} for pair in kept):
        raise UnableToKeepFramework(
            f"{names[new.from_id]} and {names[new.to_id]} are mapped already. End that mapping first.",
            field="other",
        )
    edges = [(pair.from_id, pair.relation, pair.to_id) for pair in (*kept, new)]
    before = set(contradictions(edges[:-1]))
    for found in contradictions(edges):
        if found in before:
            continue
        if found.relation is Relation.INTERSECTS:
            one, other = (names[each] for each in found.names)
            raise UnableToKeepFramework(
                f"{one} is said to share only something with {other}, but by way of other mappings the one would hold "
                "the whole of the other. End one of the mappings first.",
                field="relation",
            )
        way = ", which is a part of ".join(names[each] for each in found.names)
        raise UnableToKeepFramework(
            f"This would close a circle: {way}. A requirement can’t be a part of itself. Change the relation, or end "
            "one of the mappings of the circle first.",
            field="relation",
        )


def fitting(new: Sequence[tuple[Pair, Note]], kept: Iterable[Pair]) -> list[tuple[Pair, Note]]:
    """Those of the new mappings that can be true beside what stands, one after the other, each with its note."""
    edges = [(pair.from_id, pair.relation, pair.to_id) for pair in kept]
    known = set(contradictions(edges))
    together = [*edges, *((pair.from_id, pair.relation, pair.to_id) for pair, _ in new)]
    if set(contradictions(together)) == known:
        return list(new)
    found = []
    for pair, note in new:
        edge = (pair.from_id, pair.relation, pair.to_id)
        if set(contradictions([*edges, edge])) <= known:
            edges.append(edge)
            found.append((pair, note))
    return found
