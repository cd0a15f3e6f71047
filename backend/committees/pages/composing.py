"""The rules of composition: what each asks, how it is known, who departs from it, and whether it blocks here."""

from typing import Any, Literal

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.committees import compositions, operations
from backend.committees.composition import Rule
from backend.committees.pages.structure import crumbs
from backend.web import access, forms, views


class SettlementForm(forms.Form):
    rule: Rule = Field(description="the rule")
    blocks: Literal["yes", "no"] = Field(description="whether it blocks")
    decided_by: str = Field(
        min_length=1, max_length=500, description="who decided it, and where that is written"
    )


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    lines = await compositions.rule_lines(scope)
    return views.page(
        request,
        "committees/composition.html",
        state=state,
        lines=lines,
        choices=[(each.rule.value, f"{each.kind_in_words}: {each.asked.words}") for each in lines],
        history=await compositions.settled_rules(scope),
        keeps=scope.may("committees.change"),
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/committees/composition", opt=access.needs("committees.read"), name="committees.composition"
)
async def composition(request: Request[Any, Any, Any]) -> Template:
    """Every rule, with what stands against it today."""
    return await _page(request, forms.FormState())


@post(
    "/t/{slug:str}/committees/composition",
    opt=access.needs("committees.change"),
    name="committees.settle-composition",
)
@forms.taking(SettlementForm, again=_page)
async def settle(request: Request[Any, Any, Any], form: SettlementForm) -> str:
    """Let a rule block, or only advise."""
    scope = access.scope_of(request)
    await operations.settle_rule(
        scope, rule=form.rule, blocks=form.blocks == "yes", decided_by=form.decided_by
    )
    return views.address(scope, "/committees/composition?said=settled")


ROUTES = [composition, settle]
