"""Answers to requests for evidence: written by one person, approved by another, and then sent, never before."""

from collections.abc import Sequence
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.rules import UnableToStep
from backend.evidence import operations as evidence
from backend.kit.database import fetch, savepoint
from backend.ledger import operations as ledger
from backend.people import permissions
from backend.people import queries as people
from backend.releases.operations.evidence import PREPARES, held, record_of, tell
from backend.releases.queries.evidence import RequestLine, successor_of
from backend.releases.rules import evidence as rules
from backend.releases.tables.evidence import Answer, AnswerFile
from backend.scope import NotPermitted, Scope
from backend.together import operations as together
from backend.together import queries as agreements
from backend.together.rules import Enclosure, EvidenceAnswer, Kind, MessageKind

APPROVES = "Your role doesn’t approve what goes out."


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
    asked = await held(scope, request_id)
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
    asked = await held(scope, request_id)
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
    asked = await held(scope, request_id)
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
