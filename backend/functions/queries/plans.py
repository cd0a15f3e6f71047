"""Plans of transfer: what is to move in which phase, and what has moved."""

from typing import Any
from uuid import UUID

from backend.catalogue.functions import Model, Standing
from backend.functions.queries.reading import holding_of, phase_of, provenance_of
from backend.functions.queries.views import HoldingView, PhaseView, PlannedMove, PlanView
from backend.kit.database import fetch
from backend.scope import NotFound, Scope

_PHASES = "SELECT * FROM functions_phase WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY position, id"
_FUNCTIONS = "SELECT id, slug, name FROM functions_function WHERE tenant_id = $1"
_MOVED = """
SELECT h.*, a.name AS agreement, p.name AS phase FROM functions_holding h
JOIN functions_phase p ON p.tenant_id = $1 AND p.id = h.phase_id
LEFT JOIN functions_agreement a ON a.tenant_id = $1 AND a.id = h.agreement_id
WHERE h.tenant_id = $1 AND h.withdrawn_at IS NULL ORDER BY h.from_on DESC
"""


async def plans_of(scope: Scope) -> tuple[PlanView, ...]:
    """The plans in use, each with its phases. Four statements."""
    rows = await fetch(
        "SELECT * FROM functions_plan WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY lower(name), id",
        scope.tenant.id,
    )
    if not rows:
        return ()
    phases = await fetch(_PHASES, scope.tenant.id)
    functions = {row["id"]: row for row in await fetch(_FUNCTIONS, scope.tenant.id)}
    moved = {
        (row["phase_id"], row["function_id"]): holding_of(row) for row in await fetch(_MOVED, scope.tenant.id)
    }
    return tuple(_plan(scope, row, phases, functions, moved) for row in rows)


async def plan(scope: Scope, *, plan_id: UUID) -> PlanView:
    """One plan in use. Raises NotFound."""
    found = next((each for each in await plans_of(scope) if each.id == plan_id), None)
    if found is None:
        raise NotFound("plan of transfer")
    return found


async def planned_moves(scope: Scope) -> dict[UUID, PlannedMove]:
    """By function, the move that a plan says and that nobody has recorded yet; the first plan's by name."""
    found: dict[UUID, PlannedMove] = {}
    for each in await plans_of(scope):
        for phase in each.phases:
            for function_id, _, holding in phase.functions:
                if holding is None and function_id not in found:
                    found[function_id] = PlannedMove(
                        plan_id=each.id,
                        plan=each.name,
                        phase=phase.phase.name,
                        to=each.to,
                        by_on=phase.phase.planned_on,
                        month=phase.phase.planned_month,
                    )
    return found


def _plan(
    scope: Scope, row: Any, phases: Any, functions: Any, moved: dict[tuple[UUID, UUID], HoldingView]
) -> PlanView:
    slugs = {key: each["slug"] for key, each in functions.items()}
    return PlanView(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        about=row["about"],
        held_before_by=row["held_before_by"],
        to=row["to_body"] or scope.tenant.name,
        to_us=row["to_body"] is None,
        standing=Standing(row["standing"]),
        model=Model(row["model"]) if row["model"] else None,
        programme=row["programme"],
        agreement_id=row["agreement_id"],
        provenance=provenance_of(row),
        version=row["version"],
        phases=tuple(
            PhaseView(
                id=each["id"],
                phase=phase_of(each, slugs),
                functions=tuple(
                    (key, functions[key]["name"], moved.get((each["id"], key)))
                    for key in each["function_ids"]
                    if key in functions
                ),
            )
            for each in phases
            if each["plan_id"] == row["id"]
        ),
    )
