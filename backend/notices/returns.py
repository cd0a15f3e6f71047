"""What comes back: letters that nobody took in the end, the addresses that are doubted since, and sending again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kit import mail, queue
from backend.kit.clock import real_now
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.kit.notify import Status
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations, post, rules
from backend.notices.rules import LetterState
from backend.scope import NotFound, Refusal, Scope
from backend.tenancy import transactions

_BACK = frozenset({Status.PERMANENT_FAILURE, Status.TEMPORARY_FAILURE})
_WORDS = {
    Status.DELIVERED: "GOV.UK Notify delivered it.",
    Status.PERMANENT_FAILURE: "GOV.UK Notify could not deliver it: there is no such address (permanent-failure).",
    Status.TEMPORARY_FAILURE: "GOV.UK Notify could not deliver it in three days: the mailbox was full, or took no "
    "letters from us (temporary-failure).",
    Status.TECHNICAL_FAILURE: "GOV.UK Notify could not send it, for a fault of its own (technical-failure).",
}


class UnableToSendAgain(Refusal):
    """A letter that is on its way or arrived, or an address that can't be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An address to which a letter could not be delivered; `letter_id` is the latest."""

    id: UUID
    address: str
    person_id: UUID
    person_name: str
    reason: str
    letter_id: UUID
    since: datetime


async def came_back(
    scope: Scope, *, message_id: str, recipient: str, status: str, reason: str, for_good: bool = True
) -> LetterState:
    """A mail server could not deliver a letter that was taken; returns its state then. Raises NotFound.

    `for_good`: it gave up; otherwise it is still trying, and only says so. Told twice, the second does nothing.
    """
    rows = await fetch(
        "SELECT * FROM notices_letter WHERE tenant_id = $1 AND message_id = $2 FOR UPDATE",
        scope.tenant.id,
        message_id,
    )
    if not rows:
        raise NotFound("letter")
    letter = rows[0]
    state = LetterState(letter["state"])
    if state not in rules.MAY_COME_BACK:
        return state
    said = mail.one_line(" ".join(part for part in (status, reason) if part)) or "no reason was given"
    address = recipient.strip() or letter["recipient_address"]
    if not for_good:
        await _note(scope, letter["id"], f"Not delivered yet to {mail.one_line(address)}: {said}")
        return state
    await _return(scope, letter, f"It came back from {mail.one_line(address)}: {said}", doubtful=True)
    return LetterState.RETURNED


async def follow_up(scope: Scope) -> None:
    """Ask the post what became of letters that it took. Opens transactions of its own."""
    now = real_now()
    async with transactions.scope_tx(scope, readonly=True):
        waiting = await fetch(
            "SELECT id, post_id, attempts FROM notices_letter WHERE tenant_id = $1 AND follow_at <= $2 "
            "ORDER BY follow_at LIMIT 500",
            scope.tenant.id,
            now,
        )
    for row in waiting:
        try:
            status = await post.status_of(row["post_id"])
        except mail.MailRefused:
            status = Status.SENDING  # it did not say; it is asked again
        async with transactions.scope_tx(scope):
            await _follow(scope, row["id"], status, now=now)


async def send_again(scope: Scope, *, letter_id: UUID, address: str) -> UUID:
    """Send what a letter says once more, to this address; returns the new letter's id. The old one keeps its receipt.

    Raises UnableToSendAgain, NotFound.
    """
    rows = await fetch(
        "SELECT * FROM notices_letter WHERE tenant_id = $1 AND id = $2 AND NOT confidential FOR UPDATE",
        scope.tenant.id,
        letter_id,
    )
    if not rows:
        raise NotFound("letter")
    letter = dict(rows[0])
    if LetterState(letter["state"]) not in rules.MAY_BE_SENT_AGAIN:
        raise UnableToSendAgain("Only a letter that failed, came back or is uncertain can be sent again.")
    plain = address.strip()
    try:
        mail.check_address(plain)
    except mail.MailRefused as refusal:
        raise UnableToSendAgain(refusal.sentence, field="address") from refusal
    key = await _key_again(scope, letter["key"])
    again = {
        **letter,
        "id": new_id(),
        "key": key,
        "recipient_address": plain,
        "message_id": mail.message_id_for(f"{scope.tenant.id}/{key}", host=post.host()),
        "state": LetterState.PENDING.value,
        "queued_at": scope.now,
        "answer": "",
        "attempts": 0,
        "doubted": False,
        "wanted": True,
        "post_id": "",
        **dict.fromkeys(("sent_at", "retry_at", "lease_until", "follow_at")),
    }
    # the row as it is, whatever columns a letter has
    columns = ", ".join(again)
    places = ", ".join(f"${at}" for at in range(1, len(again) + 1))
    await execute(f"INSERT INTO notices_letter ({columns}) VALUES ({places})", *again.values())  # noqa: S608 - columns
    await ledger.record(
        scope,
        "notices.letter.sent-again",
        operations.letter_record(again["id"], letter["subject"]),
        before={"letter": letter_id, "address": letter["recipient_address"]},
        after={"letter": again["id"], "address": plain},
    )
    await queue.defer("notices.deliver", tenant_id=scope.tenant.id, letter_id=again["id"])
    return again["id"]  # type: ignore[no-any-return]  # a row's values are of any kind


