"""The register in two times, and the chase, on the real database."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from backend.catalogue.overriding import Override, overridden
from backend.interests import chasing, settings
from backend.interests.operations import declaring
from backend.interests.queries import declarations, register
from backend.interests.rules import declaring as rules
from backend.kit.database import fetch
from backend.ledger import queries as ledger
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import NotPermitted, Refusal, Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope

Found = Callable[..., Awaitable[Tenant]]


@pytest_asyncio.fixture
async def person_id(scope: Scope) -> UUID:
    async with transactions.scope_tx(scope):
        return await persons.add_person(
            scope,
            name="Dana Invented",
            job_title="Lay member",
            email="dana@example.invalid",
            joined_on=date(2014, 1, 6),
        )


@pytest_asyncio.fixture
async def organisation_id(scope: Scope) -> UUID:
    async with transactions.scope_tx(scope):
        return await organisations.add_as_named(scope, name="Castle Hill Invented Practice Ltd")


def at(scope: Scope, moment: str) -> Scope:
    """The same actor at another moment."""
    return replace(scope, now=datetime.fromisoformat(moment).replace(tzinfo=UTC))


async def declared(scope: Scope, person_id: UUID, organisation_id: UUID, **traits: object) -> UUID:
    """Declare a financial interest from April 2008; returns the interest's id."""
    async with transactions.scope_tx(scope):
        declaration_id = await declaring.declare_interest(
            scope,
            person_id=person_id,
            organisation_id=organisation_id,
            interest_type=traits.pop("interest_type", rules.InterestType.FINANCIAL),  # type: ignore[arg-type]  # a test's own word
            nature="Partner in the practice",
            since=date(2008, 4, 1),
            **traits,  # type: ignore[arg-type]
        )
        _, entries = await declarations.declaration(scope, declaration_id=declaration_id)
        return entries[0].interest_id


async def test_register_is_told_as_it_stood_and_as_it_was_known(
    scope: Scope, person_id: UUID, organisation_id: UUID
) -> None:
    interest_id = await declared(scope, person_id, organisation_id)
    later = at(scope, "2014-10-01T09:00")
    async with transactions.scope_tx(later):
        await declaring.end_interest(later, interest_id=interest_id, ended_on=date(2014, 9, 15))

    async with transactions.scope_tx(later, readonly=True):
        stood_then = await register.register_of(later, on=date(2014, 9, 10))
        stands_now = await register.register_of(later)
        ended_shown = await register.register_of(later, include_ended=True)
        known_before = await register.register_of(later, on=date(2014, 9, 20), known_at=scope.now)
        before_anything = await register.register_of(later, known_at=scope.now - timedelta(seconds=1))
        versions = await register.versions_of(later, interest_id=interest_id)

    assert [entry.until for entry in stood_then] == [date(2014, 9, 15)]
    assert stands_now == ()
    assert len(ended_shown) == 1
    assert [entry.until for entry in known_before] == [None], "the end was not known yet"
    assert before_anything == ()
    assert [version.until for _, _, version in versions] == [None, date(2014, 9, 15)]
    assert versions[0][1] == versions[1][0] == later.now, "one version closes as the next opens"


async def test_declaration_carries_its_rule_set_and_its_line_in_the_ledger(
    scope: Scope, person_id: UUID, organisation_id: UUID
) -> None:
    interest_id = await declared(scope, person_id, organisation_id)

    async with transactions.scope_tx(scope, readonly=True):
        entry = await register.entry(scope, interest_id=interest_id)
        history = await ledger.history_of(scope, room="interests", kind="interest", record_id=interest_id)

    assert entry.rule_set == "managing-conflicts-of-interest/2013-03"
    assert [line.act for line in history] == ["interests.interest.declared"]
    assert history[0].after is not None
    assert history[0].after["nature"] == "Partner in the practice"


async def test_late_is_counted_from_what_the_person_knew(
    scope: Scope, person_id: UUID, organisation_id: UUID
) -> None:
    async def late(known_on: date, interest_type: rules.InterestType) -> bool:
        traits: dict[str, object] = {"known_on": known_on, "interest_type": interest_type}
        interest_id = await declared(scope, person_id, organisation_id, **traits)
        async with transactions.scope_tx(scope, readonly=True):
            return (await register.entry(scope, interest_id=interest_id)).late

    assert not await late(date(2014, 8, 4), rules.InterestType.FINANCIAL)
    assert await late(date(2014, 8, 3), rules.InterestType.NON_FINANCIAL_PERSONAL)


async def test_member_can_not_declare_for_another(
    scope: Scope, person_id: UUID, organisation_id: UUID
) -> None:
    member = replace(scope, permissions=frozenset({"interests.declare"}))
    with pytest.raises(NotPermitted):
        await declared(member, person_id, organisation_id)


