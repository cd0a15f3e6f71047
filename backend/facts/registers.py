"""What a register is. One page, one file, one API and one public copy serve every register that is stated so.

A room that keeps a register writes a `Register` in its `registers.py`; the room `registers` reads them all.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from backend.scope import Scope

Cell = str | date | Decimal | int | bool | None


class Kind(StrEnum):
    """How a cell is written and read back: dates as 3 June 2014, money in pounds to the penny."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a register. `key` is its stable name in JSON and CSV, `title` its heading for people.

    `public`: whether the column belongs to the public copy.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The two times of a register: as it stood `on` a day, as it was known at `known_at`."""

    on: date
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a register, as known at a moment.

    `id` is the record's, the same in every version. `values` hold a cell for each column's key. `path` is the
    record's page within the tenant. `ended_on` is the last day on which it held, from which the months of publication
    are counted. `ready`: it may go public as far as its own room is concerned (reviewed, found, decided); whether it
    does is for the publication: decision-making staff, withheld entries and ended ones are sifted there.
    """

    id: UUID
    values: Mapping[str, Cell]
    path: str
    person_id: UUID | None = None
    ended_on: date | None = None
    ready: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a line of a register said from `known_from` until `known_to`; the newest has no end."""

    known_from: datetime
    known_to: datetime | None
    values: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which lines of a register are wanted: so many, after a line, with these words; or one alone by its id."""

    limit: int
    after: UUID | None = None
    text: str = ""
    only: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register of the tenant, and how to read it.

    `rows(scope, moment)` gives every line that held on the day or had ended before it, in the register's own order and
    in a number of statements that does not grow with the rows; the reader sifts by `ended_on`. `permission` opens it.
    `none` is what an empty register says in public, such as “No gifts were declared in this period.”
    """

    id: str
    title: str
    about: str
    columns: tuple[Column, ...]
    permission: str
    none: str
    rows: Callable[[Scope, Moment], Awaitable[tuple[Row, ...]]]
    part: Callable[[Scope, Moment, Part], Awaitable[tuple[Row, ...] | None]] | None = None
    """The same lines in the same order, a part at a time, for a register that may hold very many; `None` where
    `after` is no line of it. Without it, a reader takes its part from `rows`."""
    versions: Callable[[Scope, UUID], Awaitable[tuple[Version, ...]]] | None = None
    """Every version of one line, oldest first; empty for one that there is not, or that the scope may not see."""

    @property
    def public_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.public)
