"""What exactly a reader is shown of a version: its bytes, its words, and the hashes of both."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit import confine
from backend.kit.database import fetch
from backend.kit.pdf import text
from backend.meetings import on_page
from backend.meetings.covers import CoverLine
from backend.meetings.queries.papers import PaperView
from backend.scope import Scope
from backend.signoff.queries import RunView
from backend.signoff.shown import Shown, words_sha256

# The request's transaction stays open meanwhile; a PDF that takes longer is shown as a file to be opened.
_LIMITS = confine.Limits(wall_seconds=15, cpu_seconds=15)
_KEPT = 64
_read: OrderedDict[str, tuple[text.Block, ...]] = OrderedDict()
_KEPT_HASHES = 4_096
_pages: OrderedDict[tuple[str, tuple[CoverLine, ...], str], Shown] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A version as it is shown. `html` is safe: the cover sheet, then a written paper's text. Of a PDF its `blocks`.

    `blocks` are its text for reading in place; empty where it holds none, or none that could be had.
    """

    html: str
    blocks: tuple[text.Block, ...]
    shown: Shown

    @property
    def placed(self) -> Iterator[tuple[text.Block, int]]:
        """Each block with its level as a heading below the page's h2: a file may leave levels out, a page may not."""
        level = 2
        for block in self.blocks:
            if block.kind == "heading":
                level = min(block.level + 2, level + 1, 6)
            yield block, level


def with_run(view: PaperView, run: RunView) -> PaperView:
    """The same paper with another view of where its sign-off stands."""
    return replace(view, line=replace(view.line, run=run))


async def rendition_of(scope: Scope, view: PaperView) -> Rendition:
    """The newest version of a paper, with its cover sheet, as our pages show it to whoever signs."""
    cover = await _cover(scope, view.newest.id)
    data = await evidence.bytes_in(view.newest.content)
    covered = on_page.cover_on_page(cover)
    if view.newest.content_kind == "html":
        pictures = _pictures(scope, view.line.id, view.newest.version)
        html = covered + on_page.text_on_page(data.decode(), pictures=pictures)
        return Rendition(html=html, blocks=(), shown=_shown(html))
    blocks = await _blocks(view.newest.content.sha256, data)
    words_of_cover = "\n".join(f"{line.label}\n{line.words}" for line in cover)
    said = "\n".join([words_of_cover, *(block.text for block in blocks)])
    return Rendition(
        html=covered,
        blocks=blocks,
        shown=Shown(
            kind="pdf",
            sha256=_sha256_of_file(covered, data),
            words_sha256=words_sha256(said) if blocks else None,
        ),
    )


async def page_shown(
    scope: Scope, content: evidence.KeptFile, cover: tuple[CoverLine, ...], *, paper_id: UUID, version: int
) -> Shown:
    """What our page shows of a written paper now, to be held against what was signed off.

    A PDF needs no such look: what was signed off is the file itself, to the byte.
    """
    pictures = _pictures(scope, paper_id, version)
    key = (content.sha256, cover, pictures)
    if key not in _pages:
        data = await evidence.bytes_in(content)
        html = on_page.cover_on_page(cover) + on_page.text_on_page(data.decode(), pictures=pictures)
        _pages[key] = _shown(html)
        while len(_pages) > _KEPT_HASHES:
            _pages.popitem(last=False)
    return _pages[key]


async def shown_sha256(scope: Scope, view: PaperView) -> str:
    """The `shown.sha256` of `rendition_of`, without looking for words."""
    content, cover = view.newest.content, await _cover(scope, view.newest.id)
    if view.newest.content_kind == "html":
        now = await page_shown(scope, content, cover, paper_id=view.line.id, version=view.newest.version)
        return now.sha256
    return _sha256_of_file(on_page.cover_on_page(cover), await evidence.bytes_in(content))


def _sha256_of_file(covered: str, data: bytes) -> str:
    return hashlib.sha256(covered.encode() + data).hexdigest()


def _pictures(scope: Scope, paper_id: UUID, version: int) -> str:
    return f"/t/{scope.tenant.slug}/papers/{paper_id}/versions/{version}/pictures/"


def _shown(html: str) -> Shown:
    words = words_sha256("\n".join(block.text for block in text.blocks_of_html(html)))
    return Shown(kind="page", sha256=hashlib.sha256(html.encode()).hexdigest(), words_sha256=words)


async def _cover(scope: Scope, version_id: UUID) -> tuple[CoverLine, ...]:
    """The lines of the cover sheet as they were kept with the version."""
    rows = await fetch(
        "SELECT lines FROM meetings_paper_cover WHERE tenant_id = $1 AND paper_version_id = $2",
        scope.tenant.id,
        version_id,
    )
    return tuple(
        CoverLine(label=label, words=words) for row in rows for label, words in json.loads(row["lines"])
    )


async def _blocks(sha256: str, pdf: bytes) -> tuple[text.Block, ...]:
    """The text of a PDF, read once for each process; a file is the same for ever, so nothing goes stale."""
    if sha256 not in _read:
        try:
            _read[sha256] = await asyncio.to_thread(text.blocks_of, pdf, limits=_LIMITS)
        except (text.UnableToRead, confine.ConfinedFailure):
            return ()
        while len(_read) > _KEPT:
            _read.popitem(last=False)
    return _read[sha256]
