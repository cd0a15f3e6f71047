"""One procurement: everything about it on a page, and the word that moves it on."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.procurement.operations import procurements as acts
from backend.procurement.pages.parts import at, crumbs
from backend.procurement.queries import panel as panels
from backend.procurement.queries import procurements as queries
from backend.procurement.queries.publishing import publishing_of
from backend.procurement.rules import deciding, panel, regimes, standstill
from backend.procurement.rules.deciding import Status
from backend.scope import Scope
from backend.web import access, forms, views

MOVES = {
    Status.OPEN: "Begin it, or go back to it",
    Status.AWARDED: "Award the contract",
    Status.ABANDONED: "Abandon it",
}


class MoveForm(forms.Form):
    into: Literal["OPEN", "AWARDED", "ABANDONED"] = Field(description="what happens now")
    status_reason: str | None = Field(None, max_length=1_000, description="the reason")


async def record_page(
    request: Request[Any, Any, Any], state: forms.FormState, procurement_id: UUID
) -> Template:
    """The record, with the forms of whoever may change it; `state` brings one of them back as it was typed."""
    scope = access.scope_of(request)
    view = await queries.procurement(scope, procurement_id=procurement_id)
    decisions = await queries.decisions_of(scope, procurement_id=procurement_id)
    took_part = await queries.took_part(scope, decision_ids=[each.id for each in decisions[-1:]])
    on_panel = await panels.panel_of(scope, procurement_id=procurement_id)
    may_change = scope.may("procurement.change")
    present_ids = took_part.get(decisions[-1].id, ()) if decisions else ()
    publishing = await publishing_of(scope, view)
    known = await organisations.organisations_of(scope) if may_change else ()
    persons = await people.people_of(scope) if may_change else ()
    history = await _history(scope, procurement_id, decisions)
    origin = view.brought_in_from
    return views.page(
        request,
        "procurement/procurement.html",
        state=state,
        procurement=view,
        panel=on_panel,
        decision=decisions[-1] if decisions else None,
        took_part=[each for each in on_panel.participants if each.id in present_ids],
        publishing=publishing,
        notice_words=regimes.NOTICE_IN_WORDS,
        is_psr=view.regime is regimes.Regime.PSR,
        standstill_over=publishing.standstill.over(scope.today) if publishing.standstill else False,
        touching=await panels.touching(scope, on_panel) if may_change else (),
        history=history,
        brought_in_at=next(
            (since for since, _, _, note in reversed(history) if origin and note == origin), None
        ),
        may_change=may_change,
        moves=[(into.value, words) for into, words in MOVES.items() if into in deciding.NEXT[view.status]],
        organisations=[(line.id, line.name) for line in known],
        persons=[(line.id, line.name) for line in persons],
        roles=[(role.value, words) for role, words in panel.ROLE_IN_WORDS.items()],
        notices=[(kind.value, regimes.NOTICE_IN_WORDS[kind]) for kind in regimes.notices_of(view.route)],
        answers=[(answer.value, words) for answer, words in standstill.ANSWER_IN_WORDS.items()],
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/procurement/{procurement_id:uuid}",
    opt=access.needs("procurement.read"),
    name="procurement.procurement",
)
async def procurement(request: Request[Any, Any, Any], procurement_id: FromPath[UUID]) -> Template:
    """The record of one procurement."""
    return await record_page(request, forms.FormState(), procurement_id)


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/status",
    opt=access.needs("procurement.change"),
    name="procurement.move",
)
@forms.taking(MoveForm, again=record_page)
async def move(request: Request[Any, Any, Any], form: MoveForm, procurement_id: FromPath[UUID]) -> str:
    """Begin, award, abandon or reopen the procurement."""
    scope = access.scope_of(request)
    await acts.move_on(
        scope, procurement_id=procurement_id, into=Status(form.into), because=form.status_reason
    )
    return at(scope, procurement_id, "?said=moved")


async def _history(
    scope: Scope, procurement_id: UUID, decisions: tuple[queries.DecisionView, ...]
) -> list[tuple[Any, str, str, str | None]]:
    """Every version of the procurement and of its decision: when, what it said, who, why; oldest first."""
    said = await queries.versions_of(scope, procurement_id=procurement_id)
    lines = [
        (
            each.known_from,
            f"{each.title}: {each.status_in_words.lower()}, {each.route_in_words.lower()}",
            each.changed_by,
            each.change_note,
        )
        for each in said
    ]
    lines += [
        (
            each.known_from,
            f"Decision of {each.decided_by}: {f'awarded to {each.supplier_name}' if each.awarded else 'not awarded'}",
            each.changed_by,
            each.change_note,
        )
        for each in decisions
    ]
    return sorted(lines, key=lambda line: line[0])


ROUTES = [procurement, move]
