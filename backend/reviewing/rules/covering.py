"""Who looks after a return: whoever holds it, or who covers for them; nobody who stands aside."""

from collections.abc import Collection, Mapping
from uuid import UUID


def covered_by(person_id: UUID, *, away: Mapping[UUID, UUID], aside: Collection[UUID]) -> UUID | None:
    """The person who acts for `person_id` today: themselves, or along the chain of who covers for whom.

    `away` says who covers for each who is away. Somebody in `aside` is passed over: they are covered where they have a
    cover, and nobody acts where they have none. A ring of covers ends in nobody.
    """
    seen: set[UUID] = set()
    at: UUID | None = person_id
    while at is not None and at not in seen:
        if at not in away and at not in aside:
            return at
        seen.add(at)
        at = away.get(at)
    return None


def acts_for(
    reader_id: UUID | None,
    *,
    held_by: UUID | None,
    away: Mapping[UUID, UUID],
    aside: Collection[UUID],
) -> bool:
    """Whether the reader may act on a return: they hold it, or act for whoever does."""
    if reader_id is None or held_by is None or reader_id in aside:
        return False
    return reader_id == held_by or covered_by(held_by, away=away, aside=aside) == reader_id
