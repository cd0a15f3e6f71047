"""A paper set anew for a screen of any width: its blocks in order, each with its number on the printed page.

Whoever reads on paper counts the paragraphs of a page; whoever reads on a screen sees the same count beside each, under
the label that the printed page carries. So both find the same sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser

from backend.kit.pdf.passages import Block

_WINDOW = 40
_TELLING = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """One block with its number among the blocks of its printed page; `first` of a page that has not been marked."""

    block: int
    number: int
    page: int | None
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A paragraph, heading, list, table or picture: safe HTML, the blocks in it, and the page that begins with it."""

    html: str
    blocks: tuple[int, ...]
    page: int | None = None


Mark = Callable[[Numbered], str]
"""Makes the safe HTML of a block's number."""


def numbered(blocks: Sequence[Block], pages: Sequence[int | None]) -> tuple[Numbered, ...]:
    """Each block's number on its page, counted from 1. A block of unknown page stands on the page of the one before."""
    found: list[Numbered] = []
    page: int | None = None
    number = 0
    for index, _ in enumerate(blocks):
        now = pages[index] if pages[index] is not None else page
        first = now != page
        number = 1 if first else number + 1
        page = now
        found.append(Numbered(block=index, number=number, page=page, first=first))
    return tuple(found)


def pages_in(blocks: Sequence[Block], printed: Sequence[Block]) -> tuple[int | None, ...]:
    """On which printed page each block begins, by its words; `None` for one that is not found there."""
    words = [_squeezed(block.text) for block in printed]
    found: list[int | None] = []
    at = 0
    for block in blocks:
        sought = _squeezed(block.text)[:_TELLING]
        hit = next(
            (
                place
                for place in range(at, min(len(words), at + _WINDOW))
                if words[place] and (words[place].startswith(sought) or sought.startswith(words[place]))
            ),
            None,
        )
        found.append(None if hit is None else printed[hit].page)
        at = at if hit is None else hit + 1
    return tuple(found)


def chunks_of_blocks(blocks: Sequence[Block], numbers: Sequence[Numbered], mark: Mark) -> tuple[Chunk, ...]:
    """The text of a PDF: lists and tables gathered again from their items and rows."""
    made: list[Chunk] = []
    level, index = 1, 0
    while index < len(blocks):
        block = blocks[index]
        end = index + 1
        if block.kind in ("list-item", "row"):
            while end < len(blocks) and blocks[end].kind == block.kind and not numbers[end].first:
                end += 1
        if block.kind == "heading":
            level = min(block.level + 1, level + 1, 6)
        html = _set(blocks[index:end], numbers[index:end], mark, level)
        made.append(
            Chunk(
                html=html,
                blocks=tuple(range(index, end)),
                page=numbers[index].page if numbers[index].first else None,
            )
        )
        index = end
    return tuple(made)


def _set(blocks: Sequence[Block], numbers: Sequence[Numbered], mark: Mark, level: int) -> str:
    first = blocks[0]
    words = escape(first.text)
    if first.kind == "heading":
        return f"<h{level}>{mark(numbers[0])}{words}</h{level}>"
    if first.kind == "figure":
        return f'<p class="pb-picture-words">{mark(numbers[0])}Picture: {words}</p>'
    if first.kind == "list-item":
        items = (
            f"<li>{mark(each)}{escape(block.text)}</li>" for block, each in zip(blocks, numbers, strict=True)
        )
        return f"<ul>{''.join(items)}</ul>"
    if first.kind == "row":
        return _table(blocks, numbers, mark)
    return f"<p>{mark(numbers[0])}{words}</p>"


def _table(blocks: Sequence[Block], numbers: Sequence[Numbered], mark: Mark) -> str:
    rows = []
    for place, (block, each) in enumerate(zip(blocks, numbers, strict=True)):
        cells = [escape(cell) for cell in block.text.split(" | ")]
        cells[0] = mark(each) + cells[0]
        head = place == 0 and len(blocks) > 1
        rows.append(
            "<tr>"
            + "".join(f'<th scope="col">{cell}</th>' if head else f"<td>{cell}</td>" for cell in cells)
            + "</tr>"
        )
    return _framed(f"<table>{''.join(rows)}</table>")


def _framed(table: str) -> str:
    """A table may be wider than the screen: it scrolls by itself, by keyboard too."""
    return f'<div class="pb-wide" role="group" aria-label="Table" tabindex="0">{table}</div>'


