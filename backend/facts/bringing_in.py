"""How a register is brought in from a spreadsheet: stated once by the room that keeps it, carried out by another.

A room that keeps a register writes an `Intake` in its `intakes.py`: which columns there are, how a row is read, by
what two rows are the same record, and how records are written, accepted and taken back. The room `registers` reads the
file, matches the names with those on record, shows what would come of it, and calls the room's own operations. It
knows no register by name.
"""

from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from backend.kit.names import folded
from backend.scope import Scope

if TYPE_CHECKING:
    from backend.facts.rows.cells import Cells
    from backend.kit.documents.sheets import Value


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold. `words`: headings that mean it, in small letters without signs.

    `ends` says of a field that holds a day whether that is the end of something; other fields have none.
    `left_out`: the column is recognised so that nobody need wonder, and never read.
    """

    key: str
    title: str
    words: tuple[str, ...]
    ends: bool | None = None
    left_out: bool = False


def field_of(
    key: str, title: str, headings: str, *, ends: bool | None = None, left_out: bool = False
) -> Field:
    """A field; `headings` are divided by semicolons."""
    words = tuple(" ".join(each.split()) for each in headings.split(";"))
    return Field(key, title, words, ends=ends, left_out=left_out)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody or something as a sheet names it; `code` is the e-mail or ODS code beside it, `note` the position.

    `agreed`: every row that names them gives this position, so that it can tell namesakes apart. `kind` is the type of
    an organisation in the register's own code, for one that has to be added.
    """

    name: str
    code: str = ""
    note: str = field(default="", compare=False)
    agreed: bool = field(default=True, compare=False)
    kind: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """The same for every row that means the same; kept with the answer."""
        return f"{folded(self.name)}|{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence about one cell, or about a row where `column` is empty. Rows count from 1, as a sheet shows them."""

    sheet: str
    row: int
    column: str
    heading: str
    text: str
    sentence: str

    @property
    def place(self) -> str:
        where = f"{self.column}{self.row}" if self.column else f"Row {self.row}"
        return f"{self.sheet}, {where}" if self.sheet else where


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record as a row says it, read but not yet matched.

    `people` and `organisations` are whom and what it names, by the part that they play in it. `said` is the rest, in
    the shape of the register's own room. `part` of `parts`: the row's cell held several records. `reviewed`: the old
    register says that it was reviewed.
    """

    sheet: str
    row: int
    said: Any
    people: Mapping[str, Wanted] = field(default_factory=dict)
    organisations: Mapping[str, Wanted] = field(default_factory=dict)
    part: int = 1
    parts: int = 1
    reviewed: bool = False

    @property
    def place(self) -> str:
        return f"{self.sheet + ', ' if self.sheet else ''}row {self.row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A line with whom and what it means, by part: an id, or the key of somebody or something that is new."""

    line: Line
    people: Mapping[str, Any] = field(default_factory=dict)
    organisations: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a row is read against: the names on record, and whatever else the room asked for in `prepare`.

    `people_names` are as they are written, `organisations` are folded.
    """

    people_names: Collection[str]
    organisations: Collection[str]
    own: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What the officer may choose for rows that leave something out. Nothing is assumed unless it is chosen.

    One choice among `options` (value, words), or with a single option a box to tick. `empty` says what happens else.
    """

    key: str
    question: str
    options: tuple[tuple[str, str], ...]
    empty: str = "A problem to be mended"

    @property
    def is_box(self) -> bool:
        return len(self.options) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """The import for which something is written: its id, its name, and what entries say of where they came from."""

    import_id: UUID
    file_name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, counted by the keys of the intake's `counts`; `unreviewed` are records that keep waiting."""

    counts: Mapping[str, int]
    unreviewed: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A column of the preview: its title, and of a line the words and, in small, what belongs to them."""

    title: str
    words: Callable[[Line], tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How what an old register calls reviewed is accepted in one act, for a register that reviews its records.

    `accept(scope, file, leave)` says how many were accepted and how many wait; `waiting(scope, import_id)` counts
    them; `path` lists them within the tenant.
    """

    accept: Callable[[Scope, File, Collection[UUID]], Awaitable[tuple[int, int]]]
    waiting: Callable[[Scope, UUID], Awaitable[int]]
    path: str
    one: str
    many: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How one register is brought in. `permission` is the room's own for keeping the register.

    `counts` name what is written: key, one of it, many of it, such as `interests`, interest, interests. The first are
    the records themselves.
    """

    id: str
    title: str
    path: str
    permission: str
    fields: tuple[Field, ...]
    counts: tuple[tuple[str, str, str], ...]
    shown: tuple[Shown, ...]
    missing: Callable[[Collection[str]], list[str]]
    """What a sheet's columns don't cover and the register can't do without, in words."""
    read: Callable[["Cells", dict[str, "Value"], Known], Sequence[Line]]
    """The records of one row; problems are said through the cells, and a row with any is not brought in."""
    identity: Callable[[Settled], Hashable]
    """By what two rows are the same record."""
    standing: Callable[[Scope], Awaitable[Mapping[Hashable, Any]]]
    """What the register holds now by its identity, those that have ended too; for comparing alone, never shown."""
    differs: Callable[[Line, Any], str | None]
    """A sentence where a line says other than the record that it is, which is left alone."""
    counted: Callable[[Line], str]
    """The key in `counts` under which a line is written."""
    bring_in: Callable[[Scope, File, Sequence[Settled]], Awaitable[Written]]
    """Write the lines, each with ids of people and organisations. In as many statements for one as for many."""
    changed_since: Callable[[Scope, UUID, Any, Any], Awaitable[tuple[str, ...]]]
    """Of an import written and accepted at these moments, up to four titles that somebody changed since."""
    undo: Callable[[Scope, File], Awaitable[int]]
    """Take back what an import wrote; what was known meanwhile stays known. Returns how many records."""
    asks: tuple[Ask, ...] = ()
    review: Review | None = None
    prepare: Callable[[Scope], Awaitable[Any]] | None = None
    arrange: Callable[[Mapping[int, str]], Mapping[int, str]] | None = None
    """The fields of the columns once all headings are known: what one heading means can hang on another's."""
    clash: Callable[[Settled], str | None] | None = None
    """A sentence where the people or organisations that a line turned out to mean can't stand together."""
    overruled: Callable[[Sequence[Settled]], Mapping[int, str]] | None = None
    """Lines, by their place, that others of the file make void, each with the sentence that says so."""

    @property
    def one(self) -> str:
        return self.counts[0][1]

    @property
    def many(self) -> str:
        return self.counts[0][2]

    @property
    def by_key(self) -> dict[str, Field]:
        return {each.key: each for each in self.fields}
