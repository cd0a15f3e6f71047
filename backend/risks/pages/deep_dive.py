"""A deep dive: everything about one risk on one page, as at a day, for a committee that looks into it."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.risks import queries
from backend.risks.operations import reports as operations
from backend.risks.pages.parts import crumbs, day_of
from backend.risks.pages.reports import meeting_choices
from backend.risks.pictures.drawn import assurance_map_of, trajectory_of
from backend.risks.reports import tables
from backend.risks.reports.compared import changes_table
from backend.risks.reports.facts import facts_of_risk
from backend.risks.rules.reports import ReportKind
from backend.web import access, forms, views


class DeepDiveForm(forms.Form):
    meeting_id: UUID = Field(description="the meeting")
    on: forms.FormDate | None = Field(None, description="the day that it shows")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, risk_id: UUID) -> Template:
    scope = access.scope_of(request)
    day = day_of(scope, request.query_params.get("on", "")[:10])
    earlier = day_of(scope, request.query_params.get("since", "")[:10])
    compares = bool(earlier.text) and not earlier.problem and earlier.on < day.on
    facts = await facts_of_risk(scope, risk_id=risk_id, on=day.on, since=earlier.on if compares else None)
    (risk,) = facts.risks
    scores = facts.scores.get(risk_id, ())
    return views.page(
        request,
        "risks/deep-dive.html",
        state=state,
        risk=risk,
        day=day,
        since=earlier,
        not_compared=_why_not(earlier.text, compares=compares, there=bool(facts.before)),
        changes=changes_table(facts.before[0], risk) if facts.before else None,
        trajectory=trajectory_of(risk, scores, facts.settings.matrix),
        assurances=assurance_map_of([risk], on=day.on),
        scored=tables.scores_table(risk),
        controls=tables.controls_table(risk, facts.evidence),
        gaps=tables.gaps_table(risk),
        actions=tables.actions_table(risk, also_private=True),
        every_score=tables.history_table(risk, scores),
        history=await queries.history_of(scope, risk_id=risk_id),
        meetings=await meeting_choices(scope) if scope.may("risks.keep") else [],
        crumbs=crumbs(scope, risk),
    )


def _why_not(typed: str, *, compares: bool, there: bool) -> str:
    """Why there is no comparison with the day that was typed; empty where there is one, or none was asked for."""
    if not typed or there:
        return ""
    if compares:
        return f"The risk was not open yet on “{typed}”, so there is nothing to compare with."
    return f"“{typed}” is no earlier day to compare with."


@get("/t/{slug:str}/risks/{risk_id:uuid}/deep-dive", opt=access.needs("risks.read"), name="risks.deep-dive")
async def deep_dive(request: Request[Any, Any, Any], risk_id: FromPath[UUID]) -> Template:
    """One risk, everything about it."""
    return await _page(request, forms.FormState(), risk_id)


@post(
    "/t/{slug:str}/risks/{risk_id:uuid}/deep-dive",
    opt=access.needs("risks.keep"),
    name="risks.deep-dive-paper",
)
@forms.taking(DeepDiveForm, again=_page)
async def ask(request: Request[Any, Any, Any], form: DeepDiveForm, risk_id: FromPath[UUID]) -> str:
    """Have it made as a paper for a meeting."""
    scope = access.scope_of(request)
    report_id = await operations.ask_for_report(
        scope, meeting_id=form.meeting_id, kind=ReportKind.DEEP_DIVE, risk_id=risk_id, on=form.on
    )
    return views.address(scope, f"/baf/reports/{report_id}")


ROUTES: list[Any] = [deep_dive, ask]
