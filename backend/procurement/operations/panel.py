"""Putting people on the panel, naming bidders, declaring for the procurement, handling conflicts."""

from datetime import date
from uuid import UUID

from backend.ledger import operations as ledger
from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.procurement.operations.procurements import held, record_of
from backend.procurement.queries import panel as queries
from backend.procurement.queries import procurements
from backend.procurement.rules import panel as rules
from backend.procurement.tables.panel import Bidder, ConflictHandling, PanelDeclaration, Participant
from backend.scope import NotFound, Scope


async def seat(
    scope: Scope,
    *,
    procurement_id: UUID,
    role: rules.PanelRole,
    is_staff: bool,
    joined_on: date,
    person_id: UUID | None = None,
    outsider_name: str | None = None,
    outsider_body: str | None = None,
) -> UUID:
    """Put somebody on the panel: a person of the tenant, or somebody from outside. Returns the participant's id."""
    await held(scope, procurement_id=procurement_id)
    rules.check_participant(
        person=person_id, name=outsider_name, body=outsider_body, joined_on=joined_on, today=scope.today
    )
    if person_id and person_id not in await people.persons_by_id(scope, [person_id]):
        raise rules.UnableToSeat("Choose the person from the list.", field="person_id")
    panel = await queries.panel_of(scope, procurement_id=procurement_id)
    if person_id and any(each.person_id == person_id for each in panel.present):
        raise rules.UnableToSeat("They take part in this procurement already.", field="person_id")
    participant_id: UUID = await Participant.add(
        scope,
        procurement_id=procurement_id,
        person_id=person_id,
        outsider_name=outsider_name,
        outsider_body=outsider_body,
        role=role,
        is_staff=is_staff,
        joined_on=joined_on,
    )
    after = {"role": role, "is_staff": is_staff, "person": person_id, "outsider": outsider_name}
    await _record(scope, procurement_id, "procurement.participant.joined", {**after, "body": outsider_body})
    return participant_id


async def unseat(scope: Scope, *, procurement_id: UUID, participant_id: UUID) -> None:
    """Record that somebody takes part no longer; what they declared stays."""
    await held(scope, procurement_id=procurement_id)
    participant = (await queries.panel_of(scope, procurement_id=procurement_id)).participant(participant_id)
    if participant.left_on is not None:
        raise rules.UnableToSeat("They have left this procurement already.")
    await Participant.change(scope, left_on=scope.today).where(Participant.id == participant_id)
    await _record(scope, procurement_id, "procurement.participant.left", {"participant": participant_id})


async def name_bidder(scope: Scope, *, procurement_id: UUID, organisation_id: UUID) -> UUID:
    """Name a bidder. From then on everybody on the panel owes a declaration about the bidders. Returns its id."""
    await held(scope, procurement_id=procurement_id)
    if organisation_id not in await organisations.organisations_by_id(scope, ids=[organisation_id]):
        raise rules.UnableToSeat("Choose the bidder from the list.", field="bidder_id")
    panel = await queries.panel_of(scope, procurement_id=procurement_id)
    if any(each.organisation_id == organisation_id for each in panel.bidding):
        raise rules.UnableToSeat("This bidder has been named already.", field="bidder_id")
    bidder_id: UUID = await Bidder.add(
        scope, procurement_id=procurement_id, organisation_id=organisation_id, named_at=scope.now
    )
    await _record(scope, procurement_id, "procurement.bidder.named", {"organisation": organisation_id})
    return bidder_id


async def withdraw_bidder(scope: Scope, *, procurement_id: UUID, bidder_id: UUID) -> None:
    """Record that a bidder withdrew, or was named by mistake."""
    await held(scope, procurement_id=procurement_id)
    panel = await queries.panel_of(scope, procurement_id=procurement_id)
    found = next((each for each in panel.bidding if each.id == bidder_id), None)
    if found is None:
        raise NotFound("bidder")
    await Bidder.change(scope, withdrawn_on=scope.today).where(Bidder.id == bidder_id)
    await _record(
        scope,
        procurement_id,
        "procurement.bidder.withdrawn",
        {"organisation": found.organisation_id},
    )


async def declare(
    scope: Scope,
    *,
    procurement_id: UUID,
    participant_id: UUID,
    stage: rules.DeclarationStage,
    nothing: bool,
    conflict: str | None = None,
    organisation_id: UUID | None = None,
) -> UUID:
    """Declare for a procurement, for oneself, or as an officer for somebody who signed on paper. Returns its id."""
    await held(scope, procurement_id=procurement_id)
    panel = await queries.panel_of(scope, procurement_id=procurement_id)
    participant = panel.participant(participant_id)
    rules.check_can_declare(
        participant=participant.person_id,
        actor=scope.actor.person_id,
        may_change=scope.may("procurement.change"),
        left=participant.left_on is not None,
    )
    rules.check_declaration(
        stage=stage,
        nothing=nothing,
        description=conflict,
        bidders=len(panel.bidding),
        of_bidder=organisation_id is not None,
    )
    if organisation_id and all(each.organisation_id != organisation_id for each in panel.bidding):
        raise rules.UnableToDeclareForProcurement("Choose the bidder from the list.", field="organisation_id")
    declaration_id: UUID = await PanelDeclaration.add(
        scope,
        procurement_id=procurement_id,
        participant_id=participant_id,
        stage=stage,
        nothing=nothing,
        conflict=conflict,
        organisation_id=organisation_id,
        declared_at=scope.now,
        declared_by=scope.actor.name,
    )
    await _record(
        scope,
        procurement_id,
        "procurement.declaration.made",
        {
            "participant": participant_id,
            "stage": stage,
            "nothing": nothing,
            "conflict": conflict,
            "organisation": organisation_id,
        },
    )
    return declaration_id


async def handle_conflict(
    scope: Scope,
    *,
    procurement_id: UUID,
    declaration_id: UUID,
    handling: rules.Handling,
    reason: str | None,
) -> None:
    """Decide what is done about a declared conflict; a later word stands beside the earlier one and counts."""
    await held(scope, procurement_id=procurement_id)
    panel = await queries.panel_of(scope, procurement_id=procurement_id)
    participant, declaration = declared_in(panel, declaration_id)
    rules.check_handling(
        nothing=declaration.nothing,
        handling=handling,
        reason=reason,
        declarant=participant.person_id,
        actor=scope.actor.person_id,
    )
    await ConflictHandling.add(
        scope,
        declaration_id=declaration_id,
        handling=handling,
        reason=reason,
        decided_by=scope.actor.name,
        decided_at=scope.now,
    )
    await _record(
        scope,
        procurement_id,
        "procurement.conflict.handled",
        {"declaration": declaration_id, "handling": handling, "reason": reason},
    )


def declared_in(
    panel: queries.Panel, declaration_id: UUID
) -> tuple[queries.ParticipantView, queries.DeclarationView]:
    """The declaration and whose it is. Raises `NotFound` for one of no participant here."""
    for participant in panel.participants:
        for declaration in participant.declarations:
            if declaration.id == declaration_id:
                return participant, declaration
    raise NotFound("declaration")


async def _record(scope: Scope, procurement_id: UUID, act: str, after: dict[str, object]) -> None:
    view = await procurements.procurement(scope, procurement_id=procurement_id)
    await ledger.record(scope, act, record_of(procurement_id, view.reference, view.title), after=after)
