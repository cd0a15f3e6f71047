"""Writing a message: its words, its seal, and one chore that carries it over. Nothing here touches another tenant."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from backend.kit import queue
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope
from backend.together import rules
from backend.together.queries.agreements import AgreementLine, line_of
from backend.together.tables import Enclosed, Message

DELIVER = "together.deliver"


async def hold_agreement(scope: Scope, agreement_id: UUID) -> AgreementLine:
    """The agreement, held against change until the transaction ends. Raises NotFound."""
    rows = await fetch(
        "SELECT a.*, c.name AS committee, 0 AS waiting FROM together_agreement a "
        "LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id "
        "WHERE a.tenant_id = $1 AND a.id = $2 FOR UPDATE OF a",
        scope.tenant.id,
        agreement_id,
    )
    if not rows:
        raise NotFound("agreement")
    return line_of(scope, rows[0])


async def send(
    scope: Scope,
    agreement: AgreementLine,
    kind: rules.MessageKind,
    said: rules.Declared,
    *,
    about_id: UUID | None = None,
    file_id: UUID | None = None,
    enclosed: Sequence[UUID] = (),
) -> UUID:
    """Keep a message for the other body of the agreement, sealed, and let the worker carry it; returns its id.

    `enclosed` are the files that go along with a submission, an answer or a released pack, in the order in which it
    announces them. Raises rules.UnableToShare where the agreement is not in force here, unless the message makes,
    answers or ends it; rules.UnableToDeliver for what the other side alone may send, and for files that are too large.
    """
    if kind not in rules.ANSWERS:
        rules.check_can_send(agreement.standing, on=scope.today)
    rules.check_way(kind, sender=agreement.standing.side)
    rules.check_size(said)
    if len(rules.files_of(said)) != len(enclosed) + (file_id is not None):
        raise ValueError("every file that is announced goes along, and no other")
    envelope = rules.Envelope.written(
        said,
        id=new_id(),
        agreement_id=agreement.id,
        kind=kind,
        sender=scope.tenant.slug,
        to=agreement.other_slug,
        sent_at=scope.now,
        sent_by=scope.actor.name,
    )
    await Message.add(
        scope,
        id=envelope.id,
        agreement_id=agreement.id,
        kind=kind.value,
        to_tenant_id=agreement.other_tenant_id,
        to_slug=agreement.other_slug,
        to_name=agreement.other_name,
        body=envelope.body,
        sha256=envelope.sha256,
        about_id=about_id,
        file_id=file_id,
        sent_at=scope.now,
        sent_by_name=scope.actor.name,
        state="waiting",
    )
    await enclose(scope, message_id=envelope.id, way="sent", file_ids=enclosed)
    await ledger.record(
        scope,
        "together.message.sent",
        message_record(envelope.id, kind, agreement, sha256=envelope.sha256),
        after={"to": agreement.other_slug, "agreement_id": agreement.id, "sha256": envelope.sha256},
    )
    await _carry(scope, agreement_id=agreement.id, message_id=envelope.id)
    return envelope.id


async def enclose(
    scope: Scope, *, message_id: UUID, way: Literal["sent", "received"], file_ids: Sequence[UUID]
) -> None:
    """Note which of our files go along with a message, or came with it, in their order."""
    for position, file_id in enumerate(file_ids, 1):
        await Enclosed.add(scope, message_id=message_id, way=way, position=position, file_id=file_id)


async def files_of(scope: Scope, row: Any) -> tuple[UUID, ...]:
    """The files that go along with a kept message, in the order in which it announces them."""
    if row["file_id"] is not None:
        return (row["file_id"],)
    rows = (
        await Enclosed.within(scope, Enclosed.file_id)
        .where(Enclosed.message_id == row["id"])
        .order_by(Enclosed.position)
    )
    return tuple(each["file_id"] for each in rows)


async def carry_again(scope: Scope, *, message_id: UUID) -> None:
    """Ask the worker once more to carry a message that still waits, or a refused answer: both bodies must know it.

    What was shared and refused is shared anew instead, as it is then. Raises rules.UnableToShare, NotFound.
    """
    rows = await Message.within(scope, Message.state, Message.kind, Message.agreement_id).where(
        Message.id == message_id
    )
    if not rows:
        raise NotFound("message")
    if not rules.can_carry_again(rules.MessageKind(rows[0]["kind"]), rows[0]["state"]):
        raise rules.UnableToShare("The message does not wait any more.")
    await Message.change(scope, state="waiting", settled_at=None, refused_because=None).where(
        Message.id == message_id
    )
    await _carry(scope, agreement_id=rows[0]["agreement_id"], message_id=message_id)


async def _carry(scope: Scope, *, agreement_id: UUID, message_id: UUID) -> None:
    # what follows another message, such as an agenda an acceptance, must not overtake it
    await queue.defer(
        DELIVER, tenant_id=scope.tenant.id, lock=f"together/{agreement_id}", message_id=message_id
    )


def envelope_of(scope: Scope, row: Any) -> rules.Envelope:
    """The envelope of a kept message, as its row says it now."""
    return rules.Envelope(
        id=row["id"],
        agreement_id=row["agreement_id"],
        kind=rules.MessageKind(row["kind"]),
        sender=scope.tenant.slug,
        to=row["to_slug"],
        sent_at=row["sent_at"],
        sent_by=row["sent_by_name"],
        body=row["body"],
    )


def message_record(
    message_id: UUID, kind: rules.MessageKind, agreement: AgreementLine, *, sha256: str | None = None
) -> Record:
    """How the ledger points at a message."""
    title = f"{rules.WORDS[kind]}: {agreement.name}"
    return Record(room="together", kind="message", id=message_id, title=title, hash=sha256)


def agreement_record(agreement: AgreementLine) -> Record:
    return Record(
        room="together", kind="agreement", id=agreement.id, title=agreement.name, hash=agreement.sha256
    )
