"""Erasing a person's details from the ledger: choose whom, see what it reaches, say why."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.kit.identity import parse_id
from backend.ledger import erasing as ledger
from backend.people import queries as people
from backend.registers.operations import erasing as acts
from backend.registers.queries import retention as queries
from backend.registers.rules import erasing as rules
from backend.web import access, forms, views

_PATH = "/t/{slug:str}/retention/erasing"


class EraseForm(forms.Form):
    person_id: UUID = Field(description="whose details are erased")
    reason: str = Field(max_length=2_000, description="why the details are erased")
    sure: Literal["yes"] = Field(description="the box to say that it is meant")


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    chosen = parse_id(request.query_params.get("person", ""))
    person = None if chosen is None else await people.person_line_of(scope, person_id=chosen)
    holds = await queries.holds_of(scope, lifted=False)
    return views.page(
        request,
        "registers/erasing.html",
        state=state,
        person=person,
        reach=await ledger.reach_of(scope, person_id=person.id) if person else None,
        own=person is not None and person.id == scope.actor.person_id,
        may=person is not None
        and rules.can_erase(person.id, actor_id=scope.actor.person_id, holds=[line.hold for line in holds]),
        everybody=[(each.id, each.name) for each in await people.people_of(scope, also_left=True)],
        crumbs=[views.Crumb("Retention", views.address(scope, "/retention"))],
    )


@get(_PATH, opt=access.needs("ledger.keep"), name="registers.erasing")
async def erasing(request: Request[Any, Any, Any]) -> Template:
    """Choose a person, and see what erasing their details would reach."""
    return await _page(request, forms.FormState())


@post(_PATH, opt=access.needs("ledger.keep"), name="registers.erase")
@forms.taking(EraseForm, again=_page)
async def erase(request: Request[Any, Any, Any], form: EraseForm) -> str:
    """Erase them. Can't be undone."""
    scope = access.scope_of(request)
    await acts.erase_details(scope, person_id=form.person_id, reason=form.reason)
    return views.address(scope, f"/retention/erasing?person={form.person_id}&said=erased")


ROUTES: list[Any] = [erasing, erase]
