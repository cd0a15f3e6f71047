"""Writing everything of one organisation into a ZIP, table by table and file by file, in constant memory.

An export is for people and other programs: JSON Lines and CSV, and nothing secret. A backup is for `restoring`: every
column of every row, as JSON Lines alone; it is sealed as a whole by whoever writes it to a file.
"""

import asyncio
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Literal
from uuid import UUID

from backend.archives.queries.catalogue import GLOBAL, TableShape, tables_of
from backend.archives.readme import readme
from backend.archives.rules import leaving_out
from backend.archives.rules.manifest import FileEntry, LedgerEnd, LeftOut, Manifest, OfTenant, TableEntry
from backend.evidence import store
from backend.kit import database
from backend.kit.clock import real_now
from backend.kit.storage import StorageFailure
from backend.ledger import tree
from backend.ledger.records import canonical
from backend.scope import Refusal, Scope
from backend.tenancy import transactions

Kind = Literal["export", "backup"]
Progress = Callable[[str, int, int], Awaitable[None]]
"""Told what is being written, how many parts are done, and of how many."""

_ROWS = 1_000
_PIECE = 1024 * 1024
_STORED_AT = re.compile(r"tenants/([0-9a-f-]{36})/([0-9a-f]{64})")


async def nobody_told(_what: str, _done: int, _of: int) -> None:
    """Where nobody waits for the progress."""


@dataclass(slots=True)
class _Entry:
    """One file of the ZIP while it is written: counted and hashed on the way."""

    out: Any
    name: str
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        self.digest.update(data)
        self.size += len(data)
        self.out.write(data)

    @property
    def listed(self) -> FileEntry:
        return FileEntry(name=self.name, size=self.size, sha256=self.digest.hexdigest())


async def write_archive(
    scope: Scope, out: BinaryIO, *, kind: Kind, texts: Mapping[str, str], progress: Progress = nobody_told
) -> Manifest:
    """Write the whole archive to `out`, as the database was at one moment. Call it outside any transaction.

    `texts` are the files of the organisation's folder. Returns the manifest, which is the archive's last part but for
    its cover page. Raises OSError where `out` can't be written.
    """
    writer = _Writer(scope, kind, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True))
    async with transactions.scope_tx(scope, readonly=True, one_snapshot=True):
        await database.execute("SET LOCAL TimeZone = 'UTC'")
        await database.execute("SET LOCAL statement_timeout = '20min'")
        shapes = await tables_of(database.fetch)
        tables, left_out = _sorted_out(shapes, kind)
        for done, shape in enumerate(tables):
            await progress(f"Table {shape.name}", done, len(tables) + 1)
            await writer.table(shape)
        newest = await tree.newest_checkpoint(scope)
    await progress("Files", len(tables), len(tables) + 1)
    await writer.files()
    ledger = None
    if newest:
        ledger = LedgerEnd(size=newest.size, root=newest.root.hex(), note=newest.note.decode())
        await writer.text("ledger/checkpoint.txt", newest.note.decode())
    for name, text in sorted(texts.items()):
        await writer.text(f"folder/{name}", text)
    manifest = writer.manifest(left_out=left_out, shape=shape_of(shapes), ledger=ledger)
    await writer.text("README.html", readme(manifest))
    manifest = writer.manifest(left_out=left_out, shape=shape_of(shapes), ledger=ledger)
    await writer.text("manifest.json", manifest.model_dump_json(indent=1))
    await asyncio.to_thread(writer.zip.close)
    return manifest


def shape_of(shapes: tuple[TableShape, ...]) -> str:
    """A hash over all tables and their columns: an archive goes back only where they are the same."""
    said = canonical({shape.name: sorted(shape.columns) for shape in shapes})
    return hashlib.sha256(said.encode()).hexdigest()


def _sorted_out(shapes: tuple[TableShape, ...], kind: Kind) -> tuple[list[TableShape], list[LeftOut]]:
    """What is written, and what is not and why."""
    written, left_out = [], []
    for shape in shapes:
        why = leaving_out.why_left_out(shape.name)
        if shape.name in GLOBAL or (kind == "export" and why):
            left_out.append(LeftOut(what=shape.name, why=why or leaving_out.TABLES["people_membership"]))
            continue
        written.append(shape)
        if kind == "export":
            for column, reason in leaving_out.columns_left_out(shape.name).items():
                left_out.append(LeftOut(what=f"{shape.name}.{column}", why=reason))
            if "confidential" in shape.columns:
                left_out.append(
                    LeftOut(what=f"{shape.name} (confidential rows)", why=leaving_out.CONFIDENTIAL)
                )
    return written, left_out


