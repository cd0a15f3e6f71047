"""Papers: one with all that was said of it, its files, and its pictures."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.evidence import queries as evidence
from backend.meetings import queries
from backend.meetings.on_page import PICTURES
from backend.meetings.pages import handing_in, meetings, shown
from backend.meetings.queries import hidden
from backend.people import queries as people
from backend.people.pages import step_up
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


@get("/t/{slug:str}/papers/{paper_id:uuid}", opt=access.needs("meetings.read"), name="meetings.paper")
async def paper(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Template:
    """One paper: what it says, its versions, where its sign-off stands."""
    scope = access.scope_of(request)
    return await paper_page(request, scope, paper_id, await step_up.state_of(request))


@get(
    "/t/{slug:str}/papers/{paper_id:uuid}/versions/{version:int}/content",
    opt=access.needs("meetings.read"),
    name="meetings.paper-content",
)
async def content(
    request: Request[Any, Any, Any], paper_id: FromPath[UUID], version: FromPath[int]
) -> Response[bytes]:
    """What is read and printed of a version, for the visitor to keep."""
    scope = access.scope_of(request)
    found = await queries.version_of(scope, paper_id=paper_id, version=version)
    if not (await hidden.access_to(scope, paper_id=paper_id, version=version)).content:
        raise NotFound("file")
    return await _file(found.content)


@get(
    "/t/{slug:str}/papers/{paper_id:uuid}/versions/{version:int}/original",
    opt=access.needs("meetings.read"),
    name="meetings.paper-original",
)
async def original(
    request: Request[Any, Any, Any], paper_id: FromPath[UUID], version: FromPath[int]
) -> Response[bytes]:
    """A version exactly as it was handed in: for its author, whoever handed it in, and officers."""
    scope = access.scope_of(request)
    found = await queries.version_of(scope, paper_id=paper_id, version=version)
    if not (await hidden.access_to(scope, paper_id=paper_id, version=version)).original:
        raise NotFound("file")
    return await _file(found.original)


@get(
    "/t/{slug:str}/papers/{paper_id:uuid}/versions/{version:int}/pictures/{name:str}",
    opt=access.needs("meetings.read"),
    name="meetings.paper-picture",
)
async def picture(
    request: Request[Any, Any, Any], paper_id: FromPath[UUID], version: FromPath[int], name: FromPath[str]
) -> Response[bytes]:
    """A picture of a paper, from our own store and of a type of our own choosing."""
    scope = access.scope_of(request)
    file = await queries.asset(scope, paper_id=paper_id, version=version, name=name[:200])
    if not (await hidden.access_to(scope, paper_id=paper_id, version=version)).content:
        raise NotFound("picture")
    if file.media_type not in PICTURES:
        raise NotFound("picture")
    return Response(await evidence.bytes_in(file), media_type=file.media_type)


async def paper_page(
    request: Request[Any, Any, Any], scope: Scope, paper_id: UUID, state: forms.FormState
) -> Template:
    """The page of a paper, with the person's own words where a form of it went wrong."""
    view = await queries.paper(scope, paper_id=paper_id)
    found = await hidden.hidden_in(
        scope, paper_id=paper_id, version=view.newest.version, changeable=view.open
    )
    return views.page(
        request,
        "meetings/paper.html",
        queue=False,
        **await shown.signing_context(request, scope, view, state),
        hidden=found,
        hidden_choices=[(each.id, f"{each.kind_in_words}: {each.place}", each.words) for each in found.open],
        advice=await hidden.advice_on(
            scope, paper_id=paper_id, version=view.newest.version, kind=view.line.kind
        ),
        sponsors=handing_in.sponsors_among(await people.people_of(scope)) if view.can_name_sponsor else [],
        crumbs=[
            *meetings.crumbs(scope),
            views.Crumb(view.meeting, views.address(scope, f"/meetings/{view.meeting_id}")),
        ],
    )


async def _file(file: evidence.KeptFile) -> Response[bytes]:
    return views.download(await evidence.bytes_in(file), name=file.name, media_type=file.media_type)


ROUTES: list[Any] = [paper, content, original, picture]
