"""Requirements in a spreadsheet: which column is which, what each row says, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.assurance.rules.conditions import rule_as_text, rule_from_text
from backend.assurance.rules.editions import Scale, UnableToKeepFramework, check_ref
from backend.facts.rows.words import plain

MOST_ROWS = 5_000
_LOOKED_AT = 20
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")  # marks that reorder what is read


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is known: its title in the template, the words it is recognised by, how long a cell may be."""

    key: str
    title: str
    words: tuple[str, ...]
    longest: int
    needed: bool = False


FIELDS = (
    Field("domain_ref", "Domain ref", ("domain no", "domain number", "domain id", "section ref"), 60),
    Field("domain", "Domain", ("domain name", "section", "area", "theme"), 200, needed=True),
    Field(
        "ref", "Ref", ("reference", "no", "number", "requirement ref", "id", "standard no"), 60, needed=True
    ),
    Field("heading", "Short title", ("title", "heading", "short name"), 200),
    Field(
        "text",
        "What it asks",
        ("requirement", "text", "description", "criterion", "standard", "statement"),
        8_000,
        needed=True,
    ),
    Field("guidance", "Guidance", ("notes for answering", "explanation", "how to answer"), 4_000),
    Field("scale", "Scale", ("answered on", "rating scale"), 200),
    Field(
        "expects",
        "Evidence expected",
        ("evidence", "evidence required", "expected evidence", "examples of evidence"),
        8_000,
    ),
    Field("rule", "Rule", ("rule over facts", "condition"), 4_000),
    Field("document", "Document", ("source", "source document", "origin"), 300),
    Field("page", "Page", ("page no", "page number", "source page"), 10),
    Field("note", "Note", ("notes", "comment", "comments", "remark"), 2_000),
)
BY_KEY = {field.key: field for field in FIELDS}
HEADINGS = tuple(field.title for field in FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a row, told by its number in the sheet and by its column."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.row}, {self.column}: {self.sentence}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """What one row asks. `expects` is parted already; `rule` is checked."""

    row: int
    domain: str
    ref: str
    text: str
    domain_ref: str | None = None
    heading: str | None = None
    guidance: str | None = None
    scale: str = ""
    expects: tuple[str, ...] = ()
    rule: dict[str, Any] | None = None
    document: str | None = None
    page: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A sheet as it was read. `columns` maps a column, from 0, to its field's key, `heads` are the headings."""

    heads: tuple[str, ...]
    columns: Mapping[int, str]
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...]


def head_row(rows: Sequence[Sequence[Any]]) -> int | None:
    """The row of headings: of the first rows the one in which most are known, three at least."""
    scored = [(len(set(guess(row).values())), -number) for number, row in enumerate(rows[:_LOOKED_AT])]
    best = max(scored, default=(0, 0))
    return -best[1] if best[0] >= 2 else None


def guess(heads: Sequence[Any]) -> dict[int, str]:
    """Which column is which, by its heading; each field once, the exact title first."""
    found: dict[int, str] = {}
    for exact in (True, False):
        for number, head in enumerate(heads):
            words = plain(str(head or ""))
            for field in FIELDS:
                known = (plain(field.title),) if exact else tuple(map(plain, field.words))
                if words and number not in found and field.key not in found.values() and words in known:
                    found[number] = field.key
    return found


