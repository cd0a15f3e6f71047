"""Declaring for a procurement, and deciding how a conflict is handled."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.procurement.operations import panel as acts
from backend.procurement.pages.parts import at, crumbs
from backend.procurement.queries import panel as panels
from backend.procurement.queries import procurements as queries
from backend.procurement.rules import panel as rules
from backend.web import access, forms, views


class DeclarationForm(forms.Form):
    stage: rules.DeclarationStage = Field(description="when it is made")
    nothing: Literal["nothing", "conflict"] = Field(description="whether there is anything to declare")
    organisation_id: UUID | None = Field(None, description="the bidder")
    conflict: str | None = Field(None, max_length=2_000, description="the conflict")
    correct: Literal["yes"] = Field(description="the box to say that this is complete and correct")


class HandlingForm(forms.Form):
    handling: rules.Handling = Field(description="how it is handled")
    handling_reason: str | None = Field(None, max_length=2_000, description="the reason")


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, procurement_id: UUID, participant_id: UUID
) -> Template:
    scope = access.scope_of(request)
    view = await queries.procurement(scope, procurement_id=procurement_id)
    panel = await panels.panel_of(scope, procurement_id=procurement_id)
    participant = panel.participant(participant_id)
    rules.check_can_declare(
        participant=participant.person_id,
        actor=scope.actor.person_id,
        may_change=scope.may("procurement.change"),
        left=participant.left_on is not None,
    )
    stages = [rules.DeclarationStage.OPENING, *([rules.DeclarationStage.BIDDERS] if panel.bidding else [])]
    mine = participant.person_id == scope.actor.person_id
    touching = await panels.touching(scope, panel) if mine or scope.may("procurement.change") else ()
    return views.page(
        request,
        "procurement/declaration.html",
        state=state,
        procurement=view,
        participant=participant,
        mine=mine,
        touching=[each for each in touching if each.person_id == participant.person_id],
        stages=[(stage.value, rules.STAGE_IN_WORDS[stage]) for stage in stages],
        asked=(participant.owes or (stages[-1],))[0].value,
        bidders=[(each.organisation_id, each.name) for each in panel.bidding],
        crumbs=crumbs(scope, view) if scope.may("procurement.read") else [],
    )


@get(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/panel/{participant_id:uuid}/declaration",
    opt=access.needs("procurement.declare"),
    name="procurement.declaration-form",
)
async def declaration(
    request: Request[Any, Any, Any], procurement_id: FromPath[UUID], participant_id: FromPath[UUID]
) -> Template:
    """The form for a declaration."""
    return await _form(request, forms.FormState(), procurement_id, participant_id)


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/panel/{participant_id:uuid}/declaration",
    opt=access.needs("procurement.declare"),
    name="procurement.declare",
)
@forms.taking(DeclarationForm, again=_form)
async def declare(
    request: Request[Any, Any, Any],
    form: DeclarationForm,
    procurement_id: FromPath[UUID],
    participant_id: FromPath[UUID],
) -> str:
    """Declare for the procurement."""
    scope = access.scope_of(request)
    await acts.declare(
        scope,
        procurement_id=procurement_id,
        participant_id=participant_id,
        stage=form.stage,
        nothing=form.nothing == "nothing",
        conflict=form.conflict,
        organisation_id=form.organisation_id,
    )
    if scope.may("procurement.change"):
        return at(scope, procurement_id, "?said=declared#panel")
    return views.address(scope, "/procurement/mine?said=declared")


async def _conflict(
    request: Request[Any, Any, Any], state: forms.FormState, procurement_id: UUID, declaration_id: UUID
) -> Template:
    scope = access.scope_of(request)
    view = await queries.procurement(scope, procurement_id=procurement_id)
    panel = await panels.panel_of(scope, procurement_id=procurement_id)
    participant, declaration = acts.declared_in(panel, declaration_id)
    touching = await panels.touching(scope, panel)
    return views.page(
        request,
        "procurement/conflict.html",
        state=state,
        procurement=view,
        participant=participant,
        declaration=declaration,
        own=participant.person_id is not None and participant.person_id == scope.actor.person_id,
        touching=[each for each in touching if each.person_id == participant.person_id],
        handlings=[(handling.value, words) for handling, words in rules.HANDLING_IN_WORDS.items()],
        crumbs=crumbs(scope, view),
    )


@get(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/declarations/{declaration_id:uuid}",
    opt=access.needs("procurement.change"),
    name="procurement.conflict",
)
async def conflict(
    request: Request[Any, Any, Any], procurement_id: FromPath[UUID], declaration_id: FromPath[UUID]
) -> Template:
    """A declared conflict, and the form for its handling."""
    return await _conflict(request, forms.FormState(), procurement_id, declaration_id)


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/declarations/{declaration_id:uuid}/handling",
    opt=access.needs("procurement.change"),
    name="procurement.handle",
)
@forms.taking(HandlingForm, again=_conflict)
async def handle(
    request: Request[Any, Any, Any],
    form: HandlingForm,
    procurement_id: FromPath[UUID],
    declaration_id: FromPath[UUID],
) -> str:
    """Decide how a conflict is handled."""
    scope = access.scope_of(request)
    await acts.handle_conflict(
        scope,
        procurement_id=procurement_id,
        declaration_id=declaration_id,
        handling=form.handling,
        reason=form.handling_reason,
    )
    return at(scope, procurement_id, "?said=handled#panel")


ROUTES = [declaration, declare, conflict, handle]
