"""The chase where nothing is due: what the clock asks of the house and what the chore then asks of a tenant."""

import contextlib
from collections.abc import AsyncIterator

from backend import timetable
from backend.actions import chores
from backend.kit import database, keyholder
from backend.tenancy import queries as tenancy
from tests.bench import chase_rows, plans
from tests.bench.harness import Figure, Pair
from tests.bench.installation import installation

FEW, MANY = 1_000, 1_000_000


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        keyholder.use(place.ring)
        await place.make("one")
        async with place.opened("one", role="probity_worker"), place.connected("one") as connection:
            scopes = {}
            for count in (FEW, MANY):
                scopes[count] = await chase_rows.a_tenant_to_chase(connection, open_each=count, due_each=0)
                await chores.chase_actions(scopes[count])  # says when there is something to do
            await connection.execute("VACUUM (ANALYZE)")

            async def buffers(count: int) -> float:
                scope = scopes[count]
                async with database.DB.transaction_with({}, readonly=True):
                    for name in timetable.names_of_due(chase_rows.CHORE):
                        for each in await tenancy.tenants_due(name, now=scope.now):
                            raise RuntimeError(f"{each.tenant.name} has something due.")
                return await plans.buffers_of_chore(scope, chores.chase_actions)

            yield Pair(
                ours=lambda: buffers(MANY),
                base=lambda: buffers(FEW),
                sizes={"open": MANY, "open_of_floor": FEW},
            )


FIGURE = Figure(
    name="sweep-idle",
    goal=1.2,
    floor="the same chase of actions in a tenant of 1,000 open actions: pages of memory that its statements touch",
    prepare=prepared,
    unit="buffers",
    pairs=3,
)
