"""The scheme over HTTP: read by members, kept by officers, asked by a form that writes nothing."""

from collections.abc import Awaitable, Callable
from xml.etree import ElementTree

import pytest_asyncio

from backend.catalogue.quorum import Office
from backend.people import permissions
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import a_seat, formed
from tests.powers.made import a_function, an_entry, body, office, outside
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


def here(officer: Visitor, location: str) -> str:
    return location.split("?", maxsplit=1)[0].removeprefix(f"/t/{officer.slug}")


async def test_empty_scheme_says_what_to_do(officer: Visitor) -> None:
    page = await officer.get("/powers")
    assert page.status_code == 200 and "Add the first function" in page.text
    assert "The scheme knows no function" in (await officer.get("/powers/check")).text


async def test_officer_writes_the_scheme_changes_ends_and_undoes(officer: Visitor, demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        seats = [a_seat("money", "executive", office="chief-finance-officer")]
        committee_id = await formed(
            demo_scope, name="Panel <of> One", seats=seats, quorum=None, quorum_from=None
        )
    added = await officer.post("/powers/functions", {"name": "Approve payments", "authority": "Agreement"})
    assert added.status_code == 303, added.text
    function_id = here(officer, added.headers["location"]).rsplit("/", 1)[1]
    form = {
        "function_id": function_id,
        "holder": f"committee:{committee_id}",
        "joint": ["office:chief-finance-officer:", ""],
        "limit": "£50,000",
        "clause": "Scheme, 4.2",
        "consent": [""],
        "consent_outside": ["NHS England"],
        "from_on-day": "1",
        "from_on-month": "4",
        "from_on-year": "2014",
    }
    said = await officer.post("/powers/entries", form)
    assert said.status_code == 303, said.text
    entry = here(officer, said.headers["location"])
    page = (await officer.get(entry)).text
    assert "Panel &lt;of&gt; One and Chief Finance Officer, jointly" in page
    assert "Up to £50,000" in page and "NHS England (outside)" in page
    filled = (await officer.get(f"{entry}/change")).text
    assert 'value="50,000"' in filled and 'value="NHS England"' in filled
    rest = {key: value for key, value in form.items() if key != "function_id"}
    changed = await officer.post(f"{entry}/change", {**rest, "limit": "75,000", "from_on-year": "2030"})
    assert changed.status_code == 303, changed.text
    follows = here(officer, changed.headers["location"])
    assert follows != entry and "What stood here before" in (await officer.get(follows)).text
    assert "Up to £50,000" in (await officer.get("/powers?on=31/3/2030")).text
    assert "Up to £75,000" in (await officer.get("/powers?on=1/4/2030")).text
    undone = await officer.post(f"{follows}/undoing", {})
    assert undone.status_code == 303
    assert "Up to £50,000" in (await officer.get("/powers?on=1/4/2030")).text
    ended = await officer.post(
        f"{entry}/end", {"last_on-day": "1", "last_on-month": "1", "last_on-year": "2014"}
    )
    assert ended.status_code == 422 and "The power began on 1 April 2014" in ended.text
    withdrawn = await officer.post(f"{entry}/withdrawal", {"because": "Typed twice"})
    assert withdrawn.status_code == 303 and "Typed twice" in (await officer.get(entry)).text
    assert "Nobody holds “Approve payments”" in (await officer.get("/powers")).text


async def test_form_gives_back_what_was_typed_with_a_sentence(officer: Visitor, demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        function_id = await a_function(demo_scope)
    form = {"function_id": str(function_id), "clause": "4.2", "limit": "12.50", "outside": "NHS England"}
    page = await officer.post(
        "/powers/entries", {**form, "holder": "committee:nobody", "conditions": "Kept words"}
    )
    assert page.status_code == 422
    assert "Write the limit in whole pounds" in page.text and "Enter the first day" in page.text
    assert "Kept words" in page.text and 'value="12.50"' in page.text


async def test_members_read_the_picture_the_table_the_file_and_their_committee(
    visit: Visit, demo_scope: Scope
) -> None:
    member = await visit(name="Mo Invented", roles=(permissions.EXECUTIVE,))
    async with transactions.scope_tx(demo_scope):
        committee_id = await formed(demo_scope, name="=Panel <of> & One")
        function_id = await a_function(demo_scope)
        await an_entry(demo_scope, function_id, body(committee_id), limit=5_000_000, clause="=4.2")
        reserved = await a_function(demo_scope, "Keep the list")
        await an_entry(demo_scope, reserved, outside())
        await a_function(demo_scope, "Held by nobody")
    page = (await member.get("/powers?on=3/9/2014")).text
    drawing = page[page.index('<svg class="pb-structure') : page.index("</svg>") + 6]
    picture = ElementTree.fromstring(drawing)  # noqa: S314 - our own page
    words = ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"To £50,000", "Reserved to it", "Held by nobody"} <= set(words)
    assert "style=" not in drawing and "Add an entry" not in page
    assert "Nobody holds “Held by nobody” on 3 September 2014." in page
    assert "Up to £50,000" in page and "Reserved: nobody here decides it" in page
    only = (await member.get(f"/powers?body=committee:{committee_id}")).text
    assert "Up to £50,000" in only and "Reserved: nobody" not in only
    file = await member.get("/powers/list.csv")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Function,") and any(",'=Panel <of> & One,50000," in line for line in lines)
    assert any(line.startswith("Held by nobody,") and ",Nobody," in line for line in lines)
    committee = (await member.get(f"/committees/{committee_id}")).text
    assert "up to £50,000 (=4.2)" in committee and f"/powers/check?who=committee:{committee_id}" in committee
    assert (await member.post("/powers/functions", {"name": "x", "authority": "y"})).status_code == 403


async def test_checker_answers_in_words_and_bad_input_has_a_sentence(
    officer: Visitor, demo_scope: Scope
) -> None:
    async with transactions.scope_tx(demo_scope):
        seats = [a_seat("money", "executive", office="chief-finance-officer")]
        committee_id = await formed(demo_scope, name="Panel", seats=seats, quorum=None, quorum_from=None)
        function_id = await a_function(demo_scope)
        await an_entry(
            demo_scope, function_id, office(Office.CHIEF_FINANCE_OFFICER), limit=1_000_000, clause="4.1"
        )
        await an_entry(demo_scope, function_id, body(committee_id), clause="4.2")
    ask = f"/powers/check?function={function_id}&on=1/9/2014"
    within = (await officer.get(f"{ask}&who=office:chief-finance-officer:&value=10,000")).text
    assert "Within the power" in within and "up to £10,000 (4.1)" in within
    beyond = (await officer.get(f"{ask}&who=office:chief-finance-officer:&value=10,001")).text
    assert "Beyond the power" in beyond and "recommendation to the Panel" in beyond
    assert "no value is given" in (await officer.get(f"{ask}&who=office:chief-finance-officer:")).text
    for address, words in (
        (f"{ask}&who=committee:{committee_id}&value=lots", "one amount in pounds"),
        (f"/powers/check?function={function_id}&who=committee:{committee_id}&on=32/1/2014", "not a day"),
        (f"{ask}", "Choose who would decide it."),
        (f"/powers/check?function=x&who=committee:{committee_id}", "Choose what is decided."),
        ("/powers?on=yesterday&body=office:nobody:&function=x", "not a day"),
    ):
        page = await officer.get(address)
        assert page.status_code == 200 and words in page.text, address
