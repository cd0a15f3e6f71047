"""Telling people, and taking back what need no longer be told; all in the transaction that causes it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.kit import mail, queue
from backend.kit.clock import real_now
from backend.kit.database import as_json, fetch
from backend.kit.identity import new_id_text
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import post, queries, rules, topics, wording
from backend.notices.rules import LetterState, Recipient, Telling
from backend.notices.tables import Switch
from backend.notices.topics import Topic
from backend.scope import Refusal, Scope
from backend.tenancy import dues

RETRY_CHORE = "notices.retry_stalled"
HELD_CHORE = "daily-letters"
"""The name under which it is written down that letters wait for their people's daily letter."""

_INSERT = """
INSERT INTO notices_letter (tenant_id, id, key, room, kind, recipient_person_id, recipient_name, recipient_address,
  subject, text, html, message_id, state, answer, queued_at, confidential, content, path, calendar, retry_at)
SELECT $1, told.id, told.key, told.room, told.kind, told.person_id, told.name, told.address, told.subject, told.text,
  told.html, told.message_id,
  CASE chosen.way WHEN 'app' THEN 'shown' WHEN 'digest' THEN 'held'
    ELSE CASE WHEN told.address = '' THEN 'failed' ELSE 'pending' END END,
  CASE WHEN chosen.way = 'at-once' AND told.address = '' THEN 'No email address is known for this person.' ELSE '' END,
  $2, $3, told.content, coalesce(told.path, ''), told.calendar,
  CASE WHEN chosen.way = 'at-once' AND told.address <> '' THEN told.retry_at END
FROM json_to_recordset($4::text::json) AS told (id uuid, key text, room text, kind text, person_id uuid, name text,
  address text, message_id text, subject text, text text, html text, content jsonb, path text, calendar jsonb,
  way text, retry_at timestamptz)
LEFT JOIN notices_wish wish
  ON told.way IS NULL AND NOT $3 AND $5 <> '' AND wish.tenant_id = $1 AND wish.person_id = told.person_id
CROSS JOIN LATERAL (SELECT CASE WHEN $3 THEN 'at-once' WHEN told.way IS NOT NULL THEN told.way
  WHEN wish.ways ->> $5 = ANY ($6::text[]) THEN wish.ways ->> $5 ELSE $7 END AS way) chosen
ON CONFLICT (tenant_id, key) DO NOTHING RETURNING id, key, state, retry_at
"""

_WITHDRAW = """
UPDATE notices_letter
SET wanted = false, state = CASE state WHEN 'sending' THEN state ELSE 'withdrawn' END, retry_at = NULL
WHERE tenant_id = $1 AND (key = $2 OR (key >= $2 || '/' AND key < $2 || '0'))
  AND state IN ('pending', 'sending', 'held')
RETURNING id, subject, state, confidential
"""

_WITHDRAW_ALL = """
UPDATE notices_letter l
SET wanted = false, state = CASE l.state WHEN 'sending' THEN l.state ELSE 'withdrawn' END, retry_at = NULL
FROM unnest($2::text[]) AS ended (key)
WHERE l.tenant_id = $1 AND (l.key = ended.key OR (l.key >= ended.key || '/' AND l.key < ended.key || '0'))
  AND l.state IN ('pending', 'sending', 'held')
RETURNING l.id, l.subject, l.state, l.confidential
"""


class UnableToTurnSwitch(Refusal):
    """A switch that is turned already, or without a reason."""


class UnableToSettleAnswers(Refusal):
    """What is no address that could be answered to."""


class UnableToTestSending(Refusal):
    """One test letter a minute is enough."""


async def tell(
    scope: Scope,
    *,
    kind: str,
    key: str,
    to: Recipient,
    context: Mapping[str, Any],
    confidential: bool = False,
) -> UUID | None:
    """Put one letter into the outbox; it is delivered once this transaction has committed.

    `kind` is `room.kind` and names the templates `backend/<room>/templates/notices/<kind>/`. `key` is
    subject/rung/recipient/window: what was told under it once is never told again. Returns the letter's id, or
    `None` if it was told before.
    """
    tellings = (Telling(key=key, to=to, context=context),)
    told = await tell_all(scope, kind=kind, tellings=tellings, confidential=confidential)
    return told[0] if told else None


async def tell_all(
    scope: Scope, *, kind: str, tellings: Sequence[Telling], confidential: bool = False
) -> tuple[UUID, ...]:
    """`tell` for many people in one statement and one job; returns the ids of the letters that are new.

    A `confidential` letter is delivered like any other, and stands in no outbox, count, own notices or open line of
    the ledger. What is not confidential comes as its recipient chose, where they may choose.
    """
    rows = [_row(scope, kind, telling) for telling in tellings]
    topic = topics.topic_of(kind)
    return tuple((await _put(scope, rows, confidential=confidential, topic=topic)).values())


