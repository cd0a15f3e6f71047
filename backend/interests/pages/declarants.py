"""How a person declares: group, decisions, line manager, staff number; and pauses, without their reason."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.operations import declarants as acts
from backend.interests.queries import declarants
from backend.interests.rules import declarants as rules
from backend.people import queries as people
from backend.web import access, forms, views


class DeclarantForm(forms.Form):
    group: str | None = Field(None, max_length=40, description="the group")
    decision_making: Literal["yes", "no"] | None = Field(None, description="whether they make decisions")
    line_manager_id: UUID | None = Field(None, description="the line manager")
    staff_number: str | None = Field(None, max_length=40, description="the staff number")
    band: str | None = Field(None, max_length=40, description="the band")


class PauseForm(forms.Form):
    from_on: forms.FormDate = Field(description="the first day of the pause")
    until_on: forms.FormDate | None = Field(None, description="the last day of the pause")
    reason: str = Field(min_length=1, max_length=1_000, description="the reason")


async def _declarant(request: Request[Any, Any, Any], state: forms.FormState, person_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await declarants.declarant_of(scope, person_id=person_id)
    everybody = await people.people_of(scope)
    sees_pauses = scope.may("people.pause") or scope.may("ledger.read")
    manager = next((line.name for line in everybody if line.id == found.line_manager_id), None)
    return views.page(
        request,
        "interests/declarant.html",
        state=state,
        declarant=found,
        manager=manager,
        groups=list(rules.GROUPS.items()),
        colleagues=[(line.id, line.name) for line in everybody if line.id != person_id],
        sees_pauses=sees_pauses,
        pauses=await people.pauses_of(scope, person_id=person_id) if sees_pauses else (),
        may_change=scope.may("people.change"),
        may_pause=scope.may("people.pause") and person_id != scope.actor.person_id,
        crumbs=[
            views.Crumb("People", views.address(scope, "/people")),
            views.Crumb(found.person_name, views.address(scope, f"/people/{person_id}")),
        ],
    )


@get(
    "/t/{slug:str}/people/{person_id:uuid}/declaring",
    opt=access.needs("people.read"),
    name="interests.declarant",
)
async def declarant(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Template:
    """How one person declares, and when they are paused."""
    return await _declarant(request, forms.FormState(), person_id)


@post(
    "/t/{slug:str}/people/{person_id:uuid}/declaring",
    opt=access.needs("people.change"),
    name="interests.settle-declarant",
)
@forms.taking(DeclarantForm, again=_declarant)
async def settle(request: Request[Any, Any, Any], form: DeclarantForm, person_id: FromPath[UUID]) -> str:
    """Settle how a person declares."""
    scope = access.scope_of(request)
    await acts.settle_declarant(
        scope,
        person_id=person_id,
        group=form.group,
        decision_making=None if form.decision_making is None else form.decision_making == "yes",
        line_manager_id=form.line_manager_id,
        staff_number=form.staff_number,
        band=form.band,
    )
    return views.address(scope, f"/people/{person_id}/declaring?said=settled")


@post(
    "/t/{slug:str}/people/{person_id:uuid}/pauses", opt=access.needs("people.pause"), name="interests.pause"
)
async def pause(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Response[Any] | Template:
    """Pause a person."""
    scope = access.scope_of(request)

    async def act(form: PauseForm) -> str:
        await acts.pause(
            scope, person_id=person_id, from_on=form.from_on, until_on=form.until_on, reason=form.reason
        )
        return views.address(scope, f"/people/{person_id}/declaring?said=paused")

    async def again(state: forms.FormState) -> Template:
        kept = {
            name: value for name, value in state.values.items() if name != "reason"
        }  # typed anew, shown never
        return await _declarant(request, forms.FormState(kept, state.errors), person_id)

    return await forms.submit(request, PauseForm, act=act, again=again)


@post(
    "/t/{slug:str}/people/{person_id:uuid}/pauses/{pause_id:uuid}/end",
    opt=access.needs("people.pause"),
    name="interests.end-pause",
)
async def end_pause(
    request: Request[Any, Any, Any], person_id: FromPath[UUID], pause_id: FromPath[UUID]
) -> Response[Any]:
    """End a pause, or take one back that has not begun."""
    scope = access.scope_of(request)
    await acts.end_pause(scope, person_id=person_id, pause_id=pause_id)
    return views.redirect(views.address(scope, f"/people/{person_id}/declaring?said=ended"))


ROUTES = [declarant, settle, pause, end_pause]
