"""Letters against a real SMTP server that takes, refuses, hangs up and is gone: never twice without saying so."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from backend.kit import database
from backend.ledger import queries as ledger
from backend.notices import chores, delivery, operations, post, queries, rules
from backend.notices.rules import LetterState, Recipient
from backend.scope import NotFound, Scope
from backend.tenancy import dues, transactions
from tests.notices.postoffice import PostOffice
from tests.notices.test_outbox import letter, tell
from tests.scopes import a_scope

GONE = "smtp://127.0.0.1:1?tls=none"


async def age(scope: Scope, letter_id: UUID) -> None:
    """Let the letter's lease and its wait be over, as if the time had passed."""
    async with transactions.scope_tx(scope):
        await database.execute(
            "UPDATE notices_letter SET lease_until = lease_until - interval '1 day', "
            "retry_at = retry_at - interval '1 day' WHERE id = $1",
            letter_id,
        )


async def cut_off(scope: Scope, letter_id: UUID) -> None:
    """Leave the letter as a worker leaves it that dies while it sends."""
    async with transactions.scope_tx(scope):
        claimed = await delivery._claim(scope, letter_id)
    assert isinstance(claimed, dict)
    await age(scope, letter_id)


async def acts_on(scope: Scope, letter_id: UUID) -> list[str]:
    async with transactions.scope_tx(scope, readonly=True):
        lines = await ledger.history_of(scope, room="notices", kind="letter", record_id=letter_id)
    return [line.act for line in lines]


async def due_at(scope: Scope) -> Any:
    async with transactions.scope_tx(scope):
        return await dues.hold_due(scope, chore=delivery.RETRY_CHORE)


async def test_letter_arrives_once_with_text_and_html_and_a_receipt(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, to)
    for _ in range(3):
        assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.SENT
    assert len(office.taken) == 1
    taken = office.taken[0]
    assert taken["To"] == "robin@north.example"
    assert taken.get_body(("plain",)).get_content().startswith("Dear Robin Invented,")
    assert "<p>Dear Robin Invented,</p>" in taken.get_body(("html",)).get_content()
    kept = await letter(scope, letter_id)
    assert (kept.answer, kept.attempts, kept.sent_at) == ("250 2.0.0 taken", 1, scope.now)
    assert taken["Message-ID"] == kept.message_id
    assert await acts_on(scope, letter_id) == ["notices.letter.sent"]


async def test_two_workers_at_once_send_one_letter(scope: Scope, to: Recipient, office: PostOffice) -> None:
    letter_id = await tell(scope, to)
    await asyncio.gather(*(delivery.deliver(scope, letter_id=letter_id) for _ in range(5)))
    assert len(office.taken) == 1


