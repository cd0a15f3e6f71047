"""What an import is made of: where it stands, the officer's choices, and what each row of the sheet came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from backend.interests.rules.declaring import InterestType, Relationship
from backend.kit.documents.sheets import Sheet
from backend.registers.rules.columns import Headings
from backend.registers.rules.matching import Wanted
from backend.scope import Refusal


class ImportState(StrEnum):
    """Open while columns and names are settled; then a job writes it; then it stands, or was undone."""

    OPEN = "OPEN"
    WRITING = "WRITING"
    DONE = "DONE"
    UNDONE = "UNDONE"
    GIVEN_UP = "GIVEN_UP"


STATE_IN_WORDS = {
    ImportState.OPEN: "Not finished",
    ImportState.WRITING: "Being brought in",
    ImportState.DONE: "Brought in",
    ImportState.UNDONE: "Undone",
    ImportState.GIVEN_UP: "Given up",
}


class UnableToImport(Refusal):
    """A file, or a choice about it, that can't be taken; the sentence says what to do."""


class UnableToUndo(Refusal):
    """An import that can't be undone any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the officer chose for rows that leave something out. Nothing is assumed unless it is chosen here."""

    default_type: InterestType | None = None
    default_relationship: Relationship | None = None
    start_as_declared: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Sheets that have the same headings, and so one choice of columns."""

    titles: tuple[str, ...]
    sheets: tuple[tuple[Sheet, Headings], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sheet.name for sheet, _ in self.sheets)


Mapped = Mapping[int, Mapping[int, str]]
"""For each group the field of each column, both counted from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence about one cell, or about a row where `column` is empty. Rows count from 1, as a sheet shows them."""

    sheet: str
    row: int
    column: str
    heading: str
    text: str
    sentence: str

    @property
    def place(self) -> str:
        where = f"{self.column}{self.row}" if self.column else f"Row {self.row}"
        return f"{self.sheet}, {where}" if self.sheet else where


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One interest as a row of the sheet says it, read but not yet matched; `nil`: a nil return, with no interest.

    `part` of `parts`: the row's cell held several interests.
    """

    sheet: str
    row: int
    person: Wanted
    position: str
    email: str
    part: int = 1
    parts: int = 1
    nil: bool = False
    organisation: Wanted = field(default_factory=lambda: Wanted(""))
    interest_type: InterestType = InterestType.FINANCIAL
    relationship: Relationship | None = None
    nature: str = ""
    since: date | None = None
    until: date | None = None
    mitigation: str | None = None
    declared_on: date | None = None
    late: bool = False
    reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file says, row by row. `problems` keep their rows from being brought in; `notes` are for the eye."""

    lines: tuple[Line, ...]
    problems: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    rows: int
    has_reviewed: bool

    @property
    def split_cells(self) -> int:
        """How many cells held several interests."""
        return sum(1 for line in self.lines if line.parts > 1 and line.part == 1)
