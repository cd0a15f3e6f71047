"""The child's look into a spreadsheet: its visible cells as JSON, dates as [year, month, day].

Refuses with a sentence's end: the parent puts the file's name before it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import python_calamine

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.documents import sheet_hidden
from backend.kit.documents.sheet_letters import letters

_SMALL = 20 * 1024**2
_RATIO = 200
_MOST_FILES = 2_000
# A cell further out than any limit of ours: rows from 100,000 or columns of three letters. Looked for before the
# cells are unpacked into a table, which is as large as its furthest corner.
_FAR_ROW = re.compile(rb" r=[\"'][A-Z]*\d{6,}[\"']")
_FAR_COLUMN = re.compile(rb" r=[\"'][A-Z]{3,}\d")
_DELIMITERS = ",;\t|"


def read_task(payload: bytes) -> bytes:
    """A bundle of the caps and one file in; JSON of sheets and notes out."""
    caps, (data,) = bundle.unpack(payload)
    if caps["kind"] == "csv":
        sheets = [{"name": "", "rows": _delimited(data, caps), "merged": []}]
        notes: list[str] = []
    else:
        parts = _parts(data, caps)
        sheets, notes = _workbook(data, parts, caps)
    if not any(sheet["rows"] for sheet in sheets):
        raise ConfinedRefusal("has nothing in it that can be seen")
    return json.dumps({"sheets": sheets, "notes": notes}, ensure_ascii=False, separators=(",", ":")).encode()


def _parts(data: bytes, caps: dict[str, Any]) -> dict[str, bytes]:
    """The files of the archive that say what is hidden, after checks by its table of contents."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
        if len(entries) > _MOST_FILES:
            raise ConfinedRefusal(f"is an archive of more than {_MOST_FILES:,} files")
        total = sum(entry.file_size for entry in entries)
        if total > caps["unpacked_bytes"] or total > max(_SMALL, _RATIO * len(data)):
            raise ConfinedRefusal(
                f"unpacks to {total // 1024**2:,} MB, which no register needs. It may be damaged, or made to do harm"
            )
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise ConfinedRefusal("is locked with a password. Take it off and bring the file in again")
        # Reading each file compares its length and checksum with the table of contents, so that it can't lie.
        return {
            entry.filename: content
            for entry in entries
            if (content := archive.read(entry)) and entry.filename.endswith((".xml", ".rels"))
        }
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise ConfinedRefusal("is damaged: its archive cannot be unpacked") from None


def _workbook(
    data: bytes, parts: dict[str, bytes], caps: dict[str, Any]
) -> tuple[list[dict[str, Any]], list[str]]:
    for name, xml in parts.items():
        if "worksheets/" in name and _FAR_ROW.search(xml):
            raise ConfinedRefusal(f"has more than {caps['rows']:,} rows. {_SPLIT_IT}")
        if "worksheets/" in name and _FAR_COLUMN.search(xml):
            raise ConfinedRefusal(f"has more than {caps['columns']} columns. {_KEEP_COLUMNS}")
    hidden = sheet_hidden.found(parts)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (python_calamine.CalamineError, ValueError, OSError):
        raise ConfinedRefusal("can't be read as a spreadsheet: it is damaged, or of another kind") from None
    if len(book.sheet_names) > caps["sheets"]:
        raise ConfinedRefusal(f"has {len(book.sheet_names)} sheets; at most {caps['sheets']} can be taken")
    sheets, notes, rows = [], [], 0
    texts = _Texts(caps)
    for number, seen in enumerate(book.sheets_metadata, start=1):
        if seen.visible is not python_calamine.SheetVisibleEnum.Visible:
            notes.append(f"The sheet “{_short(seen.name)}” is hidden, so it was not read.")
            continue
        if seen.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(seen.name)
            values = sheet.to_python(skip_empty_area=False)
        except (python_calamine.CalamineError, ValueError, OSError):
            raise ConfinedRefusal(f"can't be read: its sheet “{_short(seen.name)}” is damaged") from None
        cells = _trimmed([[_plain(cell, texts) for cell in row] for row in values])
        rows += sum(1 for row in cells if row)
        _check_size(cells, rows, caps)
        if seen.name in hidden:
            _check_nothing_hidden(_short(seen.name), number, cells, hidden[seen.name])
            _put_errors(cells, hidden[seen.name])
        merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or []]
        sheets.append({"name": seen.name, "rows": cells, "merged": merged})
    return sheets, notes


_SPLIT_IT = "Split it into several files, or delete the rows that are not of a register"
_KEEP_COLUMNS = "Keep those of the register and delete the others"


