"""The cover sheet, the way of a paper, a late one and the list of all, over HTTP."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from backend.kit.clock import real_now
from backend.meetings import operations
from backend.scope import Scope
from backend.tenancy import transactions
from tests.meetings.test_pages import Scene, added, arranged, handed_in, scene

__all__ = ["scene"]


async def test_author_fills_in_the_cover_sheet_and_is_told_what_is_wrong_with_it(scene: Scene) -> None:
    paper = await handed_in(scene, await added(scene, await arranged(scene)))
    page = (await scene.officer.get(f"/papers/{paper}")).text
    assert "Fill in the cover sheet" in page and "still lacks: Purpose, Executive summary" in page
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
