"""A register as three files: for a spreadsheet by hand (CSV), for a spreadsheet as it is (.xlsx), for a program (JSON).

All three are written from the same cells as text, so that none can say something else than the others. In the CSV, what
a spreadsheet would reckon as a formula is led by an apostrophe; in the workbook each cell is text, never reckoned.
"""

import io
from collections.abc import Mapping
from datetime import UTC, datetime

import xlsxwriter

from backend.packs.sections.shapes import Sheet, as_csv, as_json, as_text

ENDINGS = (".csv", ".xlsx", ".json")

_SETTLED = datetime(1980, 1, 1, tzinfo=UTC).replace(
    tzinfo=None
)  # as in the ZIP: the same cells, the same bytes
_WIDEST, _NARROWEST = 60, 10
_MOST_LETTERS = 32_767  # in a cell, by Excel's own limit


def files_of(path: str, sheet: Sheet) -> Mapping[str, bytes]:
    """The files of a register by their paths; `path` has no ending."""
    cells = [[as_text(cell) for cell in row] for row in sheet.rows]
    return {
        f"{path}.csv": as_csv(sheet.columns, cells),
        f"{path}.xlsx": workbook(sheet.columns, cells),
        f"{path}.json": as_json([dict(zip(sheet.columns, row, strict=True)) for row in cells]),
    }


def workbook(columns: tuple[str, ...], cells: list[list[str]]) -> bytes:
    """One sheet of text with its headings fixed and filters; the same cells give the same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _SETTLED})
        sheet = book.add_worksheet("Register")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        for column, title in enumerate(columns):
            sheet.write_string(0, column, title, bold)
            widest = max((len(row[column]) for row in cells), default=0)
            sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, len(title) + 2, widest)))
        for number, row in enumerate(cells, start=1):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text[:_MOST_LETTERS], words)
        sheet.freeze_panes(1, 0)
        if cells:
            sheet.autofilter(0, 0, len(cells), len(columns) - 1)
    return out.getvalue()
