"""Your pack: how a person wants the packs that they get."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.packs import operations, queries, rules
from backend.web import access, forms, views

_HINTS = {
    rules.Layout.STANDARD: "A4 pages with links and bookmarks.",
    rules.Layout.PRINT: "For both sides of A4 paper: each item begins on a right-hand page.",
    rules.Layout.LARGE: "One column of large letters. PDFs that people hand in are set again from their words.",
}


class FormatForm(forms.Form):
    layout: rules.Layout = Field(description="how you want your packs")
    points: int | None = Field(None, description="the size of the letters")


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "packs/your-pack.html",
        state=state,
        format=await queries.preference_of(scope),
        layouts=[(layout.value, words, _HINTS[layout]) for layout, words in rules.LAYOUT_IN_WORDS.items()],
        sizes=[(str(size), f"{size} point") for size in range(rules.LEAST_POINTS, rules.MOST_POINTS + 1, 2)],
        crumbs=[views.Crumb("Board packs", views.address(scope, "/packs"))],
    )


@get("/t/{slug:str}/packs/yours", opt=access.needs("packs.board.read"), name="packs.preference")
async def your_pack(request: Request[Any, Any, Any]) -> Template:
    """How the reader wants their packs, and the form to change it."""
    return await _page(request, forms.FormState())


@post("/t/{slug:str}/packs/yours", opt=access.needs("packs.board.read"), name="packs.prefer")
@forms.taking(FormatForm, again=_page)
async def prefer(request: Request[Any, Any, Any], form: FormatForm) -> str:
    """Remember it, and ask for the copies of meetings to come."""
    scope = access.scope_of(request)
    asked = await operations.prefer(scope, format=rules.format_of(form.layout, form.points))
    return views.address(scope, f"/packs/yours?said={'asked' if asked else 'remembered'}")


ROUTES: list[Any] = [your_pack, prefer]
