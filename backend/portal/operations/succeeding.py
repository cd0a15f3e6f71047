"""A regulator that is replaced hands what it received to its successor: packs, receipts, requests and answers.

Two acts of two bodies: the successor proposes an agreement of oversight under which the body before it hands over, and
an officer of that body hands over. The packs here stay, and nothing is done with them any more. The commissioner is
told who holds what it released.
"""

import json
from typing import Any
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit import queue
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.portal import rules
from backend.portal.operations import arriving, keeping
from backend.portal.queries import packs_of
from backend.portal.tables import Change, Pack, Receipt, Recipient, Request
from backend.reviewing.operations.commissioners import add_commissioner, commissioner_under
from backend.scope import Scope
from backend.together import operations as together
from backend.together import queries as agreements
from backend.together.queries.agreements import AgreementLine
from backend.together.receiving import Arrived
from backend.together.rules import (
    Body,
    BodyReplaced,
    Enclosure,
    EvidenceAnswer,
    EvidenceClosed,
    EvidenceRequest,
    Kind,
    MessageKind,
    PackHandedOver,
    PackReceipt,
    PackRelease,
    RecipientLine,
    ReleaseChanged,
    Side,
    UnableToDeliver,
)

_CHANGED = ("because", "expires_at", "superseded_by_id", "superseded_by_issue", "changed_by", "changed_at")


async def hand_over(scope: Scope, *, agreement_id: UUID, pack_id: UUID) -> UUID:
    """Hand one received pack to the successor, under its agreement with us; returns the id of the message.

    Raises rules.UnableToOpen, together's refusals, NotFound.
    """
    scope.check_may("reviewing.keep", "Your role doesn’t hand records over.")
    successor = next(
        (each for each in await successors(scope) if each.id == agreement_id),
        None,
    )
    if successor is None:
        raise rules.UnableToOpen(
            "Choose the body that takes over. It proposes an oversight agreement to you first, which you accept.",
            field="agreement_id",
        )
    line = next((each for each in await packs_of(scope) if each.id == pack_id), None)
    if line is None or line.standing is rules.Standing.HANDED_ON:
        raise rules.UnableToOpen(
            "That pack was handed on already, or is none of this body’s.", field="pack_id"
        )
    row = (
        await fetch(
            "SELECT * FROM portal_pack WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, pack_id
        )
    )[0]
    said, file_ids = await _told(scope, row, commissioner=await _body_of(scope, row["commissioner_id"]))
    message_id = await together.post(
        scope,
        agreement_id=agreement_id,
        kind=MessageKind.PACK_HANDED_OVER,
        said=said,
        enclosed=file_ids,
    )
    await Pack.change(
        scope,
        handed_on_at=scope.now,
        handed_to_name=successor.other_name,
        handed_message_id=message_id,
    ).where(Pack.id == pack_id)
    await ledger.record(
        scope,
        "portal.pack.handed-on",
        keeping.record_of_line(line),
        after={"to": successor.other_slug, "message_id": message_id, "sha256": line.sha256},
    )
    await _tell_commissioner(scope, line.agreement_id, row["release_id"], successor)
    return message_id


async def successors(scope: Scope) -> tuple[AgreementLine, ...]:
    """The agreements under which another body takes over from us: of oversight, in force, and proposed by it."""
    found = await agreements.agreements_of(scope, kind=Kind.OVERSIGHT, in_force=True)
    return tuple(each for each in found if each.standing.side is Side.INVITED)


