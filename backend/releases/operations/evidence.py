"""Requests for evidence about what we released: kept as they came, and followed by an action of their owner's.

A request comes through the door, or from the page behind a recipient's link; both end in the same record.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.actions.rules import UnableToStep
from backend.kit.calendar import in_words
from backend.kit.database import fetch, savepoint
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.releases.queries.evidence import RequestLine, request_of
from backend.releases.rules import evidence as rules
from backend.releases.tables.evidence import EvidenceRequest
from backend.scope import NotFound, NotPermitted, Scope

PREPARES = "Your role doesn’t prepare answers to regulators."
APPROVES = "Your role doesn’t approve what goes out."


async def ask_for_evidence(
    scope: Scope,
    *,
    release_id: UUID,
    words: str,
    place: str | None,
    asked_by: str,
    asked_on: date,
    due_on: date,
    request_id: UUID | None = None,
    number: int | None = None,
    follows_id: UUID | None = None,
    through_door: bool = False,
) -> UUID:
    """Keep a request for evidence and enter an action for whoever owns it; returns its id.

    Whoever released the pack owns it first. Used for what comes through the door, and for the recipient's page.
    Raises NotFound.
    """
    rows = await fetch(
        "SELECT title, issue, regulator, released_by_person_id FROM releases_release WHERE tenant_id = $1 AND id = $2 "
        "FOR UPDATE",
        scope.tenant.id,
        release_id,
    )
    if not rows:
        raise NotFound("release")
    release = rows[0]
    owner = release["released_by_person_id"]
    kept_id = request_id or new_id()
    # the number is ours: a successor, or another recipient, counts for itself
    last = await fetch(
        "SELECT coalesce(max(number), 0) AS last FROM releases_request WHERE tenant_id = $1 AND release_id = $2",
        scope.tenant.id,
        release_id,
    )
    ours = number if number is not None and number > last[0]["last"] else last[0]["last"] + 1
    title = f"Request {ours} on {release['title']}, issue {release['issue']}"
    action_id = await _follow(
        scope,
        source_id=kept_id,
        title=title,
        words=f"Give the evidence that {release['regulator']} asks for: request {ours} on “{release['title']}”",
        owner_person_id=owner,
        due_on=due_on,
    )
    await EvidenceRequest.add(
        scope,
        id=kept_id,
        release_id=release_id,
        number=ours,
        place=place,
        words=words,
        asked_by=asked_by,
        asked_on=asked_on,
        due_on=due_on,
        follows_id=follows_id,
        how="door" if through_door else "link",
        arrived_at=scope.now,
        owner_person_id=owner,
        action_id=action_id,
    )
    await ledger.record(
        scope,
        "releases.request.came",
        _record(kept_id, title),
        after={"asked_by": asked_by, "due_on": due_on, "release_id": release_id, "action_id": action_id},
    )
    told = [line.id for line in await people.people_of(scope, role=permissions.OFFICER)]
    await tell(
        scope,
        "releases.evidence-asked",
        [*told, *([owner] if owner else [])],
        key=str(kept_id),
        context={
            "regulator": release["regulator"],
            "title": release["title"],
            "due_on": in_words(due_on),
            "request_id": kept_id,
        },
    )
    return kept_id


async def name_owner(scope: Scope, *, request_id: UUID, owner_person_id: UUID) -> None:
    """Say who sees to the answer: they get the action. Raises rules.UnableToAnswer, NotFound."""
    scope.check_may("reporting.prepare", PREPARES)
    asked = await held(scope, request_id)
    if not asked.is_open:
        raise rules.UnableToAnswer("The request is closed.")
    if owner_person_id not in {each.id for each in await people.people_of(scope)}:
        raise rules.UnableToAnswer("Choose the owner from the list.", field="owner_person_id")
    action_id = asked.action_id
    if action_id is None:
        action_id = await _follow(
            scope,
            source_id=request_id,
            title=f"Request {asked.number} on {asked.release}, issue {asked.issue}",
            words=f"Give the evidence that {asked.regulator} asks for: request {asked.number} on “{asked.release}”",
            owner_person_id=owner_person_id,
            due_on=asked.due_on,
        )
    elif owner_person_id != asked.owner_person_id:
        try:
            async with savepoint():
                await actions.hand_over(scope, action_id=action_id, owner_person_id=owner_person_id)
        except (UnableToStep, NotPermitted):
            pass  # the action was ended, or is an officer's to give: the request's own owner stands all the same
    await EvidenceRequest.change(scope, owner_person_id=owner_person_id, action_id=action_id).where(
        EvidenceRequest.id == request_id
    )
    await ledger.record(
        scope,
        "releases.request.given",
        record_of(asked),
        before={"owner_person_id": asked.owner_person_id},
        after={"owner_person_id": owner_person_id},
    )


async def link_reissue(scope: Scope, *, request_id: UUID, release_id: UUID) -> None:
    """Note which later release is the pack issued anew in answer to a request. Raises NotFound."""
    asked = await held(scope, request_id)
    await EvidenceRequest.change(scope, reissued_release_id=release_id).where(
        EvidenceRequest.id == request_id
    )
    await ledger.record(
        scope, "releases.request.reissued", record_of(asked), after={"release_id": release_id}
    )


async def settle(
    scope: Scope, *, request_id: UUID, satisfied: bool, words: str | None, closed_by: str, closed_on: date
) -> None:
    """Keep what whoever asked said of the answers. Not satisfied, the officers and the owner are told."""
    asked = await held(scope, request_id)
    if not asked.is_open:
        return
    await EvidenceRequest.change(
        scope,
        closed_at=scope.now,
        closed_on=closed_on,
        satisfied=satisfied,
        closed_words=words,
        closed_by=closed_by,
    ).where(EvidenceRequest.id == request_id)
    await ledger.record(
        scope,
        "releases.request.closed",
        record_of(asked),
        after={"satisfied": satisfied, "closed_by": closed_by},
    )
    told = [line.id for line in await people.people_of(scope, role=permissions.OFFICER)]
    await tell(
        scope,
        "releases.evidence-closed",
        [*told, *([asked.owner_person_id] if asked.owner_person_id else [])],
        key=str(request_id),
        context={
            "regulator": asked.regulator,
            "title": asked.release,
            "satisfied": satisfied,
            "request_id": request_id,
        },
    )


async def tell(
    scope: Scope, kind: str, person_ids: Sequence[UUID], *, key: str, context: dict[str, object]
) -> None:
    """Tell these people, each once."""
    found = await people.persons_by_id(scope, set(person_ids))
    await notices.tell_all(
        scope,
        kind=kind,
        tellings=[
            Telling(
                key=f"{kind}/{key}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context=context,
            )
            for line in found.values()
        ],
    )


def record_of(asked: RequestLine) -> Record:
    return _record(asked.id, f"Request {asked.number} on {asked.release}, issue {asked.issue}")


def _record(request_id: UUID, title: str) -> Record:
    return Record(room="releases", kind="request", id=request_id, title=title)


async def held(scope: Scope, request_id: UUID) -> RequestLine:
    await fetch(
        "SELECT 1 FROM releases_request WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        request_id,
    )
    return await request_of(scope, request_id=request_id)


async def _follow(
    scope: Scope, *, source_id: UUID, title: str, words: str, owner_person_id: UUID | None, due_on: date
) -> UUID | None:
    """An action for whoever owns the request, which is chased until it is done; none where there is nobody yet."""
    if owner_person_id is None:
        return None
    return await actions.undertake(
        scope,
        source=Source(kind=SourceKind.REVIEW, title=title, id=source_id, on=scope.today),
        words=words,
        owner_person_id=owner_person_id,
        due_on=due_on,
    )
