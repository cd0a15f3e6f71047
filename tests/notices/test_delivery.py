"""Letters against a real SMTP server that takes, refuses, hangs up and is gone: never twice without saying so."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.kit import database
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.ledger import queries as ledger
from backend.notices import chores, delivery, operations, post, queries, rules
from backend.notices.rules import LetterState, Recipient, Telling
from backend.provision import lifetime
from backend.scope import NotFound, Scope
from backend.tenancy import dues, transactions
from tests.notices.postoffice import PostOffice
from tests.notices.test_outbox import KIND, jobs_of, letter, tell, words
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
        return await dues.hold_due(scope, chore=operations.RETRY_CHORE)


async def test_letter_arrives_once_with_text_and_html_and_a_receipt(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, to)
    for _ in range(3):
        assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.SENT
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
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.KEPT
    assert await acts_on(scope, letter_id) == ["notices.letter.kept"]


async def test_withdrawn_letter_is_not_sent(scope: Scope, to: Recipient, office: PostOffice) -> None:
    letter_id = await tell(scope, to)
    async with transactions.scope_tx(scope):
        await operations.withdraw(scope, key="subject")
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.WITHDRAWN
    assert office.taken == []


async def test_worker_that_died_while_sending_costs_one_more_letter_marked_uncertain(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, to)
    async with transactions.scope_tx(scope):
        await delivery._claim(scope, letter_id)
    assert (
        await delivery.deliver(scope, letter_id=letter_id)
    ).state is LetterState.SENDING  # the lease still holds
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
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.UNCERTAIN
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
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.UNCERTAIN
    outcome = delivery._Outcome(LetterState.FAILED, "said long ago", doubted=False)
    async with transactions.scope_tx(scope):
        await delivery._settle(scope, stale, outcome)
    assert (await letter(scope, letter_id)).state is LetterState.UNCERTAIN


async def test_line_that_breaks_after_the_letter_is_tried_once_more_with_the_same_id(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    office.hangs_up = True
    letter_id = await tell(scope, to)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.PENDING
    await age(scope, letter_id)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.UNCERTAIN
    await age(scope, letter_id)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.UNCERTAIN
    assert len(office.taken) == 2
    assert len(set(office.message_ids)) == 1


async def test_letter_withdrawn_while_it_was_being_sent_is_not_tried_again(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, to)
    await cut_off(scope, letter_id)
    async with transactions.scope_tx(scope):
        assert await operations.withdraw(scope, key="subject") == 0
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.UNCERTAIN
    assert office.taken == []


async def test_refusal_for_good_fails_with_the_servers_words(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    office.answer = "550 5.1.1 no such mailbox"
    letter_id = await tell(scope, to)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.FAILED
    assert "550 5.1.1 no such mailbox" in (await letter(scope, letter_id)).answer
    await age(scope, letter_id)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.FAILED
    assert len(office.taken) == 1


async def test_server_that_is_gone_is_tried_again_until_the_attempts_are_used_up(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    post.use(mail_url=GONE, public_url="http://localhost")
    letter_id = await tell(scope, to)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.PENDING
    assert (
        await delivery.deliver(scope, letter_id=letter_id)
    ).state is LetterState.PENDING  # its wait is not over
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
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.PENDING
    await chores.deliver_waiting(scope)
    await chores.retry_stalled(scope)
    assert office.taken == []
    async with transactions.scope_tx(scope):
        assert (await queries.switch_of(scope)).reason == "the words are being changed"
        await operations.resume_sending(scope)
    await chores.deliver_waiting(scope)
    assert len(office.taken) == 1


async def test_one_refused_recipient_of_fifty_keeps_the_others_from_nothing(
    scope: Scope, office: PostOffice
) -> None:
    people = [Recipient(person_id=new_id(), name=f"R{n}", address=f"r{n}@north.example") for n in range(50)]
    office.refuses = {"r7@north.example": "550 5.1.1 no such mailbox", "r9@north.example": "451 4.2.1 busy"}
    async with transactions.scope_tx(scope):
        told = await operations.tell_all(
            scope,
            kind=KIND,
            tellings=[
                Telling(key=f"fifty/{n}", to=each, context=words(scope)) for n, each in enumerate(people)
            ],
        )
    await chores.deliver_waiting(scope)
    assert sorted(str(each["To"]) for each in office.taken) == sorted(
        str(each.address) for each in people if each.address not in office.refuses
    )
    kept = [await letter(scope, each) for each in told]
    assert [each.state for each in kept if each.recipient_address not in office.refuses] == [
        LetterState.SENT
    ] * 48
    (refused, busy) = kept[7], kept[9]
    assert (refused.state, busy.state) == (LetterState.FAILED, LetterState.PENDING)
    assert "did not take a letter for r7@north.example: 550 5.1.1 no such mailbox" in refused.answer
    assert "451 4.2.1 busy" in busy.answer
    office.refuses.clear()
    await age(scope, busy.id)
    await chores.retry_stalled(scope)
    assert (await letter(scope, busy.id)).state is LetterState.SENT
    assert len(office.taken) == 49


async def test_letter_that_a_server_takes_and_drops_is_sent_with_the_servers_word_for_it(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    """Nobody can see it from here; the receipt says who answered what, so that somebody can ask them."""
    office.answer = "250 2.0.0 queued as 4ABCDEF, and dropped behind your back"
    letter_id = await tell(scope, to)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.SENT
    assert (await letter(scope, letter_id)).answer == office.answer


async def test_worker_stopped_between_claim_and_sending_wakes_late_and_sends_nothing(
    scope: Scope, to: Recipient, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after SIGSTOP and SIGCONT: the time of the attempt is over before it begins."""
    letter_id = await tell(scope, to)
    monkeypatch.setattr(rules, "LONGEST_ATTEMPT", timedelta(seconds=0.2))
    claim = delivery._claim

    async def claim_and_sleep(*given: Any) -> Any:
        claimed = await claim(*given)
        await asyncio.sleep(0.3)
        return claimed

    monkeypatch.setattr(delivery, "_claim", claim_and_sleep)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.PENDING
    assert office.taken == []