def chunks_of_html(
    html: str,
    blocks: Sequence[Block],
    numbers: Sequence[Numbered],
    mark: Mark,
    *,
    picture: Callable[[str], str],
) -> tuple[Chunk, ...]:
    """A paper that was written here or as a Word file: its own safe HTML, with the same numbers put into it.

    `picture` gives the address of a picture by the name that the paper calls it.
    """
    setter = _Setter(picture)
    setter.feed(html)
    setter.close()
    setter.match(blocks)
    return setter.chunks(numbers, mark, len(blocks))


@dataclass(slots=True)
class _Place:
    """Where a number may stand: the words that follow it, and the block that they turn out to be."""

    words: list[str]
    block: int | None = None


_PLACES = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "dt", "dd", "caption", "figcaption"}
)
_VOID = frozenset({"img", "br", "hr", "col", "wbr"})


class _Setter(HTMLParser):
    """Writes the HTML again, cut into the elements that stand outermost, with places for numbers."""

    def __init__(self, picture: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.picture = picture
        self.pieces: list[list[str | _Place]] = [[]]
        self.places: list[_Place] = []
        self.open: list[tuple[str, _Place | None]] = []
        self.written: list[str] = []
        self.row: _Place | None = None
        self.level = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open and self.pieces[-1]:
            self.pieces.append([])
        if tag == "table":
            self._write('<div class="pb-wide" role="group" aria-label="Table" tabindex="0">')
        if tag[0] == "h" and tag[1:].isdigit():
            self.level = min(int(tag[1]) + 1, self.level + 1, 6)
        name = self._name(tag)
        told = "".join(f' {key}="{escape(value or "")}"' for key, value in attrs if key != "src")
        source = dict(attrs).get("src") or ""
        if tag == "img" and source.startswith("asset:"):
            told += f' src="{escape(self.picture(source.removeprefix("asset:")))}" loading="lazy"'
        self._write(f"<{name}{told}>")
        if tag in _VOID:
            return
        place = None
        if tag in _PLACES:
            place = self._place()
        elif tag == "tr":
            self.row = place = _Place([])
            self.places.append(place)
        elif tag in ("td", "th") and self.row is not None:
            self.pieces[-1].append(self.row)
            self.row = None
        self.open.append((tag, place))
        self.written.append(name)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not any(name == tag for name, _ in self.open):
            return
        while self.open:
            name, _ = self.open.pop()
            self._write(f"</{self.written.pop()}>")
            if name == "table":
                self._write("</div>")
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        for _, place in self.open:
            if place is not None:
                place.words.append(data)
        if data.strip() and not self.open:
            self.pieces.append(["<p>", self._held(data), escape(data), "</p>"])
            self.pieces.append([])
            return
        self._write(escape(data, quote=False))

    def match(self, blocks: Sequence[Block]) -> None:
        """Which block stands at which place: in order, by their words."""
        words = [_squeezed(block.text) for block in blocks]
        at = 0
        for place in self.places:
            told = _squeezed("".join(place.words))
            for candidate in range(at, min(len(words), at + 6)):
                if told and words[candidate] and told.startswith(words[candidate]):
                    place.block, at = candidate, candidate + 1
                    break

    def chunks(self, numbers: Sequence[Numbered], mark: Mark, count: int) -> tuple[Chunk, ...]:
        """Each outermost element, with the blocks from its first to the next one's first."""
        found: list[Chunk] = []
        for pieces in self.pieces:
            html, first, page = "", None, None
            for piece in pieces:
                if isinstance(piece, str):
                    html += piece
                elif piece.block is not None:
                    each = numbers[piece.block]
                    if first is None:
                        first, page = piece.block, each.page if each.first else None
                        each = replace(each, first=False)
                    html += mark(each)
            if html.strip():
                found.append(
                    Chunk(html=_with_full_heads(html), blocks=() if first is None else (first,), page=page)
                )
        starts = [chunk.blocks[0] if chunk.blocks else None for chunk in found]
        for index, chunk in enumerate(found):
            if chunk.blocks:
                end = next((start for start in starts[index + 1 :] if start is not None), count)
                found[index] = replace(chunk, blocks=tuple(range(chunk.blocks[0], end)))
        return tuple(found)

    def _place(self) -> _Place:
        place = _Place([])
        self.places.append(place)
        self.pieces[-1].append(place)
        return place

    def _held(self, data: str) -> _Place:
        place = _Place([data])
        self.places.append(place)
        return place

    def _name(self, tag: str) -> str:
        return f"h{self.level}" if tag[0] == "h" and tag[1:].isdigit() else tag

    def _write(self, html: str) -> None:
        self.pieces[-1].append(html)


def _with_full_heads(html: str) -> str:
    """A head of a column without words is no head."""
    while (start := html.find("<th></th>")) >= 0:
        html = f"{html[:start]}<td></td>{html[start + 9 :]}"
    return html


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
