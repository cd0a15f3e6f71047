"""Fit and proper persons: who was checked when, and who is due. No findings are asked for and none are kept."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.people import queries as people
from backend.registers.operations import fit_and_proper as acts
from backend.registers.queries import fit_and_proper as queries
from backend.registers.rules import fit_and_proper as rules
from backend.web import access, forms, views


class CheckForm(forms.Form):
    checked_on: forms.FormDate = Field(description="the day of the check")
    next_due_on: forms.FormDate | None = Field(None, description="the day of the next check")


class WithdrawalForm(forms.Form):
    reason: str = Field(min_length=1, max_length=500, description="the reason")


@get("/t/{slug:str}/returns/fit-and-proper", opt=access.needs("returns.read"), name="returns.fit-and-proper")
async def shown(request: Request[Any, Any, Any]) -> Template:
    scope = access.scope_of(request)
    lines = await queries.checks_due(scope)
    return views.page(
        request,
        "registers/fit-and-proper.html",
        crumbs=[views.Crumb("Returns", views.address(scope, "/returns"))],
        lines=lines,
        overdue=sum(line.state in {rules.CheckState.NEVER, rules.CheckState.OVERDUE} for line in lines),
        soon=sum(line.state is rules.CheckState.SOON for line in lines),
    )


async def _page(request: Request[Any, Any, Any], state: forms.FormState, person_id: UUID) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "registers/fit-and-proper-person.html",
        crumbs=[
            views.Crumb("Returns", views.address(scope, "/returns")),
            views.Crumb("Fit and proper persons", views.address(scope, "/returns/fit-and-proper")),
        ],
        person=await people.person_line_of(scope, person_id=person_id),
        recorded=await queries.recorded_for(scope, person_id=person_id),
        may_record=scope.may("returns.prepare"),
        state=state,
    )


@get(
    "/t/{slug:str}/returns/fit-and-proper/{person_id:uuid}",
    opt=access.needs("returns.read"),
    name="returns.fit-and-proper-person",
)
async def person(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Template:
    return await _page(request, forms.FormState(), person_id)


@post(
    "/t/{slug:str}/returns/fit-and-proper/{person_id:uuid}",
    opt=access.needs("returns.prepare"),
    name="returns.record-check",
)
@forms.taking(CheckForm, again=_page)
async def record(request: Request[Any, Any, Any], form: CheckForm, person_id: FromPath[UUID]) -> str:
    """Record a check; the next is a year later unless another day is given."""
    scope = access.scope_of(request)
    await acts.record_check(
        scope,
        person_id=person_id,
        checked_on=form.checked_on,
        next_due_on=form.next_due_on or rules.usual_next(form.checked_on),
    )
    return views.address(scope, f"/returns/fit-and-proper/{person_id}?said=recorded")


@post(
    "/t/{slug:str}/returns/fit-and-proper/checks/{check_id:uuid}/withdrawal",
    opt=access.needs("returns.prepare"),
    name="returns.withdraw-check",
)
async def withdraw(request: Request[Any, Any, Any], check_id: FromPath[UUID]) -> Response[Any] | Template:
    """Take back what was entered by mistake."""
    scope = access.scope_of(request)
    person_id = await queries.person_of_check(scope, check_id=check_id)

    async def act(form: WithdrawalForm) -> str:
        await acts.withdraw_check(scope, check_id=check_id, reason=form.reason)
        return views.address(scope, f"/returns/fit-and-proper/{person_id}?said=withdrawn")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state, person_id)

    return await forms.submit(request, WithdrawalForm, act=act, again=again)


ROUTES: list[Any] = [shown, person, record, withdraw]
