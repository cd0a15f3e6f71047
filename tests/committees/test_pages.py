"""Committees over HTTP: read by members, kept by officers, each error in words."""

from collections.abc import Awaitable, Callable
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from backend.committees import operations, queries
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, formed, seat_id
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

GOOD = {
    "name": "Quality Committee",
    "kind": "quality-safety",
    "purpose": "Watches quality.",
    "meets_in_public": "no",
}


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


async def test_empty_structure_says_what_to_do(officer: Visitor) -> None:
    answer = await officer.get("/committees")
    assert answer.status_code == 200
    assert "There are no committees yet" in answer.text


async def test_structure_is_drawn_with_a_link_to_every_committee(officer: Visitor, demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        top = await formed(demo_scope, id="top", name="Top <Committee> & Co")
        low = await formed(demo_scope, id="low", name="Low", reports_to=[{"to": "top", "mark": "inferred"}])
    page = (await officer.get("/committees")).text
    drawing = page[page.index('<svg class="pb-structure') : page.index("</svg>") + 6]
    picture = ElementTree.fromstring(drawing)  # noqa: S314 - our own page
    svg = "{http://www.w3.org/2000/svg}"
    links = {link.get("href"): " ".join("".join(link.itertext()).split()) for link in picture.iter(f"{svg}a")}
    assert links[f"/t/{officer.slug}/committees/{top}"] == "Top <Committee> & Co"
    assert f"/t/{officer.slug}/committees/{low}" in links
    assert "stroke-dasharray" in drawing
    assert "style=" not in drawing
    assert picture.find(f"{svg}title") is not None and picture.find(f"{svg}desc") is not None


async def test_officer_forms_committee_adds_seats_sets_quorum_and_appoints(
    officer: Visitor, demo_scope: Scope
) -> None:
    answer = await officer.post("/committees", GOOD)
    assert answer.status_code == 303, answer.text
    here = answer.headers["location"].split("?")[0].removeprefix(f"/t/{officer.slug}")
    shown = await officer.client.get(answer.headers["location"])
    assert "The committee is formed" in shown.text and "No seats are recorded" in shown.text
    for seat in (
        {"name": "Lay chair", "capacity": "lay", "office": "chair", "voting": "yes", "count": "1"},
        {"name": "GP", "capacity": "gp", "voting": "yes", "count": "2"},
    ):
        assert (await officer.post(f"{here}/seats", seat)).status_code == 303
    answer = await officer.post(
        f"{here}/quorum",
        {"members": "2", "number_1": "1", "of_1": ["capacity:lay"], "number_2": "", "number_3": ""},
    )
    assert answer.status_code == 303, answer.text
    async with transactions.scope_tx(demo_scope):
        avery = await a_person(demo_scope, "Avery Invented")
        committee_id = (await queries.committees_of(demo_scope))[0].id
        chair = await seat_id(demo_scope, committee_id, "lay-chair")
    answer = await officer.post(
        f"{here}/seats/{chair}/terms",
        {"person_id": str(avery), "from_on-day": "1", "from_on-month": "9", "from_on-year": "2014"},
    )
    assert answer.status_code == 303, answer.text
    page = (await officer.get(here)).text
    assert "Quorum is at least two members, among them one lay member." in page
    assert "Entered by Olive Invented" in page
    assert "Avery Invented" in page and "From 1 September 2014" in page
    assert "2 seats are vacant" in page
    form = (await officer.get(f"{here}/quorum")).text
    assert 'value="capacity:lay" checked' in form.replace("  ", " ")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter the committee&#39;s name"),
        ({"kind": "coven"}, "Choose what kind of committee it is"),
        ({"meets_every_months": "often"}, "must be a number"),
        ({"reports_to": ["nowhere"]}, "each once"),
        ({"reports_to": ["../../etc"]}, "not in a form that can be read"),
        ({"held_by": "nobody"}, "Choose from the list the organisation"),
        ({"name": "Zero\u200bwidth"}, "hidden character"),
    ],
)
async def test_wrong_committee_comes_back_with_a_sentence(
    officer: Visitor, wrong: dict[str, object], words: str
) -> None:
    answer = await officer.post("/committees", {**GOOD, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert "There is a problem" in answer.text
    assert "Watches quality." in answer.text
    assert "There are no committees yet" in (await officer.get("/committees")).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"members": "9"}, "could never be met"),
        ({"number_1": "1"}, "Give both a number and who is counted"),
        ({"of_1": ["capacity:lay"]}, "Give both a number and who is counted"),
        ({"number_1": "1", "of_1": ["capacity:lay", "office:chair"]}, "use another line"),
        ({"number_1": "1", "of_1": ["capacity:wizard"]}, "from the list"),
        ({"members": "none"}, "must be a number"),
    ],
)
async def test_wrong_quorum_comes_back_with_a_sentence(
    officer: Visitor, demo_scope: Scope, wrong: dict[str, object], words: str
) -> None:
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope)
    answer = await officer.post(f"/committees/{committee_id}/quorum", wrong)
    assert answer.status_code == 422
    assert words in answer.text


