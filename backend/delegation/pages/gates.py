"""Gates: the list, one gate with all that was said at it, and the report that can be printed."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.actions.pages import elsewhere
from backend.delegation import printing, queries
from backend.delegation.operations import passing, standing
from backend.delegation.queries import checking, contracts_at_gates
from backend.delegation.queries.gate_views import GateView
from backend.delegation.rules import gates as at_gates
from backend.people.pages import step_up
from backend.scope import Refusal, Scope
from backend.web import access, forms, views
from backend.web.days import day_of
from backend.web.sheets import csv_file

GATES = "/t/{slug:str}/delegation/gates"
ONE = f"{GATES}/{{gate_id:uuid}}"
_READ = access.needs("delegation.read")
_HEADS = (
    "Programme",
    "Gate",
    "Name",
    "Guards",
    "State",
    "Passed on",
    "Passed by",
    "Stopped by",
    "Waived",
    "Conditions still owed",
    "Irregular happenings",
)


@get(GATES, opt=_READ, name="delegation.gates")
async def gates(request: Request[Any, Any, Any]) -> Template:
    """Every gate of the programmes in use, as at any day."""
    scope = access.scope_of(request)
    on, typed, problem = day_of(request, "on", scope)
    which, state = _chosen(request)
    every = await queries.gates_of(scope, on=on)
    return views.page(
        request,
        "delegation/gates.html",
        gates=_fitting(every, which, state),
        every=every,
        programmes=list(dict.fromkeys((each.programme_slug, each.programme) for each in every)),
        states=at_gates.GATE_IN_WORDS,
        on=on,
        chosen={"on": typed, "programme": which, "state": state},
        problem=problem,
        crumbs=crumbs(scope)[:1],
    )


@get("/t/{slug:str}/delegation/gates.csv", opt=_READ, name="delegation.gates-file")
async def gates_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same list for a spreadsheet."""
    scope = access.scope_of(request)
    on, _, _ = day_of(request, "on", scope)
    found = _fitting(await queries.gates_of(scope, on=on), *_chosen(request))
    return csv_file(scope, "gates", _HEADS, [_row(each) for each in found])


@get(ONE, opt=_READ, name="delegation.gate")
async def gate(request: Request[Any, Any, Any], gate_id: FromPath[UUID]) -> Template:
    """One gate: its criteria, what they rest on, who passed it, what is owed and what happened."""
    return await gate_page(request, await step_up.state_of(request), gate_id)


@get(f"{ONE}/report", opt=_READ, name="delegation.gate-report")
async def report(request: Request[Any, Any, Any], gate_id: FromPath[UUID]) -> Template:
    """By which criteria the gate is stopped, and on which page of which source each rests."""
    scope = access.scope_of(request)
    on, typed, problem = day_of(request, "on", scope)
    found = await queries.gate(scope, gate_id=gate_id, on=on)
    return views.page(
        request,
        "delegation/gate-report.html",
        **await told_of(scope, found),
        chosen={"on": typed},
        problem=problem,
        crumbs=crumbs(scope, found),
    )


@get(f"{ONE}/report.pdf", opt=_READ, name="delegation.gate-report-file")
async def report_file(request: Request[Any, Any, Any], gate_id: FromPath[UUID]) -> Response[bytes]:
    """The report as a tagged PDF, made now."""
    scope = access.scope_of(request)
    on, _, _ = day_of(request, "on", scope)
    found = await queries.gate(scope, gate_id=gate_id, on=on)
    told = await told_of(scope, found)
    data = await asyncio.to_thread(printing.gate_report, scope, found, told)
    return views.download(data, name=printing.file_name(scope, found), media_type="application/pdf")


async def told_of(scope: Scope, found: GateView) -> dict[str, Any]:
    """What the report tells, on the page and in print."""
    return {
        "gate": found,
        "on": found.on,
        "rules": await checking.rules_of(scope, found.conditions, on=found.on),
        "documents": await queries.documents_of(scope, programme_id=found.programme_id),
    }


async def gate_page(request: Request[Any, Any, Any], state: forms.FormState, gate_id: UUID) -> Template:
    """The page of a gate, also for whoever sends a form of it back."""
    scope = access.scope_of(request)
    on, typed, problem = day_of(request, "on", scope)
    found = await queries.gate(scope, gate_id=gate_id, on=on)
    now = on == scope.today
    may_sign = now and await standing.may_sign(scope)
    return views.page(
        request,
        "delegation/gate.html",
        **await told_of(scope, found),
        state=state,
        words=passing.words_of(scope, found),
        may_sign=may_sign,
        may_change=now and scope.may("delegation.change"),
        why_not=_why_not(scope, found) if may_sign else None,
        owners=await elsewhere.offer(scope) if now else (),
        siblings=[
            each
            for each in await queries.gates_of(scope, programme_id=found.programme_id)
            if each.id != gate_id
        ],
        contracts=(await contracts_at_gates.contracts_at(scope, [found])).get(gate_id, ()),
        whats=[(code.value, said) for code, said in at_gates.WHAT_IN_WORDS.items()],
        chosen={"on": typed},
        problem=problem,
        crumbs=crumbs(scope),
    )


def _why_not(scope: Scope, found: GateView) -> str | None:
    """Why this reader, who may sign at gates, can't pass this one now."""
    try:
        at_gates.check_can_pass(found.at_gate, person_id=scope.actor.person_id)
    except Refusal as refusal:
        return str(refusal)
    return None


def crumbs(scope: Scope, found: GateView | None = None) -> list[views.Crumb]:
    up = [
        views.Crumb("Delegation", views.address(scope, "/delegation")),
        views.Crumb("Gates", views.address(scope, "/delegation/gates")),
    ]
    if found is not None:
        up.append(views.Crumb(f"Gate {found.slug}", views.address(scope, found.path)))
    return up


def _chosen(request: Request[Any, Any, Any]) -> tuple[str, str]:
    asked = request.query_params
    return asked.get("programme", "")[:80], asked.get("state", "")[:20]


def _fitting(every: tuple[GateView, ...], which: str, state: str) -> list[GateView]:
    return [
        each
        for each in every
        if (not which or each.programme_slug == which) and (not state or each.state.value == state)
    ]


def _row(each: GateView) -> tuple[str, ...]:
    signed = each.passing
    return (
        each.programme,
        each.slug,
        each.name,
        at_gates.listed(each.guarded),
        each.state_in_words,
        signed.since.isoformat() if signed else "",
        signed.person_name if signed else "",
        ", ".join(one.slug for one in each.stopping),
        ", ".join(one.slug for one in each.conditions if one.waiver),
        str(len(each.pending)),
        str(len(each.irregular)),
    )


ROUTES: list[Any] = [gates_file, gates, gate, report, report_file]
