"""Approving an issue and sending it: through the portal, or recorded as sent to a body outside it.

What is approved is kept word for word; the worker makes its document and its data; then, and no sooner, a person sends
exactly these.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.kit import queue
from backend.kit.calendar import in_words
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.reporting import queries, rules
from backend.reporting.operations import records, telling
from backend.reporting.queries import Content, IssueView
from backend.reporting.rules import Step, UnableToReport, What
from backend.reporting.tables import Issue, IssueFile
from backend.scope import Scope
from backend.together import operations as together
from backend.together.rules import (
    Answer,
    Changed,
    DefinedBy,
    Enclosure,
    FigureLine,
    MessageKind,
    MilestoneLine,
    Subject,
    Submission,
)

PRINT = "reporting.print_issue"


async def ask(scope: Scope, *, issue_id: UUID, version: int) -> None:
    """Send a whole draft to be approved by somebody else. Raises OvertakenByAnother, UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await records.held_issue(scope, issue_id)
    records.check_version(version, view.line.version)
    unsaid = view.before is not None and not (view.line.what_changed or "").strip()
    rules.check_can_ask(view.line.state, missing=view.missing, words=view.line.words, changed=unsaid)
    await Issue.change(
        scope,
        state=Step.FOR_APPROVAL.value,
        asked_at=scope.now,
        asked_by_name=scope.actor.name,
        sent_back_words=None,
        sent_back_by_name=None,
        version=version + 1,
    ).where(Issue.id == issue_id)
    await ledger.record(
        scope,
        "reporting.issue.asked",
        records.issue_record(view),
        before={"state": view.line.state},
        after={"state": Step.FOR_APPROVAL},
    )
    await telling.ask_for_approval(scope, view)


async def send_back(scope: Scope, *, issue_id: UUID, words: str) -> None:
    """Send it back to be written on, and say why. Raises UnableToReport, NotFound."""
    scope.check_may("reporting.approve", records.APPROVES)
    view = await records.held_issue(scope, issue_id)
    rules.check_can_send_back(view.line.state)
    await Issue.change(
        scope,
        state=Step.DRAFT.value,
        asked_at=None,
        asked_by_name=None,
        sent_back_words=words,
        sent_back_by_name=scope.actor.name,
        version=view.line.version + 1,
    ).where(Issue.id == issue_id)
    await ledger.record(
        scope,
        "reporting.issue.sent-back",
        records.issue_record(view),
        before={"state": view.line.state},
        after={"state": Step.DRAFT, "words": words},
    )


async def approve(scope: Scope, *, issue_id: UUID, seen: str, proved_by: str) -> None:
    """Approve exactly what was read (`seen` is its hash); by nobody who wrote on it, and by no chore.

    `proved_by` says how and when the approver proved who they are; the ledger keeps it. What is approved is kept, and
    its document is made. Raises UnableToReport, NotPermitted, NotFound.
    """
    scope.check_may("reporting.approve", records.APPROVES)
    view = await records.held_issue(scope, issue_id)
    content = await queries.content_of(scope, view)
    rules.check_can_approve(
        view.line.state,
        writers=view.line.writers,
        approver=scope.actor.person_id,
        seen=seen,
        sha256=queries.hash_of(content),
    )
    final = {**content, "approved_by": scope.actor.name, "approved_at": scope.now.isoformat()}
    sha256 = queries.hash_of(final)
    await Issue.change(
        scope,
        state=Step.APPROVED.value,
        approved_at=scope.now,
        approved_by=scope.actor.person_id,
        approved_by_name=scope.actor.name,
        content=canonical(final),
        sha256=sha256,
        version=view.line.version + 1,
    ).where(Issue.id == issue_id)
    await ledger.record(
        scope,
        "reporting.issue.approved",
        records.issue_record(view, sha256),
        before={"state": view.line.state},
        after={"state": Step.APPROVED, "sha256": sha256, "proved_by": proved_by},
    )
    await queue.defer(PRINT, tenant_id=scope.tenant.id, lock=f"reporting:{issue_id}", issue_id=issue_id)


async def keep_made(scope: Scope, *, issue_id: UUID, made: Sequence[tuple[str, UUID]]) -> None:
    """Keep the document and the data of an approved issue, each once: pairs of the part and the file."""
    view = await records.held_issue(scope, issue_id)
    if view.made or view.line.state not in (Step.APPROVED, Step.SENT):
        return
    for part, file_id in made:
        await IssueFile.add(
            scope,
            issue_id=issue_id,
            part=part,
            file_id=file_id,
            added_at=scope.now,
            added_by_name=scope.actor.name,
        )


