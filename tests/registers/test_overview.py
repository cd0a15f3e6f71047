"""The overview of the registers: each number leads to exactly those whom it counts, and nobody paused is late."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from backend.interests.operations import declarants, declaring
from backend.interests.rules.declaring import InterestType
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.registers.queries import overview
from backend.registers.queries.overview import State
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


async def test_who_stands_where_and_nobody_paused_is_overdue(scope: Scope) -> None:
    made: dict[str, UUID] = {}
    async with transactions.scope_tx(scope):
        for name, joined_on in (
            ("Olive", date(2014, 1, 6)), ("Ada", date(2014, 8, 25)), ("Ben", date(2014, 1, 6)),
            ("Cy", date(2014, 1, 6)), ("Di", date(2014, 1, 6)),
        ):  # fmt: skip
            made[name] = await persons.add_person(scope, name=f"{name} Invented", joined_on=joined_on)
        officer = replace(scope, actor=replace(scope.actor, person_id=made["Olive"]))
        await declarants.pause(
            officer, person_id=made["Di"], from_on=date(2014, 8, 1), until_on=None, reason="zanthoxylum"
        )
    august = replace(officer, now=datetime(2014, 8, 4, 9, tzinfo=UTC))
    async with transactions.scope_tx(august):
        practice = await organisations.add_as_named(august, name="Castle Hill Invented Practice Ltd")
        for name, known_on in (("Cy", date(2014, 2, 1)), ("Olive", date(2014, 8, 1))):
            await declaring.declare_interest(
                august, person_id=made[name], organisation_id=practice, interest_type=InterestType.FINANCIAL,
                nature="Partner", since=date(2014, 2, 1), known_on=known_on,
            )  # fmt: skip
    async with transactions.scope_tx(officer, readonly=True):
        people = {each.person_name.split()[0]: each for each in await overview.people_of(officer)}
        clock = await overview.clock_of(officer)

    assert {name: each.state for name, each in people.items()} == {
        "Olive": State.DECLARED, "Ada": State.DUE, "Ben": State.OVERDUE, "Cy": State.DECLARED, "Di": State.DUE,
    }  # fmt: skip
    assert (people["Ben"].days_overdue, people["Ben"].age) == (210, "year")
    assert (people["Di"].due_on, people["Di"].age) == (None, "")
    assert [(line.person_name.split()[0], line.late) for line in clock] == [("Olive", False), ("Cy", True)]
    assert [counts for _, key, counts in overview.by_age(list(people.values())) if key == "year"] == [
        {"OVERDUE": 1}
    ]


async def test_every_number_opens_its_list(visit: Visit, demo_scope: Scope) -> None:
    officer, executive = (
        await visit(name="Olive Invented"),
        await visit(name="Ezra", roles=("executive-owner",)),
    )
    async with transactions.scope_tx(demo_scope):
        await persons.add_person(demo_scope, name="Ben Invented", joined_on=date(2014, 1, 6))
    await executive.post("/interests/nil-return", {"correct": "yes"})

    page = await officer.get("/registers")
    assert page.status_code == 200, page.text
    numbers: list[tuple[str, str]] = re.findall(
        r'<a href="/t/[^/]+(/registers/people\?[^"]+)">(\d+)<', page.text
    )
    assert len(numbers) > 5
    for path, number in numbers:
        listed: Any = await officer.get(path.replace("&amp;", "&"))
        assert re.search(rf"{number} (person|people)</caption>", listed.text), path
    overdue = (await officer.get("/registers/people?state=OVERDUE")).text
    assert "Ben Invented" in overdue
    assert "Ezra" not in overdue.split("<table")[1]
    assert (await officer.get("/registers/clock?late=yes")).status_code == 200


async def test_member_sees_the_numbers_and_no_list_of_names(visit: Visit) -> None:
    finance = await visit(name="Fin Invented", roles=("finance",))
    page = await finance.get("/registers")
    assert page.status_code == 200
    assert "/registers/people" not in page.text
    assert (await finance.get("/registers/people")).status_code == 403
