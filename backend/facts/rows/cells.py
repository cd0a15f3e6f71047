"""The cells of one row of a sheet, each read as what its column holds, with a sentence where it can't be."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from backend.facts.bringing_in import Field, Remark
from backend.facts.rows import dates, words
from backend.facts.rows.dates import Day, UnableToReadCell
from backend.kit import money
from backend.kit.documents.sheet_letters import letters
from backend.kit.documents.sheets import Sheet, Value
from backend.scope import Refusal

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
"""Marks that turn the direction of writing, with which one name can be made to look like another."""

_HARMLESS = re.compile(r"'+[=+\-@\t\r]")
_BROKEN = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_NOTHING = frozenset(
    {"", "-", "–", "—", "n/a", "na", "nil", "none", "not known", "unknown", "tbc", "tba", "not stated"}
)
_PENNY = Decimal("0.01")

Read = TypeVar("Read")
Code = TypeVar("Code")


@dataclass(frozen=True, slots=True)
class Headings:
    """Where a sheet's headings stand: `first` and `last` row, counted from 0, and the words of each column."""

    first: int
    last: int
    titles: tuple[str, ...]


class Cells:
    """Reads the cells of the row at hand. Problems of a row are gathered, so that all of them are seen at once."""

    def __init__(
        self,
        sheet: Sheet,
        headings: Headings,
        fields: Mapping[int, str],
        *,
        known: Mapping[str, Field],
        choices: Mapping[str, str],
        today: date,
        american: Collection[str] = (),
    ) -> None:
        """`fields` says which field each column is, `known` what the fields of the register are.

        `choices` is what the officer chose for rows that leave something out; `american` are the fields in which some
        date has the month first.
        """
        self.sheet, self.headings, self.fields, self.known = sheet, headings, fields, known
        self.choices, self.today, self.american = choices, today, american
        self.at = {key: column for column, key in sorted(fields.items(), reverse=True)}
        self.problems: list[Remark] = []
        self.notes: list[Remark] = []
        self.row = 0
        self.above: dict[str, str] | None = None
        """What a room wants to remember of the last row that gave it, such as whom it is about."""

    def values(self, cells: Sequence[Value]) -> dict[str, Value]:
        """What stands in the row, by field."""
        return {
            key: cell
            for column, key in self.fields.items()
            if column < len(cells) and (cell := cells[column]) is not None
        }

    def check_texts(self, values: dict[str, Value]) -> None:
        """No marks that deceive the eye, no formula that came to nothing; our own apostrophe is taken off."""
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

    def text(self, values: Mapping[str, Value], key: str) -> str:
        value = values.get(key)
        if value is None:
            return ""
        if isinstance(value, date):
            return value.isoformat()
        return value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)

    def words(self, values: Mapping[str, Value], key: str, *, most: int, needed: str = "") -> str | None:
        """A text of at most `most` letters; `needed` names it where a row can't do without."""
        text = self.text(values, key)
        if not text:
            if needed:
                self.problem(key, f"There is no {needed} in this row.")
            return None
        if len(text) > most:
            what = needed or self.known[key].title[:1].lower() + self.known[key].title[1:]
            self.problem(key, f"The {what} must be {most:,} characters or fewer.")
        return text

    def named(self, values: Mapping[str, Value], key: str) -> str:
        """The name of an organisation on one line; empty where there is none."""
        name = " ".join(self.text(values, key).split())
        if len(name) > 200:
            self.problem(key, "The name of an organisation must be 200 characters or fewer.")
        return name

    def day(self, values: Mapping[str, Value], key: str, *, past: str = "") -> date | None:
        """The day in a cell. `past` names what can't be still to come."""
        value = values.get(key)
        if value is None:
            return None
        ends, year, american = bool(self.known[key].ends), self.today.year, key in self.american
        found = self.attempt(key, lambda: dates.read_day(value, ends=ends, this_year=year, american=american))
        day = self.noted(key, found) if found else None
        if past and day is not None and day > self.today:
            self.problem(key, f"The day of {past} is still to come.")
        return day

    def days(self, values: Mapping[str, Value], key: str) -> tuple[date | None, date | None]:
        """Both ends of a time in one cell."""
        value = values.get(key)
        if value is None:
            return None, None
        year, american = self.today.year, key in self.american
        both = self.attempt(key, lambda: dates.read_period(value, this_year=year, american=american))
        if not both:
            return None, None
        since, until = (self.noted(key, each) for each in both)
        return since, until

    def pounds(self, values: Mapping[str, Value], key: str, *, most: Decimal) -> Decimal | None:
        """An amount of money, as it is typed or as a number of the sheet. Nothing is `None`."""
        value = values.get(key)
        if isinstance(value, bool | date):
            self.problem(key, "Write the value as one amount in pounds, such as 50 or 49.99.")
            return None
        if isinstance(value, int | float):
            # a program keeps 0.1 + 0.2 as 0.30000000000000004: what is off by less than that is the penny meant
            amount = Decimal(str(value))
            penny = amount.quantize(_PENNY, ROUND_HALF_UP) if abs(amount) < Decimal(10) ** 20 else most + 1
            if abs(amount - penny) > Decimal("0.000001") and penny <= most:
                self.problem(key, "The value must be to the penny.")
            elif not 0 <= penny <= most:
                self.problem(key, f"The value must be between £0 and {money.in_pounds(most)}.")
            else:
                return penny
            return None
        text = self.text(values, key).strip()
        if text.lower().strip(" .") in _NOTHING:
            return None
        try:
            return money.parse_pounds(text, most=most)
        except ValueError as wrong:
            sentence = str(wrong)
            self.problem(key, f"“{words.short(text, 60)}”: {sentence}.")
            return None

    def code(
        self,
        values: Mapping[str, Value],
        key: str,
        own: Mapping[Code, str],
        also: Mapping[str, Code],
        *,
        what: str,
    ) -> Code | None:
        """One of the register's own codes by its words, else what the officer chose under the same key."""
        text = self.text(values, key)
        found = words.read_code(text, own, also) if text.strip() else None
        if found is not None:
            return found
        chosen = next((code for code in own if str(code) == self.choices.get(key)), None)
        if chosen is None:
            listed = "; ".join(own.values())
            self.problem(
                key,
                f"“{words.short(text, 60)}” is not {what} that is known. Write one of: {listed}."
                if text.strip()
                else f"The row does not say {what}. Write one of: {listed}.",
            )
        elif text.strip():
            self.note(key, f"“{words.short(text, 60)}” is not known, so it was read as: {own[chosen]}.")
        return chosen

    def ticked(self, values: Mapping[str, Value], key: str) -> bool:
        return key in values and bool(self.attempt(key, lambda: words.read_yes_no(values[key])))

    def attempt(self, key: str, act: Callable[[], Read]) -> Read | None:
        """What `act` reads; where it can't, its sentence is the cell's problem."""
        try:
            return act()
        except UnableToReadCell as unread:
            self.problem(key, str(unread))
        except Refusal as refusal:
            field = refusal.field or key
            self.problem(field if field in self.known else key, refusal.sentence)
        return None

    def noted(self, key: str, found: Day) -> date | None:
        if found.note:
            self.note(key, found.note)
        return found.day

    def problem(self, key: str, sentence: str) -> None:
        self.problems.append(self._remark(key, sentence))

    def note(self, key: str, sentence: str) -> None:
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
            text="" if text is None else words.short(TURNING.sub("", str(text))),
            sentence=sentence,
        )
