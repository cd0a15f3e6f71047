"""A frozen part beside the same part as it reads now: what was changed, what came to it, what went from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.statements.rules.parts import Part, PartColumn, PartRow, cell_in_words

NOTHING = "nothing"
_WHY = ("reason", "because", "withdrawn_because", "struck_because", "note")


class Became(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


BECAME_IN_WORDS = {
    Became.CHANGED: "Changed",
    Became.ADDED: "Added since",
    Became.GONE: "No longer there",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One cell, or one line, that says something else now than when the year was frozen."""

    part_key: str
    part: str
    record: str
    label: str
    became: Became
    column_key: str | None
    column: str
    was: str
    now: str
    path: str | None
    person_id: UUID | None

    @property
    def in_words(self) -> str:
        return BECAME_IN_WORDS[self.became]


def differences(frozen: Sequence[Part], present: Sequence[Part], *, as_at: date) -> tuple[Difference, ...]:
    """Every difference, part by part in the order of the freeze; new parts come last."""
    now = {part.key: part for part in present}
    there = {part.key for part in frozen}
    found: list[Difference] = []
    for part in frozen:
        found += _between(part, now.get(part.key), as_at)
    for part in present:
        if part.key not in there:
            found += [_whole(part, row, Became.ADDED) for row in part.rows]
    return tuple(found)


def _between(was: Part, now: Part | None, as_at: date) -> Iterator[Difference]:
    rows = {row.record: row for row in now.rows} if now else {}
    known = {row.record for row in was.rows}
    columns = {column.key: column for column in (*was.columns, *(now.columns if now else ()))}
    for row in was.rows:
        present = rows.get(row.record)
        if now is None or present is None:
            yield _whole(was, row, Became.GONE)
            continue
        for column in columns.values():
            before = _held(column, row.cells.get(column.key), as_at)
            after = _held(column, present.cells.get(column.key), as_at)
            if before != after:
                yield Difference(
                    part_key=was.key,
                    part=was.title,
                    record=row.record,
                    label=was.label(row),
                    became=Became.CHANGED,
                    column_key=column.key,
                    column=column.title,
                    was=cell_in_words(column, before) or NOTHING,
                    now=cell_in_words(column, after) or NOTHING,
                    path=row.path,
                    person_id=row.person_id,
                )
    if now is not None:
        for row in now.rows:
            if row.record not in known:
                yield _whole(now, row, Became.ADDED)


def _held(column: PartColumn, value: Any, as_at: date) -> Any:
    """A line that ended after the year held to its end: that it ended since is no correction of the year."""
    if column.ends and value and date.fromisoformat(value) > as_at:
        return None
    return value if value != "" else None


def _whole(part: Part, row: PartRow, became: Became) -> Difference:
    words = "; ".join(
        f"{column.title}: {said}" for column, said in zip(part.columns, part.words(row), strict=True) if said
    )
    return Difference(
        part_key=part.key,
        part=part.title,
        record=row.record,
        label=part.label(row),
        became=became,
        column_key=None,
        column="The whole line",
        was=NOTHING if became is Became.ADDED else words,
        now=NOTHING if became is Became.GONE else words,
        path=row.path,
        person_id=row.person_id,
    )


def reason_in(after: Any, before: Any = None) -> str | None:
    """Why something was done, where whoever did it said so."""
    for told in (after, before):
        if isinstance(told, dict):
            for key in _WHY:
                if isinstance(told.get(key), str) and told[key].strip():
                    return str(told[key])
    return None
