"""Facts follow what is done in the rooms, rules follow facts, and nothing is looked at where nobody did anything."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from backend.assurance.chores import follow_changes
from backend.assurance.operations import following
from backend.assurance.queries.verdicts import VerdictView, changed_since, lapsing, verdicts_of
from backend.assurance.rules.judging import Outcome
from backend.committees import operations as committees
from backend.interests.operations import declaring
from backend.kit import database
from backend.kit.database import fetch
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import dues, transactions
from tests.assurance.rule_stage import an_edition, change_rule
from tests.committees.made import formed, seat_id

GUARDIAN = {"fact": "office.holder", "on": "coi-guardian", "given": True}
SAME = {
    "fact": "office.holder",
    "on": "audit.chair",
    "same_as": {"fact": "office.holder", "on": "coi-guardian"},
}
DECLARED = {
    "share": {
        "of": "person",
        "where": {"fact": "person.decision-making", "is": True},
        "test": {"fact": "person.last-declared-on", "within_last": "12 months"},
        "at_least": 50,
    }
}


async def _due(scope: Scope, chore: str) -> datetime | None:
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT due_at FROM tenancy_due WHERE tenant_id = $1 AND chore = $2", scope.tenant.id, chore
        )
    return rows[0]["due_at"] if rows else None


async def _said(scope: Scope, *ids: UUID, on: date | None = None) -> list[VerdictView]:
    async with transactions.scope_tx(scope, readonly=True):
        found = await verdicts_of(scope, requirement_ids=ids, on=on)
    return [found[each] for each in ids]


async def test_acts_are_followed_and_lead_to_the_records(scope: Scope) -> None:
    """A tenant without rules is not followed; one with rules is, from the act to the verdict and its reasons."""
    async with transactions.scope_tx(scope):
        ada = await persons.add_person(scope, name="Ada Invented")
        audit = await formed(scope, id="audit", name="Audit Committee", kind="audit")
        chair = await seat_id(scope, audit, "chair")
    assert await _due(scope, dues.FOLLOW) is None, "nobody's rules could read it"
    async with transactions.scope_tx(scope):
        edition_id, (guardian, same, declared) = await an_edition(scope, [GUARDIAN, SAME, DECLARED])
    assert [each.outcome for each in await _said(scope, guardian, same, declared)] == [
        Outcome.NOT_MET,
        Outcome.NOT_MET,
        Outcome.UNKNOWN,
    ]
    look = await _due(scope, dues.LOOK)
    assert look is not None
    assert scope.now < look <= scope.now + timedelta(days=1)

    scope = replace(scope, now=scope.now + timedelta(hours=1))
    async with transactions.scope_tx(scope):
        await persons.grant_role(scope, person_id=ada, role="coi-guardian")
        await committees.appoint(
            scope, seat_id=chair, person_id=ada, from_on=scope.today, last_on=date(2015, 3, 31)
        )
    assert await _due(scope, dues.FOLLOW) == scope.now, "written down as the act committed"

    await follow_changes(scope)
    held, both, share = await _said(scope, guardian, same, declared)
    assert [held.outcome, both.outcome, share.outcome] == [Outcome.MET, Outcome.MET, Outcome.NOT_MET]
    assert [point.title for point in both.reasons[0].points] == ["Ada Invented"]
    assert both.reasons[0].points[0].record is not None
    assert both.reasons[0].points[0].record.id == ada
    assert both.reasons[0].record is not None
    assert both.reasons[0].record.id == audit
    assert both.lapses_on == date(2015, 4, 1), (
        "the term ends with March, and nobody need do anything for that"
    )
    assert share.words == "Not met: 0 of 1 person (0%)."
    assert share.reasons[0].title == "Ada Invented"
    assert "never declared" in share.reasons[0].words

    again = await _due(scope, dues.FOLLOW)
    assert again is not None, "looked at once more, for what was just being committed"
    scope = replace(scope, now=again)
    await follow_changes(scope)
    assert await _due(scope, dues.FOLLOW) is None, "and then left alone"

    scope = replace(scope, now=scope.now + timedelta(days=1))
    async with transactions.scope_tx(scope):
        await declaring.make_nil_return(scope, person_id=ada)
        await following.follow(scope)
        assert [line.requirement_id for line in await lapsing(scope, until=date(2015, 9, 3))] == [
            same,
            declared,
        ]
        (change,) = await changed_since(scope, since=scope.now - timedelta(hours=2))
    (now,), (then,) = (
        await _said(scope, declared),
        await _said(scope, declared, on=scope.today - timedelta(days=1)),
    )
    assert (change.requirement_id, change.before, change.after) == (declared, Outcome.NOT_MET, Outcome.MET)
    assert (now.outcome, then.outcome) == (Outcome.MET, Outcome.NOT_MET)
    (later,) = await _said(scope, declared, on=date(2015, 9, 4))
    assert (now.lapses_on, later.outcome) == (date(2015, 9, 3), Outcome.NOT_MET)

    async with transactions.scope_tx(scope):
        await change_rule(scope, edition_id=edition_id, requirement_id=declared, rule=None)
        assert declared not in await verdicts_of(scope, requirement_ids=[declared])
        whole = await following.restate_all(scope)
    assert (whole.facts, whole.verdicts) == (0, 0), "the whole finds nothing that following did not"


async def test_following_asks_as_little_for_many_as_for_few(scope: Scope) -> None:
    """Statements follow from the kinds of records touched, not from how many, nor from how many rules read them."""

    async def statements(people: int) -> int:
        async with transactions.scope_tx(scope):
            for number in range(people):
                await persons.add_person(scope, name=f"Person {people} {number} Invented")
        before = database.DB.statements
        async with transactions.scope_tx(scope):
            done = await following.follow(scope)
        assert done.touched == people
        return database.DB.statements - before

    async with transactions.scope_tx(scope):
        await an_edition(scope, [DECLARED] * 40)
    few = await statements(2)
    assert await statements(30) <= few


async def test_act_without_a_rule_that_reads_it_judges_nothing(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await an_edition(scope, [GUARDIAN])
    async with transactions.scope_tx(scope):
        await formed(scope)
    async with transactions.scope_tx(scope):
        done = await following.follow(scope)
        idle = await following.follow(scope)
    assert done.facts > 0
    assert (done.judged, idle.touched, idle.facts, idle.judged) == (0, 0, 0, 0)


async def test_act_that_ends_after_a_later_look_is_followed(scope: Scope) -> None:
    """What began before a look and is committed after it was not seen by it, whatever its moment says."""
    async with transactions.scope_tx(scope):
        await an_edition(scope, [GUARDIAN])
    done, looked = asyncio.Event(), asyncio.Event()

    async def slowly() -> None:
        async with transactions.scope_tx(scope):
            await persons.add_person(scope, name="Slow Invented")
            done.set()
            await looked.wait()

    task = asyncio.create_task(slowly())
    await done.wait()
    async with transactions.scope_tx(scope):
        await persons.add_person(scope, name="Quick Invented")
    async with transactions.scope_tx(scope):
        first = await following.follow(scope)
    looked.set()
    await task
    assert await _due(scope, dues.FOLLOW) == scope.now
    async with transactions.scope_tx(scope):
        second = await following.follow(scope)
    assert (first.touched, second.touched) == (1, 1)


async def test_copy_of_a_database_states_everything_anew(scope: Scope) -> None:
    """A snapshot of another server says nothing of this one."""
    async with transactions.scope_tx(scope):
        _, (guardian,) = await an_edition(scope, [GUARDIAN])
        ada = await persons.add_person(scope, name="Ada Invented")
        await persons.grant_role(scope, person_id=ada, role="coi-guardian")
    async with transactions.scope_tx(scope):
        await database.execute(
            "UPDATE facts_followed SET seen = '9000000000:9000000000:' WHERE tenant_id = $1", scope.tenant.id
        )
        await following.follow(scope)
    (found,) = await _said(scope, guardian)
    assert found.outcome is Outcome.MET


async def test_act_that_fails_leaves_nothing_to_follow(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        await an_edition(scope, [GUARDIAN])
    await follow_changes(scope)
    await follow_changes(scope)
    with pytest.raises(LookupError):
        async with transactions.scope_tx(scope):
            await persons.add_person(scope, name="Never Invented")
            raise LookupError
    assert await _due(scope, dues.FOLLOW) is None
