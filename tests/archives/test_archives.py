"""Everything of an organisation in one file: what an export leaves out, and a backup that comes back whole."""

import csv
import hashlib
import io
import json
import os
import types
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from backend.archives import restoring, writing
from backend.archives.queries.catalogue import GLOBAL, tables_of
from backend.archives.rules import leaving_out
from backend.archives.rules.manifest import Manifest
from backend.desk import archived
from backend.evidence import operations as evidence
from backend.evidence import store
from backend.kit import database, keyholder, sealed_stream
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.ledger import sealing
from backend.organisations import operations as organisations
from backend.packs import sealing as pack_sealing
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.conftest import clone_database
from tests.house import walls
from tests.house.footprint import Footprint, changed
from tests.scopes import a_scope

PAPER = b"# A paper\n\nWith words of its own.\n"


@pytest.fixture
def kept(tmp_path: Path, ring: KeyRing) -> Path:
    """Where files are stored, and the keys that sign."""
    store.use(storage_from_url(f"file://{tmp_path / 'files'}"))
    pack_sealing.use(ring)
    keyholder.use(ring)
    return tmp_path


async def _lived_in(scope: Scope) -> None:
    """A few records in rooms that differ, with words that a spreadsheet would run or a parser trip over."""
    async with transactions.scope_tx(scope):
        for name in ("=1+1 Practice (invented)", "Zwölf “Äpfel” Surgery,\nline two (invented)"):
            await organisations.add_as_named(scope, name=name)
        await evidence.keep_file(scope, name="paper.md", media_type="text/markdown", data=PAPER)
    await sealing.seal_now(scope)


async def _connect(server_url: str, name: str) -> Any:
    return await asyncpg.connect(**{**database.connection_config(server_url), "database": name})


async def test_every_secret_is_left_out_or_looked_at(server_url: str, database_name: str) -> None:
    """A column of bytes, or one that is called a token or a secret, is on one of the lists, each with its reason."""
    connection = await _connect(server_url, database_name)
    try:
        rows = await connection.fetch(
            "SELECT table_name || '.' || column_name AS name, table_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND (data_type = 'bytea' "
            "OR column_name ~ '(token|secret|password|passphrase|code_hash)') AND column_name !~ '_at$' ORDER BY 1"
        )
        shapes = await tables_of(connection.fetch)
        assert {shape.name for shape in shapes} - GLOBAL == {
            *await walls.tenant_tables(connection),
            "tenancy_tenant",
        }
        ours = {shape.name for shape in shapes}
        unknown = [
            row["name"]
            for row in rows
            if row["table_name"] in ours
            and not leaving_out.why_left_out(row["table_name"])
            and row["name"] not in {**leaving_out.COLUMNS, **leaving_out.LOOKED_AT}
        ]
        assert unknown == [], "Say in archives/rules/leaving_out.py whether an export holds these, and why."
        columns = {f"{shape.name}.{column}" for shape in shapes for column in shape.columns}
        assert set(leaving_out.COLUMNS) | set(leaving_out.LOOKED_AT) <= columns
    finally:
        await connection.close()


async def test_an_export_holds_everything_in_open_formats(scope: Scope, kept: Path) -> None:
    await _lived_in(scope)
    out = io.BytesIO()
    await writing.write_archive(scope, out, kind="export", texts={"tenant.toml": "slug = 'x'"})
    archive = zipfile.ZipFile(out)
    manifest = Manifest.model_validate_json(archive.read("manifest.json"))
    async with transactions.scope_tx(scope, readonly=True):
        every = {shape.name for shape in await tables_of(database.fetch)}
    gone = {each.what for each in manifest.left_out}
    assert {table.name for table in manifest.tables} | gone >= every
    assert {"concerns_concern", "people_membership", "releases_recipient.token_hash", "reading_note"} <= gone
    assert f"files/{hashlib.sha256(PAPER).hexdigest()}" in archive.namelist()
    assert archive.read(f"files/{hashlib.sha256(PAPER).hexdigest()}") == PAPER
    for table in manifest.tables:
        lines = archive.read(f"tables/{table.name}.jsonl")
        sheet = archive.read(f"tables/{table.name}.csv")
        assert hashlib.sha256(lines).hexdigest() == table.sha256
        assert hashlib.sha256(sheet).hexdigest() == table.csv_sha256
        records = [json.loads(line) for line in lines.splitlines()]
        cells = list(csv.reader(io.StringIO(sheet.decode())))
        assert len(records) == len(cells) - 1 == table.rows, table.name
    head, *rows = _sheet(archive, "organisations_organisation")
    names = {row[head.index("name")] for row in rows}
    assert "'=1+1 Practice (invented)" in names
    readme = archive.read("README.html").decode()
    assert scope.tenant.name in readme and "Why" in readme and "<script" not in readme
    assert (
        manifest.ledger is not None and archive.read("ledger/checkpoint.txt").decode() == manifest.ledger.note
    )


