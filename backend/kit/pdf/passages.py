"""A paper's text as blocks, and the rules by which words become plain: spaces, and words cut at a line's end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["heading", "paragraph", "list-item", "row", "figure"]

MOST_BLOCKS = 60_000
MOST_LETTERS = 8_000_000

# A list's own mark, which says nothing; numbers and letters are kept.
BULLET = re.compile(r"^\s*[\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25e6\u2043\uf0b7\u00b7*\u2013-]\s+")
# Where a line ended with a hyphen: PDFium's own sign, a soft hyphen, or a plain one before a line's end.
_CUT_WORD = re.compile(r"(\w+)(?:[\x02\u00ad]\s*|[-\u2010][ \t]*[\r\n]+\s*)(\w+)")
_LETTERS = re.compile(r"\w+(?:-\w+)+|\w+")
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u200b\ufeff]")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a paper, in reading order.

    page   from 1, where its first word stands; 1 throughout for a paper that has no pages
    kind   `row` is a table's row, its cells joined by " | "; `figure` has the words that stand for a picture
    level  1 to 6 of a heading, from 1 how deep a list item lies, else 0
    """

    page: int
    kind: Kind
    level: int
    text: str


class TooMuchText(ValueError):
    """The paper holds more text than any committee's paper; one plain sentence."""


def tidied(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks with plain words: one space between words, cut words joined, empty blocks gone.

    Raises TooMuchText.
    """
    held = list(blocks)
    if len(held) > MOST_BLOCKS or sum(len(block.text) for block in held) > MOST_LETTERS:
        raise TooMuchText("The file holds more text than can be read.")
    known = _whole_words(held)
    told = (replace(block, text=_plain(block.text, known)) for block in held)
    return tuple(_without_repeated_heads(block for block in told if block.text))


def _without_repeated_heads(blocks: Iterable[Block]) -> Iterator[Block]:
    """A table's head that is drawn again on its next page is not a row of its own."""
    head: Block | None = None
    last: Block | None = None
    for block in blocks:
        if block.kind != "row":
            head = None
        elif head is None:
            head = block
        elif last is not None and block.page != last.page and block.text == head.text:
            continue
        last = block
        yield block


def _whole_words(blocks: Sequence[Block]) -> Counter[str]:
    """The words that stand whole somewhere, by which a cut word is told from one with a hyphen of its own."""
    words: Counter[str] = Counter()
    for block in blocks:
        words.update(word.lower() for word in _LETTERS.findall(block.text))
    return words


def _plain(text: str, known: Counter[str]) -> str:
    def joined(cut: re.Match[str]) -> str:
        first, second = cut.groups()
        with_hyphen = f"{first}-{second}"
        if known[with_hyphen.lower()] > known[(first + second).lower()] or not (
            first[-1].isalpha() and second[0].islower()
        ):
            return with_hyphen
        return first + second

    text = _CUT_WORD.sub(joined, text)
    text = text.replace("\u00ad", "").replace("\x02", "-")
    return " ".join(_UNSHOWN.sub("", text).split())
