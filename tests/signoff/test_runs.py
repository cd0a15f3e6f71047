"""Runs on the real database: what is written once, and what the database itself refuses."""

from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from backend.kit import database
from backend.kit.identity import new_id
from backend.ledger import queries as ledger
from backend.ledger.records import Record
from backend.scope import Actor, HeldSeat, NotFound, Scope
from backend.signoff import operations, queries, rules, workflows
from backend.tenancy import transactions
from tests.committees.made import a_person

FIRST, SECOND = "1" * 64, "2" * 64
BODY = new_id()
PLACES = {"committee": "Example Committee", "meeting_on": "17 September 2014"}


@pytest_asyncio.fixture
async def chair(scope: Scope) -> Scope:
    async with transactions.scope_tx(scope):
        person_id = await a_person(scope, "Charlie Invented")
    seat = HeldSeat(committee_id=BODY, seat_id=new_id(), capacity="lay", office="chair", voting=True)
    return replace(
        scope, actor=Actor(name="Charlie Invented", person_id=person_id), roles=frozenset(), seats=(seat,)
    )


@pytest_asyncio.fixture
async def run_id(scope: Scope) -> UUID:
    async with transactions.scope_tx(scope):
        author = await a_person(scope, "Arden Invented")
        return await operations.open_run(
            scope,
            workflow_id="paper-sign-off",
            subject=Record(room="tests", kind="thing", id=new_id(), title="A thing"),
            body_id=BODY,
            author_person_id=author,
            content_hash=FIRST,
        )


async def to_chair(scope: Scope, run_id: UUID) -> None:
    async with transactions.scope_tx(scope):
        await operations.take_step(scope, run_id=run_id, step_id="send")
        await operations.take_step(scope, run_id=run_id, step_id="pass-to-chair")


async def approve(scope: Scope, run_id: UUID) -> UUID:
    async with transactions.scope_tx(scope):
        return await operations.approve(
            scope, run_id=run_id, content_hash=FIRST, places=PLACES, proved_by="a test"
        )


async def test_run_begins_with_the_version_that_the_tenant_has_pinned(scope: Scope, run_id: UUID) -> None:
    async with transactions.scope_tx(scope, readonly=True):
        rows = await database.fetch(
            "SELECT workflow, state FROM signoff_run WHERE tenant_id = $1", scope.tenant.id
        )

    assert [tuple(row.values()) for row in rows] == [("paper-sign-off/v2", "draft")]
    pinned = replace(scope, tenant=replace(scope.tenant, pins={"paper-sign-off": "v9"}))
    with pytest.raises(workflows.NoWorkflow, match="There is no workflow “paper-sign-off/v9” here"):
        workflows.pinned(pinned, "paper-sign-off")


async def test_everything_is_in_the_ledger_with_the_hash(scope: Scope, chair: Scope, run_id: UUID) -> None:
    await to_chair(scope, run_id)
    approval_id = await approve(chair, run_id)
    async with transactions.scope_tx(scope):
        undone = await operations.renew(scope, run_id=run_id, content_hash=SECOND, title="A thing")

    async with transactions.scope_tx(scope, readonly=True):
        run = await ledger.history_of(scope, room="signoff", kind="run", record_id=run_id)
        approval = await ledger.history_of(scope, room="signoff", kind="approval", record_id=approval_id)
    assert undone == (approval_id,)
    assert [line.act for line in run] == [
        "signoff.run.opened",
        "signoff.step.taken",
        "signoff.step.taken",
        "signoff.step.taken",
        "signoff.run.renewed",
    ]
    assert [(line.act, line.subject_hash) for line in approval] == [
        ("signoff.approval.given", FIRST),
        ("signoff.approval.voided", FIRST),
    ]


async def test_renewing_what_nobody_approved_undoes_nothing(scope: Scope, run_id: UUID) -> None:
    async with transactions.scope_tx(scope):
        assert not await operations.renew(scope, run_id=run_id, content_hash=SECOND, title="A thing")


async def test_database_refuses_a_second_standing_approval(scope: Scope, chair: Scope, run_id: UUID) -> None:
    await to_chair(scope, run_id)
    await approve(chair, run_id)

    with pytest.raises(asyncpg.UniqueViolationError):
        async with transactions.scope_tx(chair):
            await database.execute(
                "INSERT INTO signoff_approval SELECT tenant_id, $2, run_id, person_id, person_name, office, decision, "
                "version, content_hash, words, at, proved_by, reason, voided_at, voided_because, step, place "
                "FROM signoff_approval WHERE tenant_id = $1",
                chair.tenant.id,
                new_id(),
            )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signoff_approval SET words = 'I agree' WHERE tenant_id = $1",
        "UPDATE signoff_approval SET content_hash = repeat('f', 64) WHERE tenant_id = $1",
        "DELETE FROM signoff_approval WHERE tenant_id = $1",
        "UPDATE signoff_step SET person_name = 'Somebody else' WHERE tenant_id = $1",
        "DELETE FROM signoff_run WHERE tenant_id = $1",
    ],
)
async def test_database_refuses_to_rewrite_what_was_signed(
    scope: Scope, chair: Scope, run_id: UUID, statement: str
) -> None:
    await to_chair(scope, run_id)
    await approve(chair, run_id)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transactions.scope_tx(chair):
            await database.execute(statement, chair.tenant.id)


async def test_withdrawing_needs_a_reason_and_something_to_withdraw(
    scope: Scope, chair: Scope, run_id: UUID
) -> None:
    await to_chair(scope, run_id)
    with pytest.raises(rules.UnableToTakeStep, match="nothing to withdraw"):
        async with transactions.scope_tx(chair):
            await operations.withdraw_approval(chair, run_id=run_id, reason="x", proved_by="a test")
    await approve(chair, run_id)
    with pytest.raises(rules.UnableToTakeStep, match="Say why"):
        async with transactions.scope_tx(chair):
            await operations.withdraw_approval(chair, run_id=run_id, reason="  ", proved_by="a test")
    with pytest.raises(rules.UnableToTakeStep, match="Only the chair or the vice-chair"):
        async with transactions.scope_tx(scope):
            await operations.withdraw_approval(scope, run_id=run_id, reason="x", proved_by="a test")


async def test_approvals_of_a_period_are_found_for_an_assurance_pack(
    scope: Scope, chair: Scope, run_id: UUID
) -> None:
    from datetime import timedelta

    await to_chair(scope, run_id)
    await approve(chair, run_id)

    async with transactions.scope_tx(scope, readonly=True):
        found = await queries.approvals_between(scope, start=scope.now, end=scope.now + timedelta(seconds=1))
        none = await queries.approvals_between(scope, start=scope.now - timedelta(days=1), end=scope.now)
    assert [(each.person_name, each.decision) for each in found] == [
        ("Charlie Invented", rules.Decision.APPROVED)
    ]
    assert none == ()


async def test_run_of_nobody_is_not_found(scope: Scope) -> None:
    with pytest.raises(NotFound, match="There is no such sign-off here"):
        async with transactions.scope_tx(scope):
            await operations.take_step(scope, run_id=new_id(), step_id="send")
