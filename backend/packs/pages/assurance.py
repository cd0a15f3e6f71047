"""Assurance packs: ask, watch, read, check."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.packs import operations, queries
from backend.packs.pages import files
from backend.scope import Scope
from backend.web import access, forms, views


class PeriodForm(forms.Form):
    """The period that an assurance pack tells of."""

    since: forms.FormDate = Field(description="the first day of the period")
    until: forms.FormDate = Field(description="the last day of the period")


@get("/t/{slug:str}/assurance-packs", opt=access.needs("packs.assurance.read"), name="packs.assurance-packs")
async def assurance_packs(request: Request[Any, Any, Any]) -> Template:
    """The assurance packs, the key that seals them, and the form to ask for one."""
    scope = access.scope_of(request)
    return await _assurance_packs(request, scope, forms.FormState())


@post("/t/{slug:str}/assurance-packs", opt=access.needs("packs.assurance.build"), name="packs.ask-assurance")
async def ask_assurance(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Ask for an assurance pack of a period."""
    scope = access.scope_of(request)

    async def act(form: PeriodForm) -> str:
        pack_id = await operations.ask_for_assurance_pack(scope, since=form.since, until=form.until)
        return views.address(scope, f"/assurance-packs/{pack_id}")

    async def again(state: forms.FormState) -> Template:
        return await _assurance_packs(request, scope, state)

    return await forms.submit(request, PeriodForm, act=act, again=again)


@get(
    "/t/{slug:str}/assurance-packs/{pack_id:uuid}",
    opt=access.needs("packs.assurance.read"),
    name="packs.assurance-pack",
)
async def assurance_pack(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Template:
    """One assurance pack: how far it is, or what it is, and how it was checked."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "packs/assurance-pack.html",
        pack=await queries.assurance_pack(scope, pack_id=pack_id),
        here=views.address(scope, f"/assurance-packs/{pack_id}"),
        crumbs=[views.Crumb("Assurance packs", views.address(scope, "/assurance-packs"))],
    )


@get(
    "/t/{slug:str}/assurance-packs/{pack_id:uuid}/progress",
    opt=access.needs("packs.assurance.read"),
    name="packs.assurance-progress",
)
async def assurance_progress(
    request: Request[Any, Any, Any], pack_id: FromPath[UUID]
) -> Template | Response[Any]:
    """How far an assurance pack is, for the page that is open."""
    scope = access.scope_of(request)
    return files.progress(request, await queries.assurance_pack(scope, pack_id=pack_id))


@get(
    "/t/{slug:str}/assurance-packs/{pack_id:uuid}/file",
    opt=access.needs("packs.assurance.read"),
    name="packs.assurance-file",
)
async def assurance_file(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Response[bytes]:
    """The assurance pack itself."""
    scope = access.scope_of(request)
    return await files.file(scope, await queries.assurance_pack(scope, pack_id=pack_id))


async def _assurance_packs(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    return views.page(
        request,
        "packs/assurance-packs.html",
        state=state,
        packs=await queries.assurance_packs_of(scope),
        may_build=scope.may("packs.assurance.build"),
        key=queries.seal_key_of(scope.tenant),
    )


ROUTES: list[Any] = [
    assurance_packs,
    ask_assurance,
    assurance_pack,
    assurance_progress,
    assurance_file,
]
