"""To which contract a partner or a gain-share belongs."""

from uuid import UUID

from backend.kit.database import fetch
from backend.scope import NotFound, Scope


async def contract_of_partner(scope: Scope, *, partner_id: UUID) -> UUID:
    """The contract's id. Raises NotFound."""
    rows = await fetch(
        "SELECT contract_id FROM contracts_partner WHERE tenant_id = $1 AND id = $2 AND struck_at IS NULL",
        scope.tenant.id,
        partner_id,
    )
    if not rows:
        raise NotFound("partner")
    return UUID(str(rows[0]["contract_id"]))


async def contract_of_share(scope: Scope, *, share_id: UUID) -> UUID:
    """The contract's id. Raises NotFound."""
    rows = await fetch(
        "SELECT contract_id FROM contracts_share WHERE tenant_id = $1 AND id = $2 AND struck_at IS NULL",
        scope.tenant.id,
        share_id,
    )
    if not rows:
        raise NotFound("gain-share")
    return UUID(str(rows[0]["contract_id"]))
