"""Bringing a spreadsheet in: the file, and which column of it is which."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.documents import sheets
from backend.kit.documents.sheet_letters import letters
from backend.registers.operations import imports as acts
from backend.registers.queries import imports, surveys
from backend.registers.rules.importing import Group
from backend.registers.shelf import INTAKES
from backend.scope import Scope
from backend.web import access, forms, views

_BODY_LIMIT = sheets.DEFAULT_CAPS.upload_bytes + 1024 * 1024


class FileForm(forms.Form):
    """`which` of nothing: the headings say which it is."""

    file: UploadFile = Field(description="a spreadsheet")
    which: str | None = Field(None, max_length=40, description="the register")


class ColumnsForm(forms.Form):
    """`column`: `group:column:field` for each column that is read, counted from 0.

    `answer`: `key:value` for each choice about rows that leave something out.
    """

    column: list[str] = Field(default_factory=list, max_length=5_000, description="the columns")
    answer: list[str] = Field(default_factory=list, max_length=50, description="the choices")


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "registers/imports.html",
        state=state,
        imports=await imports.imports_of(scope),
        last=set((await imports.last_of_each(scope)).values()),
        registers=[(each.id, each.title) for each in INTAKES if scope.may(each.permission)],
        accepted=sheets.ACCEPTED,
        caps=sheets.DEFAULT_CAPS,
    )


@get("/t/{slug:str}/imports", opt=access.needs("registers.import"), name="registers.imports")
async def list_imports(request: Request[Any, Any, Any]) -> Template:
    """The files that were brought in, and the form for the next."""
    return await _list(request, forms.FormState())


@post(
    "/t/{slug:str}/imports",
    opt=access.needs("registers.import"),
    name="registers.start-import",
    request_max_body_size=_BODY_LIMIT,
)
@forms.taking(FileForm, again=_list)
async def start(request: Request[Any, Any, Any], form: FileForm) -> str:
    """Read a file."""
    scope = access.scope_of(request)
    data = await form.file.read()
    import_id = await acts.start(scope, file_name=form.file.filename, data=data, register=form.which)
    return views.address(scope, f"/imports/{import_id}/columns")


async def _columns(request: Request[Any, Any, Any], state: forms.FormState, import_id: UUID) -> Template:
    scope = access.scope_of(request)
    survey = await surveys.survey(scope, import_id=import_id)
    mapped, answers = survey.view.columns, survey.view.choices
    if state.values:
        mapped = _chosen_columns(state.value("column", []))
        answers = _answers(state.value("answer", []))
    intake = survey.view.intake
    return views.page(
        request,
        "registers/import-columns.html",
        state=state,
        survey=survey,
        view=survey.view,
        groups=[
            {
                "names": [name for name in group.names if name],
                "columns": [
                    {
                        "letter": letters(column),
                        "title": title,
                        "examples": _examples(group, column),
                        "chosen": (
                            mapped.get(number, {}).get(column, "")
                            if mapped is not None
                            else guess.key
                            if guess
                            else ""
                        ),
                        "guess": guess,
                        "id": f"column-{number}-{column}",
                        "place": f"{number}:{column}",
                    }
                    for column, title in enumerate(group.titles)
                    for guess in (survey.suggested[number].get(column),)
                    if title or _examples(group, column)
                ],
            }
            for number, group in enumerate(survey.groups)
        ],
        intake=intake,
        fields=[(each.key, each.title) for each in intake.fields if not each.left_out],
        answers=answers,
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/imports/{import_id:uuid}/columns",
    opt=access.needs("registers.import"),
    name="registers.import-columns",
)
async def columns_form(
    request: Request[Any, Any, Any], import_id: FromPath[UUID]
) -> Template | Response[Any]:
    """Which column is which."""
    scope = access.scope_of(request)
    if not (await imports.import_(scope, import_id=import_id)).open:
        return views.redirect(views.address(scope, f"/imports/{import_id}"))
    return await _columns(request, forms.FormState(), import_id)


@post(
    "/t/{slug:str}/imports/{import_id:uuid}/columns",
    opt=access.needs("registers.import"),
    name="registers.settle-columns",
)
@forms.taking(ColumnsForm, again=_columns)
async def settle_columns(
    request: Request[Any, Any, Any], form: ColumnsForm, import_id: FromPath[UUID]
) -> str:
    """Settle the columns."""
    scope = access.scope_of(request)
    await acts.settle_columns(
        scope,
        import_id=import_id,
        columns_by_group=_chosen_columns(form.column),
        choices=_answers(form.answer),
    )
    return views.address(scope, f"/imports/{import_id}/names")


def _examples(group: Group, column: int) -> list[str]:
    """The first different things that stand in a column."""
    found: dict[str, None] = {}
    for sheet, headings in group.sheets:
        for row in sheet.rows[headings.last + 1 : headings.last + 40]:
            cell = row[column] if column < len(row) else None
            if cell is not None:
                found.setdefault(" ".join(str(cell).split())[:60])
            if len(found) == 3:
                return list(found)
    return list(found)


def _chosen_columns(texts: list[str]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for text in texts:
        group, _, rest = text.partition(":")
        column, _, key = rest.partition(":")
        if group.isdecimal() and column.isdecimal() and key and len(group) < 5 and len(column) < 5:
            found.setdefault(int(group), {})[int(column)] = key
    return found


def _answers(texts: list[str]) -> dict[str, str]:
    """What was chosen, by key; the register's own list says what can be."""
    return {key: value for key, _, value in (text.partition(":") for text in texts) if value}


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Bring in", views.address(scope, "/imports"))]


ROUTES = [list_imports, start, columns_form, settle_columns]
