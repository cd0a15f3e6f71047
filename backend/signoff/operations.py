"""Opening a run, moving it, approving what lies in it, and undoing that when the content changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from backend.catalogue.workflows import Actor, Step, WorkflowDocument
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope
from backend.signoff import queries, rules, workflows
from backend.signoff.shown import Shown
from backend.signoff.tables import Approval, Run, StepTaken


async def open_run(
    scope: Scope,
    *,
    workflow_id: str,
    subject: Record,
    body_id: UUID,
    author_person_id: UUID,
    content_hash: str,
    sponsor_person_id: UUID | None = None,
) -> UUID:
    """Begin a run about `subject`, under the version of the workflow that the tenant has pinned today.

    `body_id` is the body whose officers decide; `content_hash` the SHA-256 of what they will read. Where a sponsor is
    named, nobody else stands as executive owner. Raises `workflows.NoWorkflow`.
    """
    workflow = workflows.pinned(scope, workflow_id)
    run_id: UUID = await Run.add(
        scope,
        subject_room=subject.room,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_title=subject.title,
        body_id=body_id,
        workflow=workflow.key,
        state=workflow.start,
        author_person_id=author_person_id,
        handed_in_by=scope.actor.person_id,
        version=1,
        content_hash=content_hash,
        opened_at=scope.now,
        sponsor_person_id=sponsor_person_id,
    )
    after = {"workflow": workflow.key, "state": workflow.start, "version": 1, "sha256": content_hash}
    await _note_step(scope, run_id, "opened", after=after, from_state=workflow.start)
    await ledger.record(
        scope, "signoff.run.opened", _record(run_id, subject.title, content_hash), after=after
    )
    return run_id


async def take_step(
    scope: Scope, *, run_id: UUID, step_id: str, reason: str | None = None
) -> tuple[UUID, ...]:
    """Take a step of the workflow that approves nothing; returns the ids of the approvals that it made void.

    Raises rules.UnableToTakeStep, NotFound.
    """
    row, held, workflow = await _locked(scope, run_id)
    step = workflow.step(step_id)
    if step is None or step.approves:
        raise rules.UnableToTakeStep(f"“{step_id}” is not a step that can be taken with “{held.title}”.")
    rules.check_can_take(step, held, rules.standing_of(held, scope), workflow)
    _check_reason(step, reason)
    return await _go(scope, row, held, workflow, step, reason=reason)


async def approve(
    scope: Scope,
    *,
    run_id: UUID,
    content_hash: str,
    places: Mapping[str, str],
    proved_by: str,
    shown: Shown | None = None,
    barred: str | None = None,
) -> UUID:
    """Approve exactly the content of `content_hash`; returns the approval's id.

    `places` fill the workflow's words (version, title, committee, ...); `shown` is the rendition that was read;
    `barred` a sentence from the room above where it knows why this person must not sign. Two at once: the run's row
    is held, so one is approved and the other told who was first. Raises rules.UnableToSign, rules.NewerVersion (409),
    rules.SignedByAnother (409).
    """
    row, held, workflow = await _locked(scope, run_id)
    standing = rules.standing_of(held, scope)
    rules.check_can_sign(
        held, standing, workflow, person_id=scope.actor.person_id, read_hash=content_hash, barred=barred
    )
    step = rules.step_to_sign(held, standing, workflow)
    words = rules.words_of(step, places, title=held.title, version=held.version, sha256=held.content_hash)
    office = _office(held, step, standing)
    decided = _Decided(rules.Decision.APPROVED, step, office, words, proved_by, shown=shown)
    approval_id = await _decide(scope, row, held, decided)
    to_state = step.to_state if rules.completes(step, held, office) else held.state
    await _move(scope, row, held, step.id, to_state=to_state, reason=None)
    return approval_id


async def send_back(
    scope: Scope,
    *,
    run_id: UUID,
    content_hash: str,
    reason: str,
    proved_by: str,
    shown: Shown | None = None,
    barred: str | None = None,
) -> tuple[UUID, ...]:
    """Put a question to the author instead of approving; approvals that it has to pass again are void.

    Returns the ids of those. Raises rules.UnableToTakeStep, rules.NewerVersion (409).
    """
    row, held, workflow = await _locked(scope, run_id)
    standing = rules.standing_of(held, scope)
    step = rules.check_can_return(held, standing, workflow, barred=barred)
    if content_hash != held.content_hash:
        raise rules.NewerVersion(
            f"“{held.title}” has changed since you opened it: version {held.version} lies there now."
        )
    _check_reason(step, reason)
    office = _office(held, step, standing)
    decided = _Decided(
        rules.Decision.RETURNED, step, office, step.name, proved_by, reason=reason, shown=shown
    )
    await _decide(scope, row, held, decided)
    return await _go(scope, row, held, workflow, step, reason=reason)


async def withdraw_approval(scope: Scope, *, run_id: UUID, reason: str, proved_by: str) -> tuple[UUID, ...]:
    """Take back what was approved last; the run is where it was before. Returns the ids of the approvals that are void.

    Raises rules.UnableToTakeStep.
    """
    row, held, workflow = await _locked(scope, run_id)
    standing = rules.standing_of(held, scope)
    step = rules.check_can_withdraw(held, standing, workflow)
    if not reason.strip():
        raise rules.UnableToTakeStep("Say why you withdraw the sign-off.", field="reason")
    undone = await _void(scope, row, [step.id], because=f"Withdrawn by {scope.actor.name}: {reason}")
    words = f"Sign-off of version {held.version} withdrawn"
    office = min(rules.acting_in(step, standing))
    decided = _Decided(rules.Decision.WITHDRAWN, step, office, words, proved_by, reason=reason)
    await _decide(scope, row, held, decided)
    await _move(scope, row, held, "approval-withdrawn", to_state=step.from_state, reason=reason)
    return undone


async def renew(
    scope: Scope, *, run_id: UUID, content_hash: str, title: str, because: str | None = None
) -> tuple[UUID, ...]:
    """New content lies in the run: it starts again, and every approval that stood is void. Returns their ids.

    The run keeps the version of the workflow that it began with. `because` says why, where it was not handed in.
    """
    row, held, workflow = await _locked(scope, run_id)
    version = held.version + 1
    why = because or f"Version {version} was handed in by {scope.actor.name}."
    undone = await _void(scope, row, [each.step for each in held.given], because=why)
    before = {"state": held.state, "version": held.version, "sha256": held.content_hash}
    after = {"state": workflow.start, "version": version, "sha256": content_hash}
    changes = {
        "state": workflow.start,
        "version": version,
        "content_hash": content_hash,
        "subject_title": title,
    }
    await Run.change(scope, **changes, handed_in_by=scope.actor.person_id).where(Run.id == run_id)
    await _note_step(scope, run_id, "new-version", after=after, from_state=held.state)
    await ledger.record(
        scope, "signoff.run.renewed", _record(run_id, title, content_hash), before=before, after=after
    )
    return undone


async def reword(scope: Scope, *, run_id: UUID, now: Shown, because: str) -> tuple[UUID, ...]:
    """Where the same content is shown in other words `now`, it starts again as a new version does.

    Every approval that stood is void; returns their ids. Nothing happens where all that stand were given to these
    words (`rules.reworded`), so that of two at once the second finds nothing to do. Who handed it in stays so.
    """
    row, held, workflow = await _locked(scope, run_id)
    if not any(rules.reworded(each.shown, now=now) for each in held.given):
        return ()
    undone = await _void(scope, row, [each.step for each in held.given], because=because)
    await _move(scope, row, held, "other-words", to_state=workflow.start, reason=because)
    return undone


async def name_sponsor(scope: Scope, *, run_id: UUID, person_id: UUID | None) -> None:
    """Say who alone stands as executive owner on this run. Raises rules.UnableToTakeStep once they have signed."""
    row, held, _ = await _locked(scope, run_id)
    if any(each.person_id == held.sponsor_person_id for each in held.given):
        raise rules.UnableToTakeStep(f"The sponsor of “{held.title}” has signed it off already.")
    await _name(scope, row, held, "sponsor_person_id", held.sponsor_person_id, person_id, reason=None)


async def name_deputy(scope: Scope, *, run_id: UUID, person_id: UUID, reason: str) -> None:
    """Say who signs in the chair's place. The room above judges who may. Raises rules.UnableToTakeStep."""
    row, held, _ = await _locked(scope, run_id)
    if person_id in (held.author_person_id, held.handed_in_by):
        raise rules.UnableToTakeStep(
            f"Whoever wrote “{held.title}” or handed it in can’t sign it off.", field="person_id"
        )
    if not reason.strip():
        raise rules.UnableToTakeStep("Say why somebody else signs.", field="reason")
    await _name(scope, row, held, "deputy_person_id", held.deputy_person_id, person_id, reason=reason)


