"""One condition or one commitment: what was judged of it, and the form to judge it again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions.operations import Source, SourceKind
from backend.actions.pages import elsewhere
from backend.delegation import operations, queries, rules
from backend.delegation.pages import programme
from backend.scope import Scope
from backend.web import access, forms, views


class JudgementForm(forms.Form):
    state: rules.Judgement = Field(description="how it stands")
    words: str = Field(min_length=1, max_length=4_000, description="what the judgement rests on")
    on: forms.FormDate | None = Field(None, description="the day from which it holds")


async def _condition(request: Request[Any, Any, Any], state: forms.FormState, condition_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.condition(scope, condition_id=condition_id)
    return await _page(
        request,
        scope,
        state,
        found,
        noun="Condition",
        path=f"/delegation/conditions/{condition_id}",
        words=rules.CONDITION_IN_WORDS,
        crumbs=programme.crumbs(scope),
    )


@get(
    "/t/{slug:str}/delegation/conditions/{condition_id:uuid}",
    opt=access.needs("delegation.read"),
    name="delegation.condition",
)
async def condition(request: Request[Any, Any, Any], condition_id: FromPath[UUID]) -> Template:
    """One condition of a gate."""
    return await _condition(request, forms.FormState(), condition_id)


@post(
    "/t/{slug:str}/delegation/conditions/{condition_id:uuid}/judgements",
    opt=access.needs("delegation.change"),
    name="delegation.judge-condition",
)
@forms.taking(JudgementForm, again=_condition)
async def judge_condition(
    request: Request[Any, Any, Any], form: JudgementForm, condition_id: FromPath[UUID]
) -> str:
    """Record whether it is met, and what shows it."""
    scope = access.scope_of(request)
    await queries.condition(scope, condition_id=condition_id)
    await operations.judge_condition(
        scope, condition_id=condition_id, state=form.state, words=form.words, on=form.on
    )
    return views.address(scope, f"/delegation/conditions/{condition_id}?said=judged")


@post(
    "/t/{slug:str}/delegation/conditions/{condition_id:uuid}/actions",
    opt=elsewhere.NEEDS,
    name="delegation.condition.action",
)
@forms.taking(elsewhere.MakeForm, again=_condition)
async def make_action(
    request: Request[Any, Any, Any], form: elsewhere.MakeForm, condition_id: FromPath[UUID]
) -> str:
    """Have something done, so that the gate opens."""
    scope = access.scope_of(request)
    found = await queries.condition(scope, condition_id=condition_id)
    source = Source(kind=SourceKind.GATE, id=condition_id, title=f"{found.gate_name}: {found.text}")
    return await elsewhere.undertake(scope, form, source)


async def _commitment(
    request: Request[Any, Any, Any], state: forms.FormState, commitment_id: UUID
) -> Template:
    scope = access.scope_of(request)
    found = await queries.commitment(scope, commitment_id=commitment_id)
    up = views.Crumb("Commitments", views.address(scope, "/delegation/commitments"))
    return await _page(
        request,
        scope,
        state,
        found,
        noun="Commitment",
        path=f"/delegation/commitments/{commitment_id}",
        words=rules.COMMITMENT_IN_WORDS,
        crumbs=[*programme.crumbs(scope), up],
    )


@get(
    "/t/{slug:str}/delegation/commitments/{commitment_id:uuid}",
    opt=access.needs("delegation.read"),
    name="delegation.commitment",
)
async def commitment(request: Request[Any, Any, Any], commitment_id: FromPath[UUID]) -> Template:
    """One governance commitment."""
    return await _commitment(request, forms.FormState(), commitment_id)


@post(
    "/t/{slug:str}/delegation/commitments/{commitment_id:uuid}/judgements",
    opt=access.needs("delegation.change"),
    name="delegation.judge-commitment",
)
@forms.taking(JudgementForm, again=_commitment)
async def judge_commitment(
    request: Request[Any, Any, Any], form: JudgementForm, commitment_id: FromPath[UUID]
) -> str:
    """Record how it stands, and what shows it."""
    scope = access.scope_of(request)
    await queries.commitment(scope, commitment_id=commitment_id)
    await operations.judge_commitment(
        scope, commitment_id=commitment_id, state=form.state, words=form.words, on=form.on
    )
    return views.address(scope, f"/delegation/commitments/{commitment_id}?said=judged")


async def _page(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    subject: queries.ConditionView | queries.CommitmentView,
    *,
    noun: str,
    path: str,
    words: Mapping[rules.Judgement, str],
    crumbs: list[views.Crumb],
) -> Template:
    return views.page(
        request,
        "delegation/judgement.html",
        state=state,
        subject=subject,
        noun=noun,
        post_to=f"{path}/judgements",
        states=[(code.value, said) for code, said in words.items()],
        lines=await queries.judgements_of(scope, subject_id=subject.id),
        documents=await queries.documents_of(scope),
        may_judge=scope.may("delegation.change"),
        owners=await elsewhere.offer(scope) if noun == "Condition" else (),
        actions_to=f"{path}/actions",
        crumbs=crumbs,
    )


ROUTES = [condition, judge_condition, make_action, commitment, judge_commitment]
