"""Taking in what a commissioner releases: the pack as it came, what became of its release, and answers.

What came is kept as it came. A change of the release counts from the moment in which it arrives here: from then every
request for the file is refused. Nothing that was received is taken back.
"""

import json
from typing import Any
from uuid import UUID

from backend.kit import queue
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.people import permissions
from backend.people import queries as people
from backend.portal.operations import keeping
from backend.portal.tables import Answer, Change, Pack, Recipient
from backend.reviewing.operations.commissioners import commissioner_under
from backend.reviewing.queries.team import team_of
from backend.scope import Scope
from backend.together.receiving import Arrived
from backend.together.rules import (
    EvidenceAnswer,
    PackRelease,
    ReleaseChange,
    ReleaseChanged,
    UnableToDeliver,
)

CHECK = "portal.check"


async def take_release(scope: Scope, arrived: Arrived) -> None:
    """One issue of a pack from the other body of an oversight agreement. Raises together's UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, PackRelease), "the door hands a kind to its own handler"
    commissioner_id = await commissioner_under(scope, arrived.agreement)
    pack_id = await keep(
        scope,
        commissioner_id=commissioner_id,
        said=said,
        file_id=arrived.file_ids[0],
        message_id=arrived.id,
        message_sha256=arrived.sha256,
        commissioner=arrived.agreement.other_name,
    )
    await _name_people(scope, pack_id, said)
    if said.supersedes_id is not None:
        await _superseded(
            scope, commissioner_id=commissioner_id, release_id=said.supersedes_id, by=said.issue
        )
    await queue.defer(CHECK, tenant_id=scope.tenant.id, lock=f"portal/{pack_id}", pack_id=pack_id)
    await _tell_of_pack(scope, pack_id, commissioner_id, arrived, said)


async def keep(
    scope: Scope,
    *,
    commissioner_id: UUID,
    said: PackRelease,
    file_id: UUID,
    message_id: UUID,
    message_sha256: str,
    commissioner: str,
    came_from: str | None = None,
) -> UUID:
    """The row of a received pack. Raises UnableToDeliver where that release is here already."""
    known = await fetch(
        "SELECT 1 FROM portal_pack WHERE tenant_id = $1 AND commissioner_id = $2 AND release_id = $3",
        scope.tenant.id,
        commissioner_id,
        said.release_id,
    )
    if known:
        raise UnableToDeliver(f"{scope.tenant.name} holds that release of “{said.title}” already.")
    pack_id: UUID = await Pack.add(
        scope,
        id=new_id(),
        commissioner_id=commissioner_id,
        release_id=said.release_id,
        message_id=message_id,
        message_sha256=message_sha256,
        came="handed-over" if came_from else "release",
        came_from=came_from,
        pack_id=said.pack_id,
        definition=said.definition,
        definition_title=said.definition_title,
        period=said.period,
        period_from=said.period_from,
        period_until=said.period_until,
        issue=said.issue,
        title=said.title,
        as_at=said.as_at,
        sealed_at=said.sealed_at,
        key_name=said.key_name,
        fingerprint=said.fingerprint,
        file_id=file_id,
        name=said.name,
        size=said.size,
        sha256=said.sha256,
        released_by=said.released_by,
        released_at=said.released_at,
        words=said.words,
        downloads=said.downloads,
        supersedes_id=said.supersedes_id,
        answers_request_id=said.answers_request_id,
        received_at=scope.now,
        expires_at=said.expires_at,
    )
    await ledger.record(
        scope,
        "portal.pack.received",
        keeping.record_of(
            pack_id, title=said.title, issue=said.issue, commissioner=commissioner, sha256=said.sha256
        ),
        after={
            "release_id": said.release_id,
            "sha256": said.sha256,
            "size": said.size,
            "message_sha256": message_sha256,
            "came_from": came_from,
        },
    )
    return pack_id


async def take_change(scope: Scope, arrived: Arrived) -> None:
    """What became of a release that came under the same agreement. Raises UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, ReleaseChanged), "the door hands a kind to its own handler"
    row = await _released(scope, arrived, said.release_id)
    if said.change is ReleaseChange.EXTENDED and said.expires_at is None:
        raise UnableToDeliver("A release that is extended has another end, and the message names none.")
    if row["handed_on_at"] is not None:
        raise UnableToDeliver(
            f"{scope.tenant.name} handed the pack on to {row['handed_to_name']}. Tell that body."
        )
    await Change.add(
        scope,
        pack_id=row["id"],
        what=said.change.value,
        because=said.because,
        expires_at=said.expires_at,
        superseded_by_id=said.superseded_by_id,
        superseded_by_issue=said.superseded_by_issue,
        changed_by=said.changed_by,
        changed_at=said.changed_at,
        message_sha256=arrived.sha256,
        received_at=scope.now,
    )
    match said.change:
        case ReleaseChange.REVOKED:
            await Pack.change(
                scope, revoked_at=scope.now, revoked_because=said.because or "No reason was given."
            ).where(Pack.id == row["id"])
        case ReleaseChange.EXTENDED:
            await Pack.change(scope, expires_at=said.expires_at).where(Pack.id == row["id"])
        case ReleaseChange.SUPERSEDED:
            await Pack.change(
                scope,
                superseded_at=row["superseded_at"] or scope.now,
                superseded_by_issue=said.superseded_by_issue,
            ).where(Pack.id == row["id"])
    await ledger.record(
        scope,
        f"portal.pack.{said.change.value}",
        keeping.record_of(
            row["id"],
            title=row["title"],
            issue=row["issue"],
            commissioner=arrived.agreement.other_name,
            sha256=row["sha256"],
        ),
        after={
            "because": said.because,
            "expires_at": said.expires_at,
            "superseded_by_issue": said.superseded_by_issue,
            "message_sha256": arrived.sha256,
        },
    )


