"""Requirements from a spreadsheet and to one."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import sheet_writing
from backend.assurance.operations import sheets as acts
from backend.assurance.pages.framework_parts import about, at, crumbs
from backend.assurance.queries import editions as queries
from backend.assurance.queries import sheets as read
from backend.assurance.rules.editions import UnableToKeepFramework
from backend.assurance.rules.sheets import FIELDS, HEADINGS, head_row
from backend.kit.documents import sheets
from backend.registers.spreadsheets import CSV, XLSX, plain_csv, plain_xlsx
from backend.web import access, forms, views

_BODY_LIMIT = sheets.DEFAULT_CAPS.upload_bytes + 1024 * 1024
_SHOWN = 100


class FileForm(forms.Form):
    file: UploadFile = Field(description="a spreadsheet")


class ColumnsForm(forms.Form):
    """`column`: `number:field` for each column that is read, counted from 0."""

    column: list[str] = Field(default_factory=list, max_length=200, description="the columns")


class BringInForm(forms.Form):
    rest: str | None = Field(None, max_length=3, description="whether the rest is left out")


class NoForm(forms.Form):
    """A button alone."""


async def _start(request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    imports = await read.imports_of(scope, edition_id=edition_id)
    return views.page(
        request,
        "assurance/sheet-start.html",
        **about(scope, view),
        state=state,
        imports=imports,
        last=next((each.id for each in imports if each.state == "done"), None),
        accepted=sheets.ACCEPTED,
        fields=FIELDS,
        crumbs=crumbs(scope, view),
    )


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/sheet",
    opt=access.needs("assurance.keep"),
    name="assurance.framework-sheets",
)
async def form(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Template:
    """The form for a spreadsheet, and what was brought in before."""
    return await _start(request, forms.FormState(), edition_id)


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/sheet",
    opt=access.needs("assurance.keep"),
    name="assurance.start-sheet",
    request_max_body_size=_BODY_LIMIT,
)
@forms.taking(FileForm, again=_start)
async def start(request: Request[Any, Any, Any], form: FileForm, edition_id: FromPath[UUID]) -> str:
    """Read a spreadsheet; nothing of the draft changes yet."""
    scope = access.scope_of(request)
    data = await form.file.read()
    import_id = await acts.start(scope, edition_id=edition_id, file_name=form.file.filename, data=data)
    return views.address(scope, f"/assurance/framework-sheets/{import_id}")


async def _preview(request: Request[Any, Any, Any], state: forms.FormState, import_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await read.import_of(scope, import_id=import_id)
    edition = await queries.edition_of(scope, edition_id=view.edition_id)
    preview, unread = None, None
    if view.cells is not None:
        try:
            preview = await read.preview_of(scope, import_id=import_id)
        except UnableToKeepFramework as refusal:
            unread = refusal.sentence
    heads = view.cells[head_row(view.cells) or 0] if view.cells else ()
    return views.page(
        request,
        "assurance/sheet.html",
        **about(scope, edition),
        state=state,
        sheet=view,
        preview=preview,
        unread=unread,
        heads=[
            (number, head or f"Column {number + 1}", view.columns.get(number, ""))
            for number, head in enumerate(heads)
        ],
        fields=[(field.key, field.title) for field in FIELDS],
        shown=_SHOWN,
        crumbs=[*crumbs(scope, edition), views.Crumb("Spreadsheets", at(scope, edition.id, "/sheet"))],
    )


@get(
    "/t/{slug:str}/assurance/framework-sheets/{import_id:uuid}",
    opt=access.needs("assurance.keep"),
    name="assurance.framework-sheet",
)
async def shown(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Template:
    """What a file would bring in, with everything that is wrong in it."""
    return await _preview(request, forms.FormState(), import_id)


@post(
    "/t/{slug:str}/assurance/framework-sheets/{import_id:uuid}/columns",
    opt=access.needs("assurance.keep"),
    name="assurance.settle-sheet-columns",
)
@forms.taking(ColumnsForm, again=_preview)
async def settle(request: Request[Any, Any, Any], form: ColumnsForm, import_id: FromPath[UUID]) -> str:
    """Say which column is which."""
    scope = access.scope_of(request)
    columns = {}
    for each in form.column:
        number, _, key = each.partition(":")
        if number.isascii() and number.isdecimal() and len(number) < 5 and key:
            columns[int(number)] = key
    await acts.settle_columns(scope, import_id=import_id, columns=columns)
    return views.address(scope, f"/assurance/framework-sheets/{import_id}")


@post(
    "/t/{slug:str}/assurance/framework-sheets/{import_id:uuid}/bring-in",
    opt=access.needs("assurance.keep"),
    name="assurance.bring-in-sheet",
)
@forms.taking(BringInForm, again=_preview)
async def bring_in(request: Request[Any, Any, Any], form: BringInForm, import_id: FromPath[UUID]) -> str:
    """Write what the file says into the draft."""
    scope = access.scope_of(request)
    view = await read.import_of(scope, import_id=import_id)
    await sheet_writing.bring_in(scope, import_id=import_id, leave_out_rest=form.rest == "yes")
    return at(scope, view.edition_id, "?said=brought-in")


@post(
    "/t/{slug:str}/assurance/framework-sheets/{import_id:uuid}/undo",
    opt=access.needs("assurance.keep"),
    name="assurance.undo-sheet",
)
@forms.taking(NoForm, again=_preview)
async def undo(request: Request[Any, Any, Any], _form: NoForm, import_id: FromPath[UUID]) -> str:
    """Take back what it brought in."""
    scope = access.scope_of(request)
    view = await read.import_of(scope, import_id=import_id)
    await sheet_writing.undo(scope, import_id=import_id)
    return at(scope, view.edition_id, "?said=undone")


@post(
    "/t/{slug:str}/assurance/framework-sheets/{import_id:uuid}/give-up",
    opt=access.needs("assurance.keep"),
    name="assurance.give-up-sheet",
)
@forms.taking(NoForm, again=_preview)
async def give_up(request: Request[Any, Any, Any], _form: NoForm, import_id: FromPath[UUID]) -> str:
    """Leave it."""
    scope = access.scope_of(request)
    view = await read.import_of(scope, import_id=import_id)
    await acts.give_up(scope, import_id=import_id)
    return at(scope, view.edition_id, "/sheet")


@get(
    "/t/{slug:str}/assurance/frameworks/template.xlsx",
    opt=access.needs("assurance.keep"),
    name="assurance.framework-template",
)
async def template(request: Request[Any, Any, Any]) -> Response[bytes]:
    """An empty spreadsheet with the columns that are read."""
    return views.download(plain_xlsx(HEADINGS, []), name="framework.xlsx", media_type=XLSX)


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/export.xlsx",
    opt=access.needs("assurance.read"),
    name="assurance.framework-xlsx",
)
async def as_xlsx(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Response[bytes]:
    """What an edition asks, as .xlsx that can be brought in again."""
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    rows = await read.rows_out(scope, view)
    return views.download(
        plain_xlsx(HEADINGS, rows), name=f"{view.framework}-{view.label}.xlsx", media_type=XLSX
    )


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/export.csv",
    opt=access.needs("assurance.read"),
    name="assurance.framework-csv",
)
async def as_csv(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Response[bytes]:
    """What an edition asks, as .csv that can be brought in again."""
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    rows = await read.rows_out(scope, view)
    return views.download(
        plain_csv(HEADINGS, rows), name=f"{view.framework}-{view.label}.csv", media_type=CSV
    )


ROUTES: list[Any] = [
    form,
    start,
    shown,
    settle,
    bring_in,
    undo,
    give_up,
    template,
    as_xlsx,
    as_csv,
]