async def test_replay_of_the_whole_outbox_sends_nothing(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    ids = [await tell(scope, to, f"replay/{n}") for n in range(4)]
    await chores.deliver_waiting(scope)
    assert len(office.taken) == 4
    await chores.deliver_waiting(scope)
    await chores.retry_stalled(scope)
    for letter_id in ids:
        await chores.deliver(scope, letter_id=letter_id)
    assert len(office.taken) == 4


async def test_letter_without_a_mail_server_is_kept(scope: Scope, to: Recipient) -> None:
    post.use(mail_url=post.KEPT_HERE, public_url="http://localhost")
    letter_id = await tell(scope, to)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.KEPT
    assert await acts_on(scope, letter_id) == ["notices.letter.kept"]


async def test_withdrawn_letter_is_not_sent(scope: Scope, to: Recipient, office: PostOffice) -> None:
    letter_id = await tell(scope, to)
    async with transactions.scope_tx(scope):
        await operations.withdraw(scope, key="subject")
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.WITHDRAWN
    assert office.taken == []


async def test_worker_that_died_while_sending_costs_one_more_letter_marked_uncertain(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, to)
    async with transactions.scope_tx(scope):
        await delivery._claim(scope, letter_id)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.SENDING  # the lease still holds
    assert office.taken == []
    await age(scope, letter_id)
    await chores.retry_stalled(scope)
    kept = await letter(scope, letter_id)
    assert (kept.state, kept.attempts) == (LetterState.UNCERTAIN, 2)
    assert office.message_ids == [kept.message_id]
    assert await acts_on(scope, letter_id) == ["notices.letter.uncertain"]


async def test_second_death_sends_no_third_letter(scope: Scope, to: Recipient, office: PostOffice) -> None:
    letter_id = await tell(scope, to)
    await cut_off(scope, letter_id)
    await cut_off(scope, letter_id)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.UNCERTAIN
    assert office.taken == []
    assert "not sent again" in (await letter(scope, letter_id)).answer


async def test_worker_that_wakes_late_changes_nothing(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, to)
    async with transactions.scope_tx(scope):
        stale = await delivery._claim(scope, letter_id)
    assert isinstance(stale, dict)
    await age(scope, letter_id)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.UNCERTAIN
    outcome = delivery._Outcome(LetterState.FAILED, "said long ago", doubted=False)
    async with transactions.scope_tx(scope):
        await delivery._settle(scope, stale, outcome)
    assert (await letter(scope, letter_id)).state is LetterState.UNCERTAIN


async def test_line_that_breaks_after_the_letter_is_tried_once_more_with_the_same_id(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    office.hangs_up = True
    letter_id = await tell(scope, to)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.PENDING
    await age(scope, letter_id)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.UNCERTAIN
    await age(scope, letter_id)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.UNCERTAIN
    assert len(office.taken) == 2
    assert len(set(office.message_ids)) == 1


async def test_letter_withdrawn_while_it_was_being_sent_is_not_tried_again(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, to)
    await cut_off(scope, letter_id)
    async with transactions.scope_tx(scope):
        assert await operations.withdraw(scope, key="subject") == 0
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.UNCERTAIN
    assert office.taken == []


async def test_refusal_for_good_fails_with_the_servers_words(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    office.answer = "550 5.1.1 no such mailbox"
    letter_id = await tell(scope, to)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.FAILED
    assert "550 5.1.1 no such mailbox" in (await letter(scope, letter_id)).answer
    await age(scope, letter_id)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.FAILED
    assert len(office.taken) == 1


async def test_server_that_is_gone_is_tried_again_until_the_attempts_are_used_up(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    post.use(mail_url=GONE, public_url="http://localhost")
    letter_id = await tell(scope, to)
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.PENDING
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.PENDING  # its wait is not over
    assert (await letter(scope, letter_id)).attempts == 1
    for _ in range(rules.MOST_ATTEMPTS - 1):
        await age(scope, letter_id)
        await delivery.deliver(scope, letter_id=letter_id)
    kept = await letter(scope, letter_id)
    assert (kept.state, kept.attempts) == (LetterState.FAILED, rules.MOST_ATTEMPTS)


async def test_server_that_comes_back_gets_everything_once(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    ids = [await tell(scope, to, f"back/{n}") for n in range(3)]
    post.use(mail_url=GONE, public_url="http://localhost")
    await chores.deliver_waiting(scope)
    states = [(await letter(scope, i)).attempts for i in ids]
    assert states == [1, 0, 0]  # one refusal is enough to know
    due = await due_at(scope)
    assert due is not None
    assert scope.now < due <= scope.now + rules.LEASE
    post.use(mail_url=office.url, public_url="http://localhost")
    await age(scope, ids[0])
    await chores.retry_stalled(scope)
    assert [(await letter(scope, i)).state for i in ids] == [LetterState.SENT] * 3
    assert len(office.taken) == 3
    assert await due_at(scope) is None


async def test_stopped_tenant_sends_nothing_until_it_resumes(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, to)
    async with transactions.scope_tx(scope):
        await operations.stop_sending(scope, reason="the words are being changed")
        with pytest.raises(operations.UnableToTurnSwitch, match="waiting already"):
            await operations.stop_sending(scope, reason="again")
    assert await delivery.deliver(scope, letter_id=letter_id) is LetterState.PENDING
    await chores.deliver_waiting(scope)
    await chores.retry_stalled(scope)
    assert office.taken == []
    async with transactions.scope_tx(scope):
        assert (await queries.switch_of(scope)).reason == "the words are being changed"
        await operations.resume_sending(scope)
    await chores.deliver_waiting(scope)
    assert len(office.taken) == 1


async def test_other_tenants_letter_id_is_simply_not_there(
    scope: Scope, to: Recipient, office: PostOffice, found
) -> None:
    letter_id = await tell(scope, to)
    other = a_scope(await found())
    with pytest.raises(NotFound):
        await chores.deliver(other, letter_id=letter_id)
    assert office.taken == []
