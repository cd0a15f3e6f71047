"""From the cells of a sheet to interests, with a sentence for every cell that can't be read."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from backend.kit.documents.sheets import Sheet, Value, Workbook
from backend.people.rules import checked_email, checked_name
from backend.registers.rules import columns, dates, splitting, wordings
from backend.registers.rules.cells import ENDS, TURNING, Cells, short
from backend.registers.rules.dates import UnableToReadCell
from backend.registers.rules.fields import LEFT_OUT
from backend.registers.rules.importing import Choices, Group, Line, Mapped, Reading
from backend.registers.rules.matching import Wanted
from backend.scope import Refusal

_HARMLESS = re.compile(r"'+[=+\-@\t\r]")
_ODS_CODE = re.compile(r"[A-Z0-9]{3,10}")
_BROKEN = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_SAYS_SOMETHING = frozenset({"organisation", "interest", "nature", "type", "since", "ods_code", "period"})


def groups_of(book: Workbook, remembered: dict[str, str]) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The sheets by their headings, and a sentence for each sheet that has none."""
    found: dict[tuple[str, ...], list[tuple[Sheet, columns.Headings]]] = {}
    notes = []
    for sheet in book.sheets:
        headings = columns.headings_of(sheet, remembered) if sheet.rows else None
        if headings is None:
            if sheet.rows:
                notes.append(f"The sheet “{sheet.name}” has no row of headings, so nothing is read from it.")
            continue
        found.setdefault(headings.titles, []).append((sheet, headings))
    return tuple(Group(titles, tuple(sheets)) for titles, sheets in found.items()), tuple(notes)


def read(
    groups: Sequence[Group], mapped: Mapped, *, choices: Choices, known: Collection[str], today: date
) -> Reading:
    """Every row of every mapped sheet. `known` are folded names of organisations, for interests in one cell."""
    readers = []
    for number, group in enumerate(groups):
        fields = {column: key for column, key in mapped.get(number, {}).items() if key and key != LEFT_OUT}
        if not fields:
            continue
        american = {
            key: any(
                dates.is_american(row[column])
                for sheet, headings in group.sheets
                for row in sheet.rows[headings.last + 1 :]
                if column < len(row)
            )
            for column, key in fields.items()
            if key in ENDS
        }
        for sheet, headings in group.sheets:
            reader = _Reader(sheet, headings, fields, choices, today, american, known=known)
            reader.read()
            readers.append(reader)
    return Reading(
        lines=tuple(line for reader in readers for line in reader.lines),
        problems=tuple(remark for reader in readers for remark in reader.problems),
        notes=tuple(remark for reader in readers for remark in reader.notes),
        rows=sum(reader.rows for reader in readers),
        has_reviewed=any("reviewed" in fields.values() for fields in mapped.values()),
    )


def fields_missing(fields: Iterable[str]) -> list[str]:
    """What a sheet's columns don't cover and no register can do without, in words."""
    there = set(fields)
    missing = []
    if not there & {"name", "last_name"}:
        missing.append("the name of the person")
    if not there & {"organisation", "interest"}:
        missing.append("the organisation")
    if not there & {"nature", "interest"}:
        missing.append("the nature of the interest")
    return missing


