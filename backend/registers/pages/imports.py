"""Bringing a spreadsheet in: the file, its columns, and the people and organisations that it names."""

import hashlib
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.rules.declaring import (
    RELATIONSHIP_IN_WORDS,
    TYPE_IN_WORDS,
    InterestType,
    Relationship,
)
from backend.kit.documents import sheets
from backend.kit.documents.sheet_letters import letters
from backend.registers.operations import imports as acts
from backend.registers.queries import imports
from backend.registers.rules.fields import FIELDS, LEFT_OUT
from backend.registers.rules.importing import Choices, Group, UnableToImport
from backend.registers.rules.matching import Question
from backend.scope import Scope
from backend.web import access, forms, views

_BODY_LIMIT = sheets.DEFAULT_CAPS.upload_bytes + 1024 * 1024
ASKED_AT_ONCE = 60
"""Questions on one page; the next ones come when these are answered."""


class FileForm(forms.Form):
    file: UploadFile = Field(description="a spreadsheet")


class ColumnsForm(forms.Form):
    """`column`: `group:column:field` for each column that is read, counted from 0."""

    column: list[str] = Field(default_factory=list, max_length=5_000, description="the columns")
    default_type: InterestType | None = Field(None, description="the type of interest")
    default_relationship: Relationship | None = Field(None, description="whose interest it is")
    start_as_declared: Literal["yes"] | None = Field(None, description="the start")


class NamesForm(forms.Form):
    """`choice`: `p` or `o`, the digest of a name, and what it means, with colons between."""

    choice: list[str] = Field(default_factory=list, max_length=5_000, description="the names")
    rest: Literal["new"] | None = Field(None, description="what the rest is")


@get("/t/{slug:str}/imports", opt=access.needs("registers.import"), name="registers.imports")
async def list_imports(request: Request[Any, Any, Any]) -> Template:
    """The files that were brought in, and the form for the next."""
    return await _list(request, access.scope_of(request), forms.FormState())


