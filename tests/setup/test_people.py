"""People from a spreadsheet: everything wrong at once, nothing half done, taken back, invited."""

import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest

from backend.kit.database import fetch
from backend.people import operations as people
from backend.scope import Scope
from backend.setup import chores, people_files
from backend.setup.operations import people_lists, taking_back
from backend.setup.queries import people_lists as queries
from backend.setup.rules.comparing import ListState, UnableToBringPeople, UnableToTakeBack
from backend.tenancy import transactions
from tests.committees.made import a_seat, formed
from tests.visitors import Visitor

HEADINGS = ["Name", "Email address", "Job title", "First day", "Roles", "Seats", "Shoe size"]
Visit = Callable[..., Awaitable[Visitor]]


def a_csv(*rows: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    return out.getvalue().encode()


async def count(scope: Scope, table: str) -> int:
    rows = await fetch(f"SELECT count(*) AS n FROM {table} WHERE tenant_id = $1", scope.tenant.id)
    return int(rows[0]["n"])


def id_in(answer: Any) -> UUID:
    return UUID(answer.headers["location"].rpartition("/")[2])


async def test_officer_brings_a_list_in_and_takes_it_back(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit()
    async with transactions.scope_tx(demo_scope):
        seats = [a_seat("chair", office="chair"), a_seat("member", count=2)]
        await formed(demo_scope, name="Board", seats=seats, quorum=None, quorum_from=None)
        await people.add_person(demo_scope, name="Sam Storybook", email="sam@example.invalid")
        await people.add_person(demo_scope, name="Jo Namesake")
    rows = [
        [
            "Avery Chair",
            "avery@example.invalid",
            "Chair",
            "1 April 2014",
            "Executive owner",
            "Board: Chair",
            "9",
        ],
        ["Sam Storybook", "SAM@example.invalid", "", "", "Internal audit; finance", "Board: member", ""],
        ["Jo Namesake", "jo@example.invalid", "", "", "", "", ""],
        ["", "nobody", "", "31/02/2014", "King", "Board", ""],
        ["Avery Other", "avery@example.invalid", "", "", "", "Choir: Alto", ""],
        ["Second Chair", "second@example.invalid", "", "", "", "Board: Chair; Board: Treasurer", ""],
    ]
    begun = await officer.post("/set-up/people", files={"file": ("people.csv", a_csv(*rows), "text/csv")})
    list_id = id_in(begun)
    page = (await officer.get(f"/set-up/people/lists/{list_id}")).text
    for sentence in (
        "The row has no name.",
        "“nobody” is not an email address.",
        "“King” is not a role of the organisation.",
        "“Board” does not say which committee and which seat.",
        "avery@example.invalid stands in row 2 already.",
        "Nobody more can sit as Chair",
        "has no seat “Treasurer”",
        "Jo Namesake, without an address, is here already",
    ):
        assert sentence in page, sentence
    assert "2014" in page and "Shoe size" not in page
    told = (await officer.get(f"/set-up/people/lists/{list_id}/faults.csv")).text
    assert "5,Name,The row has no name." in told

    path = f"/set-up/people/lists/{list_id}"
    refused = await officer.post(f"{path}/bringing-in")
    assert refused.status_code == 422 and "Say first who is meant" in refused.text
    assert (await officer.post(f"{path}/answers", {"answer": ["4:new"]})).status_code == 303
    refused = await officer.post(f"{path}/bringing-in")
    assert refused.status_code == 422 and "There are 3 rows with faults" in refused.text
    done = await officer.post(f"{path}/bringing-in", {"leave_out": "yes"})
    assert done.status_code == 303, done.text
    async with transactions.scope_tx(demo_scope, readonly=True):
        view = await queries.list_of(demo_scope, list_id=list_id)
        assert view.outcome == {"added": 2, "here": 1, "roles": 3, "seats": 2, "same": 0, "left_out": 3}
        listed = {row.name: row for row in await queries.as_listed(demo_scope)}
    assert listed["Avery Chair"].roles == ("executive-owner",)
    assert [(seat.committee, seat.seat) for seat in listed["Sam Storybook"].seats] == [("Board", "Member")]
    out = (await officer.get("/set-up/people/people.xlsx")).content
    again = await officer.post(
        "/set-up/people", files={"file": ("out.xlsx", out, "application/octet-stream")}
    )
    async with transactions.scope_tx(demo_scope, readonly=True):
        plan = await queries.plan_of(demo_scope, view=await queries.list_of(demo_scope, list_id=id_in(again)))
    assert not plan.faults and [each.row.name for each in plan.new] == [], (
        "what was taken out changes nothing"
    )

    invited = await officer.post("/set-up/people/invitations", {"everybody": "yes"})
    assert (
        invited.status_code == 200
        and "/invitation/" in invited.text
        and "it is shown this once" in invited.text
    )
    states = (await officer.get("/set-up/people/invitations?state=invited")).text
    assert "Avery Chair" in states and "Invited: " in states
    back = await officer.post(f"{path}/taking-back")
    assert back.status_code == 303, back.text
    everybody = (await officer.get("/people")).text
    assert "Avery Chair" not in everybody and "Sam Storybook" in everybody
    async with transactions.scope_tx(demo_scope, readonly=True):
        listed = {row.name: row for row in await queries.as_listed(demo_scope)}
    assert listed["Sam Storybook"].roles == () and listed["Sam Storybook"].seats == ()
    once_more = await officer.post(
        "/set-up/people", files={"file": ("people.csv", a_csv(rows[0]), "text/csv")}
    )
    done = await officer.post(f"/set-up/people/lists/{id_in(once_more)}/bringing-in")
    assert done.status_code == 303, "whoever was taken back may come again"


async def test_files_that_are_no_lists_are_refused_in_words(visit: Visit) -> None:
    officer, member = await visit(), await visit(roles=("internal-audit",))
    for name, data, sentence in (
        ("people.pdf", b"%PDF-1.7", "is not a spreadsheet"),
        ("people.csv", b"a,b\n1,2\n", "No row of headings was found."),
        ("people.csv", b"Name,Email\n", "headings and no rows"),
    ):
        answer = await officer.post("/set-up/people", files={"file": (name, data, "text/csv")})
        assert answer.status_code == 422 and sentence in answer.text
    assert (await officer.post("/set-up/people")).status_code == 422
    assert (await member.get("/set-up/people")).status_code == 403
    template = await officer.get("/set-up/people/template.csv")
    assert "Email address" in template.text and "delete this row" in template.text


@pytest.mark.parametrize("many", [500, pytest.param(10_000, marks=pytest.mark.soak)])
async def test_many_people_with_duplicates_come_in_whole_or_not_at_all(scope: Scope, many: int) -> None:
    """By the job: everything wrong is told at once; what can't be written leaves nothing behind."""
    async with transactions.scope_tx(scope):
        person_id = await people.add_person(scope, name="Officer Invented", email="officer@example.invalid")
    officer = _as(scope, person_id)
    rows = [
        [
            f"Person {number % (many - many // 10)}",
            f"p{number % (many - many // 20)}@example.invalid",
            "",
            "",
            "",
            "",
            "",
        ]
        for number in range(many)
    ]
    async with transactions.scope_tx(officer):
        list_id = await people_lists.start(officer, file_name="many.csv", data=a_csv(*rows))
    async with transactions.scope_tx(officer, readonly=True):
        plan = await queries.plan_of(officer, view=await queries.list_of(officer, list_id=list_id))
    assert plan.bad_rows == many // 20 and len(plan.questions) == many // 20
    async with transactions.scope_tx(officer):
        with pytest.raises(UnableToBringPeople, match="Say first who is meant"):
            await people_lists.bring(officer, list_id=list_id, leave_out=True)
    async with transactions.scope_tx(officer):
        await people_lists.answer(officer, list_id=list_id, answers={}, rest="same")
        assert not await people_lists.bring(officer, list_id=list_id, leave_out=True), "a job writes it"
        assert await count(officer, "people_person") == 1
    await chores.bring_people(officer, list_id=list_id)
    await chores.bring_people(officer, list_id=list_id)
    async with transactions.scope_tx(officer):
        view = await queries.list_of(officer, list_id=list_id)
        assert view.state is ListState.DONE and view.outcome["added"] == many - many // 10
        assert await count(officer, "people_person") == 1 + many - many // 10
        listed = await queries.as_listed(officer)
    out = people_files.people(listed, ending="csv")
    async with transactions.scope_tx(officer):
        again = await people_lists.start(officer, file_name="out.csv", data=out)
        plan = await queries.plan_of(officer, view=await queries.list_of(officer, list_id=again))
        assert not plan.faults and not plan.new and len(plan.here) == 1 + many - many // 10
    async with transactions.scope_tx(officer):
        await taking_back.take_back(officer, list_id=list_id, now=officer.now)
        with pytest.raises(UnableToTakeBack):
            await taking_back.take_back(officer, list_id=list_id, now=officer.now)


def _as(scope: Scope, person_id: UUID) -> Scope:
    from dataclasses import replace

    return replace(scope, actor=replace(scope.actor, person_id=person_id))
