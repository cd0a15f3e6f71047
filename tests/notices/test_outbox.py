"""What is told, to whom, in what words, and how it is taken back."""

import asyncio
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from jinja2 import UndefinedError

from backend.kit import database, queue
from backend.kit.identity import new_id
from backend.ledger import queries as ledger
from backend.notices import operations, queries, recipients, wording
from backend.notices.rules import LetterState, Recipient, Telling
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.notices.postoffice import PostOffice
from tests.scopes import a_scope

KIND = "notices.sending-tested"


def words(scope: Scope, **more: Any) -> dict[str, Any]:
    return {"asked_by": "Morgan Invented", "asked_on": scope.today, **more}


async def tell(scope: Scope, to: Recipient, key: str = "subject/rung/r/w", **more: Any):
    async with transactions.scope_tx(scope):
        return await operations.tell(scope, kind=KIND, key=key, to=to, context=words(scope, **more))


async def jobs_of(scope: Scope) -> list[dict[str, Any]]:
    async with transactions.scope_tx(scope):
        rows = await database.fetch("SELECT args FROM queue.procrastinate_jobs ORDER BY id")
    return [dict(row) for row in rows]


async def letter(scope: Scope, letter_id: Any) -> queries.LetterInFull:
    async with transactions.scope_tx(scope, readonly=True):
        return await queries.letter_of(scope, letter_id=letter_id)


async def test_letter_is_told_once_under_its_key(scope: Scope, to: Recipient, office: PostOffice) -> None:
    first = await tell(scope, to)
    assert first is not None
    assert await tell(scope, to) is None
    kept = await letter(scope, first)
    assert (kept.state, kept.recipient_address, kept.queued_at) == (
        LetterState.PENDING,
        "robin@north.example",
        scope.now,
    )
    assert kept.subject == "A test of letters from NHS North CCG (invented)"
    assert kept.text.startswith("Dear Robin Invented,\n\nMorgan Invented asked on 1 September 2014")
    assert f"https://probity.example/t/{scope.tenant.slug}/outbox" in kept.text
    assert kept.message_id.endswith("@probity.example>")
    assert len(await jobs_of(scope)) == 1


async def test_five_tellings_at_once_are_one_letter(scope: Scope, to: Recipient) -> None:
    told = await asyncio.gather(*(tell(scope, to) for _ in range(5)))
    assert len([letter_id for letter_id in told if letter_id]) == 1
    assert len(await jobs_of(scope)) == 1


async def test_letter_and_job_go_with_the_transaction_that_told(scope: Scope, to: Recipient) -> None:
    with pytest.raises(RuntimeError):
        async with transactions.scope_tx(scope):
            await operations.tell(scope, kind=KIND, key="a/b", to=to, context=words(scope))
            raise RuntimeError("the act failed after it told")
    async with transactions.scope_tx(scope, readonly=True):
        assert await queries.letters_of(scope) == ()
    assert await jobs_of(scope) == []


async def test_many_are_told_in_one_statement_and_one_job(scope: Scope, to: Recipient) -> None:
    people = [replace(to, person_id=new_id(), name=f"Invented Person {n}") for n in range(30)]

    async def statements_for(count: int) -> int:
        before = database.DB.statements
        async with transactions.scope_tx(scope):
            told = await operations.tell_all(
                scope,
                kind=KIND,
                tellings=[
                    Telling(key=f"sweep-{count}/{p.person_id}", to=p, context=words(scope))
                    for p in people[:count]
                ],
            )
        assert len(told) == count
        return database.DB.statements - before

    assert await statements_for(3) == await statements_for(30)
    assert len(await jobs_of(scope)) == 2


async def test_name_with_line_breaks_starts_no_header_and_no_markup(scope: Scope, to: Recipient) -> None:
    evil = "Eve\r\nBcc: everyone@nhs.net\r\n\r\n<script>alert(1)</script>"
    letter_id = await tell(scope, replace(to, name=evil), asked_by=evil)
    kept = await letter(scope, letter_id)
    assert "\n" not in kept.recipient_name + kept.subject
    async with transactions.scope_tx(scope, readonly=True):
        html = (await database.fetch("SELECT html FROM notices_letter WHERE id = $1", letter_id))[0]["html"]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


