"""Which action waits for which: never in a circle. Values only."""

from collections.abc import Collection
from uuid import UUID


def would_circle(edges: Collection[tuple[UUID, UUID]], *, waiting_id: UUID, for_id: UUID) -> bool:
    """Whether `waiting_id` would wait for itself once it waits for `for_id`, given who waits for whom already."""
    onward: dict[UUID, list[UUID]] = {}
    for waits, other in edges:
        onward.setdefault(waits, []).append(other)
    ahead, seen = [for_id], set[UUID]()
    while ahead:
        here = ahead.pop()
        if here == waiting_id:
            return True
        if here not in seen:
            seen.add(here)
            ahead.extend(onward.get(here, ()))
    return False
