"""Writing a paper in the app: the headings it begins with, and its preview, which writes nothing."""

from uuid import UUID

import pytest

from backend.catalogue.covers import CoverField, CoverTemplate, FieldKind
from backend.kit.database import fetch
from backend.meetings import drafting
from backend.meetings.pages import previewing
from backend.scope import Scope
from backend.tenancy import transactions
from tests.meetings.test_pages import Scene, added, arranged, scene  # noqa: F401 - a fixture is used by its name

PART = {"x-preview": "part"}


def test_paper_begins_with_what_the_template_asks_for_in_words() -> None:
    template = CoverTemplate(
        fields=(
            CoverField(id="purpose", label="Purpose", kind=FieldKind.PURPOSE, needed=True),
            CoverField(id="summary", label="Executive summary", needed=True),
            CoverField(id="lead", label="Clinical lead"),
            CoverField(
                id="money", label="Financial implications", kind=FieldKind.YES_NO, needed=True, none="None"
            ),
        )
    )

    assert drafting.skeleton_of(template) == "# Purpose\n\n# Executive summary"
    assert drafting.skeleton_of(CoverTemplate(fields=())).startswith("# Purpose\n\n# Background")


async def test_officer_previews_a_paper_and_nothing_is_written(
    scene: Scene,  # noqa: F811 - the fixture above
    demo_scope: Scope,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    item = f"/agenda-items/{UUID(await added(scene, await arranged(scene)))}"
    form = (await scene.officer.get(f"{item}/paper")).text
    assert "# Recommendation" in form and f"{item}/paper/preview" in form
    filled = {"title": "Hours", "author_person_id": str(scene.officer.person_id), "kind": "paper"}

    refused = await scene.officer.post(f"{item}/papers", {**filled, "text": drafting_of(form)})
    assert refused.status_code == 422 and "Write the paper under its headings" in refused.text

    text = "# Hours\n\nThe pilot <script>alert(1)</script> runs for **six** months.\n\n![](https://example.org/a.png)"
    page = await scene.officer.post(f"{item}/paper/preview", {**filled, "text": text})
    assert page.status_code == 200
    assert "<strong>six</strong>" in page.text and "<script>alert" not in page.text
    assert "The pilot &lt;script&gt;" in page.text  # the words themselves are still in the form
    assert "No recommendation was found." in page.text and 'value="Hours"' in page.text
    assert "The picture https://example.org/a.png (line 5) was left out" in page.text

    part = await scene.officer.post(f"{item}/paper/preview", {"text": text, "kind": "minutes"}, headers=PART)
    assert "<html" not in part.text and "<strong>six</strong>" in part.text
    assert "No recommendation" not in part.text
    long = await scene.officer.post(f"{item}/paper/preview", {"text": "a " * 250_001}, headers=PART)
    assert long.status_code == 422 and "<html" not in long.text
    empty = await scene.officer.post(f"{item}/paper/preview", {"kind": "paper"}, headers=PART)
    assert empty.status_code == 200 and "There is nothing to show yet." in empty.text
    assert (
        await scene.gp.post(f"/agenda-items/{UUID(int=1)}/paper/preview", {"text": "x"})
    ).status_code == 404
    async with transactions.scope_tx(demo_scope, readonly=True):
        (count,) = await fetch(
            "SELECT count(*) AS n FROM meetings_paper WHERE tenant_id = $1", demo_scope.tenant.id
        )
    assert count["n"] == 0

    made = await scene.officer.post(f"{item}/papers", {**filled, "text": text})
    assert made.status_code == 303
    paper = made.headers["location"].split("/papers/")[1][:36]
    # by this the browser knows that it may forget its draft
    assert "said=submitted" in made.headers["location"]
    again = await scene.officer.post(
        f"/papers/{paper}/version/preview", {"text": "# Other words", "replaces_version": "1"}
    )
    assert "New version of Hours" in again.text and "<h3>Other words</h3>" in again.text

    monkeypatch.setattr(previewing, "MOST", 0)
    slow = await scene.officer.post(f"{item}/paper/preview", {"text": "x"}, headers=PART)
    assert slow.status_code == 429 and "asked for too often" in slow.text


def drafting_of(form: str) -> str:
    """The words that the form offers."""
    return form.split('name="text"')[1].split(">", 1)[1].split("</textarea>", maxsplit=1)[0].strip()
