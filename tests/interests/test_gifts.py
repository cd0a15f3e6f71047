"""The journey of an offer: form, advice, register, review, correction, withdrawal, over HTTP on the real database."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest_asyncio

from backend.facts.registers import Moment
from backend.interests.gift_register import GIFTS
from backend.interests.operations import gifts as acts
from backend.interests.queries import gifts as queries
from backend.interests.queries import givers
from backend.interests.rules import gifts as rules
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import transactions
from tests.scopes import a_scope
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

OFFER = {
    "kind": "GIFT",
    "description": "A crate of invented wine",
    "value": "£60",
    "giver_id": "new",
    "giver_name": "Invented Wine Ltd",
    "from_supplier": "no",
    "offered_on-day": "1",
    "offered_on-month": "6",
    "offered_on-year": "2018",
}


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


async def declared(visitor: Visitor, **traits: str) -> str:
    """Declare an offer; returns the entry's address within the tenant."""
    answer = await visitor.post("/gifts", {**OFFER, "outcome": "ACCEPTED", **traits})
    assert answer.status_code == 303, answer.text
    found: str = answer.headers["location"].split("?")[0].removeprefix(f"/t/{visitor.slug}")
    return found


async def test_typed_giver_needs_no_pick_from_the_list(officer: Visitor) -> None:
    offer = {name: value for name, value in OFFER.items() if name != "giver_id"}

    advised = await officer.post("/gifts/advice", offer)
    declared = await officer.post("/gifts", {**offer, "outcome": "DECLINED"})

    assert advised.status_code == 200, advised.text
    assert declared.status_code == 303, declared.text


async def test_advice_is_shown_before_anything_is_written_and_what_happened_is_recorded(
    officer: Visitor,
) -> None:
    advised = await officer.post("/gifts/advice", OFFER)

    assert advised.status_code == 200
    assert "Accept it for the organisation only" in advised.text
    assert "managing-conflicts-of-interest/2017-06" in advised.text
    assert 'name="value" value="£60"' in advised.text, "what was typed is carried along"
    assert "No gifts, hospitality or sponsorship have been declared" in (await officer.get("/gifts")).text

    path = await declared(officer)
    shown = await officer.get(path)
    assert "Against the advice" in shown.text, "it is taken down, and marked"
    assert "£60.00" in shown.text
    register = await officer.get("/gifts?against=yes")
    assert "A crate of invented wine" in register.text
    assert "A crate" not in (await officer.get("/gifts?outcome=DECLINED")).text
    changed = await officer.post("/gifts/advice", {**OFFER, "change": "yes"})
    assert "Step 1 of 2" in changed.text and "A crate of invented wine" in changed.text


async def test_bad_values_get_a_sentence_and_write_nothing(officer: Visitor) -> None:
    for value, sentence in (
        ("£-5", "The value can&#39;t be below £0"),
        ("1e9", "Write the value as one amount in pounds"),
        ("1000000000", "The value can&#39;t be more than £999,999.99"),
    ):
        for path in ("/gifts/advice", "/gifts"):
            answer = await officer.post(
                path,
                {**OFFER, "value": value, "outcome": "DECLINED"}
                if path == "/gifts"
                else {**OFFER, "value": value},
            )
            assert answer.status_code == 422
            assert sentence in answer.text
    ahead = await officer.post("/gifts/advice", {**OFFER, "offered_on-year": "2199"})
    assert (ahead.status_code, "still to come" in ahead.text) == (422, True)
    nameless = await officer.post("/gifts/advice", {**OFFER, "giver_name": ""})
    assert (nameless.status_code, "Enter the giver" in nameless.text) == (422, True)
    assert (await officer.post("/gifts", {**OFFER, "status": "APPROVED"})).status_code == 400
    assert "No gifts, hospitality or sponsorship have been declared" in (await officer.get("/gifts")).text


async def test_gifts_of_one_giver_are_summed_and_the_earlier_ones_listed(officer: Visitor) -> None:
    await declared(officer, value="30", description="Invented flowers")
    await declared(officer, value="900", description="An invented watch", outcome="DECLINED")

    advised = await officer.post("/gifts/advice", {**OFFER, "value": "about 25", "offered_on-day": "9"})

    assert "<strong>£55.00</strong>" in advised.text, "what was declined was not given"
    assert "Invented flowers" in advised.text and "An invented watch" in advised.text
    assert "Accept it for the organisation only" in advised.text
    year_on = await officer.post("/gifts/advice", {**OFFER, "value": "25", "offered_on-year": "2019"})
    assert "You may accept it" in year_on.text


