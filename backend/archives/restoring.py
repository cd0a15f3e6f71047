"""Bringing one organisation back from its backup: all of it checked, and then in one transaction, or nothing.

`connection` is the database's superuser: foreign keys and our own triggers sleep while rows come back in any order,
and every foreign key is asked for afterwards. Only rows with the archive's own tenant are written.
"""

import asyncio
import hashlib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import UUID

import asyncpg
from pydantic import ValidationError

from backend.archives.queries.catalogue import (
    GLOBAL,
    TableShape,
    foreign_keys_of,
    tables_of,
)
from backend.archives.rules.manifest import FileEntry, Manifest
from backend.archives.writing import file_key, shape_of
from backend.kit import notes
from backend.kit.identity import new_id
from backend.kit.storage import Storage
from backend.ledger import keys, verifying
from backend.ledger.records import canonical
from backend.ledger.rules import checkpoints
from backend.ledger.rules.keys import Use
from backend.scope import Refusal, Tenant

_ROWS = 1_000
_PIECE = 1024 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
_COMES_BACK = {"live": "suspended", "trial": "suspended"}
"""What was at work comes back suspended, so that no letter goes twice before somebody has looked."""


class UnableToRestore(Refusal):
    """An archive that can't be brought back here; `findings` says everything that is in the way, each in a sentence."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__(" ".join(findings))
        self.findings = tuple(findings)


@dataclass(slots=True)
class Restored:
    """What came back."""

    name: str
    slug: str
    state: str
    rows: int = 0
    files: int = 0
    size_of_ledger: int = 0
    without_account: int = 0
    notes: list[str] = field(default_factory=list)


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, once every part that it names is there, whole, and nothing else is. Raises UnableToRestore."""
    try:
        manifest = Manifest.model_validate_json(archive.read("manifest.json"))
    except KeyError:
        raise UnableToRestore(["The file has no manifest.json: it is no archive of Probity."]) from None
    except ValidationError:
        raise UnableToRestore(["The manifest is not one that this version of Probity reads."]) from None
    if manifest.kind != "backup":
        raise UnableToRestore(
            ["This is an export, from which secrets are left out. Only a backup can be brought back."]
        )
    expected = {
        "manifest.json": None,
        **{f"tables/{table.name}.jsonl": table.sha256 for table in manifest.tables},
        **{each.name: each.sha256 for each in (*manifest.files, *manifest.others)},
    }
    sizes = {each.name: each.size for each in (*manifest.files, *manifest.others)}
    names = [each.filename for each in archive.infolist()]
    findings = [
        f"{name} is in the file and not in its manifest." for name in sorted(set(names) - set(expected))
    ]
    findings += [f"{name} is missing." for name in sorted(set(expected) - set(names))]
    if len(set(names)) != len(names):
        findings.append("The file holds two parts of one name.")
    for name, sha in expected.items():
        if sha and name in names and _hash_of(archive, name, most=sizes.get(name)) != sha:
            findings.append(f"{name} is not what the manifest says: its SHA-256 differs.")
    if findings:
        raise UnableToRestore(findings)
    return manifest


def _hash_of(archive: zipfile.ZipFile, name: str, *, most: int | None) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as part:
            while piece := part.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                if most is not None and size > most:
                    return ""
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        return ""
    return digest.hexdigest()


async def restore(
    connection: Any,
    archive: zipfile.ZipFile,
    *,
    storage: Storage,
    slug: str | None = None,
    say: Callable[[str], None] = lambda _line: None,
) -> Restored:
    """Bring the organisation back, under its own word or `slug`. Raises UnableToRestore with nothing written.

    Files are stored before the rows that name them: without their rows they do no harm.
    """
    manifest = await asyncio.to_thread(read_manifest, archive)
    shapes = await tables_of(connection.fetch)
    wanted = slug or manifest.tenant.slug
    await _check_place(connection, manifest, shapes, wanted)
    say(f"{len(manifest.tables)} tables and {len(manifest.files)} files are whole.")
    await _store_files(archive, manifest, storage)
    came = Restored(
        name=manifest.tenant.name, slug=wanted, state=manifest.tenant.state, files=len(manifest.files)
    )
    try:
        async with connection.transaction():
            await connection.execute(
                "SET LOCAL session_replication_role = replica; SET LOCAL TimeZone = 'UTC'; "
                "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s'"
            )
            await _bring_rows(connection, archive, manifest, shapes, came, say)
            await _settle(connection, manifest, shapes, came)
            came.size_of_ledger = await _verified(connection, manifest)
    except asyncpg.InsufficientPrivilegeError as error:
        raise UnableToRestore(
            ["The database does not let us bring rows back: DATABASE_URL must sign in as its superuser."]
        ) from error
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError) as error:
        raise UnableToRestore(
            [f"A row does not fit into this installation ({type(error).__name__})."]
        ) from error
    return came


