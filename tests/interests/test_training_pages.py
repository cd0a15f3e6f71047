"""Training over HTTP: many ticked at once, one with a certificate, the list as a file, one's own lines alone."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.interests.operations import rule_sets
from backend.kit.storage import storage_from_url
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
MODULE = "module-1"
TODAY = {"done_on-day": "1", "done_on-month": "6", "done_on-year": "2026"}


@pytest.fixture(autouse=True)
def kept(tmp_path: Path) -> None:
    """Files lie in the test's own folder."""
    store.use(storage_from_url(f"file://{tmp_path}"))


@pytest_asyncio.fixture
async def officer(visit: Visit, demo_scope: Scope) -> Visitor:
    """An officer of a tenant that stays with the edition of June 2017, which asks module 1 of governance leads."""
    async with transactions.scope_tx(demo_scope):
        await rule_sets.move_to(demo_scope, edition="2017-06", reason="As agreed.")
    return await visit(name="Olive Invented")


async def test_officer_ticks_who_did_it_and_the_target_is_met(officer: Visitor) -> None:
    page = await officer.get("/training")
    assert "Below 90%" in page.text
    assert "A newer edition of the rules, 2024-09, has been in force" in page.text
    form = await officer.get("/training/record")
    assert "They still owe it (1)" in form.text

    answer = await officer.post(
        "/training/record", {"module": MODULE, **TODAY, "person_ids": [str(officer.person_id)]}
    )

    assert answer.status_code == 303, answer.text
    page = await officer.client.get(answer.headers["location"])
    assert "1 recorded." in page.text
    assert "Target met" in page.text
    assert "1 June 2026" in page.text


async def test_certificate_is_kept_and_handed_out_to_its_holder_and_to_officers_alone(
    officer: Visitor, visit: Visit
) -> None:
    member = await visit(name="Mo Invented", roles=("finance",))
    path = f"/training/people/{member.person_id}"
    answer = await officer.post(
        f"{path}/completions",
        {"module": MODULE, **TODAY, "score": "88"},
        files={"certificate": ("passed.pdf", b"%PDF-1.4 invented", "application/pdf")},
    )
    assert answer.status_code == 303, answer.text
    shown = (await officer.get(path)).text
    assert "(88%)" in shown
    link = shown.split("/training/completions/")[1].split("/certificate")[0]
    own = await member.get(f"/training/completions/{link}/certificate")
    assert own.content == b"%PDF-1.4 invented"
    assert own.headers["content-disposition"].startswith("attachment")
    other = await visit(name="Nat Invented", roles=("finance",))
    assert (await other.get(f"/training/completions/{link}/certificate")).status_code == 404
    assert "Mo Invented" not in (await other.get("/training")).text, "others' lines are not theirs to see"
    assert "Done" in (await member.get("/training/mine")).text
    assert "is due by <strong>31 January each year</strong>" in (await member.get("/training/mine")).text


async def test_score_below_the_mark_and_day_ahead_come_back_with_a_sentence(officer: Visitor) -> None:
    path = f"/training/people/{officer.person_id}/completions"
    answer = await officer.post(path, {"module": MODULE, **TODAY, "score": "79"})
    assert answer.status_code == 422
    assert "below the pass mark of 80%" in answer.text
    answer = await officer.post(path, {"module": MODULE, **TODAY, "done_on-year": "2199"})
    assert "lies ahead" in answer.text


async def test_list_is_taken_out_without_formulae(officer: Visitor, visit: Visit) -> None:
    await visit(name="=HYPERLINK(1) Invented")
    answer = await officer.get("/training/file?state=OWED")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Name,Position,Group,Module,Must do it,Because")
    assert [line.split(",")[0] for line in lines[1:]] == ["'=HYPERLINK(1) Invented", "Olive Invented"]
