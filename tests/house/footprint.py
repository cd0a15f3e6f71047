"""What the database holds, as one check sum a table, so that a test can say which tables changed meanwhile."""

from typing import Any
from uuid import UUID


class Footprint:
    """`connection` is the superuser's: it sees every row of every tenant."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def of_everything(self) -> dict[str, str]:
        """Table → check sum of all rows, with the queue's jobs."""
        names = [
            row["name"]
            for row in await self.connection.fetch(
                "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' "
                "AND relnamespace = ANY ('{public,queue}'::regnamespace[]) ORDER BY 1"
            )
        ]
        return {name: await self._sum(name, "true") for name in names}

    async def of_tenant(self, tenant_id: UUID) -> dict[str, str]:
        """Table → check sum of one tenant's rows, its jobs among them."""
        names = [
            row["name"]
            for row in await self.connection.fetch(
                "SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
                "WHERE c.relkind = 'r' AND a.attname = 'tenant_id' AND c.relnamespace = 'public'::regnamespace "
                "ORDER BY 1"
            )
        ]
        sums = {name: await self._sum(name, f"tenant_id = '{tenant_id}'") for name in names}
        jobs = await self._sum("queue.procrastinate_jobs", f"args ->> 'tenant_id' = '{tenant_id}'")
        return {**sums, "queue.procrastinate_jobs": jobs}

    async def _sum(self, name: str, where: str) -> str:
        # names come from the catalogue and ids from us
        found: str = await self.connection.fetchval(
            "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') "
            f"FROM {name} t WHERE {where}"
        )
        return found


def changed(before: dict[str, str], after: dict[str, str], *, but: frozenset[str] = frozenset()) -> list[str]:
    """The tables whose rows are not what they were."""
    return [name for name in after if name not in but and before.get(name) != after[name]]
