"""Reading a list of organisations: the practice file of the NHS Organisation Data Service, or one with headings.

Values in, answers out. The order of the columns of the practice file (epraccur) is from memory: the file has no
headings, so a file is taken for it by its shape (a code, a name, ... a date of opening, a status).
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from backend.catalogue.organisations import OrganisationType
from backend.organisations import rules
from backend.scope import Refusal

MOST_ROWS = 20_000

# epraccur, counted from 0: what of its 27 columns is read
_CODE, _NAME, _OPENED, _CLOSED, _STATUS, _COMMISSIONER, _SETTING = 0, 1, 10, 11, 12, 14, 25
_ODS_CODE = re.compile(r"[A-Z0-9]{3,10}")
_STATUSES = frozenset({"A", "C", "D", "P", "B"})

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": (
        "name",
        "organisation",
        "organisation name",
        "practice",
        "practice name",
        "company",
        "company name",
    ),
    "type": ("type", "kind", "organisation type"),
    "ods_code": ("ods code", "ods", "code", "practice code", "organisation code", "national code"),
    "company_number": ("company number", "company no", "companies house number", "registered number"),
    "charity_number": ("charity number", "charity no", "charity commission number"),
    "other_names": ("other names", "other name", "also known as", "aliases", "trading as"),
    "former_names": ("former names", "former name", "formerly", "previous names", "previous name"),
    "part_of": ("part of", "parent", "parent organisation", "network", "pcn"),
    "started_on": ("start", "started", "open date", "opened", "from", "start date"),
    "ended_on": ("end", "ended", "close date", "closed", "to", "end date"),
}
"""What a column may be called, folded; the first is what we write ourselves."""

_TYPES = {
    "gp practice": "practice",
    "practice": "practice",
    "surgery": "practice",
    "branch": "branch",
    "branch surgery": "branch",
    "nhs trust": "trust",
    "foundation trust": "trust",
    "trust": "trust",
    "local authority": "council",
    "council": "council",
    "limited company": "company",
    "company": "company",
    "charity": "charity",
    "voluntary organisation": "charity",
    "supplier": "supplier",
    "provider": "supplier",
    "federation": "federation",
    "gp federation": "federation",
    "network": "network",
    "primary care network": "network",
    "pcn": "network",
    "nhs body": "nhs-body",
    "ccg": "nhs-body",
    "icb": "nhs-body",
    "representative body": "representative-body",
    "lmc": "representative-body",
    "other": "other",
}


class UnableToReadList(Refusal):
    """A file that holds no list of organisations; the sentence says what was missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One organisation of a list. `row` counts from 1 as the spreadsheet does."""

    row: int
    name: str
    type: str
    ods_code: str | None = None
    company_number: str | None = None
    charity_number: str | None = None
    other_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    part_of: str | None = None
    started_on: date | None = None
    ended_on: date | None = None

    def plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one cell: nothing of its row is brought in."""

    row: int
    column: str
    sentence: str


