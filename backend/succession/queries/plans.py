"""Plans as their pages show them: predecessors with their consents, designate people, the checklist, and reports."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import NotFound, Scope
from backend.succession import rules
from backend.succession.rules import checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    id: UUID
    number: int
    kind: rules.Kind
    name: str
    falls_on: date
    state: rules.State
    predecessors: tuple[str, ...]

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def kind_in_words(self) -> str:
        return rules.KIND_IN_WORDS[self.kind]

    @property
    def colour(self) -> str:
        return rules.COLOURS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class PredecessorLine:
    id: UUID
    agreement_id: UUID
    slug: str
    name: str
    agreement: str
    stock_at: datetime | None
    taker: str | None
    taker_person_id: UUID | None
    checkpoint: Mapping[str, Any] | None
    readers: tuple[str, ...]

    @property
    def standing(self) -> str:
        words = {
            "proposed": "Waiting for its answer",
            "accepted": "Agreed",
            "refused": "Refused",
            "ended": "Ended",
        }
        return words.get(self.agreement, self.agreement)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    id: UUID
    title: str
    about: str
    source: str
    owner: str | None
    owner_person_id: UUID | None
    due_on: date
    state: checklist.TaskState
    note: str | None
    late: bool

    @property
    def state_in_words(self) -> str:
        return checklist.STATE_IN_WORDS[self.state]

    @property
    def colour(self) -> str:
        return "red" if self.late else checklist.COLOURS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignateLine:
    id: UUID
    name: str
    post: str
    reads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A plan whole. `counts` are what was listed at each predecessor, by its id and kind."""

    line: PlanLine
    words: str
    announced_by: str
    announced_at: datetime
    doing: str | None
    failed_because: str | None
    rehearsed_at: datetime | None
    rehearsed_choices: str | None
    rehearsal: Mapping[str, Any] | None
    asked_by_id: UUID | None
    asked_by: str | None
    asked_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    carried_out_at: datetime | None
    outcome: Mapping[str, Any] | None
    ended_because: str | None
    predecessors: tuple[PredecessorLine, ...]
    designates: tuple[DesignateLine, ...]
    tasks: tuple[TaskLine, ...]
    counts: Mapping[UUID, Mapping[str, int]]

    @property
    def path(self) -> str:
        return f"/succession/plans/{self.line.id}"

    @property
    def split(self) -> bool:
        return self.line.kind is rules.Kind.SPLIT

    @property
    def is_open(self) -> bool:
        return self.line.state in rules.OPEN

    @property
    def all_agreed(self) -> bool:
        return bool(self.predecessors) and all(each.agreement == "accepted" for each in self.predecessors)

    @property
    def any_agreed(self) -> bool:
        return any(each.agreement == "accepted" for each in self.predecessors)

    @property
    def listed(self) -> bool:
        return any(each.stock_at is not None for each in self.predecessors)

    @property
    def done(self) -> int:
        return sum(
            each.state in (checklist.TaskState.DONE, checklist.TaskState.NOT_NEEDED) for each in self.tasks
        )


_PLANS = """
SELECT p.*, ARRAY(SELECT q.name FROM succession_predecessor q WHERE q.tenant_id = $1 AND q.plan_id = p.id
  ORDER BY q.position) AS predecessors
FROM succession_plan p WHERE p.tenant_id = $1 AND ($2::uuid IS NULL OR p.id = $2) ORDER BY p.falls_on DESC,
  p.number DESC
"""

_PREDECESSORS = """
SELECT q.*, a.state AS agreement, t.name AS taker, ARRAY(SELECT r.name FROM succession_reader d
  JOIN people_person r ON r.tenant_id = $1 AND r.id = d.person_id
  WHERE d.tenant_id = $1 AND d.predecessor_id = q.id ORDER BY r.name) AS readers
FROM succession_predecessor q JOIN together_agreement a ON a.tenant_id = $1 AND a.id = q.agreement_id
LEFT JOIN people_person t ON t.tenant_id = $1 AND t.id = q.taker_person_id
WHERE q.tenant_id = $1 AND q.plan_id = $2 ORDER BY q.position
"""

