"""The outbox in the app."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest_asyncio

from backend.notices import chores, post, returns
from backend.notices.rules import Recipient
from backend.scope import Scope
from backend.tenancy import transactions
from tests.notices.postoffice import PostOffice
from tests.notices.test_outbox import tell
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


async def test_officer_reads_a_kept_letter_and_its_receipt(
    officer: Visitor, demo_scope: Scope, to: Recipient
) -> None:
    post.use(mail_url=post.KEPT_HERE, public_url="http://localhost")
    evil = "<img src=x onerror=alert(1)>"
    letter_id = await tell(demo_scope, to, "page/1", asked_by=evil)
    await chores.deliver(demo_scope, letter_id=letter_id)
    listed = await officer.get("/outbox")
    assert f"/outbox/{letter_id}" in listed.text
    assert "Kept here" in listed.text
    shown = await officer.get(f"/outbox/{letter_id}")
    assert (
        "No mail server is set, so nothing was sent" not in shown.text
    )  # the state says it in its own words
    assert "no mail server is set, so nothing was sent" in shown.text
    assert "DEMONSTRATION: the people and interests in this letter are invented." in shown.text
    assert evil not in shown.text
    assert "&lt;img src=x" in shown.text


async def test_list_is_filtered_by_state_and_an_unknown_state_shows_all(
    officer: Visitor, demo_scope: Scope, to: Recipient
) -> None:
    letter_id = await tell(demo_scope, to, "filter/1")
    assert str(letter_id) in (await officer.get("/outbox?state=pending")).text
    assert str(letter_id) not in (await officer.get("/outbox?state=sent")).text
    assert str(letter_id) in (await officer.get("/outbox?state=nonsense&older=nonsense")).text


async def test_long_outbox_goes_on_with_older_letters(
    officer: Visitor, demo_scope: Scope, to: Recipient
) -> None:
    ids = [await tell(demo_scope, to, f"long/{n}") for n in range(52)]
    first = (await officer.get("/outbox")).text
    assert str(ids[-1]) in first
    assert f"/outbox/{ids[0]}" not in first
    older = re.search(r'href="/t/[^/]+(/outbox\?state=&amp;older=[^"]+)"', first)
    assert older
    assert f"/outbox/{ids[0]}" in (await officer.get(older[1].replace("&amp;", "&"))).text


async def test_officer_stops_and_resumes_all_letters(officer: Visitor) -> None:
    without_reason = await officer.post("/outbox/switch", {"turn": "stop"})
    assert without_reason.status_code == 422
    assert "Say why letters are to wait." in without_reason.text
    assert (await officer.post("/outbox/switch", {"turn": "stop", "reason": "New words"})).status_code == 303
    assert "New words" in (await officer.get("/outbox")).text
    assert (await officer.post("/outbox/switch", {"turn": "stop", "reason": "x"})).status_code == 422
    assert (await officer.post("/outbox/switch", {"turn": "resume"})).status_code == 303
    assert "All letters wait" not in (await officer.get("/outbox")).text


async def test_officer_is_sent_a_test_letter_once_a_minute(officer: Visitor) -> None:
    answer = await officer.post("/outbox/test")
    assert answer.status_code == 303, answer.text
    shown = await officer.client.get(answer.headers["location"])
    assert "Olive Invented asked on" in shown.text


async def test_auditor_reads_the_outbox_and_changes_nothing(visit: Visit) -> None:
    auditor = await visit(name="Avery Invented", roles=("internal-audit",))
    page = await auditor.get("/outbox")
    assert page.status_code == 200
    assert "Stop all letters" not in page.text
    assert (await auditor.post("/outbox/switch", {"turn": "stop", "reason": "x"})).status_code == 403


async def test_member_of_no_committee_sees_no_outbox(visit: Visit) -> None:
    nobody = await visit(name="Noor Invented", roles=())
    assert (await nobody.get("/outbox")).status_code == 403


async def test_letter_of_another_tenant_is_not_found(officer: Visitor, scope: Scope, to: Recipient) -> None:
    letter_id = await tell(scope, to)
    assert (await officer.get(f"/outbox/{letter_id}")).status_code == 404


async def test_empty_outbox_says_what_will_come(officer: Visitor) -> None:
    assert "Nothing has been told to anybody yet" in (await officer.get("/outbox")).text


async def test_officer_sees_what_failed_and_sends_it_again_to_the_right_address(
    officer: Visitor, visit: Visit, demo_scope: Scope, to: Recipient, office: PostOffice
) -> None:
    assert "somebody should look at" not in (await officer.get("/outbox")).text
    office.refuses = {"robin@north.example": "550 5.1.1 no such mailbox"}
    failed, gone = (
        await tell(demo_scope, to, "again/1"),
        await tell(demo_scope, replace(to, address="ok@north.example"), "again/2"),
    )
    await chores.deliver_waiting(demo_scope)
    async with transactions.scope_tx(demo_scope):
        await returns.came_back(
            demo_scope, message_id=office.message_ids[0], recipient="ok@north.example", status="5.2.2",
            reason="552 <script> full",
        )  # fmt: skip
    listed = (await officer.get("/outbox")).text
    for words in (
        "1 failed",
        "1 came back",
        "Addresses in doubt",
        "ok@north.example",
        "552 &lt;script&gt; full",
    ):
        assert words in listed
    shown = (await officer.get(f"/outbox/{failed}")).text
    assert "did not take a letter for robin@north.example: 550 5.1.1 no such mailbox" in shown
    assert f'href="/t/{officer.slug}/people/{to.person_id}"' in shown
    refused = await officer.post(f"/outbox/{failed}/again", {"address": "robin at north"})
    assert refused.status_code == 422
    assert "isn’t an email address" in refused.text or "isn&#39;t an email address" in refused.text
    assert "robin at north" in refused.text
    again = await officer.post(f"/outbox/{failed}/again", {"address": "r.invented@north.example"})
    assert again.status_code == 303
    await chores.deliver_waiting(demo_scope)
    assert [str(each["To"]) for each in office.taken] == ["ok@north.example", "r.invented@north.example"]
    arrived = again.headers["location"].split("/outbox/")[1].split("?")[0]
    refused = await officer.post(f"/outbox/{arrived}/again", {"address": "r.invented@north.example"})
    assert refused.status_code == 422
    assert "Send it again" not in (await officer.get(f"/outbox/{arrived}")).text
    [doubt] = re.findall(r"/outbox/doubts/([0-9a-f-]+)", listed)
    auditor = await visit(name="Audrey Invented", roles=("internal-audit",))
    assert (await auditor.post(f"/outbox/doubts/{doubt}")).status_code == 403
    assert (await auditor.post(f"/outbox/{gone}/again", {"address": "a@north.example"})).status_code == 403
    assert (await officer.post(f"/outbox/doubts/{doubt}")).status_code == 303
    assert "Addresses in doubt" not in (await officer.get("/outbox")).text
    assert (await officer.post(f"/outbox/doubts/{doubt}")).status_code == 404
