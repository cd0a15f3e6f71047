"""What is stated of programmes: how milestones stand and how many conditions of a gate were judged to be met."""

import json
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from backend.delegation.rules import Judgement
from backend.delegation.rules.dates import ends_on, parse_when
from backend.delegation.rules.reviews import is_theirs, review_from
from backend.facts.stating import ITSELF, Stating
from backend.facts.values import Statement
from backend.kit.database import fetch
from backend.scope import Scope
from backend.signoff import workflows

_MILESTONES = """
SELECT m.id, p.slug AS programme, m.slug, m.activity, m.baseline_due_month, s.agreed_due_month, s.at_risk,
  s.delivered_on, s.accepted_on, s.state, s.review, coalesce(s.workflow, m.workflow) AS workflow
FROM delegation_milestone m
JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = m.programme_id AND p.retired_on IS NULL
LEFT JOIN LATERAL (
  SELECT v.agreed_due_month, v.at_risk, v.delivered_on, v.accepted_on, v.state, v.review, v.workflow
  FROM delegation_milestone_state v
  WHERE v.tenant_id = $1 AND v.milestone_id = m.id ORDER BY v.version DESC LIMIT 1
) s ON true
WHERE m.tenant_id = $1 AND m.retired_on IS NULL AND ($2::uuid[] IS NULL OR m.id = ANY ($2))
"""
_GATES = """
SELECT g.id, p.slug AS programme, g.slug, g.name, count(c.id)::int AS conditions,
  count(c.id) FILTER (WHERE j.state = $3)::int AS met
FROM delegation_gate g
JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = g.programme_id AND p.retired_on IS NULL
LEFT JOIN delegation_condition c ON c.tenant_id = $1 AND c.gate_id = g.id AND c.retired_on IS NULL
LEFT JOIN LATERAL (
  SELECT v.state FROM delegation_judgement v WHERE v.tenant_id = $1 AND v.condition_id = c.id
  ORDER BY v.version DESC LIMIT 1
) j ON true
WHERE g.tenant_id = $1 AND g.retired_on IS NULL AND ($2::uuid[] IS NULL OR g.id = ANY ($2))
GROUP BY g.id, p.slug, g.slug, g.name
"""


async def _milestones(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    rows = await fetch(_MILESTONES, scope.tenant.id, None if ids is None else list(ids))
    return tuple(
        Statement(
            subject=f"{row['programme']}.{row['slug']}".lower(),
            title=f"{row['slug']}: {row['activity']}"[:300],
            room="delegation",
            kind="milestone",
            id=row["id"],
            facts={
                "milestone.accepted-on": _accepted_on(row),
                "milestone.commissioner-accepted-on": row["accepted_on"],
                "milestone.delivered-on": row["delivered_on"],
                "milestone.due-on": _last_day(row["agreed_due_month"] or row["baseline_due_month"]),
                "milestone.at-risk": bool(row["at_risk"]),
            },
        )
        for row in rows
    )


async def _gates(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    rows = await fetch(_GATES, scope.tenant.id, None if ids is None else list(ids), Judgement.MET.value)
    return tuple(
        Statement(
            subject=f"{row['programme']}.{row['slug']}".lower(),
            title=row["name"],
            room="delegation",
            kind="gate",
            id=row["id"],
            facts={"gate.conditions": row["conditions"], "gate.conditions-met": row["met"]},
        )
        for row in rows
    )


def _last_day(text: str | None) -> date | None:
    due = parse_when(text)
    return None if due is None else ends_on(due)


def _accepted_on(row: Any) -> date | None:
    """The day of the last acceptance that it needed; None while one is missing."""
    workflow = workflows.begun_with(row["workflow"])
    state = workflow.state(row["state"]) if row["state"] else None
    if state is None or not state.final or row["accepted_on"] is None:
        return None
    ours: date = row["accepted_on"]
    review = review_from(json.loads(row["review"]) if row["review"] else None)
    dual = any(is_theirs(step) for step in workflow.steps)
    return max(ours, review.on) if dual and review is not None else ours


_OF_PROGRAMME = "SELECT id FROM delegation_milestone WHERE tenant_id = $1 AND programme_id = ANY ($2)"
_GATES_OF_PROGRAMME = "SELECT id FROM delegation_gate WHERE tenant_id = $1 AND programme_id = ANY ($2)"
_OF_CONDITION = "SELECT gate_id AS id FROM delegation_condition WHERE tenant_id = $1 AND id = ANY ($2)"

STATINGS = (
    Stating(
        room="delegation",
        about="milestone",
        reach={"delegation.milestone": ITSELF, "delegation.programme": _OF_PROGRAMME},
        state=_milestones,
    ),
    Stating(
        room="delegation",
        about="gate",
        reach={"delegation.condition": _OF_CONDITION, "delegation.programme": _GATES_OF_PROGRAMME},
        state=_gates,
    ),
)
