"""A register as three files that can't say different things."""

import csv
import io
import json
import zipfile
from datetime import date
from xml.etree import ElementTree

from backend.packs import sheets
from backend.packs.sections import shapes

SINCE, UNTIL = date(2014, 9, 1), date(2014, 9, 30)
FORMULA = "=HYPERLINK(0)"


def test_register_is_the_same_as_csv_workbook_and_json() -> None:
    sheet = shapes.Sheet(
        columns=("Name", "Interest", "Since"),
        rows=[("Gale Invented", FORMULA, SINCE), ("Zoë", "a,b\n“c”", None), ("00123", "1e5", UNTIL)],
    )
    made = sheets.files_of("registers/some", sheet)
    assert made == sheets.files_of("registers/some", sheet)
    told = json.loads(made["registers/some.json"])
    assert told[0] == {"Name": "Gale Invented", "Interest": FORMULA, "Since": "2014-09-01"}
    cells = [list(sheet.columns), *([row[column] for column in sheet.columns] for row in told)]
    assert cells_in(made["registers/some.xlsx"]) == cells
    csv_rows = list(csv.reader(io.StringIO(made["registers/some.csv"].decode("utf-8-sig"), newline="")))
    assert csv_rows == [[shapes.harmless(cell) for cell in row] for row in cells]


def cells_in(workbook: bytes) -> list[list[str]]:
    """What a spreadsheet shows, and that it is text and nothing to be reckoned."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        strings, rows_of = (archive.read(f"xl/{name}.xml") for name in ("sharedStrings", "worksheets/sheet1"))
    texts = ["".join(each.itertext()) for each in ElementTree.fromstring(strings)]  # noqa: S314  # our own
    sheet = ElementTree.fromstring(rows_of)  # noqa: S314  # our own
    assert not list(sheet.iter(f"{space}f"))
    rows = []
    for row in sheet.iter(f"{space}row"):
        cells = list(row.iter(f"{space}c"))
        assert all(cell.get("t") in {"s", None} for cell in cells)
        values = [cell.find(f"{space}v") for cell in cells]
        rows.append(["" if value is None else texts[int(value.text or "")] for value in values])
    return rows
