"""Somebody who serves two bodies declares once; each body keeps and reviews its own copy, and no wall is crossed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend.interests import chores
from backend.interests.operations import copying, correcting, declaring, reviewing
from backend.interests.queries import copies, declarations, register
from backend.interests.rules.declaring import DeclarationStatus, InterestType, UnableToDeclare
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope

Found = Callable[..., Awaitable[Tenant]]


@dataclass
class Stage:
    """One account that is a person of each of two bodies."""

    here: Scope
    there: Scope
    person_here: UUID
    person_there: UUID

    def at(self, scope: Scope, person_id: UUID, *, minutes: int = 0) -> Scope:
        return replace(
            scope,
            actor=replace(scope.actor, person_id=person_id),
            now=scope.now + timedelta(minutes=minutes),
        )

    async def register(self, scope: Scope, **traits: Any) -> tuple[register.RegisterEntry, ...]:
        async with transactions.scope_tx(scope, readonly=True):
            return await register.register_of(replace(scope, now=scope.now + timedelta(days=1)), **traits)


@pytest_asyncio.fixture
async def stage(found: Found) -> Stage:
    here, there = a_scope(await found(name="NHS Here CCG (invented)")), a_scope(await found())
    account_id = new_id()
    people = []
    for scope in (here, there):
        async with transactions.scope_tx(scope):
            person_id = await persons.add_person(
                scope, name="Dana Invented", job_title=None, email=None, joined_on=date(2014, 1, 6)
            )
            if scope is here:
                await execute(
                    "INSERT INTO people_account (id, email, name, demonstration, second_factor, created_at) "
                    "VALUES ($1, $2, 'Dana Invented', false, 'own', $3)",
                    account_id,
                    f"{account_id}@example.invalid",
                    scope.now,
                )
            await execute(
                "UPDATE people_person SET account_id = $3 WHERE tenant_id = $1 AND id = $2",
                scope.tenant.id,
                person_id,
                account_id,
            )
            await execute(
                "INSERT INTO people_membership (account_id, tenant_id, person_id, tenant_slug, tenant_name) "
                "VALUES ($1, $2, $3, $4, $5)",
                account_id,
                scope.tenant.id,
                person_id,
                scope.tenant.slug,
                scope.tenant.name,
            )
            people.append(person_id)
    return Stage(here, there, *people)


async def declared(stage: Stage, *, to: list[UUID], minutes: int = 0) -> tuple[UUID, UUID]:
    """The person declares here and sends copies: the ids of declaration and interest."""
    dana = stage.at(stage.here, stage.person_here, minutes=minutes)
    async with transactions.scope_tx(dana):
        organisation_id = await organisations.add_as_named(dana, name="Castle Hill Invented Practice Ltd")
        declaration_id = await declaring.declare_interest(
            dana,
            person_id=stage.person_here,
            organisation_id=organisation_id,
            interest_type=InterestType.FINANCIAL,
            nature="Partner in the practice",
            since=date(2014, 8, 20),
        )
        _, entries = await declarations.declaration(dana, declaration_id=declaration_id)
        interest_id = entries[0].interest_id
        await copying.send_copies(dana, declaration_id=declaration_id, interest_id=interest_id, to=to)
    return declaration_id, interest_id


async def deliver(stage: Stage, declaration_id: UUID, *, minutes: int = 1) -> None:
    worker = stage.here.as_chore("interests.deliver_copies")
    await chores.deliver_copies(
        replace(worker, now=stage.here.now + timedelta(minutes=minutes)), declaration_id=declaration_id
    )


async def state_of(stage: Stage, interest_id: UUID) -> list[tuple[str, str | None]]:
    dana = stage.at(stage.here, stage.person_here)
    async with transactions.scope_tx(dana, readonly=True):
        return [
            (line.state, line.answer) for line in await copies.deliveries_of(dana, interest_id=interest_id)
        ]


async def test_person_is_offered_the_other_bodies_that_they_serve_and_no_other(
    stage: Stage, found: Found
) -> None:
    stranger = await found()
    dana, other = stage.at(stage.here, stage.person_here), stage.here
    async with transactions.scope_tx(dana, readonly=True):
        offered = await copies.bodies_of(dana)
        nothing = await copies.bodies_of(other)
    assert [body.tenant_id for body in offered] == [stage.there.tenant.id]
    assert nothing == (), "an officer is not told what else somebody serves"
    with pytest.raises(UnableToDeclare, match="that you serve"):
        await declared(stage, to=[stranger.id])


async def test_copy_arrives_once_and_each_body_reviews_its_own(stage: Stage) -> None:
    declaration_id, interest_id = await declared(stage, to=[stage.there.tenant.id])
    assert await stage.register(stage.there) == ()

    await deliver(stage, declaration_id)
    await deliver(stage, declaration_id, minutes=2)

    theirs = await stage.register(stage.there)
    assert [(entry.person_id, entry.nature, entry.since) for entry in theirs] == [
        (stage.person_there, "Partner in the practice", date(2014, 8, 20))
    ]
    assert theirs[0].organisation_name == "Castle Hill Invented Practice Ltd"
    assert theirs[0].interest_id != interest_id
    assert await state_of(stage, interest_id) == [("DELIVERED", None)]
    async with transactions.scope_tx(stage.there, readonly=True):
        lines = await declarations.declarations_of(stage.there)
        rows = await fetch("SELECT tenant_id FROM interests_delivery")
    assert [(line.came_from, line.status) for line in lines] == [
        ("NHS Here CCG (invented)", DeclarationStatus.SUBMITTED)
    ]
    assert rows == [], "the sender's outbox is not there for the receiver"

    reviewer = stage.at(stage.here, stage.person_there, minutes=5)
    async with transactions.scope_tx(stage.here):
        officer_id = await persons.add_person(
            stage.here, name="Olive Invented", job_title=None, email=None, joined_on=date(2014, 1, 6)
        )
    reviewer = stage.at(stage.here, officer_id, minutes=5)
    async with transactions.scope_tx(reviewer):
        await reviewing.approve_declaration(
            reviewer, declaration_id=declaration_id, mitigation="Known here alone"
        )
    await deliver(stage, declaration_id, minutes=6)
    theirs = await stage.register(stage.there)
    assert theirs[0].status is DeclarationStatus.SUBMITTED and theirs[0].mitigation is None


async def test_copy_that_was_written_but_not_answered_is_not_written_twice(stage: Stage) -> None:
    declaration_id, interest_id = await declared(stage, to=[stage.there.tenant.id])
    await deliver(stage, declaration_id)
    async with transactions.scope_tx(stage.here):
        await execute(
            "UPDATE interests_delivery SET state = 'WAITING', answered_at = NULL WHERE tenant_id = $1",
            stage.here.tenant.id,
        )

    await deliver(stage, declaration_id, minutes=3)

    assert len(await stage.register(stage.there)) == 1
    assert await state_of(stage, interest_id) == [("DELIVERED", None)]


async def test_agreed_mitigation_stays_where_it_was_agreed_though_the_copy_goes_later(stage: Stage) -> None:
    declaration_id, _ = await declared(stage, to=[stage.there.tenant.id])
    async with transactions.scope_tx(stage.here):
        officer_id = await persons.add_person(
            stage.here, name="Olive Invented", job_title=None, email=None, joined_on=date(2014, 1, 6)
        )
    reviewer = stage.at(stage.here, officer_id, minutes=1)
    async with transactions.scope_tx(reviewer):
        await reviewing.approve_declaration(reviewer, declaration_id=declaration_id, mitigation="Ours alone")

    await deliver(stage, declaration_id, minutes=2)

    assert [entry.mitigation for entry in await stage.register(stage.there)] == [None]


async def test_end_correction_and_withdrawal_follow_to_the_same_register(stage: Stage) -> None:
    to = [stage.there.tenant.id]
    declaration_id, interest_id = await declared(stage, to=to)
    await deliver(stage, declaration_id)

    dana = stage.at(stage.here, stage.person_here, minutes=10)
    async with transactions.scope_tx(dana):
        entry = await register.entry(dana, interest_id=interest_id)
        corrected = await correcting.correct_interest(
            dana,
            interest_id=interest_id,
            correction=correcting.Correction(
                organisation_id=entry.organisation_id,
                interest_type=entry.interest_type,
                nature="Salaried doctor",
                since=entry.since,
                reason="Not a partner",
            ),
        )
        await copying.send_copies(dana, declaration_id=corrected, interest_id=interest_id, to=to)
    await deliver(stage, corrected, minutes=11)
    assert [each.nature for each in await stage.register(stage.there)] == ["Salaried doctor"]

    dana = stage.at(stage.here, stage.person_here, minutes=20)
    async with transactions.scope_tx(dana):
        ended = await declaring.end_interest(dana, interest_id=interest_id, ended_on=date(2014, 8, 31))
        await copying.send_copies(dana, declaration_id=ended, interest_id=interest_id, to=to)
    await deliver(stage, ended, minutes=21)
    await deliver(stage, ended, minutes=22)
    theirs = await stage.register(stage.there, include_ended=True)
    assert [each.until for each in theirs] == [date(2014, 8, 31)]

    dana = stage.at(stage.here, stage.person_here, minutes=30)
    async with transactions.scope_tx(dana):
        withdrawn = await correcting.withdraw_interest(dana, interest_id=interest_id, reason="In error")
        await copying.send_copies(dana, declaration_id=withdrawn, interest_id=interest_id, to=to)
    await deliver(stage, withdrawn, minutes=31)
    assert await stage.register(stage.there, include_ended=True) == ()
    assert await state_of(stage, interest_id) == [("DELIVERED", None)]


async def test_copy_is_refused_where_the_person_has_left_or_the_register_has_it(stage: Stage) -> None:
    dana = stage.at(stage.there, stage.person_there)
    async with transactions.scope_tx(dana):
        organisation_id = await organisations.add_as_named(dana, name="Castle Hill Invented Practice Ltd")
        await declaring.declare_interest(
            dana,
            person_id=stage.person_there,
            organisation_id=organisation_id,
            interest_type=InterestType.FINANCIAL,
            nature="Partner, declared there already",
            since=date(2014, 8, 1),
        )
    declaration_id, interest_id = await declared(stage, to=[stage.there.tenant.id])
    await deliver(stage, declaration_id)
    assert await state_of(stage, interest_id) == [("REFUSED", copying.HAS_IT)]
    assert len(await stage.register(stage.there)) == 1

    async with transactions.scope_tx(stage.there):
        await execute(
            "UPDATE people_person SET left_on = $3 WHERE tenant_id = $1 AND id = $2",
            stage.there.tenant.id,
            stage.person_there,
            stage.there.today,
        )
    dana = stage.at(stage.here, stage.person_here, minutes=5)
    async with transactions.scope_tx(dana):
        ended = await declaring.end_interest(dana, interest_id=interest_id, ended_on=date(2014, 8, 31))
        await copying.send_copies(
            dana, declaration_id=ended, interest_id=interest_id, to=[stage.there.tenant.id]
        )
    await deliver(stage, ended, minutes=6)
    assert await state_of(stage, interest_id) == [("REFUSED", copying.NOT_THERE)]


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        (("Y99001", "01234567", "111111"), "Theirs by ODS code"),
        ((None, "01234567", "111111"), "Theirs by company number"),
        (("Y99009", None, "111111"), "Theirs by charity number"),
        ((None, "09999999", None), "Castle Hill Invented Practice Ltd"),
    ],
)
async def test_copy_knows_the_organisation_by_its_codes_before_its_name(
    stage: Stage, ours: tuple[str | None, ...], expected: str
) -> None:
    numbered = (
        "UPDATE organisations_organisation SET ods_code = $3, company_number = $4, charity_number = $5 "
        "WHERE tenant_id = $1 AND name = $2"
    )
    for name, codes in (
        ("Castle Hill Invented Practice Ltd", (None, None, None)),
        ("Theirs by ODS code", ("Y99001", None, None)),
        ("Theirs by company number", ("Y99002", "01234567", None)),
        ("Theirs by charity number", (None, "07654321", "111111")),
    ):
        async with transactions.scope_tx(stage.there):
            await organisations.add_as_named(stage.there, name=name)
            await execute(numbered, stage.there.tenant.id, name, *codes)
    declaration_id, _ = await declared(stage, to=[stage.there.tenant.id])
    async with transactions.scope_tx(stage.here):
        await execute(numbered, stage.here.tenant.id, "Castle Hill Invented Practice Ltd", *ours)

    await deliver(stage, declaration_id)

    (entry,) = await stage.register(stage.there)
    assert entry.organisation_name == expected
