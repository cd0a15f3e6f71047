"""Persons and roles, on the real database."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

import pytest

from backend.ledger import queries as ledger
from backend.people import operations, queries, rules
from backend.scope import NotFound, Scope, Tenant
from backend.tenancy import transactions
from tests.people.conftest import NOON
from tests.scopes import a_scope


async def test_officer_adds_and_changes_a_person_and_the_ledger_has_both(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        person_id = await operations.add_person(
            scope, name="Robin Invented", email="Robin@Demonstration.example"
        )
        await operations.change_person(
            scope,
            person_id=person_id,
            name="Robin Invented",
            job_title="Lay member",
            email="robin@demonstration.example",
            left_on=None,
            now=NOON,
        )
        found = await queries.person_of(scope, person_id=person_id, now=NOON)
        history = await ledger.history_of(scope, room="people", kind="person", record_id=person_id)
    assert (found.person.name, found.person.job_title) == ("Robin Invented", "Lay member")
    assert found.person.joined_on == date(2014, 9, 1)
    assert [line.act for line in history] == ["people.person.added", "people.person.changed"]
    assert history[1].before is not None and history[1].before["job_title"] is None


async def test_change_that_changes_nothing_writes_nothing(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        person_id = await operations.add_person(scope, name="Robin Invented")
        await operations.change_person(
            scope,
            person_id=person_id,
            name="Robin Invented",
            job_title=None,
            email=None,
            left_on=None,
            now=NOON,
        )
        history = await ledger.history_of(scope, room="people", kind="person", record_id=person_id)
    assert len(history) == 1


async def test_role_is_held_from_its_first_day_until_the_day_before_its_end(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        person_id = await operations.add_person(scope, name="Robin Invented", joined_on=date(2014, 4, 1))
        role_id = await operations.grant_role(
            scope, person_id=person_id, role="internal-audit", from_on=date(2014, 6, 1)
        )
        await operations.end_role(scope, person_id=person_id, role_id=role_id, to_on=date(2014, 8, 1))
        held = {
            on: bool(await queries.roles_of(scope, person_id=person_id, on=on))
            for on in (date(2014, 5, 31), date(2014, 6, 1), date(2014, 7, 31), date(2014, 8, 1))
        }
    assert list(held.values()) == [False, True, True, False]


async def test_role_that_ends_today_is_gone_at_once(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        person_id = await operations.add_person(scope, name="Robin Invented")
        role_id = await operations.grant_role(scope, person_id=person_id, role="regulator")
        assert await queries.roles_of(scope, person_id=person_id, on=scope.today) == {"regulator"}
        await operations.end_role(scope, person_id=person_id, role_id=role_id)
        assert await queries.roles_of(scope, person_id=person_id, on=scope.today) == frozenset()


async def test_role_is_not_granted_twice_nor_before_joining_nor_from_a_seat(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        person_id = await operations.add_person(scope, name="Robin Invented")
        await operations.grant_role(scope, person_id=person_id, role="internal-audit")
        with pytest.raises(rules.UnableToGrantRole, match="already"):
            await operations.grant_role(scope, person_id=person_id, role="internal-audit")
        with pytest.raises(rules.UnableToGrantRole, match="while the person belongs"):
            await operations.grant_role(
                scope, person_id=person_id, role="regulator", from_on=date(2014, 8, 31)
            )
        with pytest.raises(rules.UnableToGrantRole, match="from the list"):
            await operations.grant_role(scope, person_id=person_id, role="chair")


async def test_last_officer_keeps_the_role_and_cannot_leave(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        first = await operations.add_person(scope, name="Robin Invented")
        role_id = await operations.grant_role(scope, person_id=first, role="governance-officer")
        with pytest.raises(rules.UnableToEndRole, match="last governance officer"):
            await operations.end_role(scope, person_id=first, role_id=role_id)
        with pytest.raises(rules.UnableToEndRole, match="last governance officer"):
            await operations.change_person(
                scope,
                person_id=first,
                name="Robin Invented",
                job_title=None,
                email=None,
                left_on=date(2014, 12, 1),
                now=NOON,
            )
        second = await operations.add_person(scope, name="Sam Invented")
        await operations.grant_role(scope, person_id=second, role="governance-officer")
        with pytest.raises(NotFound):
            await operations.end_role(scope, person_id=second, role_id=role_id)
        await operations.end_role(scope, person_id=first, role_id=role_id)


async def test_two_officers_who_end_each_others_role_at_once_do_not_both_succeed(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        roles = []
        for name in ("Robin Invented", "Sam Invented"):
            person_id = await operations.add_person(scope, name=name)
            role_id = await operations.grant_role(scope, person_id=person_id, role="governance-officer")
            roles.append((person_id, role_id))

    async def end(person_id: UUID, role_id: UUID) -> None:
        async with transactions.scope_tx(scope):
            await operations.end_role(scope, person_id=person_id, role_id=role_id)
            await asyncio.sleep(0.1)

    races = [asyncio.create_task(end(*held), context=contextvars.Context()) for held in roles]
    outcomes = await asyncio.gather(*races, return_exceptions=True)
    assert sum(outcome is None for outcome in outcomes) == 1
    async with transactions.scope_tx(scope):
        assert len(await queries.people_of(scope, role="governance-officer")) == 1


async def test_list_shows_roles_filters_by_them_and_leaves_out_who_left(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        robin = await operations.add_person(scope, name="Robin Invented")
        sam = await operations.add_person(scope, name="Sam Invented")
        await operations.grant_role(scope, person_id=sam, role="regulator")
        await operations.grant_role(scope, person_id=sam, role="internal-audit")
        await operations.change_person(
            scope,
            person_id=robin,
            name="Robin Invented",
            job_title=None,
            email=None,
            left_on=scope.today,
            now=NOON,
        )
        everyone = await queries.people_of(scope)
        audit = await queries.people_of(scope, role="internal-audit")
        also_left = await queries.people_of(scope, also_left=True)
        by_id = await queries.persons_by_id(scope, [robin, sam])
    assert [(line.name, line.roles) for line in everyone] == [
        ("Sam Invented", ("internal-audit", "regulator"))
    ]
    assert [line.id for line in audit] == [sam]
    assert [line.id for line in also_left] == [robin, sam]
    assert set(by_id) == {robin, sam}


async def test_person_of_another_tenant_is_not_there(
    scope: Scope, found: Callable[..., Awaitable[Tenant]]
) -> None:
    other = a_scope(await found())
    async with transactions.scope_tx(other):
        theirs = await operations.add_person(other, name="Alex Invented")
    async with transactions.scope_tx(scope):
        with pytest.raises(NotFound):
            await queries.person_of(scope, person_id=theirs, now=NOON)
        with pytest.raises(NotFound):
            await operations.grant_role(scope, person_id=theirs, role="regulator")
        assert await queries.persons_by_id(scope, [theirs]) == {}


async def test_list_costs_the_same_statements_however_many_it_shows(scope: Scope) -> None:
    from backend.kit import database

    async with transactions.scope_tx(scope):
        costs = []
        for count in (1, 12):
            for number in range(count):
                await operations.add_person(scope, name=f"Invented {number}")
            before = database.DB.statements
            await queries.people_of(scope)
            costs.append(database.DB.statements - before)
    assert costs[0] == costs[1]