async def tell_in_bulk(scope: Scope, *, tellings: Mapping[str, Sequence[Telling]]) -> dict[str, UUID]:
    """`tell_all` for very many letters of several kinds; returns the ids of those that are new, by their keys.

    Those that don't say by which way they go go at once.

    They are kept as what they say, under the subject that is given, and put into words when delivery takes them. So a
    morning on which many are told is short, and nothing is put into words that is withdrawn before it goes.
    """
    host = post.host()
    rows = [
        _row_as_data(scope, kind, telling, host=host) for kind, few in tellings.items() for telling in few
    ]
    return await _put(scope, rows, confidential=False)


async def withdraw(scope: Scope, *, key: str) -> int:
    """Take back what still waits under `key` and under every key that continues it; returns how many letters.

    The operation that ends a debt calls this in its own transaction. A letter that is being sent at this moment
    can't be stopped, but is not tried again.
    """
    rules.check_key(key)
    rows = await fetch(_WITHDRAW, scope.tenant.id, key)
    withdrawn = [row for row in rows if row["state"] == LetterState.WITHDRAWN]
    for row in withdrawn:
        await ledger.record(
            scope,
            "notices.letter.withdrawn",
            letter_record(row["id"], row["subject"], confidential=row["confidential"]),
            before={"state": LetterState.PENDING},
            after={"state": LetterState.WITHDRAWN},
        )
    return len(withdrawn)


async def withdraw_all(scope: Scope, *, keys: Sequence[str]) -> int:
    """`withdraw` for many keys at once, each as it is and as others continue it; returns how many letters."""
    for key in keys:
        rules.check_key(key)
    return await record_withdrawn(
        scope, await fetch(_WITHDRAW_ALL, scope.tenant.id, list(keys)) if keys else ()
    )


async def record_withdrawn(scope: Scope, rows: Sequence[Any]) -> int:
    """A line in the ledger for each letter of `rows` that was withdrawn; returns how many."""
    lines = [
        ledger.Line(
            subject=letter_record(row["id"], row["subject"], confidential=row["confidential"]),
            before={"state": LetterState.PENDING},
            after={"state": LetterState.WITHDRAWN},
        )
        for row in rows
        if row["state"] == LetterState.WITHDRAWN
    ]
    await ledger.record_many(scope, "notices.letter.withdrawn", lines)
    return len(lines)


async def retell(scope: Scope, *, kind: str, key: str, context: Mapping[str, Any]) -> bool:
    """Say anew, in other words, what waits under `key`; whether it still waited. What went already stands."""
    rows = await fetch(
        "SELECT id, recipient_name FROM notices_letter WHERE tenant_id = $1 AND key = $2 AND state = 'pending' "
        "FOR UPDATE",
        scope.tenant.id,
        key,
    )
    if not rows:
        return False
    words = wording.words_of(scope, kind=kind, recipient=rows[0]["recipient_name"], context=context)
    await fetch(
        "UPDATE notices_letter SET subject = $3, text = $4, html = $5, path = $6, calendar = $7::jsonb, content = NULL "
        "WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        rows[0]["id"],
        words.subject,
        words.text,
        words.html,
        words.path,
        as_json(context["calendar"]) if context.get("calendar") else None,
    )
    return True


async def stop_sending(scope: Scope, *, reason: str) -> None:
    """Let every letter of the tenant wait, those told from now on too. What is being sent now still goes."""
    if not reason.strip():
        raise UnableToTurnSwitch("Say why letters are to wait.", field="reason")
    if (await queries.switch_of(scope)).stopped:
        raise UnableToTurnSwitch("Letters are waiting already.")
    await _turn_switch(scope, stopped=True, reason=reason.strip())


async def resume_sending(scope: Scope) -> None:
    """Send what waited, and what is told from now on."""
    if not (await queries.switch_of(scope)).stopped:
        raise UnableToTurnSwitch("Letters are being sent already.")
    await _turn_switch(scope, stopped=False, reason="")
    await queue.defer("notices.deliver_waiting", tenant_id=scope.tenant.id)


async def settle_answers(scope: Scope, *, reply_to: str) -> None:
    """Where answers to letters go: a mailbox that somebody reads, or nowhere. Raises UnableToSettleAnswers."""
    plain = reply_to.strip()
    if plain and not mail.is_address(plain):
        raise UnableToSettleAnswers(
            "Enter one email address, such as governance@example.nhs.uk.", field="reply_to"
        )
    before = await queries.switch_of(scope)
    rows = await Switch.change(scope, reply_to=plain).returning(Switch.id)
    switch_id = (
        rows[0]["id"]
        if rows
        else await Switch.add(
            scope,
            stopped=False,
            reason="",
            changed_at=scope.now,
            changed_by_name=scope.actor.name,
            reply_to=plain,
        )
    )
    await ledger.record(
        scope,
        "notices.answers.settled",
        Record(room="notices", kind="switch", id=switch_id, title="Answers to letters"),
        before={"reply_to": before.reply_to},
        after={"reply_to": plain},
    )


