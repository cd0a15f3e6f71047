"""Delivery of one letter: take it on a lease, hand it to the mail server, write down what became of it.

Three steps, of which the middle one is in no transaction. A worker that dies in it leaves the letter `sending`; when
the lease has ended another worker sends it once more, with the same message id, and marks it uncertain.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit import mail
from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.notices import calendars, envelope, operations, post, queries, rules, wording
from backend.notices.rules import LetterState, Step
from backend.scope import NotFound, Scope
from backend.tenancy import dues, transactions


@dataclass(frozen=True, slots=True)
class Delivered:
    """The state that a letter is in now, and whether the server would hear of another letter at this time."""

    state: LetterState
    goes_on: bool = True


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one attempt came to: `taken` by the server or not, and when to try again if it is to be."""

    state: LetterState
    answer: str
    doubted: bool
    taken: bool = False
    post_id: str = ""
    retry_in: timedelta | None = None


async def deliver(scope: Scope, *, letter_id: UUID) -> Delivered:
    """Send one letter if it may be sent now; returns what became of it. Raises NotFound.

    Opens transactions of its own. Calling it again, or twice at once, sends nothing twice.
    """
    # Counted from before the claim: a worker that was stopped with a letter in its hands, and wakes when the lease
    # is another's, finds its time over and sends nothing.
    deadline = asyncio.get_running_loop().time() + rules.LONGEST_ATTEMPT.total_seconds()
    async with transactions.scope_tx(scope):
        claimed = await _claim(scope, letter_id)
    if isinstance(claimed, LetterState):
        return Delivered(claimed)
    answer = await _attempt(claimed, deadline)
    async with transactions.scope_tx(scope):
        state = await _settle(scope, claimed, _conclude(claimed, answer))
    about_it_alone = isinstance(answer, mail.Receipt) or answer.permanent or answer.recipient_alone
    return Delivered(state, goes_on=about_it_alone)


async def _claim(scope: Scope, letter_id: UUID) -> dict[str, Any] | LetterState:
    """The letter, held on a lease; or the state in which it is left alone."""
    now = real_now()
    rows = await fetch(
        "SELECT letter.*, tenant.state IN ('trial', 'live') AS at_work, "
        "coalesce(wish.plain_text, false) AS plain_text "
        "FROM notices_letter letter JOIN tenancy_tenant tenant ON tenant.id = letter.tenant_id "
        "LEFT JOIN notices_wish wish ON wish.tenant_id = $1 AND wish.person_id = letter.recipient_person_id "
        "WHERE letter.tenant_id = $1 AND letter.id = $2 FOR UPDATE OF letter",
        scope.tenant.id,
        letter_id,
    )
    if not rows:
        raise NotFound("letter")
    letter = dict(rows[0])
    state = LetterState(letter["state"])
    switch = await queries.switch_of(scope)
    if not letter["at_work"] or switch.stopped:
        return state
    standing = rules.Standing(
        state=state,
        doubted=letter["doubted"],
        wanted=letter["wanted"],
        lease_until=letter["lease_until"],
        retry_at=letter["retry_at"],
    )
    step = rules.next_step(standing, now=now)
    if step is Step.LEAVE:
        return state
    if step is Step.GIVE_UP:
        words = (
            "The worker stopped while it was sending the letter, which may have gone. It was not sent again."
        )
        return await _settle(scope, letter, _Outcome(LetterState.UNCERTAIN, words, doubted=True))
    doubted = letter["doubted"] or state is LetterState.SENDING
    lease_until = now + rules.LEASE
    entries = calendars.of_letter(letter)
    made = wording.words_kept(scope, letter)  # from here on the row says what is sent, word for word
    await fetch(
        "UPDATE notices_letter SET state = 'sending', lease_until = $3, retry_at = NULL, doubted = $4, "
        "attempts = attempts + 1, text = $5, html = $6, path = $7, calendar = $8::jsonb, content = NULL "
        "WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        letter_id,
        lease_until,
        doubted,
        made.text,
        made.html,
        made.path,
        entries,
    )
    await dues.set_due_by(scope, chore=operations.RETRY_CHORE, at=scope.now + rules.LEASE)
    return {
        **letter,
        "doubted": doubted,
        "attempts": letter["attempts"] + 1,
        "outgoing": envelope.outgoing(scope, letter, made, entries=entries, reply_to=switch.reply_to),
    }


