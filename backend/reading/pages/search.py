"""The search in papers."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from backend.reading.queries import searching
from backend.web import access, views

_LONGEST = 200


@get("/t/{slug:str}/search-papers", opt=access.needs("meetings.read"), name="reading.search")
async def search(request: Request[Any, Any, Any]) -> Template:
    """The papers in which words stand, with the page and the passage."""
    scope = access.scope_of(request)
    words = " ".join(request.query_params.get("words", "").split())[:_LONGEST]
    return views.page(
        request,
        "reading/search.html",
        words=words,
        found=await searching.search(scope, words) if words else None,
        crumbs=[views.Crumb("Meetings", views.address(scope, "/meetings"))],
    )


ROUTES: list[Any] = [search]