def _check_size(cells: list[list[Any]], rows: int, caps: dict[str, Any]) -> None:
    if rows > caps["rows"]:
        raise ConfinedRefusal(f"has more than {caps['rows']:,} rows. {_SPLIT_IT}")
    if max(map(len, cells), default=0) > caps["columns"]:
        raise ConfinedRefusal(f"has more than {caps['columns']} columns. {_KEEP_COLUMNS}")


def _check_nothing_hidden(
    name: str, number: int, cells: list[list[Any]], hidden: sheet_hidden.Hidden
) -> None:
    """Hidden columns and rows with nothing in them are only a habit; with something in them, a leak."""
    width = max(map(len, cells), default=0)
    where = f"sheet {number}, “{name}”" if number > 1 else f"sheet “{name}”"
    columns = [
        column
        for column in range(width)
        if hidden.column(column) and any(column < len(row) and row[column] is not None for row in cells)
    ]
    if columns:
        raise ConfinedRefusal(
            f"can't be taken: {where} has hidden {_listed('column', [letters(c) for c in columns], columns)}, and they "
            "hold something. Show or delete them, save the file and bring it in again"
        )
    rows = [row for row in sorted(hidden.rows) if row < len(cells) and cells[row]]
    if rows:
        raise ConfinedRefusal(
            f"can't be taken: {where} has hidden {_listed('row', [str(row + 1) for row in rows], rows)}, and they "
            "hold something. Clear the filter, show or delete them, save the file and bring it in again"
        )


def _put_errors(cells: list[list[Any]], hidden: sheet_hidden.Hidden) -> None:
    """A formula that came to an error is read as nothing; its error stands in the cell, so that it can be refused."""
    for row, column, error in hidden.broken:
        if row < len(cells):
            cells[row] += [None] * (column + 1 - len(cells[row]))
            cells[row][column] = error


def _listed(noun: str, names: list[str], numbers: list[int]) -> str:
    if len(names) == 1:
        return f"{noun} {names[0]}"
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{noun}s {names[0]} to {names[-1]}"
    return f"{noun}s {', '.join(names[:6])}{' and others' if len(names) > 6 else ''}"


class _Texts(dict[str, str | None]):
    """Texts as they are kept, each cleaned once: a register says the same words again and again."""

    def __init__(self, caps: dict[str, Any]) -> None:
        super().__init__()
        self.letters = caps["letters"]

    def __missing__(self, text: str) -> str | None:
        if len(text) > self.letters:
            raise ConfinedRefusal(f"has a cell of more than {self.letters:,} characters")
        self[text] = kept = _text(text.strip())
        return kept


def _plain(cell: Any, texts: _Texts) -> Any:
    kind = type(cell)
    if kind is str:
        return texts[cell]
    if kind is datetime or kind is date:
        return [cell.year, cell.month, cell.day]
    if kind is float and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if kind is time or kind is timedelta:
        return str(cell)
    return cell


def _text(text: str) -> str | None:
    if not text or (text.isascii() and text.isprintable()):
        return text or None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", ""))
    # Marks that turn the direction of writing stay, so that the row can be refused by name; other controls go.
    kept = (letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))
    return "".join(kept).strip() or None


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Without empty cells at the ends of rows and empty rows at the end; what is left keeps its place."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _delimited(data: bytes, caps: dict[str, Any]) -> list[list[Any]]:
    text = _decoded(data)
    csv.field_size_limit(caps["letters"] * 2)
    rows: list[list[Any]] = []
    texts = _Texts(caps)
    try:
        for number, record in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        ):
            if number >= caps["rows"] + 100:
                raise ConfinedRefusal(f"has more than {caps['rows']:,} rows. {_SPLIT_IT}")
            rows.append([texts[cell] for cell in record])
    except csv.Error:
        raise ConfinedRefusal("can't be read as .csv: it is damaged, or a cell of it is too long") from None
    rows = _trimmed(rows)
    _check_size(rows, sum(1 for row in rows if row), caps)
    return rows


def _decoded(data: bytes) -> str:
    """As spreadsheet programs write .csv: UTF-8 with or without its mark, UTF-16 with it, or Windows' own."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise ConfinedRefusal("is not a text file, although its name ends in .csv")


def _delimiter(text: str) -> str:
    """The sign between cells: the one that cuts the first lines into the same number of cells most often."""
    sample = text[:65_536]

    def evenness(sign: str) -> int:
        lengths: Counter[int] = Counter()
        try:
            for record in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=sign), 60):
                lengths[len(record)] += 1
        except csv.Error:
            return 0
        return max((length * times for length, times in lengths.items() if length > 1), default=0)

    return max(_DELIMITERS, key=evenness)


def _short(name: str) -> str:
    shown = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    return shown[:60]
