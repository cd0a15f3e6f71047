"""Adding many people at once, as a spreadsheet brings them in: in as many statements for one as for a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.people import rules
from backend.people.operations.persons import record_of
from backend.scope import Scope

_INSERT = """
INSERT INTO people_person (tenant_id, id, name, job_title, email, joined_on)
SELECT $1, person.id, person.name, person.job_title, person.email, $2
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) AS person (id, name, job_title, email)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who is not on record yet."""

    name: str
    job_title: str | None = None
    email: str | None = None


async def add_people(scope: Scope, *, people: Sequence[NewPerson]) -> tuple[UUID, ...]:
    """Add people who have no account and no role yet, from today on. Returns their ids, in the same order."""
    if not people:
        return ()
    ids = [new_id() for _ in people]
    names = [rules.checked_name(person.name) for person in people]
    emails = [None if person.email is None else rules.checked_email(person.email) for person in people]
    await execute(
        _INSERT, scope.tenant.id, scope.today, ids, names, [person.job_title for person in people], emails
    )
    lines = [
        ledger.Line(
            subject=record_of(person_id, name),
            after={"name": name, "job_title": person.job_title, "email": email, "joined_on": scope.today},
        )
        for person_id, name, email, person in zip(ids, names, emails, people, strict=True)
    ]
    await ledger.record_many(scope, "people.person.added", lines)
    return tuple(ids)
