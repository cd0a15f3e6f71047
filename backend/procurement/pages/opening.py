"""Opening a procurement, and saying better what it is."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.procurement.operations import procurements as acts
from backend.procurement.pages.parts import Pounds, at, crumbs
from backend.procurement.queries import procurements as queries
from backend.procurement.rules import regimes
from backend.scope import Scope
from backend.web import access, forms, views


class ParticularsForm(forms.Form):
    title: str = Field(min_length=1, max_length=200, description="the title")
    description: str = Field(min_length=1, max_length=4_000, description="what is to be bought")
    existing: Literal["new", "existing"] = Field(description="whether the contract is new")
    type: Literal["own", "collaborative"] = Field(description="whose procurement it is")
    begun_on: forms.FormDate = Field(description="when it began")
    route: regimes.Route = Field(description="the route")
    expected: Pounds | None = Field(None, description="the expected value")
    clinical_lead: str | None = Field(None, max_length=200, description="the clinical lead")
    contract_manager: str | None = Field(None, max_length=200, description="the contract manager")
    because: str | None = Field(None, max_length=1_000, description="why you change it")


class OpeningForm(ParticularsForm):
    reference: str = Field(min_length=1, max_length=60, description="the reference")


@get("/t/{slug:str}/procurement/new", opt=access.needs("procurement.change"), name="procurement.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a procurement."""
    return _page(request, access.scope_of(request), forms.FormState(), None)


@post("/t/{slug:str}/procurement", opt=access.needs("procurement.change"), name="procurement.open")
async def open_one(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Open a procurement."""
    scope = access.scope_of(request)

    async def act(form: OpeningForm) -> str:
        found = await acts.open_procurement(scope, reference=form.reference, said=_said(form))
        return at(scope, found, "?said=opened")

    async def again(state: forms.FormState) -> Template:
        return _page(request, scope, state, None)

    return await forms.submit(request, OpeningForm, act=act, again=again)


@get(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/particulars",
    opt=access.needs("procurement.change"),
    name="procurement.particulars",
)
async def particulars(request: Request[Any, Any, Any], procurement_id: FromPath[UUID]) -> Template:
    """What the procurement is, as a form."""
    scope = access.scope_of(request)
    view = await queries.procurement(scope, procurement_id=procurement_id)
    given = {
        "title": view.title,
        "description": view.description,
        "existing": "new" if view.is_new else "existing",
        "type": "collaborative" if view.collaborative else "own",
        "begun_on": view.begun_on,
        "route": view.route.value,
        "expected": f"{view.expected:,.2f}" if view.expected is not None else "",
        "clinical_lead": view.clinical_lead or "",
        "contract_manager": view.contract_manager or "",
    }
    return _page(request, scope, forms.FormState(given), view)


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/particulars",
    opt=access.needs("procurement.change"),
    name="procurement.change",
)
async def change(request: Request[Any, Any, Any], procurement_id: FromPath[UUID]) -> Response[Any] | Template:
    """Say better what the procurement is."""
    scope = access.scope_of(request)

    async def act(form: ParticularsForm) -> str:
        await acts.change_particulars(
            scope, procurement_id=procurement_id, said=_said(form), because=form.because
        )
        return at(scope, procurement_id, "?said=changed")

    async def again(state: forms.FormState) -> Template:
        return _page(request, scope, state, await queries.procurement(scope, procurement_id=procurement_id))

    return await forms.submit(request, ParticularsForm, act=act, again=again)


def _said(form: ParticularsForm) -> acts.Said:
    return acts.Said(
        title=form.title,
        description=form.description,
        is_new=form.existing == "new",
        collaborative=form.type == "collaborative",
        route=form.route,
        begun_on=form.begun_on,
        clinical_lead=form.clinical_lead,
        contract_manager=form.contract_manager,
        expected=form.expected,
    )


def _page(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    procurement: queries.ProcurementView | None,
) -> Template:
    return views.page(
        request,
        "procurement/form.html",
        state=state,
        procurement=procurement,
        routes=[
            (
                route.value,
                words + (" (Provider Selection Regime)" if route in regimes.PSR_ROUTES else ""),
                regimes.ROUTE_MEANING[route],
            )
            for route, words in regimes.ROUTE_IN_WORDS.items()
        ],
        crumbs=crumbs(scope, procurement),
    )


ROUTES = [new, open_one, particulars, change]
