"""A part of a frozen year: one table with its columns and lines, as plain values that read the same for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.facts.registers import Kind
from backend.kit.calendar import in_words
from backend.kit.money import in_pounds
from backend.ledger.records import content_hash


class PartKind(StrEnum):
    """What a part is about, in the order of the pages."""

    BODIES = "bodies"
    MEMBERSHIP = "membership"
    ATTENDANCE = "attendance"
    BUSINESS = "business"
    DECISIONS = "decisions"
    REGISTER = "register"
    RISKS = "risks"
    FIGURES = "figures"


KIND_IN_WORDS = {
    PartKind.BODIES: "Bodies",
    PartKind.MEMBERSHIP: "Membership",
    PartKind.ATTENDANCE: "Attendance",
    PartKind.BUSINESS: "Business",
    PartKind.DECISIONS: "Decisions and highlights",
    PartKind.REGISTER: "Registers",
    PartKind.RISKS: "Risks",
    PartKind.FIGURES: "Figures",
}
FIGURES = "figures"
BODIES = "bodies"
RISKS = "risks"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartColumn:
    """`ends`: the day until which a line holds, of which only what was known by the end of the year is kept."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    ends: bool = False

    @property
    def plain(self) -> dict[str, object]:
        return {"key": self.key, "title": self.title, "kind": self.kind.value, "ends": self.ends}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One line. `record` is the same in each freeze; `cells` are plain values: days in ISO 8601, money as text."""

    record: str
    cells: Mapping[str, Any]
    person_id: UUID | None = None
    path: str | None = None

    @property
    def sha256(self) -> str:
        return content_hash(dict(self.cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`key` names it within a year, `register` the register whose permission opens it."""

    key: str
    kind: PartKind
    title: str
    about: str
    none: str
    columns: tuple[PartColumn, ...]
    rows: tuple[PartRow, ...]
    committee_id: UUID | None = None
    register: str | None = None

    @property
    def sha256(self) -> str:
        """Of what it says and of each line, in order."""
        said = {
            "key": self.key,
            "title": self.title,
            "about": self.about,
            "none": self.none,
            "columns": [column.plain for column in self.columns],
        }
        return content_hash([said, [[row.record, row.sha256] for row in self.rows]])

    def row(self, record: str) -> PartRow | None:
        return next((row for row in self.rows if row.record == record), None)

    def words(self, row: PartRow) -> tuple[str, ...]:
        """The cells of a line in the order of the columns, as people read them."""
        return tuple(cell_in_words(column, row.cells.get(column.key)) for column in self.columns)

    def label(self, row: PartRow) -> str:
        """What a line is called: its first two cells that say something."""
        said = [words for words in self.words(row) if words]
        return ": ".join(said[:2]) or "A line without words"


def whole_hash(parts: Sequence[Part]) -> str:
    """The hash of a whole freeze."""
    return content_hash([[part.key, part.sha256] for part in parts])


def plain(value: object) -> Any:
    """A value as it is kept."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def cell_in_words(column: PartColumn, value: Any) -> str:
    """A kept value as people read it; nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if column.kind is Kind.DATE:
        return in_words(date.fromisoformat(value))
    if column.kind is Kind.MONEY:
        return in_pounds(Decimal(value))
    return str(value)