async def _name(
    scope: Scope,
    row: Any,
    held: rules.Held,
    place: Literal["sponsor_person_id", "deputy_person_id"],
    before: UUID | None,
    after: UUID | None,
    *,
    reason: str | None,
) -> None:
    await Run.change(scope, **{place: after}).where(Run.id == row["id"])
    await ledger.record(
        scope,
        f"signoff.{place.removesuffix('_person_id')}.named",
        _record(row["id"], held.title, held.content_hash),
        before={place: before},
        after={place: after, "reason": reason},
    )


async def _locked(scope: Scope, run_id: UUID) -> tuple[Any, rules.Held, WorkflowDocument]:
    """The run, held against everybody else until this transaction ends, and what stands in it by then."""
    await fetch(
        "SELECT 1 FROM signoff_run WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, run_id
    )
    row, held = await queries.held(scope, run_id=run_id)
    return row, held, workflows.begun_with(row["workflow"])


def _office(held: rules.Held, step: Step, standing: frozenset[Actor]) -> Actor:
    """The capacity in which somebody acts; where each must approve, one that nobody has filled."""
    acting = rules.acting_in(step, standing) or standing
    filled = {each.office for each in held.given_for(step)} if step.all_of else set()
    return min(acting - {Actor(office) for office in filled} or acting)


