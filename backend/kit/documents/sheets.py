"""Read a spreadsheet that somebody uploads: .xlsx, .ods or .csv, in a confined child, within limits.

What is hidden in a file is not read and not passed over in silence: a sheet whose hidden columns or rows hold anything
is refused, for hidden columns are where the personal data is that nobody meant to hand on.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from backend.kit import confine
from backend.kit.confined import bundle
from backend.kit.documents.uploads import UnusableDocument, in_child, megabytes, shown_name

_MB = 1024**2
_STARTS = {".xlsx": b"PK\x03\x04", ".ods": b"PK\x03\x04"}
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ACCEPTED = ".xlsx,.ods,.csv"

Value = str | float | int | bool | date | None


@dataclass(frozen=True, kw_only=True)
class SheetCaps:
    """The largest that is taken: bytes, bytes once unpacked, rows over all sheets, columns and sheets."""

    upload_bytes: int = 20 * _MB
    unpacked_bytes: int = 300 * _MB
    rows: int = 20_000
    columns: int = 100
    sheets: int = 50
    letters: int = 20_000


DEFAULT_CAPS = SheetCaps()
LIMITS = confine.Limits(wall_seconds=90, cpu_seconds=60, memory_bytes=1536 * _MB, answer_bytes=64 * _MB)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet. `rows` are as wide as they need to be; row 1 of the sheet is `rows[0]`.

    `merged` are the areas of merged cells: (first row, first column, last row, last column), counted from 0.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds, and what the person should be told about it, in plain sentences."""

    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def read_workbook(filename: str, data: bytes, *, caps: SheetCaps = DEFAULT_CAPS) -> Workbook:
    """The visible cells of a spreadsheet, formulae as their values. Raises UnusableDocument with a sentence."""
    return decoded(read_cells(filename, data, caps=caps))


def read_cells(filename: str, data: bytes, *, caps: SheetCaps = DEFAULT_CAPS) -> bytes:
    """The same as compact JSON, to be kept and given to `decoded` later. Raises UnusableDocument."""
    name = shown_name(filename)
    kind = check_upload(name, data, caps=caps)
    head = {"kind": kind.removeprefix("."), **{key: getattr(caps, key) for key in _CAPS}}
    task = "backend.kit.documents.sheet_cells:read_task"
    return in_child(name, task, bundle.pack(head, [data]), limits=LIMITS)


_CAPS = ("unpacked_bytes", "rows", "columns", "sheets", "letters")


def check_upload(name: str, data: bytes, *, caps: SheetCaps = DEFAULT_CAPS) -> str:
    """What can be said of a file without opening it; returns its ending. Raises UnusableDocument."""
    if not data:
        raise UnusableDocument(f"“{name}” is empty.")
    if len(data) > caps.upload_bytes:
        raise UnusableDocument(
            f"“{name}” is {megabytes(len(data))}; the largest spreadsheet that can be taken is "
            f"{megabytes(caps.upload_bytes)}."
        )
    kind = PurePosixPath(name).suffix.lower()
    if kind in (".xls", ".xlsm", ".xlsb"):
        raise UnusableDocument(
            f"“{name}” is of a kind that is not taken. Save it as .xlsx and bring that in."
        )
    if kind not in (".xlsx", ".ods", ".csv"):
        raise UnusableDocument(f"“{name}” is not a spreadsheet (.xlsx or .ods) or a .csv file.")
    if kind != ".csv" and data.startswith(_OLD_OR_LOCKED):
        raise UnusableDocument(
            f"“{name}” is locked with a password, or of an older kind. Take the password off, save it as .xlsx and "
            "bring that in."
        )
    if kind in _STARTS and not data.startswith(_STARTS[kind]):
        raise UnusableDocument(f"“{name}” is not a spreadsheet, although its name ends as one does.")
    return kind


def decoded(cells: bytes) -> Workbook:
    """A workbook from the JSON that `read_cells` gives."""
    told = json.loads(cells)
    return Workbook(
        sheets=tuple(
            Sheet(
                name=sheet["name"],
                rows=tuple(_row(row) for row in sheet["rows"]),
                merged=tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in sheet["merged"]),
            )
            for sheet in told["sheets"]
        ),
        notes=tuple(told["notes"]),
    )


def _row(row: Sequence[object]) -> tuple[Value, ...]:
    return tuple(_date(value) if type(value) is list else value for value in row)  # type: ignore[misc]  # JSON's own


def _date(parts: list[int]) -> date:
    return date(parts[0], parts[1], parts[2])
