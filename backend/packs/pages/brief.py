"""The chair's brief, and which copies of an item's papers were issued before they were withheld."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.meetings import queries as meetings
from backend.packs import queries
from backend.packs.brief import chairs_brief
from backend.web import access, views


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/chairs-brief",
    opt=access.needs("meetings.handling"),
    name="packs.chairs-brief",
)
async def brief(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[bytes]:
    """The brief of this reader, made now: two pages, a second or two."""
    name, data = await chairs_brief(access.scope_of(request), meeting_id=meeting_id)
    return views.download(data, name=name, media_type="application/pdf")


@get(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/issued-copies",
    opt=access.needs("packs.board.build"),
    name="packs.issued-copies",
)
async def issued_copies(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """The copies that hold the papers of an item: they can't be called back, and somebody has to ask for them."""
    scope = access.scope_of(request)
    meeting, item = await meetings.item(scope, item_id=item_id)
    withheld = await meetings.withheld_on(scope, meeting_id=meeting.id, item_id=item_id)
    return views.page(
        request,
        "packs/issued-copies.html",
        meeting=meeting,
        item=item,
        withheld=withheld,
        copies=await queries.copies_holding(scope, meeting_id=meeting.id, item_id=item_id),
        crumbs=[
            views.Crumb("Meetings", views.address(scope, "/meetings")),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting.id}")),
        ],
    )


ROUTES: list[Any] = [brief, issued_copies]
