"""The cover sheet, the way of a paper, a late one and the list of all, over HTTP."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from backend.catalogue import shelf
from backend.kit.clock import real_now
from backend.meetings import operations
from backend.meetings.cover_editions import input_name
from backend.scope import Scope
from backend.tenancy import transactions
from tests.meetings.test_pages import Scene, added, arranged, handed_in, scene

__all__ = ["scene"]


async def test_author_fills_in_the_cover_sheet_and_is_told_what_is_wrong_with_it(scene: Scene) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene)))
    page = (await scene.officer.get(f"/papers/{paper}")).text
    assert "Fill in the cover sheet" in page and "Needed on it: Purpose, Executive summary" in page
    assert "working days before the meeting" in page and 'aria-current="step"' in page

    typed = {
        "replaces_version": "1",
        "cover_summary": "A pilot <of> longer hours",
        "cover_freedom_of_information": "exempt",
        "cover_freedom_of_information_sections": "12",
    }
    wrong = await scene.officer.post(f"/papers/{paper}/cover", typed)
    assert wrong.status_code == 422
    assert "“12” is no exemption" in wrong.text and "A pilot &lt;of&gt; longer hours" in wrong.text
    typed["cover_freedom_of_information_sections"] = "s36 and 43"
    kept = await scene.officer.post(f"/papers/{paper}/cover", typed)
    assert kept.status_code == 303 and kept.headers["location"].endswith("said=cover")

    page = (await scene.officer.get(f"/papers/{paper}")).text
    assert "Exempt from publication under section 36 and section 43" in page
    assert "A pilot &lt;of&gt; longer hours" in page
    stale = await scene.officer.post(f"/papers/{paper}/cover", typed)
    assert stale.status_code == 409 and "Version 2 of “Longer hours” was handed in meanwhile" in stale.text
    assert (await scene.auditor.get(f"/papers/{paper}/cover")).status_code == 200


async def test_late_paper_is_asked_for_agreed_to_and_listed(scene: Scene, demo_scope: Scope) -> None:
    meeting = await arranged(scene)
    paper = await handed_in(scene, await added(scene, meeting, "=Hours"))
    soon = real_now() + timedelta(days=1)
    async with transactions.scope_tx(replace(demo_scope, now=real_now())):
        await operations.change_meeting(
            demo_scope,
            meeting_id=UUID(meeting),
            title="Commissioning Committee, first meeting",
            starts_at=soon,
            ends_at=soon + timedelta(hours=2),
            venue="An invented hall",
            in_public=True,
        )

    page = (await scene.officer.get("/papers?late=yes")).text
    assert "1 paper, 1 of them late" in page and "needs the chair’s agreement" in page
    nothing = await scene.officer.post(f"/papers/{paper}/late-request", {"late_reason": " "})
    assert nothing.status_code == 422 and "Enter why the paper is late" in nothing.text
    asked = await scene.officer.post(f"/papers/{paper}/late-request", {"late_reason": "Figures came late"})
    assert asked.status_code == 303
    assert "May it come late?" not in (await scene.officer.get(f"/papers/{paper}")).text
    chairs = (await scene.chair.get(f"/papers/{paper}")).text
    assert "May it come late?" in chairs and "“Figures came late”" in chairs
    assert (await scene.chair.post(f"/papers/{paper}/late-answer", {"agreed": "no"})).status_code == 422
    agreed = await scene.chair.post(f"/papers/{paper}/late-answer", {"agreed": "yes"})
    assert agreed.status_code == 303
    assert "agreed to take it" in (await scene.gp.get(f"/papers/{paper}")).text

    file = await scene.officer.get("/papers/list.csv")
    (line,) = csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")))
    assert (line["Paper"], line["Stage"], line["Author"]) == ("Longer hours", "Draft", "Olive Invented")
    assert line["Item"] == "1 =Hours" and line["Committee"] == "Commissioning Committee"
    assert "No paper is like that" in (await scene.chair.get("/papers?whose=mine")).text


async def test_officer_changes_the_cover_sheet_and_papers_keep_what_they_have_answered(
    scene: Scene,
) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene)))
    filled = {"replaces_version": "1", "cover_summary": "A pilot", "cover_clinical_lead": "A lead"}
    assert (await scene.officer.post(f"/papers/{paper}/cover", filled)).status_code == 303
    assert (await scene.gp.get("/papers/cover-sheet/change")).status_code == 403
    assert "Nobody has changed it here" in (await scene.gp.get("/papers/cover-sheet")).text

    page = (await scene.officer.get("/papers/cover-sheet/change")).text
    template = shelf.catalogue().kinds["ccg"].papers.cover
    typed = {
        **{input_name("label", field.id): field.label for field in template.fields},
        **{input_name("needed", field.id): "yes" for field in template.fields if field.needed},
        **{input_name(part, field.id): words for field in template.fields
           for part, words in (("hint", field.hint), ("heading", field.heading), ("none", field.none)) if words},
        "out_clinical_lead": "yes", "label_new": "Carbon", "needed_new": "yes", "place_new": "1", "follows": "0",
    }  # fmt: skip
    today = re.findall(r'name="in_force_from-(\w+)"[^>]*value="(\d+)"', page)
    typed |= {f"in_force_from-{part}": words for part, words in today}
    seen = await scene.officer.post("/papers/cover-sheet/preview", typed)
    assert seen.status_code == 200 and 'name="cover_carbon"' in seen.text and 'value="Carbon"' in seen.text
    assert "“Clinical lead” is no longer asked." in seen.text and "“Carbon” is asked and needed." in seen.text
    assert "The order is another" not in seen.text
    unsaid = await scene.officer.post("/papers/cover-sheet", typed)
    assert unsaid.status_code == 422 and "Say where the change comes from" in unsaid.text
    typed["source"] = "The governing body, item 7"
    assert (await scene.officer.post("/papers/cover-sheet", typed)).status_code == 303
    second = await scene.officer.post("/papers/cover-sheet", typed)
    assert second.status_code in (400, 409)

    page = (await scene.officer.get(f"/papers/{paper}")).text
    assert "Still empty: Carbon, Purpose," in page and "A lead" in page
    form = (await scene.officer.get(f"/papers/{paper}/cover")).text
    assert "No longer asked" in form and "A lead" in form
    again = {"replaces_version": "2", "cover_carbon": "None", "cover_summary": "A pilot"}
    assert (await scene.officer.post(f"/papers/{paper}/cover", again)).status_code == 303
    assert "A lead" in (await scene.officer.get(f"/papers/{paper}")).text
    again = {**again, "replaces_version": "3", "leave_out": "clinical-lead"}
    assert (await scene.officer.post(f"/papers/{paper}/cover", again)).status_code == 303
    assert "A lead" not in (await scene.officer.get(f"/papers/{paper}")).text

    page = (await scene.officer.get("/papers/cover-sheet")).text
    undoing = re.search(r"/papers/cover-sheet/editions/[0-9a-f-]{36}/undoing", page)
    assert undoing and "Where it comes from: The governing body, item 7" in page
    assert (await scene.officer.post(undoing[0], {"because": "Carbon is asked elsewhere"})).status_code == 303
    assert "Carbon is asked elsewhere" in (await scene.officer.get("/papers/cover-sheet")).text
    assert "Still empty: Purpose," in (await scene.officer.get(f"/papers/{paper}")).text
