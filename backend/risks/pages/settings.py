"""Matrix, categories with their appetite and days: what holds, what a change would change, and settling it."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.risks import operations, queries
from backend.risks.pages.parts import crumbs
from backend.risks.queries import RiskView
from backend.risks.rules import matrix as matrices
from backend.risks.rules import writing
from backend.risks.rules.matrix import Matrix
from backend.risks.rules.settings import Settings, check_settings
from backend.scope import Refusal, Scope
from backend.web import access, forms, views

_AT = "/t/{slug:str}/risks/settings"


class SettingsForm(forms.Form):
    """What is to hold from a day on, and by what authority."""

    effective_from: forms.FormDate = Field(description="the day from which it holds")
    source: str = Field(min_length=1, max_length=500, description="who decided it, and where that is written")
    likelihoods: str = Field(min_length=1, max_length=2_000, description="the steps of likelihood")
    consequences: str = Field(min_length=1, max_length=2_000, description="the steps of consequence")
    bands: str = Field(min_length=1, max_length=2_000, description="the bands")
    categories: str = Field(min_length=1, max_length=6_000, description="the categories")
    review_days: int = Field(description="the days between reviews")
    cut_off_day: int = Field(description="the day of the cut-off")
    look: forms.Look = None


class TakeBackForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is taken back")


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    known = await queries.every_setting(scope)
    held = known.on(scope.today)
    return views.page(
        request,
        "risks/settings.html",
        state=state,
        held=held,
        matrix=held.matrix,
        line=known.line_on(scope.today),
        lines=known.lines,
        source=matrices.SOURCE,
        may_settle=scope.may("risks.settle"),
        crumbs=crumbs(scope),
    )


@get(_AT, opt=access.needs("risks.read"), name="risks.settings")
async def page(request: Request[Any, Any, Any]) -> Template:
    """What holds today, and everything that was ever settled."""
    return await _page(request, forms.FormState())


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    held = await queries.settings_on(scope)
    written, problem = _tried(state, held)
    return views.page(
        request,
        "risks/settings-form.html",
        state=state,
        likelihoods="\n".join(held.matrix.likelihoods),
        consequences="\n".join(held.matrix.consequences),
        bands=writing.bands_written(held.matrix),
        categories=writing.categories_written(held.categories),
        held=held,
        looked=written is not None,
        problem=problem,
        effects=_effects(await queries.risks_as_at(scope), held, written) if written else (),
        crumbs=crumbs(scope),
    )


@get(f"{_AT}/change", opt=access.needs("risks.settle"), name="risks.settings-form")
async def form(request: Request[Any, Any, Any]) -> Template:
    """The form, filled with what holds."""
    return await _form(request, forms.FormState())


@post(_AT, opt=access.needs("risks.settle"), name="risks.settle")
@forms.taking(SettingsForm, again=_form)
async def settle(request: Request[Any, Any, Any], form: SettingsForm) -> str:
    """Settle it, or look at what it would change."""
    scope: Scope = access.scope_of(request)
    held = await queries.settings_on(scope)
    await operations.settle(
        scope,
        effective_from=form.effective_from,
        settings=_written(form.model_dump(), held),
        source=form.source,
    )
    return views.address(scope, "/risks/settings?said=settled")


async def _taken(request: Request[Any, Any, Any], state: forms.FormState, settled_id: UUID) -> Template:
    return await _page(request, state)


@post(f"{_AT}/{{settled_id:uuid}}/withdrawal", opt=access.needs("risks.settle"), name="risks.take-back")
@forms.taking(TakeBackForm, again=_taken)
async def take_back(request: Request[Any, Any, Any], form: TakeBackForm, settled_id: FromPath[UUID]) -> str:
    """Take back what was settled by mistake."""
    scope = access.scope_of(request)
    await operations.take_back(scope, settled_id=settled_id, because=form.because)
    return views.address(scope, "/risks/settings?said=taken-back")


def _tried(state: forms.FormState, held: Settings) -> tuple[Settings | None, str | None]:
    """What the form that came back would settle; `None`, and why, where it can't be read."""
    if not state.values:
        return None, None
    try:
        written = _written(state.values, held)
        check_settings(written)
    except Refusal as refusal:
        return None, refusal.sentence
    except (KeyError, ValueError):
        return None, "Fill every field to see what would change."
    return written, None


def _written(values: Any, held: Settings) -> Settings:
    return Settings(
        matrix=Matrix(
            likelihoods=writing.steps_from(values["likelihoods"]),
            consequences=writing.steps_from(values["consequences"]),
            bands=writing.bands_from(values["bands"]),
        ),
        categories=writing.categories_from(values["categories"], held.categories),
        review_days=int(values["review_days"]),
        cut_off_day=int(values["cut_off_day"]),
    )


def _effects(risks: tuple[RiskView, ...], before: Settings, after: Settings) -> tuple[writing.Effect, ...]:
    scored = [
        writing.Scored(
            id=risk.id,
            reference=risk.reference,
            title=risk.title,
            category=risk.category_key,
            likelihood=risk.current.likelihood,
            consequence=risk.current.consequence,
        )
        for risk in risks
        if risk.current is not None
    ]
    return writing.effects_of(scored, before, after)


ROUTES = [page, form, settle, take_back]
