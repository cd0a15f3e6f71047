"""Tenants whose actions are chased on one morning: one made by the rooms' own operations, the others copied from it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.actions import chasing
from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.committees import operations as committees
from backend.interests import chasing as interests
from backend.interests.operations import declaring
from backend.kit.database import execute
from backend.people.operations import persons
from backend.people.permissions import EXECUTIVE, OFFICER
from backend.provision import lifetime
from backend.scope import Actor, Scope, Tenant
from backend.tenancy import transactions
from tests.bench.installation import multiply
from tests.committees.made import a_committee, seat_id
from tests.scopes import a_scope, a_tenant

CHORE = "desk.chase_what_is_owed"
MORNING = datetime.combine(date(2014, 9, 17), time(8, 5), ZoneInfo("Europe/London"))
DAY = MORNING.date()
PEOPLE = 50
COMMITTEES = 5
COPIED = (
    "people_person",
    "people_role",
    "committees_committee",
    "committees_seat",
    "committees_term",
    "interests_declaration",
    "actions_action",
)
"""Whatever a tenant has of its own when the morning comes."""
_WRITTEN = ("chasing_line", "notices_letter", "ledger_event", "queue.procrastinate_jobs")

# What is due on the day: 40 in 100 five working days ahead, 35 on the day, 20 five and 5 fifteen working days ago.
_DUE_ON = (
    "CASE WHEN n % 20 < 8 THEN date '2014-09-24' WHEN n % 20 < 15 THEN date '2014-09-17' "
    "WHEN n % 20 < 19 THEN date '2014-09-10' ELSE date '2014-08-27' END"
)


@dataclass(frozen=True, kw_only=True)
class Chased:
    """Tenants of one size, and how the chore acts in each."""

    scopes: tuple[Scope, ...]
    open_each: int
    due_each: int


async def tenants_to_chase(connection: Any, *, tenants: int, open_each: int, due_each: int) -> Chased:
    """So many tenants in the open database, each with so many open actions, of which some are due on `DAY`.

    Every tenant has 50 people with an address, who own them alike; a tenth has a deputy, a tenth is private, and one
    in fifty is owned from outside. Everybody has declared, and the chase, which looks at declarations
    once a week, did so the day before.
    """
    first = await a_tenant_to_chase(connection, open_each=open_each, due_each=due_each)
    tenant_id = first.tenant.id
    await multiply(
        connection,
        "tenancy_tenant",
        tenant_id,
        f"generate_series(1, {tenants - 1}) n",
        {"id": _tenant("n"), "slug": "'chased-' || n", "name": "'NHS Chased ' || n || ' (invented)'"},
    )
    for table in (*COPIED, "tenancy_due"):
        await _copy(connection, table, tenant_id, tenants - 1)
    for table in (*COPIED, "tenancy_tenant", "tenancy_due"):
        await connection.execute(f"VACUUM (FREEZE, ANALYZE) {table}")
    rows = await connection.fetch("SELECT id, slug, name FROM tenancy_tenant ORDER BY id")
    scopes = tuple(_chore(replace(first.tenant, **dict(row))) for row in rows)
    return Chased(scopes=scopes, open_each=open_each, due_each=due_each)


async def a_tenant_to_chase(connection: Any, *, open_each: int, due_each: int, people: int = PEOPLE) -> Scope:
    """One such tenant, and its chore's scope on the morning."""
    scope, action_id = await _prototype(people)
    await _fill(connection, scope.tenant.id, action_id, open_each=open_each, due_each=due_each, people=people)
    return _chore(scope.tenant)


async def ready_again(connection: Any) -> None:
    """Undo the morning of every tenant, whoever lived it: as superuser, past the walls and the append-only triggers."""
    await connection.execute("SET session_replication_role = replica")
    for table in _WRITTEN:
        await connection.execute(f"TRUNCATE {table} CASCADE")
    await connection.execute(
        "UPDATE actions_action SET chase_on = $1 WHERE source_title = 'Due' AND chase_on IS DISTINCT FROM $1",
        DAY,
    )
    await connection.execute(
        "UPDATE tenancy_due SET due_at = $1 WHERE chore = $2 AND due_at > $1", MORNING, chasing.CHORE
    )
    await connection.execute("SET session_replication_role = DEFAULT")
    for table in (*_WRITTEN, "actions_action", "tenancy_due"):
        await connection.execute(f"VACUUM (ANALYZE) {table}")