async def take_answer(scope: Scope, arrived: Arrived) -> None:
    """An answer to a request that was put to that body. Raises UnableToDeliver."""
    said = arrived.said
    assert isinstance(said, EvidenceAnswer), "the door hands a kind to its own handler"
    row = await _released(scope, arrived, said.release_id)
    asked = await fetch(
        "SELECT * FROM portal_request WHERE tenant_id = $1 AND id = $2 AND pack_id = $3",
        scope.tenant.id,
        said.request_id,
        row["id"],
    )
    if not asked:
        raise UnableToDeliver(f"{scope.tenant.name} asked nothing of the kind of the sender.")
    if asked[0]["closed_at"] is not None:
        raise UnableToDeliver("The request was closed, so no answer to it is taken.")
    await keep_answer(
        scope,
        said,
        request_id=asked[0]["id"],
        file_ids=arrived.file_ids,
        message_id=arrived.id,
        sha256=arrived.sha256,
    )
    await ledger.record(
        scope,
        "portal.answer.received",
        keeping.record_of(
            row["id"], title=row["title"], issue=row["issue"], commissioner=arrived.agreement.other_name
        ),
        after={"request_id": said.request_id, "number": asked[0]["number"], "sha256": arrived.sha256},
    )
    await keeping.tell(
        scope,
        kind="portal.answer-received",
        key=f"portal.answer/{arrived.id}",
        person_ids=await keeping.recipients(scope, row["id"]),
        context={
            "number": asked[0]["number"],
            "title": row["title"],
            "commissioner": arrived.agreement.other_name,
            "pack_id": row["id"],
        },
    )


async def keep_answer(
    scope: Scope,
    said: EvidenceAnswer,
    *,
    request_id: UUID,
    file_ids: tuple[UUID, ...],
    message_id: UUID | None,
    sha256: str,
) -> None:
    """The row of an answer, with its files as they are here."""
    files = [
        {**each.model_dump(mode="json"), "file_id": str(file_id)}
        for each, file_id in zip(said.enclosures, file_ids, strict=True)
    ]
    await Answer.add(
        scope,
        request_id=request_id,
        answer_id=said.answer_id,
        message_id=message_id,
        words=said.words,
        prepared_by=said.prepared_by,
        approved_by=said.approved_by,
        approved_at=said.approved_at,
        reissued_as=said.reissued_as,
        files=json.dumps(files),
        sha256=sha256,
        received_at=scope.now,
    )


async def _name_people(scope: Scope, pack_id: UUID, said: PackRelease) -> None:
    """Its recipients, each as the person of ours who has that mail address, where there is exactly one."""
    ours: dict[str, list[UUID]] = {}
    for line in await people.people_of(scope):
        if line.email:
            ours.setdefault(line.email.casefold(), []).append(line.id)
    for address, name in {each.address.casefold(): each.name for each in said.recipients}.items():
        found = ours.get(address, [])
        await Recipient.add(
            scope,
            pack_id=pack_id,
            name=name,
            address=address,
            person_id=found[0] if len(found) == 1 else None,
        )


async def _superseded(scope: Scope, *, commissioner_id: UUID, release_id: UUID, by: int) -> None:
    await Pack.change(scope, superseded_at=scope.now, superseded_by_issue=by).where(
        Pack.commissioner_id == commissioner_id,
        Pack.release_id == release_id,
        Pack.superseded_at.is_null(),
        Pack.handed_on_at.is_null(),
    )


async def _released(scope: Scope, arrived: Arrived, release_id: UUID) -> Any:
    """The pack of a release that came from the other body of this agreement, held. Raises UnableToDeliver."""
    # what was handed over to us came before there was an agreement: it is bound to the commissioner now
    commissioner_id = await commissioner_under(scope, arrived.agreement)
    rows = await fetch(
        "SELECT * FROM portal_pack WHERE tenant_id = $1 AND release_id = $2 AND commissioner_id = $3 FOR UPDATE",
        scope.tenant.id,
        release_id,
        commissioner_id,
    )
    if not rows:
        raise UnableToDeliver(f"{scope.tenant.name} holds no such release from the sender.")
    return rows[0]


async def _tell_of_pack(
    scope: Scope, pack_id: UUID, commissioner_id: UUID, arrived: Arrived, said: PackRelease
) -> None:
    """Those who are named and may look; where nobody of them is here, the officers, who say who they are."""
    barred = (await team_of(scope)).aside_from(commissioner_id)
    whom = [each for each in await keeping.recipients(scope, pack_id) if each not in barred]
    if not whom:
        whom = [line.id for line in await people.people_of(scope, role=permissions.OFFICER)]
    await keeping.tell(
        scope,
        kind="portal.pack-received",
        key=f"portal.received/{arrived.id}",
        person_ids=whom,
        context={
            "title": said.title,
            "issue": said.issue,
            "commissioner": arrived.agreement.other_name,
            "pack_id": pack_id,
        },
    )
