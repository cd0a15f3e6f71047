"""How long each kind of record is kept, where that comes from, and longer periods of the organisation's own."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.catalogue.own import RETENTION
from backend.registers.operations import periods
from backend.registers.operations.periods import UnableToSettlePeriod
from backend.registers.queries import retention as queries
from backend.tenancy import settings
from backend.web import access, forms, views

_PAGE = "/settings/retention"


class PeriodForm(forms.Form):
    record: str = Field(min_length=1, max_length=80, description="a kind of record")
    years: int | None = Field(None, ge=1, le=10_000, description="the years")
    because: str = Field("", max_length=300, description="the reason")
    look: forms.Look = None


@get("/t/{slug:str}/settings/retention", opt=access.needs("setup.read"), name="registers.periods")
async def page(request: Request[Any, Any, Any]) -> Template:
    """The periods in force."""
    return await _page(request, forms.FormState())


async def _again(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state)


@post("/t/{slug:str}/settings/retention", opt=access.needs("setup.change"), name="registers.periods.settle")
@forms.taking(PeriodForm, again=_again)
async def settle(request: Request[Any, Any, Any], form: PeriodForm) -> str:
    """Keep one kind for longer, or as the schedule says again."""
    scope = access.scope_of(request)
    await periods.settle(scope, record=form.record, years=form.years, because=form.because)
    return views.address(scope, f"{_PAGE}?said=kept")


ROUTES: list[Any] = [page, settle]


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    effect: periods.Effect | None = None
    if state.value("look"):
        try:
            typed = str(state.value("years"))
            if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 6):
                raise UnableToSettlePeriod("The years must be a number.", field="years")
            record = str(state.value("record"))
            after = periods.checked(
                scope,
                record=record,
                years=int(typed) if typed else None,
                because=str(state.value("because")) or "to be said",
            )
            effect = await periods.effect_of(scope, record=record, after=after)
        except UnableToSettlePeriod as refusal:
            state = forms.FormState(state.values, (forms.FieldError(refusal.field or "", refusal.sentence),))
    shipped = queries.shipped_schedule(scope)
    longer = queries.kept_longer(scope)
    return views.page(
        request,
        "registers/periods.html",
        state=state,
        schedule=shipped,
        lines=[(record, longer.years_of(record.id)) for record in shipped.records],
        documents={each.id: each.title for each in shipped.documents},
        effect=effect,
        history_lines=[
            (each.settled_at, each.settled_by_name, each.because)
            for each in reversed(await settings.history(scope, part=RETENTION))
        ],
        may_change=scope.may("setup.change"),
        crumbs=[views.Crumb("Set-up and settings", views.address(scope, "/settings"))],
    )
