"""Opening a run, moving it, approving what lies in it, and undoing that when the content changes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.catalogue.workflows import Step, WorkflowDocument
from backend.kit.database import execute, fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope
from backend.signoff import queries, rules, workflows
from backend.signoff.tables import Approval, Run, StepTaken

_ONE_RUN = """
SELECT r.*, a.id AS approval_id, a.person_id, a.person_name, a.version AS approved_version
FROM signoff_run r
LEFT JOIN signoff_approval a ON a.tenant_id = $1 AND a.run_id = r.id AND a.decision = 'approved' AND a.voided_at IS NULL
WHERE r.tenant_id = $1 AND r.id = $2
"""


async def open_run(
    scope: Scope,
    *,
    workflow_id: str,
    subject: Record,
    body_id: UUID,
    author_person_id: UUID,
    content_hash: str,
) -> UUID:
    """Begin a run about `subject`, under the version of the workflow that the tenant has pinned today.

    `body_id` is the body whose officers decide; `content_hash` the SHA-256 of what they will read. Raises
    `workflows.NoWorkflow`.
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
    )
    after = {"workflow": workflow.key, "state": workflow.start, "version": 1, "sha256": content_hash}
    await _note_step(scope, run_id, "opened", after=after, from_state=workflow.start)
    await ledger.record(
        scope, "signoff.run.opened", _record(run_id, subject.title, content_hash), after=after
    )
    return run_id


async def take_step(scope: Scope, *, run_id: UUID, step_id: str, reason: str | None = None) -> None:
    """Take a step of the workflow that approves nothing. Raises rules.UnableToTakeStep, NotFound."""
    row, held, workflow = await _locked(scope, run_id)
    step = workflow.step(step_id)
    if step is None or step.approves:
        raise rules.UnableToTakeStep(f"“{step_id}” is not a step that can be taken with “{held.title}”.")
    rules.check_can_take(step, held, rules.standing_of(held, scope), workflow)
    _check_reason(step, reason)
    await _move(scope, row, held, step.id, to_state=step.to_state, reason=reason)


async def approve(
    scope: Scope, *, run_id: UUID, content_hash: str, places: Mapping[str, str], proved_by: str
) -> UUID:
    """Approve exactly the content of `content_hash`; returns the approval's id.

    `places` fill the workflow's words (version, title, committee, ...). Two at once: the run's row is held, so one
    is approved and the other told who was first. Raises rules.UnableToSign, rules.NewerVersion (409),
    rules.SignedByAnother (409).
    """
    row, held, workflow = await _locked(scope, run_id)
    standing = rules.standing_of(held, scope)
    rules.check_can_sign(held, standing, workflow, person_id=scope.actor.person_id, read_hash=content_hash)
    step = rules.approving_step(workflow)
    words = rules.words_of(workflow, places, title=held.title, version=held.version, sha256=held.content_hash)
    approval_id = await _decide(
        scope, row, held, step, rules.Decision.APPROVED, words, proved_by, reason=None
    )
    await _move(scope, row, held, step.id, to_state=step.to_state, reason=None)
    return approval_id


async def send_back(scope: Scope, *, run_id: UUID, content_hash: str, reason: str, proved_by: str) -> UUID:
    """Put a question to the author instead of approving. Raises rules.UnableToTakeStep, rules.NewerVersion."""
    row, held, workflow = await _locked(scope, run_id)
    step = rules.returning_step(workflow)
    if step is None:
        raise rules.UnableToTakeStep(f"The workflow “{workflow.title}” has no way back to the author.")
    rules.check_can_take(step, held, rules.standing_of(held, scope), workflow)
    if content_hash != held.content_hash:
        raise rules.NewerVersion(
            f"“{held.title}” has changed since you opened it: version {held.version} lies there now."
        )
    _check_reason(step, reason)
    decided = await _decide(
        scope, row, held, step, rules.Decision.RETURNED, step.name, proved_by, reason=reason
    )
    await _move(scope, row, held, step.id, to_state=step.to_state, reason=reason)
    return decided


