"""Other bodies that a person serves, and the copies of their declarations that were sent there or came from there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.interests.tables.copies import Delivery
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Another organisation that the actor serves and may declare to as well."""

    tenant_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine:
    """One copy on its way to another body: its own person's to see, and nobody else's."""

    to_tenant: UUID
    to_name: str
    state: str
    asked_at: datetime
    answer: str | None

    @property
    def in_words(self) -> str:
        if self.state == "DELIVERED":
            return "It is on their register, and they review it themselves"
        return self.answer or "It is on its way"


async def bodies_of(scope: Scope) -> tuple[Body, ...]:
    """The other bodies that the actor's own account serves, by name; for their own eyes."""
    if scope.actor.person_id is None:
        return ()
    rows = await fetch(
        """
        SELECT m.tenant_id, m.tenant_name AS name FROM people_person p
        JOIN people_membership m ON m.account_id = p.account_id AND m.ended_at IS NULL AND m.tenant_id <> $1
        WHERE p.tenant_id = $1 AND p.id = $2 ORDER BY m.tenant_name, m.tenant_id""",
        scope.tenant.id,
        scope.actor.person_id,
    )
    return tuple(Body(**row) for row in rows)


async def deliveries_of(scope: Scope, *, interest_id: UUID) -> tuple[DeliveryLine, ...]:
    """Where the interest was sent: the newest copy for each body, by the body's name."""
    rows = await (
        Delivery.within(
            scope,
            Delivery.to_tenant,
            Delivery.to_name,
            Delivery.state,
            Delivery.asked_at,
            Delivery.answer,
        )
        .where(Delivery.interest_id == interest_id)
        .order_by(Delivery.asked_at)
    )
    newest = {row["to_tenant"]: DeliveryLine(**row) for row in rows}
    return tuple(sorted(newest.values(), key=lambda line: (line.to_name, line.to_tenant)))
