"""Who has declared, with nil returns, a page at a time."""

from typing import Any

from litestar import Request, get
from litestar.response import Template

from backend.interests.pages.parts import crumbs, page_number, pagination
from backend.interests.queries import standings
from backend.web import access, views


@get("/t/{slug:str}/interests/people", opt=access.needs("interests.read"), name="interests.people")
async def people(request: Request[Any, Any, Any]) -> Template:
    """Everybody who owes a declaration, and what the register says of them."""
    scope = access.scope_of(request)
    chosen = {name: request.query_params.get(name, "")[:200].strip() for name in ("text", "said")}
    found = await standings.page_of_standings(
        scope, text=chosen["text"], said=chosen["said"], number=page_number(request)
    )
    return views.page(
        request,
        "interests/people.html",
        found=found,
        chosen=chosen,
        said_in_words=standings.SAID_IN_WORDS,
        filtered=any(chosen.values()),
        turning=pagination(
            views.address(scope, "/interests/people"), chosen, number=found.number, pages=found.pages
        ),
        crumbs=crumbs(scope),
    )


ROUTES = [people]
