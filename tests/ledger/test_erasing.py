"""A person's details go, every proof stays valid, and nothing else may be changed on that excuse."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import asyncpg
import pytest

from backend.desk import ledgers
from backend.kit import database
from backend.kit.identity import new_id
from backend.kit.notes import verifier_of
from backend.ledger import erasing, operations, queries, sealing, verifying
from backend.ledger.records import Record
from backend.ledger.rules import checkpoints
from backend.ledger.rules.erasing import UnableToErase
from backend.ledger.rules.verifying import Report
from backend.people.operations import persons
from backend.registers.operations import erasing as registers
from backend.registers.operations import retention
from backend.registers.rules.retention import HoldKind
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import transactions
from tests.ledger.test_sealing import checked, own_keys

pytestmark = pytest.mark.usefixtures("own_keys")
__all__ = ["own_keys"]


async def verified(scope: Scope, ring: Any) -> Report:
    key = checkpoints.log_key(ring, scope.tenant.id, demonstration=scope.tenant.demonstration)
    return await verifying.verify(scope.tenant.id, origin=key.name, keys=[verifier_of(key)])


async def a_person(scope: Scope) -> Any:
    async with transactions.scope_tx(scope):
        return await persons.add_person(scope, name="Ottoline Made-Up", joined_on=date(2012, 1, 1))


async def three_lines_of(scope: Scope, person_id: Any) -> Record:
    """What they did, what is about them (their joining), and what names them; and one line of somebody else."""
    theirs = replace(scope, actor=replace(scope.actor, name="Ottoline Made-Up", person_id=person_id))
    other = Record(room="actions", kind="action", id=new_id(), title="Somebody else's")
    async with transactions.scope_tx(theirs):
        done = Record(room="actions", kind="action", id=new_id(), title="Ottoline's thing")
        await operations.record(theirs, "actions.action.undertaken", done, after={"by": "Ottoline"})
    async with transactions.scope_tx(scope):
        given = Record(room="actions", kind="action", id=new_id(), title="A thing")
        await operations.record(scope, "actions.action.given", given, after={"owner": person_id})
        await operations.record(scope, "actions.action.undertaken", other, after={"number": 1})
    return other


async def test_details_go_and_every_proof_stays(scope: Scope, ring: Any) -> None:
    person_id = await a_person(scope)
    other = await three_lines_of(scope, person_id)
    await sealing.seal_now(scope)
    before = await checked(scope, since=scope.now, until=None)
    async with transactions.scope_tx(scope):
        assert (await erasing.reach_of(scope, person_id=person_id)).lines == 3
        done = await registers.erase_details(scope, person_id=person_id, reason="They asked us to.")
    assert done.lines == 3
    await sealing.seal_now(scope)

    after = await checked(scope, since=scope.now, until=None)
    kept = {line.index: line for line in after.lines}
    assert [line.leaf_text for line in before.lines] == [kept[line.index].leaf_text for line in before.lines]
    gone = [line for line in after.lines if line.private_text is None]
    assert len(gone) == 3 and all(line.salt_hex is None for line in gone)
    async with transactions.scope_tx(scope, readonly=True):
        rows = await database.fetch(
            "SELECT e::text AS row FROM ledger_event e WHERE e.tenant_id = $1", scope.tenant.id
        )
        assert not any("Ottoline" in row["row"] for row in rows)
        (line,) = await queries.history_of(scope, room="actions", kind="action", record_id=other.id)
        assert (line.erased, line.subject_title) == (False, "Somebody else's")
        (theirs,) = [
            each
            for each in await queries.history_of(scope, room="people", kind="person", record_id=person_id)
            if each.erased
        ]
        assert (theirs.subject_title, theirs.actor_name, theirs.after) == (
            queries.ERASED,
            queries.ERASED,
            None,
        )
    report = await verified(scope, ring)
    assert (report.findings, [count for _, count in report.erased]) == ((), [3])
    words = "\n".join(ledgers.in_words("NHS North", report))
    assert "Details of 3 lines were erased on" in words and "their proofs hold" in words


async def test_erasing_is_a_line_that_says_who_and_why_and_is_never_erased(scope: Scope) -> None:
    person_id = await a_person(scope)
    async with transactions.scope_tx(scope):
        done = await registers.erase_details(scope, person_id=person_id, reason="They asked us to.")
    async with transactions.scope_tx(scope):
        with pytest.raises(UnableToErase, match="Nothing in the ledger"):
            await registers.erase_details(scope, person_id=person_id, reason="Again.")
        lines = await queries.history_of(scope, room="people", kind="person", record_id=person_id)
    (said,) = [line for line in lines if line.id == done.event_id]
    assert said.actor_name == "Morgan Invented" and said.after is not None
    assert (said.act, said.after["reason"], said.after["lines"]) == (
        "ledger.person.erased",
        "They asked us to.",
        1,
    )


async def test_who_may_not_and_what_stands_against_it(scope: Scope) -> None:
    person_id = await a_person(scope)

    async def refused(acting: Scope, kind: type[Exception], match: str, **traits: Any) -> None:
        async with transactions.scope_tx(acting):
            with pytest.raises(kind, match=match):
                await registers.erase_details(
                    acting, **{"person_id": person_id, "reason": "Asked.", **traits}
                )

    await refused(replace(scope, permissions=frozenset()), NotPermitted, "keep the ledger")
    await refused(scope.as_chore("ledger.seal"), NotPermitted, "no chore does")
    await refused(scope, NotFound, "no such person", person_id=new_id())
    await refused(scope, UnableToErase, "Say why", reason="  ")
    await refused(scope, UnableToErase, "2,000", reason="x" * 2_001)
    own = replace(scope, actor=replace(scope.actor, person_id=person_id))
    await refused(own, UnableToErase, "Somebody else")
    async with transactions.scope_tx(scope):
        hold = await retention.place_hold(
            scope, kind=HoldKind.LEGAL, reason="An inquiry", record_type=None, person_id=person_id
        )
    await refused(scope, UnableToErase, "A hold stands")
    async with transactions.scope_tx(scope):
        await retention.lift_hold(scope, hold_id=hold, reason="It ended")
        await registers.erase_details(scope, person_id=person_id, reason="Asked.")


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'Somebody Else'",
        "before = NULL, after = NULL",
        "salt = NULL, actor_name = '', subject_title = '', private_hash = sha256('x'), erased_by = id, before = NULL, "
        "after = NULL",
    ],
)
async def test_nothing_else_is_changed_on_that_excuse(scope: Scope, change: str) -> None:
    await a_person(scope)
    async with transactions.scope_tx(scope):
        with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.CheckViolationError)):
            async with database.savepoint():
                await database.execute(
                    f"UPDATE ledger_event SET {change} WHERE tenant_id = $1", scope.tenant.id
                )


async def test_a_line_marked_as_erased_beyond_what_was_said_is_found(
    scope: Scope, ring: Any, server_url: str, database_name: str
) -> None:
    person_id = await a_person(scope)
    other = await three_lines_of(scope, person_id)
    async with transactions.scope_tx(scope):
        done = await registers.erase_details(scope, person_id=person_id, reason="Asked.")
    await sealing.seal_now(scope)
    assert (await verified(scope, ring)).findings == ()
    owner = await asyncpg.connect(**{**database.connection_config(server_url), "database": database_name})
    await owner.execute("SET session_replication_role = replica")
    hashed = await _private_hash(owner, scope, other)
    await owner.execute(
        "UPDATE ledger_event SET salt = NULL, private_hash = $3, erased_by = $4, actor_name = '', subject_title = '', "
        "before = NULL, after = NULL WHERE tenant_id = $1 AND subject_id = $2",
        *(scope.tenant.id, other.id, hashed, done.event_id),
    )
    await owner.close()
    (finding,) = (await verified(scope, ring)).findings
    assert "says that it was of 3 lines; 4 are marked with it" in finding.what


async def _private_hash(owner: Any, scope: Scope, subject: Record) -> bytes:
    text = await owner.fetchval(
        "SELECT id::text FROM ledger_event WHERE tenant_id = $1 AND subject_id = $2",
        scope.tenant.id,
        subject.id,
    )
    async with transactions.scope_tx(scope, readonly=True):
        from backend.ledger import proofs

        (line,) = (await proofs.proven(scope, events=[text])).lines
    return bytes.fromhex(json.loads(line.leaf_text)["private"])
