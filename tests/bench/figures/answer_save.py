"""One answer saved as the form's operation saves it: judged, versioned, tallied and told to the ledger."""

import contextlib
from collections.abc import AsyncIterator

from backend.kit import database
from backend.tenancy import transactions
from tests.bench.assessment_rows import an_assessment
from tests.bench.figures.answer_growth import LARGE
from tests.bench.floors import answer_save as floor
from tests.bench.harness import Figure, Pair
from tests.bench.installation import an_officer, installation


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        await place.make("one")
        async with place.opened("one"):
            scope = (await an_officer()).scope
            async with transactions.scope_tx(scope):
                answered = await an_assessment(scope, requirements=LARGE)
                (row,) = await database.fetch(
                    "SELECT id FROM assurance_answer WHERE tenant_id = $1 AND assessment_id = $2 AND position = 1",
                    scope.tenant.id,
                    answered.assessment_id,
                )

            async with place.connected("one") as connection:
                await connection.execute("ANALYZE")  # as autovacuum does of itself after so many rows

            async def ours() -> None:
                async with transactions.scope_tx(scope):
                    await answered.again(scope)

            async def base() -> None:
                await floor.save(
                    lambda: transactions.scope_tx(scope),
                    database.execute,
                    tenant_id=scope.tenant.id,
                    answer_id=row["id"],
                    at=scope.now,
                )

            before = database.DB.statements
            await ours()
            statements = database.DB.statements - before
            yield Pair(
                ours=ours,
                base=base,
                sizes={"requirements": LARGE},
                counters=lambda: {"statements": statements},
            )


FIGURE = Figure(
    name="answer-save",
    goal=3.0,
    floor="the one UPDATE in the application's own transaction of the tenant; no history, tally or ledger; no HTTP",
    prepare=prepared,
    pairs=150,
    limits={"statements": 3},
)
