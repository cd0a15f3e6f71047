"""A spreadsheet as a paper: each visible sheet a heading and its tables, as HTML. The child's side.

What is hidden is not shown and is listed; so is what no page can show.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Any

import python_calamine

from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.documents import archive, hidden, identifiers, office, sheet_hidden
from backend.kit.documents.hidden import Finding, Kind, counted
from backend.kit.documents.sheet_formats import Formats
from backend.kit.documents.sheet_letters import letters

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_FAR_ROW = re.compile(rb" r=[\"'][A-Z]*\d{6,}[\"']")
_FAR_COLUMN = re.compile(rb" r=[\"'][A-Z]{3,}\d")
_SPLIT = "A paper shows the figures that a decision needs. Hand the whole workbook to the officer as evidence instead"
_LOST = {
    "xl/charts/chart": ("chart", "Put a picture of it into a Word paper, with a description"),
    "xl/media/": ("picture", "Put it into a Word paper, with a description"),
    "xl/slicers/": ("slicer", "Show what it selects"),
}

Cell = Any
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Seen:
    """What is seen of one sheet: its rows, merged areas among them, and the workbook's own numbers of both.

    `lines` and `columns` count from 0, as the workbook has them.
    """

    name: str
    rows: list[list[str]]
    merged: list[Area]
    lines: list[int]
    columns: list[int]


def convert_task(payload: bytes) -> bytes:
    """A bundle of the caps and one .xlsx in; HTML, losses and findings out. The parent cleans the HTML."""
    caps, (data,) = bundle.unpack(payload)
    parts, names = archive.unpacked(data, caps)
    _check(parts)
    warnings = archive.outside_links(parts)
    sheets, found, losses = _sheets(data, parts, caps)
    found += _beside(parts, names)
    losses += _lost(names)
    html = "\n".join(piece for sheet in sheets for piece in _html(sheet))
    if not html:
        raise ConfinedRefusal("has nothing in it that can be seen")
    told = {"html": html, "losses": [*warnings, *losses], "assets": [], "findings": hidden.told(found)}
    return bundle.pack(told)


def _check(parts: Mapping[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml", b"").decode("utf-8", errors="replace")
    if "macroEnabled" in types:
        raise ConfinedRefusal("holds macros; save it as a workbook without them")
    if _MAIN not in types or "xl/workbook.xml" not in parts:
        raise ConfinedRefusal("is an archive, but not a spreadsheet")


def _sheets(
    data: bytes, parts: dict[str, bytes], caps: Mapping[str, Any]
) -> tuple[list[Seen], list[Finding], list[str]]:
    for name, xml in parts.items():
        if "worksheets/" in name and _FAR_ROW.search(xml):
            raise ConfinedRefusal(f"has more than {caps['rows']:,} rows. {_SPLIT}")
        if "worksheets/" in name and _FAR_COLUMN.search(xml):
            raise ConfinedRefusal(
                f"has more than {caps['columns']} columns, which no page can show. {_SPLIT}"
            )
    unseen = sheet_hidden.found(parts)
    paths = sheet_hidden.sheets_of_xlsx(parts)
    formats = Formats(parts.get("xl/styles.xml", b""))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (python_calamine.CalamineError, ValueError, OSError):
        raise ConfinedRefusal("can't be read as a spreadsheet: it is damaged, or of another kind") from None
    if len(book.sheet_names) > caps["sheets"]:
        raise ConfinedRefusal(f"has {len(book.sheet_names)} sheets; at most {caps['sheets']} can be taken")
    sheets: list[Seen] = []
    found: list[Finding] = []
    losses: list[str] = []
    rows = cells = 0
    for told in book.sheets_metadata:
        name = _short(told.name)
        if told.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            losses.append(f"has “{name}”, which is no sheet of cells, left out.")
            continue
        if told.visible is not python_calamine.SheetVisibleEnum.Visible:
            words = "The whole sheet is hidden. It is left out."
            found.append(Finding(kind=Kind.SHEET, place=f"sheet “{name}”", words=words))
            continue
        try:
            sheet = book.get_sheet_by_name(told.name)
            values = sheet.to_python(skip_empty_area=False)
        except (python_calamine.CalamineError, ValueError, OSError):
            raise ConfinedRefusal(f"can't be read: its sheet “{name}” is damaged") from None
        styles = formats.of_cells(parts.get(paths.get(told.name, ""), b""))
        texts = [
            [_words(cell, styles.get((row, column), "")) for column, cell in enumerate(line)]
            for row, line in enumerate(values)
        ]
        own = unseen.get(told.name, sheet_hidden.Hidden())
        _put_errors(texts, own)
        found += _hidden_lines(name, texts, own)
        merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
        seen = _visible(name, texts, own, merged)
        rows += len(seen.rows)
        cells += sum(len(row) for row in seen.rows)
        if rows > caps["rows"] or cells > caps["cells"]:
            raise ConfinedRefusal(
                f"has more than {caps['rows']:,} rows, or more than {caps['cells']:,} cells: too much to read. "
                f"{_SPLIT}"
            )
        if max(map(len, seen.rows), default=0) > caps["columns"]:
            raise ConfinedRefusal(
                f"has more than {caps['columns']} columns, which no page can show. {_SPLIT}"
            )
        if not seen.rows:
            losses.append(f"has an empty sheet, “{name}”, left out.")
            continue
        found += _identifiers(seen)
        sheets.append(seen)
    return sheets, found, losses


def _hidden_lines(name: str, rows: list[list[str]], own: sheet_hidden.Hidden) -> Iterator[Finding]:
    """Hidden columns and rows with nothing in them are only a habit."""
    width = max(map(len, rows), default=0)
    columns = [
        letters(column)
        for column in range(width)
        if own.column(column) and any(column < len(row) and row[column] for row in rows)
    ]
    if columns:
        place = f"sheet “{name}”, column{'' if len(columns) == 1 else 's'} {_listed(columns)}"
        yield Finding(kind=Kind.COLUMNS, place=place, words="Hidden, and not empty. They are left out.")
    lines = [str(row + 1) for row in sorted(own.rows) if row < len(rows) and any(rows[row])]
    if lines:
        place = f"sheet “{name}”, row{'' if len(lines) == 1 else 's'} {_listed(lines)}"
        words = "Hidden or filtered out, and not empty. They are left out."
        yield Finding(kind=Kind.ROWS, place=place, words=words)


def _put_errors(rows: list[list[str]], own: sheet_hidden.Hidden) -> None:
    for row, column, error in own.broken:
        if row < len(rows):
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = error


def _visible(name: str, rows: list[list[str]], own: sheet_hidden.Hidden, merged: list[Area]) -> Seen:
    """The sheet without what is hidden and without empty edges; merged areas follow."""
    width = max(map(len, rows), default=0)
    columns = [column for column in range(width) if not own.column(column)]
    lines = [row for row in range(len(rows)) if row not in own.rows]
    kept = [[rows[line][c] if c < len(rows[line]) else "" for c in columns] for line in lines]
    while kept and not any(kept[-1]):
        kept.pop()
    last = max((n for row in kept for n, cell in enumerate(row) if cell), default=-1)
    kept = [row[: last + 1] for row in kept]
    row_at, column_at = {line: n for n, line in enumerate(lines)}, {c: n for n, c in enumerate(columns)}
    areas: list[Area] = []
    for top, left, bottom, right in merged:
        down = [row_at[line] for line in range(top, min(bottom, len(rows)) + 1) if line in row_at]
        across = [column_at[c] for c in range(left, min(right, width) + 1) if c in column_at]
        if down and across and (len(down) > 1 or len(across) > 1):
            areas.append((down[0], across[0], down[-1], across[-1]))
    return Seen(name, kept, areas, lines, columns)


def _identifiers(sheet: Seen) -> Iterator[Finding]:
    said: dict[str, list[str]] = {}
    for line, row in zip(sheet.lines, sheet.rows, strict=False):
        if one := identifiers.found_in(" \n ".join(row)):
            said.setdefault(f"sheet “{sheet.name}”, row {line + 1}", []).extend(one)
    for column, predicate, many in identifiers.in_table(sheet.rows):
        place = f"sheet “{sheet.name}”, column {letters(sheet.columns[column])}"
        said.setdefault(place, []).extend([predicate] * many)
    for place, what in said.items():
        yield Finding(kind=Kind.IDENTIFIER, place=place, words=identifiers.sentence(what))


def _beside(parts: Mapping[str, bytes], names: list[str]) -> list[Finding]:
    """What lies in the file beside its cells."""
    found = office.findings(parts, names)
    counts = {
        Kind.PIVOT: sum(
            1 for name in names if re.search(r"xl/pivotCache/pivotCacheDefinition\d*\.xml$", name)
        ),
        Kind.COMMENTS: sum(
            1 for name in names if re.search(r"xl/(?:threadedComments/|comments)[^/]*\.xml$", name)
        ),
        Kind.OUTSIDE: sum(
            1 for name in names if re.search(r"xl/(?:externalLinks/[^/]+|connections)\.xml$", name)
        ),
    }
    words = {
        Kind.PIVOT: "Keeps {number} of all the rows that a pivot table was made from, also of those it does not show.",
        Kind.COMMENTS: "Has comments on {number}, which the pages leave out.",
        Kind.OUTSIDE: "Keeps {number} or what it last gave.",
    }
    nouns = {
        Kind.PIVOT: ("copy", "copies"),
        Kind.COMMENTS: ("sheet", "sheets"),
        Kind.OUTSIDE: ("link to another file or database", "links to other files or databases"),
    }
    for kind, number in counts.items():
        if number:
            told = words[kind].format(number=counted(number, *nouns[kind]))
            found.append(Finding(kind=kind, place="in the workbook", words=told))
    return found


def _lost(names: list[str]) -> list[str]:
    losses = []
    for start, (what, instead) in _LOST.items():
        if number := sum(1 for name in names if name.startswith(start) and "/_rels/" not in name):
            head = f"a {what}" if number == 1 else counted(number, what)
            losses.append(f"has {head} that a table cannot show, left out. {instead}.")
    return losses


def _html(sheet: Seen) -> Iterator[str]:
    """A heading, then each run of filled rows as a table; a line that fills one cell alone is a paragraph."""
    yield f"<h2>{escape(sheet.name)}</h2>"
    block: list[int] = []
    for number in [*range(len(sheet.rows)), len(sheet.rows)]:
        if number < len(sheet.rows) and any(sheet.rows[number]):
            block.append(number)
            continue
        if block:
            yield from _block(sheet, block)
        block = []


def _block(sheet: Seen, block: list[int]) -> Iterator[str]:
    alone = [sum(1 for cell in sheet.rows[line] if cell) == 1 for line in block]
    titles = (
        0
        if len(block) > 1 and all(alone)
        else next((n for n, one in enumerate(alone) if not one), len(block))
    )
    for line in block[:titles]:
        yield f"<p>{_escaped(next(cell for cell in sheet.rows[line] if cell))}</p>"
    block = block[titles:]
    if not block:
        return
    first = min(n for line in block for n, cell in enumerate(sheet.rows[line]) if cell)
    last = max(n for line in block for n, cell in enumerate(sheet.rows[line]) if cell)
    spans, covered = _spans(sheet, set(block), first, last)
    top = sheet.rows[block[0]][first : last + 1]
    headed = (
        len(block) > 1 and not any(_is_number(cell) for cell in top) and sum(map(bool, top)) * 2 > len(top)
    )
    yield "<table>"
    for line in block:
        cells = []
        for column in range(first, last + 1):
            if (line, column) in covered:
                continue
            down, across = spans.get((line, column), (1, 1))
            span = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
            words = _escaped(sheet.rows[line][column])
            if headed and line == block[0]:
                cells.append(f'<th scope="{"col" if across == 1 else "colgroup"}"{span}>{words}</th>')
            else:
                cells.append(f"<td{span}>{words}</td>")
        row = f"<tr>{''.join(cells)}</tr>"
        yield f"<thead>{row}</thead>" if headed and line == block[0] else row
    yield "</table>"


def _spans(
    sheet: Seen, block: set[int], first: int, last: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merged:
        down = [line for line in range(top, bottom + 1) if line in block]
        across = [column for column in range(left, right + 1) if first <= column <= last]
        if not down or not across or down[0] != top or across[0] != left:
            continue
        spans[top, left] = (len(down), len(across))
        covered |= {(line, column) for line in down for column in across} - {(top, left)}
    return spans, covered


def _words(cell: Cell, shown_as: str) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        day = f"{cell.day} {cell:%B %Y}"
        return day if cell.time() == time() else f"{day}, {cell:%H:%M}"
    if isinstance(cell, date):
        return f"{cell.day} {cell:%B %Y}"
    if isinstance(cell, time | timedelta):
        return str(cell)
    if isinstance(cell, int | float):
        return Formats.shown(float(cell), shown_as)
    return " ".join(str(cell).replace("_x000D_", "").split(" ")).strip()


def _is_number(words: str) -> bool:
    return bool(re.fullmatch(r"[-(£$€]*\d[\d,.]*[%)]?", words)) and not re.fullmatch(r"(?:19|20)\d\d", words)


def _escaped(words: str) -> str:
    return "<br>".join(escape(line) for line in words.splitlines())


def _listed(names: list[str]) -> str:
    return ", ".join(names[:8]) + (" and others" if len(names) > 8 else "")


def _short(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:60]
