"""What is kept and for how long: the schedule, what falls due, decisions about it, and holds."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.pages.parts import page_number, pagination
from backend.people import queries as people
from backend.registers.operations import retention as acts
from backend.registers.queries import retention as queries
from backend.registers.rules import retention as rules
from backend.scope import Scope
from backend.web import access, forms, views


class LookForm(forms.Form):
    pass


class DecideForm(forms.Form):
    decision: Literal["approve", "keep"] = Field(description="what happens with it")
    reason: str = Field(max_length=1_000, description="the reason")


class DoneForm(forms.Form):
    how: str = Field(max_length=1_000, description="what was done, and by whom")


class HoldForm(forms.Form):
    kind: rules.HoldKind = Field(description="why it is held")
    record_type: str | None = Field(None, max_length=80, description="the kind of record")
    person_id: UUID | None = Field(None, description="the person")
    reason: str = Field(max_length=1_000, description="the reason")


class LiftHoldForm(forms.Form):
    reason: str = Field(max_length=1_000, description="why the hold is lifted")


@get("/t/{slug:str}/retention", opt=access.needs("registers.retain"), name="registers.retention")
async def retention(request: Request[Any, Any, Any]) -> Template:
    """The schedule, what falls due within a year, what waits for a decision, and holds."""
    return await _page(request, access.scope_of(request), forms.FormState())


@post("/t/{slug:str}/retention/proposals", opt=access.needs("registers.retain"), name="registers.propose")
async def propose(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Look now for what is due."""
    scope = access.scope_of(request)

    async def act(form: LookForm) -> str:
        await acts.propose_disposals(scope)
        return views.address(scope, "/retention?said=looked")

    return await _submit(request, LookForm, scope, act)


@post("/t/{slug:str}/retention/holds", opt=access.needs("registers.retain"), name="registers.hold")
async def place_hold(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Hold records, whatever the schedule says."""
    scope = access.scope_of(request)

    async def act(form: HoldForm) -> str:
        await acts.place_hold(
            scope, kind=form.kind, reason=form.reason, record_type=form.record_type, person_id=form.person_id
        )
        return views.address(scope, "/retention?said=held")

    return await _submit(request, HoldForm, scope, act)


async def _hold(request: Request[Any, Any, Any], state: forms.FormState, hold_id: UUID) -> Template:
    scope = access.scope_of(request)
    line = await queries.hold_of(scope, hold_id=hold_id)
    record_type = queries.schedule_of(scope).record_type(line.record_type or "")
    return views.page(
        request,
        "registers/hold.html",
        state=state,
        line=line,
        type_name=record_type.name if record_type else "Every kind of record",
        crumbs=_crumbs(scope),
    )


@get(
    "/t/{slug:str}/retention/holds/{hold_id:uuid}",
    opt=access.needs("registers.retain"),
    name="registers.hold-page",
)
async def hold(request: Request[Any, Any, Any], hold_id: FromPath[UUID]) -> Template:
    """One hold."""
    return await _hold(request, forms.FormState(), hold_id)


@post(
    "/t/{slug:str}/retention/holds/{hold_id:uuid}/lift",
    opt=access.needs("registers.retain"),
    name="registers.lift-hold",
)
@forms.taking(LiftHoldForm, again=_hold)
async def lift_hold(request: Request[Any, Any, Any], form: LiftHoldForm, hold_id: FromPath[UUID]) -> str:
    """Lift a hold."""
    scope = access.scope_of(request)
    await acts.lift_hold(scope, hold_id=hold_id, reason=form.reason)
    return views.address(scope, f"/retention/holds/{hold_id}?said=lifted")


async def _disposal(request: Request[Any, Any, Any], state: forms.FormState, disposal_id: UUID) -> Template:
    scope = access.scope_of(request)
    line = await queries.disposal_of(scope, disposal_id=disposal_id)
    return views.page(
        request,
        "registers/disposal.html",
        state=state,
        line=line,
        record_type=queries.schedule_of(scope).record_type(line.record_type),
        crumbs=_crumbs(scope),
    )


@get(
    "/t/{slug:str}/retention/{disposal_id:uuid}",
    opt=access.needs("registers.retain"),
    name="registers.disposal",
)
async def disposal(request: Request[Any, Any, Any], disposal_id: FromPath[UUID]) -> Template:
    """One proposal: what it would remove, and what was decided."""
    return await _disposal(request, forms.FormState(), disposal_id)


@post(
    "/t/{slug:str}/retention/{disposal_id:uuid}/decision",
    opt=access.needs("registers.retain"),
    name="registers.decide-disposal",
)
@forms.taking(DecideForm, again=_disposal)
async def decide(request: Request[Any, Any, Any], form: DecideForm, disposal_id: FromPath[UUID]) -> str:
    """Approve it, or keep the record."""
    scope = access.scope_of(request)
    await acts.decide_disposal(
        scope, disposal_id=disposal_id, approve=form.decision == "approve", reason=form.reason
    )
    return views.address(scope, f"/retention/{disposal_id}?said=decided")


@post(
    "/t/{slug:str}/retention/{disposal_id:uuid}/done",
    opt=access.needs("registers.retain"),
    name="registers.disposal-done",
)
@forms.taking(DoneForm, again=_disposal)
async def done(request: Request[Any, Any, Any], form: DoneForm, disposal_id: FromPath[UUID]) -> str:
    """Note that it was carried out by hand."""
    scope = access.scope_of(request)
    await acts.note_carried_out(scope, disposal_id=disposal_id, how=form.how)
    return views.address(scope, f"/retention/{disposal_id}?said=done")


async def _page(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    due = await queries.falling_due(scope, number=page_number(request))
    disposals = await queries.disposals_of(scope, number=page_number(request, name="proposals"))
    here = views.address(scope, "/retention")
    schedule = queries.schedule_of(scope)
    everybody = await people.people_of(scope, also_left=True)
    return views.page(
        request,
        "registers/retention.html",
        state=state,
        schedule=schedule,
        due=due,
        turning_due=pagination(
            here, {"proposals": str(disposals.number)}, number=due.number, pages=due.pages, anchor="#due"
        ),
        disposals=disposals,
        turning_disposals=pagination(
            here,
            {"page": str(due.number)},
            number=disposals.number,
            pages=disposals.pages,
            name="proposals",
            anchor="#proposals",
        ),
        holds=await queries.holds_of(scope),
        kinds=list(rules.HOLD_IN_WORDS.items()),
        types=[(each.id, each.name) for each in schedule.records],
        names={each.id: each.name for each in schedule.records},
        everybody=[(each.id, each.name) for each in everybody],
    )


async def _submit(
    request: Request[Any, Any, Any], model: Any, scope: Scope, act: Any
) -> Response[Any] | Template:
    async def again(state: forms.FormState) -> Template:
        return await _page(request, scope, state)

    return await forms.submit(request, model, act=act, again=again)


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Retention", views.address(scope, "/retention"))]


ROUTES: list[Any] = [retention, propose, place_hold, hold, lift_hold, disposal, decide, done]