async def test_sending(scope: Scope, *, to: Recipient) -> UUID:
    """Send `to` a letter that says only that letters arrive; returns its id. Raises UnableToTestSending."""
    letter_id = await tell(
        scope,
        kind="notices.sending-tested",
        key=f"notices.sending/test/{to.person_id}/{scope.now:%Y-%m-%dT%H:%M}",
        to=to,
        context={"asked_by": scope.actor.name, "asked_on": scope.today},
    )
    if letter_id is None:
        raise UnableToTestSending("You were sent a test letter less than a minute ago.")
    return letter_id


def letter_record(letter_id: UUID, subject: str, *, confidential: bool = False) -> Record:
    """How the ledger points at a letter."""
    return Record(room="notices", kind="letter", id=letter_id, title=subject, confidential=confidential)


async def _turn_switch(scope: Scope, *, stopped: bool, reason: str) -> None:
    values = {
        "stopped": stopped,
        "reason": reason,
        "changed_at": scope.now,
        "changed_by_name": scope.actor.name,
    }
    rows = await Switch.change(scope, **values).returning(Switch.id)
    switch_id = rows[0]["id"] if rows else await Switch.add(scope, **values)
    await ledger.record(
        scope,
        "notices.sending.stopped" if stopped else "notices.sending.resumed",
        Record(room="notices", kind="switch", id=switch_id, title="Sending of letters"),
        before={"stopped": not stopped},
        after={"stopped": stopped, "reason": reason},
    )


async def _put(
    scope: Scope, rows: Sequence[Mapping[str, Any]], *, confidential: bool, topic: Topic | None = None
) -> dict[str, UUID]:
    """Rows into the outbox in one statement, and what has those delivered that are new.

    Rows that don't say by which way they go are of the `topic`, and go as their people chose; without one, at once.
    """
    if not rows:
        return {}
    of = topic or topics.ANY
    added = await fetch(
        _INSERT,
        scope.tenant.id,
        scope.now,
        confidential,
        as_json(rows),
        of.code if topic else "",
        [way.value for way in of.ways],
        of.at_first.value,
    )
    await _set_off(scope, added)
    return {row["key"]: row["id"] for row in added}


async def _set_off(scope: Scope, added: Sequence[Mapping[str, Any]]) -> None:
    """Have what was told delivered: now, at its hour, or with the next daily letter."""
    waiting = [row for row in added if row["state"] == LetterState.PENDING]
    now = [row["id"] for row in waiting if row["retry_at"] is None]
    if len(now) == 1:
        await queue.defer("notices.deliver", tenant_id=scope.tenant.id, letter_id=now[0])
    elif now:
        await queue.defer("notices.deliver_waiting", tenant_id=scope.tenant.id)
    later = [row["retry_at"] for row in waiting if row["retry_at"] is not None]
    if later:
        await dues.set_due_by(scope, chore=RETRY_CHORE, at=scope.now + (min(later) - real_now()))
    if any(row["state"] == LetterState.HELD for row in added):
        await dues.set_due_by(scope, chore=HELD_CHORE, at=scope.now)


def _row(scope: Scope, kind: str, telling: Telling) -> dict[str, Any]:
    name = rules.one_line(telling.to.name)
    words = wording.words_of(scope, kind=kind, recipient=name, context=telling.context)
    return {
        **_address(scope, kind, telling, host=post.host()),
        "subject": words.subject,
        "text": words.text,
        "html": words.html,
        "path": words.path,
        "calendar": telling.context.get("calendar") or None,
    }


def _row_as_data(scope: Scope, kind: str, telling: Telling, *, host: str) -> dict[str, Any]:
    subject = wording.subject_of(scope, telling.subject)
    letter = _address(scope, kind, telling, host=host)
    return {**letter, "subject": subject, "text": "", "html": "", "content": telling.context}


def _address(scope: Scope, kind: str, telling: Telling, *, host: str) -> dict[str, Any]:
    rules.check_key(telling.key)
    room, name = rules.room_and_kind(kind)
    row: dict[str, Any] = {
        "id": new_id_text(),
        "key": telling.key,
        "room": room,
        "kind": name,
        "person_id": telling.to.person_id,
        "name": rules.one_line(telling.to.name),
        "address": (telling.to.address or "").strip(),
        "message_id": mail.message_id_for(f"{scope.tenant.id}/{telling.key}", host=host),
    }
    if telling.way is not None:
        row["way"] = telling.way.value
    if telling.not_before is not None and telling.not_before > scope.now:
        # A moment to come of the tenant's time, in real time, as delivery reckons.
        row["retry_at"] = (real_now() + (telling.not_before - scope.now)).isoformat()
    return row
