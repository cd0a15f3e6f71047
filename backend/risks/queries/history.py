"""What was said of a risk, step by step, and every score that it ever had."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.risks.queries.risks import score_view
from backend.risks.queries.settings import every_setting
from backend.risks.queries.views import ScoreView
from backend.risks.rules import ScoreKind
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step with a risk, in words. `undoable`: it is the last that stands."""

    id: UUID
    act: str
    words: str
    because: str | None
    holds_from: date
    made_at: datetime
    made_by_name: str
    undone_at: datetime | None
    undone_by_name: str | None
    undone_because: str | None
    undoable: bool

    @property
    def stands(self) -> bool:
        return self.undone_at is None


async def history_of(scope: Scope, *, risk_id: UUID) -> tuple[StepView, ...]:
    """Every step with a risk, the newest first, those undone too. One statement."""
    rows = await fetch(
        "SELECT DISTINCT ON (step_id) step_id AS id, act, words, because, holds_from, made_at, made_by_name, "
        "undone_at, undone_by_name, undone_because FROM risks_version WHERE tenant_id = $1 AND risk_id = $2 "
        "ORDER BY step_id, id",
        scope.tenant.id,
        risk_id,
    )
    ordered = sorted(rows, key=lambda row: (row["made_at"], row["id"]), reverse=True)
    last = next((row["id"] for row in ordered if row["undone_at"] is None), None)
    return tuple(StepView(**row, undoable=row["id"] == last) for row in ordered)


async def scores_of(
    scope: Scope, *, risk_ids: Collection[UUID], kind: ScoreKind | None = None, on: date | None = None
) -> Mapping[UUID, tuple[ScoreView, ...]]:
    """Every score of these risks up to a day (today by default), the oldest first. Two statements.

    Each is shown in the bands of the matrix of the day on which it was given.
    """
    rows = await fetch(
        "SELECT * FROM risks_score WHERE tenant_id = $1 AND risk_id = ANY ($2) AND struck_at IS NULL "
        "AND scored_on <= $3 AND ($4::text IS NULL OR kind = $4) ORDER BY scored_on, recorded_at, id",
        scope.tenant.id,
        list(risk_ids),
        on or scope.today,
        kind.value if kind else None,
    )
    settings = await every_setting(scope)
    found: dict[UUID, list[ScoreView]] = {}
    for row in rows:
        matrix = settings.on(row["scored_on"]).matrix
        found.setdefault(row["risk_id"], []).append(score_view(row, matrix))
    return {risk_id: tuple(scores) for risk_id, scores in found.items()}