class _Writer:
    def __init__(self, scope: Scope, kind: Kind, out: zipfile.ZipFile) -> None:
        self.scope, self.kind, self.zip = scope, kind, out
        self.tables: list[TableEntry] = []
        self.kept_files: list[FileEntry] = []
        self.others: list[FileEntry] = []
        self.missing: list[str] = []
        self._keys: set[str] = set()

    async def table(self, shape: TableShape) -> None:
        """One table as JSON Lines and, in an export, as CSV; every file that its rows name is noted."""
        rows, digest = 0, ""
        without = (
            frozenset(leaving_out.columns_left_out(shape.name)) if self.kind == "export" else frozenset()
        )
        for csv_too in (False, True) if self.kind == "export" else (False,):
            name = f"tables/{shape.name}.{'csv' if csv_too else 'jsonl'}"
            with self.zip.open(name, "w", force_zip64=True) as out:
                entry = _Entry(out, name)
                if csv_too:
                    entry.write(_as_csv([shape.columns]))
                rows = await self._rows(shape, entry, without=without, csv_too=csv_too)
            if csv_too:
                last = self.tables.pop()
                self.tables.append(last.model_copy(update={"csv_sha256": entry.digest.hexdigest()}))
            else:
                digest = entry.digest.hexdigest()
                self.tables.append(
                    TableEntry(name=shape.name, columns=shape.columns, rows=rows, sha256=digest)
                )

    async def _rows(self, shape: TableShape, entry: _Entry, *, without: frozenset[str], csv_too: bool) -> int:
        count = 0
        lines_of = shape.lines(without, confidential=self.kind == "backup")
        cursor = await database.DB.connection().cursor(lines_of, self.scope.tenant.id)
        while lines := [row["line"] for row in await cursor.fetch(_ROWS)]:
            count += len(lines)
            await asyncio.to_thread(self._write_lines, entry, shape, lines, csv_too)
        return count

    def _write_lines(self, entry: _Entry, shape: TableShape, lines: list[str], csv_too: bool) -> None:
        if csv_too:
            read = [json.loads(line) for line in lines]
            entry.write(_as_csv([[_cell(row[column]) for column in shape.columns] for row in read]))
            return
        text = "\n".join(lines) + "\n"
        own = str(self.scope.tenant.id)
        self._keys.update(f"tenants/{own}/{sha}" for whose, sha in _STORED_AT.findall(text) if whose == own)
        entry.write(text.encode())

    async def files(self) -> None:
        """Every stored file that a row named, by its hash; one that can't be read is said, and stops nothing."""
        for key in sorted(self._keys):
            sha = key.rpartition("/")[2]
            try:
                await self._file(key, f"files/{sha}")
            except (Refusal, StorageFailure):
                self.missing.append(sha)

    async def _file(self, key: str, name: str) -> None:
        source = await store.open_stream(key, name=name)
        with source, self.zip.open(name, "w", force_zip64=True) as out:
            entry = _Entry(out, name)
            while piece := await asyncio.to_thread(source.read, _PIECE):
                await asyncio.to_thread(entry.write, piece)
        self.kept_files.append(entry.listed)

    async def text(self, name: str, text: str) -> None:
        """A small file."""
        with self.zip.open(name, "w") as out:
            entry = _Entry(out, name)
            entry.write(text.encode())
        self.others.append(entry.listed)

    def manifest(self, *, left_out: list[LeftOut], shape: str, ledger: LedgerEnd | None) -> Manifest:
        tenant = self.scope.tenant
        return Manifest(
            format="probity-archive/1",
            kind=self.kind,
            tenant=OfTenant(
                id=tenant.id,
                slug=tenant.slug,
                name=tenant.name,
                kind=tenant.kind,
                state=tenant.state,
                demonstration=tenant.demonstration,
                ended_on=tenant.ended_on,
                merged_into=tenant.merged_into_name,
            ),
            made_at=real_now().isoformat(timespec="seconds"),
            made_by=self.scope.actor.name,
            shape=shape,
            tables=tuple(self.tables),
            files=tuple(self.kept_files),
            others=tuple(self.others),
            left_out=tuple(left_out),
            missing_files=tuple(self.missing),
            ledger=ledger,
        )


def _as_csv(rows: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _cell(value: object) -> object:
    """A cell that a spreadsheet shows and does not run."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return value


def file_key(tenant_id: UUID, sha256: str) -> str:
    """Where a file of an archive is stored."""
    return f"tenants/{tenant_id}/{sha256}"
