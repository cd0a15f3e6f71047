"""When a person's details may not be erased from the ledger."""

from collections.abc import Sequence
from uuid import UUID

from backend.ledger.rules.erasing import UnableToErase
from backend.registers.rules.retention import Hold


def check_erasing(person_id: UUID, *, actor_id: UUID | None, holds: Sequence[Hold]) -> None:
    """Raises `UnableToErase`. A hold on one kind of record is one on what the ledger says of it, too."""
    if person_id == actor_id:
        raise UnableToErase("Somebody else must erase your own details.", field="person")
    if any(hold.person_id in {None, person_id} for hold in holds):
        raise UnableToErase(
            "A hold stands on this person’s records, so nothing of them is erased until it is lifted.",
            field="person",
        )


def can_erase(person_id: UUID, *, actor_id: UUID | None, holds: Sequence[Hold]) -> bool:
    """Whether `check_erasing` lets this through."""
    try:
        check_erasing(person_id, actor_id=actor_id, holds=holds)
    except UnableToErase:
        return False
    return True
