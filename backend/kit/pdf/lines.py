"""Blocks of a PDF without tags: lines grouped into paragraphs by where they stand and how large they are."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from backend.kit.pdf.glyphs import CUT, Line, Sheet
from backend.kit.pdf.passages import BULLET, Block, Kind

# The part of a page, from its edge, in which running heads and feet stand.
_EDGE = 0.12
_MOST_EDGE_LINES = 4
_BULLET = re.compile(
    r"^\s*(?:[\u2022\u2023\u25aa\u25cf\u25cb\u25e6\u2043\uf0b7\u00b7*\u2013-]|[a-z]\)|\([a-z0-9]{1,4}\))\s+\S"
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}(?:\.\d{1,3}){0,3}\.?|[A-Z]\.)\s+\S")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)


@dataclass
class _Open:
    kind: Kind
    level: int
    page: int
    lines: list[Line]


def blocks_by_lines(sheets: Sequence[Sheet]) -> list[Block]:
    """All blocks, page by page in the order in which the pages draw them, without running heads and feet."""
    running = _running(sheets)
    body = _body_size(sheets)
    opened: list[_Open] = []
    last: Line | None = None
    for sheet in sheets:
        gap = _usual_gap(sheet.lines)
        for line in sheet.lines:
            if _at_edge(line, sheet) and (
                _unnumbered(line.text) in running or _PAGE_NUMBER.fullmatch(line.text.strip())
            ):
                continue
            if opened and last is not None and _goes_on(opened[-1], last, line, sheet.number, gap):
                opened[-1].lines.append(line)
            else:
                kind, level = _kind(line, body)
                opened.append(_Open(kind, level, sheet.number, [line]))
            last = line
    return [_block(each) for each in opened]


def _running(sheets: Sequence[Sheet]) -> set[str]:
    """What stands at the edge of many pages, numbers aside."""
    seen: Counter[str] = Counter()
    for sheet in sheets:
        edge = [line for line in sheet.lines if _at_edge(line, sheet)]
        seen.update(
            {_unnumbered(line.text) for line in (*edge[:_MOST_EDGE_LINES], *edge[-_MOST_EDGE_LINES:])}
        )
    enough = max(2, min(4, (len(sheets) + 1) // 2))
    return {text for text, count in seen.items() if count >= enough and text}


def _at_edge(line: Line, sheet: Sheet) -> bool:
    return line.bottom > sheet.height * (1 - _EDGE) or line.top < sheet.height * _EDGE


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _body_size(sheets: Sequence[Sheet]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _usual_gap(lines: Sequence[Line]) -> float:
    """From one baseline to the next, where lines follow each other closely."""
    gaps: Counter[float] = Counter()
    for above, below in itertools.pairwise(lines):
        step = above.bottom - below.bottom
        if 0 < step < 3 * above.size and len(above.cells) == len(below.cells) == 1:
            gaps[round(step)] += 1
    if not gaps:
        return 0.0
    most = max(gaps.values())
    return min(step for step, count in gaps.items() if count * 2 >= most)


def _kind(line: Line, body: float) -> tuple[Kind, int]:
    text = " ".join(line.text.split())
    if len(line.cells) >= 3 or (len(line.cells) == 2 and not _short_mark(line.cells[0])):
        return "row", 0
    if _BULLET.match(text):
        return "list-item", 1
    larger = line.size / body if body else 1.0
    short = len(text) <= 160 and not text.endswith((",", ";"))
    if short and larger >= 1.15:
        return "heading", 1 if larger >= 1.6 else 2 if larger >= 1.3 else 3
    if short and line.bold and len(text) <= 110 and not text.endswith("."):
        return "heading", 3
    return "paragraph", 0


def _short_mark(cell: str) -> bool:
    """The number or bullet that stands apart before a paragraph."""
    return len(cell) <= 6 and not re.search(r"[^\W\d]{3}", cell)


def _goes_on(block: _Open, last: Line, line: Line, page: int, gap: float) -> bool:
    """Whether a line belongs to the block before it."""
    same_page = last.bottom > line.bottom
    ended = last.text.rstrip().endswith((".", "?", "!", ":", ";"))
    if last.text.endswith(CUT):
        return True
    if block.kind == "row" or len(line.cells) >= 3:
        return False
    if len(line.cells) == 2 and not _short_mark(line.cells[0]):
        return False
    if _BULLET.match(line.text) or (_NUMBERED.match(line.text) and (ended or block.kind == "heading")):
        return False
    if abs(line.size - last.size) > 0.12 * max(line.size, last.size):
        return False
    if block.kind == "heading":
        close = same_page and last.bottom - line.bottom <= 1.35 * max(gap, line.size)
        return close and line.bold == last.bold and len(block.lines) < 4
    if line.bold and not last.bold and _kind(line, 0.0)[0] == "heading":
        return False
    if not same_page:
        # A new column or page: the paragraph goes on where its sentence does.
        return not ended and line.text.lstrip()[:1].islower()
    step = last.bottom - line.bottom
    own = block.lines[-2].bottom - last.bottom if len(block.lines) > 1 else 0.0
    if step > (1.2 * own if own > 0 else 1.35 * max(gap, 0.9 * line.size)):
        return False
    # An indented first line begins a paragraph, save after a mark that stands apart.
    indented = line.left - last.left > 0.8 * line.size
    return not (indented and ended and block.kind == "paragraph" and len(block.lines) > 1)


def _block(told: _Open) -> Block:
    if told.kind == "row":
        return Block(told.page, "row", 0, " | ".join(told.lines[0].cells))
    text = "\n".join(line.text for line in told.lines)
    return Block(told.page, told.kind, told.level, BULLET.sub("", text) if told.kind == "list-item" else text)
