"""A million events are sealed and verified in little memory, by a process of their own."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.kit import database
from backend.kit.keys import KeyRing
from backend.scope import Scope
from tests.ledger.test_sealing import own_keys, recorded

pytestmark = [pytest.mark.soak, pytest.mark.usefixtures("own_keys")]
__all__ = ["own_keys"]

EVENTS = int(os.environ.get("PROBITY_SOAK_EVENTS", "1000000"))
MOST_MEGABYTES = 500

_SCRIPT = """
import asyncio, json, resource, sys, time
from pathlib import Path
from uuid import UUID
from backend.kit import database, keyholder
from backend.kit.keys import KeyRing
from backend.kit.notes import verifier_of
from backend.ledger import sealing, verifying
from backend.ledger.rules import checkpoints
from backend.tenancy import roles, transactions
from tests.scopes import a_scope, a_tenant

async def main(url, home, tenant_id):
    ring = KeyRing.open(Path(home) / "keys")
    keyholder.use(ring)
    transactions.use_tenant_key(roles.tenant_key(ring))
    database.DB.configure(url)
    await database.DB.open(max_size=2)
    scope = a_scope(a_tenant(id=UUID(tenant_id)))
    started = time.monotonic()
    sealed = await sealing.seal_now(scope)
    seal_s = time.monotonic() - started
    seal_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.monotonic()
    key = checkpoints.log_key(ring, scope.tenant.id, demonstration=False)
    report = await verifying.verify(scope.tenant.id, origin=key.name, keys=[verifier_of(key)])
    print(json.dumps({
        "events": sealed.events, "size": sealed.size, "seal_s": round(seal_s, 1), "seal_mb": round(seal_mb),
        "lines": report.lines, "findings": len(report.findings), "verify_s": round(time.monotonic() - started, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }))
    await database.DB.close()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_million_events_are_sealed_and_verified_in_little_memory(
    scope: Scope, ring: KeyRing, home: Path, role_url: Any, server_url: str, database_name: str
) -> None:
    (first,) = await recorded(scope)
    connection = await asyncpg.connect(
        **{**database.connection_config(server_url), "database": database_name}
    )
    try:
        await connection.execute("SET session_replication_role = replica")
        await connection.execute(
            "INSERT INTO ledger_event (tenant_id, id, recorded_at, at, actor_name, actor_person_id, act, subject_room, "
            "subject_kind, subject_id, subject_title, after, request_id) "
            "SELECT e.tenant_id, gen_random_uuid(), e.recorded_at, e.at, e.actor_name, e.actor_person_id, e.act, "
            "e.subject_room, e.subject_kind, gen_random_uuid(), 'Thing ' || n, "
            "jsonb_build_object('number', n, 'words', repeat('what was done ', 20), 'sum', n / 7.0), e.request_id "
            "FROM ledger_event e, generate_series(1, $2::int) n WHERE e.tenant_id = $1 AND e.subject_id = $3",
            *(scope.tenant.id, EVENTS, first.id),
            timeout=600,
        )
        await connection.execute("VACUUM (ANALYZE) ledger_event", timeout=600)
        answer = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", _SCRIPT, role_url("probity_app"), str(home), str(scope.tenant.id)],
            capture_output=True,
            text=True,
            timeout=1_800,
            check=False,
        )
    finally:
        await connection.execute(
            "DELETE FROM ledger_event WHERE tenant_id = $1", scope.tenant.id, timeout=600
        )
        await connection.execute("DELETE FROM ledger_leaf WHERE tenant_id = $1", scope.tenant.id, timeout=600)
        await connection.close()
    assert answer.returncode == 0, answer.stderr
    said = json.loads(answer.stdout)
    print(said)
    assert said["size"] == said["lines"] >= EVENTS
    assert said["findings"] == 0
    assert said["peak_mb"] < MOST_MEGABYTES, said
