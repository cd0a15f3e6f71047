"""What differs between two packs: their files by hash, and the rows of their tables. Values in, answers out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Differs(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One file that is not the same in both; a hash is none where the file is not there."""

    path: str
    how: Differs
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row of a table that is not the same in both. `before` and `after` by column, those that differ alone."""

    key: str
    how: Differs
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """A table with what differs in it. `kept` counts the rows that are the same."""

    path: str
    rows: tuple[RowChange, ...]
    kept: int

    def count(self, how: Differs) -> int:
        return sum(each.how is how for each in self.rows)


Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    """What is read of a pack: its files by path with their hashes, and its tables by path."""

    files: Mapping[str, str]
    tables: Mapping[str, tuple[Row, ...]]


def changes_of_files(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FileChange, ...]:
    """Files that were added, removed or changed, by path."""
    found = []
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if old != new:
            how = Differs.ADDED if old is None else Differs.REMOVED if new is None else Differs.CHANGED
            found.append(FileChange(path=path, how=how, before=old, after=new))
    return tuple(found)


def changes_of_rows(path: str, before: Sequence[Row], after: Sequence[Row]) -> TableChange:
    """What differs between two editions of a table. Rows are the same row where their first column is the same.

    Where the first column says nothing of its own, as when it stands twice, whole rows are compared.
    """
    key = _key_of(before, after)
    if key is None:
        return _by_whole_rows(path, before, after)
    old, new = ({row[key]: row for row in rows} for rows in (before, after))
    found: list[RowChange] = []
    kept = 0
    for name in [*new, *(each for each in old if each not in new)]:
        was, now = old.get(name), new.get(name)
        if was == now:
            kept += 1
        elif was is None or now is None:
            how = Differs.ADDED if was is None else Differs.REMOVED
            found.append(RowChange(key=name, how=how, before=was or {}, after=now or {}))
        else:
            differ = [each for each in {**was, **now} if was.get(each) != now.get(each)]
            found.append(
                RowChange(
                    key=name,
                    how=Differs.CHANGED,
                    before={each: was.get(each, "") for each in differ},
                    after={each: now.get(each, "") for each in differ},
                )
            )
    return TableChange(path=path, rows=tuple(found), kept=kept)


def _key_of(before: Sequence[Row], after: Sequence[Row]) -> str | None:
    """The first column, if it is the same in both and names every row once."""
    columns = [next(iter(rows[0]), None) for rows in (before, after) if rows]
    if not columns or len(set(columns)) != 1 or columns[0] is None:
        return None
    key = columns[0]
    for rows in (before, after):
        names = [row.get(key, "") for row in rows]
        if len(set(names)) != len(names) or "" in names:
            return None
    return key


def _by_whole_rows(path: str, before: Sequence[Row], after: Sequence[Row]) -> TableChange:
    old, new = (Counter(tuple(row.items()) for row in rows) for rows in (before, after))
    found = [
        RowChange(key=_first(row), how=Differs.ADDED, before={}, after=dict(row))
        for row in (new - old).elements()
    ]
    found += [
        RowChange(key=_first(row), how=Differs.REMOVED, before=dict(row), after={})
        for row in (old - new).elements()
    ]
    return TableChange(path=path, rows=tuple(found), kept=(old & new).total())


def _first(row: Sequence[tuple[str, str]]) -> str:
    return next((value for _, value in row if value), "(empty)")
