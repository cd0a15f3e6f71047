"""What is stated of programmes: how milestones stand and how many conditions of a gate were judged to be met."""

import json
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.delegation.rules import Judgement
from backend.delegation.rules.dates import ends_on, parse_when
from backend.delegation.rules.reviews import is_theirs, review_from
from backend.facts.stating import ITSELF, Stating
from backend.facts.values import Spans, Statement, over_time
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
  count(c.id) FILTER (WHERE j.state = $3)::int AS met,
  (SELECT CASE WHEN v.act = 'passed' THEN v.since END FROM delegation_passing v
    WHERE v.tenant_id = $1 AND v.gate_id = g.id ORDER BY v.number DESC LIMIT 1) AS passed_on,
  (SELECT json_agg(json_build_array(w.since, w.until, w.withdrawn_on)) FROM delegation_waiver w
    JOIN delegation_condition d ON d.tenant_id = $1 AND d.id = w.condition_id AND d.retired_on IS NULL
    LEFT JOIN LATERAL (SELECT v.state FROM delegation_judgement v WHERE v.tenant_id = $1 AND v.condition_id = d.id
      ORDER BY v.version DESC LIMIT 1) k ON true
    WHERE w.tenant_id = $1 AND w.gate_id = g.id AND k.state IS DISTINCT FROM $3)::text AS waivers,
  (SELECT json_build_array(count(*) FILTER (WHERE i.state IN ('open', 'not-met')),
      count(*) FILTER (WHERE i.state = 'carried')) FROM (
    SELECT coalesce((SELECT v.state FROM delegation_imposed_state v WHERE v.tenant_id = $1 AND v.imposed_id = n.id
      ORDER BY v.version DESC LIMIT 1), 'open') AS state
    FROM delegation_imposed n WHERE n.tenant_id = $1 AND n.gate_id = g.id) i)::text AS set,
  (SELECT json_build_array(count(*), count(*) FILTER (WHERE h.reported_on IS NULL)) FROM delegation_happening h
    WHERE h.tenant_id = $1 AND h.gate_id = g.id AND h.irregular AND h.struck_at IS NULL)::text AS irregular
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
            facts={
                "gate.conditions": row["conditions"],
                "gate.conditions-met": row["met"],
                "gate.passed-on": row["passed_on"],
                "gate.conditions-waived": _waived(json.loads(row["waivers"] or "[]")),
                **dict(zip(_OF_SET, json.loads(row["set"]), strict=True)),
                **dict(zip(_OF_HAPPENINGS, json.loads(row["irregular"]), strict=True)),
            },
        )
        for row in rows
    )


_OF_SET = ("gate.conditions-owed", "gate.conditions-carried")
_OF_HAPPENINGS = ("gate.irregular", "gate.irregular-unreported")


def _waived(waivers: list[list[str | None]]) -> Spans:
    """How many criteria are waived on each day: from the first of a waiver up to and with its last."""
    spells = []
    for since, until, withdrawn in waivers:
        end = date.fromisoformat(str(until)) + timedelta(days=1)
        if withdrawn is not None:
            end = min(end, date.fromisoformat(withdrawn))
        spells.append((date.fromisoformat(str(since)), end))
    days = [day for spell in spells for day in spell]
    return over_time(days, lambda day: sum(start <= day < end for start, end in spells))


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
_OF_IMPOSED = """
SELECT gate_id AS id FROM delegation_imposed
WHERE tenant_id = $1 AND (id = ANY ($2) OR carried_from_id = ANY ($2))
"""
_OF_HAPPENING = "SELECT gate_id AS id FROM delegation_happening WHERE tenant_id = $1 AND id = ANY ($2)"

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
        reach={
            "delegation.gate": ITSELF,
            "delegation.condition": _OF_CONDITION,
            "delegation.imposed-condition": _OF_IMPOSED,
            "delegation.happening": _OF_HAPPENING,
            "delegation.programme": _GATES_OF_PROGRAMME,
        },
        state=_gates,
    ),
)
