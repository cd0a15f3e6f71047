"""Reading a list of people: which column is which, and what each row says. Every fault names its row and its field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.facts.rows.dates import UnableToReadCell, is_american, read_day
from backend.kit.documents.sheets import Sheet, Value, Workbook
from backend.people import permissions
from backend.scope import Refusal

HEADINGS: dict[str, str] = {
    "name": "Name",
    "email": "Email address",
    "job_title": "Job title",
    "joined_on": "First day",
    "roles": "Roles",
    "seats": "Seats",
}
"""The columns of the list, in its order: of the template, and of the people as they are taken out."""

_KNOWN: dict[str, tuple[str, ...]] = {
    "name": ("name", "full name", "person", "staff name", "employee name", "staff member"),
    "first_name": ("first name", "forename", "given name", "known as"),
    "last_name": ("last name", "surname", "family name"),
    "email": ("email", "e mail", "email address", "e mail address", "work email", "nhs mail", "nhsmail", "address"),
    "job_title": ("job title", "position", "position title", "post", "post title", "title", "job"),
    "joined_on": ("first day", "start", "start date", "joined", "date joined", "joined on", "from"),
    "roles": ("roles", "role", "role in probity", "roles for the organisation"),
    "seats": ("seats", "seat", "committee seats", "committees", "committee", "sits on"),
}  # fmt: skip
_EMAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\".]+(\.[^\s@<>\".]+)+")
_LONGEST = {"name": 120, "email": 254, "job_title": 200, "roles": 1_000, "seats": 2_000}
_LOOKED_AT = 20
_BETWEEN = re.compile(r"\s*[;\n]\s*")
_ROLE_WORDS = {
    **{role: role for role in permissions.TENANT_ROLES},
    **{role.replace("-", " "): role for role in permissions.TENANT_ROLES},
    "officer": permissions.OFFICER,
    "executive": permissions.EXECUTIVE,
    "audit": permissions.AUDIT,
    "guardian": permissions.GUARDIAN,
    "conflicts of interest guardian": permissions.GUARDIAN,
}


class UnableToReadPeople(Refusal):
    """The list can't be read at all; the sentence names the file's fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatNamed:
    """A seat as a row names it."""

    committee: str
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What one row says. `number` is the row in the sheet, counted from 1."""

    number: int
    name: str
    email: str | None = None
    job_title: str | None = None
    joined_on: date | None = None
    roles: tuple[str, ...] = ()
    seats: tuple[SeatNamed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a field of a row."""

    row: int
    field: str
    sentence: str

    @property
    def heading(self) -> str:
        return HEADINGS.get(self.field, self.field)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """The rows that can be read, what is wrong with the others, and the headings that were passed over."""

    rows: tuple[PersonRow, ...]
    faults: tuple[Fault, ...]
    not_read: tuple[str, ...] = ()

    @property
    def row_count(self) -> int:
        return len(self.rows) + len({fault.row for fault in self.faults})


def role_in_words(role: str) -> str:
    return role.replace("-", " ").capitalize().replace("Coi ", "COI ")