def _check_reason(step: Step, reason: str | None) -> None:
    if step.needs_reason and not (reason or "").strip():
        raise rules.UnableToTakeStep(f"Say why: “{step.name}” needs a reason.", field="reason")


@dataclass(frozen=True, slots=True)
class _Decided:
    decision: rules.Decision
    step: Step
    office: Actor
    words: str
    proved_by: str
    reason: str | None = None
    shown: Shown | None = None


async def _decide(scope: Scope, row: Any, held: rules.Held, decided: _Decided) -> UUID:
    shown = decided.shown
    values = {
        "person_id": scope.actor.person_id,
        "person_name": scope.actor.name,
        "office": decided.office.value,
        "decision": decided.decision.value,
        "version": held.version,
        "content_hash": held.content_hash,
        "words": decided.words,
        "at": scope.now,
        "proved_by": decided.proved_by,
        "reason": decided.reason,
        "step": decided.step.id,
        "rendition": shown and shown.kind,
        "rendition_hash": shown and shown.sha256,
        "words_hash": shown and shown.words_sha256,
    }
    place = decided.office.value if decided.step.all_of else ""
    approval_id: UUID = await Approval.add(scope, run_id=row["id"], place=place, **values)
    subject = Record(
        room="signoff", kind="approval", id=approval_id, title=held.title, hash=held.content_hash
    )
    await ledger.record(scope, f"signoff.approval.{_ACT[decided.decision]}", subject, after=values)
    return approval_id


_ACT = {
    rules.Decision.APPROVED: "given",
    rules.Decision.RETURNED: "refused",
    rules.Decision.WITHDRAWN: "withdrawn",
}

_VOID = """
UPDATE signoff_approval SET voided_at = $2, voided_because = $3
WHERE tenant_id = $1 AND run_id = $4 AND step = ANY($5) AND decision = 'approved' AND voided_at IS NULL
RETURNING id, person_name, version, content_hash
"""


async def _void(scope: Scope, row: Any, steps: Sequence[str], *, because: str) -> tuple[UUID, ...]:
    if not steps:
        return ()
    voided = await fetch(_VOID, scope.tenant.id, scope.now, because, row["id"], list(steps))
    for each in voided:  # one for each signatory
        subject = Record(
            room="signoff",
            kind="approval",
            id=each["id"],
            title=row["subject_title"],
            hash=each["content_hash"],
        )
        before = {"by": each["person_name"], "version": each["version"]}
        await ledger.record(
            scope, "signoff.approval.voided", subject, before=before, after={"because": because}
        )
    return tuple(each["id"] for each in voided)


async def _go(
    scope: Scope,
    row: Any,
    held: rules.Held,
    workflow: WorkflowDocument,
    step: Step,
    *,
    reason: str | None,
) -> tuple[UUID, ...]:
    """Move by a step that approves nothing; what it has to pass again is no longer approved."""
    again = rules.undone_by_move(held, workflow, step.to_state)
    because = f"{step.name}: {scope.actor.name}{f', “{reason}”' if reason else ''}."
    undone = await _void(scope, row, again, because=because)
    await _move(scope, row, held, step.id, to_state=step.to_state, reason=reason)
    return undone


async def _move(
    scope: Scope, row: Any, held: rules.Held, step_id: str, *, to_state: str, reason: str | None
) -> None:
    before = {"state": held.state}
    after = {"state": to_state, "version": held.version, "sha256": held.content_hash, "reason": reason}
    await Run.change(scope, state=to_state).where(Run.id == row["id"])
    await _note_step(scope, row["id"], step_id, after=after, from_state=held.state, reason=reason)
    subject = _record(row["id"], held.title, held.content_hash)
    await ledger.record(scope, "signoff.step.taken", subject, before=before, after={**after, "step": step_id})


async def _note_step(
    scope: Scope,
    run_id: UUID,
    step_id: str,
    *,
    after: Mapping[str, Any],
    from_state: str,
    reason: str | None = None,
) -> None:
    await StepTaken.add(
        scope,
        run_id=run_id,
        step=step_id,
        from_state=from_state,
        to_state=after["state"],
        version=after["version"],
        content_hash=after["sha256"],
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        at=scope.now,
        reason=reason,
    )


def _record(run_id: UUID, title: str, content_hash: str) -> Record:
    return Record(room="signoff", kind="run", id=run_id, title=title, hash=content_hash)
