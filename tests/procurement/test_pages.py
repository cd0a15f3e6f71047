"""A procurement over HTTP: opened, seated, declared for, decided; bad input comes back in sentences."""

import re
from collections.abc import Awaitable, Callable

import pytest_asyncio

from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

OPENING = {
    "reference": "INV-2024-1",
    "title": "Invented ear clinic",
    "description": "Ear care for the invented north",
    "existing": "new",
    "type": "own",
    "begun_on-day": "2",
    "begun_on-month": "4",
    "begun_on-year": "2024",
    "route": "MOST_SUITABLE",
    "expected": "£1.2m",
}
DECISION = {
    "decided_by": "Director of Invention",
    "decided_on-day": "1",
    "decided_on-month": "5",
    "decided_on-year": "2024",
    "process": "Scored by the panel",
    "conflicts": "None",
    "outcome": "none",
}


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


async def opened(officer: Visitor, **traits: str) -> str:
    answer = await officer.post("/procurement", {**OPENING, **traits})
    assert answer.status_code == 303, answer.text
    return address(officer, answer.headers["location"])


def address(visitor: Visitor, location: str) -> str:
    return location.split("?", maxsplit=1)[0].removeprefix(f"/t/{visitor.slug}")


async def test_a_panel_declares_and_the_decision_is_recorded(officer: Visitor, visit: Visit) -> None:
    assert "No procurements have been opened" in (await officer.get("/procurement")).text
    path = await opened(officer)
    member = await visit(name="Ezra Invented", roles=("executive-owner",))
    seated = await officer.post(
        f"{path}/panel",
        {
            "person_id": str(member.person_id),
            "role": "EVALUATOR",
            "is_staff": "yes",
            "joined_on-day": "3",
            "joined_on-month": "4",
            "joined_on-year": "2024",
        },
    )
    assert seated.status_code == 303, seated.text
    assert (
        await officer.post(f"{path}/bidders", {"bidder_id": "new", "bidder_name": "Invented Ears Ltd"})
    ).status_code == 303
    shown = (await officer.get(path)).text
    assert "Missing: on joining, once bidders were known" in shown
    assert "£1,200,000.00" in shown
    assert "2 missing" in (await officer.get("/procurement?owed=yes")).text

    mine = await member.get("/procurement/mine")
    (form,) = re.findall(r'href="([^"]*/declaration)"', mine.text)
    form = address(member, form)
    assert "Invented Ears Ltd" in (await member.get(form)).text
    unsaid = await member.post(form, {"stage": "OPENING", "nothing": "conflict", "correct": "yes"})
    assert (unsaid.status_code, "Describe the conflict" in unsaid.text) == (422, True)
    made = await member.post(form, {"stage": "OPENING", "nothing": "nothing", "correct": "yes"})
    assert made.status_code == 303, made.text
    told = {"stage": "BIDDERS", "nothing": "conflict", "conflict": "Invented shares", "correct": "yes"}
    assert (await member.post(form, told)).status_code == 303
    outsider = await visit(name="Nosy Invented", roles=("executive-owner",))
    assert (await outsider.get(form)).status_code == 403
    assert (await outsider.post(f"{path}/decision", DECISION)).status_code == 403

    shown = (await officer.get(path)).text
    conflict = re.findall(r'href="([^"]*/declarations/[^"]*)"', shown)[0]
    stays = await officer.post(f"{address(officer, conflict)}/handling", {"handling": "SOLE_EXPERT"})
    assert (stays.status_code, "Say why it is right" in stays.text) == (422, True)
    aside = await officer.post(f"{address(officer, conflict)}/handling", {"handling": "STANDS_ASIDE"})
    assert aside.status_code == 303
    first = (await officer.get(f"{path}/decision")).text
    assert "Evaluator: a conflict was declared" in first, "a summary without names is suggested"
    assert (await officer.post(f"{path}/decision", DECISION)).status_code == 303
    decided = (await officer.get(path)).text
    assert "Nothing was awarded" in decided and "Decided" in decided
    assert "Director of Invention" in (await officer.get(f"{path}/decision")).text
    assert "none" not in re.findall(r"<h1[^>]*>.*</h1>", decided, re.DOTALL)[0]


async def test_bad_dates_values_and_references_come_back_in_sentences(officer: Visitor) -> None:
    path = await opened(officer)

    for form, sentence in (
        (OPENING, "Another procurement has this reference already"),
        ({**OPENING, "reference": "B", "expected": "£-5"}, "The value can&#39;t be below £0"),
        ({**OPENING, "reference": "B", "expected": "1e9"}, "Write the value as one amount"),
        ({**OPENING, "reference": "B", "begun_on-year": "2023"}, "in force from 1 January 2024"),
        ({**OPENING, "reference": "B", "begun_on-month": "13"}, "must be a real date"),
    ):
        answer = await officer.post("/procurement", form)
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    for where, form, sentence in (
        ("status", {"into": "AWARDED"}, "can&#39;t become “awarded”"),
        ("status", {"into": "ABANDONED"}, "Enter the reason"),
        ("notices", {"notice": "TENDER", **day("published_on")}, "no such notice"),
        ("bidders", {"bidder_id": "new"}, "Enter the organisation"),
        ("panel", {"role": "MEMBER", "is_staff": "no", **day("joined_on")}, "somebody from outside"),
        ("decision", {**DECISION, "outcome": "award"}, "Choose who the contract goes to"),
        ("decision", {**DECISION, "decided_on-year": "2199"}, "still to come"),
    ):
        answer = await officer.post(f"{path}/{where}", form)
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    assert (await officer.post(f"{path}/panel", {"owner": "x"})).status_code == 400


def day(name: str) -> dict[str, str]:
    return {f"{name}-day": "3", f"{name}-month": "4", f"{name}-year": "2024"}


async def test_the_list_takes_as_many_statements_for_twenty_as_for_one(officer: Visitor, db: object) -> None:
    async def statements() -> int:
        before = db.statements  # type: ignore[attr-defined]
        assert (await officer.get("/procurement")).status_code == 200
        return db.statements - before  # type: ignore[attr-defined, no-any-return]

    await opened(officer)
    few = await statements()
    for number in range(20):
        await opened(officer, reference=f"INV-{number}")

    assert await statements() == few
    assert "£0" not in (await officer.get("/procurement/summary?year=2024")).text
