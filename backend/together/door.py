"""The one door between two bodies: a message that one sent is written where the other receives.

Three transactions, one after another, and never one that sees both: the sender's, which reads the message and says
what it is; the receiver's, which takes it or refuses it by its own agreement; and the sender's again, for what became
of it. Row-level security holds in each. What passes is what the fields of `rules.messages` declare, and for a pack its
bytes. A message that is carried twice arrives once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import Refusal, Scope
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions
from backend.together import rules
from backend.together.operations import arriving, posting
from backend.together.operations.agreements import AT_WORK
from backend.together.queries.agreements import line_of
from backend.together.tables import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carried:
    """A message on its way: its envelope, its seal, what it says, and the receiver's scope."""

    envelope: rules.Envelope
    sha256: str
    said: rules.Declared
    files: tuple[bytes, ...]
    receiver: Scope


async def deliver(scope: Scope, *, message_id: UUID, at: datetime | None = None) -> None:
    """Carry one message over. Outside a transaction; run twice, the second does nothing.

    `at` is the receiver's moment where it is another than now at its own clock, as for a demonstration that is being
    made. A message that is not the sender's own, or was settled before, is left alone. What the other side refuses is
    written on the message with its sentence, and is no failure of the job.
    """
    try:
        carried = await _taken_up(scope, message_id, at)
        if carried is None:
            return
        async with transactions.scope_tx(carried.receiver):
            await arriving.take(
                carried.receiver,
                carried.envelope,
                carried.said,
                sha256=carried.sha256,
                from_tenant_id=scope.tenant.id,
                files=carried.files,
            )
    except Refusal as refusal:
        if refusal.status >= 500:
            raise  # the storage was away: the job is tried again
        await _settle(scope, message_id, refused_because=refusal.sentence)
        return
    await _settle(scope, message_id, refused_because=None)


async def deliver_waiting(scope: Scope, *, at: datetime | None = None) -> int:
    """Carry over everything of this tenant that waits, in the order in which it was sent; returns how many."""
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT id FROM together_message WHERE tenant_id = $1 AND state = 'waiting' ORDER BY sent_at, id",
            scope.tenant.id,
        )
    for row in rows:  # one after another: an agenda must not overtake the acceptance before it
        await deliver(scope, message_id=row["id"], at=at)
    return len(rows)


async def _taken_up(scope: Scope, message_id: UUID, at: datetime | None) -> _Carried | None:
    """The message as its sender keeps it, checked by the sender's own agreement. Raises rules' refusals."""
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT * FROM together_message WHERE tenant_id = $1 AND id = $2 AND state = 'waiting'",
            scope.tenant.id,
            message_id,
        )
        if not rows:
            return None
        row = rows[0]
        envelope = posting.envelope_of(scope, row)
        said = rules.read(envelope, sha256=row["sha256"])
        await _check_sender(scope, row, envelope.kind)
        receiver = await _receiver(scope, row, at)
        files = [
            await evidence.bytes_of(scope, file_id=file_id) for file_id in await posting.files_of(scope, row)
        ]
    return _Carried(
        envelope=envelope,
        sha256=row["sha256"],
        said=said,
        files=tuple(files),
        receiver=receiver,
    )


async def _check_sender(scope: Scope, row: Any, kind: rules.MessageKind) -> None:
    """The sender holds the agreement, it is with that body, and it is in force unless the message makes or ends it."""
    held = await fetch(
        "SELECT a.*, NULL AS committee, 0 AS waiting FROM together_agreement a WHERE a.tenant_id = $1 AND a.id = $2",
        scope.tenant.id,
        row["agreement_id"],
    )
    agreement = line_of(scope, held[0])
    if (agreement.other_tenant_id, agreement.other_slug) != (row["to_tenant_id"], row["to_slug"]):
        raise rules.UnableToDeliver("The message is for another body than its agreement is with.")
    if kind not in rules.ANSWERS:
        rules.check_can_send(agreement.standing, on=scope.today)
    rules.check_way(kind, sender=agreement.standing.side)


async def _receiver(scope: Scope, row: Any, at: datetime | None) -> Scope:
    """The scope of the receiving tenant, with a chore as its actor and its own clock. Raises rules.UnableToDeliver."""
    found = await tenancy.tenant_by_slug(row["to_slug"])
    own = await tenancy.tenant_by_id(scope.tenant.id)
    if (
        found is None
        or found.tenant.id != row["to_tenant_id"]
        or found.state not in AT_WORK
        or found.tenant.demonstration != scope.tenant.demonstration
    ):
        raise rules.UnableToDeliver(f"{row['to_name']} is not at work here any more.")
    apart = found.clock_offset - (own.clock_offset if own else timedelta(0))
    there = replace(
        scope,
        tenant=found.tenant,
        now=at or scope.now + apart,
        request_id=f"message-{row['id']}",
        permissions=frozenset(),
    )
    return there.as_chore(posting.DELIVER)


async def _settle(scope: Scope, message_id: UUID, *, refused_because: str | None) -> None:
    """Write on the sender's message what became of it, once."""
    async with transactions.scope_tx(scope):
        state = "refused" if refused_because else "delivered"
        rows = await (
            Message.change(scope, state=state, settled_at=scope.now, refused_because=refused_because)
            .where(Message.id == message_id, Message.state == "waiting")
            .returning(Message.kind, Message.agreement_id, Message.sha256)
        )
        if rows:
            agreement = await posting.hold_agreement(scope, rows[0]["agreement_id"])
            kind = rules.MessageKind(rows[0]["kind"])
            await ledger.record(
                scope,
                f"together.message.{state}",
                posting.message_record(message_id, kind, agreement, sha256=rows[0]["sha256"]),
                after={"because": refused_because} if refused_because else None,
            )
