"""Who declares as what. The groups are those of the rule sets (`declarants` of each edition)."""

import re
from collections.abc import Collection

from backend.scope import Refusal

GROUPS = {
    "governing-body": "Governing body or board",
    "committees": "Committees and sub-committees",
    "employees": "Employees",
    "member-practices": "Member practices",
}
BOARDS = frozenset({"governing-body", "board"})
"""The kinds of committee whose members are the governing body."""
EMPLOYEES = "employees"

DECISION_MAKING_BANDS = frozenset({"8d", "9", "vsm"})
"""Agenda for Change band 8d and above, and very senior managers (domain facts, 1.5)."""

_BAND = re.compile(r"(?:agenda for change|afc|band|\s|[-_.:])+", re.IGNORECASE)


class UnableToKeepDeclarant(Refusal):
    """How a person declares can't be kept so."""


def group_of(kinds: Collection[str]) -> str:
    """The group that follows from the kinds of committee on which somebody sits."""
    if BOARDS & set(kinds):
        return "governing-body"
    return "committees" if kinds else EMPLOYEES


def plain_band(text: str) -> str:
    """`Band 8D`, `AfC 8d` and `8d` are one band; `Very Senior Manager` is `vsm`."""
    plain = _BAND.sub("", text).lower()
    return "vsm" if plain in {"vsm", "veryseniormanager", "esm"} else plain


def makes_decisions(*, band: str | None, seated: bool) -> bool:
    return seated or (band is not None and plain_band(band) in DECISION_MAKING_BANDS)


def check_group(group: str | None) -> None:
    if group is not None and group not in GROUPS:
        raise UnableToKeepDeclarant("Choose the group from the list.", field="group")
