"""No open concern stays with nobody: where every handler has left the organisation, the rule names others."""

from datetime import timedelta
from typing import Any

from backend.concerns import settings
from backend.concerns.operations import raising, telling
from backend.concerns.rules import handling
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import Scope
from backend.tenancy import dues

_WITH_NOBODY = """
SELECT c.id, c.raised_by, c.person_concerned,
  ARRAY(SELECT n.person_id FROM concerns_notice n WHERE n.tenant_id = $1 AND n.concern_id = c.id) AS noticed
FROM concerns_concern c
WHERE c.tenant_id = $1 AND c.state <> 'CLOSED' AND NOT EXISTS (
  SELECT FROM concerns_handler h JOIN people_person p ON p.tenant_id = $1 AND p.id = h.person_id
  WHERE h.tenant_id = $1 AND h.concern_id = c.id AND h.to_at IS NULL AND (p.left_on IS NULL OR p.left_on > $2))
ORDER BY c.id FOR UPDATE OF c
"""


async def keep_handled(scope: Scope) -> int:
    """Give each open concern that has no handler left to those whom the rule names. Returns how many.

    One that nobody may handle waits until somebody is named; it is looked at again the next day.
    """
    given = 0
    office = await settings.office_of(scope)
    for row in await fetch(_WITH_NOBODY, scope.tenant.id, scope.today):
        given += await _give(scope, office, row)
    waiting = await fetch(
        "SELECT FROM concerns_concern WHERE tenant_id = $1 AND state <> 'CLOSED' LIMIT 1", scope.tenant.id
    )
    if waiting:
        await dues.set_due(scope, chore=raising.CHORE, at=scope.now + timedelta(days=1))
    else:
        await dues.clear_due(scope, chore=raising.CHORE)
    return given


async def _give(scope: Scope, office: settings.Office, row: Any) -> bool:
    about = {person_id for person_id in (row["person_concerned"], *row["noticed"]) if person_id}
    try:
        capacity, persons = handling.handlers_for(
            guardians=[person.id for person in office.guardians],
            leads=[person.id for person in office.leads],
            stand_in=office.stand_in.id if office.stand_in else None,
            about=about,
            about_the_top=not office.top.isdisjoint(about),
            raised_by=row["raised_by"],
        )
    except handling.NobodyToHandle:
        return False
    because = "By rule: nobody who handled it is here any more"
    await raising.appoint(scope, concern_id=row["id"], person_ids=persons, capacity=capacity, because=because)
    await ledger.record(
        scope,
        "concerns.handler.added",
        telling.record_of(row["id"]),
        after={"handlers": persons, "because": because},
    )
    await telling.tell_handlers(scope, concern_id=row["id"], person_ids=persons, kind="concern-received")
    return True
