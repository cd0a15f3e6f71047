"""Removing the record of an organisation whose deletion was approved: every row in one transaction, then every file.

`connection` is the database's superuser: foreign keys and the triggers that let tables only grow sleep meanwhile.
Every statement names the tenant, so no other's row is touched. What was begun and broken off is finished by running it
again: rows first, then files; the last note says how far it came.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from backend.archives.queries import deletions
from backend.archives.queries.catalogue import TableShape, foreign_keys_of, tables_of
from backend.archives.queries.life import ProposalView
from backend.archives.rules.last_note import STAYS, NotedLine
from backend.kit.identity import new_id
from backend.kit.storage import Storage, StorageFailure
from backend.ledger import proofs
from backend.ledger.records import canonical
from backend.scope import Refusal, Scope

_GOES: Mapping[str, str] = {
    "ledger_checkpoint": "size < (SELECT max(n.size) FROM ledger_checkpoint n WHERE n.tenant_id = $1)",
    "ledger_anchor": "NOT held",
}
"""Which rows go of the tables of which something stays; of those that are not here, none."""


class UnableToDelete(Refusal):
    """A deletion that can't be carried out here, or is not finished; what is gone is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goes:
    """How much there is to remove, and of whom."""

    rows: int
    tables: int
    files: int
    size: int
    accounts: int
    without_any: int
    """Accounts that serve no organisation once their membership here is gone."""


async def check_connection(connection: Any) -> None:
    """Raises UnableToDelete unless the database lets us."""
    if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        raise UnableToDelete(
            "The database does not let us remove rows: DATABASE_URL must sign in as its superuser. Nothing is deleted."
        )


async def what_goes(connection: Any, scope: Scope, storage: Storage) -> Goes:
    """Counted, before anything is removed."""
    rows = tables = 0
    for shape in await tables_of(connection.fetch):
        if (where := _of(shape)) is None:
            continue
        count = await connection.fetchval(f"SELECT count(*) FROM {shape.name} WHERE {where}", scope.tenant.id)  # noqa: S608 - names of the catalogue
        rows, tables = rows + count, tables + bool(count)
    held = await asyncio.to_thread(storage.held_for, scope.tenant.id)
    accounts = await connection.fetchrow(_ACCOUNTS, scope.tenant.id)
    return Goes(rows=rows, tables=tables, files=held.files, size=held.size, **dict(accounts))


_ACCOUNTS = """
SELECT count(*) AS accounts, count(*) FILTER (WHERE NOT EXISTS (SELECT FROM people_membership o
  WHERE o.account_id = m.account_id AND o.tenant_id <> $1 AND o.ended_at IS NULL)) AS without_any
FROM people_membership m WHERE m.tenant_id = $1
"""


def _of(shape: TableShape) -> str | None:
    """Which rows of a table go, as the condition of a statement with the tenant as its first argument."""
    if shape.name not in STAYS:
        return f"{shape.tenant_column} = $1"
    return f"{shape.tenant_column} = $1 AND {_GOES[shape.name]}" if shape.name in _GOES else None


async def lines_of(scope: Scope, proposal: ProposalView) -> tuple[NotedLine, ...]:
    """The lines that stay, each with its way to the last checkpoint. In a transaction of it. Raises UnableToDelete."""
    ids = await deletions.lines_to_keep(scope, proposal_id=proposal.id)
    proven = await proofs.proven(scope, events=ids)
    if proven.unsealed or len(proven.lines) < len(ids):
        raise UnableToDelete(
            "The ledger is not sealed to its end yet, as something else is being written. Nothing is removed yet: "
            "run the command again in a minute."
        )
    return tuple(
        NotedLine(
            index=line.index,
            leaf=line.leaf_text,
            private=line.private_text,
            salt=line.salt_hex,
            path=line.path,
        )
        for line in proven.lines
    )


async def remove_rows(
    connection: Any,
    scope: Scope,
    *,
    proposal: ProposalView,
    taken_along: str,
    lines: Sequence[NotedLine],
    files: int,
    at: datetime,
) -> int:
    """Remove every row and leave the note, in one transaction; returns how many rows went. Raises UnableToDelete."""
    tenant_id = scope.tenant.id
    try:
        async with connection.transaction():
            # first of all, with our own triggers awake: the queue has its own to keep it whole
            await connection.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s'")
            state = await connection.fetchval(
                "SELECT state FROM tenancy_tenant WHERE id = $1 FOR UPDATE", tenant_id
            )
            if state != "deleted":
                raise UnableToDelete(f"{scope.tenant.name} is {state}: nothing is removed.")
            await connection.execute(
                "DELETE FROM queue.procrastinate_jobs WHERE args ->> 'tenant_id' = $1 AND status <> 'doing'",
                str(tenant_id),
            )
            rows = await _emptied(connection, scope)
            await connection.execute(
                "UPDATE tenancy_tenant SET pins = '{}', kept = '{}' WHERE id = $1", tenant_id
            )
            await connection.execute(
                "INSERT INTO archives_deletion (tenant_id, id, at, proposal_id, reason, proposed_by_name, proposed_at, "
                "approved_by_name, approved_at, taken_along, rows, files, lines) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::jsonb)",
                *(tenant_id, new_id(), at, proposal.id, proposal.reason, proposal.proposed_by_name),
                *(proposal.proposed_at, proposal.settled_by_name, proposal.settled_at, taken_along, rows),
                *(files, canonical([line.model_dump(mode="json") for line in lines])),
            )
            await _check_whole(connection, scope)
    except asyncpg.LockNotAvailableError as error:
        raise UnableToDelete(
            "Something else holds rows of the organisation. Nothing is removed yet: run the command again in a minute."
        ) from error
    return rows


async def _emptied(connection: Any, scope: Scope) -> int:
    """Every row goes that does not stay; how many. Within the caller's transaction."""
    await connection.execute("SET LOCAL session_replication_role = replica")
    rows = 0
    for shape in await tables_of(connection.fetch):
        if where := _of(shape):
            tag = await connection.execute(f"DELETE FROM {shape.name} WHERE {where}", scope.tenant.id)  # noqa: S608 - names of the catalogue
            rows += int(tag.rpartition(" ")[2])
    return rows


async def _check_whole(connection: Any, scope: Scope) -> None:
    """Whether what stays names nothing that is gone. Raises UnableToDelete, and nothing is removed."""
    for key in await foreign_keys_of(connection.fetch, sorted(STAYS)):
        if await connection.fetchval(key.missing, scope.tenant.id):
            raise UnableToDelete(f"{key.child} names rows of {key.parent} that would go. Nothing is removed.")


async def finish(connection: Any, scope: Scope, storage: Storage, *, at: datetime) -> int:
    """Remove what came in while rows were removed, and then every file; returns how many. Raises UnableToDelete.

    A request that had begun before the record was shut may have written a row behind us, and stored a file.
    """
    async with connection.transaction():
        await connection.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s'")
        await _emptied(connection, scope)
    try:
        files = await asyncio.to_thread(storage.remove_tenant, scope.tenant.id)
    except StorageFailure as failure:
        raise UnableToDelete(
            f"Its rows are gone, and not all of its files: {failure} Run the command again once that is settled."
        ) from failure
    async with connection.transaction():
        # the note only grows for everybody else
        await connection.execute("SET LOCAL session_replication_role = replica")
        await connection.execute(
            "UPDATE archives_deletion SET files_gone_at = $2 WHERE tenant_id = $1 AND files_gone_at IS NULL",
            scope.tenant.id,
            at,
        )
    return files
