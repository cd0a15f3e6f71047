"""One fact changed under 10,000 rules: following it, by how many of them read it; beside a tenant with those alone."""

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from backend.assurance.operations import following
from backend.committees import operations as committees
from backend.kit import database
from backend.kit.clock import real_now
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.provision import lifetime
from backend.scope import Scope
from backend.tenancy import transactions
from tests.assurance.rule_stage import an_edition
from tests.bench.harness import Figure, Pair
from tests.bench.installation import installation
from tests.committees.made import a_committee
from tests.scopes import a_scope, a_tenant

RULES = 10_000
DEPENDANTS = (1, 10, 100)
MEASURED = 10


@dataclass
class Tenant:
    """A tenant with a committee for each number of dependants: so many of its rules read when it was reviewed."""

    scope: Scope
    committees: dict[int, UUID]
    days: int = 0

    async def followed(self, dependants: int) -> tuple[float, int, following.Followed]:
        """Change the fact that so many rules read, and follow; seconds, statements, and what it came to."""
        self.days += 1
        scope = self.scope = replace(self.scope, now=self.scope.now + timedelta(seconds=1))
        async with transactions.scope_tx(scope):
            await database.execute(
                "UPDATE committees_committee SET terms_reviewed_on = $3 WHERE tenant_id = $1 AND id = $2",
                scope.tenant.id,
                self.committees[dependants],
                scope.today - timedelta(days=self.days % 300),
            )
            record = Record(
                room="committees", kind="committee", id=self.committees[dependants], title="A body"
            )
            await ledger.record(scope, "committees.terms.reviewed", record)
        before, began = database.DB.statements, time.perf_counter()
        async with transactions.scope_tx(scope):
            done = await following.follow(scope)
        return time.perf_counter() - began, database.DB.statements - before, done


async def a_ruled_tenant(slug: str, others: int) -> Tenant:
    """A tenant with the rules that depend on its three committees, and so many `others` on bodies of their own."""
    scope = a_scope(
        a_tenant(slug=slug, name=f"NHS {slug} CCG (invented)", demonstration=True), now=real_now()
    )
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
        made = {
            count: await committees.form_committee(
                scope, committee=a_committee(id=f"body-{count}", name=f"Body {count}")
            )
            for count in DEPENDANTS
        }
        bodies = [f"body-{count}" for count in DEPENDANTS for _ in range(count)]
        bodies += [f"other-{number}" for number in range(others)]
        await an_edition(
            scope,
            [
                {"fact": "committee.terms-reviewed-on", "on": body, "within_last": "12 months"}
                for body in bodies
            ],
        )
    return Tenant(scope=scope, committees=made)


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        await place.make("one")
        async with place.opened("one"):
            many = await a_ruled_tenant("many", RULES - sum(DEPENDANTS))
            few = await a_ruled_tenant("few", 0)
            async with place.connected("one") as connection:
                await connection.execute("ANALYZE")
            counted: dict[str, float] = {}
            for count in DEPENDANTS:
                await many.followed(count)
                taken, statements, done = min(
                    [await many.followed(count) for _ in range(5)], key=lambda each: each[0]
                )
                counted |= {f"ms_{count}": round(taken * 1000, 2), f"statements_{count}": statements}
                counted[f"judged_too_many_{count}"] = done.judged - count
                assert done.verdicts == count, "each rule that reads it says other words now"

            async def ours() -> float:
                return (await many.followed(MEASURED))[0]

            async def base() -> float:
                return (await few.followed(MEASURED))[0]

            yield Pair(
                ours=ours,
                base=base,
                sizes={"rules": RULES, "dependants": MEASURED},
                counters=lambda: {
                    **counted,
                    "statements_more": counted["statements_100"] - counted["statements_1"],
                    "judged_too_many": sum(counted[f"judged_too_many_{count}"] for count in DEPENDANTS),
                },
            )


FIGURE = Figure(
    name="rules-increment",
    goal=1.3,
    floor="the same change in a tenant that has no rules but those that read what changed",
    prepare=prepared,
    unit="seconds",
    pairs=30,
    limits={"statements_more": 0, "judged_too_many": 0},
)
