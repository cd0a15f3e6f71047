"""Across the system over HTTP: a row a body, with picture, table, file and day; and forms that say what is wrong."""

import csv
import io
from collections.abc import Awaitable, Callable

from backend.people.operations import persons
from backend.scope import Scope
from backend.systems import operations
from backend.systems.rules.granting import Figure
from backend.tenancy import transactions
from tests.house.world_systems import granted
from tests.together.stage import Found, Side, a_body
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


async def test_a_system_sees_its_places_as_they_delivered_and_grants_figures_itself(
    visit: Visit, demo_scope: Scope, found: Found
) -> None:
    officer = await visit(name="Olive <b>Invented</b>")
    assert "No organisation lets you see its figures yet" in (await officer.get("/systems")).text
    place = await a_body(found, "Place <i>CCG</i> (invented)", now=demo_scope.now)
    async with transactions.scope_tx(demo_scope):
        signer_id = await persons.add_person(demo_scope, name="Signer Invented")
    ours = Side(scope=demo_scope, committee_id=None, signer_id=signer_id)  # as a whole, for no committee
    grant_id = await granted(place, ours, figures=[Figure.DECLARATIONS, Figure.ACTIONS])
    await place.act(operations.deliver, grant_id=grant_id)
    await place.post()

    page = (await officer.get("/systems")).text
    assert "<svg" in page and "Place &lt;i&gt;CCG&lt;/i&gt; (invented)" in page and "<i>CCG" not in page
    assert "fewer than 5" in page and "As at" in page and "not granted" in page
    narrow = (await officer.get("/systems?figure=actions")).text
    assert "fewer than 5; " not in narrow and "Actions" in narrow
    assert "None of them is left" in (await officer.get("/systems?name=elsewhere")).text
    rows = list(csv.DictReader(io.StringIO((await officer.get("/systems.csv")).text.lstrip("\ufeff"))))
    hidden = [each for each in rows if each["Hidden"] == "yes"]
    assert hidden and all(each["Number"] == "" for each in hidden)
    assert {each["Figure"] for each in rows} == {"Declarations of interests", "Actions"}

    preview = (await officer.get("/systems/grants/new")).text
    assert "Exactly what would go today" in preview and "People who declare" in preview
    wrong = await officer.post("/systems/grants", {})
    assert wrong.status_code == 422
    for words in (
        "Choose the other organisation",
        "at least one figure",
        "who authorises it",
        "by what authority",
        "the first day",
    ):
        assert words in wrong.text
    wrong = await officer.post("/systems/threshold", {"threshold": "2", "source": "The board"})
    assert wrong.status_code == 422 and "the first day" in wrong.text
    reader = await visit(name="Rea Der", roles=("internal-audit",))
    assert (await reader.get("/systems/grants")).status_code == 200
    assert (await reader.get("/systems/grants/new")).status_code == 403
