"""The catalogue of tables, and mutants of every policy: the walls stand, and the test would see one fall."""

import re
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from piccolo.conf.apps import AppConfig

from backend import piccolo_conf
from backend.kit import database
from tests.house import walls

_TYPES = {
    "UUID": {"uuid"},
    "TEXT": {"text"},
    "BOOLEAN": {"boolean"},
    "DATE": {"date"},
    "TIMESTAMPTZ": {"timestamp with time zone"},
    "JSONB": {"jsonb"},
    "INTEGER": {"integer"},
    "BIGINT": {"bigint"},
    "BYTEA": {"bytea"},
    "INTERVAL": {"interval"},
    "TIMESTAMP WITH TIME ZONE": {"timestamp with time zone"},
    "TEXT[]": {"text[]"},
    "UUID[]": {"uuid[]"},
    "DOUBLE PRECISION": {"double precision"},
    "NUMERIC": {"numeric"},
    "SMALLINT": {"smallint"},
}


@pytest_asyncio.fixture
async def catalogue(server_url: str, database_name: str) -> AsyncIterator[Any]:
    """The database's superuser, in a transaction that is rolled back."""
    connection = await asyncpg.connect(
        **{**database.connection_config(server_url), "database": database_name}
    )
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


async def test_every_table_stands_behind_its_wall(catalogue: Any) -> None:
    assert await walls.problems(catalogue) == []


async def test_there_are_tables_to_look_at(catalogue: Any) -> None:
    names = await walls.tenant_tables(catalogue)
    assert {"ledger_event", "interests_entry", "people_person", "committees_seat"} <= set(names)


MUTANTS = {
    "no security": "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    "not forced": "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
    "no policy": "DROP POLICY tenant ON {table}",
    "reads all": "ALTER POLICY tenant ON {table} USING (true)",
    "writes all": "ALTER POLICY tenant ON {table} WITH CHECK (true)",
    "for everybody": "ALTER POLICY tenant ON {table} TO PUBLIC",
    "one more policy": "CREATE POLICY other ON {table} USING (true)",
    "truncatable": "GRANT TRUNCATE ON {table} TO probity_app",
    "indexed across tenants": "CREATE INDEX mutant_{table} ON {table} ({second})",
    "a view beside it": "CREATE VIEW mutant_{table} AS SELECT * FROM {table}",
    "a copy beside it": "CREATE MATERIALIZED VIEW mutant_{table} AS SELECT * FROM {table}",
}


@pytest.mark.parametrize("mutant", MUTANTS)
async def test_every_mutant_of_every_table_is_seen(catalogue: Any, mutant: str) -> None:
    tables = await walls.tenant_tables(catalogue)
    for table in tables:
        second = await catalogue.fetchval(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attname <> 'tenant_id' "
            "AND NOT attisdropped ORDER BY attnum LIMIT 1",
            table,
        )
        await catalogue.execute(MUTANTS[mutant].format(table=table, second=second))

    problems = await walls.problems(catalogue)

    # each by its own sentence: the name of one table can begin that of another
    seen = {word.removeprefix("mutant_") for problem in problems for word in re.findall(r"\w+", problem)}
    assert set(tables) - seen == set()


async def test_definer_function_that_is_on_no_list_is_seen(catalogue: Any) -> None:
    await catalogue.execute(
        "CREATE FUNCTION app.mutant() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'"
    )

    assert any("app.mutant" in problem for problem in await walls.problems(catalogue))


def _apps() -> list[AppConfig]:
    import importlib

    return [importlib.import_module(name).APP_CONFIG for name in piccolo_conf.APP_REGISTRY.apps]


async def test_every_class_says_what_its_table_is(catalogue: Any) -> None:
    breaches = []
    known = set()
    for app in _apps():
        for table in app.table_classes:
            name = table._meta.tablename
            known.add(name)
            rows = await catalogue.fetch(
                "SELECT attname, format_type(atttypid, atttypmod) AS type, attnotnull FROM pg_attribute "
                "WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
                name,
            )
            live = {row["attname"]: row for row in rows}
            for column in table._meta.columns:
                row = live.get(column._meta.name)
                if row is None:
                    breaches.append(f"{name}.{column._meta.name} is not in the database")
                elif row["type"] not in _TYPES.get(
                    column.column_type, {column.column_type.lower().replace(", ", ",")}
                ):
                    breaches.append(f"{name}.{column._meta.name} is {row['type']}, not {column.column_type}")
                elif column._meta.null == row["attnotnull"]:
                    breaches.append(
                        f"{name}.{column._meta.name} may {'not ' if row['attnotnull'] else ''}be empty"
                    )
    tables = set(await walls.tenant_tables(catalogue))
    assert breaches == []
    assert tables - known == set(), "every table has its class"
