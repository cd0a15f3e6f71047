"""The monthly list of staff: bring it, look at what differs, tick what is to be carried out."""

from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.clock import real_now
from backend.kit.documents import sheets
from backend.registers.operations import staff_lists as acts
from backend.registers.queries import staff_lists
from backend.registers.rules import comparing
from backend.web import access, forms, views

_BODY_LIMIT = sheets.DEFAULT_CAPS.upload_bytes + 1024 * 1024


class ListForm(forms.Form):
    file: UploadFile = Field(description="the list of staff")


class TickForm(forms.Form):
    do: list[str] = Field([], max_length=20_000, description="what is to be carried out")


class NoForm(forms.Form):
    """A button alone."""


async def _lists(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "registers/staff-lists.html",
        state=state,
        lists=await staff_lists.lists_of(scope),
        accepted=sheets.ACCEPTED,
        crumbs=[views.Crumb("Campaigns", views.address(scope, "/campaigns"))],
    )


@get("/t/{slug:str}/staff-lists", opt=access.needs("interests.campaign"), name="registers.staff-lists")
async def list_lists(request: Request[Any, Any, Any]) -> Template:
    """The form to bring a list, and the lists that were brought."""
    return await _lists(request, forms.FormState())


@post(
    "/t/{slug:str}/staff-lists",
    opt=access.needs("interests.campaign"),
    name="registers.bring-staff-list",
    request_max_body_size=_BODY_LIMIT,
)
@forms.taking(ListForm, again=_lists)
async def bring(request: Request[Any, Any, Any], form: ListForm) -> str:
    """Read a list; nothing is changed by it."""
    scope = access.scope_of(request)
    list_id = await acts.bring_staff_list(scope, file_name=form.file.filename, data=await form.file.read())
    return views.address(scope, f"/staff-lists/{list_id}")


async def _list(request: Request[Any, Any, Any], state: forms.FormState, list_id: UUID) -> Template:
    scope = access.scope_of(request)
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


@get(
    "/t/{slug:str}/staff-lists/{list_id:uuid}",
    opt=access.needs("interests.campaign"),
    name="registers.staff-list",
)
async def shown(request: Request[Any, Any, Any], list_id: FromPath[UUID]) -> Template:
    """One list compared with the people as they are now."""
    return await _list(request, forms.FormState(), list_id)


@post(
    "/t/{slug:str}/staff-lists/{list_id:uuid}/acts",
    opt=access.needs("interests.campaign"),
    name="registers.carry-out-staff-list",
)
@forms.taking(TickForm, again=_list)
async def carry_out(request: Request[Any, Any, Any], form: TickForm, list_id: FromPath[UUID]) -> str:
    """Carry out what is ticked, all of it or nothing."""
    scope = access.scope_of(request)
    scope.check_may("people.change", "You can't change people. Ask a governance officer.")
    await acts.carry_out(scope, list_id=list_id, ticked=form.do, now=real_now())
    return views.address(scope, f"/staff-lists/{list_id}?said=done")


@post(
    "/t/{slug:str}/staff-lists/{list_id:uuid}/putting-away",
    opt=access.needs("interests.campaign"),
    name="registers.put-away-staff-list",
)
@forms.taking(NoForm, again=_list)
async def put_away(request: Request[Any, Any, Any], form: NoForm, list_id: FromPath[UUID]) -> str:
    """Forget what a list said."""
    scope = access.scope_of(request)
    await acts.put_away(scope, list_id=list_id)
    return views.address(scope, "/staff-lists?said=away")


ROUTES = [list_lists, bring, shown, carry_out, put_away]