async def _check_place(connection: Any, manifest: Manifest, shapes: Sequence[TableShape], slug: str) -> None:
    """Whether it may come back here. Raises UnableToRestore with all that is in the way."""
    findings = []
    tenant = manifest.tenant
    same = await connection.fetchrow("SELECT slug, state FROM tenancy_tenant WHERE id = $1", tenant.id)
    if same:
        findings.append(
            f"{tenant.name} is here already, as “{same['slug']}” ({same['state']}). Nothing is ever written over: "
            "bring it back in another installation, or restore the whole database."
        )
    elif await connection.fetchval("SELECT 1 FROM tenancy_tenant WHERE slug = $1", slug):
        findings.append(f"The word “{slug}” is taken by another organisation. Give another with --as.")
    if shape_of(tuple(shapes)) != manifest.shape:
        findings.append(
            "The backup was made under another version of Probity: its tables are not those of this installation. "
            "Bring it back with the version that made it, then upgrade."
        )
    missing = sorted({each.name for each in shapes} - GLOBAL - {each.name for each in manifest.tables})
    if missing:
        findings.append(f"The backup lacks tables that this installation has: {', '.join(missing)}.")
    if findings:
        raise UnableToRestore(findings)


async def _store_files(archive: zipfile.ZipFile, manifest: Manifest, storage: Storage) -> None:
    for entry in manifest.files:
        await asyncio.to_thread(_store, archive, entry, manifest.tenant.id, storage)


def _store(archive: zipfile.ZipFile, entry: FileEntry, tenant_id: UUID, storage: Storage) -> None:
    key = file_key(tenant_id, entry.sha256)
    if storage.exists(key):
        return
    with archive.open(entry.name) as part:
        storage.put(key, part)  # type: ignore[arg-type]  # a part of a ZIP is read and wound back as any file


async def _bring_rows(
    connection: Any,
    archive: zipfile.ZipFile,
    manifest: Manifest,
    shapes: Sequence[TableShape],
    came: Restored,
    say: Callable[[str], None],
) -> None:
    by_name = {shape.name: shape for shape in shapes}
    for table in manifest.tables:
        shape, written = by_name[table.name], 0
        named = ", ".join(f'"{column}"' for column in shape.columns)
        sql = (
            f"INSERT INTO {shape.name} ({named}) SELECT {named} "  # noqa: S608 - names of the catalogue
            f"FROM json_populate_recordset(NULL::{shape.name}, $1::text::json) WHERE {shape.tenant_column} = $2"
        )
        for lines in _batches(archive, f"tables/{table.name}.jsonl"):
            tag = await connection.execute(sql, f"[{','.join(lines)}]", manifest.tenant.id)
            written += int(tag.rpartition(" ")[2])
        if written != table.rows:
            raise UnableToRestore(
                [f"{table.name}: {table.rows:,} rows are promised, and {written:,} are this organisation's."]
            )
        # what came back is asked for again and compared, byte for byte
        if (found := await _hash_of_rows(connection, shape, manifest.tenant.id)) != table.sha256:
            raise UnableToRestore([f"{table.name}: its rows are not what they were (SHA-256 {found[:16]}…)."])
        came.rows += written
    say(f"{came.rows:,} rows are as they were.")


def _batches(archive: zipfile.ZipFile, name: str) -> Iterator[list[str]]:
    with archive.open(name) as part:
        lines: list[str] = []
        while line := part.readline(_LONGEST_LINE):
            lines.append(line.decode())
            if len(lines) == _ROWS:
                yield lines
                lines = []
        if lines:
            yield lines


async def _hash_of_rows(connection: Any, shape: TableShape, tenant_id: UUID) -> str:
    digest = hashlib.sha256()
    cursor = await connection.cursor(shape.lines(), tenant_id)
    while rows := await cursor.fetch(_ROWS):
        digest.update(("\n".join(row["line"] for row in rows) + "\n").encode())
    return digest.hexdigest()


