"""One answer changed in a large assessment against one changed in a small one: what it touches does not grow."""

import contextlib
from collections.abc import AsyncIterator

from backend.kit import database
from backend.tenancy import transactions
from tests.bench.assessment_rows import an_assessment
from tests.bench.harness import Figure, Pair
from tests.bench.installation import an_officer, installation

LARGE, SMALL = 1_209, 140


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        await place.make("one")
        async with place.opened("one"):
            scope = (await an_officer()).scope
            async with transactions.scope_tx(scope):
                large = await an_assessment(scope, requirements=LARGE)
                small = await an_assessment(scope, requirements=SMALL)

            async with place.connected("one") as connection:
                await connection.execute("ANALYZE")  # as autovacuum does of itself after so many rows

            async def ours() -> None:
                async with transactions.scope_tx(scope):
                    await large.again(scope)

            async def base() -> None:
                async with transactions.scope_tx(scope):
                    await small.again(scope)

            before = database.DB.statements
            await ours()
            statements = database.DB.statements - before
            yield Pair(
                ours=ours,
                base=base,
                sizes={"large": LARGE, "small": SMALL},
                counters=lambda: {"statements": statements},
            )


FIGURE = Figure(
    name="answer-growth",
    goal=1.2,
    floor="the same act of ours in an assessment of 140 requirements; no HTTP on either",
    prepare=prepared,
    pairs=150,
    limits={"statements": 3},
)
