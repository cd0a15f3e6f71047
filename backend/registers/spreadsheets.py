"""Registers and lists as files for a spreadsheet program: .xlsx with real dates and money, .csv made harmless.

A cell of a .csv that a program would reckon as a formula gets an apostrophe before it, which our own import takes off
again. In .xlsx every text is written as text, and no program reckons it.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from backend.facts.registers import Cell, Column, Kind, Register, Row
from backend.kit.calendar import in_words

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RECKONED = re.compile(r"'*[=+\-@\t\r]")
_WIDEST, _NARROWEST = 60, 10
_MOST_LETTERS = 32_767  # in a cell, by Excel's own limit


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the second sheet says of an export."""

    tenant: str
    on: date
    known_at: str
    rule_set: str
    exported_by: str
    exported_at: str


def register_csv(register: Register, rows: Sequence[Row]) -> bytes:
    """A register as .csv, in UTF-8 with its mark, so that Excel reads names as they are written."""
    return plain_csv(
        [column.title for column in register.columns],
        ([_for_csv(column, row.values.get(column.key)) for column in register.columns] for row in rows),
    )


def plain_csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows of text and numbers as .csv; texts that a program would reckon are made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet program would take it for a formula."""
    return f"'{text}" if _RECKONED.match(text) else text


def register_xlsx(register: Register, rows: Sequence[Row], about: About) -> bytes:
    """A register as .xlsx: headings that stay, filters, dates and money as such, and where it comes from."""
    out = io.BytesIO()
    with _book(out) as book:
        sheet = book.add_worksheet("Register")
        _fill(
            book, sheet, register.columns, [[row.values.get(c.key) for c in register.columns] for row in rows]
        )
        told = book.add_worksheet("About")
        told.set_column(0, 0, 24)
        told.set_column(1, 1, 70)
        bold = book.add_format({"bold": True})
        for number, (words, value) in enumerate(
            (
                ("Register", register.title),
                ("Organisation", about.tenant),
                ("As it stood on", in_words(about.on)),
                ("As it was known at", about.known_at),
                ("Rule set", about.rule_set),
                ("Lines", f"{len(rows):,}"),
                ("Taken out by", about.exported_by),
                ("Taken out at", about.exported_at),
            )
        ):
            told.write_string(number, 0, words, bold)
            told.write_string(number, 1, value)
    return out.getvalue()


def plain_xlsx(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Rows of text and numbers as .xlsx."""
    return sheets_xlsx({"List": (headings, rows)})


def sheets_xlsx(sheets: Mapping[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]) -> bytes:
    """The same with several sheets, each by its name with its headings and rows."""
    out = io.BytesIO()
    with _book(out) as book:
        for name, (headings, rows) in sheets.items():
            columns = [
                Column(key=title, title=title, kind=Kind.NUMBER if title == "Row" else Kind.TEXT)
                for title in headings
            ]
            _fill(book, book.add_worksheet(name), columns, rows)
    return out.getvalue()


def _book(out: io.BytesIO) -> Any:
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    return xlsxwriter.Workbook(out, options)


def _fill(book: Any, sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d mmmm yyyy", "align": "left", "valign": "top"})
    money = book.add_format({"num_format": "£#,##0.00", "valign": "top"})
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column.title, heading)
        longest = max((len(str(row[number] or "")) for row in rows[:500]), default=0)
        width = max(_NARROWEST, min(_WIDEST, longest + 2), min(24, len(column.title) + 4))
        sheet.set_column(number, number, 18 if column.kind is Kind.DATE else width)
    for line, row in enumerate(rows, start=1):
        for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if cell is None or cell == "":
                continue
            if isinstance(cell, bool):
                sheet.write_string(line, number, "Yes" if cell else "No", words)
            elif isinstance(cell, date) and cell.year >= 1900:
                sheet.write_datetime(line, number, cell, day)
            elif isinstance(cell, Decimal | int | float):
                sheet.write_number(line, number, cell, money if column.kind is Kind.MONEY else words)
            else:
                sheet.write_string(line, number, str(cell)[:_MOST_LETTERS], words)
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _for_csv(column: Column, cell: Cell) -> object:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, date):
        return in_words(cell)
    if isinstance(cell, Decimal) and column.kind is Kind.MONEY:
        return f"{cell:.2f}"
    return cell
