"""The cells of one row of a sheet, each read as what its column holds, with a sentence where it can't be."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from backend.interests.rules import declaring
from backend.interests.rules.declaring import InterestType, Relationship
from backend.kit.documents.sheet_letters import letters
from backend.kit.documents.sheets import Sheet, Value
from backend.registers.rules import columns, dates, wordings
from backend.registers.rules.dates import Day, UnableToReadCell
from backend.registers.rules.importing import Choices, Remark
from backend.scope import Refusal

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
"""Marks that turn the direction of writing, with which one name can be made to look like another."""

ENDS = {"since": False, "until": True, "period": False, "declared_on": False}
"""The columns of days, and whether each is the end of something."""

_PARTNER = re.compile(r"\b(?:business |managing |senior |gp )?partners?(?:hip)?\b", re.IGNORECASE)
_TICKS = {
    "type_financial": InterestType.FINANCIAL,
    "type_professional": InterestType.NON_FINANCIAL_PROFESSIONAL,
    "type_personal": InterestType.NON_FINANCIAL_PERSONAL,
}


class Cells:
    """Reads the cells of the row at hand. Problems of a row are gathered, so that all of them are seen at once."""

    def __init__(
        self,
        sheet: Sheet,
        headings: columns.Headings,
        fields: dict[int, str],
        choices: Choices,
        today: date,
        american: dict[str, bool],
    ) -> None:
        self.sheet, self.headings, self.fields = sheet, headings, fields
        self.choices, self.today, self.american = choices, today, american
        self.at = {key: column for column, key in reversed(fields.items())}
        self.problems: list[Remark] = []
        self.notes: list[Remark] = []
        self.row = 0

    def kind(self, values: dict[str, Value], nature: str) -> tuple[InterestType, Relationship | None] | None:
        """The type, and whose interest it is where it is indirect."""
        before = len(self.problems)
        told = [
            self._try(
                key,
                partial(
                    wordings.read_type if key == "type" else wordings.read_held_by, self.text(values, key)
                ),
            )
            for key in ("type", "held_by", "relationship")
            if key in values
        ]
        ticked = [kind for key, kind in _TICKS.items() if self.ticked(values, key)]
        if self.ticked(values, "type_indirect"):
            told.append(wordings.Kind(indirect=True))
        if len(self.problems) > before:
            return None
        kinds = {each.type for each in told if each and each.type} | set(ticked)
        says = {each.indirect for each in told if each and each.indirect is not None}
        whose = {each.relationship for each in told if each and each.relationship}
        if len(kinds) > 1:
            self.problem("type", "The row names more than one type of interest. Give each a row of its own.")
        if len(says) > 1 or len(whose) > 1:
            self.problem("held_by", "The cells of this row contradict each other about whose interest it is.")
        found = next(iter(kinds), self.choices.default_type)
        if found is None:
            also = ", only that it is indirect" if True in says else ""
            self.problem("type", f"The row does not say which type of interest it is{also}.")
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
            self.note("nature", f"By its words, the interest was read as that of: {words}.")
            return relationship
        if self.choices.default_relationship is None:
            self.problem("held_by", "The interest is indirect, but the row does not say whose it is.")
        return self.choices.default_relationship

    def period(self, values: dict[str, Value], declared_on: date | None) -> tuple[date | None, date | None]:
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
            self.note("since", "No start is given, so the day of the declaration was taken.")
        if since is None:
            self.problem("since", "There is no day on which the interest began.")
            return None, None
        try:
            declaring.check_period(declaring.Period(since=since, until=until), today=self.today)
        except Refusal as refusal:
            self.problem(refusal.field or "since", refusal.sentence)
        return since, until

    def declared_on(self, values: dict[str, Value]) -> date | None:
        day = self._day(values, "declared_on")
        if day is not None and day > self.today:
            self.problem("declared_on", "The day of the declaration is still to come.")
        return day

    def _day(self, values: dict[str, Value], key: str) -> date | None:
        value = values.get(key)
        if value is None:
            return None
        ends, year, american = ENDS[key], self.today.year, self.american.get(key, False)
        found = self._try(key, lambda: dates.read_day(value, ends=ends, this_year=year, american=american))
        return self._noted(key, found) if found else None

    def _noted(self, key: str, found: Day) -> date | None:
        if found.note:
            self.note(key, found.note)
        return found.day

    def ticked(self, values: dict[str, Value], key: str) -> bool:
        return key in values and bool(self._try(key, lambda: wordings.read_yes_no(values[key])))

    def text(self, values: dict[str, Value], key: str) -> str:
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
            self.problem(key, str(unread))
            return None

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
            text="" if text is None else short(TURNING.sub("", str(text))),
            sentence=sentence,
        )


def short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 120 else text[:119] + "…"
