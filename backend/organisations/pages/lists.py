"""Bringing a list into the directory: the file, what it would do, and the doing."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.documents import sheets
from backend.kit.documents.uploads import UnusableDocument
from backend.organisations import bringing_in, lists, rules
from backend.scope import Scope
from backend.web import access, forms, views

_BODY_LIMIT = sheets.DEFAULT_CAPS.upload_bytes + 64 * 1024
_SHOWN = 50


class ListForm(forms.Form):
    file: UploadFile = Field(description="the file")
    commissioner: str | None = Field(None, max_length=10, description="the commissioner's code")


class NothingForm(forms.Form):
    """A button and nothing else."""


@get(
    "/t/{slug:str}/organisations/list",
    opt=access.needs("organisations.change"),
    name="organisations.list-form",
)
async def form(request: Request[Any, Any, Any]) -> Template:
    """Choose the file."""
    return _form(request, access.scope_of(request), forms.FormState())


@post(
    "/t/{slug:str}/organisations/lists",
    opt=access.needs("organisations.change"),
    name="organisations.read-list",
    request_max_body_size=_BODY_LIMIT,
)
async def read(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Read the file and keep what it holds, to be looked at first."""
    scope = access.scope_of(request)

    async def act(form: ListForm) -> str:
        data = await form.file.read()
        try:
            book = await asyncio.to_thread(sheets.read_workbook, form.file.filename, data)
        except UnusableDocument as unusable:
            raise lists.UnableToReadList(str(unusable), field="file") from unusable
        if not book.sheets:
            raise lists.UnableToReadList("The file holds no sheet.", field="file")
        found = lists.read(book.sheets[0].rows, commissioner=form.commissioner)
        list_id = await bringing_in.keep_list(scope, file_name=form.file.filename, read=found)
        return views.address(scope, f"/organisations/lists/{list_id}")

    async def again(state: forms.FormState) -> Template:
        return _form(request, scope, state)

    return await forms.submit(request, ListForm, act=act, again=again)


async def _shown(request: Request[Any, Any, Any], state: forms.FormState, list_id: UUID) -> Template:
    scope = access.scope_of(request)
    kept = await bringing_in.list_of(scope, list_id=list_id)
    plan = await bringing_in.plan_of(scope, kept=kept)
    return views.page(
        request,
        "organisations/list-page.html",
        state=state,
        kept=kept,
        plan=plan,
        most=_SHOWN,
        types=rules.TYPE_IN_WORDS,
        crumbs=_crumbs(scope),
    )


@get(
    "/t/{slug:str}/organisations/lists/{list_id:uuid}",
    opt=access.needs("organisations.change"),
    name="organisations.list-page",
)
async def shown(request: Request[Any, Any, Any], list_id: FromPath[UUID]) -> Template:
    """What the list would do, with an error for each wrong cell; or what it did."""
    return await _shown(request, forms.FormState(), list_id)


@post(
    "/t/{slug:str}/organisations/lists/{list_id:uuid}/bringing-in",
    opt=access.needs("organisations.change"),
    name="organisations.bring-in",
)
@forms.taking(NothingForm, again=_shown)
async def bring_in(request: Request[Any, Any, Any], _form: NothingForm, list_id: FromPath[UUID]) -> str:
    """Write it, all or nothing."""
    scope = access.scope_of(request)
    await bringing_in.bring_in(scope, list_id=list_id)
    return views.address(scope, f"/organisations/lists/{list_id}?said=brought-in")


def _form(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    return views.page(
        request,
        "organisations/list-form.html",
        state=state,
        headings=[names[0].capitalize().replace("Ods", "ODS") for names in lists.HEADINGS.values()],
        accepted=sheets.ACCEPTED,
        crumbs=_crumbs(scope),
    )


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Organisations", views.address(scope, "/organisations"))]


ROUTES = [form, read, shown, bring_in]