async def _attempt(letter: dict[str, Any], deadline: float) -> mail.Receipt | mail.MailRefused:
    """Hand the letter over before `deadline` of the loop's clock; a refusal is an answer like any other."""
    try:
        async with asyncio.timeout_at(deadline):
            return await post.send(letter["outgoing"], again=letter["doubted"])
    except mail.MailRefused as refusal:
        return refusal
    except TimeoutError:
        return mail.MailRefused("The mail server took too long.", permanent=False, uncertain=True)


def _conclude(letter: dict[str, Any], answer: mail.Receipt | mail.MailRefused) -> _Outcome:
    """What the server's answer means for the letter, given what was known of earlier attempts."""
    doubted = letter["doubted"]
    if isinstance(answer, mail.Receipt):
        taken = LetterState.UNCERTAIN if doubted and not answer.known else LetterState.SENT
        state = LetterState.KEPT if post.mail_url() == post.KEPT_HERE else taken
        return _Outcome(state, answer.answer, doubted, taken=True, post_id=answer.post_id)
    wait = None if answer.permanent else rules.wait_after(letter["attempts"])
    if wait is None or (answer.uncertain and doubted):
        state = LetterState.UNCERTAIN if doubted or answer.uncertain else LetterState.FAILED
        return _Outcome(state, answer.sentence, doubted)
    return _Outcome(LetterState.PENDING, answer.sentence, doubted or answer.uncertain, retry_in=wait)


async def _settle(scope: Scope, letter: dict[str, Any], outcome: _Outcome) -> LetterState:
    """Write the outcome, unless another worker has taken the letter since; then theirs stands."""
    retry_at = None if outcome.retry_in is None else real_now() + outcome.retry_in
    follow_at = real_now() + rules.FIRST_LOOK if outcome.post_id else None
    rows = await fetch(
        """
        UPDATE notices_letter SET lease_until = NULL, answer = $4, doubted = $5,
          state = CASE WHEN $6 = 'pending' AND NOT wanted THEN CASE WHEN $5 THEN 'uncertain' ELSE 'withdrawn' END
                  ELSE $6 END,
          retry_at = CASE WHEN $6 = 'pending' AND wanted THEN $7::timestamptz END,
          sent_at = COALESCE($8::timestamptz, sent_at), post_id = $9, follow_at = $10
        WHERE tenant_id = $1 AND id = $2 AND state = 'sending' AND attempts = $3 RETURNING state
        """,
        scope.tenant.id,
        letter["id"],
        letter["attempts"],
        outcome.answer,
        outcome.doubted,
        outcome.state,
        retry_at,
        scope.now if outcome.taken else None,
        outcome.post_id,
        follow_at,
    )
    if not rows:
        return LetterState.SENDING
    state = LetterState(rows[0]["state"])
    if follow_at is not None:
        await dues.set_due_by(scope, chore=operations.RETRY_CHORE, at=scope.now + rules.FIRST_LOOK)
    if state is LetterState.PENDING and outcome.retry_in is not None:
        await dues.set_due_by(scope, chore=operations.RETRY_CHORE, at=scope.now + outcome.retry_in)
    else:
        await ledger.record(
            scope,
            f"notices.letter.{state}",
            operations.letter_record(letter["id"], letter["subject"], confidential=letter["confidential"]),
            before={"state": LetterState.PENDING},
            after={"state": state, "attempts": letter["attempts"], "message_id": letter["message_id"]},
        )
    return state
