"""Where the roots of the ledger are kept outside our control, and who is written to about them."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.desk import anchoring as desk
from backend.ledger import anchoring, anchors, tree
from backend.ledger.rules.anchors import OFTEN, PLACES, Often, Place
from backend.scope import NotFound
from backend.web import access, forms, views

_HERE = "/t/{slug:str}/ledger/anchors"
_MOST = 100


class AuditorForm(forms.Form):
    """Who is written to."""

    name: str = Field("", max_length=200, description="the auditor’s name")
    address: str = Field("", max_length=254, description="the auditor’s email address")
    often: Literal["monthly", "quarterly", "never"] = Field(description="how often the auditor is written to")


class NowForm(forms.Form):
    """Nothing is asked."""


@get(_HERE, opt=access.needs("ledger.read"), name="desk.anchors")
async def anchors_page(request: Request[Any, Any, Any]) -> Template:
    """Every place, what it holds, and what failed."""
    return await _page(request, forms.FormState())


@post("/t/{slug:str}/ledger/auditor", opt=access.needs("ledger.keep"), name="desk.settle-auditor")
async def settle_auditor(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Say who is written to, and how often."""
    scope = access.scope_of(request)

    async def act(form: AuditorForm) -> str:
        await anchoring.settle_auditor(scope, name=form.name, address=form.address, often=Often(form.often))
        await desk.ask_to_anchor(scope)
        return views.address(scope, "/ledger/anchors?said=settled")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state)

    return await forms.submit(request, AuditorForm, act=act, again=again)


@post(_HERE, opt=access.needs("ledger.keep"), name="desk.anchor-now")
async def anchor_now(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Look again now, where something failed or a day has passed."""
    scope = access.scope_of(request)

    async def act(form: NowForm) -> str:
        await desk.ask_to_anchor(scope)
        return views.address(scope, "/ledger/anchors?said=asked")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state)

    return await forms.submit(request, NowForm, act=act, again=again)


@get(_HERE + "/{anchor_id:uuid}/root", opt=access.needs("ledger.read"), name="desk.anchor-root")
async def anchor_root(request: Request[Any, Any, Any], anchor_id: FromPath[UUID]) -> Response[bytes]:
    """The signed note that was anchored."""
    scope = access.scope_of(request)
    found = await anchors.file_of(scope, anchor_id=anchor_id)
    name = desk.name_of_file(scope, found.size, "txt")
    return views.download(found.note, name=name, media_type="text/plain; charset=utf-8")


@get(_HERE + "/{anchor_id:uuid}/stamp", opt=access.needs("ledger.read"), name="desk.anchor-stamp")
async def anchor_stamp(request: Request[Any, Any, Any], anchor_id: FromPath[UUID]) -> Response[bytes]:
    """The time stamp over that note, as a token of RFC 3161."""
    scope = access.scope_of(request)
    found = await anchors.file_of(scope, anchor_id=anchor_id)
    if found.proof is None:
        raise NotFound("stamp")
    name = desk.name_of_file(scope, found.size, "tst")
    return views.download(found.proof, name=name, media_type="application/vnd.etsi.timestamp-token")


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "desk/anchors.html",
        newest=await tree.newest_checkpoint(scope),
        places=await desk.places_shown(scope),
        lines=await anchors.anchors_of(scope, most=_MOST),
        most=_MOST,
        titles=PLACES,
        mail=Place.MAIL,
        stamp=Place.STAMP,
        ageing=await anchors.ageing_stamps(scope),
        auditor=await anchors.auditor_of(scope),
        often=[(each.value, words) for each, words in OFTEN.items()],
        may_keep=scope.may("ledger.keep"),
        state=state,
        crumbs=(views.Crumb("Activity", views.address(scope, "/activity")),),
    )


ROUTES: list[Any] = [anchors_page, settle_auditor, anchor_now, anchor_root, anchor_stamp]
