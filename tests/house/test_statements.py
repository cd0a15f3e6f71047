"""No page and no list of the API asks the database more often because it has more to show."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit import database
from backend.kit.clock import real_now
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import transactions
from tests.bench.installation import multiply
from tests.house.route_table import ROUTES, Route
from tests.visitors import Visitor, a_visitor

FEW, MANY = 10, 200
LISTS = [
    route
    for route in ROUTES
    if route.method == "GET" and route.in_tenant and not route.parameters and not route.path.endswith("new")
]
"""Every page and list of a tenant that no id narrows."""
AS_JSON = "/api/registers/interests?limit=200"


@dataclass(frozen=True)
class Size:
    """A tenant with so many rows of each kind that is multiplied, and its officer."""

    rows: int
    officer: Visitor


@pytest_asyncio.fixture(scope="module")
async def sizes(
    app: Any, home: Any, db: database.Database, server_url: str, database_name: str
) -> list[Size]:
    from tests.conftest import _settings

    connection = await asyncpg.connect(
        **{**database.connection_config(server_url), "database": database_name}
    )
    made = []
    for rows in (FEW, MANY):
        scope = await _founded()
        officer = await a_visitor(app, _settings(home).cookie_name, scope)
        await _fill(connection, replace(scope, actor=replace(scope.actor, person_id=officer.person_id)), rows)
        made.append(Size(rows, officer))
    await connection.close()
    return made


async def _founded() -> Scope:
    from backend.provision import lifetime
    from tests.scopes import a_scope, a_tenant

    scope = a_scope(a_tenant(demonstration=True), now=real_now())
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
    return scope


async def _fill(connection: Any, scope: Scope, rows: int) -> None:
    """People, organisations and interests by the rooms' own operations, then each copied until there are `rows`."""
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(scope, name="Dana Invented", joined_on=date(2012, 1, 1))
        practice = await organisations.add_as_named(scope, name="Invented Practice")
        declaration_id = await declaring.declare_interest(
            scope,
            person_id=person_id,
            organisation_id=practice,
            interest_type=InterestType.FINANCIAL,
            nature="Partner in the practice",
            since=scope.today - timedelta(days=100),
        )
        entry = (
            await database.fetch(
                "SELECT id FROM interests_entry WHERE tenant_id = $1 AND declaration_id = $2",
                scope.tenant.id,
                declaration_id,
            )
        )[0]["id"]
        event = (
            await database.fetch("SELECT id FROM ledger_event WHERE tenant_id = $1 LIMIT 1", scope.tenant.id)
        )[0]["id"]
    new = {"id": "gen_random_uuid()"}
    for table, prototype, changes in (
        ("people_person", person_id, {**new, "name": "'Copied Invented ' || n", "email": "NULL"}),
        (
            "organisations_organisation",
            practice,
            {
                **new,
                "name": "'Copied Practice ' || n",
                "slug": "'copied-' || n",
                "folded_names": "ARRAY['copied practice ' || n]",
            },
        ),
        ("interests_declaration", declaration_id, new),
        ("interests_entry", entry, {**new, "interest_id": "gen_random_uuid()"}),
        ("ledger_event", event, new),
    ):
        await multiply(connection, table, prototype, f"generate_series(2, {rows}) n", changes)
    await connection.execute("ANALYZE")  # as the server does by itself soon after so many rows


async def statements_of(officer: Visitor, path: str) -> tuple[int, httpx.Response]:
    """How many statements a GET of the page needs, once its templates and the like are warm."""
    await officer.get(path)
    before = database.DB.statements
    answer = await officer.get(path)
    return database.DB.statements - before, answer


@pytest.mark.parametrize("route", LISTS, ids=lambda route: route.path.removeprefix("/t/{slug}") or "/")
async def test_list_asks_no_more_often_for_more_rows(sizes: list[Size], route: Route) -> None:
    path = route.path.removeprefix("/t/{slug}")
    await _compare(sizes, path)


async def test_register_as_json_asks_no_more_often_for_more_rows(sizes: list[Size]) -> None:
    few, many = await _compare(sizes, AS_JSON)
    assert (len(few.json()["rows"]), len(many.json()["rows"])) == (FEW, MANY)


async def test_count_would_see_a_statement_a_row(sizes: list[Size]) -> None:
    """The register's page shows more rows in the larger tenant, so a statement a row would be counted."""
    pages = [(await size.officer.get("/interests")).text for size in sizes]
    few, many = [page.count('<tr role="row" class="nhsuk-table__row">') for page in pages]
    assert many > few > 5


async def _compare(sizes: list[Size], path: str) -> tuple[httpx.Response, httpx.Response]:
    (few, small), (many, large) = [await statements_of(size.officer, path) for size in sizes]
    assert small.status_code == large.status_code
    assert many <= few, f"{path} makes {few} statements for {FEW} rows and {many} for {MANY}"
    return small, large