def read(book: Workbook, *, today: date) -> PeopleList:
    """The list on the first sheet that has headings of people. Raises UnableToReadPeople."""
    for sheet in book.sheets:
        found = _headings(sheet)
        if found is not None:
            return _rows(sheet, *found, today=today)
    raise UnableToReadPeople(
        "No row of headings was found. The list needs a column “Name” (or “First name” and “Last name”) and another, "
        "such as “Email address”. Take the template to begin with.",
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
    return next((key for key, known in _KNOWN.items() if words in known), None)


def _rows(
    sheet: Sheet, headings: int, columns: Mapping[str, int], other: tuple[str, ...], *, today: date
) -> PeopleList:
    body = sheet.rows[headings + 1 :]
    months_first = "joined_on" in columns and any(
        is_american(_cell(row, columns["joined_on"])) for row in body
    )
    rows: list[PersonRow] = []
    faults: list[Fault] = []
    addresses: dict[str, int] = {}
    for number, row in enumerate(body, start=headings + 2):
        if all(cell is None or not str(cell).strip() for cell in row):
            continue
        found, wrong = _row(number, row, columns, months_first=months_first, today=today)
        if found.email and "email" not in {fault.field for fault in wrong}:
            first = addresses.setdefault(found.email, number)
            if first != number:
                wrong.append(
                    Fault(row=number, field="email", sentence=f"{found.email} stands in row {first} already.")
                )
        faults.extend(wrong)
        if not wrong:
            rows.append(found)
    return PeopleList(rows=tuple(rows), faults=tuple(faults), not_read=other)


def _row(
    number: int, row: Sequence[Value], columns: Mapping[str, int], *, months_first: bool, today: date
) -> tuple[PersonRow, list[Fault]]:
    said = {key: _text(_cell(row, column)) for key, column in columns.items() if key != "joined_on"}
    wrong = [
        Fault(row=number, field=_field(key), sentence=sentence)
        for key, text in said.items()
        if (sentence := _wrong_text(key, text))
    ]
    name = said.get("name") or " ".join(filter(None, (said.get("first_name"), said.get("last_name"))))
    if not name:
        wrong.append(Fault(row=number, field="name", sentence="The row has no name."))
    email = said.get("email", "").lower() or None
    if email and not _EMAIL.fullmatch(email):
        wrong.append(Fault(row=number, field="email", sentence=f"“{email[:60]}” is not an email address."))
    roles, unknown = _roles(said.get("roles", ""))
    wrong += [Fault(row=number, field="roles", sentence=_no_role(word)) for word in unknown]
    seats, unread = _seats(said.get("seats", ""))
    wrong += [
        Fault(
            row=number,
            field="seats",
            sentence=f"“{part[:80]}” does not say which committee and which seat. Write Committee: Seat.",
        )
        for part in unread
    ]
    joined_on = None
    if "joined_on" in columns:
        try:
            joined_on = read_day(
                _cell(row, columns["joined_on"]), ends=False, this_year=today.year, american=months_first
            ).day
        except UnableToReadCell as unread_day:
            wrong.append(Fault(row=number, field="joined_on", sentence=str(unread_day)))
    found = PersonRow(
        number=number,
        name=name,
        email=email,
        job_title=said.get("job_title") or None,
        joined_on=joined_on,
        roles=roles,
        seats=seats,
    )
    return found, wrong


def _field(key: str) -> str:
    return "name" if key in {"first_name", "last_name"} else key


def _wrong_text(key: str, text: str) -> str | None:
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs"} and letter != "\n" for letter in text):
        return "The cell holds invisible characters. Type it again."
    longest = _LONGEST.get(_field(key), 200)
    return f"The cell is longer than {longest} characters." if len(text) > longest else None


def _roles(text: str) -> tuple[tuple[str, ...], list[str]]:
    """The roles that a cell names, each once, and the words of it that name none."""
    found: dict[str, None] = {}
    unknown = []
    for part in re.split(r"\s*[;,\n]\s*", text):
        if not part:
            continue
        role = _ROLE_WORDS.get(" ".join(part.lower().split()))
        if role is None:
            unknown.append(part)
        else:
            found.setdefault(role)
    return tuple(found), unknown


def _no_role(word: str) -> str:
    known = ", ".join(role_in_words(role) for role in permissions.ROLES if role in permissions.TENANT_ROLES)
    return f"“{word[:60]}” is not a role of the organisation. The roles are: {known}. Seats stand in their own column."


def _seats(text: str) -> tuple[tuple[SeatNamed, ...], list[str]]:
    """The seats that a cell names as `Committee: Seat`, and the parts that name none."""
    found, unread = [], []
    for part in _BETWEEN.split(text):
        if not part:
            continue
        committee, colon, seat = part.partition(":")
        if colon and committee.strip() and seat.strip():
            found.append(SeatNamed(committee=committee.strip(), seat=seat.strip()))
        else:
            unread.append(part)
    return tuple(dict.fromkeys(found)), unread


def _cell(row: Sequence[Value], column: int) -> Value:
    return row[column] if column < len(row) else None


def _text(value: Value) -> str:
    if isinstance(value, float) and value == int(value):
        value = int(value)
    if value is None:
        return ""
    return "\n".join(" ".join(line.split(" ")).strip() for line in str(value).splitlines()).strip("'\n ")
