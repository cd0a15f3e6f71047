"""Persons of a tenant and the tenant-wide roles that they hold."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit import database
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import recipients
from backend.people import queries, rules
from backend.people.tables import Person, Role
from backend.scope import NotFound, Scope


async def add_person(
    scope: Scope,
    *,
    name: str,
    job_title: str | None = None,
    email: str | None = None,
    joined_on: date | None = None,
) -> UUID:
    """Add a person, who has no account and no role yet. Returns their id."""
    traits: dict[str, Any] = {
        "name": rules.checked_name(name),
        "job_title": job_title,
        "email": None if email is None else rules.checked_email(email),
        "joined_on": joined_on or scope.today,
    }
    person_id: UUID = await Person.add(scope, **traits)
    await ledger.record(scope, "people.person.added", record_of(person_id, traits["name"]), after=traits)
    return person_id


async def change_person(
    scope: Scope,
    *,
    person_id: UUID,
    name: str,
    job_title: str | None,
    email: str | None,
    left_on: date | None,
    now: datetime,
) -> None:
    """Change what is known of a person. `left_on` is the first day on which they no longer belong to the tenant.

    From that day their account no longer opens the tenant; open invitations end at `now` (real time).
    """
    person = await queries.person_line_of(scope, person_id=person_id)
    before = {
        "name": person.name,
        "job_title": person.job_title,
        "email": person.email,
        "left_on": person.left_on,
    }
    after: dict[str, Any] = {
        "name": rules.checked_name(name),
        "job_title": job_title,
        "email": None if email is None else rules.checked_email(email),
        "left_on": left_on,
    }
    if before == after:
        return
    rules.check_period(person.joined_on, left_on, field="left_on")
    if left_on is not None and await _is_officer(scope, person_id):
        rules.check_officer_remains(await _other_officers(scope, person_id), field="left_on")
    await Person.change(scope, **after).where(Person.id == person_id)
    if left_on != person.left_on:
        await _open_or_close_door(scope, person_id, closed=left_on is not None, now=now)
    if after["email"] != person.email:
        await recipients.readdress(
            scope, person_id=person_id, name=after["name"], address=after["email"] or ""
        )
    if left_on is not None and left_on <= scope.today:
        await recipients.withdraw_from(scope, person_id=person_id)
    await ledger.record(
        scope, "people.person.changed", record_of(person_id, after["name"]), before=before, after=after
    )


async def grant_role(scope: Scope, *, person_id: UUID, role: str, from_on: date | None = None) -> UUID:
    """Grant a tenant-wide role from a date (today by default) until it is ended. Returns the period's id."""
    rules.check_tenant_role(role)
    person = await queries.person_line_of(scope, person_id=person_id)
    starts = from_on or scope.today
    rules.check_grant(starts, joined_on=person.joined_on, left_on=person.left_on)
    held = await database.fetch(
        "SELECT 1 FROM people_role WHERE tenant_id = $1 AND person_id = $2 AND role = $3 "
        "AND (to_on IS NULL OR to_on > $4)",
        scope.tenant.id,
        person_id,
        role,
        starts,
    )
    if held:
        raise rules.UnableToGrantRole(f"{person.name} holds that role already.", field="role")
    role_id: UUID = await Role.add(scope, person_id=person_id, role=role, from_on=starts)
    after = {"role": role, "from_on": starts}
    await ledger.record(scope, "people.role.granted", record_of(person_id, person.name), after=after)
    return role_id


async def end_role(scope: Scope, *, person_id: UUID, role_id: UUID, to_on: date | None = None) -> None:
    """End a person's role: `to_on` is the first day without it (today by default, so that it ends at once)."""
    rows = await (
        Role.within(scope, Role.role, Role.from_on, Role.to_on)
        .where(Role.id == role_id, Role.person_id == person_id)
        .lock_rows("UPDATE")
    )
    if not rows:
        raise NotFound("role")
    held = rows[0]
    ends = to_on or scope.today
    rules.check_period(held["from_on"], ends, field="to_on")
    if held["role"] == rules.OFFICER:
        rules.check_officer_remains(await _other_officers(scope, person_id), field="to_on")
    await Role.change(scope, to_on=ends).where(Role.id == role_id)
    person = await queries.person_line_of(scope, person_id=person_id)
    await ledger.record(
        scope,
        "people.role.ended",
        record_of(person.id, person.name),
        before={"role": held["role"], "from_on": held["from_on"], "to_on": held["to_on"]},
        after={"role": held["role"], "from_on": held["from_on"], "to_on": ends},
    )


def record_of(person_id: UUID, name: str) -> Record:
    return Record(room="people", kind="person", id=person_id, title=name)


async def _is_officer(scope: Scope, person_id: UUID) -> bool:
    rows = await database.fetch(
        "SELECT 1 FROM people_role WHERE tenant_id = $1 AND person_id = $2 AND role = $3 AND to_on IS NULL",
        scope.tenant.id,
        person_id,
        rules.OFFICER,
    )
    return bool(rows)


async def _other_officers(scope: Scope, person_id: UUID) -> int:
    """How many others hold the officer's role without an end. Their rows are locked, in one order, until the
    transaction ends, so that two officers who end each other's role at once can't both succeed."""
    rows = await database.fetch(
        "SELECT r.person_id FROM people_role r "
        "JOIN people_person p ON p.tenant_id = r.tenant_id AND p.id = r.person_id "
        "WHERE r.tenant_id = $1 AND r.role = $2 AND r.to_on IS NULL AND p.left_on IS NULL "
        "ORDER BY r.id FOR UPDATE",
        scope.tenant.id,
        rules.OFFICER,
    )
    return len({row["person_id"] for row in rows} - {person_id})


async def _open_or_close_door(scope: Scope, person_id: UUID, *, closed: bool, now: datetime) -> None:
    """Keep memberships in step with who belongs; `person_in` judges the date itself."""
    ended_at = now if closed else None
    await database.execute(
        "UPDATE people_membership SET ended_at = $3 WHERE tenant_id = $1 AND person_id = $2",
        scope.tenant.id,
        person_id,
        ended_at,
    )
    if closed:
        await database.execute(
            "UPDATE people_invitation SET ended_at = $3 "
            "WHERE tenant_id = $1 AND person_id = $2 AND ended_at IS NULL",
            scope.tenant.id,
            person_id,
            now,
        )
