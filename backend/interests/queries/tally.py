"""How many interests are on the register: the sum of a kept number a day, where counting would read every entry.

The database keeps the numbers itself (`interests_tally`), by a trigger on the entries, so that they are right after
whatever wrote: a declaration, a correction, a withdrawal, an import and its undoing. They are of what is known now,
for any day. What was known on another day, and what a filter leaves, is counted entry by entry.
"""

from datetime import date

from backend.interests.queries import withholding
from backend.kit.database import fetch
from backend.scope import Scope

_STANDING = """
SELECT (
  SELECT coalesce(sum(begun) - CASE WHEN $3::boolean THEN 0 ELSE sum(ended) END, 0)
  FROM interests_tally WHERE tenant_id = $1 AND day <= $2
) - (
  SELECT count(*) FROM interests_withholding w
  JOIN interests_entry e ON e.tenant_id = $1 AND e.interest_id = w.record_id AND e.known_to IS NULL
  WHERE w.tenant_id = $1 AND w.register = 'interests' AND w.lifted_at IS NULL AND NOT $4::boolean
    AND e.person_id IS DISTINCT FROM $5::uuid AND e.since <= $2 AND ($3 OR e.until IS NULL OR e.until >= $2)
) AS count
"""


async def standing(scope: Scope, *, on: date, include_ended: bool = False) -> int:
    """How many interests had begun by `on`, and had not ended before it, as far as is known now.

    What is withheld does not count for whoever may not see it.
    """
    rows = await fetch(
        _STANDING,
        scope.tenant.id,
        on,
        include_ended,
        scope.may(withholding.SEE),
        scope.actor.person_id,
    )
    return int(rows[0]["count"])
