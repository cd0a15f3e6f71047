"""The public files of a register: CSV, JSON, a feed of refreshes, and the pages that become a PDF."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.facts.registers import Column
from backend.kit import atom
from backend.kit.calendar import in_words
from backend.registers.queries.published import Heading, PublicPart, PublicRelease, PublicRow
from backend.scope import Scope
from backend.web import templating

MOST_IN_PDF = 3_000
"""Lines that one PDF holds: laying out more would take longer than a child may. CSV and JSON hold any number."""

DEMONSTRATION = "DEMONSTRATION: the people, their interests and the organisations are invented"

_FORMULA = re.compile(r"^\s*[=+\-@\t\r|%]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One register as it is handed out: whose, as at when, its lines."""

    scope: Scope
    release: PublicRelease
    part: PublicPart
    rows: Sequence[PublicRow]

    @property
    def name(self) -> str:
        """The name of a file, without its ending."""
        mark = "DEMONSTRATION-" if self.scope.tenant.demonstration else ""
        return f"{mark}{self.scope.tenant.slug}-{self.part.register}-{self.release.as_at.isoformat()}"


def as_csv(sheet: Sheet) -> bytes:
    """CSV as spreadsheets read it: UTF-8 with its mark; no cell that a spreadsheet would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    mark = ["Note"] if sheet.scope.tenant.demonstration else []
    writer.writerow([*(heading.title for heading in sheet.part.headings), *mark])
    note = [DEMONSTRATION] if mark else []
    writer.writerows(
        [*(harmless(plain_cell(row, heading)) for heading in sheet.part.headings), *note]
        for row in sheet.rows
    )
    return out.getvalue().encode("utf-8-sig")


def as_json(sheet: Sheet) -> bytes:
    """JSON for programs: days in ISO 8601, money as text to the penny, nothing as null."""
    whole: dict[str, Any] = {
        "organisation": sheet.scope.tenant.name,
        "demonstration": sheet.scope.tenant.demonstration,
        "register": sheet.part.register,
        "title": sheet.part.title,
        "as_at": sheet.release.as_at.isoformat(),
        "released_at": sheet.release.released_at.isoformat(),
        "rule_set": sheet.release.rule_set,
        "statement": None if sheet.rows else sheet.part.none_words,
        "years": [{"year": year, "entries": count} for year, count in sheet.part.years],
        "columns": [
            {"key": heading.key, "title": heading.title, "kind": heading.kind}
            for heading in sheet.part.headings
        ],
        "entries": [dict(row.cells) for row in sheet.rows],
    }
    if sheet.scope.tenant.demonstration:
        whole["note"] = DEMONSTRATION
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def as_atom(scope: Scope, *, releases: Sequence[PublicRelease], titles: Iterable[str], root: str) -> bytes:
    """A feed of refreshes (RFC 4287): when the registers changed, and never a name. `root` is the page's address."""
    listed = ", ".join(titles)
    mark = "DEMONSTRATION: " if scope.tenant.demonstration else ""
    return atom.feed(
        title=f"{mark}{scope.tenant.name}: public registers",
        author=scope.tenant.name,
        root=root,
        updated=releases[0].released_at if releases else scope.now,
        entries=[
            atom.Entry(
                id=release.id,
                title=f"{mark}Registers as at {in_words(release.as_at)}",
                updated=release.released_at,
                href=root,
                summary=f"The registers were refreshed: {listed}.",
            )
            for release in releases
        ],
    )


def shown_cell(cells: Mapping[str, Any], heading: Heading | Column) -> str:
    """A cell for people: 3 June 2014, £1,234.50, Yes; empty where there is nothing."""
    cell = cells.get(heading.key)
    if cell is None or cell == "":
        return ""
    if heading.kind == "date":
        return in_words(date.fromisoformat(str(cell)))
    if heading.kind == "money":
        return f"£{float(cell):,.2f}"
    if heading.kind == "yes-no":
        return "Yes" if cell else "No"
    return _CONTROL.sub("", str(cell))


def plain_cell(row: PublicRow, heading: Heading) -> str:
    """A cell of a file: days in ISO 8601, numbers without signs of money."""
    cell = row.cells.get(heading.key)
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    return "" if cell is None else _CONTROL.sub("", str(cell))


def harmless(text: str) -> str:
    """What begins as a formula does is led by an apostrophe, which spreadsheets show as text."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_html(sheet: Sheet) -> str:
    """The body of the PDF: a heading, what it is, and one table whose first column heads its rows."""
    page = templating.environment().get_template("registers/print/register.html")
    return page.render(sheet=sheet, demonstration=DEMONSTRATION, shown=shown_cell, said=said)


def said(count: int) -> str:
    """How many, in words: none is said as plainly as some."""
    return "none" if not count else f"{count:,} {'entry' if count == 1 else 'entries'}"
