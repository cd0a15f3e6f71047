"""Preparing, signing and comparing assurance packs over HTTP."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from backend.committees import operations as committees
from backend.kit.clock import real_now
from backend.packs import queries
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import formed, seat_id
from tests.packs.test_signing_packs import a_ready_pack
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
DAYS = "2014-07-01/2014-09-30"
PERIOD = {
    "since-day": "1", "since-month": "7", "since-year": "2014",
    "until-day": "30", "until-month": "9", "until-year": "2014",
}  # fmt: skip


def kept(name: str, text: str) -> None:
    """For whoever looks at the pages: PROBITY_LOOK names a folder."""
    if folder := os.environ.get("PROBITY_LOOK"):
        Path(folder, f"{name}.html").write_text(text, encoding="utf-8")


@pytest.fixture
def scope(demo_scope: Scope) -> Scope:
    return replace(demo_scope, now=real_now())


async def test_pack_is_looked_at_struck_opined_signed_and_compared(scope: Scope, visit: Visit) -> None:
    officer = await visit(name="Olive Invented")
    executive = await visit(name="Ellis Invented", roles=("executive-owner",))
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        seat = await seat_id(scope, committee_id, "chair")
        await committees.appoint(scope, seat_id=seat, person_id=executive.person_id, from_on=date(2014, 7, 1))

    answer = await officer.post("/assurance-packs/preparations", {"definition": "pack-quarterly", **PERIOD})
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"].removeprefix(f"/t/{officer.slug}")
    assert path == f"/assurance-packs/preparing/pack-quarterly/{DAYS}"
    page = (await officer.get(path)).text
    kept("preparing", page)
    for words in (
        "What would be in it",
        "People of the organisation who are named",
        "Nothing is struck by hand",
    ):
        assert words in page, words
    assert "Your opinion as" not in page

    refused = await officer.post(f"{path}/redactions", {"record": "", "reason": "x"})
    assert refused.status_code == 422
    assert "what is left out" in refused.text
    struck = await officer.post(
        f"{path}/redactions",
        {
            "record": f"committees/committee/{committee_id}",
            "reason": "A tender is open",
            "basis": "Section 43",
        },
    )
    assert struck.status_code == 303, struck.text
    page = (await officer.get(path)).text
    assert "A tender is open" in page
    assert "Let it in again" in page

    page = (await executive.get(path)).text
    assert "Your opinion as Accountable officer" in page
    assert "Leave it out" not in page
    given = await executive.post(f"{path}/opinion", {"words": "All is in hand (invented)."})
    assert given.status_code == 303, given.text
    page = (await executive.get(path)).text
    kept("preparing-executive", page)
    assert "All is in hand (invented)." in page

    asker = replace(scope, actor=replace(scope.actor, person_id=officer.person_id, name="Olive Invented"))
    first = await a_ready_pack(asker, b"one")
    second = await a_ready_pack(asker, b"two")
    async with transactions.scope_tx(scope, readonly=True):
        form = await queries.released_form(scope, pack_id=second)
    assert "Do you sign it" not in (await officer.get(f"/assurance-packs/{second}")).text
    page = (await executive.get(f"/assurance-packs/{second}")).text
    kept("signing", page)
    assert "Do you sign it as Accountable officer?" in page
    told = {"role": "executive-owner", "seen": form.sha256}
    undecided = await executive.post(f"/assurance-packs/{second}/signature", told)
    assert undecided.status_code == 422
    assert "Choose whether you sign the pack" in undecided.text
    signed = await executive.post(f"/assurance-packs/{second}/signature", {**told, "decision": "sign"})
    assert signed.status_code == 303, signed.text
    page = (await executive.get(f"/assurance-packs/{second}")).text
    kept("signed", page)
    assert "Signed by Ellis Invented" in page
    assert "Take it back" in page
    assert "What changed since issue 1" in page
    assert (
        "Nothing that the two packs tell is other"
        in (await officer.get(f"/assurance-packs/{second}/changes")).text
    )
    assert "no earlier issue" in (await officer.get(f"/assurance-packs/{first}/changes")).text
    listed = (await officer.get("/assurance-packs")).text
    kept("list", listed)
    assert "Quarterly assurance pack, issue 2" in listed
    back = await executive.post(f"/assurance-packs/{second}/withdrawal", {"because": "Second thoughts"})
    assert back.status_code == 303


@pytest.mark.parametrize(
    "where",
    ["pack-quarterly/2014-07-02/2014-09-30", "pack-nothing/2014-07-01/2014-09-30", "pack-general/x/y"],
)
async def test_days_and_sorts_that_cannot_be_are_not_there(visit: Visit, where: str) -> None:
    officer = await visit(name="Olive Invented")
    assert (await officer.get(f"/assurance-packs/preparing/{where}")).status_code == 404


async def test_period_of_another_sort_says_which_would_be(visit: Visit) -> None:
    officer = await visit(name="Olive Invented")
    answer = await officer.post(
        "/assurance-packs/preparations", {"definition": "pack-annual-governance", **PERIOD}
    )
    assert answer.status_code == 422
    assert "a financial year, from 1 April to 31 March" in answer.text
