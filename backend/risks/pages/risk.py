"""One risk: everything about it as at a day, its history, and the words that move it on."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions.pages import elsewhere
from backend.actions.rules import Source, SourceKind
from backend.assurance.queries import evidence
from backend.risks import operations, queries, rules
from backend.risks.pages import pictured
from backend.risks.pages.parts import at, crumbs, day_of
from backend.risks.queries.proposals import proposals_of
from backend.risks.rules import appetite
from backend.scope import NotFound
from backend.web import access, forms, views

_RISK = "/t/{slug:str}/risks/{risk_id:uuid}"


class ReviewForm(forms.Form):
    review_words: str | None = Field(None, max_length=1_000, description="what was looked at")
    next_review_on: forms.FormDate | None = Field(None, description="the next review")


class CloseForm(forms.Form):
    close_because: str = Field(min_length=1, max_length=1_000, description="the reason")


class MoveForm(forms.Form):
    move_because: str = Field(min_length=1, max_length=1_000, description="the reason")


class UndoForm(forms.Form):
    undo_because: str = Field(min_length=1, max_length=1_000, description="the reason")


class SettleMoveForm(forms.Form):
    agreed: Literal["yes", "no"] = Field(description="whether it was agreed to")
    agreed_by: str = Field(min_length=1, max_length=200, description="who settled it")
    settled_because: str | None = Field(None, max_length=1_000, description="the reason")
    version: int = Field(description="the version of the page")


async def risk_page(request: Request[Any, Any, Any], state: forms.FormState, risk_id: UUID) -> Template:
    """The page of a risk; `state` brings back one of its forms as it was typed."""
    scope = access.scope_of(request)
    day = day_of(scope, request.query_params.get("on", "")[:10])
    risk = await queries.risk_of(scope, risk_id=risk_id, on=day.on)
    scores = await queries.scores_of(scope, risk_ids=[risk_id], on=day.on)
    may_keep = scope.may("risks.keep") and not day.past
    may_settle = scope.may("risks.settle") and not day.past
    return views.page(
        request,
        "risks/risk.html",
        state=state,
        risk=risk,
        day=day,
        scores=tuple(reversed(scores.get(risk_id, ()))),
        history=await queries.history_of(scope, risk_id=risk_id),
        arrows=rules.ARROWS,
        movements=rules.MOVEMENT_IN_WORDS,
        kinds=rules.KIND_IN_WORDS,
        lines=rules.LINES,
        appetites=appetite.APPETITES,
        may_keep=may_keep,
        may_settle=may_settle,
        may_close=may_settle if risk.level is rules.Level.BAF else may_keep,
        owners=await elsewhere.offer(scope) if not day.past else (),
        relied_on=await evidence.relied_on_by(
            scope, records=[each.id for each in risk.assurances], on=day.on
        ),
        asked=await proposals_of(scope, risk_id=risk_id),
        pictures=await pictured.on_risk(scope, risk, scores.get(risk_id, ())),
        crumbs=crumbs(scope),
    )


@get(_RISK, opt=access.needs("risks.read"), name="risks.risk")
async def risk(request: Request[Any, Any, Any], risk_id: FromPath[UUID]) -> Template:
    """One risk, as at a day."""
    return await risk_page(request, forms.FormState(), risk_id)


@post(f"{_RISK}/review", opt=access.needs("risks.keep"), name="risks.review")
@forms.taking(ReviewForm, again=risk_page)
async def review(request: Request[Any, Any, Any], form: ReviewForm, risk_id: FromPath[UUID]) -> str:
    """Say that it was looked at and is right as it stands."""
    scope = access.scope_of(request)
    await operations.review(
        scope, risk_id=risk_id, words=form.review_words or "", next_on=form.next_review_on
    )
    return at(scope, risk_id, "?said=recorded")


@post(f"{_RISK}/closure", opt=access.needs("risks.keep"), name="risks.close")
@forms.taking(CloseForm, again=risk_page)
async def close(request: Request[Any, Any, Any], form: CloseForm, risk_id: FromPath[UUID]) -> str:
    """Close it, or open it again."""
    scope = access.scope_of(request)
    if (await queries.risk_of(scope, risk_id=risk_id)).open:
        await operations.close_risk(scope, risk_id=risk_id, because=form.close_because)
    else:
        await operations.reopen_risk(scope, risk_id=risk_id, because=form.close_because)
    return at(scope, risk_id, "?said=recorded")


@post(f"{_RISK}/moves", opt=access.needs("risks.keep"), name="risks.move")
@forms.taking(MoveForm, again=risk_page)
async def move(request: Request[Any, Any, Any], form: MoveForm, risk_id: FromPath[UUID]) -> str:
    """Propose that it goes up to the framework, or down from it."""
    scope = access.scope_of(request)
    await operations.propose_move(scope, risk_id=risk_id, because=form.move_because)
    return at(scope, risk_id, "?said=recorded#moves")


@post(f"{_RISK}/moves/{{move_id:uuid}}", opt=access.needs("risks.settle"), name="risks.move-settle")
@forms.taking(
    SettleMoveForm, again=lambda request, state, risk_id, move_id: risk_page(request, state, risk_id)
)
async def settle_move(
    request: Request[Any, Any, Any], form: SettleMoveForm, risk_id: FromPath[UUID], move_id: FromPath[UUID]
) -> str:
    """Record that a proposed move was agreed to, or not."""
    scope = access.scope_of(request)
    if all(each.id != move_id for each in (await queries.risk_of(scope, risk_id=risk_id)).moves):
        raise NotFound("move")
    found = await operations.settle_move(
        scope,
        move_id=move_id,
        agreed=form.agreed == "yes",
        by=form.agreed_by,
        because=form.settled_because or "",
        version=form.version,
    )
    return at(scope, found, "?said=recorded#moves")


@post(f"{_RISK}/steps/{{step_id:uuid}}/undo", opt=access.needs("risks.keep"), name="risks.undo")
@forms.taking(UndoForm, again=lambda request, state, risk_id, step_id: risk_page(request, state, risk_id))
async def undo(
    request: Request[Any, Any, Any], form: UndoForm, risk_id: FromPath[UUID], step_id: FromPath[UUID]
) -> str:
    """Undo the last step with it."""
    scope = access.scope_of(request)
    if all(step.id != step_id for step in await queries.history_of(scope, risk_id=risk_id)):
        raise NotFound("step")
    undone = await operations.undo_step(scope, step_id=step_id, because=form.undo_because)
    if any(step.stands for step in await queries.history_of(scope, risk_id=undone)):
        return at(scope, undone, "?said=undone#history")
    return views.address(scope, "/risks?said=undone")


@post(f"{_RISK}/actions", opt=elsewhere.NEEDS, name="risks.action")
@forms.taking(elsewhere.MakeForm, again=risk_page)
async def make_action(
    request: Request[Any, Any, Any], form: elsewhere.MakeForm, risk_id: FromPath[UUID]
) -> str:
    """Have something done about it."""
    scope = access.scope_of(request)
    found = await queries.risk_of(scope, risk_id=risk_id)
    source = Source(
        kind=SourceKind.RISK,
        id=risk_id,
        title=f"{found.reference} {found.title}",
        committee_id=found.committee_id,
    )
    return await elsewhere.undertake(scope, form, source)


ROUTES = [risk, review, close, move, settle_move, undo, make_action]
