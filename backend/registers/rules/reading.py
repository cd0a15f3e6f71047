"""From the cells of a sheet to interests, with a sentence for every cell that can't be read."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from backend.interests.rules import declaring
from backend.interests.rules.declaring import InterestType, Relationship
from backend.kit.documents.sheet_letters import letters
from backend.kit.documents.sheets import Sheet, Value, Workbook
from backend.people.rules import checked_email, checked_name
from backend.registers.rules import columns, dates, splitting, wordings
from backend.registers.rules.dates import Day, UnableToReadCell
from backend.registers.rules.fields import LEFT_OUT
from backend.registers.rules.importing import Choices, Group, Line, Mapped, Reading, Remark
from backend.registers.rules.matching import Wanted
from backend.scope import Refusal

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_HARMLESS = re.compile(r"'+[=+\-@\t\r]")
_ODS_CODE = re.compile(r"[A-Z0-9]{3,10}")
_BROKEN = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_PARTNER = re.compile(r"\b(?:business |managing |senior |gp )?partners?(?:hip)?\b", re.IGNORECASE)
_DATES = {"since": False, "until": True, "period": False, "declared_on": False}
_TICKS = {
    "type_financial": InterestType.FINANCIAL,
    "type_professional": InterestType.NON_FINANCIAL_PROFESSIONAL,
    "type_personal": InterestType.NON_FINANCIAL_PERSONAL,
}
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
            if key in _DATES
        }
        for sheet, headings in group.sheets:
            reader = _Reader(sheet, headings, fields, choices, known, today, american)
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


class _Reader:
    """Reads one sheet. Problems of a row are gathered, so that all of them are seen at once."""

    def __init__(
        self,
        sheet: Sheet,
        headings: columns.Headings,
        fields: dict[int, str],
        choices: Choices,
        known: Collection[str],
        today: date,
        american: dict[str, bool],
    ) -> None:
        self.sheet, self.headings, self.fields = sheet, headings, fields
        self.choices, self.known, self.today, self.american = choices, known, today, american
        self.at = {key: column for column, key in reversed(fields.items())}
        self.lines: list[Line] = []
        self.problems: list[Remark] = []
        self.notes: list[Remark] = []
        self.rows = 0
        self.row = 0
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
            declared_on=self._declared_on(values),
            late=self._ticked(values, "late"),
            reviewed=self._ticked(values, "reviewed"),
        )
        if self._says_nil(values):
            return [replace(base, nil=True)]
        if not values.keys() & _SAYS_SOMETHING:
            self._problem(
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
            if not value.isascii() and _TURNING.search(value):
                self._problem(
                    key,
                    "The cell holds invisible characters that turn the direction of writing. Type it again.",
                )
            elif value.startswith("#") and _BROKEN.fullmatch(value):
                self._problem(key, f"The formula in this cell came to {value}. Put its value there.")
            elif csv and value.startswith("'") and _HARMLESS.match(value):
                # the mark that our own export puts before what a program would reckon
                values[key] = value[1:]

    def _person(self, values: dict[str, Value]) -> tuple[Wanted, str, str] | None:
        """The person as named, their position and e-mail; the row above's where a name is only given once."""
        name = self._text(values, "name")
        if not name:
            name = " ".join(filter(None, (self._text(values, "first_name"), self._text(values, "last_name"))))
        position, email = self._text(values, "position"), self._text(values, "email")
        if not name:
            if self.above is None or "name" not in self.at:
                self._problem("name", "There is no name in this row.")
                return None
            name, position, email, row = self.above
            self._note("name", f"There is no name in this row, so it was read as {name}’s, from row {row}.")
        try:
            name = checked_name(name)
            if name[0] in "=+@-":
                raise UnableToReadCell("A name can’t begin like a formula. Type it again.")
            email = checked_email(email) if email else ""
        except Refusal as refusal:
            self._problem(refusal.field or "name", refusal.sentence)
            return None
        except UnableToReadCell as unread:
            self._problem("name", str(unread))
            return None
        self.above = (name, position, email, self.row)
        return Wanted(name, email, position), position, email

    def _says_nil(self, values: dict[str, Value]) -> bool:
        said = [
            self._text(values, key) for key in ("organisation", "interest", "nature", "type") if key in values
        ]
        return bool(said) and all(wordings.is_nil(text) for text in said)

    def _parts(self, values: dict[str, Value]) -> list[dict[str, Value]]:
        """The row once for each interest in it: a cell of several organisations, or of several lines of free text."""
        if "interest" in values and "organisation" not in values:
            return self._from_free_text(values)
        organisations = splitting.lines_of(self._text(values, "organisation"))
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
                self._problem(
                    key,
                    f"The cell has {len(lines)} lines, but there are {len(parts)} organisations in this row.",
                )
        return parts

    def _from_free_text(self, values: dict[str, Value]) -> list[dict[str, Value]]:
        parts: list[dict[str, Value]] = []
        for line in splitting.lines_of(self._text(values, "interest")):
            if "nature" in values:
                parts.append({**values, "organisation": line})
                continue
            told = splitting.parts_of(line, self.known)
            if told is None or not told.nature:
                self._problem(
                    "interest",
                    f"“{_short(line)}” does not tell the organisation from the nature of the interest. Write it as "
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
        code = self._text(values, "ods_code").strip().upper()
        if code and not _ODS_CODE.fullmatch(code):
            self._problem("ods_code", "An ODS code has 3 to 10 capital letters and figures, such as A81001.")
        organisation = Wanted(" ".join(self._text(values, "organisation").split()) or code, code)
        if not organisation.name:
            self._problem("organisation", "There is no organisation in this row.")
        elif len(organisation.name) > 200:
            self._problem("organisation", "The name of an organisation must be 200 characters or fewer.")
        nature = self._text(values, "nature")
        if not nature:
            self._problem("nature", "There is no nature of the interest in this row.")
        elif len(nature) > 1_000:
            self._problem("nature", "The nature of the interest must be 1,000 characters or fewer.")
        mitigation = self._text(values, "mitigation") or None
        if mitigation and len(mitigation) > 1_000:
            self._problem("mitigation", "The action taken must be 1,000 characters or fewer.")
        kind = self._kind(values, nature)
        since, until = self._period(values, base.declared_on)
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

    def _kind(self, values: dict[str, Value], nature: str) -> tuple[InterestType, Relationship | None] | None:
        """The type, and whose interest it is where it is indirect."""
        before = len(self.problems)
        told = [
            self._try(
                key,
                partial(
                    wordings.read_type if key == "type" else wordings.read_held_by, self._text(values, key)
                ),
            )
            for key in ("type", "held_by", "relationship")
            if key in values
        ]
        ticked = [kind for key, kind in _TICKS.items() if self._ticked(values, key)]
        if self._ticked(values, "type_indirect"):
            told.append(wordings.Kind(indirect=True))
        if len(self.problems) > before:
            return None
        kinds = {each.type for each in told if each and each.type} | set(ticked)
        says = {each.indirect for each in told if each and each.indirect is not None}
        whose = {each.relationship for each in told if each and each.relationship}
        if len(kinds) > 1:
            self._problem("type", "The row names more than one type of interest. Give each a row of its own.")
        if len(says) > 1 or len(whose) > 1:
            self._problem(
                "held_by", "The cells of this row contradict each other about whose interest it is."
            )
        found = next(iter(kinds), self.choices.default_type)
        if found is None:
            also = ", only that it is indirect" if True in says else ""
            self._problem("type", f"The row does not say which type of interest it is{also}.")
        relationship = next(iter(whose), None)
        if True in says and relationship is None:
            relationship = self._whose(nature)
        if len(self.problems) > before or found is None:
            return None
        return found, relationship

    def _whose(self, nature: str) -> Relationship | None:
        relationship = wordings.relationship_in(_PARTNER.sub("", nature))
        if relationship is not None:
            words = declaring.RELATIONSHIP_IN_WORDS[relationship].lower()
            self._note("nature", f"By its words, the interest was read as that of: {words}.")
            return relationship
        if self.choices.default_relationship is None:
            self._problem("held_by", "The interest is indirect, but the row does not say whose it is.")
        return self.choices.default_relationship

    def _period(self, values: dict[str, Value], declared_on: date | None) -> tuple[date | None, date | None]:
        before = len(self.problems)
        since, until = self._day(values, "since"), self._day(values, "until")
        if "period" in values and since is None:
            year, american = self.today.year, self.american.get("period", False)
            both = self._try(
                "period", lambda: dates.read_period(values["period"], this_year=year, american=american)
            )
            if both:
                since, end = (self._noted("period", each) for each in both)
                until = until or end
        if len(self.problems) > before:
            return None, None
        if since is None and self.choices.start_as_declared and declared_on:
            since = declared_on
            self._note("since", "No start is given, so the day of the declaration was taken.")
        if since is None:
            self._problem("since", "There is no day on which the interest began.")
            return None, None
        try:
            declaring.check_period(declaring.Period(since=since, until=until), today=self.today)
        except Refusal as refusal:
            self._problem(refusal.field or "since", refusal.sentence)
        return since, until

    def _declared_on(self, values: dict[str, Value]) -> date | None:
        day = self._day(values, "declared_on")
        if day is not None and day > self.today:
            self._problem("declared_on", "The day of the declaration is still to come.")
        return day

    def _day(self, values: dict[str, Value], key: str) -> date | None:
        value = values.get(key)
        if value is None:
            return None
        ends, year, american = _DATES[key], self.today.year, self.american.get(key, False)
        found = self._try(key, lambda: dates.read_day(value, ends=ends, this_year=year, american=american))
        return self._noted(key, found) if found else None

    def _noted(self, key: str, found: Day) -> date | None:
        if found.note:
            self._note(key, found.note)
        return found.day

    def _ticked(self, values: dict[str, Value], key: str) -> bool:
        return key in values and bool(self._try(key, lambda: wordings.read_yes_no(values[key])))

    def _text(self, values: dict[str, Value], key: str) -> str:
        value = values.get(key)
        if value is None:
            return ""
        if isinstance(value, date):
            return value.isoformat()
        return value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)

    def _try(self, key: str, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except UnableToReadCell as unread:
            self._problem(key, str(unread))
            return None

    def _problem(self, key: str, sentence: str) -> None:
        self.problems.append(self._remark(key, sentence))

    def _note(self, key: str, sentence: str) -> None:
        self.notes.append(self._remark(key, sentence))

    def _remark(self, key: str, sentence: str) -> Remark:
        column = self.at.get(key)
        cells = self.sheet.rows[self.row - 1]
        text = cells[column] if column is not None and column < len(cells) else None
        titles = self.headings.titles
        return Remark(
            sheet=self.sheet.name,
            row=self.row,
            column="" if column is None else letters(column),
            heading=titles[column] if column is not None and column < len(titles) else "",
            text="" if text is None else _short(_TURNING.sub("", str(text))),
            sentence=sentence,
        )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 120 else text[:119] + "…"
