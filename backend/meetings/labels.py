"""Labels of agenda items: 7, 7.2, 7.2a. Free to follow the order until the agenda is published, then never again."""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.meetings.rules import UnableToBuildAgenda

_LETTERS: tuple[str, ...] = (
    *string.ascii_lowercase,
    *(first + second for first in string.ascii_lowercase for second in string.ascii_lowercase),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An item's place on the agenda: under which item (none at the top), and where among its neighbours."""

    id: UUID
    under_id: UUID | None
    position: int
    label: str | None
    withdrawn: bool = False


def in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    """The agenda from top to bottom: each item, then what stands under it."""
    below: dict[UUID | None, list[Place]] = {}
    for place in places:
        below.setdefault(place.under_id, []).append(place)
    found: list[Place] = []
    for top in sorted(below.get(None, ()), key=_by_position):
        found.append(top)
        found.extend(sorted(below.get(top.id, ()), key=_by_position))
    return tuple(found)


def fresh_labels(places: Iterable[Place], *, first: int = 1) -> dict[UUID, str | None]:
    """The labels of an agenda that nobody outside has seen: plain numbers in order; none for what was withdrawn.

    `first` is the number that it begins with, where a committee's numbers run through the year.
    """
    labels: dict[UUID, str | None] = {}
    top = first - 1
    sub = 0
    for place in in_order(places):
        if place.withdrawn:
            labels[place.id] = None
        elif place.under_id is None:
            top += 1
            sub = 0
            labels[place.id] = str(top)
        else:
            sub += 1
            labels[place.id] = f"{labels[place.under_id] or top}.{sub}"
    return labels


def late_label(after: str | None, *, under: str | None, taken: Iterable[str]) -> str:
    """The label of an item that comes after publication: that of the item before it, with the next free letter.

    `after` is the label that it follows among its neighbours, `under` that of the item above it. The first item
    under another one is its .1, which nobody can have written down before.
    """
    used = set(taken)
    if after is None:
        first = f"{under}.1" if under else "1"
        if first not in used:
            return first
        after = first
    stem = after.rstrip(string.ascii_lowercase)
    for letters in _LETTERS:
        if stem + letters not in used:
            return stem + letters
    raise UnableToBuildAgenda(f"There is no label left after {after}.")


def moved(siblings: Sequence[Place], item_id: UUID, *, by: int) -> Mapping[UUID, int]:
    """New positions after an item has gone `by` places (-1 up, +1 down) among those that still stand."""
    order = [place for place in sorted(siblings, key=_by_position) if not place.withdrawn]
    here = next(index for index, place in enumerate(order) if place.id == item_id)
    there = min(max(here + by, 0), len(order) - 1)
    if here == there:
        return {}
    positions = [place.position for place in order]
    order.insert(there, order.pop(here))
    return {
        place.id: position
        for place, position in zip(order, positions, strict=True)
        if place.position != position
    }


def _by_position(place: Place) -> tuple[int, str]:
    return place.position, str(place.id)