def _sheet(archive: zipfile.ZipFile, table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read(f"tables/{table}.csv").decode())))


async def test_a_backup_comes_back_whole_in_another_installation(
    scope: Scope,
    found: Callable[..., Awaitable[Tenant]],
    kept: Path,
    ring: KeyRing,
    server_url: str,
    database_name: str,
    home: Path,
) -> None:
    await _lived_in(scope)
    services: Any = types.SimpleNamespace(
        keys=ring,
        settings=types.SimpleNamespace(
            home=kept, storage_url=f"file://{kept / 'elsewhere'}", database_url=f"{server_url}"
        ),
    )
    said: list[str] = []
    file = kept / "north.backup"
    await archived.back_up(services, scope.tenant.slug, file, said.append)
    assert file.stat().st_mode & 0o777 == 0o600 and b"Practice" not in file.read_bytes()

    elsewhere = f"restored_{os.getpid()}"
    await clone_database(server_url, elsewhere)
    connection = await _connect(server_url, elsewhere)
    here = await _connect(server_url, database_name)
    plain = io.BytesIO()
    with file.open("rb") as sealed:
        archived._open_into(sealed, plain, services)
    try:
        archive = zipfile.ZipFile(plain)
        storage = storage_from_url(services.settings.storage_url)
        with pytest.raises(restoring.UnableToRestore, match="is here already"):
            await restoring.restore(here, archive, storage=storage)
        for harm, what in (("rows", "SHA-256 differs"), ("export", "Only a backup"), ("lost", "is missing")):
            with pytest.raises(restoring.UnableToRestore, match=what):
                await restoring.restore(connection, _harmed(plain, harm), storage=storage)
        assert await connection.fetchval("SELECT count(*) FROM tenancy_tenant") == 0

        other = a_scope(await found())  # lives here alone; of the other database it is a stranger
        came = await restoring.restore(connection, archive, storage=storage, slug="north-again")
        theirs, ours = Footprint(connection), Footprint(here)
        assert (
            await connection.fetchval("SELECT count(*) FROM tenancy_tenant WHERE id = $1", other.tenant.id)
            == 0
        )
        before, after = await ours.of_tenant(scope.tenant.id), await theirs.of_tenant(scope.tenant.id)
        counts = [{name: row.split()[0] for name, row in each.items()} for each in (before, after)]
        differ = {name for name in counts[0] if counts[0][name] != counts[1][name]}
        assert differ == {"ledger_event"}  # that it came back is said there
        assert (came.state, came.slug, came.without_account) == ("suspended", "north-again", 0)
        assert storage.get(f"tenants/{scope.tenant.id}/{hashlib.sha256(PAPER).hexdigest()}") == PAPER

        everything = await theirs.of_everything()
        with pytest.raises(restoring.UnableToRestore, match="is here already"):
            await restoring.restore(connection, archive, storage=storage, slug="north-third")
        assert changed(everything, await theirs.of_everything()) == []
    finally:
        await connection.close()
        await here.close()


def _harmed(plain: io.BytesIO, harm: str) -> zipfile.ZipFile:
    """The archive with one thing wrong in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if harm == "rows" and name == "tables/organisations_organisation.jsonl":
                data = data.replace(b"Practice", b"Malpractice")
            if harm == "export" and name == "manifest.json":
                data = data.replace(b'"kind": "backup"', b'"kind": "export"')
            if harm == "lost" and name == "README.html":
                continue
            target.writestr(name, data)
    return zipfile.ZipFile(out)


def test_a_sealed_file_opens_whole_or_not_at_all() -> None:
    key, out = os.urandom(32), io.BytesIO()
    words = os.urandom(2 * sealed_stream.PIECE + 7)
    sealer = sealed_stream.Sealer(out, key)
    for start in range(0, len(words), 300_000):
        sealer.write(words[start : start + 300_000])
    sealer.finish()
    sealed = out.getvalue()
    assert b"".join(sealed_stream.opened(io.BytesIO(sealed), key)) == words
    middle = len(sealed) // 2
    harmed = {
        "another key": (sealed, os.urandom(32)),
        "cut off": (sealed[: middle + 3], key),
        "cut between pieces": (sealed[: 49 + 4 + sealed_stream.PIECE + 16], key),
        "changed": (sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :], key),
        "empty": (b"", key),
        "strange": (b"PK\x03\x04" + sealed, key),
    }
    for words_of, (file, with_key) in harmed.items():
        with pytest.raises(sealed_stream.Unsealable):
            list(sealed_stream.opened(io.BytesIO(file), with_key))
            pytest.fail(words_of)