async def test_question_answer_approval_and_withdrawal_keep_their_history(
    officer: Visitor, visit: Visit
) -> None:
    path = await declared(officer)
    assert (await officer.post(f"{path}/review", {"outcome": "approve"})).status_code == 403

    other = await visit(name="Rory Invented")
    empty = await other.post(f"{path}/review", {"outcome": "question"})
    assert (empty.status_code, "Enter your question" in empty.text) == (422, True)
    asked = await other.post(f"{path}/review", {"outcome": "question", "question": "Where is it now?"})
    assert asked.status_code == 303, asked.text
    assert "Where is it now?" in (await officer.get(f"{path}/correction")).text
    assert "question" in (await officer.get("/outbox")).text
    answered = await officer.post(
        f"{path}/correction", {**OFFER, "outcome": "PASSED_ON", "because": "With the charity committee"}
    )
    assert answered.status_code == 303, answer_text(answered)
    approved = await other.post(f"{path}/review", {"outcome": "approve", "note": "Raffled"})
    assert approved.status_code == 303, approved.text
    again = await other.post(f"{path}/review", {"outcome": "approve"})
    assert (again.status_code, "already" in again.text) == (422, True)

    shown = (await officer.get(path)).text
    for words in ("Declared by Olive Invented", "Where is it now?", "Corrected by", "Reviewed by", "Raffled"):
        assert words in shown
    assert "Against the advice" not in shown, "passed to the organisation after all"
    withdrawn = await officer.post(f"{path}/withdrawal", {"because": "Entered twice"})
    assert withdrawn.status_code == 303
    assert "A crate" not in (await officer.get("/gifts")).text
    assert "Entered twice" in (await officer.get(path)).text
    assert (await officer.post(f"{path}/withdrawal", {"because": "Again"})).status_code == 422


def answer_text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.text)[:2000]


async def test_executive_declares_for_themself_alone(visit: Visit, officer: Visitor) -> None:
    executive = await visit(name="Ezra Invented", roles=("executive-owner",))

    path = await declared(executive)
    for_other = await executive.post(
        "/gifts", {**OFFER, "outcome": "ACCEPTED", "person_id": str(officer.person_id)}
    )

    assert for_other.status_code == 403
    assert (await executive.post(f"{path}/review", {"outcome": "approve"})).status_code == 403
    theirs = await declared(officer, description="Invented biscuits")
    assert (await executive.post(f"{theirs}/withdrawal", {"because": "No"})).status_code == 403


async def a_gift(scope: Scope, person_id: UUID, giver_id: UUID, **traits: Any) -> UUID:
    offer = {
        "kind": rules.OfferKind.HOSPITALITY,
        "giver_id": giver_id,
        "from_supplier": True,
        "description": "An invented dinner",
        "pounds": Decimal("40.00"),
        "offered_on": date(2018, 6, 1),
        "outcome": rules.Outcome.ACCEPTED,
    }
    return await acts.declare_gift(scope, person_id=person_id, offer=acts.Offer(**{**offer, **traits}))


async def test_register_is_told_in_two_times_and_exported_with_its_columns(found: Any, db: Any) -> None:
    scope = a_scope(await found(), now="2018-06-05T09:00")
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope, name="Dana Invented", job_title="Lay member", email="dana@example.invalid"
        )
        giver_id = await organisations.add_as_named(scope, name="Invented Dinners Ltd")
        gift_id = await a_gift(scope, person_id, giver_id)
    later = replace(scope, now=scope.now + timedelta(days=10))
    async with transactions.scope_tx(later):
        better = acts.Offer(
            kind=rules.OfferKind.HOSPITALITY,
            giver_id=giver_id,
            from_supplier=True,
            description="An invented dinner for two",
            pounds=Decimal("80.00"),
            offered_on=date(2018, 6, 1),
            outcome=rules.Outcome.ACCEPTED,
        )
        await acts.correct_gift(later, gift_id=gift_id, offer=better, because="My guest came too")
        for place in range(60):
            await a_gift(later, person_id, giver_id, offered_on=date(2018, 6, 2), description=f"Tea {place}")

    async with transactions.scope_tx(later, readonly=True):
        then = await queries.every_gift(later, known_at=scope.now)
        before = await queries.every_gift(later, on=date(2018, 5, 31))
        counted = db.statements
        page = await queries.gifts_of(later, number=2)
        assert db.statements - counted == 1
        far = await queries.gifts_of(later, number=99)
        rows = await GIFTS.rows(later, Moment(on=later.today, known_at=later.now))
        givers_then = await givers.givers_of(later)

    assert [(entry.pounds, entry.followed) for entry in then] == [(Decimal("40.00"), True)]
    assert before == ()
    assert (page.total, page.pages, len(page.entries), far.number) == (61, 2, 11, 1)
    assert page.entries[-1].followed is False, "eighty pounds needed a senior approval"
    assert all(set(row.values) == {column.key for column in GIFTS.columns} for row in rows)
    assert rows[0].values["before"] == "None"
    assert "60 in twelve months" in str(rows[-1].values["before"])
    assert not rows[0].ready
    assert [(line.offers, line.kept, line.against_advice) for line in givers_then] == [
        (61, Decimal("2480.00"), 1)
    ]


async def test_view_by_giver_has_its_table_beside_the_picture(officer: Visitor) -> None:
    assert "Nothing was offered" in (await officer.get("/gifts/givers")).text
    await declared(officer)

    shown = (await officer.get("/gifts/givers?on=1/7/2018")).text

    assert "<svg" in shown and "Invented Wine Ltd" in shown and "£60.00" in shown
    assert "can be read" in (await officer.get("/gifts/givers?on=soon")).text
