"""The guided form, as browsers without scripts send it: found, checked, changed, declared."""

import re
from collections.abc import Awaitable, Callable
from html import unescape

import pytest
import pytest_asyncio

from backend.organisations import operations as organisations
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

ANSWERS = {
    "whose": "SPOUSE",
    "organisation_name": "Castle Hill Invented Practice Ltd",
    "interest_type": "FINANCIAL",
    "nature": "Partner in the practice",
    "since-day": "1",
    "since-month": "4",
    "since-year": "2008",
    "mitigation": "Leaves the room",
}


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


@pytest_asyncio.fixture
async def practice(demo_scope: Scope) -> str:
    async with transactions.scope_tx(demo_scope):
        await organisations.add_as_named(demo_scope, name="Castle Grange Invented Practice")
        return str(await organisations.add_as_named(demo_scope, name="Castle Hill Invented Practice Ltd"))


def hidden(page: str) -> dict[str, str]:
    """The fields that a page sends on unseen."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in fields if name != "_token"}


async def test_answers_are_checked_changed_and_declared(officer: Visitor, practice: str) -> None:
    checked = await officer.post("/interests/declarations", {**ANSWERS, "step": "check"})
    assert checked.status_code == 200, checked.text
    assert "Check your answers" in checked.text
    assert "Indirect: spouse or partner" in checked.text
    assert "new to the directory" not in checked.text
    assert "1 April 2008" in checked.text
    assert "Castle Hill" not in (await officer.get("/interests")).text, "nothing is declared yet"

    changed = await officer.post("/interests/declarations", {**hidden(checked.text), "step": "change"})
    assert changed.status_code == 200
    assert 'value="2008"' in changed.text and "Leaves the room" in changed.text
    assert f'value="{practice}" checked' in changed.text

    unticked = await officer.post("/interests/declarations", {**hidden(checked.text), "step": "declare"})
    assert unticked.status_code == 422
    assert "Tick the box to say that this is complete and correct" in unticked.text
    assert "Check your answers" in unticked.text

    declared = await officer.post(
        "/interests/declarations", {**hidden(unticked.text), "correct": "yes", "step": "declare"}
    )
    assert declared.status_code == 303, declared.text
    register = (await officer.get("/interests")).text
    assert "Castle Hill Invented Practice Ltd" in register and "Indirect: spouse or partner" in register


async def test_organisation_is_found_by_a_part_of_its_name(officer: Visitor, practice: str) -> None:
    part = {**ANSWERS, "organisation_name": "castle"}

    found = await officer.post("/interests/declarations", {**part, "step": "find"})
    fragment = await officer.get("/interests/declaration/organisations?organisation_name=castle")
    unchosen = await officer.post("/interests/declarations", {**part, "found_for": "castle", "step": "check"})
    chosen = await officer.post(
        "/interests/declarations",
        {**part, "found_for": "castle", "organisation_id": practice, "step": "check"},
    )
    typed_anew = await officer.post(
        "/interests/declarations",
        {
            **part,
            "organisation_name": "Lantern Invented Ltd",
            "found_for": "castle",
            "organisation_id": practice,
            "step": "check",
        },
    )

    for page in (found.text, fragment.text):
        assert "Castle Grange Invented Practice" in page and "None of these: add “castle”" in page
    assert "<html" not in fragment.text
    assert "Partner in the practice" in found.text, "what was typed stays"
    assert unchosen.status_code == 422
    assert "Choose the organisation, or say that it is none of these" in unchosen.text
    assert "Castle Hill Invented Practice Ltd" in chosen.text and "Check your answers" in chosen.text
    assert "Lantern Invented Ltd (new to the directory)" in typed_anew.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"until-day": "31", "until-month": "3", "until-year": "2008"}, "can&#39;t end before it began"),
        ({"known_on-day": "1", "known_on-month": "1", "known_on-year": "2199"}, "that day is still to come"),
        ({"since-year": "2199"}, "more than a year from now"),
        ({"since-month": "13", "nature": ""}, "The date must be a real date"),
        ({"organisation_name": ""}, "Enter the organisation’s name"),
        ({"whose": "COUSIN"}, "Choose whose interest it is"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    officer: Visitor, wrong: dict[str, str], sentence: str
) -> None:
    answer = await officer.post("/interests/declarations", {**ANSWERS, **wrong, "step": "check"})

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert sentence in answer.text
    assert "Leaves the room" in answer.text


@pytest.mark.parametrize("hostile", ["Partner \u202eevil", "Part\x00ner", "Partner \x1b[2J"])
async def test_text_that_hides_or_steers_is_refused_in_a_sentence(officer: Visitor, hostile: str) -> None:
    answer = await officer.post("/interests/declarations", {**ANSWERS, "nature": hostile, "step": "check"})

    assert answer.status_code == 400
    assert "Type it again" in answer.text


async def test_same_interest_is_not_declared_twice_for_the_same_days(officer: Visitor, practice: str) -> None:
    first = {**ANSWERS, "correct": "yes", "until-day": "1", "until-month": "5", "until-year": "2009"}
    assert (await officer.post("/interests/declarations", first)).status_code == 303

    again = await officer.post("/interests/declarations", {**ANSWERS, "step": "check"})
    own = await officer.post("/interests/declarations", {**ANSWERS, "whose": "mine", "step": "check"})
    later = await officer.post("/interests/declarations", {**ANSWERS, "since-year": "2010", "step": "check"})

    assert again.status_code == 422
    assert (
        "You have already declared a financial interest in Castle Hill Invented Practice Ltd from 1 April "
        "2008, to 1 May 2009" in again.text
    )
    assert (own.status_code, later.status_code) == (200, 200)


async def test_officer_enters_what_a_person_declared_on_paper(officer: Visitor, visit: Visit) -> None:
    member = await visit(name="Dana Invented", roles=("executive-owner",))
    person = {"person_id": str(member.person_id)}
    paper = {"paper_on-day": "3", "paper_on-month": "6", "paper_on-year": "2014"}

    found = (await officer.get("/interests/on-behalf?text=dana")).text
    form = (await officer.get(f"/interests/declaration?person={member.person_id}")).text
    undated = await officer.post("/interests/declarations", {**ANSWERS, **person, "step": "check"})
    mine = await officer.post("/interests/declarations", {**ANSWERS, **paper, "step": "check"})
    entered = await officer.post(
        "/interests/declarations", {**ANSWERS, **person, **paper, "correct": "yes", "step": "declare"}
    )
    other = await member.post(
        "/interests/nil-return", {"person_id": str(officer.person_id), "correct": "yes", **paper}
    )

    assert f"/interests/on-behalf/{member.person_id}" in found
    assert "Dana Invented" in form and "When did they sign it?" in form
    assert "Enter the day on which they signed the paper" in undated.text
    assert "belongs to what you enter for somebody else" in mine.text
    assert entered.status_code == 303, entered.text
    page = (await officer.client.get(entered.headers["location"])).text
    assert "3 June 2014" in page and "Olive Invented" in page, "the paper's day, and who entered it"
    assert other.status_code == 403
    assert "Dana Invented" in (await officer.get("/interests")).text


async def test_person_confirms_the_list_that_is_shown(officer: Visitor, practice: str) -> None:
    await officer.post("/interests/declarations", {**ANSWERS, "correct": "yes"})

    page = (await officer.get("/interests/mine")).text
    unticked = await officer.post("/interests/confirmation")
    ticked = await officer.post("/interests/confirmation", {"correct": "yes"})

    assert "Castle Hill Invented Practice Ltd" in page and "If the list above is still right" in page
    assert unticked.status_code == 422 and ticked.status_code == 303
