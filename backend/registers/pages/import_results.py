"""What bringing a file in would do, and what came of it: preview, progress, result, acceptance, undo."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.facts.bringing_in import Remark
from backend.registers import spreadsheets
from backend.registers.operations import import_ending, import_writing
from backend.registers.operations import imports as acts
from backend.registers.queries import imports, surveys
from backend.registers.rules.importing import ImportState
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

SHOWN = 50


class WriteForm(forms.Form):
    leave_out: Literal["yes"] | None = Field(None, description="the box for rows with problems")
    split_confirmed: Literal["yes"] | None = Field(None, description="the box for divided cells")


class NoForm(forms.Form):
    """A button alone."""


@get(
    "/t/{slug:str}/imports/{import_id:uuid}",
    opt=access.needs("registers.import"),
    name="registers.import",
)
async def shown(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Template:
    """One import: how far it is, or what came of it."""
    return await _shown(request, access.scope_of(request), import_id, forms.FormState())


@get(
    "/t/{slug:str}/imports/{import_id:uuid}/progress",
    opt=access.needs("registers.import"),
    name="registers.import-progress",
)
async def progress(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Template | Response[Any]:
    """How far it is, for the page that is open."""
    view = await imports.import_(access.scope_of(request), import_id=import_id)
    if view.state is not ImportState.WRITING:
        return Response("", headers={"HX-Refresh": "true"})
    return views.page(request, "registers/_import-progress.html", view=view)


@get(
    "/t/{slug:str}/imports/{import_id:uuid}/preview",
    opt=access.needs("registers.import"),
    name="registers.import-preview",
)
async def preview(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Template | Response[Any]:
    """What bringing the file in would do."""
    scope = access.scope_of(request)
    view = await imports.import_(scope, import_id=import_id)
    if not view.open:
        return views.redirect(views.address(scope, f"/imports/{import_id}"))
    if view.columns is None:
        return views.redirect(views.address(scope, f"/imports/{import_id}/columns"))
    return await _preview(request, scope, import_id, forms.FormState())


@post(
    "/t/{slug:str}/imports/{import_id:uuid}/write",
    opt=access.needs("registers.import"),
    name="registers.write-import",
)
async def write(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Response[Any] | Template:
    """Ask for the file to be written."""
    scope = access.scope_of(request)

    async def act(form: WriteForm) -> str:
        await import_writing.ask_to_write(
            scope,
            import_id=import_id,
            leave_out=form.leave_out == "yes",
            split_confirmed=form.split_confirmed == "yes",
        )
        return views.address(scope, f"/imports/{import_id}")

    async def again(state: forms.FormState) -> Template:
        if not (await imports.import_(scope, import_id=import_id)).open:
            return await _shown(request, scope, import_id, state)
        return await _preview(request, scope, import_id, state)

    return await forms.submit(request, WriteForm, act=act, again=again)


@post(
    "/t/{slug:str}/imports/{import_id:uuid}/accept",
    opt=access.needs("registers.import"),
    name="registers.accept-import",
)
async def accept(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Response[Any] | Template:
    """Accept what the old register calls reviewed."""
    scope = access.scope_of(request)

    async def act(form: NoForm) -> str:
        await import_ending.accept(scope, import_id=import_id)
        return views.address(scope, f"/imports/{import_id}?said=accepted")

    return await _pressed(request, scope, import_id, act)


@post(
    "/t/{slug:str}/imports/{import_id:uuid}/undo",
    opt=access.needs("registers.import"),
    name="registers.undo-import",
)
async def undo(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Response[Any] | Template:
    """Take the last import back."""
    scope = access.scope_of(request)

    async def act(form: NoForm) -> str:
        await import_ending.undo(scope, import_id=import_id)
        return views.address(scope, f"/imports/{import_id}?said=undone")

    return await _pressed(request, scope, import_id, act)


@post(
    "/t/{slug:str}/imports/{import_id:uuid}/give-up",
    opt=access.needs("registers.import"),
    name="registers.give-up-import",
)
async def give_up(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Response[Any] | Template:
    """Leave a file that was not brought in."""
    scope = access.scope_of(request)

    async def act(form: NoForm) -> str:
        await acts.give_up(scope, import_id=import_id)
        return views.address(scope, "/imports?said=given-up")

    return await _pressed(request, scope, import_id, act)


@get(
    [
        "/t/{slug:str}/imports/{import_id:uuid}/problems.csv",
        "/t/{slug:str}/imports/{import_id:uuid}/problems.xlsx",
    ],
    opt=access.needs("registers.import"),
    name="registers.import-problems",
)
async def problems(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Response[bytes]:
    """Every problem and remark, to be mended beside the file."""
    scope = access.scope_of(request)
    view = await imports.import_(scope, import_id=import_id)
    if not view.open:
        raise NotFound("list of problems any more")
    survey = await surveys.survey(scope, import_id=import_id)
    rows = [
        (kind, each.sheet, each.row, each.column, each.heading, each.text, each.sentence)
        for kind, remarks in (("Problem", survey.problems), ("Note", _notes(survey)))
        for each in remarks
    ]
    name = f"Problems of {view.file_name.rpartition('.')[0]}"
    headings = ("Kind", "Sheet", "Row", "Column", "Heading", "In the cell", "What is wrong")
    if request.url.path.endswith(".csv"):
        return views.download(
            spreadsheets.plain_csv(headings, rows), name=f"{name}.csv", media_type=spreadsheets.CSV
        )
    return views.download(
        spreadsheets.plain_xlsx(headings, rows), name=f"{name}.xlsx", media_type=spreadsheets.XLSX
    )


async def _pressed(
    request: Request[Any, Any, Any], scope: Scope, import_id: UUID, act: Callable[[NoForm], Awaitable[str]]
) -> Response[Any] | Template:
    async def again(state: forms.FormState) -> Template:
        return await _shown(request, scope, import_id, state)

    return await forms.submit(request, NoForm, act=act, again=again)


async def _shown(
    request: Request[Any, Any, Any], scope: Scope, import_id: UUID, state: forms.FormState
) -> Template:
    view = await imports.import_(scope, import_id=import_id)
    return views.page(
        request,
        "registers/import.html",
        state=state,
        view=view,
        here=views.address(scope, f"/imports/{import_id}"),
        intake=view.intake,
        is_last=await imports.last_done(scope, view.register) == import_id,
        waiting=await view.intake.review.waiting(scope, import_id) if view.intake.review else 0,
        crumbs=[views.Crumb("Bring in", views.address(scope, "/imports"))],
    )


async def _preview(
    request: Request[Any, Any, Any], scope: Scope, import_id: UUID, state: forms.FormState
) -> Template:
    survey = await surveys.survey(scope, import_id=import_id)
    number = _page(request, len(survey.plan.new))
    notes = _notes(survey)
    return views.page(
        request,
        "registers/import-preview.html",
        state=state,
        view=survey.view,
        survey=survey,
        plan=survey.plan,
        intake=survey.view.intake,
        problems=survey.problems[:SHOWN],
        bad_rows=survey.bad_rows,
        notes=notes[:SHOWN],
        all_notes=len(notes),
        lines=survey.plan.new[(number - 1) * SHOWN : number * SHOWN],
        number=number,
        pages=max(1, -(-len(survey.plan.new) // SHOWN)),
        first=(number - 1) * SHOWN + 1,
        shown=SHOWN,
        crumbs=[
            views.Crumb("Bring in", views.address(scope, "/imports")),
            views.Crumb("Columns", views.address(scope, f"/imports/{import_id}/columns")),
        ],
    )


def _notes(survey: surveys.Survey) -> tuple[Remark, ...]:
    """What was read in a way that should be looked at, in the order of the rows."""
    order = {name: number for number, name in enumerate(n for group in survey.groups for n in group.names)}
    remarks = (*survey.reading.notes, *survey.plan.remarks)
    return tuple(sorted(remarks, key=lambda each: (order.get(each.sheet, 0), each.row)))


def _page(request: Request[Any, Any, Any], count: int) -> int:
    typed = request.query_params.get("page", "1")
    asked = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1
    return max(1, min(asked, -(-count // SHOWN)))


ROUTES = [shown, progress, preview, write, accept, undo, give_up, problems]
