"""Where runs stand, and what was decided in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from backend.catalogue.workflows import Actor
from backend.kit.database import fetch
from backend.scope import NotFound, Scope
from backend.signoff import rules, workflows
from backend.signoff.shown import Shown
from backend.signoff.tables import Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLine:
    """One decision about one version. `words` are what the person was shown; `proved_by` how they proved themselves.

    `shown` is the rendition that they read; `None` for decisions that were taken before renditions were kept.
    """

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
    step: str
    shown: Shown | None

    @property
    def stands(self) -> bool:
        return self.decision is rules.Decision.APPROVED and self.voided_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """A step that the reader may take now, other than approving."""

    id: str
    name: str
    needs_reason: bool
    reasons: tuple[str, ...] = ()
    as_author: bool = False
    """Whether the reader may take it as the author alone."""
    asks: bool = False
    """Whether it puts a question back to whoever made the thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run as its reader sees it.

    `where` says where it stands in words. `approval` is the one by which the thing may go where it is meant to go,
    `approvals` are all that stand, in order. `why_not_sign` is the guard's own sentence, `None` where the reader can
    sign this version off, and `sign_as` the name of the step that they would take.
    """

    id: UUID
    subject_id: UUID
    title: str
    body_id: UUID
    workflow: str
    state: str
    state_name: str
    finished: bool
    where: str
    version: int
    content_hash: str
    author_person_id: UUID
    handed_in_by: UUID | None
    sponsor_person_id: UUID | None
    deputy_person_id: UUID | None
    approval: ApprovalLine | None
    approvals: tuple[ApprovalLine, ...]
    why_not_sign: str | None
    sign_as: str
    sign_step: str
    open_steps: tuple[OpenStep, ...]
    can_withdraw: bool
    can_return: bool
    questions: tuple[str, ...]
    """What those who send it back often ask."""

    @property
    def can_sign(self) -> bool:
        return self.why_not_sign is None

    @property
    def signed(self) -> bool:
        return self.approval is not None

    def barred(self, sentence: str) -> "RunView":
        """The same run for a reader of whom the room above knows why they may neither sign it nor send it back."""
        why = sentence if self.can_sign or self.can_return else self.why_not_sign
        return replace(self, why_not_sign=why, can_return=False)


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
SELECT r.*, a.id AS approval_id, a.person_id, a.person_name, a.office, a.decision, a.version AS approved_version,
  a.content_hash AS approved_hash, a.words, a.at, a.proved_by, a.reason, a.step, a.rendition, a.rendition_hash,
  a.words_hash
FROM signoff_run r
LEFT JOIN signoff_approval a ON a.tenant_id = $1 AND a.run_id = r.id AND a.decision = 'approved' AND a.voided_at IS NULL
WHERE r.tenant_id = $1
"""


async def runs_about(
    scope: Scope, *, room: str, kind: str, subject_ids: Collection[UUID]
) -> dict[UUID, RunView]:
    """The runs about these subjects, by the subject's id. One statement."""
    rows = await fetch(
        _RUNS
        + " AND r.subject_room = $2 AND r.subject_kind = $3 AND r.subject_id = ANY($4) ORDER BY r.id, a.at, a.id",
        scope.tenant.id,
        room,
        kind,
        list(subject_ids),
    )
    return {
        several[0]["subject_id"]: _run(scope, several)
        for _, several in (
            (run_id, list(group)) for run_id, group in groupby(rows, key=lambda row: row["id"])
        )
    }


async def held(scope: Scope, *, run_id: UUID) -> tuple[Any, rules.Held]:
    """A run's row, and the run as the rules see it. Raises NotFound."""
    rows = await fetch(_RUNS + " AND r.id = $2 ORDER BY a.at, a.id", scope.tenant.id, run_id)
    if not rows:
        raise NotFound("sign-off")
    return rows[0], _held(rows)


def words_to_sign(run: RunView, *, places: Mapping[str, str]) -> str:
    """What whoever signs the present version is shown and agrees to. Raises rules.UnableToSign for bad words."""
    step = workflows.begun_with(run.workflow).step(run.sign_step)
    if step is None:
        raise rules.UnableToSign(f"“{run.title}” has no step that signs it off.")
    return rules.words_of(step, places, title=run.title, version=run.version, sha256=run.content_hash)


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


