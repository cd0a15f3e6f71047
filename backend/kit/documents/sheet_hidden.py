"""Which columns and rows of a workbook's sheets are hidden, from the files inside .xlsx and .ods.

Only attributes are looked for, so no XML parser meets the large files; names of sheets are parsed from the small ones.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from backend.kit.confined.outcome import ConfinedRefusal

_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_COL = re.compile(rb"<(?:\w+:)?col\b([^<>]*)/?>")
_COLS = re.compile(rb"<(?:\w+:)?cols\b.*?</(?:\w+:)?cols>", re.DOTALL)
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*\bhidden=[\"'](?:1|true)[\"'][^<>]*)>")
_BROKEN = re.compile(rb"<(?:\w+:)?c\b([^<>]*\bt=\"e\"[^<>]*)>.*?<(?:\w+:)?v>([^<]*)<", re.DOTALL)
_PLACE = re.compile(r"([A-Z]{1,3})(\d+)")
_ATTRIBUTE = re.compile(rb"([\w:-]+)=[\"']([^\"']*)[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = re.compile(rb"<table:table\b([^<>]*)>(.*?)</table:table>", re.DOTALL)
_ODS_LINE = re.compile(rb"<table:table-(column|row)\b([^<>]*?)/?>")
_WIDEST = 16_384


@dataclass
class Hidden:
    """Spans of hidden columns and single hidden rows, counted from 0; and formulae that came to an error."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    broken: list[tuple[int, int, str]] = field(default_factory=list)

    def column(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.spans)


def found(parts: dict[str, bytes]) -> dict[str, Hidden]:
    """What is hidden in each sheet, by the sheet's name; sheets with nothing hidden may be left out."""
    if "content.xml" in parts:
        return _in_ods(parts["content.xml"])
    return {name: _in_xlsx(parts[path]) for name, path in sheets_of_xlsx(parts).items() if path in parts}


def sheets_of_xlsx(parts: dict[str, bytes]) -> dict[str, str]:
    """The path of each sheet's own file, by the sheet's name."""
    book, relations = parts.get("xl/workbook.xml"), parts.get("xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        raise ConfinedRefusal("is not a spreadsheet, although its name ends as one does")
    if _DECLARES.search(book) or _DECLARES.search(relations):
        raise ConfinedRefusal("declares entities of its own, which no spreadsheet needs")
    try:
        targets = {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in ET.fromstring(relations)  # noqa: S314 - no entities, small, in a confined child
        }
        sheets = [
            (sheet.get("name", ""), targets.get(sheet.get(_RELATION, ""), ""))
            for sheet in ET.fromstring(book).iter()  # noqa: S314 - as above
            if sheet.tag.endswith("}sheet")
        ]
    except ET.ParseError:
        raise ConfinedRefusal("is damaged: its list of sheets can't be read") from None
    return {name: _path(target) for name, target in sheets}


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"


def _in_xlsx(xml: bytes) -> Hidden:
    hidden = Hidden()
    columns = _COLS.search(xml, 0, 1_000_000)
    for match in _COL.finditer(columns[0]) if columns else ():
        told = _attributes(match[1])
        if told.get("hidden") in ("1", "true") or float(told.get("width") or 1) == 0:
            hidden.spans.append((int(told["min"]) - 1, int(told["max"]) - 1))
    for match in _HIDDEN_ROW.finditer(xml) if b"hidden=" in xml else ():
        told = _attributes(match[1])
        if told.get("r", "").isdigit():
            hidden.rows.add(int(told["r"]) - 1)
    for match in _BROKEN.finditer(xml) if b't="e"' in xml else ():
        if place := _PLACE.fullmatch(_attributes(match[1]).get("r", "")):
            hidden.broken.append((int(place[2]) - 1, _number(place[1]), match[2].decode(errors="replace")))
    return hidden


def _number(letters: str) -> int:
    """The column of these letters, counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _in_ods(xml: bytes) -> dict[str, Hidden]:
    if _DECLARES.search(xml, 0, 10_000):
        raise ConfinedRefusal("declares entities of its own, which no spreadsheet needs")
    every = {}
    for table in _TABLE.finditer(xml):
        hidden, column, row = Hidden(), 0, 0
        for match in _ODS_LINE.finditer(table[2]):
            told = _attributes(match[2])
            unseen = told.get("table:visibility") in ("collapse", "filter")
            if match[1] == b"column":
                count = int(told.get("table:number-columns-repeated", "1"))
                if unseen:
                    hidden.spans.append((column, column + count - 1))
                column += count
            else:
                count = int(told.get("table:number-rows-repeated", "1"))
                if unseen:
                    hidden.rows.update(range(row, row + min(count, _WIDEST)))
                row += count
        every[_unescaped(_attributes(table[1]).get("table:name", ""))] = hidden
    return every


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(errors="replace"): value.decode(errors="replace")
        for key, value in _ATTRIBUTE.findall(text)
    }


def _unescaped(name: str) -> str:
    for escaped, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        name = name.replace(escaped, sign)
    return name
