"""What a change of verdicts makes of the requirements that stand on them, and of the tallies, by difference."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance.operations import holding
from backend.assurance.queries.said import judgement_of
from backend.assurance.rules.assessing import NAMES, Tally
from backend.assurance.rules.judging import Outcome
from backend.kit.database import as_json, execute, fetch
from backend.scope import Scope

_STANDING = """
SELECT a.id, a.assessment_id, a.requirement_id, a.domain_id, a.level, a.counts_as, a.valid_until, a.overruled_because,
  a.review, a.waits, a.outcome, a.stands, a.differs
FROM assurance_answer a
JOIN assurance_assessment s ON s.tenant_id = $1 AND s.id = a.assessment_id AND s.state = 'open'
WHERE a.tenant_id = $1 AND a.requirement_id = ANY($2) ORDER BY a.id FOR UPDATE OF a
"""

_RESTAND = """
UPDATE assurance_answer a SET outcome = x.outcome, stands = x.stands, stands_until = x.stands_until,
  stands_after = x.stands_after, differs = x.differs
FROM json_to_recordset($2::text::json) AS x (id uuid, outcome text, stands text, stands_until date, stands_after text,
  differs boolean)
WHERE a.tenant_id = $1 AND a.id = x.id
"""

_HOLD = """
SELECT id FROM assurance_tally WHERE tenant_id = $1
  AND (assessment_id, domain_id) IN (SELECT * FROM unnest($2::uuid[], $3::uuid[])) ORDER BY id FOR UPDATE
"""

_TALLY = f"""
UPDATE assurance_tally t SET holds_until = least(t.holds_until, x.holds_until),
  {", ".join(f"{name} = t.{name} + x.{name}" for name in NAMES)}
FROM json_to_recordset($2::text::json) AS x (assessment_id uuid, domain_id uuid, holds_until date,
  {", ".join(f"{name} integer" for name in NAMES)})
WHERE t.tenant_id = $1 AND t.assessment_id = x.assessment_id AND t.domain_id = x.domain_id
"""  # noqa: S608 - the names are those of this room's own dataclass


async def verdicts_changed(scope: Scope, outcomes: Mapping[UUID, str | None]) -> None:
    """Let the requirements of open assessments stand on the verdicts that their rules came to, by requirement.

    `None` is a requirement whose rule is gone. What is closed or signed stands as it stood. At most four statements,
    whose rows are those of the requirements that changed and of their domains.
    """
    if not outcomes:
        return
    changed: list[dict[str, Any]] = []
    moved: dict[tuple[UUID, UUID], Tally] = {}
    ends: dict[tuple[UUID, UUID], date] = {}
    for row in await fetch(_STANDING, scope.tenant.id, list(outcomes)):
        known = outcomes[row["requirement_id"]]
        if known == row["outcome"]:
            continue
        outcome = Outcome(known) if known else None
        found = holding.tally_of(scope.today, judgement_of(row), outcome, row)
        changed.append(
            {
                "id": row["id"],
                "outcome": outcome,
                "stands": found.stands,
                "stands_until": found.until,
                "stands_after": found.stands_after,
                "differs": found.differs,
            }
        )
        at = (row["assessment_id"], row["domain_id"])
        moved[at] = moved.get(at, Tally()) + (found.tally - holding.counted(row))
        if found.until is not None:
            ends[at] = min(found.until, ends.get(at, found.until))
    if not changed:
        return
    await execute(_RESTAND, scope.tenant.id, as_json(changed))
    await fetch(_HOLD, scope.tenant.id, [at[0] for at in moved], [at[1] for at in moved])
    lines = [
        {
            "assessment_id": assessment_id,
            "domain_id": domain_id,
            "holds_until": ends.get((assessment_id, domain_id)),
            **{name: getattr(t, name) for name in NAMES},
        }
        for (assessment_id, domain_id), t in moved.items()
    ]
    await execute(_TALLY, scope.tenant.id, as_json(lines))
