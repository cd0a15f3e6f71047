"""What evidence an assurance rests on: choosing it, and resting on it no longer."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import relying
from backend.assurance.queries import evidence
from backend.ledger.records import Record
from backend.risks import queries
from backend.risks.pages.parts import at, crumbs
from backend.risks.queries import AssuranceView, RiskView
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_AT = "/t/{slug:str}/risk-assurances/{risk_id:uuid}/{assurance_id:uuid}"


class RestForm(forms.Form):
    evidence_id: UUID = Field(description="the evidence")


class EndForm(forms.Form):
    reason: str = Field(min_length=1, max_length=1_000, description="the reason")


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, risk_id: UUID, assurance_id: UUID
) -> Template:
    scope = access.scope_of(request)
    risk, assurance = await _found(scope, risk_id, assurance_id)
    rests_on = (await evidence.relied_on_by(scope, records=[assurance_id])).get(assurance_id, ())
    held = {each.id for each in rests_on}
    return views.page(
        request,
        "risks/resting.html",
        state=state,
        risk=risk,
        assurance=assurance,
        rests_on=rests_on,
        choices=[
            (each.id, each.title)
            for each in await evidence.all_evidence(scope)
            if each.counts and not each.hidden and each.id not in held
        ],
        crumbs=crumbs(scope, risk),
    )


@get(_AT, opt=access.needs("risks.keep"), name="risks.resting")
async def shown(
    request: Request[Any, Any, Any], risk_id: FromPath[UUID], assurance_id: FromPath[UUID]
) -> Template:
    """The evidence that an assurance rests on, and what it could."""
    return await _page(request, forms.FormState(), risk_id, assurance_id)


@post(_AT, opt=access.needs("risks.keep"), name="risks.rest")
@forms.taking(RestForm, again=_page)
async def rest(
    request: Request[Any, Any, Any], form: RestForm, risk_id: FromPath[UUID], assurance_id: FromPath[UUID]
) -> str:
    """Let it rest on an item of evidence."""
    scope = access.scope_of(request)
    risk, assurance = await _found(scope, risk_id, assurance_id)
    await relying.rely(
        scope, evidence_id=form.evidence_id, by=_record(risk, assurance), path=f"/risks/{risk_id}"
    )
    return at(scope, risk_id, "?said=recorded#assurances")


async def _ended(
    request: Request[Any, Any, Any],
    state: forms.FormState,
    risk_id: UUID,
    assurance_id: UUID,
    evidence_id: UUID,
) -> Template:
    return await _page(request, state, risk_id, assurance_id)


@post(f"{_AT}/{{evidence_id:uuid}}/end", opt=access.needs("risks.keep"), name="risks.rest-end")
@forms.taking(EndForm, again=_ended)
async def end(
    request: Request[Any, Any, Any],
    form: EndForm,
    risk_id: FromPath[UUID],
    assurance_id: FromPath[UUID],
    evidence_id: FromPath[UUID],
) -> str:
    """Let it rest on that no longer."""
    scope = access.scope_of(request)
    risk, assurance = await _found(scope, risk_id, assurance_id)
    await relying.rely_no_longer(
        scope, evidence_id=evidence_id, by=_record(risk, assurance), reason=form.reason
    )
    return at(scope, risk_id, "?said=recorded#assurances")


async def _found(scope: Scope, risk_id: UUID, assurance_id: UUID) -> tuple[RiskView, AssuranceView]:
    risk = await queries.risk_of(scope, risk_id=risk_id)
    found = next((each for each in risk.assurances if each.id == assurance_id), None)
    if found is None:
        raise NotFound("assurance")
    return risk, found


def _record(risk: RiskView, assurance: AssuranceView) -> Record:
    title = f"{risk.reference}, assurance: {assurance.words}"
    return Record(room="risks", kind="assurance", id=assurance.id, title=title[:300])


ROUTES = [shown, rest, end]
