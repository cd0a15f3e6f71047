"""Spreadsheets that mean harm, as papers: each is refused with a sentence that names the file."""

import io
import zipfile
from typing import Any

import pytest

from backend.kit.documents.content import xlsx_to_html
from backend.kit.documents.uploads import UnusableDocument
from tests.kit.documents import made


def with_entry(name: str, data: bytes, *, instead: bool = False) -> bytes:
    """The small workbook with one entry added to its archive, or replaced."""
    source = zipfile.ZipFile(io.BytesIO(made.a_workbook()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            if not (instead and entry.filename == name):
                archive.writestr(entry.filename, source.read(entry))
        archive.writestr(name, data)
    return out.getvalue()


def many_rows(book: Any, sheet: Any) -> None:
    for row in range(10, 2_100):
        sheet.write(row, 0, "x")


def far_corner(book: Any, sheet: Any) -> None:
    sheet.write(1_000_000, 0, "x")


def many_columns(book: Any, sheet: Any) -> None:
    sheet.write_row(5, 0, ["x"] * 40)


_ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
_OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" TargetMode="External" '
    b'Target="https://example.org/a.png"/></Relationships>'
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 and nothing", "is damaged"),
        (with_entry("xl/vbaProject.bin", b"x"), "holds macros"),
        (with_entry("xl/big.xml", bytes(100 * 1024**2)), "times its size"),
        (with_entry("xl/workbook.xml", _ENTITY, instead=True), "entities"),
        (with_entry("xl/drawings/_rels/drawing1.xml.rels", _OUTSIDE), "takes a picture from outside"),
        (with_entry("xl/embeddings/a.zip", b"PK\x03\x04"), "another document inside"),
        (made.a_workbook() + b"%PDF-1.7", "two things at once"),
        (made.a_workbook(many_rows), "more than 2,000 rows"),
        (made.a_workbook(far_corner), "more than 2,000 rows"),
        (made.a_workbook(many_columns), "more than 30 columns, which no page can show"),
        (made.a_word_file(), "not a spreadsheet"),
    ],
)
def test_workbook_that_means_harm_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableDocument) as refused:
        xlsx_to_html("costs.xlsx", data)
    assert str(refused.value).startswith("“costs.xlsx” ") and str(refused.value).endswith(".")
    assert sentence in str(refused.value)
