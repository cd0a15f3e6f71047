"""What is asked at a meeting, over HTTP: kept on the live page, offered to the next paper, answered there, reported."""

import re
from html import unescape

from tests.sittings.test_pages import Scene, scene

__all__ = ["scene"]  # a fixture is used by its name


async def test_a_question_at_a_meeting_opens_the_next_paper_and_is_answered_there(scene: Scene) -> None:
    item = scene.items[0]
    empty = await scene.officer.get("/challenge")
    assert "Nothing that was asked is open" in empty.text
    refused = await scene.send(
        "asked", item_id=str(item), topic="Rent", kind="assurance", words="Is it safe?", form=f"asked-{item}"
    )
    assert refused.status_code == 422
    assert "Choose who asked from the list, or write the name" in refused.text
    assert "Is it safe?" in refused.text
    kept = await scene.send(
        "asked",
        item_id=str(item),
        topic="Rent",
        kind="assurance",
        words="Is the rent | of the surgery =safe?",
        asked_by_person_id=str(scene.gp.person_id),
        of_name="The practice",
    )
    assert kept.status_code == 303
    live = (await scene.officer.get(scene.live)).text
    assert "Is the rent | of the surgery =safe?" in live
    assert '<option value="Rent">' in live
    assert f"/live#asked-{item}" in (await scene.officer.get(scene.minutes)).text

    paper = f"/agenda-items/{item}/paper"
    form = (await scene.officer.get(paper)).text
    text = re.search(r'<textarea[^>]*id="text"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    assert text
    offered = unescape(text[1]).strip()
    assert offered.startswith(
        "# Asked before and not answered\n\n> Is the rent | of the surgery =safe? (Q-1,"
    )
    filled = {"title": "Rent", "author_person_id": str(scene.officer.person_id), "kind": "paper"}
    untouched = await scene.officer.post(f"/agenda-items/{item}/papers", {**filled, "text": offered})
    assert untouched.status_code == 422
    assert "Write the paper under its headings" in untouched.text

    path = re.search(r'action="/t/[^/]+(/challenge/[^"]+/steps)"', form)
    assert path
    answer = {"version": "1", "act": "answered", "words": "The lease caps it", "back": paper}
    elsewhere = await scene.officer.post(path[1], {**answer, "back": "//example.org"})
    assert elsewhere.status_code == 422
    done = await scene.officer.post(path[1], answer)
    assert (done.status_code, done.headers["location"].partition("?")[0]) == (
        303,
        f"/t/{scene.officer.slug}{paper}",
    )
    report = (await scene.officer.get("/challenge/report")).text
    assert "The lease caps it" in report and "assurance not received yet" in report
    again = await scene.officer.post(path[1], {**answer, "version": "1", "act": "assurance-received"})
    assert again.status_code == 409
    received = {**answer, "version": "2", "act": "assurance-received", "back": ""}
    assert (await scene.officer.post(path[1], received)).status_code == 303
    assert "Nothing of this sort is open" in (await scene.officer.get("/challenge/report")).text
    rows = (await scene.officer.get("/challenge/list.csv?state=all")).content.decode("utf-8-sig")
    assert "Assurance received" in rows
    assert "Is the rent | of the surgery =safe?" in rows
