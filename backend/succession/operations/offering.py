"""What somebody declared to a predecessor: they confirm it, say it otherwise, or leave it out. Nobody does it
for them."""

from uuid import UUID

from backend.interests.operations import checking, declaring
from backend.interests.rules.declaring import InterestType, Relationship
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import operations as organisation_operations
from backend.organisations import queries as organisations
from backend.scope import Refusal, Scope
from backend.succession.queries.offers import OfferLine, offer_of
from backend.succession.tables import Offer


class UnableToConfirm(Refusal):
    """An offer that was answered already, or an answer without its reason."""


async def confirm(scope: Scope, *, offer_id: UUID, nature: str | None = None) -> UUID:
    """Declare here what was declared there; `nature` where it is to be said otherwise. Returns the declaration's id.

    Raises UnableToConfirm, what a declaration raises, NotFound.
    """
    offer = await _waiting(scope, offer_id)
    said = checking.Said(
        person_id=offer.person_id,
        organisation_id=await _organisation(scope, offer),
        interest_type=InterestType(offer.interest_type),
        nature=nature or offer.nature,
        since=offer.since,
        until=offer.until,
        known_on=scope.today,
        relationship=Relationship(offer.said["relationship"]) if offer.said["relationship"] else None,
        is_indirect=bool(offer.said["is_indirect"]),
        mitigation=offer.said["mitigation"],
    )
    checked = await checking.check_interest(scope, said)
    declaration_id, _ = await declaring.put_on_register(scope, said, checked, came_from=offer.predecessor)
    changed = nature is not None and nature != offer.nature
    await Offer.change(
        scope,
        state="changed" if changed else "confirmed",
        settled_at=scope.now,
        declaration_id=declaration_id,
    ).where(Offer.id == offer_id)
    await ledger.record(
        scope,
        "succession.offer.confirmed",
        _record(offer),
        after={"declaration": declaration_id, "changed": changed},
    )
    return declaration_id


async def leave_out(scope: Scope, *, offer_id: UUID, because: str) -> None:
    """Say that it is not declared here, and why. Raises UnableToConfirm, NotFound."""
    offer = await _waiting(scope, offer_id)
    if not because.strip():
        raise UnableToConfirm("Say why it is left out, such as: it ended.", field="because")
    await Offer.change(scope, state="left-out", settled_at=scope.now, because=because.strip()).where(
        Offer.id == offer_id
    )
    await ledger.record(scope, "succession.offer.left-out", _record(offer), after={"because": because})


async def _waiting(scope: Scope, offer_id: UUID) -> OfferLine:
    offer = await offer_of(scope, offer_id=offer_id)
    if offer.state != "waiting":
        raise UnableToConfirm("You answered this already.")
    return offer


async def _organisation(scope: Scope, offer: OfferLine) -> UUID:
    """The organisation of that name in our directory, added where there is none."""
    same = (await organisations.organisations_named(scope, names=[offer.organisation]))[offer.organisation]
    if len(same) == 1:
        return same[0].id
    return await organisation_operations.add_as_named(
        scope, name=offer.organisation, demonstration=scope.tenant.demonstration
    )


def _record(offer: OfferLine) -> Record:
    return Record(room="succession", kind="offer", id=offer.id, title=offer.organisation)
