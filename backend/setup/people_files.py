"""Lists of people as files: the template, the people as they are, and what is wrong with a list."""

from collections.abc import Sequence

from backend.kit.calendar import in_words
from backend.people import permissions
from backend.registers.spreadsheets import CSV, XLSX, plain_csv, plain_xlsx
from backend.setup.rules.comparing import Body
from backend.setup.rules.people_list import HEADINGS, Fault, PersonRow, role_in_words

ROLES = tuple(role for role in permissions.ROLES if role in permissions.TENANT_ROLES)
"""The roles that a list may give, in the order of the page that explains them."""

MEDIA_TYPES = {"csv": CSV, "xlsx": XLSX}


def template(bodies: Sequence[Body], *, ending: str) -> bytes:
    """The headings, and one row that shows how each column is written: its name says that it goes."""
    body = next((each for each in bodies if each.seats), None)
    seat = f"{body.name}: {body.seats[0].name}" if body else "Board: Chair"
    example = [
        "Example Person (delete this row)",
        "example.person@example.nhs.uk",
        "Job title as it stands on papers",
        "1 April 2027",
        "Executive owner; Internal audit",
        seat,
    ]
    return _file(ending, [example])


def people(rows: Sequence[PersonRow], *, ending: str) -> bytes:
    """Those who are here, in the same columns: brought in again, they change nothing."""
    return _file(
        ending,
        [
            [
                row.name,
                row.email or "",
                row.job_title or "",
                in_words(row.joined_on) if row.joined_on else "",
                "; ".join(role_in_words(role) for role in row.roles),
                "; ".join(f"{seat.committee}: {seat.seat}" for seat in row.seats),
            ]
            for row in rows
        ],
    )


def faults(found: Sequence[Fault]) -> bytes:
    """Row, field and sentence of everything that is wrong with a list."""
    return plain_csv(
        ["Row", "Field", "What is wrong"], ([fault.row, fault.heading, fault.sentence] for fault in found)
    )


def _file(ending: str, rows: Sequence[Sequence[str]]) -> bytes:
    headings = list(HEADINGS.values())
    return plain_xlsx(headings, rows) if ending == "xlsx" else plain_csv(headings, rows)