async def take_handed_over(scope: Scope, arrived: Arrived) -> None:
    """A pack that the body before this one received, with its history. Raises UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, PackHandedOver), "the door hands a kind to its own handler"
    if said.enclosures[:1] == () or said.enclosures[0].sha256 != said.release.sha256:
        raise UnableToDeliver("The pack that was handed over is not the one that was released.")
    commissioner_id = await _commissioner(scope, said.commissioner)
    pack_id = await arriving.keep(
        scope,
        commissioner_id=commissioner_id,
        said=said.release,
        file_id=arrived.file_ids[0],
        message_id=arrived.id,
        message_sha256=said.message_sha256,
        commissioner=said.commissioner.name,
        came_from=arrived.agreement.other_name,
    )
    for each in said.release.recipients:
        # whoever they were there, an officer here says who takes their place
        await Recipient.add(scope, pack_id=pack_id, name=each.name, address=each.address.casefold())
    await _keep_history(scope, pack_id, said, arrived)
    await queue.defer(arriving.CHECK, tenant_id=scope.tenant.id, lock=f"portal/{pack_id}", pack_id=pack_id)


async def _keep_history(scope: Scope, pack_id: UUID, said: PackHandedOver, arrived: Arrived) -> None:
    for change in said.changes:
        await Change.add(
            scope,
            pack_id=pack_id,
            what=change.change.value,
            because=change.because,
            expires_at=change.expires_at,
            superseded_by_id=change.superseded_by_id,
            superseded_by_issue=change.superseded_by_issue,
            changed_by=change.changed_by,
            changed_at=change.changed_at,
            message_sha256=arrived.sha256,
            received_at=scope.now,
        )
    revoked = next((each for each in said.changes if each.change.value == "revoked"), None)
    later = next((each for each in said.changes if each.change.value == "superseded"), None)
    if revoked or later:
        await Pack.change(
            scope,
            revoked_at=revoked.changed_at if revoked else None,
            revoked_because=(revoked.because or "No reason was given.") if revoked else None,
            superseded_at=later.changed_at if later else None,
            superseded_by_issue=later.superseded_by_issue if later else None,
        ).where(Pack.id == pack_id)
    for receipt in said.receipts:
        await Receipt.add(
            scope,
            pack_id=pack_id,
            received_by=f"{receipt.received_by}, {arrived.agreement.other_name}",
            address=receipt.address,
            sha256=receipt.sha256,
            verified=receipt.verified,
            given_at=receipt.given_at,
        )
    closed = {each.request_id: each for each in said.closed}
    for asked in said.requests:
        end = closed.get(asked.request_id)
        await Request.add(
            scope,
            id=asked.request_id,
            pack_id=pack_id,
            number=asked.number,
            place=asked.place,
            words=asked.words,
            due_on=asked.due_on,
            asked_on=asked.asked_on,
            asked_at=scope.now,
            asked_by_name=f"{asked.asked_by}, {arrived.agreement.other_name}",
            follows_id=asked.follows_id,
            closed_at=scope.now if end else None,
            closed_on=end.closed_on if end else None,
            satisfied=end.satisfied if end else None,
            closed_words=end.words if end else None,
            closed_by_name=end.closed_by if end else None,
        )
    at = 1
    for answer in said.answers:
        count = len(answer.enclosures)
        await arriving.keep_answer(
            scope,
            answer,
            request_id=answer.request_id,
            file_ids=arrived.file_ids[at : at + count],
            message_id=arrived.id,
            sha256=arrived.sha256,
        )
        at += count


async def _told(scope: Scope, row: Any, *, commissioner: Body) -> tuple[PackHandedOver, list[UUID]]:
    """All of one received pack as it passes, and our files in the order in which it announces them."""

    async def of(table: str, by: str) -> Any:
        return await fetch(
            f"SELECT * FROM {table} WHERE tenant_id = $1 AND pack_id = $2 ORDER BY {by}, id",  # noqa: S608 - our own words
            scope.tenant.id,
            row["id"],
        )

    asked = await of("portal_request", "number")
    answers = await fetch(
        "SELECT * FROM portal_answer WHERE tenant_id = $1 AND request_id = ANY ($2) ORDER BY received_at, id",
        scope.tenant.id,
        [each["id"] for each in asked],
    )
    kept = await evidence.file_of(scope, file_id=row["file_id"])
    file_ids = [row["file_id"]]
    enclosures = [
        Enclosure(
            part="document", name=kept.name, media_type=kept.media_type, size=kept.size, sha256=kept.sha256
        )
    ]
    told: list[EvidenceAnswer] = []
    for each in answers:
        files = each["files"] if not isinstance(each["files"], str) else json.loads(each["files"])
        own = tuple(
            Enclosure(**{name: file[name] for name in ("part", "name", "media_type", "size", "sha256")})
            for file in files
        )
        file_ids += [UUID(file["file_id"]) for file in files]
        enclosures += own
        told.append(
            EvidenceAnswer(
                answer_id=each["answer_id"],
                request_id=each["request_id"],
                release_id=row["release_id"],
                words=each["words"],
                prepared_by=each["prepared_by"],
                approved_by=each["approved_by"],
                approved_at=each["approved_at"],
                reissued_as=each["reissued_as"],
                enclosures=own,
            )
        )
    said = PackHandedOver(
        release=await _release(scope, row),
        commissioner=commissioner,
        message_sha256=row["message_sha256"],
        received_at=row["received_at"],
        changes=tuple(
            ReleaseChanged(
                release_id=row["release_id"],
                change=each["what"],
                **{name: each[name] for name in _CHANGED},
            )
            for each in await of("portal_change", "changed_at")
        ),
        receipts=tuple(
            PackReceipt(
                receipt_id=each["id"],
                release_id=row["release_id"],
                sha256=each["sha256"],
                received_by=each["received_by"],
                address=each["address"],
                verified=each["verified"],
                given_at=each["given_at"],
            )
            for each in await of("portal_receipt", "given_at")
        ),
        requests=tuple(
            EvidenceRequest(
                request_id=each["id"],
                release_id=row["release_id"],
                number=each["number"],
                place=each["place"],
                words=each["words"],
                asked_by=each["asked_by_name"],
                asked_on=each["asked_on"],
                due_on=each["due_on"],
                follows_id=each["follows_id"],
            )
            for each in asked
        ),
        answers=tuple(told),
        closed=tuple(
            EvidenceClosed(
                request_id=each["id"],
                release_id=row["release_id"],
                satisfied=each["satisfied"],
                words=each["closed_words"],
                closed_by=each["closed_by_name"],
                closed_on=each["closed_on"],
            )
            for each in asked
            if each["closed_at"] is not None
        ),
        handed_by=scope.actor.name,
        handed_at=scope.now,
        enclosures=tuple(enclosures),
    )
    return said, file_ids


async def _release(scope: Scope, row: Any) -> PackRelease:
    """The release as it stands now: what it said, with the end that it has today."""
    recipients = await fetch(
        "SELECT name, address FROM portal_recipient WHERE tenant_id = $1 AND pack_id = $2 ORDER BY name, id",
        scope.tenant.id,
        row["id"],
    )
    kept = await evidence.file_of(scope, file_id=row["file_id"])
    values = {
        name: row[name] for name in PackRelease.model_fields if name not in ("recipients", "media_type")
    }
    return PackRelease(
        **values,
        media_type=kept.media_type,
        recipients=tuple(RecipientLine(name=each["name"], address=each["address"]) for each in recipients),
    )


async def _body_of(scope: Scope, commissioner_id: UUID) -> Body:
    rows = await fetch(
        "SELECT c.name, a.other_slug FROM reviewing_commissioner c "
        "LEFT JOIN together_agreement a ON a.tenant_id = $1 AND a.id = c.agreement_id "
        "WHERE c.tenant_id = $1 AND c.id = $2",
        scope.tenant.id,
        commissioner_id,
    )
    return Body(slug=rows[0]["other_slug"] or "none", name=rows[0]["name"])


async def _commissioner(scope: Scope, body: Body) -> UUID:
    """Our own entry of a commissioner: by our agreement with it, else by its name, else a new one."""
    for each in await agreements.agreements_of(scope, kind=Kind.OVERSIGHT):
        if each.other_slug == body.slug:
            return await commissioner_under(scope, each)
    rows = await fetch(
        "SELECT id FROM reviewing_commissioner WHERE tenant_id = $1 AND lower(name) = lower($2) "
        "ORDER BY from_on DESC LIMIT 1",
        scope.tenant.id,
        body.name,
    )
    if rows:
        found: UUID = rows[0]["id"]
        return found
    return await add_commissioner(scope, name=body.name, from_on=scope.today)


async def _tell_commissioner(
    scope: Scope, agreement_id: UUID | None, release_id: UUID, successor: AgreementLine
) -> None:
    """The commissioner is told who holds its pack now, where our agreement with it still lasts."""
    lasting = {each.id for each in await agreements.agreements_of(scope, kind=Kind.OVERSIGHT, in_force=True)}
    if agreement_id not in lasting:
        return
    await together.post(
        scope,
        agreement_id=agreement_id,
        kind=MessageKind.BODY_REPLACED,
        said=BodyReplaced(
            release_id=release_id,
            successor=Body(slug=successor.other_slug, name=successor.other_name),
            from_on=scope.today,
            said_by=scope.actor.name,
        ),
    )