@post(
    "/t/{slug:str}/imports",
    opt=access.needs("registers.import"),
    name="registers.start-import",
    request_max_body_size=_BODY_LIMIT,
)
async def start(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Read a file."""
    scope = access.scope_of(request)

    async def act(form: FileForm) -> str:
        data = await form.file.read()
        import_id = await acts.start(scope, file_name=form.file.filename, data=data)
        return views.address(scope, f"/imports/{import_id}/columns")

    async def again(state: forms.FormState) -> Template:
        return await _list(request, scope, state)

    return await forms.submit(request, FileForm, act=act, again=again)


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
    return await _columns(request, scope, import_id, forms.FormState())


@post(
    "/t/{slug:str}/imports/{import_id:uuid}/columns",
    opt=access.needs("registers.import"),
    name="registers.settle-columns",
)
async def settle_columns(
    request: Request[Any, Any, Any], import_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Settle the columns."""
    scope = access.scope_of(request)

    async def act(form: ColumnsForm) -> str:
        await acts.settle_columns(
            scope,
            import_id=import_id,
            columns_by_group=_chosen_columns(form.column),
            choices=Choices(
                default_type=form.default_type,
                default_relationship=form.default_relationship,
                start_as_declared=form.start_as_declared == "yes",
            ),
        )
        return views.address(scope, f"/imports/{import_id}/names")

    async def again(state: forms.FormState) -> Template:
        return await _columns(request, scope, import_id, state)

    return await forms.submit(request, ColumnsForm, act=act, again=again)


@get(
    "/t/{slug:str}/imports/{import_id:uuid}/names",
    opt=access.needs("registers.import"),
    name="registers.import-names",
)
async def names_form(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Template | Response[Any]:
    """Who and what the names mean; straight on where every name is known."""
    scope = access.scope_of(request)
    view = await imports.import_(scope, import_id=import_id)
    if not view.open:
        return views.redirect(views.address(scope, f"/imports/{import_id}"))
    if view.columns is None:
        return views.redirect(views.address(scope, f"/imports/{import_id}/columns"))
    survey = await imports.survey(scope, import_id=import_id)
    asked = [*survey.people.questions, *survey.organisations.questions]
    if not any(each.must_be_answered for each in asked):
        return views.redirect(views.address(scope, f"/imports/{import_id}/preview"))
    return _names(request, scope, survey, forms.FormState())


@post(
    "/t/{slug:str}/imports/{import_id:uuid}/names",
    opt=access.needs("registers.import"),
    name="registers.settle-names",
)
async def settle_names(
    request: Request[Any, Any, Any], import_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Settle what the names mean, as far as they were asked."""
    scope = access.scope_of(request)
    survey = await imports.survey(scope, import_id=import_id)

    async def act(form: NamesForm) -> str:
        people = _chosen_names("p", form.choice, survey.people.questions)
        organisations = _chosen_names("o", form.choice, survey.organisations.questions)
        if form.rest:
            people = {**dict.fromkeys(survey.people.open, "new"), **people}
            organisations = {**dict.fromkeys(survey.organisations.open, "new"), **organisations}
        await acts.settle_names(scope, import_id=import_id, people=people, organisations=organisations)
        now = await imports.survey(scope, import_id=import_id)
        left = len(now.people.open) + len(now.organisations.open)
        if left and not people and not organisations:
            raise UnableToImport("Choose what each name means.", field="choice")
        return views.address(scope, f"/imports/{import_id}/{'names' if left else 'preview'}")

    async def again(state: forms.FormState) -> Template:
        return _names(request, scope, survey, state)

    return await forms.submit(request, NamesForm, act=act, again=again)


async def _list(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    return views.page(
        request,
        "registers/imports.html",
        state=state,
        imports=await imports.imports_of(scope),
        last=await imports.last_done(scope),
        accepted=sheets.ACCEPTED,
        caps=sheets.DEFAULT_CAPS,
    )


async def _columns(
    request: Request[Any, Any, Any], scope: Scope, import_id: UUID, state: forms.FormState
) -> Template:
    survey = await imports.survey(scope, import_id=import_id)
    mapped = survey.view.columns
    if state.values:
        mapped = _chosen_columns(state.value("column", []))
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
        fields=[(each.key, each.title) for each in FIELDS if each.key != LEFT_OUT],
        types=[(code.value, words) for code, words in TYPE_IN_WORDS.items()],
        relationships=[(code.value, words) for code, words in RELATIONSHIP_IN_WORDS.items()],
        crumbs=_crumbs(scope),
    )


def _names(
    request: Request[Any, Any, Any], scope: Scope, survey: imports.Survey, state: forms.FormState
) -> Template:
    chosen = {
        f"{kind}:{_digest(key)}": value
        for kind, answers in (("p", survey.view.people), ("o", survey.view.organisations))
        for key, value in answers.items()
    }
    for choice in state.value("choice", []):
        kind, digest, value = [*str(choice).split(":", 2), "", ""][:3]
        chosen[f"{kind}:{digest}"] = value
    parts = []
    for kind, matched in (("p", survey.people), ("o", survey.organisations)):
        doubtful = [each for each in matched.questions if each.must_be_answered]
        doubtful.sort(key=lambda each: each.wanted.key not in matched.open)
        parts.append(
            {
                "kind": kind,
                "questions": [_asked(kind, each, chosen) for each in doubtful[:ASKED_AT_ONCE]],
                "more": max(0, len(doubtful) - ASKED_AT_ONCE),
                "new": [each.wanted for each in matched.questions if not each.must_be_answered],
                "known": len(matched.ids),
            }
        )
    return views.page(
        request,
        "registers/import-names.html",
        state=state,
        view=survey.view,
        people=parts[0],
        organisations=parts[1],
        crumbs=_crumbs(scope),
    )


def _asked(kind: str, question: Question, chosen: dict[str, str]) -> dict[str, Any]:
    digest = _digest(question.wanted.key)
    return {
        "id": f"choice-{kind}-{digest}",
        "place": f"{kind}:{digest}",
        "wanted": question.wanted,
        "rows": question.rows,
        "chosen": chosen.get(f"{kind}:{digest}", ""),
        "choices": question.choices,
    }


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


def _chosen_names(kind: str, texts: list[str], questions: tuple[Question, ...]) -> dict[str, str]:
    """The answers that fit a question; what does not was never on our page."""
    by_digest = {_digest(each.wanted.key): each for each in questions}
    found = {}
    for text in texts:
        of, _, rest = text.partition(":")
        digest, _, value = rest.partition(":")
        question = by_digest.get(digest)
        if of == kind and question and value in {"new", *(choice.value for choice in question.choices)}:
            found[question.wanted.key] = value
    return found


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Bring in", views.address(scope, "/imports"))]


ROUTES = [list_imports, start, columns_form, settle_columns, names_form, settle_names]
