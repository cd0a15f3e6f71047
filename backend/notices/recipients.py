"""Those who are written to: their new address, their leaving, and forgetting them."""

from uuid import UUID

from backend.kit import queue
from backend.kit.database import fetch
from backend.notices import operations
from backend.scope import Scope


async def readdress(scope: Scope, *, person_id: UUID, name: str, address: str) -> int:
    """Send what waits for a person to their new address; returns how many letters. For `people`.

    Without an address, what waits has failed. Their old address is in doubt no longer.
    """
    rows = await fetch(
        "UPDATE notices_letter SET recipient_name = $3, recipient_address = $4, retry_at = NULL, "
        "state = CASE WHEN $4 <> '' THEN state WHEN doubted THEN 'uncertain' ELSE 'failed' END, "
        "answer = CASE WHEN $4 = '' THEN 'No email address is known for this person.' ELSE answer END "
        "WHERE tenant_id = $1 AND recipient_person_id = $2 AND state = 'pending' RETURNING id",
        scope.tenant.id,
        person_id,
        name,
        address,
    )
    await _settle_doubts(scope, person_id)
    if rows and address:
        await queue.defer("notices.deliver_waiting", tenant_id=scope.tenant.id)
    return len(rows)


async def withdraw_from(scope: Scope, *, person_id: UUID) -> int:
    """Take back what still waits for somebody who has left; returns how many letters. For `people`."""
    rows = await fetch(
        "UPDATE notices_letter SET wanted = false, "
        "state = CASE state WHEN 'pending' THEN 'withdrawn' ELSE state END, retry_at = NULL "
        "WHERE tenant_id = $1 AND recipient_person_id = $2 AND state IN ('pending', 'sending') "
        "RETURNING id, subject, state, confidential",
        scope.tenant.id,
        person_id,
    )
    await _settle_doubts(scope, person_id)
    return await operations.record_withdrawn(scope, rows)


async def _settle_doubts(scope: Scope, person_id: UUID) -> None:
    await fetch(
        "UPDATE notices_doubt SET settled_at = $3 WHERE tenant_id = $1 AND person_id = $2 AND settled_at IS NULL",
        scope.tenant.id,
        person_id,
        scope.now,
    )


async def forget_recipient(scope: Scope, *, person_id: UUID) -> int:
    """Forget whom letters went to and what they said, but that they were sent; returns how many. For `planning`.

    For a recipient who is no person of the tenant, such as a member of the public, under the id that was told.
    """
    rows = await fetch(
        "UPDATE notices_letter SET recipient_name = '', recipient_address = '', subject = 'No longer kept', text = '', "
        "html = '', path = '', calendar = NULL, content = NULL, wanted = false, "
        "state = CASE state WHEN 'pending' THEN 'withdrawn' ELSE state END "
        "WHERE tenant_id = $1 AND recipient_person_id = $2 RETURNING id",
        scope.tenant.id,
        person_id,
    )
    return len(rows)
