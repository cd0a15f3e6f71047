"""Assurance packs: choose one and its days, ask for it, watch it, read it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.packs import operations, queries, rules
from backend.packs.assurance import definitions, standing
from backend.packs.assurance import rules as assurance
from backend.packs.pages import files, preparing
from backend.scope import Scope
from backend.web import access, forms, views


class PeriodForm(forms.Form):
    """The sort of an assurance pack, and the period that it tells of."""

    definition: str = Field(definitions.GENERAL, description="the sort of pack")
    since: forms.FormDate = Field(description="the first day of the period")
    until: forms.FormDate = Field(description="the last day of the period")


@get("/t/{slug:str}/assurance-packs", opt=access.needs("packs.assurance.read"), name="packs.assurance-packs")
async def assurance_packs(request: Request[Any, Any, Any]) -> Template:
    """The assurance packs, the key that seals them, and the form to prepare one."""
    return await _assurance_packs(request, forms.FormState())


async def _assurance_packs(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    packs = await queries.assurance_packs_of(scope)
    return views.page(
        request,
        "packs/assurance-packs.html",
        state=state,
        packs=packs,
        stands=await standing.standings_of(scope, [each.id for each in packs]),
        definitions=definitions.definitions_in_use(scope, on=scope.today),
        may_build=scope.may("packs.assurance.build"),
        may_prepare=scope.may("packs.assurance.prepare"),
        key=await queries.seal_key_in_force(scope),
    )


@post("/t/{slug:str}/assurance-packs", opt=access.needs("packs.assurance.build"), name="packs.ask-assurance")
@forms.taking(PeriodForm, again=_assurance_packs)
async def ask_assurance(request: Request[Any, Any, Any], form: PeriodForm) -> str:
    """Ask for an assurance pack of a period."""
    scope = access.scope_of(request)
    pack_id = await operations.ask_for_assurance_pack(
        scope, since=form.since, until=form.until, definition=form.definition
    )
    return views.address(scope, f"/assurance-packs/{pack_id}")


@post(
    "/t/{slug:str}/assurance-packs/preparations",
    opt=access.needs("packs.assurance.prepare"),
    name="packs.prepare",
)
@forms.taking(PeriodForm, again=_assurance_packs)
async def prepare(request: Request[Any, Any, Any], form: PeriodForm) -> str:
    """Go to what such a pack would hold; nothing is written."""
    scope = access.scope_of(request)
    rules.check_period(since=form.since, until=form.until, today=scope.today)
    chosen = definitions.definition_for(scope, id=form.definition, on=form.until)
    assurance.check_period_of(chosen, since=form.since, until=form.until)
    return views.address(scope, preparing.path_of(chosen.id, form.since, form.until))


@get(
    "/t/{slug:str}/assurance-packs/{pack_id:uuid}/progress",
    opt=access.needs("packs.assurance.read"),
    name="packs.assurance-progress",
)
async def assurance_progress(
    request: Request[Any, Any, Any], pack_id: FromPath[UUID]
) -> Template | Response[Any]:
    """How far an assurance pack is, for the page that is open."""
    scope: Scope = access.scope_of(request)
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


ROUTES: list[Any] = [assurance_packs, ask_assurance, prepare, assurance_progress, assurance_file]
