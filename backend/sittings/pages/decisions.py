"""The register of a committee's decisions as a page and as a file, each decision by itself, and what becomes of one."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.between.queries import ActLine
from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.meetings.rules import OUTCOME_IN_WORDS, Outcome
from backend.people import queries as people
from backend.scope import Scope
from backend.sittings import operations, queries, rules
from backend.sittings.pages import financial_years
from backend.sittings.queries import registers
from backend.web import access, forms, sheets, views

_COMMITTEE = "/t/{slug:str}/committees/{committee_id:uuid}"
_DECISION = "/t/{slug:str}/decisions/{decision_id:uuid}"
STANDINGS = {
    "irregular": "Irregular, to be ratified or reversed",
    "settled": "Ratified or reversed",
    "regular": "Regular",
    "untested": "Not compared with quorum and powers",
    "struck": "Struck out",
}


class SettlementForm(forms.Form):
    to: Literal["ratified", "reversed"] = Field(description="what became of it")
    by_id: UUID = Field(description="the later decision")


class SendForm(forms.Form):
    person_id: UUID = Field(description="who carries it out")


@get(f"{_COMMITTEE}/decisions", opt=access.needs("meetings.read"), name="sittings.decisions")
async def decisions(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """Every decision of a committee: within power, with consent, or irregular and what became of it."""
    return await _decisions(request, forms.FormState(), committee_id)


async def _decisions(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID, at: UUID | None = None
) -> Template:
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    every = await queries.register_of(scope, committee_id=committee_id)
    wanted = _wanted(request)
    found = tuple(each for each in every if _takes(wanted, each))
    years = sorted({financial_years.year_of(scope, each.day) for each in every}, reverse=True)
    return views.page(
        request,
        "sittings/decisions.html",
        committee=committee,
        decisions=found,
        every=len(every),
        open_count=sum(
            each.taken.decision.standing == "irregular"
            if each.taken
            else bool(each.act and each.act.irregular and each.act.waits)
            for each in every
        ),
        state=state,
        at_fault=at,
        asked={
            name: request.query_params.get(name, "")[:100] for name in ("year", "standing", "outcome", "q")
        },
        narrowed=wanted.anything,
        asked_query=request.url.query,
        years=[(each, financial_years.year_in_words(each)) for each in years],
        standings=STANDINGS,
        outcomes=[(each.value, words) for each, words in OUTCOME_IN_WORDS.items()],
        officer=scope.may("sittings.record"),
        settling=await registers.settling_decisions(scope) if scope.may("sittings.record") else (),
        crumbs=financial_years.crumbs(scope, committee),
    )


def _takes(wanted: queries.Wanted, line: queries.RegisterLine) -> bool:
    if line.taken is not None:
        return wanted.takes(line.taken)
    return line.act is not None and wanted.takes_act(line.act)


def _wanted(request: Request[Any, Any, Any]) -> queries.Wanted:
    """What the address asks for; what it can't mean is left out."""
    asked = request.query_params
    year = financial_years.parsed_year(asked.get("year", ""))
    since, until = financial_years.days_of(year) if year else (None, None)
    standing, outcome = asked.get("standing", ""), asked.get("outcome", "")
    return queries.Wanted(
        since=since,
        until=until,
        standing=standing if standing in STANDINGS else None,
        outcome=Outcome(outcome) if outcome in list(Outcome) else None,
        words=asked.get("q", "")[:100],
    )


