"""What is public of a meeting beside its pack: the notice, the agenda and the papers, as plain values to be frozen.

It is made from the same public copy that the pack is laid out from, so nothing of a private item is in it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.ledger.records import content_hash
from backend.meetings import queries as meetings
from backend.packs import queries
from backend.packs.board import changes, copies, gates
from backend.packs.views import PackView, PartLine
from backend.scope import Scope

Content = dict[str, Any]
"""{"meeting": {}, "items": [{"papers": []}], "resolution": str or None}; see `_meeting`, `_item`, `_paper`."""

_WITHHELD = "The papers of item {label} are withheld from somebody, so they can’t be public."


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """The content with the hash of all that is approved, the pack's own among it.

    `obstacles` are sentences that stand against publishing. `holds_with_pack`: the pack holds what the agenda says now.
    """

    content: Content
    sha256: str
    obstacles: tuple[str, ...]
    holds_with_pack: bool


async def frozen(scope: Scope, *, pack: PackView) -> Frozen:
    """What would be public now with an issue of the public copy: a dozen statements, however many papers."""
    assert pack.meeting_id is not None, "a board pack has a meeting"
    agenda = await meetings.agenda_for_pack(scope, meeting_id=pack.meeting_id)
    copy = copies.public_copy(agenda)
    papers = [paper.id for item in copy.items for paper in item.item.papers]
    excuses = await gates.excuses_of(scope, papers)
    parts = await queries.parts_of(scope, pack_id=pack.id)
    withheld = {line.item_id for line in await meetings.withheld_on(scope, meeting_id=pack.meeting_id)}
    content = {
        "meeting": _meeting(agenda),
        "items": [_item(item, withheld, excuses, _pages(parts)) for item in copy.items],
        "resolution": copy.resolution,
    }
    closed = [item.item for item in copy.items if item.item.id in withheld and item.item.papers]
    held = await queries.items_held(scope, pack_id=pack.id)
    return Frozen(
        content=content,
        sha256=content_hash([content, pack.sha256]),
        obstacles=(
            *pack.obstacles,
            *gates.kept_back(copy),
            *(_WITHHELD.format(label=item.label) for item in closed),
        ),
        holds_with_pack=held == changes.manifest_of(copy)["items"],
    )


def _meeting(agenda: meetings.PackAgenda) -> dict[str, Any]:
    return {
        "title": agenda.title,
        "committee": agenda.committee,
        "starts_at": agenda.starts_at.isoformat(),
        "ends_at": agenda.ends_at.isoformat(),
        "day": agenda.day.isoformat(),
        "venue": agenda.venue,
        "in_public": agenda.in_public,
    }


def _item(
    item: copies.CopyItem,
    withheld: Collection[UUID],
    excuses: Mapping[UUID, tuple[int, gates.Excuse]],
    pages: Mapping[UUID, PartLine],
) -> dict[str, Any]:
    told = item.item
    shown = told.papers if item.standing and told.id not in withheld else ()
    return {
        "label": told.label,
        "depth": told.depth,
        "title": told.title,
        "purpose": told.purpose_in_words,
        "lead": told.lead,
        "withdrawn": not item.standing,
        "state": told.paper_state.value,
        "papers": [
            _paper(paper, excuses, pages.get(paper.id))
            for paper in shown
            if not paper.uncleared and not paper.awaiting and not (paper.kept_back and not paper.disclosure)
        ],
    }


def _paper(
    paper: meetings.PackPaper, excuses: Mapping[UUID, tuple[int, gates.Excuse]], part: PartLine | None
) -> dict[str, Any]:
    """A paper; `html` is what our page of it is made from, nothing for one that was handed in as a PDF."""
    version, excuse = excuses.get(paper.id, (0, None))
    html = {
        "file_id": str(paper.content.id),
        "assets": {
            asset.name: {"file_id": str(asset.file.id), "media_type": asset.file.media_type}
            for asset in paper.assets
        },
    }
    return {
        "id": str(paper.id),
        "title": paper.title,
        "version": paper.version,
        "sha256": paper.sha256,
        "cover": [[line.label, line.words] for line in paper.cover],
        "note": paper.late_note,
        **({"disclosed": paper.disclosure.reason} if paper.kept_back and paper.disclosure else {}),
        "page": part.first_label if part else None,
        "pages": part.pages if part else None,
        "html": html if paper.content_kind == "html" else None,
        "excuse": {"reason": excuse.reason, "ask": excuse.ask}
        if excuse and version == paper.version
        else None,
    }


def _pages(parts: Collection[PartLine]) -> dict[UUID, PartLine]:
    return {part.paper_id: part for part in parts if part.paper_id}


def paper_in(content: Content, paper_id: UUID) -> dict[str, Any] | None:
    """The frozen paper with this id, if what was frozen holds it."""
    return next(
        (paper for item in content["items"] for paper in item["papers"] if paper["id"] == str(paper_id)), None
    )
