"""Declaring interests with the ledger and without, by any number of writers at once in one tenant."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit import database
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.organisations import operations as organisations
from backend.scope import Scope
from backend.tenancy import transactions
from tests.bench.harness import Pair
from tests.bench.installation import an_officer, installation, multiply

PEOPLE = 12_000

_RECORD = ledger.record


async def _nothing(*_: Any, **__: Any) -> UUID:
    return new_id()


@contextlib.asynccontextmanager
async def declaring_interests(*, writers: int, each: int) -> AsyncIterator[Pair]:
    """`writers` at once declare `each` interests one after the other, each in a transaction of its own."""
    async with installation() as place:
        await place.make("one")
        async with place.opened("one", connections=writers + 1):
            scope = (await an_officer()).scope
            async with transactions.scope_tx(scope):
                practice = await organisations.add_as_named(scope, name="Invented Practice")
            async with place.connected("one") as connection:
                await multiply(
                    connection,
                    "people_person",
                    scope.actor.person_id or practice,
                    f"generate_series(1, {PEOPLE}) n",
                    {
                        "id": "gen_random_uuid()",
                        "name": "'Copied ' || n",
                        "email": "NULL",
                        "account_id": "NULL",
                    },
                )
                rows = await connection.fetch("SELECT id FROM people_person WHERE name LIKE 'Copied %'")
                people = iter([row["id"] for row in rows])
                await connection.execute("VACUUM (ANALYZE)")

            async def declare() -> None:
                await _declare(scope, next(people), practice)

            for _ in range(20):
                await declare()

            async def all_of_them() -> None:
                async def one() -> None:
                    for _ in range(each):
                        await declare()

                await asyncio.gather(*(one() for _ in range(writers)))

            async def base() -> None:
                ledger.record = _nothing
                try:
                    await all_of_them()
                finally:
                    ledger.record = _RECORD

            before = database.DB.statements
            await declare()
            statements = database.DB.statements - before
            yield Pair(
                ours=all_of_them,
                base=base,
                sizes={"writers": writers, "declarations": writers * each},
                counters=lambda: {"statements": statements},
            )


async def _declare(scope: Scope, person_id: UUID, practice: UUID) -> None:
    """Each person declares once, so that none has a longer list than another to be looked through."""
    own = replace(scope, actor=replace(scope.actor, person_id=person_id))
    async with transactions.scope_tx(own):
        await declaring.declare_interest(
            own,
            person_id=person_id,
            organisation_id=practice,
            interest_type=InterestType.FINANCIAL,
            nature="Partner in the practice",
            since=scope.today - timedelta(days=100),
        )