async def test_officer_asks_for_a_majority_of_lay_members_and_reads_it_back(
    officer: Visitor, demo_scope: Scope
) -> None:
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope, quorum=None, quorum_from=None)
    form = {"members": "2", "number_1": "1", "of_1": ["office:chair"], "majority_of": ["capacity:lay"]}
    answer = await officer.post(f"/committees/{committee_id}/quorum", form)
    assert answer.status_code == 303, answer.text
    async with transactions.scope_tx(demo_scope, readonly=True):
        view = await queries.committee(demo_scope, committee_id=committee_id)
    assert view.quorum_in_words == (
        "at least two members, among them the Chair and lay members as a majority of the voting members present"
    )
    shown = (await officer.get(f"/committees/{committee_id}/quorum")).text
    assert "says more than the form can" not in shown
    ticked = shown[shown.index("Who must be the majority?") :]
    assert "checked" in ticked[ticked.index('value="capacity:lay"') :][:60]
    mixed = {"members": "2", "majority_of": ["capacity:lay", "office:chair"]}
    answer = await officer.post(f"/committees/{committee_id}/quorum", mixed)
    assert answer.status_code == 422 and "kinds of member or offices or seats in one line" in answer.text


async def test_quorum_beyond_the_form_is_kept_when_nothing_else_is_said(
    officer: Visitor, demo_scope: Scope
) -> None:
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(
            demo_scope, quorum={"any": [{"at_least": 3}, {"majority_of": {"capacity": ["lay"]}}]}
        )
    assert "says more than the form can" in (await officer.get(f"/committees/{committee_id}/quorum")).text
    answer = await officer.post(
        f"/committees/{committee_id}/particulars", {**GOOD, "name": "Renamed", "meets_every_months": "2"}
    )
    assert answer.status_code == 303
    page = (await officer.get(f"/committees/{committee_id}")).text
    assert "a majority of the voting members present" in page and "Renamed" in page


async def test_officer_ends_withdraws_reviews_and_retires(officer: Visitor, demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(
            demo_scope, terms={"summary": "Decides.", "review_months": 6, "mark": "setting"}
        )
        avery = await a_person(demo_scope, "Avery Invented")
        term = await operations.appoint(
            demo_scope,
            seat_id=await seat_id(demo_scope, committee_id, "chair"),
            person_id=avery,
            from_on=FIRST,
        )
    here = f"/committees/{committee_id}"
    refused = await officer.post(f"{here}/retirement")
    assert refused.status_code == 422
    assert "while people sit on it: Avery Invented" in refused.text
    early = {"last_on-day": "31", "last_on-month": "8", "last_on-year": "2014"}
    answer = await officer.post(f"{here}/terms/{term}/end", early)
    assert answer.status_code == 422 and "began on 1 September 2014" in answer.text
    assert (await officer.post(f"{here}/terms/{term}/withdrawal", {"because": ""})).status_code == 422
    assert (
        await officer.post(f"{here}/terms/{term}/withdrawal", {"because": "The wrong person"})
    ).status_code == 303
    assert (await officer.get(f"{here}/terms/{term}")).status_code == 404
    assert (await officer.post(f"{here}/review")).status_code == 303
    assert "Last reviewed on" in (await officer.get(here)).text
    assert (await officer.post(f"{here}/retirement")).status_code == 303
    page = (await officer.get(here)).text
    assert "Retired on" in page and "Retire this committee" not in page
    assert (await officer.get(f"{here}/particulars")).status_code == 404


async def test_seat_pages_show_and_retire(officer: Visitor, demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope)
        gp = await seat_id(demo_scope, committee_id, "gp", 2)
    here = f"/committees/{committee_id}"
    assert "Vacant" in (await officer.get(f"{here}/seats/{gp}")).text
    assert (await officer.get(f"{here}/seats/new")).status_code == 200
    assert (await officer.post(f"{here}/seats/{gp}/retirement")).status_code == 303
    assert (await officer.get(f"{here}/seats/{gp}")).status_code == 404
    assert (await officer.post(f"{here}/seats/{gp}/retirement")).status_code == 404


async def test_auditor_reads_and_is_shown_no_way_to_change(visit: Visit, demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope)
    auditor = await visit(name="Ada Invented", roles=("internal-audit",))
    page = await auditor.get(f"/committees/{committee_id}")
    assert page.status_code == 200
    assert "Change the committee" not in page.text and "Retire" not in page.text
    assert (await auditor.get("/committees/new")).status_code == 403
    assert (await auditor.post("/committees", GOOD)).status_code == 403


async def test_member_sees_structure_through_the_seat_that_they_hold(visit: Visit, demo_scope: Scope) -> None:
    member = await visit(name="Mel Invented", roles=())
    assert (await member.get("/committees")).status_code == 403
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope)
        await operations.appoint(
            demo_scope,
            seat_id=await seat_id(demo_scope, committee_id, "gp"),
            person_id=member.person_id,
            from_on=FIRST,
        )
    assert (await member.get("/committees")).status_code == 200
