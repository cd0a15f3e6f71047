"""Exports of everything: asked for, watched while they are made, and taken away with fresh proof of who takes them."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream, Template

from backend.archives import making
from backend.archives.operations import exporting
from backend.archives.pages.life import shown
from backend.archives.queries import life as queries
from backend.people.pages import step_up
from backend.web import access, forms, views

_ONE = "/t/{slug:str}/life/exports/{export_id:uuid}"
_TAKES = access.needs("archives.take", writes_after_end=True)


class ButtonForm(forms.Form):
    """A button and nothing else."""


@post("/t/{slug:str}/life/exports", opt=_TAKES, name="archives.export")
@forms.taking(ButtonForm, again=shown)
async def ask(request: Request[Any, Any, Any], form: ButtonForm) -> str:
    """Ask for an export of everything."""
    scope = access.scope_of(request)
    await exporting.ask(scope)
    return views.address(scope, "/life?said=export#exports")


@get(f"{_ONE}/progress", opt=access.needs("archives.take"), name="archives.export-progress")
async def progress(request: Request[Any, Any, Any], export_id: FromPath[UUID]) -> Response[Any] | Template:
    """How far an export is: a piece of the page, and the whole of it once it is made."""
    export = await queries.export_of(access.scope_of(request), export_id=export_id)
    answer = views.page(request, "archives/_progress.html", export=export)
    if export.state.value != "asked":
        answer.headers["HX-Refresh"] = "true"
    return answer


async def _of_export(request: Request[Any, Any, Any], state: forms.FormState, export_id: UUID) -> Template:
    return await shown(request, state)


@post(f"{_ONE}/download", opt=_TAKES, name="archives.fetch")
@forms.taking(ButtonForm, again=_of_export)
async def fetch(request: Request[Any, Any, Any], form: ButtonForm, export_id: FromPath[UUID]) -> str:
    """Write down who takes it away, and go to the file."""
    scope = access.scope_of(request)
    if ask := await step_up.first(request, form, path=views.address(scope, "/life")):
        return ask
    await exporting.fetched(scope, export_id=export_id, proved_by=step_up.proof_of(request))
    return views.address(scope, f"/life/exports/{export_id}/file")


@get(f"{_ONE}/file", opt=access.needs("archives.take"), name="archives.export-file")
async def file(request: Request[Any, Any, Any], export_id: FromPath[UUID]) -> Response[Any]:
    """The file, for whoever has just proved who they are."""
    scope = access.scope_of(request)
    pieces = await making.open_export(scope, export_id=export_id)
    if not step_up.is_in_sitting(request):
        here = views.address(scope, "/life")
        return views.redirect(f"/confirm?next={quote(here, safe='')}")
    name = f"{scope.tenant.slug}-everything-{scope.today.isoformat()}.zip"
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "no-store",
    }
    return Stream(pieces, media_type="application/zip", headers=headers)


ROUTES: list[Any] = [ask, progress, fetch, file]
