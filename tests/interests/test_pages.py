"""The journey of a declaration, over HTTP, on the real database."""

import re
from collections.abc import Awaitable, Callable

import pytest_asyncio

from backend.organisations import operations as organisations
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

GOOD = {
    "whose": "mine",
    "organisation_id": "new",
    "organisation_name": "Castle Hill Invented Practice Ltd",
    "interest_type": "FINANCIAL",
    "nature": "Partner in the practice",
    "since-day": "1",
    "since-month": "4",
    "since-year": "2008",
    "correct": "yes",
}


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


async def test_officer_declares_and_it_stands_on_the_register(officer: Visitor) -> None:
    answer = await officer.post("/interests/declarations", GOOD)

    assert answer.status_code == 303, answer.text
    shown = await officer.client.get(answer.headers["location"])
    assert "It is on the register" in shown.text
    register = await officer.get("/interests")
    assert "Castle Hill Invented Practice Ltd" in register.text
    assert "Partner in the practice" in register.text
    assert "1 April 2008" in register.text
    links = re.findall(r'href="([^"]*/interests/[0-9a-f-]{36})"', register.text)
    assert links
    assert all([(await officer.client.get(link)).status_code == 200 for link in links]), "each entry opens"


async def test_what_was_typed_comes_back_with_plain_errors(officer: Visitor) -> None:
    answer = await officer.post(
        "/interests/declarations", {**GOOD, "since-month": "13", "correct": "", "nature": ""}
    )

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert "The date must be a real date, such as 3 6 2014" in answer.text
    assert "Enter the nature of the interest" in answer.text
    assert 'value="13"' in answer.text
    assert "Castle Hill Invented Practice Ltd" not in (await officer.get("/interests")).text


async def test_nil_return_is_refused_while_an_interest_is_open(officer: Visitor) -> None:
    await officer.post("/interests/declarations", GOOD)

    answer = await officer.post("/interests/nil-return", {"correct": "yes"})

    assert answer.status_code == 422
    assert "You have an interest on the register" in answer.text


async def test_nil_return_is_an_entry_of_its_own(officer: Visitor) -> None:
    answer = await officer.post("/interests/nil-return", {"correct": "yes"})

    assert answer.status_code == 303
    assert "Nil return" in (await officer.get("/interests/people")).text


async def test_nobody_reviews_their_own_and_another_officer_does(officer: Visitor, visit: Visit) -> None:
    made = await officer.post("/interests/declarations", GOOD)
    path = made.headers["location"].split("?")[0].removeprefix(f"/t/{officer.slug}")
    own = await officer.post(f"{path}/review", {"outcome": "approve"})
    assert own.status_code == 403

    other = await visit(name="Rory Invented")
    answer = await other.post(f"{path}/review", {"outcome": "approve", "mitigation": "Leaves for the item"})

    assert answer.status_code == 303, answer.text
    assert "Leaves for the item" in (await officer.get("/interests")).text
    again = await other.post(f"{path}/review", {"outcome": "approve", "mitigation": "Half typed"})
    assert again.status_code == 409
    assert "already reviewed" in again.text and "Half typed" in again.text, "what was typed is not lost"


async def test_executive_declares_but_does_not_review(visit: Visit) -> None:
    executive = await visit(name="Ezra Invented", roles=("executive-owner",))

    assert (await executive.get("/interests/mine")).status_code == 200
    assert (await executive.get("/interests/declarations")).status_code == 403


async def test_form_without_its_token_is_refused_and_changes_nothing(officer: Visitor) -> None:
    path = f"/t/{officer.slug}/interests/declarations"

    answer = await officer.client.post(path, data=GOOD)
    crossed = await officer.client.post(
        path, data={**GOOD, "_token": officer.form_token}, headers={"sec-fetch-site": "cross-site"}
    )

    assert (answer.status_code, crossed.status_code) == (403, 403)
    assert "Castle Hill" not in (await officer.get("/interests")).text


async def test_field_that_the_form_lacks_is_refused(officer: Visitor) -> None:
    answer = await officer.post("/interests/declarations", {**GOOD, "status": "APPROVED"})

    assert answer.status_code == 400


async def test_register_takes_as_many_statements_for_forty_entries_as_for_one(
    officer: Visitor, demo_scope: Scope, db: object
) -> None:
    async def statements() -> int:
        before = db.statements  # type: ignore[attr-defined]
        assert (await officer.get("/interests")).status_code == 200
        return db.statements - before  # type: ignore[attr-defined]

    await officer.post("/interests/declarations", GOOD)
    few = await statements()
    async with transactions.scope_tx(demo_scope):
        names = [f"Invented Company {n} Ltd" for n in range(20)]
        for name in names:
            await organisations.add_as_named(demo_scope, name=name)
    for name in names:
        await officer.post("/interests/declarations", {**GOOD, "organisation_name": name})

    assert await statements() == few
