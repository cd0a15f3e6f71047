"""What is done at a gate: signed with fresh proof, set as a condition, recorded as it happened."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions import queries as actions
from backend.actions.rules import SourceKind
from backend.delegation import operations, queries
from backend.delegation.pages import uploads
from backend.delegation.pages.gates import ONE, crumbs, gate_page
from backend.delegation.queries import at_gate
from backend.delegation.queries import gates as gate_queries
from backend.delegation.rules import gates as at_gates
from backend.people.pages import step_up
from backend.web import access, forms, views

_CHANGE = access.needs("delegation.change")
_PASS = access.needs("delegation.pass")
_READ = access.needs("delegation.read")
_SET = "/t/{slug:str}/delegation/conditions-set/{imposed_id:uuid}"
_HAPPENED = "/t/{slug:str}/delegation/happenings/{happening_id:uuid}"


class PassForm(forms.Form):
    seen: str = Field(pattern=r"^[0-9a-f]{64}$", description="the gate that you read")
    agreed: Literal["yes"] = Field(description="the box to say that you have read it and pass it")


class ReopenForm(forms.Form):
    reopen_reason: str = Field(min_length=1, max_length=2_000, description="why it is opened again")


class SetForm(forms.Form):
    set_words: str = Field(min_length=1, max_length=2_000, description="what has to be done")
    set_by: str | None = Field(None, max_length=200, description="who set it")
    set_due_on: forms.FormDate | None = Field(None, description="the day by which it has to be done")
    set_owner_id: UUID | None = Field(None, description="who follows it up")


class HappeningForm(forms.Form):
    what: at_gates.What = Field(description="what happened")
    milestone_id: UUID | None = Field(None, description="the milestone")
    function: str | None = Field(None, max_length=80, description="the function")
    happened_words: str = Field(min_length=1, max_length=2_000, description="what happened")
    happened_on: forms.FormDate = Field(description="the day on which it happened")
    decided_by: str = Field(min_length=1, max_length=300, description="who decided it")
    file: UploadFile | None = Field(None, description="the file that shows it")


class SettleForm(forms.Form):
    state: Literal["met", "not-met", "open", "withdrawn"] = Field(description="how it stands")
    words: str = Field(min_length=1, max_length=2_000, description="what that rests on")
    on: forms.FormDate | None = Field(None, description="the day from which it holds")


class CarryForm(forms.Form):
    carry_words: str = Field(min_length=1, max_length=2_000, description="why it is carried over")
    carry_year: str | None = Field(None, max_length=7, description="the year")
    carry_gate_id: UUID | None = Field(None, description="the gate")
    carry_due_on: forms.FormDate | None = Field(None, description="the day by which it has to be met")


class ReportForm(forms.Form):
    reported_to: str = Field(min_length=1, max_length=300, description="to whom it was reported")
    reported_on: forms.FormDate = Field(description="the day on which it was reported")


class StrikeForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is struck out")


@post(f"{ONE}/passing", opt=_PASS, name="delegation.pass-gate")
@forms.taking(PassForm, again=gate_page)
async def pass_gate(request: Request[Any, Any, Any], form: PassForm, gate_id: FromPath[UUID]) -> str:
    """Pass the gate in one's own name, with fresh proof of who signs."""
    scope = access.scope_of(request)
    here = views.address(scope, f"/delegation/gates/{gate_id}")
    await queries.gate(scope, gate_id=gate_id)
    if ask := await step_up.first(request, form, path=here):
        return ask
    await operations.pass_gate(scope, gate_id=gate_id, seen=form.seen, proved_by=step_up.proof_of(request))
    return f"{here}?said=passed"


@post(f"{ONE}/reopening", opt=_PASS, name="delegation.reopen-gate")
@forms.taking(ReopenForm, again=gate_page)
async def reopen(request: Request[Any, Any, Any], form: ReopenForm, gate_id: FromPath[UUID]) -> str:
    """Open the gate again, as long as nothing that it guards has happened."""
    scope = access.scope_of(request)
    here = views.address(scope, f"/delegation/gates/{gate_id}")
    await queries.gate(scope, gate_id=gate_id)
    if ask := await step_up.first(request, form, path=here):
        return ask
    await operations.reopen_gate(
        scope, gate_id=gate_id, reason=form.reopen_reason, proved_by=step_up.proof_of(request)
    )
    return f"{here}?said=reopened"


@post(f"{ONE}/conditions-set", opt=_CHANGE, name="delegation.set-condition")
@forms.taking(SetForm, again=gate_page)
async def set_condition(request: Request[Any, Any, Any], form: SetForm, gate_id: FromPath[UUID]) -> str:
    """Record a condition that was set, and have it followed up."""
    scope = access.scope_of(request)
    await operations.impose(
        scope,
        gate_id=gate_id,
        words=form.set_words,
        imposed_by=form.set_by or "",
        due_on=form.set_due_on,
        owner_person_id=form.set_owner_id,
    )
    return views.address(scope, f"/delegation/gates/{gate_id}?said=set")


@post(
    f"{ONE}/happenings",
    opt=_CHANGE,
    name="delegation.record-happening",
    request_max_body_size=uploads.BODY_LIMIT,
)
@forms.taking(HappeningForm, again=gate_page)
async def record(request: Request[Any, Any, Any], form: HappeningForm, gate_id: FromPath[UUID]) -> str:
    """Record what happened at the gate as it happened."""
    scope = access.scope_of(request)
    await queries.gate(scope, gate_id=gate_id)
    happening_id = await operations.record_happening(
        scope,
        gate_id=gate_id,
        what=form.what,
        milestone_id=form.milestone_id if form.what is at_gates.What.MILESTONE else None,
        function=form.function,
        words=form.happened_words,
        happened_on=form.happened_on,
        decided_by=form.decided_by,
        evidence=[await uploads.kept(scope, form.file)] if form.file is not None else (),
    )
    return views.address(scope, f"/delegation/happenings/{happening_id}?said=recorded")


