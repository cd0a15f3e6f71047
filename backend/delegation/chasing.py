"""Chasing milestones: who is to deliver what by the end of a month, and who is to accept what was delivered.

The ladder is data (`workflows/milestone-acceptance`). A month that was over before the programme was taken up here is
nobody's to be chased for, and neither is what has no date. Once we accepted, the officers are asked whether the
reviewing body answered: nobody of theirs is written to.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.chasing import deriving
from backend.chasing import queries as chased
from backend.chasing.queries import Settings
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.committees import queries as committees
from backend.delegation import rules
from backend.delegation.rules.dates import ends_on, parse_when
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.people import permissions
from backend.scope import Scope
from backend.signoff import workflows

LADDER = rules.WORKFLOW

_MILESTONES = """
SELECT m.id, m.slug, m.activity, m.baseline_due_month, coalesce(s.workflow, m.workflow) AS workflow,
  p.name AS programme, p.taken_up_on, s.state,
  s.agreed_due_month, s.owner_id, o.name AS owner,
  (SELECT count(*) FROM delegation_evidence e WHERE e.tenant_id = $1 AND e.milestone_id = m.id) AS evidence
FROM delegation_milestone m
JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = m.programme_id AND p.retired_on IS NULL
LEFT JOIN LATERAL (
  SELECT v.state, v.agreed_due_month, v.owner_id, v.workflow FROM delegation_milestone_state v
  WHERE v.tenant_id = $1 AND v.milestone_id = m.id ORDER BY v.version DESC LIMIT 1
) s ON true
LEFT JOIN people_person o ON o.tenant_id = $1 AND o.id = s.owner_id
WHERE m.tenant_id = $1 AND m.retired_on IS NULL ORDER BY m.position, m.id
"""


class _Milestones(deriving.Derived):
    """The milestones of a tenant's programme: some tens."""

    ladder = LADDER
    chore = "delegation.chase_milestones"

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        rows = await fetch(_MILESTONES, scope.tenant.id)
        if not rows:
            return ()
        offices = await committees.offices_of_all(scope, on=scope.today)
        deciding = [
            offices.get(line.id, {})
            for line in await committees.committees_of(scope)
            if line.kind in rules.DECIDING_KINDS and line.held_by is None
        ]
        posts = {
            office: tuple(dict.fromkeys(each for held in deciding for each in held.get(office, ())))
            for office in ("chair", "vice-chair")
        }
        found = (_thing(scope, row, posts) for row in rows)
        return tuple(thing for thing in found if thing is not None)

    def links(self, line: Line) -> tuple[tuple[str, str], ...]:
        return (("See the milestone", f"/delegation/milestones/{line.thing.id}"),)


SOURCE = _Milestones()


async def begin(scope: Scope) -> None:
    """There are milestones, or others than before."""
    await deriving.changed(scope, SOURCE)


async def settle(scope: Scope, *, milestone_id: UUID) -> None:
    """Something was said of a milestone: what still waits to chase it is taken back, and it is looked at anew."""
    await deriving.settled(scope, SOURCE, thing_id=milestone_id, key=_key(milestone_id))


def _thing(scope: Scope, row: Mapping[str, Any], posts: Mapping[str, tuple[UUID, ...]]) -> Thing | None:
    """The milestone as it is owed; None once it is finished, where no date is given, or where it was over before it
    was taken up."""
    workflow = workflows.begun_with(row["workflow"])
    state = workflow.state(row["state"] or workflow.start)
    due = parse_when(row["agreed_due_month"] or row["baseline_due_month"])
    if state is None or state.final or due is None or ends_on(due) < row["taken_up_on"]:
        return None
    owner = row["owner_id"]
    return Thing(
        key=_key(row["id"]),
        id=row["id"],
        ladder=LADDER,
        title=row["activity"],
        state=_as_the_ladder_says(scope, state.id),
        owner=row["owner"] or "Nobody named",
        due_on=ends_on(due),
        holders=() if owner is None else (owner,),
        instead=permissions.OFFICER,
        posts=posts,
        places={
            "tenant": scope.tenant.name,
            "reference": row["slug"],
            "programme": row["programme"],
            "evidence_count": str(row["evidence"]),
            "opened_on": in_words(row["taken_up_on"]),
            "signed_by": "Governance team",
            "address": "",
        },
    )


_TWINS = {"expected": "planned", "delivered": "submitted", "with-chair": "submitted"}
_SOLE = {
    "planned": "expected",
    "submitted": "delivered",
    "commissioner-accepted": "with-chair",
    "conditional": "delivered",
}


def _as_the_ladder_says(scope: Scope, state: str) -> str:
    """The state by the name that the ladder in force knows: a milestone may have begun under another version of it."""
    known = chased.workflow_for(scope, LADDER)
    if known.state(state) is not None:
        return state
    return _TWINS.get(state, _SOLE.get(state, state))


def _key(milestone_id: UUID) -> str:
    return f"delegation.milestone-owed/{milestone_id}"
