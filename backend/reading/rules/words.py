"""A paper as a run of plain words, in which quotations can be found again whatever its typography has become."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from backend.kit.pdf.passages import Block

_RUN = re.compile(r"\S+")
_KEPT = frozenset("£%€$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place: the block's number, and the letters `start` to `end` of the block's text."""

    plain: str
    block: int
    start: int
    end: int


class Words:
    """All words of a paper, made once for any number of quotations."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.words: list[Word] = []
        self.plain: list[str] = []
        self.at: dict[str, list[int]] = {}
        self.offsets: list[int] = []
        # Where each block begins among the letters of the whole paper, with one between two blocks.
        self.begins: list[int] = []
        self.letters = 0
        length = 0
        for number, block in enumerate(blocks):
            self.begins.append(self.letters)
            self.letters += len(block.text) + 1
            for run in _RUN.finditer(block.text):
                plain = folded(run[0])
                if plain:
                    self.at.setdefault(plain, []).append(len(self.words))
                    self.words.append(Word(plain, number, run.start(), run.end()))
                    self.plain.append(plain)
                    self.offsets.append(length)
                    length += len(plain)
        self.squeezed = "".join(self.plain)
        self.headings = _headings(blocks)


@lru_cache(maxsize=65_536)
def folded(run: str) -> str:
    """A word without what typesetting changes: case, ligatures, quotation marks, hyphens, marks of punctuation."""
    kept = [
        letter
        for letter in unicodedata.normalize("NFKC", run).casefold()
        if letter.isalnum() or letter in _KEPT or letter == "."
    ]
    return "".join(kept).strip(".")


def folded_words(text: str) -> list[str]:
    """The plain words of a text."""
    return [plain for run in _RUN.findall(text) if (plain := folded(run))]


def folded_heading(text: str) -> str:
    """A heading without its number, which changes when a section comes before it."""
    return " ".join(word for word in folded_words(text) if not word.replace(".", "").isdigit())


def _headings(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    """For each block the headings that it stands under, as they are written, from the outermost."""
    path: list[tuple[int, str]] = []
    found: list[tuple[str, ...]] = []
    for block in blocks:
        if block.kind == "heading":
            path = [each for each in path if each[0] < block.level]
        found.append(tuple(text for _, text in path))
        if block.kind == "heading":
            path = [*path, (block.level, block.text)]
    return found
