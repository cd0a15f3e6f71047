"""The action log over HTTP: officers, owners, and somebody with nothing but a link."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from backend.actions import links
from backend.actions.pages import answering
from backend.kit import database
from backend.scope import Scope
from backend.tenancy import transactions
from backend.web.patience import Patience
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "ANSWERING", Patience(most=20, most_in_all=600))


def day(name: str, when: Any) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


async def entered(officer: Visitor, owner: Visitor, scope: Scope, **more: str) -> str:
    """The id of an action that an officer entered over HTTP."""
    answer = await officer.post(
        "/actions",
        {
            "words": "Write to the practices",
            "source_kind": "audit",
            "source_title": "=Audit of records",
            "owner_person_id": str(owner.person_id),
            **day("due_on", scope.today + timedelta(days=3)),
            **more,
        },
    )
    assert answer.status_code == 303
    return answer.headers["location"].rpartition("/")[2].partition("?")[0]


async def test_officer_enters_an_action_and_closes_what_its_owner_did(
    visit: Visit, demo_scope: Scope
) -> None:
    officer, owner = await visit(), await visit(name="Wren Invented", roles=("executive-owner",))
    assert "Nothing is open" in (await officer.get("/actions")).text
    refused = await officer.post("/actions", {"words": "Write", "source_kind": "hand"})
    assert refused.status_code == 422
    assert "Choose the owner from the list, or write the name" in refused.text
    action_id = await entered(officer, owner, demo_scope)
    at = f"/actions/{action_id}"

    listed = (await owner.get("/actions?owner=me")).text
    assert "A-1" in listed
    assert "Amber" in listed
    assert "No action is like that" in (await officer.get("/actions?owner=me")).text
    file = (await officer.get("/actions/list.csv")).content.decode("utf-8-sig").splitlines()
    assert len(file) == 2
    assert "Audit: =Audit of records" in file[1]

    shown = await owner.client.post(
        f"/t/{owner.slug}{at}/report",
        data={"_token": owner.form_token, "update": "All posted"},
        files={"file": ("letter.txt", b"Dear practice", "text/plain")},
    )
    assert shown.status_code == 303
    bad = await owner.post(f"{at}/report", {"link": "http://example.invalid"})
    assert bad.status_code == 422
    assert "begins with" in bad.text
    assert (await owner.post(f"{at}/claim", {"done_words": "All went out"})).status_code == 303
    assert (await owner.post(f"{at}/closure", {})).status_code == 403
    page = (await officer.get(at)).text
    assert "All posted" in page
    kept = re.search(rf"{at}/evidence/[0-9a-f-]+", page)
    assert kept is not None
    assert (await officer.get(kept[0])).content == b"Dear practice"
    assert (await officer.post(f"{at}/closure", {"closing_words": "Seen"})).status_code == 303
    assert "Blue" in (await officer.get(at)).text

    undo = re.search(r"/action-steps/[0-9a-f-]+/undoing", (await officer.get(at)).text)
    assert undo is not None
    assert (await officer.post(undo[0], {})).status_code == 422
    assert (await officer.post(undo[0], {"because": "The wrong one"})).status_code == 303
    assert "Said to be done, awaiting closure" in (await officer.get(at)).text


async def test_link_is_opened_by_anybody_and_changes_nothing_until_it_is_sent(
    visit: Visit, app: Any, demo_scope: Scope
) -> None:
    officer, owner = await visit(), await visit(name="Wren Invented", roles=("executive-owner",))
    action_id = await entered(officer, owner, demo_scope, private="yes")
    async with transactions.scope_tx(demo_scope, readonly=True):
        rows = await database.fetch(
            "SELECT id FROM actions_action WHERE tenant_id = $1", demo_scope.tenant.id
        )
    token = links.token_of(demo_scope, action_id=rows[0]["id"], holder_id=owner.person_id)
    at = f"/t/{owner.slug}/public/actions/{token}"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8014"
    ) as anybody:
        for _ in range(2):  # a mail gateway opens it, then the person
            opened = await anybody.get(at)
            assert opened.status_code == 200
            assert opened.headers["cache-control"] == "no-store"
            assert "form-action 'self'" in opened.headers["content-security-policy"]
            assert "a private action" in opened.text
            assert "Write to the practices" not in opened.text
        assert "Said to be done" not in (await officer.get(f"/actions/{action_id}")).text

        later = demo_scope.today + timedelta(days=30)
        unclear = await anybody.post(at, data={"answer": "more-time"})
        assert unclear.status_code == 422
        assert "Give the day until which you need" in unclear.text
        assert (
            await anybody.post(at, data={"answer": "more-time", **day("until", later)})
        ).status_code == 200
        done = await anybody.post(at, data={"answer": "done", "words": "It went out"})
        assert "Somebody else looks at it" in done.text
        assert (await anybody.post(at, data={"answer": "done", "words": "Again"})).status_code == 422
        forged = await anybody.post(
            at, data={"answer": "not-mine"}, headers={"origin": "https://elsewhere.invalid"}
        )
        assert forged.status_code == 403
        for wrong in (token[:-1], "x" * 70, "a"):
            assert (await anybody.get(f"/t/{owner.slug}/public/actions/{wrong}")).status_code == 404
        codes = [
            (await anybody.post(at, data={"answer": "done", "words": "More"})).status_code for _ in range(20)
        ]
        assert codes[-1] == 429
    page = (await officer.get(f"/actions/{action_id}")).text
    assert "by a link without signing in" in page
    assert "Wren Invented" in page
