"""Holds on an item of evidence, and its disposal: proposed, decided by somebody else, noted when it is done."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import evidence_retention as operations
from backend.assurance.pages.evidence_item import AT, back, page_of
from backend.assurance.pages.renaming import naming
from backend.assurance.queries import evidence_retention as kept
from backend.registers.rules import retention
from backend.web import access, forms

_KEEPS = access.needs("assurance.keep")
_HOLD = "/t/{slug:str}/evidence-holds/{hold_id:uuid}"
_DISPOSAL = "/t/{slug:str}/evidence-disposals/{disposal_id:uuid}"
_LONGEST = 1_000


class HoldForm(forms.Form):
    hold_kind: retention.HoldKind = Field(description="why it is held")
    hold_reason: str = Field(min_length=1, max_length=_LONGEST, description="the reason of the hold")


class LiftForm(forms.Form):
    lift_reason: str = Field(min_length=1, max_length=_LONGEST, description="why the hold is lifted")


class ProposeForm(forms.Form):
    pass


class DecideForm(forms.Form):
    decision: Literal["approve", "keep"] = Field(description="what happens with it")
    decision_reason: str = Field(min_length=1, max_length=_LONGEST, description="the reason")


class DoneForm(forms.Form):
    how: str = Field(min_length=1, max_length=_LONGEST, description="what was done, and by whom")


@post(f"{AT}/holds", opt=_KEEPS, name="assurance.hold-evidence")
@forms.taking(HoldForm, again=page_of)
async def hold(request: Request[Any, Any, Any], form: HoldForm, evidence_id: FromPath[UUID]) -> str:
    """Hold it, whatever the schedule says."""
    scope = access.scope_of(request)
    await operations.place_hold(scope, evidence_id=evidence_id, kind=form.hold_kind, reason=form.hold_reason)
    return back(scope, evidence_id, "held")


async def _of_hold(request: Request[Any, Any, Any], state: forms.FormState, hold_id: UUID) -> Template:
    line = await kept.hold_of(access.scope_of(request), hold_id=hold_id)
    return await page_of(request, state, line.evidence_id)


@post(f"{_HOLD}/lifting", opt=_KEEPS, name="assurance.lift-evidence-hold")
@forms.taking(LiftForm, again=_of_hold)
async def lift(request: Request[Any, Any, Any], form: LiftForm, hold_id: FromPath[UUID]) -> str:
    """Lift a hold."""
    scope = access.scope_of(request)
    evidence_id = await operations.lift_hold(scope, hold_id=hold_id, reason=form.lift_reason)
    return back(scope, evidence_id, "lifted")


@post(f"{AT}/disposals", opt=_KEEPS, name="assurance.propose-evidence-disposal")
@forms.taking(ProposeForm, again=page_of)
async def propose(request: Request[Any, Any, Any], form: ProposeForm, evidence_id: FromPath[UUID]) -> str:
    """Propose to dispose of it."""
    scope = access.scope_of(request)
    await operations.propose_disposal(scope, evidence_id=evidence_id)
    return back(scope, evidence_id, "proposed")


async def _of_disposal(
    request: Request[Any, Any, Any], state: forms.FormState, disposal_id: UUID
) -> Template:
    line = await kept.disposal_of(access.scope_of(request), disposal_id=disposal_id)
    return await page_of(request, state, line.evidence_id)


@post(f"{_DISPOSAL}/decision", opt=_KEEPS, name="assurance.decide-evidence-disposal")
@forms.taking(DecideForm, again=_of_disposal)
async def decide(request: Request[Any, Any, Any], form: DecideForm, disposal_id: FromPath[UUID]) -> str:
    """Approve a disposal, or keep the item."""
    scope = access.scope_of(request)
    with naming(reason="decision_reason"):
        evidence_id = await operations.decide_disposal(
            scope, disposal_id=disposal_id, approve=form.decision == "approve", reason=form.decision_reason
        )
    return back(scope, evidence_id, "decided")


@post(f"{_DISPOSAL}/done", opt=_KEEPS, name="assurance.evidence-disposal-done")
@forms.taking(DoneForm, again=_of_disposal)
async def done(request: Request[Any, Any, Any], form: DoneForm, disposal_id: FromPath[UUID]) -> str:
    """Note that it was carried out by hand."""
    scope = access.scope_of(request)
    evidence_id = await operations.note_carried_out(scope, disposal_id=disposal_id, how=form.how)
    return back(scope, evidence_id, "disposed")


ROUTES: list[Any] = [hold, lift, propose, decide, done]
