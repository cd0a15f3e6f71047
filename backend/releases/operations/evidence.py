"""Requests for evidence about what we released: kept as they came, followed by an action, answered by two people.

A request comes through the door, or from the page behind a recipient's link; both end in the same record. The answer
is written by one person and approved by another; then it goes out, and never before.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.actions.rules import UnableToStep
from backend.evidence import operations as evidence
from backend.kit.calendar import in_words
from backend.kit.database import fetch, savepoint
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.releases.queries.evidence import RequestLine, request_of, successor_of
from backend.releases.rules import evidence as rules
from backend.releases.tables.evidence import Answer, AnswerFile, EvidenceRequest
from backend.scope import NotFound, NotPermitted, Scope
from backend.together import operations as together
from backend.together import queries as agreements
from backend.together.rules import Enclosure, EvidenceAnswer, Kind, MessageKind

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
    asked = await _held(scope, request_id)
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


async def write_answer(
    scope: Scope,
    *,
    request_id: UUID,
    words: str,
    files: Sequence[tuple[str, str, bytes]] = (),
    reissued_as: int | None = None,
) -> UUID:
    """Write an answer for somebody else to approve; `files` are names, types and bytes. Returns its id.

    `reissued_as` is the issue of the pack that was released anew in answer. Raises rules.UnableToAnswer, NotFound.
    """
    scope.check_may("reporting.prepare", PREPARES)
    asked = await _held(scope, request_id)
    rules.check_can_write(closed=not asked.is_open, waits=asked.waiting is not None)
    if reissued_as is not None:
        await _check_reissued(scope, asked, reissued_as)
    answer_id: UUID = await Answer.add(
        scope,
        request_id=request_id,
        words=words,
        state="for-approval",
        reissued_as=reissued_as,
        written_at=scope.now,
        written_by=scope.actor.person_id,
        written_by_name=scope.actor.name,
    )
    for position, (name, media_type, data) in enumerate(files, 1):
        file_id = await evidence.keep_file(scope, name=name, media_type=media_type, data=data)
        await AnswerFile.add(scope, answer_id=answer_id, position=position, file_id=file_id)
    await ledger.record(
        scope,
        "releases.answer.written",
        record_of(asked),
        after={"answer_id": answer_id, "files": len(files), "reissued_as": reissued_as},
    )
    approvers = await people.people_of(scope, role=permissions.EXECUTIVE)
    await tell(
        scope,
        "releases.answer-to-approve",
        [each.id for each in approvers if each.id != scope.actor.person_id],
        key=str(answer_id),
        context={"title": asked.release, "by": scope.actor.name, "request_id": request_id},
    )
    return answer_id


async def send_back(scope: Scope, *, request_id: UUID, words: str) -> None:
    """Send the answer that waits back to be written anew, and say why. Raises rules.UnableToAnswer, NotFound."""
    scope.check_may("reporting.approve", APPROVES)
    asked = await _held(scope, request_id)
    if asked.waiting is None:
        raise rules.UnableToAnswer("No answer waits for approval.")
    await Answer.change(scope, state="sent-back", back_words=words).where(Answer.id == asked.waiting.id)
    await ledger.record(
        scope,
        "releases.answer.sent-back",
        record_of(asked),
        after={"answer_id": asked.waiting.id, "words": words},
    )


async def approve_answer(scope: Scope, *, request_id: UUID, proved_by: str) -> None:
    """Approve the answer that waits, by somebody else than wrote it: it goes out at once, and the action is done.

    Raises rules.UnableToAnswer, together's refusals, NotFound.
    """
    scope.check_may("reporting.approve", APPROVES)
    asked = await _held(scope, request_id)
    waiting = asked.waiting
    rules.check_can_approve(
        waits=waiting is not None,
        closed=not asked.is_open,
        writer=waiting.written_by if waiting else None,
        approver=scope.actor.person_id,
    )
    assert waiting is not None, "checked above"
    message_id = None
    if asked.agreement_id is not None and asked.how == "door":
        message_id = await together.post(
            scope,
            agreement_id=await agreement_for(scope, asked),
            kind=MessageKind.EVIDENCE_ANSWER,
            said=EvidenceAnswer(
                answer_id=waiting.id,
                request_id=request_id,
                release_id=asked.release_id,
                words=waiting.words,
                prepared_by=waiting.written_by_name,
                approved_by=scope.actor.name,
                approved_at=scope.now,
                reissued_as=waiting.reissued_as,
                enclosures=tuple(
                    Enclosure(
                        part="attachment",
                        name=each.name,
                        media_type=each.media_type,
                        size=each.size,
                        sha256=each.sha256,
                    )
                    for each in waiting.files
                ),
            ),
            enclosed=[each.file_id for each in waiting.files],
        )
    await Answer.change(
        scope,
        state="sent",
        approved_at=scope.now,
        approved_by_name=scope.actor.name,
        message_id=message_id,
    ).where(Answer.id == waiting.id)
    await ledger.record(
        scope,
        "releases.answer.sent",
        record_of(asked),
        after={
            "answer_id": waiting.id,
            "proved_by": proved_by,
            "files": [each.sha256 for each in waiting.files],
        },
    )
    await _followed(scope, asked.action_id, words=f"Answered: approved by {scope.actor.name}.")


async def link_reissue(scope: Scope, *, request_id: UUID, release_id: UUID) -> None:
    """Note which later release is the pack issued anew in answer to a request. Raises NotFound."""
    asked = await _held(scope, request_id)
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
    asked = await _held(scope, request_id)
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


async def agreement_for(scope: Scope, asked: RequestLine) -> UUID:
    """The agreement under which an answer goes: the release's own, or that with whoever took the regulator's place."""
    assert asked.agreement_id is not None, "what came through the door has one"
    successor = await successor_of(scope, release_id=asked.release_id)
    if successor is None:
        return asked.agreement_id
    for each in await agreements.agreements_of(scope, kind=Kind.OVERSIGHT, in_force=True):
        if each.other_slug == successor.slug:
            return each.id
    raise rules.UnableToAnswer(
        f"{successor.name} took over from {asked.regulator}, and there is no oversight agreement with it yet. "
        "It proposes one; accept it, then send the answer."
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


async def _held(scope: Scope, request_id: UUID) -> RequestLine:
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


async def _followed(scope: Scope, action_id: UUID | None, *, words: str) -> None:
    if action_id is None:
        return
    try:
        async with savepoint():
            await actions.claim_done(scope, action_id=action_id, words=words)
    except (UnableToStep, NotPermitted):
        return  # it was ended before, or is another's to claim: the answer has gone out all the same


async def _check_reissued(scope: Scope, asked: RequestLine, issue: int) -> None:
    rows = await fetch(
        "SELECT 1 FROM releases_release l JOIN releases_release r ON r.tenant_id = $1 AND r.id = $2 "
        "WHERE l.tenant_id = $1 AND l.issue = $3 AND l.issue > r.issue AND l.state = 'live' "
        "AND l.definition_id IS NOT DISTINCT FROM r.definition_id AND l.regulator = r.regulator LIMIT 1",
        scope.tenant.id,
        asked.release_id,
        issue,
    )
    if not rows:
        raise rules.UnableToAnswer(
            f"No later issue {issue} of this pack was released to {asked.regulator}. Release it first.",
            field="reissued_as",
        )
