"""Reading the monthly list of staff: which column is which, and what each row says. Errors name row and column."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.facts.rows.dates import UnableToReadCell, is_american, read_day
from backend.kit.documents.sheet_letters import letters
from backend.kit.documents.sheets import Sheet, Value, Workbook
from backend.scope import Refusal

COLUMNS: dict[str, tuple[str, ...]] = {
    "staff_number": (
        "staff number", "staff no", "employee number", "employee no", "employee id", "emp no", "payroll number",
        "assignment number", "person number", "staff id",
    ),
    "name": ("name", "full name", "employee name", "staff name", "employee", "staff member"),
    "first_name": ("first name", "forename", "given name", "known as"),
    "last_name": ("last name", "surname", "family name"),
    "email": ("email", "e mail", "email address", "e mail address", "work email", "work email address"),
    "job_title": ("job title", "position", "position title", "post", "post title", "role", "job"),
    "band": ("band", "grade", "pay band", "pay grade", "afc band", "grade description"),
    "start": ("start", "start date", "date started", "hire date", "date joined", "latest start date", "joined"),
    "end": ("end", "end date", "leaving date", "date left", "termination date", "leave date", "left", "last day"),
    "manager": ("manager", "line manager", "manager name", "supervisor", "supervisor name", "reports to"),
    "department": ("department", "team", "directorate", "organisation unit", "service"),
}  # fmt: skip
"""The columns that are read, and the headings by which people call them. No other column is read or kept."""

_IN_WORDS = {
    "job_title": "job title",
    "staff_number": "staff number",
    "end": "end date",
    "start": "start date",
}
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\".]+(\.[^\s@<>\".]+)+")
_LONGEST = {"name": 120, "email": 254, "job_title": 200, "staff_number": 40, "band": 40}
_LOOKED_AT = 20


class UnableToReadList(Refusal):
    """The list of staff can't be read at all; the sentence names the file's fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """What one row says. `number` is the row in the sheet, counted from 1."""

    number: int
    name: str
    staff_number: str | None = None
    email: str | None = None
    job_title: str | None = None
    band: str | None = None
    start: date | None = None
    end: date | None = None
    manager: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellError:
    """What is wrong with a cell: `cell` as the spreadsheet names it, such as C7."""

    row: int
    cell: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffList:
    """The rows that can be used, what is wrong with the others, and the headings that were passed over."""

    rows: tuple[StaffRow, ...]
    errors: tuple[CellError, ...]
    not_read: tuple[str, ...]


def read(book: Workbook, *, today: date) -> StaffList:
    """The list on the first sheet that has headings of staff. Raises `UnableToReadList`."""
    for sheet in book.sheets:
        found = _headings(sheet)
        if found is not None:
            return _rows(sheet, *found, today=today)
    raise UnableToReadList(
        "No row of headings was found. The list needs a column “Name” (or “First name” and “Last name”) and another, "
        "such as “Staff number” or “Job title”.",
        field="file",
    )


def _headings(sheet: Sheet) -> tuple[int, dict[str, int], tuple[str, ...]] | None:
    for number, row in enumerate(sheet.rows[:_LOOKED_AT]):
        columns: dict[str, int] = {}
        other = []
        for column, cell in enumerate(row):
            key = _key(cell)
            if key and key not in columns:
                columns[key] = column
            elif cell is not None:
                other.append(" ".join(str(cell).split())[:60])
        if len(columns) >= 2 and ("name" in columns or {"first_name", "last_name"} <= set(columns)):
            return number, columns, tuple(other)
    return None


def _key(cell: Value) -> str | None:
    if not isinstance(cell, str):
        return None
    words = " ".join(re.findall(r"[a-z0-9]+", cell.lower()))
    return next((key for key, known in COLUMNS.items() if words in known), None)


def _rows(
    sheet: Sheet, headings: int, columns: Mapping[str, int], other: tuple[str, ...], *, today: date
) -> StaffList:
    american = {
        key: any(is_american(_cell(row, columns[key])) for row in sheet.rows[headings + 1 :])
        for key in ("start", "end")
        if key in columns
    }
    rows: list[StaffRow] = []
    errors: list[CellError] = []
    numbers: dict[str, int] = {}
    for index, row in enumerate(sheet.rows[headings + 1 :], start=headings + 1):
        if all(cell is None or not str(cell).strip() for cell in row):
            continue
        read_row, wrong = _row(index + 1, row, columns, american, today=today)
        if read_row is not None and not wrong and read_row.staff_number:
            first = numbers.setdefault(read_row.staff_number, read_row.number)
            if first != read_row.number:
                sentence = f"The staff number {read_row.staff_number} stands in row {first} already."
                wrong = [_error(index + 1, columns["staff_number"], sentence)]
        errors.extend(wrong)
        if read_row is not None and not wrong:
            rows.append(read_row)
    return StaffList(rows=tuple(rows), errors=tuple(errors), not_read=other)


def _row(
    number: int,
    row: Sequence[Value],
    columns: Mapping[str, int],
    american: Mapping[str, bool],
    *,
    today: date,
) -> tuple[StaffRow | None, list[CellError]]:
    wrong: list[CellError] = []
    said: dict[str, str | None] = {}
    for key, column in columns.items():
        if key in american:
            continue
        text = _text(_cell(row, column))
        said[key] = text or None
        if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} for letter in text):
            wrong.append(_error(number, column, "The cell holds invisible characters. Type it again."))
        elif len(text) > _LONGEST.get(key, 200):
            words = _IN_WORDS.get(key, key.replace("_", " "))
            wrong.append(
                _error(number, column, f"The {words} is longer than {_LONGEST.get(key, 200)} characters.")
            )
    name = said.get("name") or " ".join(filter(None, (said.get("first_name"), said.get("last_name"))))
    if not name:
        wrong.append(_error(number, columns.get("name", columns.get("last_name", 0)), "The row has no name."))
    email = (said.get("email") or "").lower() or None
    if email and not _EMAIL.fullmatch(email):
        wrong.append(_error(number, columns["email"], f"“{email[:60]}” is not an email address."))
    days: dict[str, date | None] = {}
    for key, months_first in american.items():
        try:
            value = _cell(row, columns[key])
            days[key] = read_day(value, ends=key == "end", this_year=today.year, american=months_first).day
        except UnableToReadCell as unread:
            wrong.append(_error(number, columns[key], str(unread)))
    start, end = days.get("start"), days.get("end")
    if start and end and end < start:
        wrong.append(_error(number, columns["end"], "The end date is before the start date."))
    if wrong:
        return None, wrong
    found = StaffRow(
        number=number,
        name=name,
        staff_number=said.get("staff_number"),
        email=email,
        job_title=said.get("job_title"),
        band=said.get("band"),
        start=start,
        end=end,
        manager=said.get("manager"),
        department=said.get("department"),
    )
    return found, []


def _cell(row: Sequence[Value], column: int) -> Value:
    return row[column] if column < len(row) else None


def _text(value: Value) -> str:
    if isinstance(value, float) and value == int(value):
        value = int(value)  # a staff number that the spreadsheet keeps as a figure
    return "" if value is None else " ".join(str(value).split(" ")).strip()


def _error(row: int, column: int, sentence: str) -> CellError:
    return CellError(row=row, cell=f"{letters(column)}{row}", sentence=sentence)
