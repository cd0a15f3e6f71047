"""How somebody reads, and who sees that packs were opened."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import queries as meetings
from backend.reading import operations
from backend.reading.queries import issues
from backend.reading.rules import preferences as rules
from backend.scope import NotFound
from backend.web import access, forms, views

Asked = Request[Any, Any, Any]


class PreferenceForm(forms.Form):
    size: int = Field(ge=100, le=300, description="the size of the letters")
    spacing: str = Field(max_length=20, description="the space between lines")
    colours: str = Field(max_length=20, description="the colours")
    back: str | None = Field(None, max_length=400, description="where you were")


class ReceiptsForm(forms.Form):
    shown: Literal["yes", "no"] = Field(description="who sees it")


@get("/t/{slug:str}/reading", opt=access.needs("packs.board.read"), name="reading.preferences")
async def preferences(request: Asked) -> Template:
    """How the reader reads, and the form to change it."""
    return await _page(request, forms.FormState())


async def _page(request: Asked, state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "reading/preferences.html",
        state=state,
        reads=await issues.preference_of(scope),
        sizes=[(str(size), f"{words} ({size}%)") for size, words in rules.SIZES.items()],
        spacings=list(rules.SPACINGS.items()),
        colours=list(rules.COLOURS.items()),
        receipts=await issues.receipts_shown(scope),
        may_settle=scope.may("packs.board.build"),
        back=views.local_path(request.query_params.get("back"), default=""),
        crumbs=[views.Crumb("Board packs", views.address(scope, "/packs"))],
    )


@post("/t/{slug:str}/reading", opt=access.needs("packs.board.read"), name="reading.prefer")
@forms.taking(PreferenceForm, again=_page)
async def prefer(request: Asked, form: PreferenceForm) -> str:
    """Remember how somebody reads."""
    scope = access.scope_of(request)
    await operations.prefer(scope, size=form.size, spacing=form.spacing, colours=form.colours)
    return views.local_path(form.back, default=views.address(scope, "/reading?said=remembered"))


@post("/t/{slug:str}/reading/receipts", opt=access.needs("packs.board.build"), name="reading.settle-receipts")
@forms.taking(ReceiptsForm, again=_page)
async def settle(request: Asked, form: ReceiptsForm) -> str:
    """Say whether those who build packs see who opened them."""
    scope = access.scope_of(request)
    await operations.settle_receipts(scope, shown=form.shown == "yes")
    return views.address(scope, "/reading?said=settled")


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/openings",
    opt=access.needs("packs.board.read"),
    name="reading.openings",
)
async def openings(request: Asked, meeting_id: FromPath[UUID]) -> Template:
    """Who opened which issue: for the chair, and for officers where the tenant says so."""
    scope = access.scope_of(request)
    meeting = await meetings.meeting(scope, meeting_id=meeting_id)
    if not await issues.may_see_openings(scope, committee_id=meeting.committee_id):
        raise NotFound("page")
    return views.page(
        request,
        "reading/openings.html",
        meeting=meeting,
        openings=await issues.openings_of(scope, meeting_id=meeting_id),
        crumbs=[
            views.Crumb("Meetings", views.address(scope, "/meetings")),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting_id}")),
        ],
    )


ROUTES: list[Any] = [preferences, prefer, settle, openings]