async def withdraw_approval(scope: Scope, *, run_id: UUID, reason: str, proved_by: str) -> None:
    """Take back the approval that stands; the run is where it was before it. Raises rules.UnableToTakeStep."""
    row, held, workflow = await _locked(scope, run_id)
    rules.check_can_withdraw(held, rules.standing_of(held, scope), workflow)
    if not reason.strip():
        raise rules.UnableToTakeStep("Say why you withdraw the sign-off.", field="reason")
    step = rules.approving_step(workflow)
    await _void(scope, row, because=f"Withdrawn by {scope.actor.name}: {reason}")
    words = f"Sign-off of version {held.version} withdrawn"
    await _decide(scope, row, held, step, rules.Decision.WITHDRAWN, words, proved_by, reason=reason)
    await _move(scope, row, held, "approval-withdrawn", to_state=step.from_state, reason=reason)


async def renew(scope: Scope, *, run_id: UUID, content_hash: str, title: str) -> bool:
    """New content lies in the run: it starts again, and an approval that stood is void. True if one did.

    The run keeps the version of the workflow that it began with.
    """
    row, held, workflow = await _locked(scope, run_id)
    version = held.version + 1
    if held.approved_by is not None:
        await _void(scope, row, because=f"Version {version} was handed in by {scope.actor.name}.")
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
    return held.approved_by is not None


async def _locked(scope: Scope, run_id: UUID) -> tuple[Any, rules.Held, WorkflowDocument]:
    """The run, held against everybody else until this transaction ends, and what stands in it by then."""
    await fetch(
        "SELECT 1 FROM signoff_run WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, run_id
    )
    return await _loaded(scope, run_id)


async def _loaded(scope: Scope, run_id: UUID) -> tuple[Any, rules.Held, WorkflowDocument]:
    rows = await fetch(_ONE_RUN, scope.tenant.id, run_id)
    if not rows:
        raise NotFound("sign-off")
    return rows[0], queries.held_from(rows[0]), workflows.begun_with(rows[0]["workflow"])


def _check_reason(step: Step, reason: str | None) -> None:
    if step.needs_reason and not (reason or "").strip():
        raise rules.UnableToTakeStep(f"Say why: “{step.name}” needs a reason.", field="reason")


async def _decide(
    scope: Scope,
    row: Any,
    held: rules.Held,
    step: Step,
    decision: rules.Decision,
    words: str,
    proved_by: str,
    *,
    reason: str | None,
) -> UUID:
    acting = rules.standing_of(held, scope) & set(step.by)
    values = {
        "person_id": scope.actor.person_id,
        "person_name": scope.actor.name,
        "office": min(actor.value for actor in acting),
        "decision": decision.value,
        "version": held.version,
        "content_hash": held.content_hash,
        "words": words,
        "at": scope.now,
        "proved_by": proved_by,
        "reason": reason,
    }
    approval_id: UUID = await Approval.add(scope, run_id=row["id"], **values)
    subject = Record(
        room="signoff", kind="approval", id=approval_id, title=held.title, hash=held.content_hash
    )
    await ledger.record(scope, f"signoff.approval.{_ACT[decision]}", subject, after=values)
    return approval_id


_ACT = {
    rules.Decision.APPROVED: "given",
    rules.Decision.RETURNED: "refused",
    rules.Decision.WITHDRAWN: "withdrawn",
}


async def _void(scope: Scope, row: Any, *, because: str) -> None:
    await execute(
        "UPDATE signoff_approval SET voided_at = $1, voided_because = $2 WHERE tenant_id = $3 AND id = $4",
        scope.now,
        because,
        scope.tenant.id,
        row["approval_id"],
    )
    subject = Record(
        room="signoff",
        kind="approval",
        id=row["approval_id"],
        title=row["subject_title"],
        hash=row["content_hash"],
    )
    before = {"by": row["person_name"], "version": row["approved_version"]}
    await ledger.record(scope, "signoff.approval.voided", subject, before=before, after={"because": because})


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
