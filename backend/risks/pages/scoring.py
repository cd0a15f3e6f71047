"""Scoring a risk, and planning the way to its target."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.risks import operations, queries, rules
from backend.risks.pages.parts import at, choices, crumbs
from backend.scope import NotFound
from backend.web import access, forms, views

_RISK = "/t/{slug:str}/risks/{risk_id:uuid}"


class ScoreForm(forms.Form):
    kind: rules.ScoreKind = Field(description="which score it is")
    likelihood: int = Field(description="the likelihood")
    consequence: int = Field(description="the consequence")
    because: str | None = Field(None, max_length=2_000, description="why")
    scored_on: forms.FormDate | None = Field(None, description="the day")


class PointForm(forms.Form):
    falls_on: forms.FormDate = Field(description="the day")
    score: int = Field(description="the score")
    words: str | None = Field(None, max_length=500, description="what brings it about")


class DropForm(forms.Form):
    version: int = Field(description="the version of the page")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, risk_id: UUID) -> Template:
    scope = access.scope_of(request)
    matrix = (await queries.settings_on(scope)).matrix
    return views.page(
        request,
        "risks/score.html",
        state=state,
        risk=(risk := await queries.risk_of(scope, risk_id=risk_id)),
        kinds=choices(rules.KIND_IN_WORDS),
        matrix=matrix,
        likelihoods=[(at, f"{at}: {name}") for at, name in enumerate(matrix.likelihoods, start=1)],
        consequences=[(at, f"{at}: {name}") for at, name in enumerate(matrix.consequences, start=1)],
        crumbs=crumbs(scope, risk),
    )


@get(f"{_RISK}/score", opt=access.needs("risks.keep"), name="risks.scoring")
async def scoring(request: Request[Any, Any, Any], risk_id: FromPath[UUID]) -> Template:
    """The form for a score, with the matrix beside it."""
    return await _page(request, forms.FormState(), risk_id)


@post(f"{_RISK}/score", opt=access.needs("risks.keep"), name="risks.score")
@forms.taking(ScoreForm, again=_page)
async def score(request: Request[Any, Any, Any], form: ScoreForm, risk_id: FromPath[UUID]) -> str:
    """Score it."""
    scope = access.scope_of(request)
    await operations.score(
        scope,
        risk_id=risk_id,
        kind=form.kind,
        likelihood=form.likelihood,
        consequence=form.consequence,
        because=form.because,
        on=form.scored_on,
    )
    return at(scope, risk_id, "?said=recorded#scores")


async def _points_page(request: Request[Any, Any, Any], state: forms.FormState, risk_id: UUID) -> Template:
    scope = access.scope_of(request)
    risk = await queries.risk_of(scope, risk_id=risk_id)
    return views.page(request, "risks/points.html", state=state, risk=risk, crumbs=crumbs(scope, risk))


@get(f"{_RISK}/trajectory", opt=access.needs("risks.keep"), name="risks.trajectory")
async def trajectory(request: Request[Any, Any, Any], risk_id: FromPath[UUID]) -> Template:
    """The planned scores, and the form for another."""
    return await _points_page(request, forms.FormState(), risk_id)


@post(f"{_RISK}/trajectory", opt=access.needs("risks.keep"), name="risks.point")
@forms.taking(PointForm, again=_points_page)
async def plan(request: Request[Any, Any, Any], form: PointForm, risk_id: FromPath[UUID]) -> str:
    """Plan a score for a day."""
    scope = access.scope_of(request)
    await operations.add_point(scope, risk_id=risk_id, **form.model_dump())
    return at(scope, risk_id, "/trajectory?said=recorded")


async def _dropped(
    request: Request[Any, Any, Any], state: forms.FormState, risk_id: UUID, point_id: UUID
) -> Template:
    return await _points_page(request, state, risk_id)


@post(f"{_RISK}/trajectory/{{point_id:uuid}}/drop", opt=access.needs("risks.keep"), name="risks.point-drop")
@forms.taking(DropForm, again=_dropped)
async def drop(
    request: Request[Any, Any, Any], form: DropForm, risk_id: FromPath[UUID], point_id: FromPath[UUID]
) -> str:
    """Plan a score no more."""
    scope = access.scope_of(request)
    if all(each.id != point_id for each in (await queries.risk_of(scope, risk_id=risk_id)).points):
        raise NotFound("point")
    found = await operations.drop_point(scope, point_id=point_id, version=form.version)
    return at(scope, found, "/trajectory?said=recorded")


ROUTES = [scoring, score, trajectory, plan, drop]