async def _prototype(people: int) -> tuple[Scope, UUID]:
    """The tenant that is copied, with one action."""
    tenant = a_tenant(name="NHS Chased CCG (invented)")
    scope = a_scope(tenant, now=datetime.combine(date(2014, 7, 1), time(9), ZoneInfo("Europe/London")))
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
        everybody = []
        for number in range(people):
            person_id = await persons.add_person(
                scope,
                name=f"Person {number} Invented",
                email=f"person-{number}@example.invalid",
                joined_on=date(2013, 4, 1),
            )
            everybody.append(person_id)
            await declaring.make_nil_return(scope, person_id=person_id)
        for number, role in ((0, OFFICER), (1, OFFICER), (2, EXECUTIVE), (3, EXECUTIVE)):
            await persons.grant_role(scope, person_id=everybody[number], role=role)
        for number in range(COMMITTEES):
            committee_id = await committees.form_committee(
                scope, committee=a_committee(id=f"committee-{number}", name=f"Committee {number}")
            )
            for place, slug in enumerate(("chair", "vice-chair", "gp")):
                await committees.appoint(
                    scope,
                    seat_id=await seat_id(scope, committee_id, slug),
                    person_id=everybody[(10 * number + place) % people],
                    from_on=date(2013, 4, 1),
                )
        action_id = await actions.undertake(
            scope,
            source=Source(
                kind=SourceKind.MEETING, title="Due", on=date(2014, 7, 1), committee_id=committee_id
            ),
            words="Write to the practices about their opening hours in the winter",
            owner_person_id=everybody[0],
            due_on=DAY,
        )
        await execute("UPDATE actions_action SET chase_on = $2 WHERE tenant_id = $1", tenant.id, DAY)
        await interests.schedule(replace(scope, now=MORNING - timedelta(days=1)))
    return scope, action_id


async def _fill(
    connection: Any, tenant_id: UUID, action_id: UUID, *, open_each: int, due_each: int, people: int
) -> None:
    """The first `due_each` actions are due on the day; the others are looked at in the weeks after it."""
    later = "source_title = 'Later', due_on = date '2014-09-25', chase_on = date '2014-09-18'"
    if not due_each:
        await connection.execute(f"UPDATE actions_action SET {later} WHERE tenant_id = $1", tenant_id)
    ours = "(SELECT array_agg(id ORDER BY name) FROM people_person q WHERE q.tenant_id = p.tenant_id)"
    theirs = (
        "(SELECT array_agg(id ORDER BY name) FROM committees_committee q WHERE q.tenant_id = p.tenant_id)"
    )
    numbers = (
        f"generate_series(2, {open_each}) n CROSS JOIN LATERAL (SELECT {ours} AS people, {theirs} AS committees"
        ") those"
    )
    due = f"n <= {due_each}"
    outside = "n % 50 = 7"
    changes = {
        "id": "('00000001-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid",
        "number": "n",
        "source_title": f"CASE WHEN {due} THEN 'Due' ELSE 'Later' END",
        "committee_id": f"those.committees[1 + n % {COMMITTEES}]",
        "words": "'Write to the practices about matter ' || n || ', and tell the committee what they said'",
        "private": "n % 10 = 3",
        "owner_person_id": f"CASE WHEN NOT {outside} THEN those.people[1 + (n * 7) % {people}] END",
        "owner_name": f"CASE WHEN {outside} THEN 'Pat Outside (invented)' END",
        "deputy_person_id": f"CASE WHEN n % 10 = 1 THEN those.people[1 + (n * 7 + 1) % {people}] END",
        "due_on": f"CASE WHEN {due} THEN {_DUE_ON} ELSE date '2014-09-25' + n % 60 END",
        "chase_on": f"CASE WHEN {due} THEN date '{DAY}' ELSE date '2014-09-18' + n % 60 END",
    }
    await multiply(connection, "actions_action", action_id, numbers, changes)


async def _copy(connection: Any, table: str, tenant_id: UUID, times: int) -> None:
    """All rows of the tenant in the table, for every other tenant: their ids are a tenant's own."""
    rows = await connection.fetch(
        "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped "
        "AND attgenerated = '' AND attname <> 'tenant_id' ORDER BY attnum",
        table,
    )
    columns = ", ".join(row["attname"] for row in rows)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(
        f"INSERT INTO {table} (tenant_id, {columns}) SELECT {_tenant('n')}, {columns} "
        f"FROM generate_series(1, {times}) n, {table} WHERE tenant_id = '{tenant_id}'"
    )
    await connection.execute("SET session_replication_role = DEFAULT")


def _tenant(number: str) -> str:
    """The id of another tenant, as SQL."""
    return f"('00000002-0000-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid"


def _chore(tenant: Tenant) -> Scope:
    return Scope(tenant=tenant, actor=Actor.of_chore(CHORE), now=MORNING, request_id="job-1")
