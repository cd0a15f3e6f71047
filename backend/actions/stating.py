"""What is stated of actions."""

from collections.abc import Collection
from uuid import UUID

from backend.facts.stating import ITSELF, Stating
from backend.facts.values import Statement
from backend.kit.database import fetch
from backend.scope import Scope

_ACTIONS = """
SELECT a.id, a.number, a.private, a.words, a.state, a.due_on, a.undertaken_on, a.ended_on, a.moves, c.slug
FROM actions_action a LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id
WHERE a.tenant_id = $1 AND a.struck_at IS NULL AND ($2::uuid[] IS NULL OR a.id = ANY ($2))
"""


async def _actions(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Each action that was not struck out; what a private one says is not told with it."""
    rows = await fetch(_ACTIONS, scope.tenant.id, None if ids is None else list(ids))
    return tuple(
        Statement(
            subject=str(row["id"]),
            title=f"Action {row['number']}"
            if row["private"]
            else f"Action {row['number']}: {row['words'][:160]}",
            room="actions",
            kind="action",
            id=row["id"],
            facts={
                "action.state": row["state"],
                "action.due-on": row["due_on"],
                "action.undertaken-on": row["undertaken_on"],
                "action.ended-on": row["ended_on"],
                "action.committee": (row["slug"],) if row["slug"] else None,
                "action.moves": row["moves"],
            },
        )
        for row in rows
    )


STATINGS = (Stating(room="actions", about="action", reach={"actions.action": ITSELF}, state=_actions),)
