"""The table that stands beside a picture, and the two together."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its words, as they stand on a page and in print; `path` leads to the record, within the tenant."""

    words: str
    path: str | None = None
    number: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first cell of a row is its head."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def html(self) -> Markup:
        """For print and for papers: a caption, heads of columns and of rows, words alone."""
        heads = Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in self.heads)
        rows = Markup("").join(Markup("<tr>{}</tr>").format(_cells(row)) for row in self.rows)
        return Markup(
            "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
        ).format(self.caption, heads, rows)

    @property
    def plain(self) -> tuple[tuple[str, ...], ...]:
        """The same as rows of words, the heads first: a spreadsheet's."""
        return (self.heads, *(tuple(cell.words for cell in row) for row in self.rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing and its table, made from the same values. `says` is the picture in a sentence or two."""

    key: str
    title: str
    says: str
    svg: Markup
    table: Table


def cells(*words: str | int | Cell) -> Row:
    """A row of words and numbers."""
    return tuple(
        each if isinstance(each, Cell) else Cell(words=str(each), number=isinstance(each, int))
        for each in words
    )


def _cells(row: Sequence[Cell]) -> Markup:
    first, *others = row
    return Markup('<th scope="row">{}</th>{}').format(
        first.words,
        Markup("").join(Markup("<td>{}</td>").format(cell.words) for cell in others),
    )
