"""One part of an issue as it is read on a screen: its words with the numbers of the printed pages."""

import asyncio
import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from backend.evidence import queries as evidence
from backend.evidence import store
from backend.kit import confine
from backend.kit.database import fetch
from backend.kit.pdf import text
from backend.kit.pdf.passages import Block
from backend.meetings.queries import hidden
from backend.meetings.queries.readable import ReadablePaper, readable_papers
from backend.packs.queries import PartLine
from backend.reading.queries import texts
from backend.reading.queries.issues import Issue
from backend.reading.rules import reflow
from backend.scope import Scope

_HELD = 64
"""Printed parts whose words a process keeps at hand: a render never changes."""

_LEAST_FOUND = 0.3
"""Where fewer of a paper's blocks stand on the printed pages, these hold something else in its place."""

_at_hand: OrderedDict[str, tuple[Block, ...]] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A part to be read. `blocks` are its text, `pages` the printed page of each within the part, where it is known.

    `version` is the paper's version in this issue, `newest` its newest; without a `paper` it is a page of ours.
    `content` is the paper's own safe HTML, where it was written. `problem` is why there are no words.
    """

    part: PartLine
    paper: ReadablePaper | None
    version: int | None
    version_id: UUID | None
    blocks: tuple[Block, ...]
    pages: tuple[int | None, ...]
    content: str | None = None
    problem: str | None = None

    @property
    def can_be_noted(self) -> bool:
        """Whether the blocks are the paper's own, so that a note can stand on them."""
        return self.paper is not None and self.version is not None and bool(self.blocks)


async def sheet(scope: Scope, issue: Issue, *, key: str) -> Sheet:
    """Raises NotFound, where the issue has no such part or the reader may no longer read the paper."""
    part = issue.part(key)
    printed = await _printed(scope, issue, part)
    if part.paper_id is None:
        return _ours(part, printed)
    papers = await readable_papers(scope, paper_ids=[part.paper_id])
    paper = papers.get(part.paper_id)
    if paper is None:
        return _missing(part, "You may no longer read this paper.")
    found = await _version_in(scope, issue, paper.id)
    if found is None:
        return _ours(part, printed)
    if not (await hidden.access_to(scope, paper_id=paper.id, version=found["version"])).content:
        return _missing(part, "Hidden data in this paper must be cleared before it can be read.")
    read = await texts.text_of(scope, version_id=found["id"])
    if found["content_kind"] == "pdf":
        pages: tuple[int | None, ...] = tuple(block.page for block in read.blocks)
        content = None
    else:
        pages = reflow.pages_in(read.blocks, printed)
        content = (await evidence.bytes_of(scope, file_id=found["content_file_id"])).decode()
    if (
        printed
        and read.blocks
        and _found_of(read.blocks, printed) < _LEAST_FOUND
        and issue.pack.points is None
    ):
        return _ours(part, printed)  # a page of ours stands in the paper's place in this issue
    return Sheet(
        part=part,
        paper=paper,
        version=found["version"],
        version_id=found["id"],
        blocks=read.blocks,
        pages=pages if issue.pack.points is None or content else reflow.pages_in(read.blocks, printed),
        content=content,
        problem=read.problem,
    )


def picture_address(scope: Scope, sheet: Sheet, name: str) -> str:
    assert sheet.paper is not None, "only a paper has pictures"
    return f"/t/{scope.tenant.slug}/papers/{sheet.paper.id}/versions/{sheet.version}/pictures/{quote(name)}"


def _ours(part: PartLine, printed: tuple[Block, ...]) -> Sheet:
    return Sheet(
        part=part,
        paper=None,
        version=None,
        version_id=None,
        blocks=printed,
        pages=tuple(block.page for block in printed),
        problem=None if printed else "The words of these pages could not be had.",
    )


def _missing(part: PartLine, problem: str) -> Sheet:
    return Sheet(part=part, paper=None, version=None, version_id=None, blocks=(), pages=(), problem=problem)


def _found_of(blocks: tuple[Block, ...], printed: tuple[Block, ...]) -> float:
    found = reflow.pages_in(blocks, printed)
    return sum(page is not None for page in found) / len(found)


async def _version_in(scope: Scope, issue: Issue, paper_id: UUID) -> Any:
    """The version of a paper that an issue holds: what its own list says, else the newest by its moment."""
    rows = await fetch(
        "SELECT v.id, v.version, v.content_kind, v.content_file_id, v.uploaded_at, k.manifest "
        "FROM meetings_paper_version v "
        "JOIN packs_pack k ON k.tenant_id = $1 AND k.id = $3 "
        "WHERE v.tenant_id = $1 AND v.paper_id = $2 ORDER BY v.version DESC",
        scope.tenant.id,
        paper_id,
        issue.pack.same_as or issue.pack.id,
    )
    if not rows:
        return None
    told = {
        paper["key"]: paper["version"]
        for item in json.loads(rows[0]["manifest"] or "{}").get("items", [])
        for paper in item["papers"]
    }
    version = told.get(f"paper-{paper_id}")
    if version is not None:
        return next((row for row in rows if row["version"] == version), None)
    as_at = issue.pack.as_at
    return next((row for row in rows if as_at is None or row["uploaded_at"] <= as_at), None)


async def _printed(scope: Scope, issue: Issue, part: PartLine) -> tuple[Block, ...]:
    """The words of a part's printed pages, from the render that it was put together from; none where that is gone."""
    rows = await fetch(
        "SELECT r.key, r.kept_at FROM packs_part t "
        "JOIN packs_render r ON r.tenant_id = $1 AND r.key = t.render_key "
        "WHERE t.tenant_id = $1 AND t.pack_id = $2 AND t.key = $3",
        scope.tenant.id,
        issue.pack.same_as or issue.pack.id,
        part.key,
    )
    if not rows:
        return ()
    key = rows[0]["key"]
    if key not in _at_hand:
        try:
            data = await store.get(rows[0]["kept_at"], name=part.title)
            _at_hand[key] = await asyncio.to_thread(text.blocks_of, data)
        except (store.UnableToReadFile, text.UnableToRead, confine.ConfinedFailure):
            return ()
        while len(_at_hand) > _HELD:
            _at_hand.popitem(last=False)
    _at_hand.move_to_end(key)
    return _at_hand[key]
