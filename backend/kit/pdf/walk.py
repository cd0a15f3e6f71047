"""Read a PDF as a screen reader does, to prove that a merged file is whole. Our own reader, apart from the
writer.

Checkers that look at the tree alone accept a file whose parent tree was emptied. This one starts from what
the pages draw: each marked content must belong to exactly one element, which the parent tree names and the
tree reaches.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from backend.kit import confine
from backend.kit.confined import bundle

_TASK = "backend.kit.pdf.reading:walk_task"


class UnableToRead(ValueError):
    """The bytes are no PDF that can be read; the sentence says why."""


@dataclass(frozen=True)
class Bookmark:
    """One entry of the outline: its title, how deep it stands from 1, and its page counted from 1 (0: none)."""

    title: str
    level: int
    page: int


@dataclass(frozen=True)
class PageLink:
    """One link: the page that it is on, and either the page that it leads to (both from 1) or an address."""

    page: int
    target: int
    address: str


@dataclass(frozen=True, kw_only=True)
class Walked:
    """All that was read.

    texts     the words of each part (each child of the one Document element) in reading order; of a file
    without tags, all words in the order in which they are drawn problems  plain sentences about what is wrong
    with the structure; empty where it is whole
    """

    pages: int
    title: str
    language: str
    tagged: bool
    problems: tuple[str, ...]
    texts: tuple[str, ...]
    parts: tuple[str, ...]
    labels: tuple[str, ...]
    outline: tuple[Bookmark, ...]
    links: tuple[PageLink, ...]


def walk(pdf: bytes, *, limits: confine.Limits = confine.DEFAULT) -> Walked:
    """Read one PDF in a confined child. Raises UnableToRead, or ConfinedFailure where it takes too much."""
    (walked,) = walk_many([pdf], limits=limits)
    return walked


def walk_many(pdfs: Sequence[bytes], *, limits: confine.Limits = confine.DEFAULT) -> list[Walked]:
    """Read several PDFs in one child."""
    walked: list[Walked] = []
    for answer in confine.run_confined_many(_TASK, [bundle.pack({}, [pdf]) for pdf in pdfs], limits=limits):
        if isinstance(answer, confine.ConfinedRefusal):
            raise UnableToRead(str(answer)) from None
        if isinstance(answer, confine.ConfinedFailure):
            raise answer
        told = json.loads(answer)
        walked.append(
            Walked(
                pages=told["pages"],
                title=told["title"],
                language=told["language"],
                tagged=told["tagged"],
                problems=tuple(told["problems"]),
                texts=tuple(told["texts"]),
                parts=tuple(told["parts"]),
                labels=tuple(told["labels"]),
                outline=tuple(Bookmark(*entry) for entry in told["outline"]),
                links=tuple(PageLink(*entry) for entry in told["links"]),
            )
        )
    return walked


def structure_problems(
    pdf: bytes, *, sources: Sequence[bytes] = (), limits: confine.Limits = confine.DEFAULT
) -> list[str]:
    """What is wrong with the structure of a file, in plain sentences; empty where it is whole.

    With `sources`, the files that it was merged from in order, each part's words must also equal its
    source's.
    """
    whole, *read = walk_many([pdf, *sources], limits=limits)
    problems = list(whole.problems)
    if sources:
        problems += _differences(whole, read)
    return problems


def _differences(whole: Walked, sources: Sequence[Walked]) -> list[str]:
    if len(whole.texts) != len(sources):
        return [f"The file has {len(whole.texts)} parts; it was made from {len(sources)}."]
    found = []
    for number, (text, source) in enumerate(zip(whole.texts, sources, strict=True), start=1):
        if "".join(text.split()) != "".join("".join(source.texts).split()):
            found.append(f"The words of part {number} are not those of its source.")
    pages = sum(source.pages for source in sources)
    if pages != whole.pages:
        found.append(f"The file has {whole.pages} pages; its sources have {pages}.")
    return found


def page_count(pdf: bytes) -> int:
    """How many pages a PDF that we made has. For a stranger's file ask `documents.inspect_upload`."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def outline_of(pdf: bytes) -> tuple[Bookmark, ...]:
    """The bookmarks of a PDF."""
    return walk(pdf).outline


def labels_of(pdf: bytes) -> tuple[str, ...]:
    """The label of each page."""
    return walk(pdf).labels


def links_of(pdf: bytes) -> tuple[PageLink, ...]:
    """The links on all pages, in order."""
    return walk(pdf).links
