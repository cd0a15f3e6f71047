"""From the sheets of a file to the records in it, with a sentence for every cell that can't be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.facts.bringing_in import Intake, Known, Line, Remark
from backend.facts.rows import dates
from backend.facts.rows.cells import Cells, Headings
from backend.kit.documents.sheets import Sheet, Value, Workbook
from backend.registers.rules.headings import Vocabulary
from backend.registers.rules.importing import Group, Mapped, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What rows are read by: the officer's choices, what is on record, and which day it is."""

    choices: Mapping[str, str]
    known: Known
    today: date


def groups_of(book: Workbook, vocabulary: Vocabulary) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The sheets by their headings, and a sentence for each sheet that has none."""
    found: dict[tuple[str, ...], list[tuple[Sheet, Headings]]] = {}
    notes = []
    for sheet in book.sheets:
        headings = vocabulary.headings_of(sheet) if sheet.rows else None
        if headings is None:
            if sheet.rows:
                notes.append(f"The sheet “{sheet.name}” has no row of headings, so nothing is read from it.")
            continue
        found.setdefault(headings.titles, []).append((sheet, headings))
    return tuple(Group(titles, tuple(sheets)) for titles, sheets in found.items()), tuple(notes)


def read(groups: Sequence[Group], mapped: Mapped, *, intake: Intake, told: Told) -> Reading:
    """Every row of every mapped sheet, as the register's own room reads it."""
    readers = []
    fields = intake.by_key
    for number, group in enumerate(groups):
        used = {
            column: key
            for column, key in mapped.get(number, {}).items()
            if key in fields and not fields[key].left_out
        }
        if not used:
            continue
        american = {
            key
            for column, key in used.items()
            if fields[key].ends is not None and _has_american(group, column)
        }
        for sheet, headings in group.sheets:
            cells = Cells(
                sheet,
                headings,
                used,
                known=fields,
                choices=told.choices,
                today=told.today,
                american=american,
            )
            reader = _Reader(intake, cells, told.known)
            reader.read()
            readers.append(reader)
    return Reading(
        lines=tuple(line for reader in readers for line in reader.lines),
        problems=tuple(remark for reader in readers for remark in reader.cells.problems),
        notes=tuple(remark for reader in readers for remark in reader.cells.notes),
        rows=sum(reader.rows for reader in readers),
        has_reviewed=any("reviewed" in each.values() for each in mapped.values()),
    )


def places_of(remarks: Sequence[Remark]) -> set[tuple[str, int]]:
    """The rows that remarks are about, each once."""
    return {(each.sheet, each.row) for each in remarks}


def _has_american(group: Group, column: int) -> bool:
    """Whether some date of the column has the month first."""
    return any(
        dates.is_american(row[column])
        for sheet, headings in group.sheets
        for row in sheet.rows[headings.last + 1 :]
        if column < len(row)
    )


class _Reader:
    """Reads one sheet, row by row."""

    def __init__(self, intake: Intake, cells: Cells, known: Known) -> None:
        self.intake, self.cells, self.known = intake, cells, known
        self.lines: list[Line] = []
        self.rows = 0

    def read(self) -> None:
        cells, sheet = self.cells, self.cells.sheet
        start = cells.headings.last + 1
        titled = {first for first, left, last, right in sheet.merged if right - left >= 2 and first == last}
        for number, row in enumerate(self._filled(start), start=start):
            cells.row = number + 1
            values = cells.values(row)
            if not values or number in titled or self._is_heading(row):
                continue
            self.rows += 1
            before = len(cells.problems)
            cells.check_texts(values)
            if len(cells.problems) > before:
                continue
            lines = self.intake.read(cells, values, self.known)
            if len(cells.problems) == before:
                self.lines.extend(lines)

    def _filled(self, start: int) -> list[Sequence[Value]]:
        """The rows, with what is merged down a column written into each row that it covers."""
        rows: list[Sequence[Value]] = list(self.cells.sheet.rows[start:])
        for first, left, last, right in self.cells.sheet.merged:
            if left != right or first < start or last == first or first - start >= len(rows):
                continue
            above = rows[first - start]
            value = above[left] if left < len(above) else None
            for number in range(first - start + 1, min(last - start + 1, len(rows))):
                row = list(rows[number]) + [None] * (left + 1 - len(rows[number]))
                row[left] = value
                rows[number] = row
        return rows

    def _is_heading(self, row: Sequence[Value]) -> bool:
        """The headings again, as at the top of each printed page."""
        return all(
            cell is None or (isinstance(cell, str) and " ".join(cell.split()) == title)
            for cell, title in zip(row, self.cells.headings.titles, strict=False)
        )