async def send(scope: Scope, *, issue_id: UUID) -> UUID:
    """Send an approved issue through the portal; returns the id of the message. What was not taken is sent again.

    Raises UnableToReport, together's refusals, NotFound.
    """
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await _sendable(scope, issue_id)
    agreement_id = view.parent.agreement_id
    if agreement_id is None:
        raise UnableToReport(
            f"{view.parent.body} is outside the portal. Send it yourself, then record that it was sent."
        )
    said: Submission | Answer
    said = _submission(view) if view.parent.what is What.RETURN else _answer(view)
    kind = MessageKind.SUBMISSION if isinstance(said, Submission) else MessageKind.ANSWER
    message_id = await together.post(
        scope,
        agreement_id=agreement_id,
        kind=kind,
        said=said,
        enclosed=[each.file_id for each in view.files],
    )
    await _sent(
        scope, view, on=scope.today, how=f"Through the portal, to {view.parent.body}", message_id=message_id
    )
    return message_id


async def record_sent(scope: Scope, *, issue_id: UUID, on: date, how: str) -> None:
    """Record that a person sent an approved issue to a body outside the portal: on which day, and how.

    Raises UnableToReport, NotFound.
    """
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await _sendable(scope, issue_id)
    if view.parent.agreement_id is not None:
        raise UnableToReport(f"{view.parent.body} receives it through the portal. Send it there.")
    if on > scope.today:
        raise UnableToReport(f"{in_words(on)} has not come yet.", field="on")
    if view.line.approved_at is not None and on < scope.day_of(view.line.approved_at):
        raise UnableToReport(
            f"It was approved on {in_words(scope.day_of(view.line.approved_at))} and can’t have gone out before.",
            field="on",
        )
    await _sent(scope, view, on=on, how=how, message_id=None)


async def _sendable(scope: Scope, issue_id: UUID) -> IssueView:
    view = await records.held_issue(scope, issue_id)
    if not view.line.not_taken:
        rules.check_can_send(view.line.state, printed=view.printed)
    if view.parent.ended:
        raise UnableToReport("It is not asked for any more.")
    return view


async def _sent(scope: Scope, view: IssueView, *, on: date, how: str, message_id: UUID | None) -> None:
    await Issue.change(
        scope,
        state=Step.SENT.value,
        sent_at=view.line.sent_at or scope.now,
        sent_on=on,
        sent_by_name=scope.actor.name,
        sent_how=how,
        message_id=message_id,
        version=view.line.version + 1,
    ).where(Issue.id == view.line.id)
    await ledger.record(
        scope,
        "reporting.issue.sent",
        records.issue_record(view, view.line.sha256),
        after={
            "on": on,
            "how": how,
            "sha256": view.line.sha256,
            "files": [each.sha256 for each in view.files],
        },
    )
    await records.followed(scope, view.parent.action_id, words=f"Sent on {in_words(on)}. {how}")


def _content(view: IssueView) -> Content:
    if view.line.content is None or view.line.approved_at is None:
        raise UnableToReport("It goes out once it is approved.")
    return dict(view.line.content)


def _enclosures(view: IssueView) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(
            part=each.part, name=each.name, media_type=each.media_type, size=each.size, sha256=each.sha256
        )
        for each in view.files
    )


def _submission(view: IssueView) -> Submission:
    """What was approved, field by field as it passes. Raises UnableToReport."""
    told, parent = _content(view), view.parent
    return Submission(
        submission_id=view.line.id,
        subject=parent.subject or Subject.RETURN,
        subject_id=parent.milestone_id or parent.id,
        issue=view.line.number,
        title=told["title"],
        period=told["period"],
        from_on=told["from_on"],
        until_on=told["until_on"],
        due_on=told["due_on"],
        defined_by=DefinedBy(**told["defined_by"]) if told["defined_by"] else None,
        figures=tuple(FigureLine(**each) for each in told["figures"]),
        milestone=MilestoneLine(**told["milestone"]) if told["milestone"] else None,
        statement=told["statement"],
        what_changed=told["what_changed"],
        changes=tuple(Changed(**each) for each in told["changes"]),
        prepared_by=told["prepared_by"],
        approved_by=told["approved_by"],
        approved_at=told["approved_at"],
        enclosures=_enclosures(view),
    )


def _answer(view: IssueView) -> Answer:
    told, parent = _content(view), view.parent
    if parent.submission_id is None:
        raise UnableToReport("The question is about no issue of ours, so its answer can’t pass.")
    return Answer(
        answer_id=view.line.id,
        question_id=parent.id,
        submission_id=parent.submission_id,
        issue=view.line.number,
        words=told["statement"],
        prepared_by=told["prepared_by"],
        approved_by=told["approved_by"],
        approved_at=told["approved_at"],
        enclosures=_enclosures(view),
    )
