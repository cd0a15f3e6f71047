"""Who is touched when an organisation is: those who hold it, at any remove, and its parts; never up and then down."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from datetime import date

from backend.radar.files import Relation

# In a relation read forwards, who holds whom: the organisation the other, or the other the organisation.
_HOLDER_FIRST = {"owns", "partner-in", "member-of", "shares-in", "carried-out-by"}
_PARTS = {
    "owns",
    "subsidiary-of",
    "part-of",
    "branch-of",
}  # a venture is no part of its partners, nor a club of its members
_FARTHEST = 12  # steps; a longer chain of owners tells nothing, and a circle ends

Path = tuple[Relation, ...]


class Relations:
    """The relations that hold on a day."""

    def __init__(self, relations: Iterable[Relation], day: date) -> None:
        self._held_by: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
        self._parts: dict[str, list[tuple[str, Relation]]] = defaultdict(list)
        self._reached: dict[str, Mapping[str, Path]] = {}
        for relation in relations:
            if not relation.holds_on(day) or relation.organisation_id == relation.other_id:
                continue
            one, other = relation.organisation_id, relation.other_id
            if relation.kind == "merged-into":
                # From that day on they are one, in both directions.
                for ways in (self._held_by, self._parts):
                    ways[one].append((other, relation))
                    ways[other].append((one, relation))
                continue
            holder, held = (one, other) if relation.kind in _HOLDER_FIRST else (other, one)
            self._held_by[held].append((holder, relation))
            if relation.kind in _PARTS:
                self._parts[holder].append((held, relation))

    def touched_by(self, organisation_id: str) -> Mapping[str, Path]:
        """From each organisation that is touched when this one is, the steps that lead from it to this one."""
        if organisation_id not in self._reached:
            reached = self._walk(organisation_id, self._parts)
            for other, path in self._walk(organisation_id, self._held_by).items():
                if other not in reached or len(path) < len(reached[other]):
                    reached[other] = path
            self._reached[organisation_id] = reached
        return self._reached[organisation_id]

    def members_of(self, organisation_id: str) -> frozenset[str]:
        """Who belongs to a federation or network, directly."""
        return frozenset(
            other
            for other, relation in self._held_by.get(organisation_id, ())
            if relation.kind in ("member-of", "partner-in")
        )

    def _walk(self, start: str, ways: Mapping[str, list[tuple[str, Relation]]]) -> dict[str, Path]:
        reached: dict[str, Path] = {start: ()}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            if len(reached[here]) >= _FARTHEST:
                continue
            for other, relation in ways.get(here, ()):
                if other not in reached:
                    reached[other] = (relation, *reached[here])
                    waiting.append(other)
        return reached
