"""Conditions of acceptances: of one return, and of all that the reader may see."""

from datetime import date, datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.reviewing.queries.lines import ConditionLine, condition_line
from backend.reviewing.queries.team import team_of
from backend.scope import Scope

_CONDITIONS = """
SELECT n.*, c.name AS commissioner, r.title, r.period FROM reviewing_condition n
JOIN reviewing_return r ON r.tenant_id = $1 AND r.id = n.return_id
JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = r.commissioner_id
WHERE n.tenant_id = $1 AND n.set_at <= $2 AND r.commissioner_id <> ALL ($3)
"""


async def conditions_under(scope: Scope, *, return_id: UUID, moment: datetime) -> tuple[ConditionLine, ...]:
    """Those of one return, for a reader who was let in to it."""
    rows = await fetch(
        f"{_CONDITIONS} AND n.return_id = $4 ORDER BY n.set_at, n.number",
        scope.tenant.id,
        moment,
        [],
        return_id,
    )
    return tuple(map(condition_line, rows))


async def conditions_of(
    scope: Scope,
    *,
    also_settled: bool = False,
    on: date | None = None,
    commissioner_id: UUID | None = None,
) -> tuple[ConditionLine, ...]:
    """Conditions of every return that the reader may see, or those of one commissioner; the nearest day first."""
    team = await team_of(scope)
    day = min(on or scope.today, scope.today)
    moment = scope.end_of(day)
    rows = await fetch(
        f"{_CONDITIONS} AND ($4 OR n.settled_at IS NULL OR n.settled_at > $2) "
        "AND ($5::uuid IS NULL OR r.commissioner_id = $5) "
        "ORDER BY n.due_on NULLS LAST, lower(c.name), n.set_at, n.number",
        scope.tenant.id,
        moment,
        list(team.closed),
        also_settled,
        commissioner_id,
    )
    return tuple(map(condition_line, rows))
