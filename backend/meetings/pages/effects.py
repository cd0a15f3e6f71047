"""What each treatment of an interest brings: to the quorum, to votes, to papers; today, before and later."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import operations, queries, treating
from backend.meetings.pages import fields, meetings
from backend.meetings.queries.effects import EffectLine, Effects
from backend.scope import Scope
from backend.web import access, forms, views

_AT = "/t/{slug:str}/treatment-effects"
SETTLES = "meetings.settle-treatments"


class SettleForm(forms.Form):
    treatment: treating.Treatment = Field(description="the treatment")
    counts: fields.YesNo = Field(description="whether they count to the quorum")
    votes: fields.YesNo = Field(description="whether they vote")
    gets_paper: fields.YesNo = Field(description="whether they get private papers")
    effective_from: forms.FormDate = Field(description="the day from which it holds")
    source: str = Field(min_length=1, max_length=500, description="who decided it, and where that is written")


class TakeBackForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is taken back")


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    known = await queries.every_effect(scope)
    return views.page(
        request,
        "meetings/effects.html",
        state=state,
        held=[
            (effect, known.line_on(treatment, scope.today))
            for treatment, effect in known.on(scope.today).items()
        ],
        lines=[(each, _standing(scope, known, each)) for each in known.lines],
        treatments=[(each.value, effect.short) for each, effect in treating.EFFECTS.items()],
        shipped=treating.EFFECTS,
        may_settle=scope.may(SETTLES),
        crumbs=meetings.crumbs(scope) if scope.may("meetings.read") else [],
    )


@get(_AT, opt=access.needs(meetings.HANDLING), name="meetings.effects")
async def page(request: Request[Any, Any, Any]) -> Template:
    """What each treatment brings today, what was settled before and will hold later."""
    return await _page(request, forms.FormState())


@post(_AT, opt=access.needs(SETTLES), name="meetings.settle-effect")
@forms.taking(SettleForm, again=_page)
async def settle(request: Request[Any, Any, Any], form: SettleForm) -> str:
    """Settle what a treatment brings from a day on."""
    scope = access.scope_of(request)
    await operations.settle_effect(
        scope,
        treatment=form.treatment,
        counts=form.counts == "yes",
        votes=form.votes == "yes",
        gets_paper=form.gets_paper == "yes",
        effective_from=form.effective_from,
        source=form.source,
    )
    return views.address(scope, "/treatment-effects?said=settled")


async def _page_again(request: Request[Any, Any, Any], state: forms.FormState, effect_id: UUID) -> Template:
    return await _page(request, state)


@post(f"{_AT}/{{effect_id:uuid}}/withdrawal", opt=access.needs(SETTLES), name="meetings.take-back-effect")
@forms.taking(TakeBackForm, again=_page_again)
async def take_back(request: Request[Any, Any, Any], form: TakeBackForm, effect_id: FromPath[UUID]) -> str:
    """Take back what was settled by mistake."""
    scope = access.scope_of(request)
    await operations.take_back_effect(scope, effect_id=effect_id, because=form.because)
    return views.address(scope, "/treatment-effects?said=taken-back")


def _standing(scope: Scope, known: Effects, line: EffectLine) -> str:
    if not line.stands:
        return "Taken back"
    here = known.line_on(line.treatment, scope.today)
    if here is not None and here.id == line.id:
        return "Holds today"
    return "Will hold" if line.effective_from > scope.today else "Held before"


ROUTES: list[Any] = [page, settle, take_back]