async def test_demonstration_says_so_in_subject_and_text(found, to: Recipient) -> None:
    scope = a_scope(await found(demonstration=True))
    kept = await letter(scope, await tell(scope, to))
    assert kept.subject.startswith("DEMONSTRATION: ")
    assert kept.text.startswith("DEMONSTRATION: the people and interests in this letter are invented.")


async def test_gap_in_the_words_is_an_error_and_no_letter(scope: Scope, to: Recipient) -> None:
    with pytest.raises(UndefinedError, match="asked_by"):
        wording.words_of(scope, kind=KIND, recipient=to.name, context={})


async def test_person_without_an_address_leaves_a_failed_letter_to_see(scope: Scope, to: Recipient) -> None:
    kept = await letter(scope, await tell(scope, replace(to, address=None)))
    assert (kept.state, kept.answer) == (LetterState.FAILED, "No email address is known for this person.")
    assert await jobs_of(scope) == []


async def test_end_of_a_debt_withdraws_its_letters_and_no_others(scope: Scope, to: Recipient) -> None:
    ended = [await tell(scope, to, key) for key in ("action/7", "action/7/chase-1/r", "action/7/chase-2/r")]
    others = [await tell(scope, to, key) for key in ("action/70/chase-1/r", "action/8", "action/7.x/r")]
    async with transactions.scope_tx(scope):
        assert await operations.withdraw(scope, key="action/7") == 3
        assert await operations.withdraw(scope, key="action/7") == 0
    assert {(await letter(scope, i)).state for i in ended} == {LetterState.WITHDRAWN}
    assert {(await letter(scope, i)).state for i in others} == {LetterState.PENDING}
    async with transactions.scope_tx(scope, readonly=True):
        history = await ledger.history_of(scope, room="notices", kind="letter", record_id=ended[0])
    assert [line.act for line in history] == ["notices.letter.withdrawn"]


async def test_new_address_reaches_what_waits(scope: Scope, to: Recipient) -> None:
    letter_id = await tell(scope, to)
    async with transactions.scope_tx(scope):
        await recipients.readdress(
            scope, person_id=to.person_id, name="Robin Renamed", address="new@north.example"
        )
    kept = await letter(scope, letter_id)
    assert (kept.recipient_name, kept.recipient_address) == ("Robin Renamed", "new@north.example")


async def test_other_tenant_sees_no_letter(scope: Scope, to: Recipient, found) -> None:
    letter_id = await tell(scope, to)
    other = a_scope(await found())
    async with transactions.scope_tx(other):
        with pytest.raises(NotFound):
            await queries.letter_of(other, letter_id=letter_id)
        assert await queries.letters_of(other) == ()
        assert await operations.withdraw(other, key="subject") == 0


async def test_job_for_another_tenant_can_not_be_asked_for(scope: Scope, found) -> None:
    other = await found()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transactions.scope_tx(scope):
            await queue.defer("notices.deliver", tenant_id=other.id, letter_id=new_id())


async def test_outbox_lists_newest_first_and_pages_by_state(scope: Scope, to: Recipient) -> None:
    ids = [await tell(scope, to, f"list/{n}") for n in range(5)]
    async with transactions.scope_tx(scope):
        await operations.withdraw(scope, key="list/2")
    async with transactions.scope_tx(scope, readonly=True):
        first = await queries.letters_of(scope, limit=3)
        rest = await queries.letters_of(scope, limit=3, older_than=first[-1].id)
        withdrawn = await queries.letters_of(scope, state=LetterState.WITHDRAWN)
        counts = await queries.letters_by_state(scope)
    assert [line.id for line in (*first, *rest)] == ids[::-1]
    assert [line.id for line in withdrawn] == [ids[2]]
    assert counts == {LetterState.PENDING: 4, LetterState.WITHDRAWN: 1}
