"""A register of 10,000 rows from its file to the database: read, matched, checked, written with its ledger."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.interests import settings
from backend.kit import database
from backend.kit.database import fetch
from backend.organisations import as_named
from backend.people.operations import bringing_in as people
from backend.registers.operations import import_writing
from backend.registers.operations import imports as acts
from backend.registers.queries import surveys
from backend.scope import Scope
from backend.tenancy import transactions
from tests.bench.floors import register_import as floor
from tests.bench.harness import Figure, Pair
from tests.bench.installation import an_officer, installation
from tests.registers import sheets

ROWS = 10_000
PEOPLE = 1_000
PRACTICES = 300


def a_sheet(rows: int, *, declarants: int, practices: int) -> bytes:
    """A register in the template's columns, of people and practices that are on record."""
    return sheets.xlsx(
        (
            "Register",
            [
                [*sheets.TEMPLATE, "Declared on"],
                *(
                    [
                        person(n % declarants),
                        "Lay member",
                        practice(n % practices),
                        "Financial interest",
                        "Direct",
                        f"Partner in the practice, with a share of its profits ({n})",
                        date(2005, 1, 1) + timedelta(days=n % 3_000),
                        None,
                        "Leaves the room for items about the practice",
                        date(2014, 2, 3),
                    ]
                    for n in range(rows)
                ),
            ],
        )
    )


def person(number: int) -> str:
    return f"Alex Invented-{number}"


def practice(number: int) -> str:
    return f"Invented Practice {number}"


@dataclass(frozen=True)
class Stage:
    """A tenant that knows the people and practices of the sheet."""

    scope: Scope
    data: bytes
    people: dict[str, UUID]
    organisations: dict[str, UUID]
    rule_set: str


async def a_stage(scope: Scope, *, rows: int, declarants: int, practices: int) -> Stage:
    """The people and practices in the officer's tenant, and the sheet."""
    names, places = [person(n) for n in range(declarants)], [practice(n) for n in range(practices)]
    async with transactions.scope_tx(scope):
        person_ids = await people.add_people(scope, people=[people.NewPerson(name=name) for name in names])
        organisation_ids = await as_named.add_many_as_named(
            scope,
            organisations=[as_named.NewOrganisation(name=name) for name in places],
            source="Made for a bench",
        )
        rule_set = (await settings.rule_set_of(scope)).key
    return Stage(
        scope=scope,
        data=a_sheet(rows, declarants=declarants, practices=practices),
        people=dict(zip(names, person_ids, strict=True)),
        organisations=dict(zip(places, organisation_ids, strict=True)),
        rule_set=rule_set,
    )


async def bring_in(stage: Stage) -> None:
    """The file read in its confined child, matched with what is on record, and written; in the open transaction."""
    import_id = await acts.start(stage.scope, file_name="register.xlsx", data=stage.data)
    survey = await surveys.survey(stage.scope, import_id=import_id)
    await import_writing.bring_in(stage.scope, survey=survey)


async def copy(stage: Stage, connection: Any) -> int:
    """The floor, in the transaction that is open on the superuser's connection."""
    return await floor.imported(
        connection,
        stage.data,
        tenant_id=stage.scope.tenant.id,
        people=stage.people,
        organisations=stage.organisations,
        now=stage.scope.now,
        rule_set=stage.rule_set,
    )


class _Enough(Exception):
    """Raised to undo what a measured transaction wrote."""


@contextlib.asynccontextmanager
async def prepared() -> AsyncIterator[Pair]:
    async with installation() as place:
        await place.make("one")
        async with place.opened("one"), place.connected("one") as connection:
            stage = await a_stage(
                (await an_officer()).scope, rows=ROWS, declarants=PEOPLE, practices=PRACTICES
            )
            statements = 0

            async def ours() -> None:
                nonlocal statements
                with contextlib.suppress(_Enough):
                    async with transactions.scope_tx(stage.scope):
                        before = database.DB.statements
                        await bring_in(stage)
                        statements = database.DB.statements - before
                        raise _Enough

            async def base() -> None:
                with contextlib.suppress(_Enough):
                    async with connection.transaction():
                        await copy(stage, connection)
                        raise _Enough

            yield Pair(
                ours=ours,
                base=base,
                sizes={"rows": ROWS, "bytes": len(stage.data)},
                counters=lambda: {"statements": statements},
            )


async def written(scope: Scope) -> list[tuple[Any, ...]]:
    """What the register holds, in an order of its own: for the test that floor and ours write the same."""
    rows = await fetch(
        "SELECT p.name, o.name AS organisation, e.interest_type, e.is_indirect, e.nature, e.mitigation, e.since, "
        "e.until, d.kind, d.declared_on, d.late, d.status FROM interests_entry e "
        "JOIN interests_declaration d ON d.tenant_id = $1 AND d.id = e.declaration_id "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id "
        "JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = e.organisation_id "
        "WHERE e.tenant_id = $1 ORDER BY e.nature",
        scope.tenant.id,
    )
    return [tuple(row.values()) for row in rows]


FIGURE = Figure(
    name="register-import",
    goal=5.0,
    floor="the sheet read by calamine in this process, its rows COPYed into the register's tables by the superuser: "
    "nothing matched by likeness, nothing checked, no walls, no ledger",
    prepare=prepared,
    pairs=12,
    limits={"statements": 40},
)
