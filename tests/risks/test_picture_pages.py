"""Pictures, deep dives and reports over HTTP, of the invented risks that a demonstration keeps."""

import csv
import io
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from backend.catalogue import shelf
from backend.desk.risks import keep_risks
from backend.meetings import operations as meetings
from backend.risks import chores
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import a_person, formed
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


async def test_invented_risks_are_drawn_compared_and_reported(visit: Visit, demo_scope: Scope) -> None:
    kept = shelf.catalogue().invented_risks["griffin-hill-ccg"]
    nobodys = tuple(each.model_copy(update={"committee": None}) for each in kept.risks)
    officer = await visit(name="Olive Invented")
    async with transactions.scope_tx(demo_scope):
        person = await a_person(demo_scope, "Arden Invented")
        committee_id = await formed(demo_scope)
        starts = demo_scope.now + timedelta(days=30)
        meeting_id = await meetings.arrange_meeting(
            demo_scope,
            committee_id=committee_id,
            title="Invented meeting",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            venue="Invented hall",
            in_public=True,
        )
    cast = {"rhys-exemplar": person, "ulric-supposed": person}
    await keep_risks(demo_scope, kept.model_copy(update={"risks": nobodys}), people=cast)

    page = (await officer.get("/baf/pictures?on=20/3/2015&since=1/2/2015")).text
    assert "every risk, score, control, assurance and gap shown here is invented" in page
    assert page.count("<svg class=") == 3 and "12  Down 4" in page and "9  New" in page
    assert "HOLE: nothing. No assurance of this line" in page
    told = (await officer.get("/baf/pictures.csv?table=movement&on=20/3/2015&since=1/2/2015")).text
    heads, *rows = csv.reader(io.StringIO(told.removeprefix("\ufeff")))
    assert heads[1:4] == ["1 February 2015", "20 March 2015", "Movement"]
    assert [row[1:4] for row in rows] == [["16", "12", "Down 4"], ["–", "9", "New"]]
    early = (await officer.get("/baf/pictures?on=1/1/2015")).text
    assert "so there is nothing to draw" in early and "<svg class=" not in early
    odd = (await officer.get("/baf/pictures?on=yesterday&since=1/1/2090&kind=worst")).text
    assert "not a day that can be read" in odd and "“1/1/2090” is no earlier day" in odd
    assert (await officer.get("/baf/pictures.csv?table=none")).status_code == 404
    inherent = (await officer.get("/baf/pictures?kind=inherent&on=20/3/2015")).text
    assert "Heat map: inherent scores" in inherent and "Inherent score" in inherent

    framework = (await officer.get("/baf")).text
    assert "Heat map of current scores" in framework
    (risk,) = re.findall(r'/risks/([0-9a-f-]{36})"[^>]*>DEMO-1', framework)[:1]
    assert "<svg class=" in (await officer.get(f"/risks/{risk}")).text
    dive = (await officer.get(f"/risks/{risk}/deep-dive?on=1/2/2015")).text
    assert "Score: 16, 12 January 2015" in dive and "The two groups have met" not in dive

    compared = (await officer.get(f"/risks/{risk}/deep-dive?on=20/3/2015&since=1/2/2015")).text
    changed = re.findall(r"<caption[^>]*>What changed in DEMO-1.*?</table>", compared, re.S)[0]
    assert "12: likelihood 3 (Possible)" in changed and "16: likelihood 4 (Likely)" in changed
    assert "Not there yet" in changed and "Notes of the working group" in changed and "Cause" not in changed
    not_yet = (await officer.get(f"/risks/{risk}/deep-dive?on=20/3/2015&since=1/1/2015")).text
    assert "was not open yet on “1/1/2015”" in not_yet

    asked = await officer.post("/baf/reports", {"meeting_id": str(meeting_id)})
    assert asked.status_code == 303
    address = asked.headers["location"].removeprefix(f"/t/{officer.slug}")
    again = await officer.post("/baf/reports", {"meeting_id": str(meeting_id)})
    assert again.status_code == 422 and "is being made already" in again.text
    assert "Waiting for a worker" in (await officer.get(address)).text
    assert 'value="0"' in (await officer.get(f"{address}/progress")).text
    report_id = re.search(r"[0-9a-f-]{36}$", address)
    assert report_id
    await chores.make_report(demo_scope.as_chore("risks.make_report"), report_id=report_id[0])  # type: ignore[arg-type]  # its words do
    assert (await officer.get(f"{address}/progress")).headers["hx-refresh"] == "true"
    paper = re.search(r"/papers/[0-9a-f-]{36}", (await officer.get(address)).text)
    assert paper
    shown = (await officer.get(paper[0])).text
    assert "DEMONSTRATION: every risk" in shown and "Board assurance framework, as at" in shown
    drawing = await officer.get(f"{paper[0]}/versions/1/pictures/heat.svg")
    assert drawing.status_code == 200 and drawing.headers["content-type"].startswith("image/svg+xml")
    assert "default-src" in drawing.headers["content-security-policy"]
    assert "Paper, version 1" in (await officer.get("/baf/reports")).text
    member = await visit(name="Merle Invented", roles=())
    assert (await member.post("/baf/reports", {"meeting_id": str(meeting_id)})).status_code in (403, 404)
