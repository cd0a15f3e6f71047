"""Whoever owns the database is found out: each way of tampering, through the verifier, and an honest ledger passes.

Each case is written into the tables by the superuser with every trigger off, verified in the same transaction and
rolled back. The soak's thousands are made on copies of the rows in memory, through the same judgement; some hundreds of
them go through the database as well.
"""

import random
from collections.abc import AsyncIterator, Sequence
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from backend.kit import database, keyholder, merkle
from backend.kit.keys import KeyRing
from backend.kit.notes import open_checkpoint, verifier_of
from backend.ledger import sealing, verifying
from backend.ledger.rules import checkpoints, leaves
from backend.ledger.rules.verifying import Finding, Outside, Report
from backend.scope import Scope
from backend.tenancy import transactions
from tests.ledger.tampering import EVENT_COLUMNS, KINDS, Copy, judged
from tests.ledger.test_sealing import recorded
from tests.scopes import a_scope, a_tenant

_STAGES = (1, 4, 2, 9, 5, 3)
"""How many events are recorded before each checkpoint of the ledger that is tampered with."""

CASES = 2_000
THROUGH_TABLES = 300


@pytest_asyncio.fixture(scope="module")
async def honest(db: database.Database, ring: KeyRing, server_url: str, database_name: str) -> Copy:
    """A sealed ledger, its rows in memory, and two checkpoints that somebody else kept."""
    from backend.provision import lifetime

    keyholder.use(ring)
    scope = a_scope(a_tenant())
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
    for count in _STAGES:
        await recorded(scope, count)
        await sealing.seal_now(scope)
    connection = await _superuser(server_url, database_name)
    try:
        copied = await _copied(connection, scope, ring)
    finally:
        await connection.close()
    kept = [copied.checkpoints[2], copied.checkpoints[-1]]
    copied.outside = tuple(
        Outside(
            name=f"the letter of {row['size']} lines",
            checkpoint=open_checkpoint(row["note"].encode(), [verifier_of(copied.key)]),
        )
        for row in kept
    )
    return copied


@pytest_asyncio.fixture(scope="module")
async def superuser(db: database.Database, server_url: str, database_name: str) -> AsyncIterator[Any]:
    connection = await _superuser(server_url, database_name)
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


async def _superuser(server_url: str, database_name: str) -> Any:
    return await asyncpg.connect(**{**database.connection_config(server_url), "database": database_name})


async def _copied(connection: Any, scope: Scope, ring: KeyRing) -> Copy:
    tenant = scope.tenant.id

    async def rows(sql: str) -> list[dict[str, Any]]:
        return [dict(row) for row in await connection.fetch(sql, tenant)]

    return Copy(
        tenant_id=tenant,
        key=checkpoints.log_key(ring, tenant, demonstration=False),
        events={
            row["id"]: row
            for row in await rows(f"SELECT {leaves.COLUMNS} FROM ledger_event e WHERE e.tenant_id = $1")
        },
        leaves=await rows("SELECT id, line, hashes FROM ledger_leaf WHERE tenant_id = $1 ORDER BY line"),
        checkpoints=await rows(
            "SELECT id, size, root, sealed_at, note FROM ledger_checkpoint WHERE tenant_id = $1 ORDER BY size"
        ),
    )


_CASTS = {"xid": "::text::xid8", "before": "::text::jsonb", "after": "::text::jsonb"}


async def _through_the_tables(superuser: Any, copied: Copy) -> Report:
    """Write the rows as they are in memory into the tables, verify, and undo it all."""
    tenant = copied.tenant_id
    undone = superuser.transaction()
    await undone.start()
    try:
        for table in ("ledger_event", "ledger_leaf", "ledger_checkpoint"):
            await superuser.execute(f"DELETE FROM {table} WHERE tenant_id = $1", tenant)
        places = ", ".join(f"${at}{_CASTS.get(name, '')}" for at, name in enumerate(EVENT_COLUMNS, 2))
        await superuser.executemany(
            f"INSERT INTO ledger_event (tenant_id, {', '.join(EVENT_COLUMNS)}) VALUES ($1, {places})",
            [
                (tenant, *(str(row[name]) if name == "xid" else row[name] for name in EVENT_COLUMNS))
                for row in copied.events.values()
            ],
        )
        await superuser.executemany(
            "INSERT INTO ledger_leaf (tenant_id, id, line, hashes) VALUES ($1, $2, $3, $4)",
            [(tenant, row["id"], row["line"], row["hashes"]) for row in copied.leaves],
        )
        await superuser.executemany(
            "INSERT INTO ledger_checkpoint (tenant_id, id, size, root, sealed_at, note) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            [(tenant, *row.values()) for row in copied.checkpoints],
        )
        return await verifying.verify_through(
            superuser.fetch,
            tenant,
            origin=checkpoints.origin_of(tenant, demonstration=False),
            keys=[verifier_of(copied.key)],
            outside=copied.outside,
        )
    finally:
        await undone.rollback()


