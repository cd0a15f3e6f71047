"""Minutes as they are read: headings, paragraphs and points, from plain words. Pure; nobody's markup gets through.

A line that begins with `#` is a heading, one with `-` a point of a list, an empty line ends a paragraph, and **words**
between two stars are strong. Everything else is words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_STRONG = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`lines` of runs: one for a heading or a paragraph, one a point for a list."""

    kind: Literal["heading", "paragraph", "points"]
    lines: tuple[tuple[Run, ...], ...]


def blocks_of(words: str) -> tuple[Block, ...]:
    """The blocks of some minutes, in order."""
    return tuple(_blocks(words))


def _blocks(words: str) -> Iterator[Block]:
    paragraph: list[str] = []
    points: list[str] = []

    def ended() -> Iterator[Block]:
        if paragraph:
            yield Block(kind="paragraph", lines=(runs_of(" ".join(paragraph)),))
        if points:
            yield Block(kind="points", lines=tuple(runs_of(point) for point in points))
        paragraph.clear()
        points.clear()

    for line in (each.strip() for each in words.splitlines()):
        if not line:
            yield from ended()
        elif line.startswith("#"):
            yield from ended()
            yield Block(kind="heading", lines=(runs_of(line.lstrip("#").strip()),))
        elif line.startswith("- "):
            if paragraph:
                yield from ended()
            points.append(line[2:].strip())
        elif points:
            points[-1] = f"{points[-1]} {line}"
        else:
            paragraph.append(line)
    yield from ended()


def runs_of(line: str) -> tuple[Run, ...]:
    """A line as runs of words, strong or not."""
    runs, last = [], 0
    for match in _STRONG.finditer(line):
        if match.start() > last:
            runs.append(Run(words=line[last : match.start()]))
        runs.append(Run(words=match[1], strong=True))
        last = match.end()
    if last < len(line):
        runs.append(Run(words=line[last:]))
    return tuple(runs)
