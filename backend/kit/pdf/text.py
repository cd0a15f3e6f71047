"""The text of a paper as blocks in reading order: for notes, search, comparison and the reflowing view.

A PDF with tags is read by its structure tree, one without by where its lines stand. A paper that is kept as HTML has
the same shape. A scanned page has no text, and so no blocks.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from backend.kit import confine
from backend.kit.confined import bundle
from backend.kit.confined.outcome import ConfinedRefusal
from backend.kit.pdf.passages import Block, Kind, TooMuchText, tidied
from backend.kit.pdf.walk import UnableToRead

__all__ = ["Block", "Kind", "TooMuchText", "UnableToRead", "blocks_of", "blocks_of_html", "blocks_of_many"]

_TASK = "backend.kit.pdf.text:blocks_task"
_MOST_PAGES = 2_000
_MOST_HTML = 20 * 1024**2
# Of the letters that the pages draw, the part that the tags must reach; with less they are not to be trusted.
_REACHED = 0.6

_LIMITS = confine.Limits(wall_seconds=60, cpu_seconds=60)


def blocks_of(pdf: bytes, *, limits: confine.Limits = _LIMITS) -> tuple[Block, ...]:
    """The blocks of one PDF, read in a confined child; none of a scanned one.

    Raises UnableToRead with a sentence, or ConfinedFailure where it takes too much.
    """
    (blocks,) = blocks_of_many([pdf], limits=limits)
    if isinstance(blocks, Exception):
        raise blocks
    return blocks


def blocks_of_many(
    pdfs: Sequence[bytes], *, limits: confine.Limits = _LIMITS
) -> list[tuple[Block, ...] | UnableToRead | confine.ConfinedFailure]:
    """The blocks of several PDFs, read in one child. One that can't be read costs only its own answer."""
    read: list[tuple[Block, ...] | UnableToRead | confine.ConfinedFailure] = []
    for answer in confine.run_confined_many(_TASK, [bundle.pack({}, [pdf]) for pdf in pdfs], limits=limits):
        if isinstance(answer, bytes):
            read.append(tuple(Block(*each) for each in json.loads(answer)))
        elif isinstance(answer, ConfinedRefusal):
            read.append(UnableToRead(str(answer)))
        else:
            read.append(answer)
    return read


def blocks_task(payload: bytes) -> bytes:
    """The child's side: a bundle of one PDF in, JSON of its blocks out."""
    _, (data,) = bundle.unpack(payload)
    try:
        blocks = tidied(_read(data))
    except TooMuchText as too_much:
        raise ConfinedRefusal(str(too_much)) from None
    return json.dumps([(each.page, each.kind, each.level, each.text) for each in blocks]).encode()


def _read(data: bytes) -> list[Block]:
    import pikepdf
    import pypdfium2

    from backend.kit.pdf import glyphs, lines, structure, tagged

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            if len(pdf.pages) > _MOST_PAGES:
                raise ConfinedRefusal(f"The file has {len(pdf.pages):,} pages, too many to be read.")
            if structure.is_tagged(pdf):
                sheets = list(glyphs.sheets_of(data, places=False))
                words = {
                    sheet.number: {mark: "".join(text) for mark, text in sheet.marked.items()}
                    for sheet in sheets
                }
                blocks = tagged.blocks_by_tags(pdf, words)
                reached = sum(_letters(block.text) for block in blocks if block.kind != "figure")
                if reached >= _REACHED * sum(sheet.letters for sheet in sheets):
                    return blocks
        return lines.blocks_by_lines(list(glyphs.sheets_of(data, places=True)))
    except pikepdf.PasswordError:
        raise ConfinedRefusal("The file is encrypted.") from None
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        raise ConfinedRefusal("The file is not a PDF that can be read.") from None


def _letters(text: str) -> int:
    return sum(not letter.isspace() for letter in text)


def blocks_of_html(html: str | bytes) -> tuple[Block, ...]:
    """The blocks of a paper that is kept as HTML, already cleaned; all stand on page 1.

    Raises UnableToRead where it is longer than any paper.
    """
    if len(html) > _MOST_HTML:
        raise UnableToRead("The text is longer than can be read.")
    reader = _Reader()
    reader.feed(html if isinstance(html, str) else html.decode("utf-8", errors="replace"))
    reader.close()
    try:
        return tidied(reader.blocks())
    except TooMuchText as too_much:
        raise UnableToRead(str(too_much)) from None


_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT = frozenset({"script", "style", "template", "title", "head"})
_PARTS = frozenset(
    {"p", "div", "section", "article", "blockquote", "pre", "caption", "figcaption", "dl", "dt", "dd", "hr"}
    | {"table", "thead", "tbody", "tfoot", "figure", "main", "body"}
)


class _Reader(HTMLParser):
    """Gathers words into blocks as the tags open and close them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[tuple[Kind, int, list[str]]] = []
        self.lists = 0
        self.items: list[int] = []
        self.in_row = 0
        self.silent = 0

    def blocks(self) -> list[Block]:
        """What was gathered."""
        return [Block(1, kind, level, "".join(words)) for kind, level, words in self.made]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag == "img":
            self._show(str(dict(attrs).get("alt") or ""))
        elif tag == "br":
            self._say("\n")
        elif self.in_row:
            if tag in ("td", "th"):
                self._say(" | " if self.made[-1][2] else "")
            elif tag in _PARTS or tag == "li":
                self._say(" ")
        elif tag in _HEADINGS:
            self._open("heading", _HEADINGS[tag])
        elif tag == "tr":
            self._open("row", 0)
            self.in_row += 1
        elif tag in ("ul", "ol"):
            self.lists += 1
            self._close()
        elif tag == "li":
            self._open("list-item", max(1, self.lists))
            self.items.append(self.lists)
        elif tag in _PARTS:
            self._part()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "tr":
            self.in_row = 0
            self._close()
        elif self.in_row:
            self._say(" ")
        elif tag in ("ul", "ol"):
            self.lists = max(0, self.lists - 1)
            self._close()
        elif tag == "li":
            if self.items:
                self.items.pop()
            self._close()
        elif tag in _HEADINGS or tag in _PARTS:
            self._part()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._say(data)

    def _part(self) -> None:
        """A paragraph begins or ends; within a list item its words stay the item's."""
        if self.items and self.made and self.made[-1][0] == "list-item":
            self._say(" ")
        else:
            self._close()

    def _open(self, kind: Kind, level: int) -> None:
        self.made.append((kind, level, []))

    def _close(self) -> None:
        if self.items:
            self._open("list-item", max(1, self.items[-1]))
        else:
            self._open("paragraph", 0)

    def _say(self, words: str) -> None:
        if not self.made:
            self._close()
        if words.strip() or self.made[-1][2]:
            self.made[-1][2].append(words)

    def _show(self, alternative: str) -> None:
        if not alternative.strip():
            return
        if self.in_row:
            self._say(f" {alternative} ")
            return
        self._open("figure", 0)
        self._say(alternative)
        self._close()
