"""Erasing a person's details from the ledger: who may, what stands against it, and that it is done by another."""

from uuid import UUID

from backend.ledger import erasing
from backend.people import queries as people
from backend.registers.queries import retention
from backend.registers.rules.erasing import check_erasing
from backend.scope import NotFound, Scope


async def erase_details(scope: Scope, *, person_id: UUID, reason: str) -> erasing.Erased:
    """Erase what is private of the ledger's lines that a person did or that are of them. Can't be undone.

    It does not touch registers, minutes, packs or files, which have their own retention; see the explanation of the
    ledger. Raises NotPermitted, NotFound, `UnableToErase`.
    """
    erasing.check_can_erase(scope)
    known = await people.persons_by_id(scope, [person_id])
    if person_id not in known:
        raise NotFound("person")
    holds = await retention.holds_of(scope, lifted=False)
    check_erasing(person_id, actor_id=scope.actor.person_id, holds=[line.hold for line in holds])
    return await erasing.erase_person(scope, person_id=person_id, reason=reason)
