"""What a section of an assurance pack is made of."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from backend.evidence.queries import KeptFile
from backend.ledger.records import Record
from backend.packs.redactions import NOTHING, Redactions
from backend.packs.rules import Period
from backend.scope import Scope

_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who reads, for which period, and at what moment of the tenant's time.

    `at_the_end` is the same reader at the last moment of the period, so that what is asked as of today answers as of
    then; `known_at` is that moment. `redactions` is what the pack leaves out: it is taken out of a section after it was
    made, but for the lines of the ledger, whose section asks `redactions.hides`.
    """

    scope: Scope
    period: Period
    redactions: Redactions = NOTHING

    @property
    def known_at(self) -> datetime:
        return min(self.period.end - timedelta(microseconds=1), self.scope.now)

    @property
    def at_the_end(self) -> Scope:
        return replace(self.scope, now=self.known_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the report; its first column says what each row is about. A row may be a `Row`."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    empty: str = "None."


class Row(tuple[Any, ...]):
    """Cells that tell of a record, so that they can be taken out with it."""

    record_id: UUID

    @classmethod
    def of(cls, record_id: UUID, cells: Sequence[Any]) -> "Row":
        row = cls(cells)
        row.record_id = record_id
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A register as rows and columns, kept apart from its form: see `Section.sheets`."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A record that the pack tells of, and the file of the pack that does."""

    record: Record
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one room shows.

    `lead` are paragraphs, `numbers` pairs of words and figure for the front page, `missing` sentences about what a
    reader would look for and not find. `files` are made here; `kept` were handed in or built before, by their path in
    the pack. `sheets` are registers by their path without an ending: whoever builds the bag writes each as CSV and as a
    workbook. `pictures` are shown above the tables: alternative text and SVG.
    """

    key: str
    title: str
    lead: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[tuple[str, bytes], ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    kept: Mapping[str, KeptFile] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    quoted: tuple[Quoted, ...] = ()


def hashes_of(sections: Sequence[Section]) -> dict[str, str]:
    """SHA-256 of every file of some sections, by its path; a register by that of its CSV."""
    told: dict[str, str] = {}
    for section in sections:
        told |= {path: hashlib.sha256(data).hexdigest() for path, data in section.files.items()}
        told |= {
            f"{path}.csv": hashlib.sha256(as_csv(each.columns, each.rows)).hexdigest()
            for path, each in section.sheets.items()
        }
        told |= {path: file.sha256 for path, file in section.kept.items()}
    return told


def as_json(value: Any) -> bytes:
    """JSON for people and programs: indented, keys sorted, dates in ISO 8601."""
    return (json.dumps(value, indent=1, sort_keys=True, default=_plain, ensure_ascii=False) + "\n").encode()


def as_json_line(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=_plain, ensure_ascii=False, separators=(",", ":"))


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """CSV as spreadsheets read it: UTF-8 with its mark, and no cell that a spreadsheet would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: Any) -> str:
    """A cell as text. What begins as a formula does is led by an apostrophe, which spreadsheets show as text."""
    text = as_text(cell)
    return f"'{text}" if _FORMULA.match(text) else text


def as_text(cell: Any) -> str:
    """A cell as it is read: nothing is empty, dates are in ISO 8601."""
    return "" if cell is None else cell if isinstance(cell, str) else str(_plain(cell))


def yes_or_no(value: bool) -> str:
    return "Yes" if value else "No"


def listed(names: Sequence[str], *, most: int = 6) -> str:
    """A, B and C; where there are more than `most`, the first of them and how many more."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def file_word(text: str, *, longest: int = 60) -> str:
    """A part of a path from any text: lower-case letters, digits and hyphens that every computer can hold."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:longest].strip("-") or "unnamed"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)
