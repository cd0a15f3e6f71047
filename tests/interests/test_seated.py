"""Whoever is given a seat undeclared: the chair learns of it at the appointment."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import asyncpg

from backend.committees.operations import terms
from backend.interests import chores
from backend.interests.operations import declaring
from backend.kit import database
from backend.kit.database import fetch
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import formed, seat_id


async def jobs(server_url: str, database_name: str, scope: Scope) -> list[dict[str, Any]]:
    address = {**database.connection_config(server_url), "database": database_name}
    connection = await asyncpg.connect(**address)
    try:
        return [
            dict(row)
            for row in await connection.fetch(
                "SELECT args ->> 'committee_id' AS committee_id FROM queue.procrastinate_jobs "
                "WHERE task_name = 'interests.tell_of_seats' AND args ->> 'tenant_id' = $1",
                str(scope.tenant.id),
            )
        ]
    finally:
        await connection.close()


async def letters(scope: Scope) -> list[tuple[str, str]]:
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT recipient_name, text FROM notices_letter WHERE tenant_id = $1 AND kind = 'undeclared-seated' "
            "ORDER BY recipient_name, id",
            scope.tenant.id,
        )
    return [(row["recipient_name"], row["text"]) for row in rows]


async def test_chair_is_told_at_the_appointment_of_who_has_not_declared(
    scope: Scope, server_url: str, database_name: str
) -> None:
    async def seat(name: str, slug: str, *, last_on: date | None = None) -> None:
        async with transactions.scope_tx(scope):
            person_id = await persons.add_person(
                scope,
                name=name,
                email=f"{name.split(maxsplit=1)[0].lower()}@example.invalid",
                joined_on=date(2013, 4, 1),
            )
            found = await seat_id(scope, committee_id, slug)
            await terms.appoint(
                scope, seat_id=found, person_id=person_id, from_on=date(2013, 4, 1), last_on=last_on
            )
            people[name] = person_id

    async def told(minutes: int = 0) -> list[tuple[str, str]]:
        later = replace(scope, now=scope.now + timedelta(minutes=minutes))
        await chores.tell_of_seats(later, committee_id=committee_id)
        return await letters(scope)

    people: dict[str, Any] = {}
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
    await seat("Charlie Invented", "chair")
    async with transactions.scope_tx(scope):
        await declaring.make_nil_return(scope, person_id=people["Charlie Invented"])
    assert await told() == [], "the chair has declared"

    await seat("Glenn Invented", "gp")
    await seat("Olden Invented", "observer", last_on=date(2014, 3, 31))
    deferred = await jobs(server_url, database_name, scope)
    assert deferred == [{"committee_id": str(committee_id)}] * 2, "a term that is over concerns nobody"

    first = await told(1)
    assert [name for name, _ in first] == ["Charlie Invented"]
    assert "Glenn Invented has not declared" in first[0][1] and "Olden" not in first[0][1]
    assert await told(2) == first, "the same is told once"
    async with transactions.scope_tx(scope):
        await declaring.make_nil_return(scope, person_id=people["Glenn Invented"])
    assert await told(3) == first
