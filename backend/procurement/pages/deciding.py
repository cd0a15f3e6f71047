"""Recording the decision, in the columns of the register and of the regime's own record."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.organisations import queries as organisations
from backend.procurement.operations import procurements as acts
from backend.procurement.pages.parts import Pounds, at, crumbs
from backend.procurement.queries import panel as panels
from backend.procurement.queries import procurements as queries
from backend.procurement.rules import regimes
from backend.web import access, forms, views


class DecisionForm(forms.Form):
    committee_id: UUID | None = Field(None, description="the committee")
    decided_by: str | None = Field(None, max_length=200, description="who decided")
    deciders: str | None = Field(None, max_length=2_000, description="the individuals who decided")
    decided_on: forms.FormDate = Field(description="when it was decided")
    process: str = Field(min_length=1, max_length=4_000, description="how it was decided")
    took_part: list[UUID] = Field(default_factory=list, description="who took part")
    conflicts: str = Field(min_length=1, max_length=4_000, description="the summary of conflicts")
    actions: str | None = Field(None, max_length=4_000, description="how they were managed")
    justification: str | None = Field(None, max_length=4_000, description="why that was right")
    key_criteria: str | None = Field(None, max_length=4_000, description="how the criteria were applied")
    award_criteria: str | None = Field(None, max_length=4_000, description="the award criteria")
    outcome: Literal["award", "framework", "none"] = Field(description="what was decided")
    supplier_id: UUID | None = Field(None, description="who the contract goes to")
    supplier_address: str | None = Field(None, max_length=500, description="their registered address")
    total: Pounds | None = Field(None, description="the total value")
    own: Pounds | None = Field(None, description="the value to us")
    contract_from: forms.FormDate | None = Field(None, description="when the contract begins")
    contract_until: forms.FormDate | None = Field(None, description="when the contract ends")
    comments: str | None = Field(None, max_length=4_000, description="the comments")
    because: str | None = Field(None, max_length=1_000, description="why you change it")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, procurement_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.procurement(scope, procurement_id=procurement_id)
    panel = await panels.panel_of(scope, procurement_id=procurement_id)
    known = await organisations.organisations_of(scope)
    bidding = {each.organisation_id for each in panel.bidding}
    return views.page(
        request,
        "procurement/decision.html",
        state=state,
        procurement=view,
        recorded=bool(await queries.decisions_of(scope, procurement_id=procurement_id)),
        committees=[(each.id, each.name) for each in await committees.committees_of(scope)],
        participants=[
            (
                each.id,
                f"{each.name}, {each.role_in_words.lower()}",
                "Was to stand aside" if each.stands_aside else "",
            )
            for each in panel.participants
        ],
        suppliers=[
            *((line.id, f"{line.name} (bidder)") for line in known if line.id in bidding),
            *((line.id, line.name) for line in known if line.id not in bidding),
        ],
        is_psr=view.regime is regimes.Regime.PSR,
        needs_key_criteria=regimes.needs_key_criteria(view.route),
        is_competitive=view.route is regimes.Route.COMPETITIVE,
        unhandled=panel.unhandled,
        owing=panel.owing,
        crumbs=crumbs(scope, view),
    )


@get(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/decision",
    opt=access.needs("procurement.change"),
    name="procurement.decision",
)
async def decision(request: Request[Any, Any, Any], procurement_id: FromPath[UUID]) -> Template:
    """The form for the decision, filled with what has been recorded."""
    scope = access.scope_of(request)
    known = await queries.decisions_of(scope, procurement_id=procurement_id)
    panel = await panels.panel_of(scope, procurement_id=procurement_id)
    if not known:
        given = {
            "conflicts": _noted(panel),
            "actions": _handled(panel),
            "took_part": [
                str(each.id)
                for each in panel.present
                if each.role.value != "ADVISER" and not each.stands_aside
            ],
        }
        return await _page(request, forms.FormState(given), procurement_id)
    newest = known[-1]
    took_part = await queries.took_part(scope, decision_ids=[newest.id])
    given = {
        name: getattr(newest, name) or ""
        for name in DecisionForm.model_fields
        if name in queries.DecisionView.__dataclass_fields__
    }
    return await _page(
        request,
        forms.FormState(
            {
                **given,
                "decided_by": newest.decided_by if newest.committee_id is None else "",
                "took_part": [str(each) for each in took_part.get(newest.id, ())],
                "outcome": ("framework" if newest.is_framework else "award") if newest.awarded else "none",
                "total": f"{newest.total:,.2f}" if newest.total is not None else "",
                "own": f"{newest.own:,.2f}" if newest.own is not None else "",
            }
        ),
        procurement_id,
    )


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/decision",
    opt=access.needs("procurement.change"),
    name="procurement.decide",
)
@forms.taking(DecisionForm, again=_page)
async def decide(request: Request[Any, Any, Any], form: DecisionForm, procurement_id: FromPath[UUID]) -> str:
    """Record the decision, or a better record of it."""
    scope = access.scope_of(request)
    said = form.model_dump(exclude={"outcome", "took_part", "because"})
    await acts.record_decision(
        scope,
        procurement_id=procurement_id,
        decided=acts.Decided(
            **said, awarded=form.outcome != "none", is_framework=form.outcome == "framework"
        ),
        took_part=tuple(form.took_part),
        because=form.because,
    )
    return at(scope, procurement_id, "?said=decided#decision")


def _noted(panel: panels.Panel) -> str:
    """A first summary of the conflicts in the words of parts, without anybody's name."""
    lines = [
        f"{each.role_in_words}: a conflict was declared"
        + (f" about {declared.organisation_name}" if declared.organisation_name else "")
        + "."
        for each in panel.participants
        for declared in each.conflicts
    ]
    return "\n".join(lines) or "No conflicts were declared."


def _handled(panel: panels.Panel) -> str:
    return "\n".join(
        f"{each.role_in_words}: {declared.handling_in_words.lower()}."
        for each in panel.participants
        for declared in each.conflicts
    )


ROUTES = [decision, decide]
