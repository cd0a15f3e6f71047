"""What the database holds, as a count and a check sum a table, so that a test can say which tables changed meanwhile.

The check sum is over the transactions that wrote the rows: every row that is added, changed or gone since moves it.
"""

from typing import Any
from uuid import UUID

VISITED = frozenset({"people_session", "registers_reach", "packs_public_reach"})
"""The gate notes that a session was in use, and a public page that it was read: each in its own transaction."""


class Footprint:
    """`connection` is the superuser's: it sees every row of every tenant.

    Each question is put together and planned once, and then only asked again: it reads nearly two hundred tables.
    """

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._everything: Any = None
        self._tenants: Any = None

    async def of_everything(self) -> dict[str, str]:
        """Table → count and check sum of all rows, with the queue's jobs."""
        if self._everything is None:
            names = await self._names(
                "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' "
                "AND relnamespace = ANY ('{public,queue}'::regnamespace[]) ORDER BY 1"
            )
            self._everything = await self._sums(dict.fromkeys(names, "true"))
        return _by_table(await self._everything.fetch())

    async def of_tenant(self, tenant_id: UUID) -> dict[str, str]:
        """Table → count and check sum of one tenant's rows, its jobs among them."""
        if self._tenants is None:
            names = await self._names(
                "SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                "WHERE c.relkind = 'r' AND a.attname = 'tenant_id' AND c.relnamespace = 'public'::regnamespace "
                "ORDER BY 1"
            )
            of_jobs = {"queue.procrastinate_jobs": "args ->> 'tenant_id' = $1::uuid::text"}
            self._tenants = await self._sums({**dict.fromkeys(names, "tenant_id = $1::uuid"), **of_jobs})
        return _by_table(await self._tenants.fetch(tenant_id))

    async def _names(self, sql: str) -> list[str]:
        return [row["name"] for row in await self.connection.fetch(sql)]

    async def _sums(self, wanted: dict[str, str]) -> Any:
        # names come from the catalogue
        sql = " UNION ALL ".join(
            f"SELECT '{name}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended(xmin::text, 0)::numeric), 0) "
            f"AS sum FROM {name} WHERE {where}"
            for name, where in wanted.items()
        )
        return await self.connection.prepare(sql)


def _by_table(rows: list[Any]) -> dict[str, str]:
    return {row["name"]: row["sum"] for row in rows}


def changed(before: dict[str, str], after: dict[str, str], *, but: frozenset[str] = frozenset()) -> list[str]:
    """The tables whose rows are not what they were."""
    return [name for name in after if name not in but and before.get(name) != after[name]]
