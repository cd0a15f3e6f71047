"""Adding many people at once, as a spreadsheet brings them in: in as many statements for one as for a thousand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.people import rules, seals
from backend.people.operations.persons import record_of
from backend.scope import Scope

_INSERT = """
INSERT INTO people_person (tenant_id, id, name, job_title, email, joined_on)
SELECT $1, person.id, person.name, person.job_title, person.email, coalesce(person.joined_on, $2)
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[])
  AS person (id, name, job_title, email, joined_on)
"""

_GRANT = """
INSERT INTO people_role (tenant_id, id, person_id, role, from_on)
SELECT $1, granted.id, granted.person_id, granted.role, granted.from_on
FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[]) AS granted (id, person_id, role, from_on)
WHERE NOT EXISTS (SELECT FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = granted.person_id
  AND r.role = granted.role AND (r.to_on IS NULL OR r.to_on > granted.from_on))
RETURNING id
"""

_INVITE = """
INSERT INTO people_invitation
  (id, token_hash, tenant_id, person_id, email, name, tenant_name, tenant_slug, expires_at)
SELECT i.id, i.token_hash, $1, p.id, p.email, p.name, $2, $3, $4
FROM unnest($5::uuid[], $6::bytea[], $7::uuid[]) AS i (id, token_hash, person_id)
JOIN people_person p ON p.tenant_id = $1 AND p.id = i.person_id
"""

_MAY_BE_INVITED = """
SELECT id, name, email FROM people_person
WHERE tenant_id = $1 AND id = ANY ($2) AND account_id IS NULL AND email IS NOT NULL
  AND (left_on IS NULL OR left_on > $3)
ORDER BY name, id FOR UPDATE
"""

_END_INVITATIONS = """
UPDATE people_invitation SET ended_at = $3 WHERE tenant_id = $1 AND person_id = ANY ($2) AND ended_at IS NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who is not on record yet."""

    name: str
    job_title: str | None = None
    email: str | None = None
    joined_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role that somebody is to hold from a day on."""

    person_id: UUID
    name: str
    role: str
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedPerson:
    """Somebody who was just invited. The token is told once and kept nowhere."""

    person_id: UUID
    name: str
    email: str
    token: str
    expires_at: datetime


async def add_people(scope: Scope, *, people: Sequence[NewPerson]) -> tuple[UUID, ...]:
    """Add people who have no account and no role yet. Returns their ids, in the same order.

    They belong to the organisation from their first day on, or from today where none is given.
    """
    if not people:
        return ()
    ids = [new_id() for _ in people]
    names = [rules.checked_name(person.name) for person in people]
    emails = [None if person.email is None else rules.checked_email(person.email) for person in people]
    await execute(
        _INSERT,
        scope.tenant.id,
        scope.today,
        ids,
        names,
        [person.job_title for person in people],
        emails,
        [person.joined_on for person in people],
    )
    lines = [
        ledger.Line(
            subject=record_of(person_id, name),
            after={
                "name": name,
                "job_title": person.job_title,
                "email": email,
                "joined_on": person.joined_on or scope.today,
            },
        )
        for person_id, name, email, person in zip(ids, names, emails, people, strict=True)
    ]
    await ledger.record_many(scope, "people.person.added", lines)
    return tuple(ids)


async def grant_roles(scope: Scope, *, grants: Sequence[Grant]) -> tuple[UUID, ...]:
    """Grant roles for the whole organisation; who holds one already is passed over. Returns the ids of the new ones."""
    for grant in grants:
        rules.check_tenant_role(grant.role)
    by_id = {new_id(): grant for grant in grants}
    rows = await fetch(
        _GRANT,
        scope.tenant.id,
        list(by_id),
        [grant.person_id for grant in by_id.values()],
        [grant.role for grant in by_id.values()],
        [grant.from_on for grant in by_id.values()],
    )
    made = {row["id"] for row in rows}
    lines = [
        ledger.Line(
            subject=record_of(grant.person_id, grant.name),
            after={"role": grant.role, "from_on": grant.from_on},
        )
        for role_id, grant in by_id.items()
        if role_id in made
    ]
    await ledger.record_many(scope, "people.role.granted", lines)
    return tuple(role_id for role_id in by_id if role_id in made)


async def invite_many(
    scope: Scope, *, person_ids: Sequence[UUID], now: datetime
) -> tuple[InvitedPerson, ...]:
    """Invite those of them who have an address and no account; `now` is real time. Earlier invitations end."""
    people = await fetch(_MAY_BE_INVITED, scope.tenant.id, list(person_ids), scope.today)
    invited = [
        InvitedPerson(
            person_id=row["id"],
            name=row["name"],
            email=row["email"],
            token=seals.new_token(),
            expires_at=now + rules.INVITED_WITHIN,
        )
        for row in people
    ]
    if not invited:
        return ()
    ids = [each.person_id for each in invited]
    await execute(_END_INVITATIONS, scope.tenant.id, ids, now)
    await execute(
        _INVITE,
        scope.tenant.id,
        scope.tenant.name,
        scope.tenant.slug,
        now + rules.INVITED_WITHIN,
        [new_id() for _ in invited],
        [seals.token_hash(each.token) for each in invited],
        ids,
    )
    lines = [
        ledger.Line(
            subject=record_of(each.person_id, each.name),
            after={"email": each.email, "expires_at": each.expires_at},
        )
        for each in invited
    ]
    await ledger.record_many(scope, "people.person.invited", lines)
    return tuple(invited)


async def take_back(
    scope: Scope, *, people: Mapping[UUID, str], roles: Collection[UUID], now: datetime
) -> None:
    """Say of people, by id with their names, and of roles that they never were here: a list was brought in wrongly.

    The rows stay. The caller has made sure that none of them has an account. `now` is real time.
    """
    await execute(
        "UPDATE people_role SET to_on = from_on WHERE tenant_id = $1 AND id = ANY ($2)",
        scope.tenant.id,
        list(roles),
    )
    await execute(_END_INVITATIONS, scope.tenant.id, list(people), now)
    await execute(
        "UPDATE people_person SET left_on = joined_on WHERE tenant_id = $1 AND id = ANY ($2)",
        scope.tenant.id,
        list(people),
    )
    lines = [
        ledger.Line(subject=record_of(person_id, name), after={"taken_back": True})
        for person_id, name in people.items()
    ]
    await ledger.record_many(scope, "people.person.taken-back", lines)
