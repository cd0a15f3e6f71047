"""One action with its timeline, its evidence and what it waits for."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.actions import rules
from backend.actions.queries.lines import LINES, ActionLine, lines_of, seen_by
from backend.kit.database import fetch
from backend.scope import NotFound, Scope

STEP_IN_WORDS: dict[str, str] = {
    "undertaken": "Undertaken",
    "updated": "Update",
    "reworded": "Words put right",
    "due-moved": "Due date changed",
    "handed-over": "Owner changed",
    "deputy-named": "Deputy changed",
    "more-time-asked": "More time asked for",
    "not-mine-said": "Said not to be theirs",
    "asked-declined": "Not agreed to",
    "done-claimed": "Said to be done",
    "closed": "Closed",
    "reopened": "Reopened",
    "withdrawn": "Withdrawn",
    "struck-out": "Struck out",
    "evidence-shown": "Evidence",
    "wait-begun": "Waits for another action",
    "wait-ended": "Waits no longer",
    "copied": "Copied from the record of the meeting",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step. `was` and `came` tell a change in words; `undone_because` says why it does not stand any more."""

    id: UUID
    kind: str
    words: str | None
    was: str | None
    came: str | None
    agreed_by: str | None
    agreed_on: date | None
    file_id: UUID | None
    file_name: str | None
    link: str | None
    by_link: bool
    made_at: datetime
    made_by_name: str
    undone_at: datetime | None
    undone_by_name: str | None
    undone_because: str | None
    changes_action: bool

    @property
    def heading(self) -> str:
        return STEP_IN_WORDS.get(self.kind, self.kind.replace("-", " ").capitalize())

    @property
    def stands(self) -> bool:
        return self.undone_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """An action whole. `steps` the newest first; `undoable_id` is the step that could be undone now."""

    line: ActionLine
    recorded_at: datetime
    recorded_by_name: str
    claimed_by_person_id: UUID | None
    steps: tuple[StepView, ...]
    waits_for: tuple[ActionLine, ...]
    waited_for_by: tuple[ActionLine, ...]

    @property
    def undoable_id(self) -> UUID | None:
        return next((step.id for step in self.steps if step.stands and step.changes_action), None)

    @property
    def evidence(self) -> tuple[StepView, ...]:
        return tuple(step for step in self.steps if step.stands and (step.file_id or step.link))

    @property
    def due_days(self) -> tuple[StepView, ...]:
        """Every change of the due day, the oldest first."""
        return tuple(step for step in reversed(self.steps) if step.stands and step.kind == "due-moved")


async def action(scope: Scope, *, action_id: UUID) -> ActionView:
    """One action. A private one is not found by whoever may not see it. Raises NotFound."""
    rows = await fetch(f"{LINES} AND a.id = $5", *seen_by(scope), action_id)
    if not rows:
        raise NotFound("action")
    (line,) = await lines_of(scope, rows)
    edges = await fetch(
        "SELECT action_id, for_action_id FROM actions_wait WHERE tenant_id = $1 AND ended_at IS NULL "
        "AND (action_id = $2 OR for_action_id = $2) ORDER BY id",
        scope.tenant.id,
        action_id,
    )
    others = [row["for_action_id"] if row["action_id"] == action_id else row["action_id"] for row in edges]
    beside = (
        await lines_of(
            scope, await fetch(f"{LINES} AND a.id = ANY ($5) ORDER BY a.number", *seen_by(scope), others)
        )
        if others
        else ()
    )
    ahead = {row["for_action_id"] for row in edges}
    return ActionView(
        line=line,
        recorded_at=rows[0]["recorded_at"],
        recorded_by_name=rows[0]["recorded_by_name"],
        claimed_by_person_id=rows[0]["claimed_by_person_id"],
        steps=await _steps(scope, action_id),
        waits_for=tuple(each for each in beside if each.id in ahead),
        waited_for_by=tuple(each for each in beside if each.id not in ahead),
    )


async def action_of_step(scope: Scope, *, step_id: UUID) -> UUID:
    """The action that a step was taken with. Raises NotFound."""
    return UUID(str((await _step_row(scope, step_id))["action_id"]))


async def is_struck_rather_than_undone(scope: Scope, *, step_id: UUID) -> bool:
    """Whether the step changed nothing of the action itself. Raises NotFound."""
    return (await _step_row(scope, step_id))["kind"] in rules.STRUCK_KINDS


async def evidence_step(scope: Scope, *, action_id: UUID, step_id: UUID) -> StepView:
    """The step with which a file was shown, for a reader who may see its action. Raises NotFound."""
    await action(scope, action_id=action_id)
    found = next((each for each in await _steps(scope, action_id) if each.id == step_id), None)
    if found is None or found.file_id is None or not found.stands:
        raise NotFound("file")
    return found


async def _step_row(scope: Scope, step_id: UUID) -> Any:
    rows = await fetch(
        "SELECT action_id, kind FROM actions_step WHERE tenant_id = $1 AND id = $2", scope.tenant.id, step_id
    )
    if not rows:
        raise NotFound("step")
    return rows[0]


async def _steps(scope: Scope, action_id: UUID) -> tuple[StepView, ...]:
    rows = await fetch(
        "SELECT s.*, f.name AS file_name FROM actions_step s "
        "LEFT JOIN evidence_file f ON f.tenant_id = $1 AND f.id = s.file_id "
        "WHERE s.tenant_id = $1 AND s.action_id = $2 ORDER BY s.made_at DESC, s.id DESC",
        scope.tenant.id,
        action_id,
    )
    return tuple(_step(row) for row in rows)


def _step(row: Any) -> StepView:
    changes = json.loads(row["changes"])
    same = [name for name in StepView.__dataclass_fields__ if name not in ("was", "came", "changes_action")]
    return StepView(
        **{name: row[name] for name in same},
        was=changes.get("was"),
        came=changes.get("came"),
        changes_action=bool(changes.get("after")) and row["kind"] != "undertaken",
    )
