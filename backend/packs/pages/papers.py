"""A frozen paper as a page shows it: its cover sheet and its text, with its pictures by our own addresses."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from markupsafe import Markup

from backend.evidence import queries as evidence
from backend.meetings.on_page import PICTURES, text_on_page
from backend.packs.publishing.content import Content
from backend.packs.publishing.public import paper_of
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPaper:
    """`told` is the paper as it was frozen, `html` its text."""

    told: dict[str, Any]
    html: Markup


async def shown(scope: Scope, content: Content | None, *, paper_id: UUID, pictures: str) -> ShownPaper:
    """A paper of what was frozen. Raises NotFound, also for one that was handed in as a PDF."""
    paper = paper_of(content or {"items": []}, paper_id=paper_id)
    data = await evidence.bytes_of(scope, file_id=UUID(paper["html"]["file_id"]))
    html = text_on_page(data.decode(), pictures=pictures)
    return ShownPaper(told=paper, html=Markup(html))  # noqa: S704 - nh3 let it through before it was kept


async def picture(scope: Scope, content: Content | None, *, paper_id: UUID, name: str) -> tuple[bytes, str]:
    """A picture of such a paper, and what kind of file it is. Raises NotFound."""
    paper = paper_of(content or {"items": []}, paper_id=paper_id)
    asset = paper["html"]["assets"].get(name)
    if asset is None or asset["media_type"] not in PICTURES:
        raise NotFound("picture")
    return await evidence.bytes_of(scope, file_id=UUID(asset["file_id"])), asset["media_type"]
