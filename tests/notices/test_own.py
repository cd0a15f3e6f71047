"""One's own notices, and how they come."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

import backend
from backend.desk.chasing.chased import SOURCES
from backend.kit import database
from backend.notices import chores, envelope, operations, own, topics
from backend.notices.rules import Recipient
from backend.notices.topics import Way, Wishes
from backend.scope import Scope
from backend.tenancy import transactions
from tests.notices.postoffice import PostOffice
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
REOPENED = "actions.action-reopened"


async def tell(scope: Scope, to: Recipient, key: str, *, kind: str = REOPENED, **more: Any) -> Any:
    context = {"title": key, "reason": "It was not done", "due_on": None, "path": "/actions", **more}
    async with transactions.scope_tx(scope):
        return await operations.tell(
            scope, kind=kind, key=f"{key}/{to.person_id}/1", to=to, context=context,
            confidential=kind.startswith("concerns."),
        )  # fmt: skip


async def state_of(scope: Scope, letter_id: Any) -> str:
    async with transactions.scope_tx(scope):
        rows = await database.fetch(
            "SELECT state FROM notices_letter WHERE tenant_id = $1 AND id = $2", scope.tenant.id, letter_id
        )
    return str(rows[0]["state"])


async def test_person_reads_own_notices_and_nobody_elses(visit: Visit, demo_scope: Scope) -> None:
    avery, noor = await visit(name="Avery Invented"), await visit(name="Noor Invented")
    mine = Recipient(person_id=avery.person_id, name="Avery Invented", address="avery@example.invalid")
    assert "Nothing has been written to you yet" in (await avery.get("/notices")).text
    first = await tell(demo_scope, mine, "actions.action-owed/one")
    second = await tell(demo_scope, mine, "actions.action-owed/two")
    again = await tell(demo_scope, mine, "actions.action-owed/one/more")
    secret = await tell(demo_scope, mine, "concerns.x/one", kind="concerns.concern-received")
    page = (await avery.get("/notices")).text
    assert page.count("pb-notice--unread") == 3
    assert "3<span class" in page  # the count in the head, without what is confidential
    assert str(secret) not in page
    assert "1 more about the same thing" in page
    shown = (await avery.get(f"/notices/{first}")).text
    assert "It was not done" in shown
    assert f'href="/t/{avery.slug}/actions"' in shown  # the way to the thing, and the address in the text
    assert (await avery.get("/notices")).text.count("pb-notice--unread") == 3  # opening it changed nothing
    assert (await avery.post(f"/notices/{first}/read", {"read": "yes"})).status_code == 303
    page = (await avery.get("/notices")).text
    assert page.index(f"/notices/{second}") < page.index(f"/notices/{first}")  # what is not read stands first
    assert f"/notices/{first}" not in (await avery.get("/notices?show=unread")).text
    thread = (await avery.get("/notices?thread=actions.action-owed/one")).text
    assert f"/notices/{again}" in thread
    assert f"/notices/{second}" not in thread
    assert "No notice of yours is like this" in (await avery.get("/notices?about=papers")).text
    await avery.post(f"/notices/{first}/read", {"read": "no", "back": "notice"})
    until = re.search(r'name="until" value="([^"]+)"', page)
    assert until
    assert (await avery.post("/notices/read", {"until": until[1]})).status_code == 303
    assert "pb-notice--unread" not in (await avery.get("/notices")).text
    for path in (f"/notices/{first}", f"/notices/{secret}"):
        assert (await noor.get(path)).status_code == 404
    assert (await avery.get(f"/notices/{secret}")).status_code == 404
    assert (await noor.post(f"/notices/{first}/read", {"read": "yes"})).status_code == 404
    assert "Nothing has been written to you yet" in (await noor.get("/notices")).text


async def test_notice_comes_as_its_person_chose_and_what_is_fixed_comes_at_once(
    demo_scope: Scope, to: Recipient
) -> None:
    async def choose(**ways: str) -> None:
        async with transactions.scope_tx(demo_scope):
            await own.choose(demo_scope, person_id=to.person_id, wishes=Wishes(ways=ways))

    assert await state_of(demo_scope, await tell(demo_scope, to, "a/1")) == "pending"
    await choose(news=Way.APP)
    assert await state_of(demo_scope, await tell(demo_scope, to, "a/2")) == "shown"
    await choose(news=Way.DIGEST)
    held = await tell(demo_scope, to, "a/3")
    assert await state_of(demo_scope, held) == "held"
    async with transactions.scope_tx(demo_scope):
        assert await operations.withdraw(demo_scope, key="a/3") == 1
    secret = await tell(demo_scope, to, "a/4", kind="concerns.concern-received")
    assert await state_of(demo_scope, secret) == "pending"
    with pytest.raises(own.UnableToChoose, match="always come by mail"):
        await choose(declarations=Way.APP)
    with pytest.raises(own.UnableToChoose, match="Standing orders"):
        await choose(meetings=Way.APP)


async def test_letters_about_one_thing_are_one_thread_and_answers_go_to_the_governance_mailbox(
    demo_scope: Scope, to: Recipient, office: PostOffice
) -> None:
    async with transactions.scope_tx(demo_scope):
        with pytest.raises(operations.UnableToSettleAnswers):
            await operations.settle_answers(demo_scope, reply_to="two@example.org, more@example.org")
        await operations.settle_answers(demo_scope, reply_to="governance@north.example")
    for key in ("actions.action-owed/1/a", "actions.action-owed/1/b", "actions.action-owed/2/a"):
        await chores.deliver(demo_scope, letter_id=await tell(demo_scope, to, key))
    first, second, other = office.taken
    assert first["References"] == first["In-Reply-To"] == second["References"] != other["References"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] not in {first["Message-ID"], second["Message-ID"]}
    assert first["Reply-To"] == "governance@north.example"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Id"].endswith(f"<{demo_scope.tenant.slug}.letters.probity.example>")
    body = first.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= envelope.WIDTH
    async with transactions.scope_tx(demo_scope):
        await own.choose(demo_scope, person_id=to.person_id, wishes=Wishes(plain_text=True))
    await chores.deliver(demo_scope, letter_id=await tell(demo_scope, to, "actions.action-owed/3/a"))
    assert office.taken[-1].get_content_type() == "text/plain"


def test_text_is_laid_in_lines_and_addresses_and_lists_stay_whole() -> None:
    words = "word " * 30
    address = "https://probity.example/t/north/" + "x" * 90
    laid = envelope.in_lines(f"{words}\n\nSee it:\n{address}\n1. One\n2. Two\n")
    assert f"See it:\n{address}\n1. One\n2. Two\n" in laid
    assert max(len(line) for line in laid.splitlines() if "http" not in line) <= 72
    half = "This line was broken by hand where its author thought that it\nwould be long enough."
    assert envelope.in_lines(half).splitlines()[0].endswith("that it would be")


def test_every_kind_of_letter_is_of_one_topic() -> None:
    root = Path(str(backend.__file__)).parent
    kinds = {
        f"{path.parent.parent.parent.parent.name}.{path.parent.name}"
        for path in root.glob("*/templates/notices/*/subject.txt")
    }
    listed = [kind for topic in topics.TOPICS for kind in topic.kinds]
    assert sorted(listed) == sorted(set(listed))
    assert kinds == set(listed)
    ladders = [ladder for topic in topics.TOPICS for ladder in topic.ladders]
    reminders = {kind for topic in topics.TOPICS if topic.ladders for kind in topic.kinds}
    assert reminders == {each.kind for each in SOURCES}  # who keeps the usual choice changes nothing else
    assert sorted(ladders) == sorted(each.ladder for each in SOURCES)