_TASKS = """
SELECT t.*, p.name AS owner FROM succession_task t
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = t.owner_person_id
WHERE t.tenant_id = $1 AND t.plan_id = $2 ORDER BY t.position
"""


async def plans_of(scope: Scope) -> tuple[PlanLine, ...]:
    """Every plan, the latest day first."""
    return tuple(map(_line, await fetch(_PLANS, scope.tenant.id, None)))


async def plan_of(scope: Scope, *, plan_id: UUID) -> PlanView:
    """One plan whole. Raises NotFound."""
    rows = await fetch(_PLANS, scope.tenant.id, plan_id)
    if not rows:
        raise NotFound("plan")
    row = rows[0]
    tasks = await fetch(_TASKS, scope.tenant.id, plan_id)
    designates = await fetch(
        "SELECT d.id, p.name, d.post, d.reads FROM succession_designate d "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = d.person_id "
        "WHERE d.tenant_id = $1 AND d.plan_id = $2 AND d.ended_at IS NULL ORDER BY d.named_at, d.id",
        scope.tenant.id,
        plan_id,
    )
    counts: dict[UUID, dict[str, int]] = {}
    for each in await fetch(
        "SELECT predecessor_id, kind, count(*)::int AS many FROM succession_item WHERE tenant_id = $1 AND plan_id = $2 "
        "AND NOT gone GROUP BY predecessor_id, kind",
        scope.tenant.id,
        plan_id,
    ):
        counts.setdefault(each["predecessor_id"], {})[each["kind"]] = each["many"]
    return PlanView(
        line=_line(row),
        words=row["words"],
        announced_by=row["announced_by_name"],
        announced_at=row["announced_at"],
        doing=row["doing"],
        failed_because=row["failed_because"],
        rehearsed_at=row["rehearsed_at"],
        rehearsed_choices=row["rehearsed_choices"],
        rehearsal=_read(row["rehearsal"]),
        asked_by_id=row["asked_by_id"],
        asked_by=row["asked_by_name"],
        asked_at=row["asked_at"],
        approved_by=row["approved_by_name"],
        approved_at=row["approved_at"],
        carried_out_at=row["carried_out_at"],
        outcome=_read(row["outcome"]),
        ended_because=row["ended_because"],
        predecessors=tuple(
            PredecessorLine(
                **{
                    name: each[name]
                    for name in ("id", "agreement_id", "slug", "name", "agreement", "stock_at")
                },
                taker=each["taker"],
                taker_person_id=each["taker_person_id"],
                checkpoint=_read(each["checkpoint"]),
                readers=tuple(each["readers"]),
            )
            for each in await fetch(_PREDECESSORS, scope.tenant.id, plan_id)
        ),
        designates=tuple(DesignateLine(**dict(each)) for each in designates),
        tasks=tuple(_task(scope, each) for each in tasks),
        counts=counts,
    )


def _line(row: Any) -> PlanLine:
    return PlanLine(
        id=row["id"],
        number=row["number"],
        kind=rules.Kind(row["kind"]),
        name=row["name"],
        falls_on=row["falls_on"],
        state=rules.State(row["state"]),
        predecessors=tuple(row["predecessors"]),
    )


def _task(scope: Scope, row: Any) -> TaskLine:
    state = checklist.TaskState(row["state"])
    open_ = state in (checklist.TaskState.TO_DO, checklist.TaskState.UNDER_WAY)
    return TaskLine(
        **{
            name: row[name]
            for name in ("id", "title", "about", "source", "owner", "owner_person_id", "due_on", "note")
        },
        state=state,
        late=open_ and row["due_on"] < scope.today,
    )


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
