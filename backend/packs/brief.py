"""The chair's brief: a short PDF of what conflicts with what, what is proposed and decided, and the quorum of each.

It is made for one reader, when they ask, and never kept: it holds the items that this reader decides for, or all of
them for an officer and the Guardian. A chair who has an interest in an item gets the brief without it; whoever takes
the chair for that item has it in theirs.
"""

import asyncio
from dataclasses import replace
from uuid import UUID

from backend.kit import calendar
from backend.kit.pdf import merge, render
from backend.kit.pdf.render import Pages
from backend.meetings import queries as meetings
from backend.packs import printing
from backend.scope import NotFound, Scope

TEMPLATE = "brief.html"
_CSS = (
    "html { font-size: 10pt } h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-bottom: .2em } "
    "h2 { break-after: avoid } .keep, li { break-inside: avoid } thead th:first-child { width: 42% } "
    "thead th:last-child { width: 18% }"
)


async def chairs_brief(scope: Scope, *, meeting_id: UUID) -> tuple[str, bytes]:
    """Its file's name and its bytes. Raises NotFound for whoever may see no item of the meeting whole."""
    view = await meetings.handling_of(scope, meeting_id=meeting_id)
    pages = page_of(scope, view)
    foot = f"{view.committee}, {calendar.in_words(view.day)}. PRIVATE: for {scope.actor.name} alone"
    data = await asyncio.to_thread(_laid_out, pages, foot)
    return f"chairs-brief-{view.day.isoformat()}.pdf", data


def page_of(scope: Scope, view: meetings.MeetingHandling) -> Pages:
    """The words of the brief for this reader. Raises NotFound where there is nothing in it for them."""
    if not view.seen_items:
        raise NotFound("brief")
    hidden = [item for item in view.items if not item.sees_all]
    page = printing.page(
        TEMPLATE,
        title=f"Chair’s brief: {view.title}",
        meeting=view,
        reader=scope.actor.name,
        as_at=scope.now,
        touched=[item for item in view.seen_items if item.touched_cells],
        quiet=[item for item in view.seen_items if not item.touched_cells],
        hidden=len(hidden),
        demonstration=scope.tenant.demonstration,
        tenant=scope.tenant.name,
    )
    return replace(page, extra_css=page.extra_css + _CSS)


def _laid_out(pages: Pages, foot: str) -> bytes:
    (made,) = render.render_many([pages])
    if not isinstance(made, bytes):
        raise made
    part = merge.Part(key="brief", pdf=made, title=pages.title)
    return merge.merge([part], title=pages.title, foot_left=foot).pdf
