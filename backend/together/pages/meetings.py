"""A meeting in common: marking it, sharing its agenda and pack, taking up what the host shared."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.evidence import queries as evidence
from backend.meetings import queries as meetings
from backend.packs import queries as packs
from backend.packs.rules import Variant
from backend.together import operations, queries
from backend.together.pages.shown import agreement_page
from backend.web import access, forms, views


class MarkForm(forms.Form):
    meeting_id: UUID = Field(description="the meeting")


class ShareForm(forms.Form):
    agreement_id: UUID = Field(description="the agreement")


class PackForm(ShareForm):
    pack_id: UUID = Field(description="the pack")


class TakeUpForm(forms.Form):
    """A button and nothing else."""


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/meetings",
    opt=access.needs("together.agree"),
    name="together.mark",
)
@forms.taking(MarkForm, again=agreement_page)
async def mark(request: Request[Any, Any, Any], form: MarkForm, agreement_id: FromPath[UUID]) -> str:
    """Hold a meeting of ours in common."""
    scope = access.scope_of(request)
    await operations.mark_in_common(scope, meeting_id=form.meeting_id, agreement_id=agreement_id)
    return views.address(scope, f"/meetings/{form.meeting_id}/together?said=marked")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, meeting_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await meetings.meeting(scope, meeting_id=meeting_id)
    shared = await queries.in_common(scope, meeting_id=meeting_id)
    ready: tuple[packs.PackView, ...] = ()
    if scope.may("together.agree") and any(each.is_host for each in shared):
        ready = tuple(
            pack
            for pack in await packs.board_packs_of(scope, meeting_id=meeting_id)
            if pack.ready and pack.same_as is None and pack.variant is not Variant.MEMBER
        )
    return views.page(
        request,
        "together/meeting.html",
        state=state,
        meeting=view,
        shared=shared,
        may_act=scope.may("together.agree"),
        may_read=scope.may("together.read"),
        unsent={
            each.agreement.id: await queries.unsent_changes(scope, each.agreement, view)
            for each in shared
            if each.is_host and scope.may("together.agree")
        },
        packs=[(pack.id, f"{pack.variant_in_words}, issue {pack.issue}") for pack in ready],
        crumbs=[
            views.Crumb("Meetings", views.address(scope, "/meetings")),
            views.Crumb(view.title, views.address(scope, f"/meetings/{meeting_id}")),
        ],
    )


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/together",
    opt=access.needs("meetings.read"),
    name="together.meeting",
)
async def one_meeting(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """With whom a meeting is held in common, the numbers of the host's agenda, and the shared pack."""
    return await _page(request, forms.FormState(), meeting_id)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/together/agenda",
    opt=access.needs("together.agree"),
    name="together.share-agenda",
)
@forms.taking(ShareForm, again=_page)
async def share_agenda(request: Request[Any, Any, Any], form: ShareForm, meeting_id: FromPath[UUID]) -> str:
    """Send the agenda as it stands."""
    scope = access.scope_of(request)
    await operations.share_agenda(scope, meeting_id=meeting_id, agreement_id=form.agreement_id)
    return views.address(scope, f"/meetings/{meeting_id}/together?said=agenda")


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/together/pack",
    opt=access.needs("together.agree"),
    name="together.share-pack",
)
@forms.taking(PackForm, again=_page)
async def share_pack(request: Request[Any, Any, Any], form: PackForm, meeting_id: FromPath[UUID]) -> str:
    """Send one copy of the pack."""
    scope = access.scope_of(request)
    await operations.share_pack(
        scope, meeting_id=meeting_id, agreement_id=form.agreement_id, pack_id=form.pack_id
    )
    return views.address(scope, f"/meetings/{meeting_id}/together?said=pack")


async def _offer(request: Request[Any, Any, Any], state: forms.FormState, received_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.passed(scope, message_id=received_id)
    return await agreement_page(request, state, view.line.agreement_id)


@post(
    "/t/{slug:str}/together/agendas/{received_id:uuid}/taking-up",
    opt=access.needs("together.agree"),
    name="together.take-up",
)
@forms.taking(TakeUpForm, again=_offer)
async def take_up(request: Request[Any, Any, Any], _form: TakeUpForm, received_id: FromPath[UUID]) -> str:
    """Make our own meeting of an agenda that came, or bring ours up to it."""
    scope = access.scope_of(request)
    meeting_id = await operations.take_up_agenda(scope, received_id=received_id)
    return views.address(scope, f"/meetings/{meeting_id}/together?said=taken-up")


@get(
    "/t/{slug:str}/together/packs/{received_id:uuid}/file",
    opt=access.needs("packs.board.read"),
    name="together.pack-file",
)
async def pack_file(request: Request[Any, Any, Any], received_id: FromPath[UUID]) -> Response[bytes]:
    """A pack that the host shared, to whoever may have it."""
    scope = access.scope_of(request)
    pack = await queries.shared_pack(scope, received_id=received_id)
    data = await evidence.bytes_of(scope, file_id=pack.file_id)
    return views.download(data, name=pack.pack.name, media_type=pack.pack.media_type)


ROUTES: list[Any] = [mark, one_meeting, share_agenda, share_pack, take_up, pack_file]