@dataclass(slots=True)
class Read:
    """What a file holds."""

    layout: str
    rows: list[ListRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0
    """Rows of the practice file that another commissioner holds, or that are no practice."""


def read(cells: Sequence[Sequence[Any]], *, commissioner: str | None = None) -> Read:
    """The organisations of one sheet. `commissioner` keeps only those practices of the practice file that it holds.

    Raises UnableToReadList where the sheet is neither kind of list.
    """
    filled = [(number, row) for number, row in enumerate(cells, start=1) if any(_text(cell) for cell in row)]
    if not filled:
        raise UnableToReadList("The file holds no rows.", field="file")
    if len(filled) > MOST_ROWS:
        raise UnableToReadList(
            f"The file holds {len(filled):,} rows; at most {MOST_ROWS:,} can be brought in at once.",
            field="file",
        )
    if _is_practice_file(filled[0][1]):
        return _practice_file(filled, commissioner=commissioner)
    return _with_headings(filled)


def _is_practice_file(row: Sequence[Any]) -> bool:
    cells = [_text(cell) for cell in row]
    return (
        len(cells) > _COMMISSIONER
        and bool(_ODS_CODE.fullmatch(cells[_CODE]))
        and cells[_STATUS] in _STATUSES
        and _day(cells[_OPENED]) is not None
    )


def _practice_file(filled: list[tuple[int, Sequence[Any]]], *, commissioner: str | None) -> Read:
    found = Read(layout="ods")
    wanted = (commissioner or "").strip().upper()
    for number, row in filled:
        cells = [_text(cell) for cell in row] + [""] * 27
        # setting 4 is a GP practice (from memory); an older file without the column counts as one
        if cells[_SETTING] not in {"", "4"} or (wanted and cells[_COMMISSIONER].upper() != wanted):
            found.left_out += 1
            continue
        problems = []
        if not _ODS_CODE.fullmatch(cells[_CODE].upper()):
            problems.append(_wrong(number, "Code", cells[_CODE], "is not an ODS code"))
        if not cells[_NAME]:
            problems.append(Problem(row=number, column="Name", sentence="The name is missing."))
        began, ended = _day(cells[_OPENED]), _day(cells[_CLOSED])
        for column, cell, day in (
            ("Open date", cells[_OPENED], began),
            ("Close date", cells[_CLOSED], ended),
        ):
            if cell and day is None:
                problems.append(_wrong(number, column, cell, "is not a date such as 19740401"))
        if began and ended and ended < began:
            problems.append(_wrong(number, "Close date", cells[_CLOSED], "is before the date of opening"))
        if problems:
            found.problems += problems
            continue
        found.rows.append(
            ListRow(
                row=number,
                name=_titled(cells[_NAME]),
                type="practice",
                ods_code=cells[_CODE].upper(),
                started_on=began,
                ended_on=ended,
            )
        )
    return _each_once(found)


def _with_headings(filled: list[tuple[int, Sequence[Any]]]) -> Read:
    titles = {rules.folded(_text(cell)): at for at, cell in enumerate(filled[0][1]) if _text(cell)}
    at = {
        key: next((titles[name] for name in names if name in titles), None) for key, names in HEADINGS.items()
    }
    if at["name"] is None:
        raise UnableToReadList(
            "The file has no column called “Name”, and is not the practice file of the NHS Organisation Data "
            f"Service. Its first row says: {', '.join(_text(cell) for cell in filled[0][1] if _text(cell))[:200]}.",
            field="file",
        )
    found = Read(layout="plain")
    for number, row in filled[1:]:

        def cell(key: str, row: Sequence[Any] = row) -> Any:
            place = at[key]
            return row[place] if place is not None and place < len(row) else None

        line, problems = _plain_row(number, cell)
        found.problems += problems
        if line is not None:
            found.rows.append(line)
    return _each_once(found)


def _plain_row(number: int, cell: Any) -> tuple[ListRow | None, list[Problem]]:
    problems: list[Problem] = []

    def wrong(column: str, words: str) -> None:
        problems.append(_wrong(number, column, _text(cell(column)), words))

    name = _text(cell("name"))
    if not name:
        problems.append(Problem(row=number, column="Name", sentence="The name is missing."))
    elif len(name) > 200:
        wrong("name", "is longer than 200 letters")
    kind = rules.folded(_text(cell("type"))) or "other"
    kind = _TYPES.get(kind, kind)
    if kind not in set(OrganisationType):
        wrong(
            "type", f"is no kind of organisation that we know; use one of: {', '.join(sorted(set(_TYPES)))}"
        )
    code = _text(cell("ods_code")).replace(" ", "").upper() or None
    if code and not _ODS_CODE.fullmatch(code):
        wrong("ods_code", "is not an ODS code (3 to 10 letters and numbers)")
    company = _text(cell("company_number")).replace(" ", "").upper() or None
    if company and company.isdigit():
        company = company.zfill(8)
    if company and not re.fullmatch(r"([A-Z]{2}|[0-9]{2})[0-9]{6}", company):
        wrong("company_number", "is not a company number (8 digits, or 2 letters and 6 digits)")
    charity = _text(cell("charity_number")).replace(" ", "").upper() or None
    if charity and not re.fullmatch(r"(SC)?[0-9]{5,8}(-[0-9]{1,2})?", charity):
        wrong("charity_number", "is not a charity number")
    began, ended = _day(cell("started_on")), _day(cell("ended_on"))
    for column, day in (("started_on", began), ("ended_on", ended)):
        if _text(cell(column)) and day is None:
            wrong(column, "is not a date such as 1/4/2013")
    if began and ended and ended < began:
        wrong("ended_on", "is before the start")
    if problems:
        return None, problems
    return (
        ListRow(
            row=number,
            name=name,
            type=kind,
            ods_code=code,
            company_number=company,
            charity_number=charity,
            other_names=_several(cell("other_names")),
            former_names=_several(cell("former_names")),
            part_of=_text(cell("part_of")) or None,
            started_on=began,
            ended_on=ended,
        ),
        [],
    )


def _each_once(found: Read) -> Read:
    """Two rows of one code or one name can't both be right: the second is a problem that names the first."""
    seen: dict[str, int] = {}
    kept: list[ListRow] = []
    for row in found.rows:
        keys = [f"code {row.ods_code}"] if row.ods_code else [f"name {rules.folded(row.name)}"]
        before = next((seen[key] for key in keys if key in seen), None)
        if before is not None:
            what = f"The code {row.ods_code}" if row.ods_code else f"“{row.name}”"
            found.problems.append(
                Problem(row=row.row, column="Name", sentence=f"{what} stands in row {before} already.")
            )
            continue
        seen.update(dict.fromkeys(keys, row.row))
        kept.append(row)
    found.rows = kept
    return found


def _wrong(number: int, column: str, cell: str, words: str) -> Problem:
    title = HEADINGS[column][0].capitalize() if column in HEADINGS else column
    return Problem(row=number, column=title, sentence=f"“{cell[:80]}” {words}.")


def _text(cell: Any) -> str:
    """A cell as words: no control or direction marks, whole numbers without a point."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(cell)).split())


def _several(cell: Any) -> tuple[str, ...]:
    lines = re.split(r"[;\n|]", str(cell)) if cell is not None else []
    return tuple(dict.fromkeys(word for word in map(_text, lines) if word))


def _day(cell: Any) -> date | None:
    """A day as the practice file (19740401) and people (1/4/2013, 2013-04-01, 1 April 2013) write it."""
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    for shape in ("%Y%m%d", "%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            found = datetime.strptime(text, shape).date()  # noqa: DTZ007  a day, of no time zone
        except ValueError:
            continue
        return found if 1800 <= found.year <= 2200 else None
    return None


def _titled(name: str) -> str:
    """The practice file is written in capitals: THE HALL SURGERY is shown as The Hall Surgery."""
    if name != name.upper():
        return name
    titled = re.sub(r"[A-Z][A-Z']*", lambda word: word[0].capitalize(), name)
    return re.sub(r"\b(Nhs|Gp|Pcn|Ii|Iii)\b", lambda word: word[0].upper(), titled)
