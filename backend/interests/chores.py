"""What the worker does for the register. Run twice, the second does nothing."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from backend.interests import chasing
from backend.interests.operations import copying, seated
from backend.scope import Actor, Scope
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions


async def chase_declarations(scope: Scope) -> None:
    """Chase who has not declared, by the tenant's ladder, and say when to look again."""
    async with transactions.scope_tx(scope):
        await chasing.chase(scope)


async def deliver_copies(scope: Scope, *, declaration_id: UUID) -> None:
    """Carry the copies of a declaration to the other bodies that its person serves, one transaction a body."""
    async with transactions.scope_tx(scope, readonly=True):
        sender = await tenancy.tenant_by_id(scope.tenant.id)
        offset = sender.clock_offset if sender else timedelta(0)
        parcels = await copying.parcels_of(scope, declaration_id=declaration_id, clock_offset=offset)
    for parcel in parcels:
        refused = await _carried(scope, parcel)
        async with transactions.scope_tx(scope):
            await copying.answer_delivery(scope, delivery_id=parcel.delivery_id, refused=refused)


async def tell_of_seats(scope: Scope, *, committee_id: UUID) -> None:
    """Tell the chair of a committee who was given a seat on it undeclared."""
    async with transactions.scope_tx(scope):
        await seated.tell_of_seats(scope, committee_id=committee_id)


async def _carried(scope: Scope, parcel: copying.Parcel) -> str | None:
    """Write one copy in the receiver's own transaction; why it was not taken, or nothing."""
    try:
        async with transactions.tenant_tx(parcel.to_tenant):
            receiver = await tenancy.tenant_by_id(parcel.to_tenant)
            if receiver is None or receiver.state not in {"trial", "live"}:
                return copying.NOT_TAKEN
            there = replace(
                scope,
                tenant=receiver.tenant,
                # one name for every copy: the receiver learns who sent it from the declaration itself
                actor=Actor(name="interests.deliver_copies", chore="interests.deliver_copies"),
                now=scope.now - parcel.clock_offset + receiver.clock_offset,
            )
            await copying.take_parcel(there, parcel)
    except copying.UnableToTake as refusal:
        return refusal.sentence
    return None


CHORES = {
    "interests.chase_declarations": chase_declarations,
    "interests.deliver_copies": deliver_copies,
    "interests.tell_of_seats": tell_of_seats,
}