async def first_moves_of(scope: Scope, *, run_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these runs first left whoever made it; a run that never moved is missing. One statement."""
    rows = await fetch(
        "SELECT run_id, min(at) AS at FROM signoff_step WHERE tenant_id = $1 AND run_id = ANY($2) "
        "AND step <> ALL($3) GROUP BY run_id",
        scope.tenant.id,
        list(run_ids),
        list(_OWN_STEPS),
    )
    return {row["run_id"]: row["at"] for row in rows}


def _held(rows: Sequence[Any]) -> rules.Held:
    """The rows of a run with each standing approval, as the rules see it."""
    row = rows[0]
    return rules.Held(
        title=row["subject_title"],
        body_id=row["body_id"],
        state=row["state"],
        version=row["version"],
        content_hash=row["content_hash"],
        author_person_id=row["author_person_id"],
        handed_in_by=row["handed_in_by"],
        sponsor_person_id=row["sponsor_person_id"],
        deputy_person_id=row["deputy_person_id"],
        given=tuple(
            rules.Given(
                step=each["step"],
                office=each["office"],
                person_id=each["person_id"],
                person_name=each["person_name"],
                shown=_shown(each),
            )
            for each in rows
            if each["approval_id"] is not None
        ),
    )


def _run(scope: Scope, rows: Sequence[Any]) -> RunView:
    row = rows[0]
    workflow = workflows.begun_with(row["workflow"])
    held = _held(rows)
    standing = rules.standing_of(held, scope)
    state = workflow.state(held.state)
    returning = rules.returning_step(workflow, held.state)
    signing = rules.step_to_sign(held, standing, workflow)
    approvals = tuple(_standing_approval(each) for each in rows if each["approval_id"] is not None)
    last = rules.last_approval(workflow)
    return RunView(
        id=row["id"],
        subject_id=row["subject_id"],
        title=held.title,
        body_id=held.body_id,
        workflow=row["workflow"],
        state=held.state,
        state_name=state.name if state else held.state,
        finished=bool(state and state.final),
        where=rules.state_in_words(workflow, held.state),
        version=held.version,
        content_hash=held.content_hash,
        author_person_id=held.author_person_id,
        handed_in_by=held.handed_in_by,
        sponsor_person_id=held.sponsor_person_id,
        deputy_person_id=held.deputy_person_id,
        approval=next((each for each in reversed(approvals) if each.step == last.id), None)
        if held.state == last.to_state
        else None,
        approvals=approvals,
        why_not_sign=rules.why_not_sign(held, standing, workflow, person_id=scope.actor.person_id),
        sign_as=signing.name,
        sign_step=signing.id,
        open_steps=tuple(
            OpenStep(
                id=step.id,
                name=step.name,
                needs_reason=step.needs_reason,
                reasons=step.reasons or rules.COMMON_QUESTIONS,
                as_author=not standing & set(step.by) - {Actor.AUTHOR},
                asks=step.needs_reason
                and rules.is_with_maker(workflow, step.to_state)
                and not rules.is_with_maker(workflow, step.from_state),
            )
            # whoever stands nowhere, such as a job that reads a whole agenda, can take no step
            for step in (workflow.steps_from(held.state) if standing else ())
            if not step.approves and step != returning and rules.can_take(step, held, standing, workflow)
        ),
        can_withdraw=bool(standing) and rules.can_withdraw(held, standing, workflow),
        can_return=bool(standing) and rules.can_return(held, standing, workflow),
        questions=(returning.reasons if returning else ()) or rules.COMMON_QUESTIONS,
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
        step=row["step"],
        shown=_shown(row),
    )


def _approval(row: dict[str, Any]) -> ApprovalLine:
    own = {"tenant_id", "place", "rendition", "rendition_hash", "words_hash"}
    values = {name: value for name, value in row.items() if name not in own}
    return ApprovalLine(**{**values, "decision": rules.Decision(row["decision"]), "shown": _shown(row)})


def _shown(row: Any) -> Shown | None:
    if row["rendition"] is None:
        return None
    return Shown(kind=row["rendition"], sha256=row["rendition_hash"], words_sha256=row["words_hash"])


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
    "other-words": "Shown in other words",
    "approval-withdrawn": "Sign-off withdrawn",
}
"""Moves that every run knows, whatever its workflow: content changes, and an approval may be taken back."""
