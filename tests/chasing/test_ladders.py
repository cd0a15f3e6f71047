"""Ladders that officers write: every fault at once, the preview before it is in force, and the way back."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from backend.catalogue import shelf
from backend.catalogue.chasing import OwnRung
from backend.catalogue.workflows import Notice
from backend.chasing.rules import drafting
from backend.chasing.rules.ladders import check_ladder, ladder_of
from backend.kit.clock import real_now
from backend.ledger import queries as ledger
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
DOCUMENT = shelf.catalogue().workflows["action-chase/v1"]
PATH = "/chasing/ladders/action-chase"
RUNG = {
    "count": "3", "unit": "calendar", "side": "before", "to": ["owner"], "while_in": ["open"],
    "subject": "Soon: {title}", "text": "It is due on {due_on}.", "urgent": "no", "escalates": "no",
}  # fmt: skip


def rung(name: str, offset: int, **traits: Any) -> OwnRung:
    given: dict[str, Any] = {
        "id": name, "offset_days": offset, "to": ("owner",), "while_in": ("open",),
        "notice": Notice(subject="{title}", text="{due_on}"),
    }  # fmt: skip
    return OwnRung(**{**given, **traits})


def test_every_shipped_ladder_is_a_draft_without_a_fault() -> None:
    for document in shelf.catalogue().workflows.values():
        rungs = drafting.own_rungs(document)
        assert drafting.faults_of(rungs, document) == (), document.key
        climbed = ladder_of(document, own=rungs)
        check_ladder(climbed)
        assert climbed.rungs == ladder_of(document).rungs
        assert all(each.turn == "same" for each in drafting.compared(ladder_of(document), climbed))


def test_all_faults_are_told_at_once() -> None:
    wrong = [
        rung("a", 7, to=()),
        rung("b", 6, working=True, notice=Notice(subject="{titel}", text="Due {due_on")),
        rung("c", 5, to=("author",), while_in=("closed",)),
    ]
    sentences = " ".join(each.sentence for each in drafting.faults_of(wrong, DOCUMENT))
    for words in (
        "has no end", "nobody to send to", "uses {titel}", "not closed", "names author", "no state in which",
        "“5 days after it was due” can come before “6 working days after it was due”",
    ):  # fmt: skip
        assert words in sentences, words
    assert "no rung" in drafting.faults_of([], DOCUMENT)[0].sentence
    two = [rung("a", 1, escalates=True), rung("b", 2, escalates=True)]
    assert "more than one escalation" in drafting.faults_of(two, DOCUMENT)[0].sentence
    early = [rung("a", 1, escalates=True), rung("b", 2)]
    assert "not the last rung" in drafting.faults_of(early, DOCUMENT)[0].sentence
    mixed = [rung("a", 6, working=True), rung("b", 7, escalates=True)]
    assert "go backwards" in drafting.faults_of(mixed, DOCUMENT)[0].sentence


@pytest.mark.parametrize("role", ["regulator", "press", "public", "clock"])
def test_no_rung_names_a_regulator_the_press_or_the_public(role: str) -> None:
    assert role not in {name for name, _ in drafting.offer_of(DOCUMENT).roles}


async def test_officer_drafts_looks_puts_in_force_and_goes_back(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit(name="Olive Invented")
    assert "as it is shipped" in (await officer.get(PATH)).text.lower()
    assert (await officer.get(f"{PATH}/draft")).status_code == 404
    assert (await officer.get("/chasing/ladders/no-such")).status_code == 404
    for _ in range(2):  # the second finds the draft that is open
        assert (await officer.post(f"{PATH}/drafts", {})).status_code == 303
    page = (await officer.get(f"{PATH}/draft")).text
    assert "As in force" in page
    assert "The next 30 days" in page

    write = f"{PATH}/draft/rungs/new"
    look = (await officer.post(write, {**RUNG, "look": "yes"})).text
    assert "Soon: Write to the practices" in look
    assert "not kept yet" in look
    assert "own-1" not in (await officer.get(f"{PATH}/draft")).text
    assert (await officer.post(write, {**RUNG, "to": ["regulator"]})).status_code == 422
    assert (await officer.post(write, {**RUNG, "subject": "Zero\u200bwidth"})).status_code in {400, 422}
    assert (await officer.post(write, {**RUNG, "count": "400"})).status_code == 422
    assert (
        await officer.post(write, {**RUNG, "text": "See {nothing} <b>x</b>", "to": []})
    ).status_code == 303
    page = (await officer.get(f"{PATH}/draft")).text
    for words in ("uses {nothing}", "nobody to send to", "2 things to mend", "&lt;b&gt;x"):
        assert words in page, words
    seen = page.split('name="seen" value="')[1].split('"')[0] if 'name="seen"' in page else ""
    assert not seen, "a draft with a fault can't be put in force"
    now = {"reason": "As the board asked", "seen": real_now().isoformat()}
    assert (await officer.post(f"{PATH}/draft/in-force", now)).status_code == 422
    assert (await officer.post(f"{PATH}/draft/rungs/own-1", RUNG)).status_code == 303
    assert (await officer.post(f"{PATH}/draft/rungs/own-7", RUNG)).status_code == 404
    page = (await officer.get(f"{PATH}/draft?show=all")).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    stale = await officer.post(f"{PATH}/draft/in-force", now)
    assert stale.status_code == 422
    assert "since you looked at it" in stale.text
    assert (await officer.post(f"{PATH}/draft/in-force", {"reason": "", "seen": seen})).status_code == 422
    assert (
        await officer.post(f"{PATH}/draft/in-force", {"reason": "As the board asked", "seen": seen})
    ).status_code == 303
    page = (await officer.get(PATH)).text
    for words in (
        "Version 1, written here",
        "As the board asked",
        "Olive Invented",
        "3 days before it is due",
    ):
        assert words in page, words
    assert "Version 1, written here" in (await officer.get("/chasing")).text

    assert (await officer.post(f"{PATH}/shipped", {"reason": "It was too early"})).status_code == 303
    assert (await officer.post(f"{PATH}/shipped", {"reason": "Again"})).status_code == 422
    page = (await officer.get(PATH)).text
    assert "Back to the shipped ladder" in page
    assert (await officer.post(f"{PATH}/drafts", {"number": "1"})).status_code == 303
    assert "drafted from" not in (await officer.get(f"{PATH}/draft")).text
    assert (await officer.post(f"{PATH}/draft/rungs/own-1/remove", {})).status_code == 303
    assert (await officer.post(f"{PATH}/draft/discard", {})).status_code == 303
    assert "Never: put away" in (await officer.get(PATH)).text
    async with transactions.scope_tx(demo_scope, readonly=True):
        events = await ledger.events_between(
            demo_scope, start=demo_scope.now.replace(year=2000), end=demo_scope.now.replace(year=2100)
        )
        acts = [line.act for line in events]
    for act in ("chasing.ladder.put-in-force", "chasing.ladder.back-to-shipped", "chasing.draft.discarded"):
        assert acts.count(act) == 1, act
    auditor = await visit(name="Ali Invented", roles=("internal-audit",))
    assert (await auditor.get(PATH)).status_code == 200
    assert (await auditor.post(f"{PATH}/drafts", {})).status_code == 403
