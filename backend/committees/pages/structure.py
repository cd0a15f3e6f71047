"""The structure as a picture with its table, and one committee."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from backend.catalogue.shapes import Mark
from backend.committees import queries, reviewed
from backend.committees.picture import Edge, Node, picture_of
from backend.organisations import queries as organisations
from backend.scope import Scope
from backend.web import access, forms, views


@get("/t/{slug:str}/committees", opt=access.needs("committees.read"), name="committees.list")
async def structure(request: Request[Any, Any, Any]) -> Template:
    """The committees and to whom they report, as a picture and as a table."""
    scope = access.scope_of(request)
    found = await queries.structure_of(scope)
    picture = picture_of(
        [
            Node(each.id, each.name, f"held by {each.held_by}" if each.held_by else "")
            for each in found.committees
        ],
        [Edge(line.committee_id, line.parent_id, line.provenance.mark is Mark.READ) for line in found.lines],
    )
    return views.page(
        request,
        "committees/list.html",
        structure=found,
        picture=picture,
        documents=await organisations.documents_of(scope),
        partners={each.id for each in found.committees if each.held_by},
    )


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}",
    opt=access.needs("committees.read"),
    name="committees.committee",
)
async def committee(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """One committee: purpose, members with their terms, vacancies, quorum, terms of reference, reporting lines."""
    return await committee_page(request, forms.FormState(), committee_id)


async def committee_page(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID
) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "committees/committee.html",
        state=state,
        committee=await queries.committee(scope, committee_id=committee_id),
        documents=await organisations.documents_of(scope),
        in_force=await reviewed.terms_in_force(scope, committee_id=committee_id),
        beside=[
            found
            for tell in request.app.state.get("beside_committee", ())
            if (found := await tell(scope, committee_id)) is not None
        ],
        crumbs=crumbs(scope),
    )


def crumbs(scope: Scope, committee_id: UUID | None = None, name: str = "") -> list[views.Crumb]:
    """The way back to the structure, and to the committee where the page is about a part of it."""
    way = [views.Crumb("Committees", views.address(scope, "/committees"))]
    if committee_id is not None:
        way.append(views.Crumb(name, views.address(scope, f"/committees/{committee_id}")))
    return way


ROUTES = [structure, committee]
