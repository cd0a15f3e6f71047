"""The directory over HTTP."""

from collections.abc import Awaitable, Callable

import pytest
import pytest_asyncio

from backend.organisations import operations, queries
from backend.scope import Scope
from backend.tenancy import transactions
from tests.organisations.test_directory import an_organisation
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]

GOOD = {
    "name": "Heather Invented Surgery",
    "type": "practice",
    "other_names": "The Heather\nHeather Practice",
    "ods_code": "m 87001",
    "patients": "2727",
    "as_at": "April 2013",
}


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


async def test_officer_adds_finds_changes_and_retires(officer: Visitor, demo_scope: Scope) -> None:
    assert "The directory is empty" in (await officer.get("/organisations")).text
    answer = await officer.post("/organisations", GOOD)
    assert answer.status_code == 303, answer.text
    here = answer.headers["location"].split("?")[0].removeprefix(f"/t/{officer.slug}")
    page = (await officer.get(here)).text
    assert "M87001" in page and "2,727, April 2013" in page and "Entered by Olive Invented" in page
    assert "Heather Invented" in (await officer.get("/organisations?text=the+heather")).text
    assert "No organisation matches" in (await officer.get("/organisations?text=gorse")).text
    assert (await officer.get(f"{here}/particulars")).status_code == 200
    answer = await officer.post(f"{here}/particulars", {**GOOD, "ods_code": "", "patients": ""})
    assert answer.status_code == 303
    page = (await officer.get(here)).text
    assert "M87001" not in page and "2,727" not in page
    assert (await officer.post(f"{here}/retirement")).status_code == 303
    assert "The directory is empty" in (await officer.get("/organisations")).text
    assert "Retired on" in (await officer.get(here)).text
    assert (await officer.get(f"{here}/particulars")).status_code == 404
    assert "Heather Invented" in (await officer.get("/organisations?retired=yes")).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter the organisation&#39;s name"),
        ({"type": "coven"}, "Choose what kind of organisation it is"),
        ({"ods_code": "M8-001"}, "3 to 10 letters and numbers"),
        ({"locality": "nowhere"}, "Choose a locality from the list"),
        ({"part_of": "nobody"}, "from the list"),
        ({"part_of": "No Body"}, "not in a form that can be read"),
        ({"patients": "0"}, "must be 1 or more"),
        ({"patients": "many"}, "must be a number"),
        ({"other_names": "a\u00adb"}, "plain text"),
        ({"name": "ACME  care (Invented)"}, "already"),
    ],
)
async def test_wrong_organisation_comes_back_with_a_sentence(
    officer: Visitor, demo_scope: Scope, wrong: dict[str, str], words: str
) -> None:
    async with transactions.scope_tx(demo_scope):
        await operations.add_organisation(demo_scope, organisation=an_organisation())
    answer = await officer.post("/organisations", {**GOOD, **wrong})
    assert answer.status_code == 422, answer.text
    assert words in answer.text
    async with transactions.scope_tx(demo_scope):
        assert len(await queries.organisations_of(demo_scope)) == 1


async def test_fact_keeps_its_source_until_it_is_changed(officer: Visitor, demo_scope: Scope) -> None:
    async with transactions.scope_tx(demo_scope):
        organisation_id = await operations.add_organisation(
            demo_scope,
            organisation=an_organisation(source={"document": "eoi", "page": 63}, mark="read"),
        )
    same = {"name": "Acme Care (invented)", "type": "company"}
    await officer.post(f"/organisations/{organisation_id}/particulars", {**same, "other_names": "Acme"})
    assert "read in the source, page 63" in (await officer.get(f"/organisations/{organisation_id}")).text
    await officer.post(f"/organisations/{organisation_id}/particulars", {**same, "name": "Acme Renamed"})
    page = (await officer.get(f"/organisations/{organisation_id}")).text
    assert "page 63" not in page and "Entered by Olive Invented" in page


async def test_auditor_reads_and_changes_nothing(visit: Visit, demo_scope: Scope) -> None:
    auditor = await visit(name="Ada Invented", roles=("internal-audit",))
    page = await auditor.get("/organisations")
    assert page.status_code == 200 and "Add an organisation" not in page.text
    assert (await auditor.get("/organisations/new")).status_code == 403
    assert (await auditor.post("/organisations", GOOD)).status_code == 403


async def test_regulator_sees_no_directory(visit: Visit) -> None:
    regulator = await visit(name="Reg Invented", roles=("regulator",))
    assert (await regulator.get("/organisations")).status_code == 403
