"""One morning of the chase in many tenants: some of them swept by the chore, some by the floor, until all are."""

import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from typing import Any

from backend.desk import chores
from backend.kit import database, keyholder
from backend.scope import Scope
from backend.tenancy import transactions
from tests.bench import chase_rows
from tests.bench.floors import chase_sweep as floor
from tests.bench.harness import Pair
from tests.bench.installation import installation


class Mornings:
    """Hands out tenants, so many at a time, in which the morning has not been lived; then undoes it in all of them."""

    def __init__(self, connection: Any, chased: chase_rows.Chased, *, at_once: int) -> None:
        self._connection, self._chased, self._at_once = connection, chased, at_once
        self._left = list(chased.scopes)
        self._backends: list[int] = []
        self.taken: list[float] = []
        self.statements = 0.0
        # Processor time of this process and of its database sessions: neighbours lengthen it less than the clock's.
        self.worked: dict[bool, list[float]] = {True: [], False: []}

    async def opened(self) -> None:
        rows = await self._connection.fetch(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'probity' AND datname = current_database()"
        )
        self._backends = [row["pid"] for row in rows]

    @property
    def processor_ratio(self) -> float:
        """Processor time of ours ÷ that of the floor, tenant for tenant."""
        return round(sum(self.worked[True]) / sum(self.worked[False]), 2)

    def _processor_time(self) -> float:
        files = (Path(f"/proc/{pid}/schedstat") for pid in self._backends)
        return time.process_time() + sum(int(file.read_text().split()[0]) for file in files) / 1e9

    async def ours(self) -> float:
        """Seconds that the chore took in the next few tenants."""
        scopes = await self._next()
        worked, before, started = self._processor_time(), database.DB.statements, time.perf_counter()
        for scope in scopes:
            await chores.chase_what_is_owed(scope)
        taken = time.perf_counter() - started
        self.worked[True].append(self._processor_time() - worked)
        self.statements = (database.DB.statements - before) / len(scopes)
        self.taken.append(taken / len(scopes))
        return taken

    async def base(self) -> float:
        """Seconds that the floor took in the next few tenants."""
        tenant_ids = [scope.tenant.id for scope in await self._next()]
        worked, started = self._processor_time(), time.perf_counter()
        found = await floor.sweep(
            transactions.tenant_tx, database.fetch, tenant_ids=tenant_ids, day=chase_rows.DAY
        )
        taken = time.perf_counter() - started
        self.worked[False].append(self._processor_time() - worked)
        if found != self._chased.due_each * len(tenant_ids):
            raise RuntimeError(f"The floor found {found} rows due.")
        return taken

    async def one_statement(self) -> float:
        """Seconds that the bare statement takes for each tenant when it goes over all of them at once."""
        started = time.perf_counter()
        found = await floor.sweep_of_all(self._connection, day=chase_rows.DAY)
        taken = time.perf_counter() - started
        await chase_rows.ready_again(self._connection)
        return taken * self._chased.due_each / found

    async def _next(self) -> list[Scope]:
        if len(self._left) < self._at_once:
            await chase_rows.ready_again(self._connection)
            self._left = list(self._chased.scopes)
        few, self._left = self._left[: self._at_once], self._left[self._at_once :]
        return few


async def _written(connection: Any) -> dict[str, int]:
    """What the chore wrote, by kind."""
    return {
        name: await connection.fetchval(f"SELECT count(*) FROM {table}")
        for name, table in (
            ("lines_each", "chasing_line"),
            ("letters_each", "notices_letter"),
            ("ledger_each", "ledger_event"),
        )
    }


@contextlib.asynccontextmanager
async def a_morning(*, tenants: int, at_once: int) -> AsyncIterator[Pair]:
    """So many tenants of 1,000 open actions, of which 75 are due."""
    async with installation() as place:
        keyholder.use(place.ring)
        await place.make("one")
        async with place.opened("one", role="probity_worker"), place.connected("one") as connection:
            chased = await chase_rows.tenants_to_chase(
                connection, tenants=tenants, open_each=1_000, due_each=75
            )
            before = await _written(connection)
            await chores.chase_what_is_owed(chased.scopes[0])
            written = {name: count - before[name] for name, count in (await _written(connection)).items()}
            await chase_rows.ready_again(connection)
            mornings = Mornings(connection, chased, at_once=at_once)
            await mornings.opened()
            whole = median([await mornings.one_statement() for _ in range(3)])
            yield Pair(
                ours=mornings.ours,
                base=mornings.base,
                sizes={"tenants": tenants, "open": 1_000 * tenants, "due": 75 * tenants, **written},
                counters=lambda: {
                    "statements": mornings.statements,
                    "processor_ratio": mornings.processor_ratio,
                    "against_one_statement": round(median(mornings.taken) / whole, 2),
                },
            )


FLOOR = (
    "a bare UPDATE … RETURNING of the same due rows, tenant by tenant, each in a transaction of its own behind "
    "the wall, as the worker's role: the least that any sweep does here, since none may touch two tenants at once; "
    "nobody is told and nothing noted. against_one_statement: the same by one statement over all tenants, as superuser"
)
