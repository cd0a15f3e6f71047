"""Evidence over HTTP: a record that is searched for and linked, a file that is refused or kept, two at once."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from backend.scope import Scope
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


def day(name: str, when: Any) -> dict[str, str]:
    return {f"{name}-day": str(when.day), f"{name}-month": str(when.month), f"{name}-year": str(when.year)}


def said_of(scope: Scope, visitor: Visitor, **more: str) -> dict[str, str]:
    return {
        "title": "Register of interests",
        "owner_person_id": str(visitor.person_id),
        "shows": "Who declared",
        "limits": "Not whether it is true",
        "line": "1",
        "independence": "own",
        "level": "limited",
        **day("effective_from", scope.today),
        **day("review_on", scope.today + timedelta(days=30)),
        **more,
    }


async def test_officer_links_a_register_as_at_a_day_and_a_second_change_is_told(
    visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit()
    auditor = await visit(name="Quinn Invented", roles=("internal-audit",))
    assert "There is no evidence yet" in (await officer.get("/evidence")).text
    assert "A link to a record" in (await officer.get("/evidence/new")).text
    found = (await officer.get("/evidence/new?sort=record&record_sort=register&words=interests")).text
    link = re.search(r'href="/t/[^/]+(/evidence/new\?[^"]*record=([0-9a-f-]{36}))"', found)
    assert link
    form = (await officer.get(link[1].replace("&amp;", "&"))).text
    assert "As at which day do you mean it?" in form
    record = {"sort": "record", "record_sort": "register", "record_id": link[2]}
    refused = await officer.post("/evidence", said_of(demo_scope, officer, **record))
    assert refused.status_code == 422
    assert "Give the day as at which you mean the register" in refused.text
    assert "Not whether it is true" in refused.text
    kept = await officer.post(
        "/evidence", said_of(demo_scope, officer, **record, **day("as_at", demo_scope.today))
    )
    assert kept.status_code == 303, kept.text
    at = kept.headers["location"].removeprefix(f"/t/{officer.slug}").partition("?")[0]
    page = (await officer.get(at)).text
    assert "it says exactly what it said when it was linked" in page
    assert "SHA-256" in page
    assert (await auditor.get(at)).status_code == 200
    assert (
        await auditor.post(f"{at}/withdrawal", {"version": "1", "withdraw_reason": "x"})
    ).status_code == 403
    confirmed = {"version": "1", "confirm_words": "Read again", **day("confirm_review_on", demo_scope.today)}
    late = await officer.post(f"{at}/confirmation", confirmed)
    assert late.status_code == 422
    assert "The next review must lie ahead" in late.text
    ahead = day("confirm_review_on", demo_scope.today + timedelta(days=9))
    assert (await officer.post(f"{at}/confirmation", {**confirmed, **ahead})).status_code == 303
    second = await officer.post(f"{at}/confirmation", {**confirmed, **ahead})
    assert second.status_code == 409
    assert "Somebody else has changed this evidence" in second.text
    assert "Read again" in second.text
    soon = demo_scope.today + timedelta(days=12)
    assert "Due for review" in (await officer.get(f"{at}?on={soon.isoformat()}")).text
    listed = (await officer.get("/evidence?line=2")).text
    assert "No evidence fits" in listed
    rows = (await officer.get("/evidence/list.csv")).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("E-1,Register of interests,Link to a record")


async def test_a_file_is_checked_before_it_is_kept_and_comes_back_as_it_was(
    visit: Visit, demo_scope: Scope
) -> None:
    officer = await visit()

    async def send(name: str, data: bytes) -> Any:
        form = said_of(demo_scope, officer, sort="file")
        return await officer.client.post(
            f"/t/{officer.slug}/evidence",
            data={"_token": officer.form_token, **form},
            files={"file": (name, data, "application/octet-stream")},
        )

    refused = await send("report.pdf", b"MZ this is no PDF")
    assert refused.status_code == 422
    assert "is not a PDF, although its name ends as one does" in refused.text
    words = b"# Audit\n\nAll is well.\n"
    kept = await send("report.md", words)
    assert kept.status_code == 303, kept.text
    at = kept.headers["location"].removeprefix(f"/t/{officer.slug}").partition("?")[0]
    path = re.search(r'href="/t/[^/]+(/evidence/[0-9a-f-]+/files/[0-9a-f-]+)"', (await officer.get(at)).text)
    assert path
    file = await officer.get(path[1])
    assert file.content == words
    assert file.headers["content-disposition"].startswith("attachment")
