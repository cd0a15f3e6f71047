"""What was recorded is sealed once it is settled, and every line can be proved."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from backend.kit import database, keyholder, merkle
from backend.kit.identity import new_id
from backend.kit.keys import KeyRing
from backend.kit.notes import open_checkpoint, verifier_of
from backend.ledger import chores, operations, proofs, queries, sealing, tree
from backend.ledger.records import Record
from backend.ledger.rules import checkpoints
from backend.scope import Scope
from backend.tenancy import transactions

pytestmark = pytest.mark.usefixtures("own_keys")


@pytest.fixture
def own_keys(ring: KeyRing) -> None:
    keyholder.use(ring)


async def recorded(scope: Scope, count: int = 1, **traits: Any) -> list[Record]:
    """So many events, each of its own transaction."""
    subjects = []
    for number in range(count):
        subject = Record(room="actions", kind="action", id=new_id(), title=f"Thing {number}", **traits)
        async with transactions.scope_tx(scope):
            await operations.record(scope, "actions.action.undertaken", subject, after={"number": number})
        subjects.append(subject)
    return subjects


async def checked(scope: Scope, **wanted: Any) -> proofs.Proven:
    """What `proven` answers, each path checked against the checkpoint's root, and that against the key."""
    async with transactions.scope_tx(scope, readonly=True):
        found = await proofs.proven(scope, **wanted)
    if found.checkpoint is not None:
        key = checkpoints.log_key(keyholder.ring(), scope.tenant.id, demonstration=scope.tenant.demonstration)
        said = open_checkpoint(found.checkpoint, [verifier_of(key)])
        assert (said.size, said.root) == (found.size, found.root)
    for line in found.lines:
        path = [bytes.fromhex(step) for step in line.path]
        leaf = merkle.leaf_hash(line.leaf_text.encode())
        merkle.verify_inclusion(leaf=leaf, index=line.index, size=found.size, path=path, root=found.root)
        canonical = json.dumps(
            json.loads(line.leaf_text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert line.leaf_text == canonical
    return found


async def test_events_are_sealed_and_each_proves_itself(scope: Scope) -> None:
    subjects = await recorded(scope, 7)
    await sealing.seal_now(scope)
    first = await checked(scope, subjects=[("actions", "action", subjects[3].id)])
    (line,) = first.lines
    assert json.loads(line.leaf_text)["subject"]["id"] == str(subjects[3].id)
    assert json.loads(line.private_text or "") == {
        "actor_name": "Morgan Invented",
        "after": {"number": 3},
        "before": None,
        "subject_title": "Thing 3",
    }
    await recorded(scope, 6)
    waiting = await checked(scope, since=scope.now, until=scope.now + timedelta(days=1))
    assert (waiting.size, len(waiting.unsealed)) == (first.size, 6)
    await sealing.seal_now(scope)
    whole = await checked(scope, since=scope.now, until=scope.now + timedelta(days=1))
    assert (whole.size, whole.unsealed) == (first.size + 6, ())
    assert [line.index for line in whole.lines] == list(range(first.size + 6))
    async with transactions.scope_tx(scope, readonly=True):
        path = await tree.consistency(scope, earlier=first.size, later=whole.size)
    merkle.verify_consistency(
        earlier=first.size,
        later=whole.size,
        path=path,
        earlier_root=first.root,
        later_root=whole.root,
    )


async def test_what_is_open_is_waited_for_and_nothing_after_it_slips_under(
    scope: Scope, role_url: Callable[[str], str]
) -> None:
    before = (await sealing.seal_now(scope)).size
    other = await asyncpg.connect(**database.connection_config(role_url("probity_app")))
    opened = other.transaction()
    await opened.start()
    await other.execute("SELECT pg_current_xact_id()")
    try:
        await recorded(scope, 2)
        held = await sealing.seal(scope)
        assert (held.events, held.size) == (0, before)
        await chores.CHORES["ledger.seal"](scope)
        assert await _due(scope), "what waits for others is looked at again"
    finally:
        await opened.commit()
        await other.close()
    assert (await sealing.seal_now(scope)).events == 2


async def test_chore_is_due_by_what_is_recorded_and_run_twice_does_nothing(scope: Scope) -> None:
    await recorded(scope)
    assert await _due(scope)
    await sealing.seal_now(scope)
    kept = []
    for _ in range(2):
        await chores.CHORES["ledger.seal"](scope)
        async with transactions.scope_tx(scope, readonly=True):
            kept.append(
                await database.fetch(
                    "SELECT size FROM ledger_checkpoint WHERE tenant_id = $1", scope.tenant.id
                )
            )
    assert kept[0] and kept[0] == kept[1]
    await recorded(scope)
    assert await _due(scope)


async def _due(scope: Scope) -> bool:
    async with transactions.scope_tx(scope, readonly=True):
        rows = await database.fetch(
            "SELECT 1 FROM tenancy_due WHERE tenant_id = $1 AND chore = 'ledger.seal'", scope.tenant.id
        )
    return bool(rows)


async def test_one_lock_lets_one_seal_and_many_batches_make_one_tree(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    monkeypatch.setattr(sealing, "BATCH", 4)
    await recorded(scope, 18)
    await asyncio.gather(*(sealing.seal_now(scope) for _ in range(4)))
    found = await checked(scope, since=scope.now, until=scope.now + timedelta(days=1))
    assert len(found.lines) == found.size >= 18


async def test_confidential_lines_are_sealed_and_listed_for_those_who_may_alone(scope: Scope) -> None:
    (subject,) = await recorded(scope, confidential=True)
    wanted = [("actions", "action", subject.id)]
    unsealed = await checked(scope, subjects=wanted)
    assert (unsealed.lines, unsealed.unsealed) == ((), ())
    await sealing.seal_now(scope)
    assert (await checked(scope, subjects=wanted)).lines == ()
    (line,) = (await checked(scope, subjects=wanted, confidential=True)).lines
    assert json.loads(line.leaf_text)["confidential"] is True


async def test_numbers_are_as_they_were_written(scope: Scope) -> None:
    written = '{"b": 1.10, "a": [12345678901234567890123, 0.1000, -3, 1e3], "text": "6.5 “per cent”\\n"}'
    subject = Record(room="actions", kind="action", id=new_id(), title="Sums")
    async with transactions.scope_tx(scope):
        await operations.record(scope, "actions.action.undertaken", subject)
        await database.execute(
            "INSERT INTO ledger_event (tenant_id, id, at, actor_name, actor_chore, act, subject_room, subject_kind, "
            "subject_id, subject_title, after, request_id) VALUES ($1, $2, $3, 'x', 'x', 'actions.x', 'actions', "
            "'sum', $2, 'x', $4::jsonb, 'x')",
            scope.tenant.id,
            subject.id,
            scope.now,
            written,
        )
    await sealing.seal_now(scope)
    (line,) = (await checked(scope, subjects=[("actions", "sum", subject.id)])).lines
    assert '"after":{"a":[12345678901234567890123,0.1000,-3,1000],"b":1.10,"text":"6.5 “per cent”\\n"}' in (
        line.private_text or ""
    )


async def test_another_tenant_sees_nothing_of_it(scope: Scope, found: Any) -> None:
    (subject,) = await recorded(scope)
    await sealing.seal_now(scope)
    theirs = replace(scope, tenant=await found())
    async with transactions.scope_tx(theirs, readonly=True):
        answer = await proofs.proven(theirs, subjects=[("actions", "action", subject.id)])
        assert (
            answer.lines,
            await queries.history_of(theirs, room="actions", kind="action", record_id=subject.id),
        ) == ((), ())
        assert await tree.size_of(theirs) == 0 or answer.size >= 0


@pytest.mark.parametrize("table", ["ledger_leaf", "ledger_checkpoint", "ledger_event"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
async def test_nothing_of_it_is_changed_or_removed(
    scope: Scope, server_url: str, database_name: str, table: str, act: str
) -> None:
    await recorded(scope)
    await sealing.seal_now(scope)
    async with transactions.scope_tx(scope):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with database.savepoint():
                await database.execute(act.format(table))
    owner = await asyncpg.connect(**{**database.connection_config(server_url), "database": database_name})
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only grows"):
        await owner.execute(act.format(table))
    await owner.close()
