"""Where runs stand, and what was decided in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope
from backend.signoff import rules, workflows
from backend.signoff.tables import Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLine:
    """One decision about one version. `words` are what the person was shown; `proved_by` how they proved themselves."""

    id: UUID
    run_id: UUID
    person_id: UUID
    person_name: str
    office: str
    decision: rules.Decision
    version: int
    content_hash: str
    words: str
    at: datetime
    proved_by: str
    reason: str | None
    voided_at: datetime | None
    voided_because: str | None

    @property
    def stands(self) -> bool:
        return self.decision is rules.Decision.APPROVED and self.voided_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step that the reader may take now, other than approving."""

    id: str
    name: str
    needs_reason: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run as its reader sees it.

    `where` says where it stands in words, `approval` is the one that stands. `why_not_sign` is the guard's own
    sentence, `None` where the reader can sign this version off.
    """

    id: UUID
    subject_id: UUID
    title: str
    workflow: str
    state: str
    state_name: str
    finished: bool
    where: str
    version: int
    content_hash: str
    approval: ApprovalLine | None
    why_not_sign: str | None
    open_steps: tuple[OpenStep, ...]
    can_withdraw: bool
    can_return: bool

    @property
    def can_sign(self) -> bool:
        return self.why_not_sign is None

    @property
    def signed(self) -> bool:
        return self.approval is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One move of a run."""

    step: str
    name: str
    to_name: str
    version: int
    person_name: str
    at: datetime
    reason: str | None


_RUNS = """
SELECT r.id, r.subject_id, r.subject_title, r.body_id, r.workflow, r.state, r.author_person_id, r.handed_in_by,
  r.version, r.content_hash, a.id AS approval_id, a.person_id, a.person_name, a.office, a.decision,
  a.version AS approved_version, a.content_hash AS approved_hash, a.words, a.at, a.proved_by, a.reason
FROM signoff_run r
LEFT JOIN signoff_approval a ON a.tenant_id = $1 AND a.run_id = r.id AND a.decision = 'approved' AND a.voided_at IS NULL
WHERE r.tenant_id = $1
"""


async def runs_about(
    scope: Scope, *, room: str, kind: str, subject_ids: Collection[UUID]
) -> dict[UUID, RunView]:
    """The runs about these subjects, by the subject's id. One statement."""
    rows = await fetch(
        _RUNS + " AND r.subject_room = $2 AND r.subject_kind = $3 AND r.subject_id = ANY($4)",
        scope.tenant.id,
        room,
        kind,
        list(subject_ids),
    )
    return {row["subject_id"]: _run(scope, row) for row in rows}


def words_to_sign(run: RunView, *, places: Mapping[str, str]) -> str:
    """What whoever signs the present version is shown and agrees to. Raises rules.UnableToSign for bad words."""
    return rules.words_of(
        workflows.begun_with(run.workflow),
        places,
        title=run.title,
        version=run.version,
        sha256=run.content_hash,
    )


async def approvals_of(scope: Scope, *, run_id: UUID) -> tuple[ApprovalLine, ...]:
    """Every decision of a run, voided ones too, oldest first."""
    rows = await Approval.within(scope).where(Approval.run_id == run_id).order_by(Approval.at, Approval.id)
    return tuple(map(_approval, rows))


async def approvals_between(scope: Scope, *, start: datetime, end: datetime) -> tuple[ApprovalLine, ...]:
    """Every decision with `start <= at < end`, oldest first."""
    rows = await (
        Approval.within(scope)
        .where(Approval.at >= start, Approval.at < end)
        .order_by(Approval.at, Approval.id)
    )
    return tuple(map(_approval, rows))


async def steps_of(scope: Scope, *, run_id: UUID) -> tuple[StepLine, ...]:
    """Every move of a run, oldest first, in the words of the workflow that it began with."""
    rows = await fetch(
        "SELECT s.step, s.to_state, s.version, s.person_name, s.at, s.reason, r.workflow FROM signoff_step s "
        "JOIN signoff_run r ON r.tenant_id = $1 AND r.id = s.run_id "
        "WHERE s.tenant_id = $1 AND s.run_id = $2 ORDER BY s.at, s.id",
        scope.tenant.id,
        run_id,
    )
    return tuple(map(_step, rows))


def held_from(row: Any) -> rules.Held:
    """A row of a run with its standing approval, as the rules see it."""
    return rules.Held(
        title=row["subject_title"],
        body_id=row["body_id"],
        state=row["state"],
        version=row["version"],
        content_hash=row["content_hash"],
        author_person_id=row["author_person_id"],
        handed_in_by=row["handed_in_by"],
        approved_by=row["person_name"],
        approved_by_person_id=row["person_id"],
    )


def _run(scope: Scope, row: Any) -> RunView:
    workflow = workflows.begun_with(row["workflow"])
    held = held_from(row)
    standing = rules.standing_of(held, scope)
    state = workflow.state(held.state)
    returning = rules.returning_step(workflow)
    return RunView(
        id=row["id"],
        subject_id=row["subject_id"],
        title=held.title,
        workflow=row["workflow"],
        state=held.state,
        state_name=state.name if state else held.state,
        finished=bool(state and state.final),
        where=rules.state_in_words(workflow, held.state),
        version=held.version,
        content_hash=held.content_hash,
        approval=_standing_approval(row) if row["approval_id"] else None,
        why_not_sign=rules.why_not_sign(held, standing, workflow, person_id=scope.actor.person_id),
        open_steps=tuple(
            OpenStep(id=step.id, name=step.name, needs_reason=step.needs_reason)
            for step in workflow.steps_from(held.state)
            if not step.approves and step != returning and rules.can_take(step, held, standing, workflow)
        ),
        can_withdraw=rules.can_withdraw(held, standing, workflow),
        can_return=returning is not None and rules.can_take(returning, held, standing, workflow),
    )


def _standing_approval(row: Any) -> ApprovalLine:
    return ApprovalLine(
        id=row["approval_id"],
        run_id=row["id"],
        person_id=row["person_id"],
        person_name=row["person_name"],
        office=row["office"],
        decision=rules.Decision(row["decision"]),
        version=row["approved_version"],
        content_hash=row["approved_hash"],
        words=row["words"],
        at=row["at"],
        proved_by=row["proved_by"],
        reason=row["reason"],
        voided_at=None,
        voided_because=None,
    )


def _approval(row: dict[str, Any]) -> ApprovalLine:
    values = {name: value for name, value in row.items() if name != "tenant_id"}
    return ApprovalLine(**{**values, "decision": rules.Decision(row["decision"])})


def _step(row: Any) -> StepLine:
    workflow = workflows.begun_with(row["workflow"])
    step, state = workflow.step(row["step"]), workflow.state(row["to_state"])
    return StepLine(
        step=row["step"],
        name=step.name if step else _OWN_STEPS.get(row["step"], row["step"]),
        to_name=state.name if state else row["to_state"],
        version=row["version"],
        person_name=row["person_name"],
        at=row["at"],
        reason=row["reason"],
    )


_OWN_STEPS = {
    "opened": "Handed in",
    "new-version": "New version handed in",
    "approval-withdrawn": "Sign-off withdrawn",
}
"""Moves that every run knows, whatever its workflow: content changes, and an approval may be taken back."""