async def _settle(connection: Any, manifest: Manifest, shapes: Sequence[TableShape], came: Restored) -> None:
    """What must differ here from there, and whether every foreign key finds what it names. Raises UnableToRestore."""
    tenant_id = manifest.tenant.id
    came.state = _COMES_BACK.get(manifest.tenant.state, manifest.tenant.state)
    await connection.execute(
        "UPDATE tenancy_tenant SET slug = $2, state = $3 WHERE id = $1", tenant_id, came.slug, came.state
    )
    tag = await connection.execute(
        "UPDATE people_person p SET account_id = NULL WHERE p.tenant_id = $1 AND p.account_id IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM people_account a WHERE a.id = p.account_id)",
        tenant_id,
    )
    came.without_account = int(tag.rpartition(" ")[2])
    await connection.execute(
        "INSERT INTO people_membership (account_id, tenant_id, person_id, tenant_slug, tenant_name) "
        "SELECT account_id, tenant_id, id, $2, $3 FROM people_person "
        "WHERE tenant_id = $1 AND account_id IS NOT NULL AND left_on IS NULL",
        tenant_id,
        came.slug,
        manifest.tenant.name,
    )
    findings = []
    for key in await foreign_keys_of(connection.fetch, [shape.name for shape in shapes]):
        missing = await connection.fetchval(key.missing, tenant_id)
        if missing:
            findings.append(
                f"{missing:,} rows of {key.child} name something in {key.parent} that is not here."
            )
    if findings:
        raise UnableToRestore(findings)
    await connection.execute("SET LOCAL session_replication_role = origin")
    after = {"slug": came.slug, "state": came.state, "backup_of": manifest.made_at, "rows": came.rows}
    await connection.execute(
        "INSERT INTO ledger_event (tenant_id, id, at, actor_name, actor_chore, act, subject_room, subject_kind, "
        "subject_id, subject_title, after, request_id, confidential) "
        "SELECT $1, $2, coalesce(max(at), '2000-01-01'), 'Command line', 'tenant', 'tenancy.tenant.restored', "
        "'tenancy', 'tenant', $1, $3, $4::text::jsonb, 'command-line', false FROM ledger_event WHERE tenant_id = $1",
        tenant_id,
        new_id(),
        manifest.tenant.name,
        canonical(after),
    )
    await connection.execute(
        "INSERT INTO tenancy_due (tenant_id, chore, due_at) SELECT $1, 'ledger.seal', max(at) FROM ledger_event "
        "WHERE tenant_id = $1 ON CONFLICT DO NOTHING",
        tenant_id,
    )


async def _verified(connection: Any, manifest: Manifest) -> int:
    """The size of the ledger, once every line, the tree and every signature hold. Raises UnableToRestore."""
    tenant = Tenant(
        id=manifest.tenant.id,
        slug=manifest.tenant.slug,
        name=manifest.tenant.name,
        kind=manifest.tenant.kind,
        demonstration=manifest.tenant.demonstration,
    )
    rows = await connection.fetch(
        "SELECT generation, public FROM ledger_key WHERE tenant_id = $1 AND use = 'checkpoint'", tenant.id
    )
    # the first key is entered when it is first followed by another
    generations = [row["generation"] for row in rows] or [1]
    derived = [keys.derived(tenant, Use.CHECKPOINT, generation) for generation in generations]
    if rows and any(key.public_key != row["public"] for key, row in zip(derived, rows, strict=True)):
        raise UnableToRestore(
            [
                "The organisation’s keys are not from this installation’s folder of keys. Bring that folder along."
            ]
        )
    report = await verifying.verify_through(
        connection.fetch,
        tenant.id,
        origin=checkpoints.origin_of(tenant.id, demonstration=tenant.demonstration),
        keys=[notes.verifier_of(key) for key in derived],
    )
    findings = [f"The ledger does not hold: {each.what}" for each in report.findings]
    size = await connection.fetchval(
        "SELECT coalesce(max(size), 0) FROM ledger_checkpoint WHERE tenant_id = $1", tenant.id
    )
    root = await connection.fetchval(
        "SELECT encode(root, 'hex') FROM ledger_checkpoint WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1",
        tenant.id,
    )
    if manifest.ledger and (size, root) != (manifest.ledger.size, manifest.ledger.root):
        findings.append("The newest checkpoint is not the one that the manifest names.")
    if findings:
        raise UnableToRestore(findings)
    return int(size)


def open_zip(source: BinaryIO) -> zipfile.ZipFile:
    """The archive. Raises UnableToRestore."""
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise UnableToRestore(
            ["The file is no archive that can be opened: it is damaged, or another kind."]
        ) from None
