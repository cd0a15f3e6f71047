"""Spreadsheets on their way in: where each stands, and what was said of it so far."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.facts.bringing_in import File, Intake
from backend.kit.database import fetch
from backend.registers.rules.importing import STATE_IN_WORDS, Choices, ImportState, UnableToImport
from backend.registers.shelf import intake_named
from backend.registers.tables.imports import Heading, Import
from backend.scope import NotFound, Scope

STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """One import. `outcome` counts what was written; `columns` is `None` until the officer has settled them."""

    id: UUID
    register: str
    file_name: str
    sha256: str
    size: int
    state: ImportState
    started_at: datetime
    started_by: UUID
    started_by_name: str
    columns: Mapping[int, Mapping[int, str]] | None
    choices: Choices
    people: Mapping[str, str]
    organisations: Mapping[str, str]
    split_confirmed: bool
    steps_done: int
    words: str
    failure: str | None
    outcome: Mapping[str, Any]
    done_at: datetime | None
    accepted_at: datetime | None
    undone_at: datetime | None
    undone_by_name: str | None

    @property
    def state_in_words(self) -> str:
        return STATE_IN_WORDS[self.state]

    @property
    def intake(self) -> Intake:
        return intake_named(self.register)

    @property
    def what_came_of_it(self) -> str:
        """What was written, counted in words: `12 interests, 3 nil returns`."""
        counts = [(self.outcome.get(key, 0), one, many) for key, one, many in self.intake.counts]
        return ", ".join(
            f"{count:,} {one if count == 1 else many}"
            for number, (count, one, many) in enumerate(counts)
            if count or not number
        )

    @property
    def file(self) -> File:
        return File(import_id=self.id, file_name=self.file_name, source=self.source)

    @property
    def open(self) -> bool:
        return self.state is ImportState.OPEN

    @property
    def share_done(self) -> int:
        return self.steps_done * 100 // STEPS

    @property
    def source(self) -> str:
        """The file, as entries say where they came from."""
        return f"Brought in from “{self.file_name}”"


async def imports_of(scope: Scope, *, limit: int = 50) -> tuple[ImportView, ...]:
    """The newest imports, the latest first."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM registers_import WHERE tenant_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2",  # noqa: S608 - our own words
        scope.tenant.id,
        limit,
    )
    return tuple(map(_view, rows))


async def import_(scope: Scope, *, import_id: UUID) -> ImportView:
    """One import. Raises NotFound."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM registers_import WHERE tenant_id = $1 AND id = $2",  # noqa: S608 - our own words
        scope.tenant.id,
        import_id,
    )
    if not rows:
        raise NotFound("import")
    return _view(rows[0])


async def last_done(scope: Scope, register: str) -> UUID | None:
    """The import of a register that was brought in last and still stands: the one that can be undone."""
    return (await last_of_each(scope)).get(register)


async def last_of_each(scope: Scope) -> dict[str, UUID]:
    """Of each register the import that can be undone. One statement."""
    rows = await fetch(
        "SELECT DISTINCT ON (register) register, id FROM registers_import WHERE tenant_id = $1 AND state = 'DONE' "
        "ORDER BY register, done_at DESC, id DESC",
        scope.tenant.id,
    )
    return {row["register"]: row["id"] for row in rows}


async def remembered_of(scope: Scope) -> dict[str, dict[str, str]]:
    """What headings mean to this organisation: by register, then by the words of each heading."""
    found: dict[str, dict[str, str]] = {}
    for row in await Heading.within(scope, Heading.register, Heading.heading, Heading.field):
        found.setdefault(row["register"], {})[row["heading"]] = row["field"]
    return found


async def cells_of(scope: Scope, *, import_id: UUID) -> bytes:
    """The cells of a file as they were read. Raises UnableToImport for an import that is finished."""
    rows = await Import.within(scope, Import.cells).where(Import.id == import_id)
    if not rows or rows[0]["cells"] is None:
        raise UnableToImport("This file is finished with. Bring it in again to look at it.")
    return zlib.decompress(rows[0]["cells"])


_COLUMNS = (
    "id, register, file_name, sha256, size, state, started_at, started_by, started_by_name, columns, choices, people, "
    "organisations, split_confirmed, steps_done, words, failure, outcome, done_at, accepted_at, undone_at, "
    "undone_by_name"
)


def _view(row: Any) -> ImportView:
    settled = json.loads(row["columns"]) if row["columns"] else None
    return ImportView(
        **{
            **row,
            "state": ImportState(row["state"]),
            "columns": None
            if settled is None
            else {
                int(group): {int(c): key for c, key in fields.items()} for group, fields in settled.items()
            },
            "choices": json.loads(row["choices"]),
            "people": json.loads(row["people"]),
            "organisations": json.loads(row["organisations"]),
            "outcome": json.loads(row["outcome"]) if row["outcome"] else {},
        }
    )