def read(
    rows: Sequence[Sequence[Any]], *, columns: Mapping[int, str] | None, scales: Sequence[Scale]
) -> Read:
    """What a sheet asks, and what is wrong with its rows. Raises UnableToKeepFramework without headings."""
    at = head_row(rows)
    if at is None:
        raise UnableToKeepFramework(
            "No row of headings was found, such as Domain, Ref, What it asks. Add one above the rows.",
            field="file",
        )
    heads = tuple(str(head or "").strip() for head in rows[at])
    chosen = dict(columns) if columns is not None else guess(rows[at])
    doubled = next((key for key in chosen.values() if list(chosen.values()).count(key) > 1), None)
    if doubled is not None:
        raise UnableToKeepFramework(f"Two columns can’t both be “{BY_KEY[doubled].title}”.", field="column")
    missing = [field.title for field in FIELDS if field.needed and field.key not in chosen.values()]
    if missing:
        raise UnableToKeepFramework(f"Say which column holds {' and which '.join(missing)}.", field="column")
    body = [
        (number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2) if any(map(as_text, row))
    ]
    if not body:
        raise UnableToKeepFramework("There are no rows under the headings.", field="file")
    if len(body) > MOST_ROWS:
        raise UnableToKeepFramework(
            f"The sheet has {len(body):,} rows; at most {MOST_ROWS:,} are taken at once.", field="file"
        )
    found: list[SheetRow] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, row in body:
        cells = {key: as_text(row[column]) if column < len(row) else "" for column, key in chosen.items()}
        read_row, wrong = _row(number, cells, scales)
        problems += wrong
        earlier = seen.setdefault(read_row.ref.casefold(), number) if read_row.ref else number
        if earlier != number:
            problems.append(
                Problem(row=number, column="Ref", sentence=f"{read_row.ref} stands in row {earlier} already.")
            )
        found.append(read_row)
    return Read(heads=heads, columns=chosen, rows=tuple(found), problems=tuple(problems))


def _row(number: int, cells: Mapping[str, str], scales: Sequence[Scale]) -> tuple[SheetRow, list[Problem]]:
    problems: list[Problem] = []

    def wrong(key: str, sentence: str) -> None:
        problems.append(Problem(row=number, column=BY_KEY[key].title, sentence=sentence))

    for key, text in cells.items():
        field = BY_KEY[key]
        if field.needed and not text:
            wrong(key, "It is empty.")
        elif len(text) > field.longest:
            wrong(key, f"It has {len(text):,} characters; at most {field.longest:,} are taken.")
    for key in ("ref", "domain_ref"):
        if cells.get(key):
            try:
                check_ref(cells[key])
            except UnableToKeepFramework as refusal:
                wrong(key, refusal.sentence)
    scale = next(
        (
            each.key
            for each in scales
            if cells.get("scale", "").casefold() in ("", each.key, each.name.casefold())
        ),
        None,
    )
    if scale is None:
        wrong(
            "scale",
            f"There is no scale “{cells['scale'][:60]}” here: {', '.join(each.name for each in scales)}.",
        )
    rule = None
    if cells.get("rule"):
        try:
            rule = rule_from_text(cells["rule"])
        except UnableToKeepFramework as refusal:
            wrong("rule", refusal.sentence)
    page = cells.get("page", "").removesuffix(".0").removeprefix("p").strip(". ")
    if page and not (page.isascii() and page.isdecimal() and 0 < int(page[:9]) <= 100_000):
        wrong("page", f"“{page[:20]}” is not a page.")
        page = ""
    if page and not cells.get("document"):
        wrong("document", "Name the document that the page is of.")
    said = {key: cells.get(key) or None for key in ("domain_ref", "heading", "guidance", "document", "note")}
    return (
        SheetRow(
            row=number,
            domain=cells.get("domain", ""),
            ref=cells.get("ref", ""),
            text=cells.get("text", ""),
            scale=scale or "",
            expects=tuple(each.strip() for each in cells.get("expects", "").splitlines() if each.strip()),
            rule=rule,
            page=int(page) if page else None,
            **said,
        ),
        problems,
    )


def cells_of(
    *,
    domain_ref: str,
    domain: str,
    ref: str,
    heading: str | None,
    text: str,
    guidance: str | None,
    scale: str,
    expects: Sequence[str],
    rule: Mapping[str, Any] | None,
    document: str | None,
    page: int | None,
    note: str | None,
) -> list[str]:
    """A requirement as a row of the template, which `read` reads as the same."""
    return [
        domain_ref,
        domain,
        ref,
        heading or "",
        text,
        guidance or "",
        scale,
        "\n".join(expects),
        rule_as_text(rule).strip(),
        document or "",
        str(page or ""),
        note or "",
    ]


def as_text(cell: Any) -> str:
    """A cell as text: a whole number without its point, without marks that deceive the eye or guard a formula."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = _INVISIBLE.sub("", str(cell)).strip()
    return text[1:] if re.match(r"'+[=+\-@|%]", text) else text
