"""What anybody may read of meetings without signing in: those that were released, their papers, a calendar, a feed."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.evidence import queries as evidence
from backend.packs.pages import papers
from backend.packs.publishing import files, public, queries, reach, rules
from backend.scope import NotFound, Scope
from backend.sittings import queries as sittings
from backend.web import access, views

_OPEN = access.needs(access.PUBLIC)


@get("/t/{slug:str}/public/meetings", opt=_OPEN, name="packs.public-meetings")
async def meetings(request: Request[Any, Any, Any]) -> Template:
    """The meetings of which notice was given: those to come, then those that are over."""
    scope = access.scope_of(request)
    released = await public.public_meetings(scope)
    _count(scope, released, "list")
    return views.public_page(
        request,
        "packs/public-meetings.html",
        coming=[meeting for meeting in released if not meeting.over],
        past=[meeting for meeting in reversed(released) if meeting.over],
        minutes=await sittings.all_public(scope),
        contact=(await queries.settings_of(scope)).contact,
    )


@get("/t/{slug:str}/public/meetings/calendar.ics", opt=_OPEN, name="packs.public-calendar")
async def calendar(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same meetings, for a calendar."""
    scope = access.scope_of(request)
    released = await public.public_meetings(scope)
    _count(scope, released, "calendar")
    data = files.as_calendar(scope, released, root=_root(request, scope))
    return views.public_file(data, media_type="text/calendar; charset=utf-8")


@get("/t/{slug:str}/public/meetings/feed.atom", opt=_OPEN, name="packs.public-feed")
async def feed(request: Request[Any, Any, Any]) -> Response[bytes]:
    """A feed of what became public."""
    scope = access.scope_of(request)
    released = await public.public_meetings(scope)
    _count(scope, released, "feed")
    minutes = await sittings.all_public(scope)
    data = files.as_atom(scope, released, minutes, root=_root(request, scope))
    return views.public_file(data, media_type="application/atom+xml")


@get("/t/{slug:str}/public/meetings/{meeting_id:uuid}", opt=_OPEN, name="packs.public-meeting")
async def meeting(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """One meeting: its notice, its agenda, its papers, its pack."""
    scope = access.scope_of(request)
    found = await public.public_meeting(scope, meeting_id=meeting_id)
    if found.publication_id:
        reach.served(scope, publication_id=found.publication_id, form="page")
    return views.public_page(
        request,
        "packs/public-meeting.html",
        meeting=found,
        minutes=await sittings.minutes_made_public(scope, meeting_id=meeting_id),
        act=rules.ACT,
        contact=(await queries.settings_of(scope)).contact,
    )


@get("/t/{slug:str}/public/meetings/{meeting_id:uuid}/pack", opt=_OPEN, name="packs.public-pack")
async def pack(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[bytes]:
    """The pack, exactly as it was approved."""
    scope = access.scope_of(request)
    found = await public.public_meeting(scope, meeting_id=meeting_id)
    if found.publication_id is None or found.file_id is None:
        raise NotFound("public pack")
    data = await evidence.bytes_of(scope, file_id=found.file_id)
    reach.served(scope, publication_id=found.publication_id, form="pack")
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    name = f"{mark}{scope.tenant.slug}-public-pack-{found.day.isoformat()}.pdf"
    return views.public_file(data, name=name, media_type="application/pdf")


@get(
    "/t/{slug:str}/public/meetings/{meeting_id:uuid}/papers/{paper_id:uuid}",
    opt=_OPEN,
    name="packs.public-paper",
)
async def paper(
    request: Request[Any, Any, Any], meeting_id: FromPath[UUID], paper_id: FromPath[UUID]
) -> Template:
    """A paper as a page, for whoever reads that more easily than a PDF."""
    scope = access.scope_of(request)
    found = await public.public_meeting(scope, meeting_id=meeting_id)
    here = views.address(scope, f"/public/meetings/{meeting_id}/papers/{paper_id}")
    shown = await papers.shown(scope, found.content, paper_id=paper_id, pictures=f"{here}/pictures/")
    if found.publication_id:
        reach.served(scope, publication_id=found.publication_id, form="paper", part=str(paper_id))
    return views.public_page(
        request,
        "packs/public-paper.html",
        meeting=found,
        shown=shown,
        contact=(await queries.settings_of(scope)).contact,
    )


@get(
    "/t/{slug:str}/public/meetings/{meeting_id:uuid}/papers/{paper_id:uuid}/pictures/{name:str}",
    opt=_OPEN,
    name="packs.public-picture",
)
async def picture(
    request: Request[Any, Any, Any],
    meeting_id: FromPath[UUID],
    paper_id: FromPath[UUID],
    name: FromPath[str],
) -> Response[bytes]:
    """A picture of such a paper."""
    scope = access.scope_of(request)
    found = await public.public_meeting(scope, meeting_id=meeting_id)
    data, media_type = await papers.picture(scope, found.content, paper_id=paper_id, name=name)
    return views.public_file(data, media_type=media_type)


def _count(scope: Scope, released: tuple[public.PublicMeeting, ...], form: str) -> None:
    for each in released:
        if each.publication_id:
            reach.served(scope, publication_id=each.publication_id, form=form)


def _root(request: Request[Any, Any, Any], scope: Scope) -> str:
    return f"{str(request.base_url).rstrip('/')}{views.address(scope, '/public/meetings')}"


ROUTES: list[Any] = [meetings, calendar, feed, meeting, pack, paper, picture]
