"""What arrives here from a regulator's own place: receipts, requests for evidence, and who took its place."""

from collections.abc import Mapping
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.releases.operations import evidence, receipts
from backend.releases.queries.evidence import requests_of
from backend.releases.tables.evidence import Successor
from backend.scope import Scope
from backend.together.receiving import Arrived, Handler
from backend.together.rules import (
    BodyReplaced,
    EvidenceClosed,
    EvidenceRequest,
    MessageKind,
    PackReceipt,
    UnableToDeliver,
)


async def take_receipt(scope: Scope, arrived: Arrived) -> None:
    """A named person's receipt for what was released under the same agreement. Raises UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, PackReceipt)
    await receipts.keep_receipt(
        scope,
        release_id=said.release_id,
        agreement_id=await _agreement(scope, arrived, said.release_id),
        receipt_id=said.receipt_id,
        received_by=said.received_by,
        address=said.address,
        given_at=said.given_at,
        sha256=said.sha256,
        verified=said.verified,
    )


async def take_request(scope: Scope, arrived: Arrived) -> None:
    """A request for evidence about what was released under the same agreement. Raises UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, EvidenceRequest)
    await _agreement(scope, arrived, said.release_id)
    known = {each.id for each in await requests_of(scope, release_id=said.release_id)}
    if said.request_id in known:
        raise UnableToDeliver("That request came before. Ask a new one instead.")
    await evidence.ask_for_evidence(
        scope,
        release_id=said.release_id,
        words=said.words,
        place=said.place,
        asked_by=f"{said.asked_by}, {arrived.agreement.other_name}",
        asked_on=said.asked_on,
        due_on=said.due_on,
        request_id=said.request_id,
        number=said.number,
        follows_id=said.follows_id if said.follows_id in known else None,
        through_door=True,
    )


async def take_closed(scope: Scope, arrived: Arrived) -> None:
    """That a request of the same regulator is closed. Raises UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, EvidenceClosed)
    await _agreement(scope, arrived, said.release_id)
    if said.request_id not in {each.id for each in await requests_of(scope, release_id=said.release_id)}:
        raise UnableToDeliver(f"{scope.tenant.name} holds no such request.")
    await evidence.settle(
        scope,
        request_id=said.request_id,
        satisfied=said.satisfied,
        words=said.words,
        closed_by=f"{said.closed_by}, {arrived.agreement.other_name}",
        closed_on=said.closed_on,
    )


async def take_replaced(scope: Scope, arrived: Arrived) -> None:
    """Who holds now what was released to the sender, as it says itself. Raises UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, BodyReplaced)
    await _agreement(scope, arrived, said.release_id)
    await Successor.add(
        scope,
        release_id=said.release_id,
        slug=said.successor.slug,
        name=said.successor.name,
        from_on=said.from_on,
        said_by=f"{said.said_by}, {arrived.agreement.other_name}",
        arrived_at=scope.now,
    )
    rows = await fetch(
        "SELECT title FROM releases_release WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        said.release_id,
    )
    await ledger.record(
        scope,
        "releases.release.passed-to-successor",
        Record(room="releases", kind="release", id=said.release_id, title=rows[0]["title"]),
        after={"successor": said.successor.slug, "from_on": said.from_on},
    )


async def _agreement(scope: Scope, arrived: Arrived, release_id: UUID) -> UUID:
    """The agreement of a release that was made to the sender, or to the body whose place it took, as that body said.

    Raises UnableToDeliver for a release that is none of the sender's.
    """
    rows = await fetch(
        "SELECT r.agreement_id FROM releases_release r WHERE r.tenant_id = $1 AND r.id = $2 "
        "AND r.agreement_id IS NOT NULL AND (r.agreement_id = $3 OR $4 = (SELECT s.slug FROM releases_successor s "
        "WHERE s.tenant_id = $1 AND s.release_id = r.id ORDER BY s.arrived_at DESC, s.id DESC LIMIT 1))",
        scope.tenant.id,
        release_id,
        arrived.agreement.id,
        arrived.agreement.other_slug,
    )
    if not rows:
        raise UnableToDeliver(f"{scope.tenant.name} released nothing of that kind under this agreement.")
    found: UUID = rows[0]["agreement_id"]
    return found


HANDLERS: Mapping[MessageKind, Handler] = {
    MessageKind.PACK_RECEIPT: take_receipt,
    MessageKind.EVIDENCE_REQUEST: take_request,
    MessageKind.EVIDENCE_CLOSED: take_closed,
    MessageKind.BODY_REPLACED: take_replaced,
}