def _names_the_place(copied: Copy, findings: Sequence[Finding]) -> bool:
    """Whether the first finding that names lines names those where it was done (-1: it was done to no line)."""
    placed = [each for each in findings if each.line is not None and each.until is not None]
    if copied.first_bad < 0:
        return True
    first = min(placed, key=lambda each: (each.line, each.until), default=None)
    return first is not None and first.line <= copied.first_bad <= first.until  # type: ignore[operator]


def test_untouched_ledger_passes(honest: Copy) -> None:
    report = judged(honest.again())
    assert (report.findings, report.lines, report.signed) == ((), len(honest.leaves), len(honest.leaves))
    assert len(report.compared) == 2


async def test_untouched_ledger_passes_through_the_tables(honest: Copy, superuser: Any) -> None:
    report = await _through_the_tables(superuser, honest.again())
    assert (report.findings, report.lines, report.waiting) == ((), len(honest.leaves), 0)


@pytest.mark.parametrize("kind", KINDS)
async def test_tampering_is_found_and_its_place_is_named(honest: Copy, superuser: Any, kind: str) -> None:
    for seed in range(2):
        copied = honest.again()
        KINDS[kind](copied, random.Random(f"{kind}-{seed}"))
        for report in (judged(copied.again()), await _through_the_tables(superuser, copied)):
            assert report.findings, f"{kind}, {seed}"
            assert _names_the_place(copied, report.findings), (copied.first_bad, report.findings)
            assert all(each.what.endswith(".") for each in report.findings)


def test_fork_agrees_with_itself_and_not_with_what_was_kept_outside(honest: Copy) -> None:
    copied = honest.again()
    KINDS["fork"](copied, random.Random("fork"))
    inside = copied.again()
    inside.outside = ()
    assert judged(inside).findings == (), "with the key, a fork is sound in itself"
    assert "forked" in judged(copied).findings[0].what

    tree = merkle.Tree()
    kept: dict[merkle.Node, bytes] = {}
    for leaf in copied.leaves:
        text = leaves.leaf_text(copied.events[leaf["id"]])
        kept.update(tree.add(merkle.leaf_hash(text.encode())))
    newest = copied.outside[-1].checkpoint
    path = merkle.consistency_proof(newest.size, tree.size, merkle.reader(kept))
    with pytest.raises(merkle.ProofFails):
        merkle.verify_consistency(
            earlier=newest.size,
            later=tree.size,
            path=path,
            earlier_root=newest.root,
            later_root=tree.root,
        )


@pytest.mark.soak
def test_two_thousand_tamperings_are_found(honest: Copy) -> None:
    names = sorted(KINDS)
    missed = []
    start = random.SystemRandom().randrange(1 << 32)
    for seed in range(start, start + CASES):
        copied, kind = honest.again(), names[seed % len(names)]
        KINDS[kind](copied, random.Random(f"soak-{seed}"))
        report = judged(copied)
        if not report.findings or not _names_the_place(copied, report.findings):
            missed.append((kind, seed, copied.first_bad, report.findings[:2]))
    assert missed == []


@pytest.mark.soak
async def test_hundreds_of_tamperings_are_found_through_the_tables(honest: Copy, superuser: Any) -> None:
    names = sorted(KINDS)
    start = random.SystemRandom().randrange(1 << 32)
    for seed in range(start, start + THROUGH_TABLES):
        copied, kind = honest.again(), names[seed % len(names)]
        KINDS[kind](copied, random.Random(f"tables-{seed}"))
        report = await _through_the_tables(superuser, copied)
        assert report.findings, f"{kind}, {seed}"
        assert _names_the_place(copied, report.findings), (kind, seed, report.findings)