async def doubts_of(scope: Scope) -> tuple[Doubt, ...]:
    """The addresses in doubt, the latest first."""
    rows = await fetch(
        "SELECT id, address, person_id, person_name, reason, letter_id, since FROM notices_doubt "
        "WHERE tenant_id = $1 AND settled_at IS NULL ORDER BY since DESC, address LIMIT 200",
        scope.tenant.id,
    )
    return tuple(Doubt(**row) for row in rows)


async def settle_doubt(scope: Scope, *, doubt_id: UUID) -> None:
    """Somebody has seen to it that the address is right. Raises NotFound."""
    rows = await fetch(
        "UPDATE notices_doubt SET settled_at = $3 WHERE tenant_id = $1 AND id = $2 AND settled_at IS NULL "
        "RETURNING address",
        scope.tenant.id,
        doubt_id,
        scope.now,
    )
    if not rows:
        raise NotFound("doubt")
    await ledger.record(scope, "notices.address.settled", _doubt_record(doubt_id, rows[0]["address"]))


async def _follow(scope: Scope, letter_id: UUID, status: Status | None, *, now: datetime) -> None:
    rows = await fetch(
        "SELECT * FROM notices_letter WHERE tenant_id = $1 AND id = $2 AND follow_at <= $3 FOR UPDATE",
        scope.tenant.id,
        letter_id,
        now,
    )
    if not rows:
        return
    letter = rows[0]
    if status in _BACK:
        await _return(scope, letter, _WORDS[status], doubtful=True)
    elif status is Status.TECHNICAL_FAILURE:
        await _return(scope, letter, _WORDS[status], doubtful=False)
    elif status is Status.DELIVERED:
        await _note(scope, letter_id, f"{_WORDS[status]} {letter['answer']}")
    else:
        age: timedelta = scope.now - letter["sent_at"]
        wait = rules.next_look(age) if status is not None else None
        await execute(
            "UPDATE notices_letter SET follow_at = $3 WHERE tenant_id = $1 AND id = $2",
            scope.tenant.id,
            letter_id,
            None if wait is None else now + wait,
        )


async def _return(scope: Scope, letter: Any, answer: str, *, doubtful: bool) -> None:
    await execute(
        "UPDATE notices_letter SET state = 'returned', answer = $3, follow_at = NULL WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        letter["id"],
        answer,
    )
    await ledger.record(
        scope,
        "notices.letter.returned",
        operations.letter_record(letter["id"], letter["subject"], confidential=letter["confidential"]),
        before={"state": letter["state"]},
        after={"state": LetterState.RETURNED, "message_id": letter["message_id"]},
    )
    if doubtful and not letter["confidential"]:
        await _doubt(scope, letter, answer)


async def _doubt(scope: Scope, letter: Any, reason: str) -> None:
    address = letter["recipient_address"].lower()
    rows = await fetch(
        """
        INSERT INTO notices_doubt AS doubt
          (tenant_id, id, address, person_id, person_name, reason, letter_id, since)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (tenant_id, address) DO UPDATE SET reason = excluded.reason, letter_id = excluded.letter_id,
          person_id = excluded.person_id, person_name = excluded.person_name, settled_at = NULL,
          since = CASE WHEN doubt.settled_at IS NULL THEN doubt.since ELSE excluded.since END
        RETURNING id""",
        scope.tenant.id,
        new_id(),
        address,
        letter["recipient_person_id"],
        letter["recipient_name"],
        reason,
        letter["id"],
        scope.now,
    )
    await ledger.record(
        scope, "notices.address.doubted", _doubt_record(rows[0]["id"], address), after={"reason": reason}
    )


async def _note(scope: Scope, letter_id: UUID, answer: str) -> None:
    await execute(
        "UPDATE notices_letter SET answer = $3, follow_at = NULL WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        letter_id,
        answer,
    )


async def _key_again(scope: Scope, key: str) -> str:
    """The next key that continues the first letter's, so that whoever withdraws that withdraws this too."""
    first = key.partition("/again-")[0]
    rows = await fetch(
        "SELECT count(*) AS times FROM notices_letter WHERE tenant_id = $1 AND key >= $2 AND key < $3",
        scope.tenant.id,
        f"{first}/again-",
        f"{first}/again.",
    )
    return f"{first}/again-{rows[0]['times'] + 1}"


def _doubt_record(doubt_id: UUID, address: str) -> Record:
    return Record(room="notices", kind="address", id=doubt_id, title=address)
