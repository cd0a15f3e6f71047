"""Spreadsheets in the shapes that real registers have, made by code, with invented people only."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

TEMPLATE = (
    "Name",
    "Current position",
    "Declared interest",
    "Type of interest",
    "Direct or indirect",
    "Nature of interest",
    "From",
    "To",
    "Action taken to mitigate risk",
)
"""The headings of the published template."""


def xlsx(*sheets: tuple[str, Sequence[Sequence[Any]]], **traits: Any) -> bytes:
    """A workbook of these sheets. `traits`: `merge` (ranges by sheet), `hide_columns`, `hide_rows`, `hide_sheets`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        day = book.add_format({"num_format": "d mmmm yyyy"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell, day)
            for area in traits.get("merge", {}).get(name, ()):
                first, left, last, right = area
                sheet.merge_range(first, left, last, right, rows[first][left])
            for column in traits.get("hide_columns", {}).get(name, ()):
                sheet.set_column(column, column, None, None, {"hidden": True})
            for number in traits.get("hide_rows", {}).get(name, ()):
                sheet.set_row(number, None, None, {"hidden": True})
            if name in traits.get("hide_sheets", ()):
                sheet.hide()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, None, cell.value)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    else:
        sheet.write(row, column, cell)


class Formula:
    """A formula with the value that the program which saved the file had reckoned."""

    def __init__(self, text: str, value: Any) -> None:
        self.text, self.value = text, value


def text(rows: Iterable[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A .csv as some program writes it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def ods(rows: Sequence[Sequence[Any]], *, hidden_column: int | None = None) -> bytes:
    """An OpenDocument sheet, written by hand: the least that the format asks for."""

    def cell(value: Any) -> str:
        if value is None or value == "":
            return "<table:table-cell/>"
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        lines = "".join(f"<text:p>{_xml(line)}</text:p>" for line in str(value).split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'

    width = max(map(len, rows))
    columns = "".join(
        f"<table:table-column{' table:visibility=' + chr(34) + 'collapse' + chr(34) if n == hidden_column else ''}/>"
        for n in range(width)
    )
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Register">{columns}{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def bomb() -> bytes:
    """A few kilobytes that unpack to sixty megabytes, named as a spreadsheet's parts are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (60 * 1024**2))
    return out.getvalue()


def very_long(rows: int = 200_000) -> bytes:
    """A sheet of very many rows, as it lies in the archive: written straight, for a library would take a minute."""
    small = xlsx(("Register", [TEMPLATE]))
    row = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Person {n}</t></is></c></row>'
        for n in range(2, rows + 1)
    )
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", f"{row}</sheetData>".encode())
            new.writestr(name, data)
    return out.getvalue()


def declarants(count: int = 400, *, sheets: int = 4) -> bytes:
    """Many declarants over several sheets, with a title above and free dates, as a governance officer keeps them."""
    dates = ("Apr-14", "since 2009", "01/04/2013", "1 April 2013", "2011", date(2012, 6, 5))
    kinds = ("Financial", "Non-Financial Professional", "non financial - personal", "Financial Interest")
    made: list[tuple[str, list[list[Any]]]] = []
    for sheet in range(sheets):
        rows: list[list[Any]] = [
            ["Register of interests (invented)"],
            ["As at 1 September 2014"],
            list(TEMPLATE),
        ]
        for number in range(sheet, count, sheets):
            name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST)]}"
            if number % 10 == 9:
                rows.append([name, "Manager", "Nil"])
                continue
            rows.append(
                [
                    name,
                    "Manager",
                    f"{PLACES[number % len(PLACES)]} Surgery (invented)",
                    kinds[number % len(kinds)],
                    "Direct" if number % 7 else "Indirect - spouse",
                    f"Partner, number {number}",
                    dates[number % len(dates)],
                    "Ongoing" if number % 5 else "30/06/2014",
                    "Leaves the room",
                ]
            )
        made.append((f"Sheet {sheet + 1}", rows))
    return xlsx(*made)


FIRST = (
    "Avery", "Blake", "Casey", "Devon", "Ellis", "Finley", "Gray", "Harper", "Indigo", "Jules", "Kit", "Lane", "Marlow",
    "Noel", "Ollie", "Perry", "Quinn", "Reese", "Sage", "Toni",
)  # fmt: skip
LAST = (
    "Invented", "Exemplar", "Fictional", "Imagined", "Supposed", "Pretend", "Madeup", "Sample", "Specimen", "Nonesuch",
    "Placeholder", "Notional", "Whimsy", "Fabled", "Storied", "Mythical", "Dreamt", "Feigned", "Coined", "Contrived",
)  # fmt: skip
PLACES = ("Castle Hill", "Mill Lane", "Riverside", "Station Road", "Orchard", "Abbey", "Meadow", "Priory")


def _xml(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
