"""Somebody's own PDF set again from its words, for large print."""

from collections.abc import Sequence
from html import escape

from backend.kit.confine import ConfinedFailure
from backend.kit.pdf import text
from backend.kit.pdf.text import Block

_SAID = (
    "This paper was handed in as a PDF. Its words are set here in large letters; its pictures and the lines of its "
    "tables are not. The pages of the paper as it was handed in are marked."
)
_LEAST_LETTERS = 20
"""A paper with fewer letters for each of its pages than this is a scan with a stamp on it, not a text."""


def words_of(pdf: bytes) -> tuple[Block, ...]:
    """The text of a PDF in reading order; nothing where it can't be had, as of a scanned paper."""
    try:
        blocks = text.blocks_of(pdf)
    except (text.UnableToRead, text.TooMuchText, ConfinedFailure):
        return ()
    pages = max((block.page for block in blocks), default=1)
    return blocks if sum(len(block.text) for block in blocks) >= _LEAST_LETTERS * pages else ()


def html_of(blocks: Sequence[Block], *, title: str) -> str:
    """Safe HTML of a text, with a mark where each page of the original begins."""
    pieces = [f"<h1>{escape(title)}</h1>", f'<p class="note">{_SAID}</p>']
    page, listed = 0, False
    for block in blocks:
        if listed and (block.kind != "list-item" or block.page != page):
            pieces.append("</ul>")
            listed = False
        if block.page != page:
            page = block.page
            pieces.append(f'<p class="was">Page {page} of the paper as handed in</p>')
        if block.kind == "list-item" and not listed:
            pieces.append("<ul>")
            listed = True
        pieces.append(_piece(block))
    if listed:
        pieces.append("</ul>")
    return "".join(pieces)


def _piece(block: Block) -> str:
    words = escape(block.text)
    if block.kind == "heading":
        level = min(6, max(2, block.level + 1))  # the paper's own title leads
        return f"<h{level}>{words}</h{level}>"
    return f"<li>{words}</li>" if block.kind == "list-item" else f"<p>{words}</p>"
