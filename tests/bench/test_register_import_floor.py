"""The floor of an import writes the register that ours writes."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import asyncpg

from backend.kit import database
from backend.people.operations import persons
from backend.scope import Actor, Scope, Tenant
from backend.tenancy import transactions
from tests.bench.figures import register_import as figure
from tests.scopes import a_scope


async def an_officer(tenant: Tenant) -> Scope:
    scope = a_scope(tenant)
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(scope, name="Robin Invented")
    return replace(scope, actor=Actor(name="Robin Invented", person_id=person_id))


async def test_floor_copies_the_rows_that_an_import_writes(
    found: Callable[..., Awaitable[Tenant]], server_url: str, database_name: str
) -> None:
    ours = await figure.a_stage(await an_officer(await found()), rows=40, declarants=7, practices=3)
    bare = await figure.a_stage(await an_officer(await found()), rows=40, declarants=7, practices=3)

    async with transactions.scope_tx(ours.scope):
        await figure.bring_in(ours)
        written = await figure.written(ours.scope)
    connection = await asyncpg.connect(
        **{**database.connection_config(server_url), "database": database_name}
    )
    try:
        assert await figure.copy(bare, connection) == 40
    finally:
        await connection.close()
    async with transactions.scope_tx(bare.scope, readonly=True):
        copied = await figure.written(bare.scope)

    assert len(written) == 40
    assert written == copied
