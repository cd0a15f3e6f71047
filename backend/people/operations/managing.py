"""Naming who manages whom: nobody themselves, and never in a circle."""

from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.people import queries, rules
from backend.people.operations.persons import record_of
from backend.people.tables import Person
from backend.scope import Scope


async def name_manager(scope: Scope, *, person_id: UUID, manager_id: UUID | None) -> None:
    """Name somebody's line manager, or nobody. Raises rules.UnableToKeepPerson, NotFound."""
    person = await queries.person_line_of(scope, person_id=person_id)
    if person.line_manager_id == manager_id:
        return
    if manager_id is not None:
        if manager_id == person_id:
            raise rules.UnableToKeepPerson("Nobody is their own line manager.", field="line_manager_id")
        # two who name each other at once would make a circle that neither saw
        lock = f"people/managers/{scope.tenant.id}"
        await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)
        found = (await queries.persons_by_id(scope, [manager_id])).get(manager_id)
        if found is None:
            raise rules.UnableToKeepPerson("Choose the line manager from the list.", field="line_manager_id")
        if await queries.is_managed_by(scope, person_id=manager_id, manager_id=person_id):
            raise rules.UnableToKeepPerson(
                f"{person.name} manages {found.name}, directly or through others, so {found.name} can’t manage "
                f"{person.name}.",
                field="line_manager_id",
            )
    await Person.change(scope, line_manager_id=manager_id).where(Person.id == person_id)
    await ledger.record(
        scope,
        "people.manager.named",
        record_of(person_id, person.name),
        before={"line_manager_id": person.line_manager_id},
        after={"line_manager_id": manager_id},
    )
