"""An organisation of a hundred thousand records and as many events: backed up and brought back in constant memory."""

import os
import resource
import time
import types
import zipfile
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.archives import restoring
from backend.desk import archived
from backend.evidence import store
from backend.kit import database, keyholder
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.ledger import sealing as ledger_sealing
from backend.packs import sealing
from backend.scope import Scope
from tests.conftest import clone_database
from tests.house.footprint import Footprint

MANY = int(os.environ.get("PROBITY_MANY", "100000"))
_EVENTS = """
INSERT INTO ledger_event (tenant_id, id, at, actor_name, actor_person_id, act, subject_room, subject_kind, subject_id,
  subject_title, after, request_id, confidential)
SELECT $1, (lpad(to_hex($3::bigint + n), 12, '0') || '70008000000000000000')::uuid, '2014-09-01', 'Morgan Invented', $2,
  'organisations.organisation.added', 'organisations', 'organisation', gen_random_uuid(), 'Practice ' || n,
  jsonb_build_object('name', 'Practice ' || n, 'number', n), 'test', false FROM generate_series(1, $4) n
"""


def _memory() -> float:
    """Resident megabytes of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


@pytest.mark.soak
async def test_a_hundred_thousand_records_go_and_come_back(
    scope: Scope, tmp_path: Path, ring: KeyRing, server_url: str, database_name: str, capsys: Any
) -> None:
    store.use(storage_from_url(f"file://{tmp_path / 'files'}"))
    sealing.use(ring)
    keyholder.use(ring)
    config = database.connection_config(server_url)
    here = await asyncpg.connect(**{**config, "database": database_name})
    began = int(time.monotonic())
    await here.execute(_EVENTS, scope.tenant.id, scope.actor.person_id, 1_400_000_000_000, MANY)
    elsewhere = f"large_{os.getpid()}"
    await clone_database(server_url, elsewhere)
    there = await asyncpg.connect(**{**config, "database": elsewhere})
    services: Any = types.SimpleNamespace(keys=ring, settings=types.SimpleNamespace(home=tmp_path))
    said: list[str] = []
    file, plain = tmp_path / "large.backup", tmp_path / "large.zip"
    try:
        await ledger_sealing.seal_now(scope)
        before, started = _memory(), time.monotonic()
        await archived.back_up(services, scope.tenant.slug, file, said.append)
        said.append(f"backed up in {time.monotonic() - started:.1f} s, {_memory() - before:+.0f} MB")
        with file.open("rb") as sealed, plain.open("wb") as out:
            archived._open_into(sealed, out, services)
        before, started = _memory(), time.monotonic()
        with zipfile.ZipFile(plain) as archive:
            came = await restoring.restore(
                there, archive, storage=storage_from_url(f"file://{tmp_path / 'b'}")
            )
        grew = _memory() - before
        said.append(f"came back in {time.monotonic() - started:.1f} s, {grew:+.0f} MB, {came.rows:,} rows")
        assert came.rows > 2 * MANY
        assert grew < 150, "what is held grows with the number of rows"
        counts = [
            {name: row.split()[0] for name, row in (await Footprint(each).of_tenant(scope.tenant.id)).items()}
            for each in (here, there)
        ]
        assert {name for name in counts[0] if counts[0][name] != counts[1][name]} == {"ledger_event"}
    finally:
        await there.close()
        await here.close()
    with capsys.disabled():
        print(
            "\n".join(
                ["", *said, f"{file.stat().st_size / 1e6:.1f} MB; all in {time.monotonic() - began:.0f} s"]
            )
        )