async def test_two_who_end_an_interest_at_once_have_one_effect(
    scope: Scope, person_id: UUID, organisation_id: UUID
) -> None:
    import asyncio

    interest_id = await declared(scope, person_id, organisation_id)
    later = at(scope, "2014-10-01T09:00")

    async def end() -> bool:
        try:
            async with transactions.scope_tx(later):
                await declaring.end_interest(later, interest_id=interest_id, ended_on=date(2014, 9, 15))
        except Refusal:
            return False
        return True

    outcomes = await asyncio.gather(asyncio.create_task(end()), asyncio.create_task(end()))

    assert sorted(outcomes) == [False, True]
    async with transactions.scope_tx(later, readonly=True):
        assert len(await register.versions_of(later, interest_id=interest_id)) == 2


async def test_conflicts_are_found_on_the_day_and_only_then(
    scope: Scope, person_id: UUID, organisation_id: UUID
) -> None:
    interest_id = await declared(scope, person_id, organisation_id)
    later = at(scope, "2014-10-01T09:00")
    async with transactions.scope_tx(later):
        await declaring.end_interest(later, interest_id=interest_id, ended_on=date(2014, 9, 15))
        found = {
            day: await register.interests_touching(
                later, person_ids=(person_id,), organisation_ids=(organisation_id,), on=day
            )
            for day in (date(2008, 3, 31), date(2014, 9, 15), date(2014, 9, 16))
        }

    assert [len(touching) for touching in found.values()] == [0, 1, 0]
    assert found[date(2014, 9, 15)][0].in_words == (
        "financial interest in Castle Hill Invented Practice Ltd: Partner in the practice"
    )


async def test_day_without_an_edition_is_refused_naming_its_neighbours(found: Found) -> None:
    scope = a_scope(await found(), now="2013-01-10T09:00")
    async with transactions.scope_tx(scope, readonly=True):
        with pytest.raises(settings.NoRuleSet, match="2013-03 begins on 28 March 2013"):
            await settings.rule_set_of(scope)


async def test_who_owes_is_chased_once_a_rung_and_no_more_after_declaring(
    scope: Scope, person_id: UUID
) -> None:
    async def letters() -> list[str]:
        async with transactions.scope_tx(scope, readonly=True):
            rows = await fetch(
                "SELECT subject, state FROM notices_letter WHERE tenant_id = $1 ORDER BY queued_at, id",
                scope.tenant.id,
            )
        return [row["state"] for row in rows]

    async def chase(moment: str) -> int:
        morning = at(scope, moment)
        async with transactions.scope_tx(morning):
            return await chasing.chase(morning)

    assert await chase("2014-01-20T08:00") == 0, "nothing is owed a fortnight before the due day"
    assert await chase("2014-01-27T08:00") == 1
    assert await chase("2014-01-27T09:00") == 0, "run twice, the second does nothing"
    assert await chase("2014-02-03T08:00") == 1

    on_the_day = replace(at(scope, "2014-02-04T10:00"), actor=replace(scope.actor, person_id=person_id))
    async with transactions.scope_tx(on_the_day):
        await declaring.make_nil_return(on_the_day, person_id=person_id)

    assert set(await letters()) == {"withdrawn"}, "what still waited was taken back"
    assert await chase("2014-02-10T08:00") == 0


async def test_next_chase_is_written_down_as_due(scope: Scope, person_id: UUID) -> None:
    morning = at(scope, "2014-01-20T08:00")
    async with transactions.scope_tx(morning):
        await chasing.chase(morning)
        rows = await fetch("SELECT chore, due_at FROM tenancy_due WHERE tenant_id = $1", scope.tenant.id)

    assert [(row["chore"], row["due_at"]) for row in rows if row["chore"] == chasing.CHORE] == [
        (chasing.CHORE, datetime(2014, 1, 27, 7, 30, tzinfo=UTC))
    ]


async def test_group_that_refreshes_sooner_owes_sooner(scope: Scope, person_id: UUID) -> None:
    override = Override(
        key="declarants.employees.refresh_months", value=6, reason="An invented wish of the board."
    )
    async with transactions.scope_tx(scope):
        await declaring.make_nil_return(scope, person_id=person_id)
        standing = await declarations.standing_of(scope, person_id=person_id)
        as_shipped = await settings.rule_set_of(scope)
    sooner = overridden(as_shipped, [override])

    assert standing.group == "employees"
    assert standing.due_on(as_shipped) == rules.months_after(scope.today, 12)
    assert standing.due_on(sooner) == rules.months_after(scope.today, 6)
