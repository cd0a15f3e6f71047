"""What an import is made of: where it stands, the officer's choices, and what each row of the sheet came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.facts.bringing_in import Line, Remark
from backend.facts.rows.cells import Headings
from backend.kit.documents.sheets import Sheet
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


Choices = Mapping[str, str]
"""What the officer chose for rows that leave something out, by the key of the `Ask`."""


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