class _Reader(Cells):
    """Reads one sheet, row by row."""

    def __init__(self, *told: Any, known: Collection[str]) -> None:
        super().__init__(*told)
        self.known = known
        self.lines: list[Line] = []
        self.rows = 0
        self.above: tuple[str, str, str, int] | None = None

    def read(self) -> None:
        start = self.headings.last + 1
        filled = self._filled(start)
        titled = {
            first for first, left, last, right in self.sheet.merged if right - left >= 2 and first == last
        }
        for number, cells in enumerate(filled, start=start):
            self.row = number + 1
            values = self._values(cells)
            if not values:
                continue
            if number in titled or self._is_heading(cells):
                continue
            self.rows += 1
            before = len(self.problems)
            lines = self._row(values)
            if len(self.problems) == before:
                self.lines.extend(lines)

    def _filled(self, start: int) -> list[Sequence[Value]]:
        """The rows, with what is merged down a column written into each row that it covers."""
        rows: list[Sequence[Value]] = list(self.sheet.rows[start:])
        for first, left, last, right in self.sheet.merged:
            if left != right or first < start or last == first or first - start >= len(rows):
                continue
            above = rows[first - start]
            value = above[left] if left < len(above) else None
            for number in range(first - start + 1, min(last - start + 1, len(rows))):
                row = list(rows[number]) + [None] * (left + 1 - len(rows[number]))
                row[left] = value
                rows[number] = row
        return rows

    def _values(self, cells: Sequence[Value]) -> dict[str, Value]:
        width = len(cells)
        return {
            key: cell
            for column, key in self.fields.items()
            if column < width and (cell := cells[column]) is not None
        }

    def _is_heading(self, cells: Sequence[Value]) -> bool:
        """The headings again, as at the top of each printed page."""
        return all(
            cell is None or (isinstance(cell, str) and " ".join(cell.split()) == title)
            for cell, title in zip(cells, self.headings.titles, strict=False)
        )

    def _row(self, values: dict[str, Value]) -> list[Line]:
        before = len(self.problems)
        self._check_texts(values)
        if len(self.problems) > before:
            return []
        person = self._person(values)
        if person is None:
            return []
        base = Line(
            sheet=self.sheet.name,
            row=self.row,
            person=person[0],
            position=person[1],
            email=person[2],
            declared_on=self.declared_on(values),
            late=self.ticked(values, "late"),
            reviewed=self.ticked(values, "reviewed"),
        )
        if self._says_nil(values):
            return [replace(base, nil=True)]
        if not values.keys() & _SAYS_SOMETHING:
            self.problem(
                "",
                "This row names somebody and no interest. Write “Nil” where there is none, or delete the row.",
            )
            return []
        parts = self._parts(values)
        return [
            line
            for number, part in enumerate(parts, start=1)
            if (line := self._line(base, part, number, len(parts))) is not None
        ]

    def _check_texts(self, values: dict[str, Value]) -> None:
        csv = not self.sheet.name
        for key, value in values.items():
            if not isinstance(value, str):
                continue
            if not value.isascii() and TURNING.search(value):
                self.problem(
                    key,
                    "The cell holds invisible characters that turn the direction of writing. Type it again.",
                )
            elif value.startswith("#") and _BROKEN.fullmatch(value):
                self.problem(key, f"The formula in this cell came to {value}. Put its value there.")
            elif csv and value.startswith("'") and _HARMLESS.match(value):
                # the mark that our own export puts before what a program would reckon
                values[key] = value[1:]

    def _person(self, values: dict[str, Value]) -> tuple[Wanted, str, str] | None:
        """The person as named, their position and e-mail; the row above's where a name is only given once."""
        name = self.text(values, "name")
        if not name:
            name = " ".join(filter(None, (self.text(values, "first_name"), self.text(values, "last_name"))))
        position, email = self.text(values, "position"), self.text(values, "email")
        if not name:
            if self.above is None or "name" not in self.at:
                self.problem("name", "There is no name in this row.")
                return None
            name, position, email, row = self.above
            self.note("name", f"There is no name in this row, so it was read as {name}’s, from row {row}.")
        try:
            name = checked_name(name)
            if name[0] in "=+@-":
                raise UnableToReadCell("A name can’t begin like a formula. Type it again.")
            email = checked_email(email) if email else ""
        except Refusal as refusal:
            self.problem(refusal.field or "name", refusal.sentence)
            return None
        except UnableToReadCell as unread:
            self.problem("name", str(unread))
            return None
        self.above = (name, position, email, self.row)
        return Wanted(name, email, position), position, email

    def _says_nil(self, values: dict[str, Value]) -> bool:
        said = [
            self.text(values, key) for key in ("organisation", "interest", "nature", "type") if key in values
        ]
        return bool(said) and all(wordings.is_nil(text) for text in said)

    def _parts(self, values: dict[str, Value]) -> list[dict[str, Value]]:
        """The row once for each interest in it: a cell of several organisations, or of several lines of free text."""
        if "interest" in values and "organisation" not in values:
            return self._from_free_text(values)
        organisations = splitting.lines_of(self.text(values, "organisation"))
        if len(organisations) < 2:
            return [values]
        parts: list[dict[str, Value]] = [{**values, "organisation": name} for name in organisations]
        for key in (
            "nature",
            "type",
            "held_by",
            "relationship",
            "since",
            "until",
            "period",
            "mitigation",
            "ods_code",
        ):
            value = values.get(key)
            if not isinstance(value, str) or "\n" not in value:
                continue
            lines = splitting.lines_of(value)
            if len(lines) == len(parts):
                for part, line in zip(parts, lines, strict=True):
                    part[key] = line
            elif len(lines) > 1 and key != "mitigation":
                self.problem(
                    key,
                    f"The cell has {len(lines)} lines, but there are {len(parts)} organisations in this row.",
                )
        return parts

    def _from_free_text(self, values: dict[str, Value]) -> list[dict[str, Value]]:
        parts: list[dict[str, Value]] = []
        for line in splitting.lines_of(self.text(values, "interest")):
            if "nature" in values:
                parts.append({**values, "organisation": line})
                continue
            told = splitting.parts_of(line, self.known)
            if told is None or not told.nature:
                self.problem(
                    "interest",
                    f"“{short(line)}” does not tell the organisation from the nature of the interest. Write it as "
                    "“Partner at Castle Hill Surgery”, or give each a column.",
                )
                continue
            part: dict[str, Value] = {**values, "organisation": told.organisation, "nature": told.nature}
            if told.dates and not {"since", "period"} & values.keys():
                part["period"] = told.dates
            parts.append(part)
        return parts

    def _line(self, base: Line, values: dict[str, Value], part: int, parts: int) -> Line | None:
        before = len(self.problems)
        code = self.text(values, "ods_code").strip().upper()
        if code and not _ODS_CODE.fullmatch(code):
            self.problem("ods_code", "An ODS code has 3 to 10 capital letters and figures, such as A81001.")
        organisation = Wanted(" ".join(self.text(values, "organisation").split()) or code, code)
        if not organisation.name:
            self.problem("organisation", "There is no organisation in this row.")
        elif len(organisation.name) > 200:
            self.problem("organisation", "The name of an organisation must be 200 characters or fewer.")
        nature = self.text(values, "nature")
        if not nature:
            self.problem("nature", "There is no nature of the interest in this row.")
        elif len(nature) > 1_000:
            self.problem("nature", "The nature of the interest must be 1,000 characters or fewer.")
        mitigation = self.text(values, "mitigation") or None
        if mitigation and len(mitigation) > 1_000:
            self.problem("mitigation", "The action taken must be 1,000 characters or fewer.")
        kind = self.kind(values, nature)
        since, until = self.period(values, base.declared_on)
        if len(self.problems) > before or kind is None or since is None:
            return None
        return replace(
            base,
            part=part,
            parts=parts,
            organisation=organisation,
            interest_type=kind[0],
            relationship=kind[1],
            nature=nature,
            since=since,
            until=until,
            mitigation=mitigation,
        )
