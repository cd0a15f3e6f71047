"""A register of interests as big as a bench likes, multiplied in the database from one that was declared."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.interests import settings
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit.database import fetch
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.tenancy import transactions
from tests.bench.installation import Installation, Officer, an_officer, multiply

ENTRIES = 100_000
PEOPLE = 2_000
PRACTICES = 500
_TABLES = ("people_person", "organisations_organisation", "interests_declaration", "interests_entry")

_TALLY = """
SET session_replication_role = replica;
DELETE FROM interests_tally;
INSERT INTO interests_tally (tenant_id, id, day, begun, ended)
SELECT tenant_id, gen_random_uuid(), day, sum(begun), sum(ended) FROM (
  SELECT tenant_id, since AS day, 1 AS begun, 0 AS ended FROM interests_entry WHERE known_to IS NULL
  UNION ALL SELECT tenant_id, until + 1, 0, 1 FROM interests_entry WHERE known_to IS NULL AND until IS NOT NULL) days
GROUP BY tenant_id, day;
SET session_replication_role = DEFAULT;
"""


async def a_measured_tenant(place: Installation, name: str) -> tuple[Officer, dict[str, UUID]]:
    """A new database with one tenant of 100,000 entries: its officer, and the ids of the row that was multiplied."""
    await place.make(name)
    async with place.opened(name):
        officer = await an_officer()
        prototype = await a_prototype(officer)
        async with place.connected(name) as connection:
            await fill_register(connection, prototype, entries=ENTRIES, people=PEOPLE, practices=PRACTICES)
    return officer, prototype


async def a_prototype(officer: Officer) -> dict[str, UUID]:
    """One interest, declared as any is: the ids of its person, organisation, declaration and entry, by table."""
    scope = replace(officer.scope, now=officer.scope.now - timedelta(days=30))
    async with transactions.scope_tx(scope):
        edition = await settings.rule_set_of(scope)
        await settings.settle_rules(
            scope, rule_set=edition.key, overrides=(), review_by=None, contact="registers@example.invalid"
        )
        person_id = await persons.add_person(
            scope, name="Dana Invented", job_title="Lay member", joined_on=date(2004, 1, 6)
        )
        practice = await organisations.add_as_named(scope, name="Invented Practice")
        declaration_id = await declaring.declare_interest(
            scope,
            person_id=person_id,
            organisation_id=practice,
            interest_type=InterestType.FINANCIAL,
            nature="Partner in the practice, with a share of its profits",
            since=date(2008, 4, 1),
        )
        rows = await fetch(
            "SELECT id FROM interests_entry WHERE tenant_id = $1 AND declaration_id = $2",
            scope.tenant.id,
            declaration_id,
        )
    ids = (person_id, practice, declaration_id, rows[0]["id"])
    return dict(zip(_TABLES, ids, strict=True))


async def fill_register(
    connection: Any, prototype: dict[str, UUID], *, entries: int, people: int, practices: int
) -> None:
    """So many entries more in the prototype's own tenant."""
    await _multiply(connection, prototype, "p.tenant_id", "", entries, people, practices)


async def add_tenants(
    connection: Any, prototype: dict[str, UUID], *, tenants: int, entries: int, people: int, practices: int
) -> None:
    """So many tenants more, each with so many entries."""
    tenant_id = await connection.fetchval(
        "SELECT tenant_id FROM people_person WHERE id = $1", prototype["people_person"]
    )
    await multiply(
        connection,
        "tenancy_tenant",
        tenant_id,
        f"generate_series(1, {tenants}) t",
        {
            "id": _id(9, "t", "0"),
            "slug": "'other-' || t",
            "name": "'NHS Other ' || t || ' (invented)'",
        },
    )
    await _multiply(
        connection,
        prototype,
        _id(0, "0", "t"),
        f"generate_series(1, {tenants}) t CROSS JOIN ",
        entries,
        people,
        practices,
        of="t",
    )


async def _multiply(
    connection: Any,
    prototype: dict[str, UUID],
    tenant: str,
    each: str,
    entries: int,
    people: int,
    practices: int,
    of: str = "0",
) -> None:
    person, practice = (
        _id(1, of, f"n % {people}"),
        _id(2, of, f"n % {practices}"),
    )
    declaration = _id(3, of, "n")
    tables: dict[str, tuple[int, dict[str, str]]] = {
        "people_person": (
            people,
            {
                "id": person,
                "name": "(ARRAY['Alex','Billie','Charlie','Dana','Eddie','Frankie','Glenn'])[1 + n % 7]"
                " || ' Invented-' || n",
                "email": "NULL",
            },
        ),
        "organisations_organisation": (
            practices,
            {
                "id": practice,
                "name": "'Invented Practice ' || n",
                "slug": "'invented-practice-' || n",
                "folded_names": "ARRAY['invented practice ' || n]",
            },
        ),
        "interests_declaration": (entries, {"id": declaration, "person_id": person, "status": "'APPROVED'"}),
        "interests_entry": (
            entries,
            {
                "id": _id(4, of, "n"),
                "interest_id": _id(5, of, "n"),
                "declaration_id": declaration,
                "person_id": person,
                "organisation_id": practice,
                "nature": "'Partner in the practice, with a share of its profits (' || n || ')'",
                "mitigation": "CASE WHEN n % 3 = 0 THEN 'Leaves the room for items about the practice' END",
                "since": "date '2005-01-01' + n % 3000",
                "until": "CASE WHEN n % 10 = 0 THEN date '2015-01-01' + n % 3000 END",
            },
        ),
    }
    for table, (count, changes) in tables.items():
        numbers = f"{each}generate_series(1, {count}) n"
        await multiply(connection, table, prototype[table], numbers, {"tenant_id": tenant, **changes})
    await connection.execute(_TALLY)  # the triggers that keep it slept while the rows were multiplied
    for table in (*tables, "interests_tally", "tenancy_tenant"):
        await connection.execute(f"VACUUM (ANALYZE) {table}")


def _id(kind: int, tenant: str, number: str) -> str:
    """An id as SQL: of a kind of row, of a tenant's number, of the row's own. They rise, as those of the rooms do."""
    return f"('0000000{kind}-0000-7000-8000-' || lpad(to_hex({tenant} * 1000000 + {number}), 12, '0'))::uuid"
