"""Whom a row is about: the columns of their name, and how a name that is only given once carries on."""

from collections.abc import Collection, Mapping

from backend.facts.bringing_in import Wanted, field_of
from backend.facts.rows.cells import Cells
from backend.facts.rows.dates import UnableToReadCell
from backend.kit.documents.sheets import Value
from backend.people.rules import checked_email, checked_name
from backend.scope import Refusal

FIELDS = (
    field_of(
        "name",
        "Name of the person",
        "name; full name; surname and forename; declarant; name of declarant; member; staff name; "
        "employee; employee name; individual; person; board member; name of individual; name of member; "
        "staff member; name of person; who; recipient; recipient name; name of recipient; received by; offered to; "
        "name of employee; name of staff member",
    ),
    field_of("first_name", "First name", "first name; forename; forenames; given name; first names"),
    field_of("last_name", "Last name", "last name; surname; family name"),
    field_of(
        "position",
        "Position",
        "current position; position; role; job title; post; title and role; current position s held in "
        "the ccg; position held; designation; current role; job role; position in the ccg; role in "
        "organisation; post held; position s held",
    ),
    field_of("email", "Email address", "email; e mail; email address; e mail address; work email"),
)


def missing(fields: Collection[str]) -> list[str]:
    return [] if {"name", "last_name"} & set(fields) else ["the name of the person"]


def arrange(found: Mapping[int, str]) -> dict[int, str]:
    """A whole name makes its parts needless, unless both parts are there."""
    fields = dict(found)
    keys = set(fields.values())
    if "name" in keys and not {"first_name", "last_name"} <= keys:
        return {column: key for column, key in fields.items() if key not in ("first_name", "last_name")}
    return fields


def read_person(cells: Cells, values: Mapping[str, Value]) -> Wanted | None:
    """The person as named, with their position; the row above's where a name is only given once."""
    name = cells.text(values, "name")
    if not name:
        parts = (cells.text(values, "first_name"), cells.text(values, "last_name"))
        name = " ".join(filter(None, parts))
    position, email = cells.text(values, "position"), cells.text(values, "email")
    if not name:
        if cells.above is None or "name" not in cells.at:
            cells.problem("name", "There is no name in this row.")
            return None
        above = cells.above
        name, position, email = above["name"], above["position"], above["email"]
        cells.note(
            "name", f"There is no name in this row, so it was read as {name}’s, from row {above['row']}."
        )
    found = named(cells, "name", name)
    if found is None:
        return None
    try:
        email = checked_email(email) if email else ""
    except Refusal as refusal:
        cells.problem(refusal.field or "email", refusal.sentence)
        return None
    cells.above = {"name": found, "position": position, "email": email, "row": str(cells.row)}
    return Wanted(found, email, position)


def named(cells: Cells, key: str, name: str) -> str | None:
    """A person's name as it is kept, or its problem in the cell."""

    def checked() -> str:
        kept = checked_name(name)
        if kept[0] in "=+@-":
            raise UnableToReadCell("A name can’t begin like a formula. Type it again.")
        return kept

    return cells.attempt(key, checked)
