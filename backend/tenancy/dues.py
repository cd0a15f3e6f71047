"""What is due in a tenant, and when: the one small table that the clock looks at.

Operations keep it, in their own transaction: `set_due` when they know the next moment at which a chore has something
to do, `clear_due` when there is none. Moments are of the tenant's own time, as `scope.now` is.
"""

from collections.abc import Collection
from datetime import datetime

from backend.kit.database import at_commit, execute, fetch
from backend.scope import Scope

FOLLOW = "assurance.follow_changes"
"""Something was done in the tenant that rules over its facts may read."""

LOOK = "assurance.look_again"
"""Time alone changes what a rule says. In a tenant with rules it is always written down, if for a far day."""


async def set_due(scope: Scope, *, chore: str, at: datetime) -> None:
    """`chore` next has something to do in this tenant at `at`, whatever was known before."""
    await execute(
        "INSERT INTO tenancy_due (tenant_id, chore, due_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (tenant_id, chore) DO UPDATE SET due_at = excluded.due_at",
        scope.tenant.id,
        chore,
        at,
    )


async def set_due_by(scope: Scope, *, chore: str, at: datetime) -> None:
    """`chore` has something to do at `at` or, if it was due sooner, then."""
    await execute(
        "INSERT INTO tenancy_due AS due (tenant_id, chore, due_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (tenant_id, chore) DO UPDATE SET due_at = excluded.due_at "
        "WHERE due.due_at > excluded.due_at",
        scope.tenant.id,
        chore,
        at,
    )


async def set_due_first(scope: Scope, *, chore: str, at: datetime) -> None:
    """`chore` has something to do at `at`, unless a moment is written down for it already, whichever."""
    await execute(
        "INSERT INTO tenancy_due (tenant_id, chore, due_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (tenant_id, chore) DO NOTHING",
        scope.tenant.id,
        chore,
        at,
    )


async def clear_due(scope: Scope, *, chore: str) -> None:
    """`chore` has nothing more to do in this tenant."""
    await execute("DELETE FROM tenancy_due WHERE tenant_id = $1 AND chore = $2", scope.tenant.id, chore)


async def put_off(scope: Scope, *, chore: str, until: datetime) -> None:
    """If `chore` is due before `until`, let it be due then; what is not due stays so."""
    await execute(
        "UPDATE tenancy_due SET due_at = $3 WHERE tenant_id = $1 AND chore = $2 AND due_at < $3",
        scope.tenant.id,
        chore,
        until,
    )


async def hold_due(scope: Scope, *, chore: str) -> datetime | None:
    """When `chore` is due, held against change by others until this transaction ends; `None` if it is not."""
    rows = await fetch(
        "SELECT due_at FROM tenancy_due WHERE tenant_id = $1 AND chore = $2 FOR UPDATE",
        scope.tenant.id,
        chore,
    )
    return rows[0]["due_at"] if rows else None


async def hold_dues(scope: Scope, *, chores: Collection[str]) -> dict[str, datetime]:
    """`hold_due` for several chores at once: when each is due that is."""
    rows = await fetch(
        "SELECT chore, due_at FROM tenancy_due WHERE tenant_id = $1 AND chore = ANY ($2) ORDER BY chore FOR UPDATE",
        scope.tenant.id,
        list(chores),
    )
    return {row["chore"]: row["due_at"] for row in rows}


def due_at_commit(scope: Scope, *, chore: str) -> None:
    """`chore` is due from now on, if it isn't already: the transaction's last act, so that nobody waits for the row.

    Who runs such a chore takes the row away first, then looks, and puts it back if anybody else was at work meanwhile:
    who commits between the two waits for the row, and so nothing is missed.
    """
    at_commit(
        chore,
        f"INSERT INTO tenancy_due (tenant_id, chore, due_at) "  # noqa: S608 - an id, our own word and a moment
        f"VALUES ('{scope.tenant.id}', '{chore}', '{scope.now.isoformat()}') ON CONFLICT DO NOTHING",
    )


def due_by_at_commit(scope: Scope, *, chore: str, at: datetime | None = None) -> None:
    """`set_due_by`, for this moment if no other is given, as the transaction's last act: who writes in one tenant at
    once waits for nobody.

    A row that is due already is locked all the same until the commit that follows, so that a chore which holds it,
    looks and takes it away misses nothing.
    """
    at_commit(
        chore,
        f"INSERT INTO tenancy_due AS due (tenant_id, chore, due_at) "  # noqa: S608 - an id, our own word and a moment
        f"VALUES ('{scope.tenant.id}', '{chore}', '{(at or scope.now).isoformat()}') ON CONFLICT (tenant_id, chore) "
        "DO UPDATE SET due_at = excluded.due_at WHERE due.due_at > excluded.due_at",
    )


def follow_at_commit(scope: Scope) -> None:
    """Have what is being done followed soon, if the tenant has rules that could read it.

    As the transaction's last act, so that nobody waits for the row; a row that is there is not written again. Who
    follows takes the row away first and then reads what was done, and looks once more a little later: so nothing that
    was being committed meanwhile is missed.
    """
    tenant, at = scope.tenant.id, scope.now.isoformat()
    at_commit(
        FOLLOW,
        f"INSERT INTO tenancy_due SELECT '{tenant}', '{FOLLOW}', '{at}' WHERE EXISTS (SELECT FROM tenancy_due "  # noqa: S608 - an id and a moment
        f"WHERE tenant_id = '{tenant}' AND chore = '{LOOK}') ON CONFLICT DO NOTHING",
    )