@get(f"{_COMMITTEE}/decisions.csv", opt=access.needs("meetings.read"), name="sittings.decisions-file")
async def decisions_file(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Response[bytes]:
    """The same register as a file, narrowed as the page was."""
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    wanted = _wanted(request)
    rows = [
        _decision_cells(line.taken) if line.taken else _act_cells(line.act)
        for line in await queries.register_of(scope, committee_id=committee_id)
        if _takes(wanted, line)
    ]
    heads = [
        "Decided", "Meeting", "Item", "Outcome", "Decision", "Moved by", "Function", "Value", "Clause", "Consent",
        "Quorum", "Votes", "Standing", "What is irregular", "Why it was struck out", "SHA-256",
    ]  # fmt: skip
    return views.download(
        sheets.as_csv(heads, rows),
        name=f"{scope.tenant.slug}-{committee.slug}-decisions.csv",
        media_type=sheets.CSV,
    )


def _decision_cells(each: queries.RegisteredDecision) -> list[str]:
    decision = each.decision
    return [
        in_words(decision.decided_at),
        each.meeting,
        each.item,
        decision.outcome_in_words,
        decision.text,
        decision.mover_name or "",
        decision.function or "",
        decision.value_in_words or "",
        decision.clause or "",
        decision.consent or "",
        decision.quorum_words or "",
        " ".join(decision.votes_in_words),
        decision.standing_in_words,
        " ".join(fault.words for fault in decision.faults),
        decision.struck_because or "",
        decision.sha256,
    ]


def _act_cells(act: ActLine | None) -> list[str]:
    if act is None:
        return []
    return [
        in_words(act.taken_on),
        f"{act.kind_in_words} {act.number}",
        act.title,
        act.kind_in_words,
        act.words,
        "",
        act.function or "",
        act.value_in_words or "",
        act.clause or "",
        "",
        act.quorum_words or "",
        "",
        f"{act.state_in_words}{', irregular' if act.irregular else ''}",
        " ".join(act.faults),
        "",
        act.sha256 or "",
    ]


async def _again(request: Request[Any, Any, Any], state: forms.FormState, irregularity_id: UUID) -> Template:
    committee_id = await registers.committee_of_irregularity(
        access.scope_of(request), irregularity_id=irregularity_id
    )
    return await _decisions(request, state, committee_id, irregularity_id)


@post(
    "/t/{slug:str}/irregular-decisions/{irregularity_id:uuid}/settlement",
    opt=access.needs("sittings.record"),
    name="sittings.settle",
)
@forms.taking(SettlementForm, again=_again)
async def settle(
    request: Request[Any, Any, Any], form: SettlementForm, irregularity_id: FromPath[UUID]
) -> str:
    """Say which later decision ratified or reversed an irregular one."""
    scope = access.scope_of(request)
    committee_id = await registers.committee_of_irregularity(scope, irregularity_id=irregularity_id)
    await operations.settle_irregularity(
        scope, irregularity_id=irregularity_id, to=rules.Settlement(form.to), by_decision_id=form.by_id
    )
    return views.address(scope, f"/committees/{committee_id}/decisions?said={form.to}")


@get(_DECISION, opt=access.needs("meetings.read"), name="sittings.decision")
async def decision(request: Request[Any, Any, Any], decision_id: FromPath[UUID]) -> Template:
    """One decision: who was there and counted, under which power, how conflicts were handled, the minute."""
    return await _extract(request, forms.FormState(), decision_id)


async def _extract(request: Request[Any, Any, Any], state: forms.FormState, decision_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.extract_of(scope, decision_id=decision_id)
    officer = scope.may("sittings.record")
    return views.page(
        request,
        "sittings/extract.html",
        extract=found,
        decision=found.decision,
        state=state,
        officer=officer,
        people=[(line.id, line.name) for line in await people.people_of(scope)] if officer else (),
        crumbs=[
            views.Crumb("Committees", views.address(scope, "/committees")),
            views.Crumb(found.committee, views.address(scope, f"/committees/{found.committee_id}")),
            views.Crumb("Decisions", views.address(scope, f"/committees/{found.committee_id}/decisions")),
        ],
    )


@post(f"{_DECISION}/sending", opt=access.needs("sittings.record"), name="sittings.send-extract")
@forms.taking(SendForm, again=_extract)
async def send(request: Request[Any, Any, Any], form: SendForm, decision_id: FromPath[UUID]) -> str:
    """Send the extract to whoever carries the decision out."""
    scope: Scope = access.scope_of(request)
    await operations.send_extract(scope, decision_id=decision_id, person_id=form.person_id)
    return views.address(scope, f"/decisions/{decision_id}?said=sent#sent")


ROUTES: list[Any] = [decisions, decisions_file, settle, decision, send]
