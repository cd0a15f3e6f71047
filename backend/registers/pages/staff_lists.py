"""The monthly list of staff: bring it, look at what differs, tick what is to be carried out."""

from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.clock import real_now
from backend.kit.documents import sheets
from backend.registers.operations import staff_lists as acts
from backend.registers.queries import staff_lists
from backend.registers.rules import comparing
from backend.scope import Scope
from backend.web import access, forms, views

_BODY_LIMIT = sheets.DEFAULT_CAPS.upload_bytes + 1024 * 1024


class ListForm(forms.Form):
    file: UploadFile = Field(description="the list of staff")


class TickForm(forms.Form):
    do: list[str] = Field([], max_length=20_000, description="what is to be carried out")


class NoForm(forms.Form):
    """A button alone."""


@get("/t/{slug:str}/staff-lists", opt=access.needs("interests.campaign"), name="registers.staff-lists")
async def list_lists(request: Request[Any, Any, Any]) -> Template:
    """The form to bring a list, and the lists that were brought."""
    return await _lists(request, access.scope_of(request), forms.FormState())


@post(
    "/t/{slug:str}/staff-lists",
    opt=access.needs("interests.campaign"),
    name="registers.bring-staff-list",
    request_max_body_size=_BODY_LIMIT,
)
async def bring(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Read a list; nothing is changed by it."""
    scope = access.scope_of(request)

    async def act(form: ListForm) -> str:
        list_id = await acts.bring_staff_list(
            scope, file_name=form.file.filename, data=await form.file.read()
        )
        return views.address(scope, f"/staff-lists/{list_id}")

    async def again(state: forms.FormState) -> Template:
        return await _lists(request, scope, state)

    return await forms.submit(request, ListForm, act=act, again=again)


@get(
    "/t/{slug:str}/staff-lists/{list_id:uuid}",
    opt=access.needs("interests.campaign"),
    name="registers.staff-list",
)
async def shown(request: Request[Any, Any, Any], list_id: FromPath[UUID]) -> Template:
    """One list compared with the people as they are now."""
    return await _list(request, access.scope_of(request), list_id, forms.FormState())


@post(
    "/t/{slug:str}/staff-lists/{list_id:uuid}/acts",
    opt=access.needs("interests.campaign"),
    name="registers.carry-out-staff-list",
)
async def carry_out(request: Request[Any, Any, Any], list_id: FromPath[UUID]) -> Response[Any] | Template:
    """Carry out what is ticked, all of it or nothing."""
    scope = access.scope_of(request)
    scope.check_may("people.change", "You can't change people. Ask a governance officer.")

    async def act(form: TickForm) -> str:
        await acts.carry_out(scope, list_id=list_id, ticked=form.do, now=real_now())
        return views.address(scope, f"/staff-lists/{list_id}?said=done")

    async def again(state: forms.FormState) -> Template:
        return await _list(request, scope, list_id, state)

    return await forms.submit(request, TickForm, act=act, again=again)


@post(
    "/t/{slug:str}/staff-lists/{list_id:uuid}/putting-away",
    opt=access.needs("interests.campaign"),
    name="registers.put-away-staff-list",
)
async def put_away(request: Request[Any, Any, Any], list_id: FromPath[UUID]) -> Response[Any] | Template:
    """Forget what a list said."""
    scope = access.scope_of(request)

    async def act(form: NoForm) -> str:
        await acts.put_away(scope, list_id=list_id)
        return views.address(scope, "/staff-lists?said=away")

    async def again(state: forms.FormState) -> Template:
        return await _list(request, scope, list_id, state)

    return await forms.submit(request, NoForm, act=act, again=again)


async def _lists(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    return views.page(
        request,
        "registers/staff-lists.html",
        state=state,
        lists=await staff_lists.lists_of(scope),
        accepted=sheets.ACCEPTED,
        crumbs=[views.Crumb("Campaigns", views.address(scope, "/campaigns"))],
    )


async def _list(
    request: Request[Any, Any, Any], scope: Scope, list_id: UUID, state: forms.FormState
) -> Template:
    line = await staff_lists.staff_list(scope, list_id=list_id)
    findings = await staff_lists.findings_of(scope, rows=line.contents.rows) if line.contents else ()
    return views.page(
        request,
        "registers/staff-list.html",
        state=state,
        list=line,
        ticked=state.value("do", []),
        parts=[
            (kind, *comparing.TITLES[kind], comparing.ACTS.get(kind), list(found))
            for kind, found in groupby(findings, key=lambda each: each.kind)
        ],
        crumbs=[views.Crumb("Lists of staff", views.address(scope, "/staff-lists"))],
    )


ROUTES = [list_lists, bring, shown, carry_out, put_away]