async def test_tenant_suspended_in_mid_sweep_sends_no_more_until_it_is_resumed(
    scope: Scope, to: Recipient, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [await tell(scope, to, f"suspended/{n}") for n in range(4)]
    settle = delivery._settle

    async def settle_and_suspend(*given: Any) -> Any:
        state = await settle(*given)
        if len(office.taken) == 2:
            await lifetime.suspend_tenant(scope, reason="The contract has ended")
        return state

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "_settle", settle_and_suspend)
        await chores.deliver_waiting(scope)
    for chore in (chores.deliver_waiting, chores.retry_stalled):
        await chore(scope)
    assert [(await letter(scope, each)).state for each in ids] == [
        *[LetterState.SENT] * 2,
        *[LetterState.PENDING] * 2,
    ]
    async with transactions.scope_tx(scope):
        with pytest.raises(lifetime.UnableToSuspend, match="not at work"):
            await lifetime.suspend_tenant(scope, reason="again")
        await lifetime.resume_tenant(scope)
        with pytest.raises(lifetime.UnableToSuspend, match="not suspended"):
            await lifetime.resume_tenant(scope)
    assert {"tenant_id": str(scope.tenant.id)} in [json.loads(job["args"]) for job in await jobs_of(scope)]
    await chores.deliver_waiting(scope)
    assert len(office.taken) == len(set(office.message_ids)) == 4


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1)], ids=["back an hour", "on a day"])
async def test_clock_of_the_machine_that_jumps_costs_at_most_what_a_death_costs(
    scope: Scope, to: Recipient, office: PostOffice, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    """One worker is in the midst of sending when the clock by which another judges its lease jumps."""
    sending, waiting = await tell(scope, to, "jump/1"), await tell(scope, to, "jump/2")
    async with transactions.scope_tx(scope):
        await delivery._claim(scope, sending)
    monkeypatch.setattr(delivery, "real_now", lambda: real_now() + jump)
    monkeypatch.setattr(chores, "real_now", lambda: real_now() + jump)
    await chores.retry_stalled(scope)
    expected = LetterState.UNCERTAIN if jump > timedelta(0) else LetterState.SENDING
    assert (await letter(scope, sending)).state is expected
    monkeypatch.undo()
    await chores.retry_stalled(scope)
    assert (await letter(scope, waiting)).state is LetterState.SENT
    await age(scope, sending)
    await chores.retry_stalled(scope)
    assert (await letter(scope, sending)).state is LetterState.UNCERTAIN
    assert sorted(office.message_ids) == sorted(
        [(await letter(scope, sending)).message_id, (await letter(scope, waiting)).message_id]
    )


async def test_other_tenants_letter_id_is_simply_not_there(
    scope: Scope, to: Recipient, office: PostOffice, found
) -> None:
    letter_id = await tell(scope, to)
    other = a_scope(await found())
    with pytest.raises(NotFound):
        await chores.deliver(other, letter_id=letter_id)
    assert office.taken == []
