"""Board packs: ask, watch, read."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import queries as meetings
from backend.packs import operations, queries, rules
from backend.packs.pages import files
from backend.scope import Scope
from backend.web import access, forms, views


class BoardPackForm(forms.Form):
    """Which copy of the pack is wanted."""

    variant: rules.Variant = Field(description="which copy to build")


@get("/t/{slug:str}/packs", opt=access.needs("packs.board.read"), name="packs.board-packs")
async def board_packs(request: Request[Any, Any, Any]) -> Template:
    """The board packs that the reader may have, and the meetings to ask for one."""
    scope = access.scope_of(request)
    may_build = scope.may("packs.board.build")
    return views.page(
        request,
        "packs/board-packs.html",
        packs=await queries.board_packs_of(scope),
        upcoming=await meetings.meetings_of(scope, when="upcoming") if may_build else (),
    )


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/packs",
    opt=access.needs("packs.board.read"),
    name="packs.of-meeting",
)
async def packs_of_meeting(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """The packs of one meeting, every issue, and the form to ask for the next."""
    scope = access.scope_of(request)
    return await _of_meeting(request, scope, meeting_id, forms.FormState())


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/packs", opt=access.needs("packs.board.build"), name="packs.ask"
)
async def ask(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[Any] | Template:
    """Ask for a pack of a meeting."""
    scope = access.scope_of(request)

    async def act(form: BoardPackForm) -> str:
        pack_id = await operations.ask_for_board_pack(scope, meeting_id=meeting_id, variant=form.variant)
        return views.address(scope, f"/packs/{pack_id}")

    async def again(state: forms.FormState) -> Template:
        return await _of_meeting(request, scope, meeting_id, state)

    return await forms.submit(request, BoardPackForm, act=act, again=again)


@get("/t/{slug:str}/packs/{pack_id:uuid}", opt=access.needs("packs.board.read"), name="packs.board-pack")
async def board_pack(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Template:
    """One board pack: how far it is, or what it is."""
    scope = access.scope_of(request)
    pack = await queries.board_pack(scope, pack_id=pack_id)
    return views.page(
        request,
        "packs/board-pack.html",
        pack=pack,
        here=views.address(scope, f"/packs/{pack_id}"),
        parts=await queries.parts_of(scope, pack_id=pack.same_as or pack_id),
        crumbs=[
            views.Crumb("Board packs", views.address(scope, "/packs")),
            views.Crumb(pack.meeting or "", views.address(scope, f"/meetings/{pack.meeting_id}/packs")),
        ],
    )


@get(
    "/t/{slug:str}/packs/{pack_id:uuid}/progress",
    opt=access.needs("packs.board.read"),
    name="packs.board-progress",
)
async def board_progress(
    request: Request[Any, Any, Any], pack_id: FromPath[UUID]
) -> Template | Response[Any]:
    """How far a board pack is, for the page that is open."""
    scope = access.scope_of(request)
    return files.progress(request, await queries.board_pack(scope, pack_id=pack_id))


@get("/t/{slug:str}/packs/{pack_id:uuid}/file", opt=access.needs("packs.board.read"), name="packs.board-file")
async def board_file(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Response[bytes]:
    """The board pack itself."""
    scope = access.scope_of(request)
    return await files.file(scope, await queries.board_pack(scope, pack_id=pack_id))


async def _of_meeting(
    request: Request[Any, Any, Any], scope: Scope, meeting_id: UUID, state: forms.FormState
) -> Template:
    meeting = await meetings.meeting(scope, meeting_id=meeting_id)
    packs = await queries.board_packs_of(scope, meeting_id=meeting_id)
    return views.page(
        request,
        "packs/of-meeting.html",
        state=state,
        meeting=meeting,
        packs=packs,
        mine=queries.mine_among(scope, packs, await queries.preference_of(scope))
        if scope.sits_on(meeting.committee_id)
        else None,
        may_ask=rules.can_ask_for_board_pack(scope, state=meeting.state, items=len(meeting.standing_items)),
        variants=[
            (rules.Variant.FULL.value, "Members’ copy", "Everything on the agenda, private items too."),
            (
                rules.Variant.PUBLIC.value,
                "Public copy",
                "Without private items, their papers and their names.",
            ),
        ],
        beside=[
            found
            for tell in request.app.state.get("beside_packs", ())
            if (found := await tell(scope, meeting_id)) is not None
        ],
        crumbs=[
            views.Crumb("Meetings", views.address(scope, "/meetings")),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting_id}")),
        ],
    )


ROUTES: list[Any] = [
    board_packs,
    packs_of_meeting,
    ask,
    board_pack,
    board_progress,
    board_file,
]
