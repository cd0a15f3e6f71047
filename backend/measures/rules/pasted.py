"""Values of many organisations, as they are pasted from a spreadsheet: a line each, cells apart by tab or comma."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from backend.measures.rules.values import read_value

MOST_LINES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    organisation_id: UUID
    value: Decimal
    low: Decimal | None
    high: Decimal | None


def read_lines(text: str, known: Mapping[str, UUID]) -> tuple[tuple[Pasted, ...], tuple[str, ...]]:
    """The lines, and a sentence for each that cannot be read. `known` gives organisations by folded name or code."""
    found: list[Pasted] = []
    problems: list[str] = []
    seen: dict[UUID, int] = {}
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return (), ("Paste at least one line: an organisation and its value.",)
    if len(lines) > MOST_LINES:
        return (), (f"{len(lines)} lines are too many: {MOST_LINES} fit at a time.",)
    for number, line in enumerate(lines, start=1):
        try:
            pasted = _line(line, known)
        except ValueError as problem:
            problems.append(f"Line {number}: {problem}")
            continue
        first = seen.setdefault(pasted.organisation_id, number)
        if first != number:
            problems.append(f"Line {number}: the same organisation as line {first}.")
        found.append(pasted)
    return tuple(found), tuple(problems)


def _line(line: str, known: Mapping[str, UUID]) -> Pasted:
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter="\t" if "\t" in line else ","))]
    if not 2 <= len(cells) <= 4:
        raise ValueError(
            "give the organisation, its value and, where there are any, a lower and an upper limit."
        )
    organisation_id = known.get(cells[0].casefold())
    if organisation_id is None:
        raise ValueError(f"no organisation here is called “{cells[0][:60]}”.")
    low, high = (_limit(cells[at]) if len(cells) > at else None for at in (2, 3))
    if low is not None and high is not None and low > high:
        raise ValueError("the lower limit lies above the upper one.")
    return Pasted(organisation_id=organisation_id, value=read_value(cells[1]), low=low, high=high)


def _limit(cell: str) -> Decimal | None:
    return read_value(cell) if cell else None