async def _imposed(request: Request[Any, Any, Any], state: forms.FormState, imposed_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await gate_queries.imposed(scope, imposed_id=imposed_id)
    every = await gate_queries.imposed_between(scope)
    gate = await queries.gate(scope, gate_id=found.gate_id)
    return views.page(
        request,
        "delegation/imposed.html",
        state=state,
        imposed=found,
        trail=_trail(found.id, every),
        lines=await at_gate.imposed_lines(scope, imposed_id=imposed_id),
        actions=(
            await actions.actions_from(scope, kind=SourceKind.GATE, source_ids=[each.id for each in every])
        ),
        gates=[
            (each.id, f"{each.slug}: {each.name}")
            for each in await queries.gates_of(scope, programme_id=found.programme_id)
            if each.id != found.gate_id
        ],
        states=[
            (code.value, at_gates.IMPOSED_IN_WORDS[code])
            for code in at_gates.Imposed
            if code not in (at_gates.Imposed.CARRIED, found.state)
        ],
        may_change=scope.may("delegation.change"),
        crumbs=crumbs(scope, gate),
    )


def _trail(imposed_id: UUID, every: tuple[queries.ImposedView, ...]) -> tuple[queries.ImposedView, ...]:
    """The condition with all from which it was carried over, and all into which it was, the first of them first."""
    by_id = {each.id: each for each in every}
    first = by_id.get(imposed_id)
    while first is not None and first.from_id in by_id:
        first = by_id[first.from_id]
    found = []
    while first is not None:
        found.append(first)
        first = by_id.get(first.into_id) if first.into_id else None
    return tuple(found)


@get(_SET, opt=_READ, name="delegation.imposed")
async def imposed(request: Request[Any, Any, Any], imposed_id: FromPath[UUID]) -> Template:
    """One condition that was set: how it stands, its follow-up and its trail."""
    return await _imposed(request, forms.FormState(), imposed_id)


@post(f"{_SET}/states", opt=_CHANGE, name="delegation.settle-condition")
@forms.taking(SettleForm, again=_imposed)
async def settle(request: Request[Any, Any, Any], form: SettleForm, imposed_id: FromPath[UUID]) -> str:
    """Say how a condition stands."""
    scope = access.scope_of(request)
    await operations.settle(
        scope,
        imposed_id=imposed_id,
        state=at_gates.Imposed(form.state),
        words=form.words,
        on=form.on,
    )
    return views.address(scope, f"/delegation/conditions-set/{imposed_id}?said=recorded")


@post(f"{_SET}/carrying", opt=_CHANGE, name="delegation.carry-condition")
@forms.taking(CarryForm, again=_imposed)
async def carry(request: Request[Any, Any, Any], form: CarryForm, imposed_id: FromPath[UUID]) -> str:
    """Carry a condition over into a later year, or to another gate."""
    scope = access.scope_of(request)
    new_id = await operations.carry_over(
        scope,
        imposed_id=imposed_id,
        words=form.carry_words,
        year=form.carry_year,
        to_gate_id=form.carry_gate_id,
        due_on=form.carry_due_on,
    )
    return views.address(scope, f"/delegation/conditions-set/{new_id}?said=carried")


async def _happening(request: Request[Any, Any, Any], state: forms.FormState, happening_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await gate_queries.happening(scope, happening_id=happening_id)
    shown = await at_gate.shown_for(
        scope, "happening_id", [happening_id], on=date.max, moment=scope.now, withdrawn=True
    )
    made = await actions.actions_from(scope, kind=SourceKind.GATE, source_ids=[happening_id])
    return views.page(
        request,
        "delegation/happening.html",
        state=state,
        happening=found,
        evidence=shown.get(happening_id, ()),
        actions=made.get(happening_id, ()),
        may_change=scope.may("delegation.change"),
        crumbs=crumbs(scope, await queries.gate(scope, gate_id=found.gate_id)),
    )


@get(_HAPPENED, opt=_READ, name="delegation.happening")
async def happening(request: Request[Any, Any, Any], happening_id: FromPath[UUID]) -> Template:
    """What happened at a gate, as it was recorded."""
    return await _happening(request, forms.FormState(), happening_id)


@post(f"{_HAPPENED}/reporting", opt=_CHANGE, name="delegation.report-happening")
@forms.taking(ReportForm, again=_happening)
async def report(request: Request[Any, Any, Any], form: ReportForm, happening_id: FromPath[UUID]) -> str:
    """Say to whom it was reported."""
    scope = access.scope_of(request)
    await operations.report_happening(
        scope, happening_id=happening_id, to=form.reported_to, on=form.reported_on
    )
    return views.address(scope, f"/delegation/happenings/{happening_id}?said=reported")


@post(f"{_HAPPENED}/striking", opt=_CHANGE, name="delegation.strike-happening")
@forms.taking(StrikeForm, again=_happening)
async def strike(request: Request[Any, Any, Any], form: StrikeForm, happening_id: FromPath[UUID]) -> str:
    """Strike out what was recorded by mistake."""
    scope = access.scope_of(request)
    await operations.strike_out(scope, happening_id=happening_id, because=form.because)
    return views.address(scope, f"/delegation/happenings/{happening_id}?said=struck")


ROUTES: list[Any] = [
    pass_gate,
    reopen,
    set_condition,
    record,
    imposed,
    settle,
    carry,
    happening,
    report,
    strike,
]
