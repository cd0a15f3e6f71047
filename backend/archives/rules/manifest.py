"""The manifest of an archive: what lies in it, by name, size and SHA-256, and under which shape of the tables."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

FORMAT = "probity-archive/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfTenant(_Part):
    """Whose archive it is."""

    id: UUID
    slug: str
    name: str
    kind: str
    state: str
    demonstration: bool
    ended_on: date | None = None
    merged_into: str = ""


class TableEntry(_Part):
    """One table: how many rows, and the SHA-256 of its JSON Lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str
    csv_sha256: str | None = None


class FileEntry(_Part):
    """One file in the archive."""

    name: str
    size: int
    sha256: str


class LeftOut(_Part):
    """A table, or a column as `table.column`, that is not here, and why."""

    what: str
    why: str


class LedgerEnd(_Part):
    """The newest signed checkpoint of the ledger."""

    size: int
    root: str
    note: str


class Manifest(_Part):
    """Everything that an archive says of itself."""

    format: Literal["probity-archive/1"]
    kind: Literal["export", "backup"]
    tenant: OfTenant
    made_at: str
    made_by: str
    shape: str
    tables: tuple[TableEntry, ...]
    files: tuple[FileEntry, ...]
    others: tuple[FileEntry, ...]
    left_out: tuple[LeftOut, ...]
    missing_files: tuple[str, ...] = ()
    ledger: LedgerEnd | None = None
