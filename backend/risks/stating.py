"""What is stated of risks: how each stands, who answers for it, and what holds it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from backend.facts.stating import EVERY, ITSELF, Stating
from backend.facts.values import Spans, Statement, over_time
from backend.kit.database import fetch
from backend.risks import rules
from backend.risks.queries import EverySetting, every_setting
from backend.risks.rules import appetite
from backend.scope import Scope

# of each kind the score that stands is the newest by its day, then by when it was recorded
_RISKS = """
SELECT r.id, r.number, r.called, r.title, r.state, r.level, r.opened_on, r.reviewed_on, r.next_review_on,
  r.category, r.owner_person_id IS NOT NULL AS owned, c.slug AS committee, now.score, target.score AS target,
  held.controls, given.assurances, given.independent, missing.due_on
FROM risks_risk r
LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = r.committee_id
LEFT JOIN LATERAL (
  SELECT s.likelihood * s.consequence AS score FROM risks_score s
  WHERE s.tenant_id = $1 AND s.risk_id = r.id AND s.kind = $3 AND s.struck_at IS NULL
  ORDER BY s.scored_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1
) now ON true
LEFT JOIN LATERAL (
  SELECT s.likelihood * s.consequence AS score FROM risks_score s
  WHERE s.tenant_id = $1 AND s.risk_id = r.id AND s.kind = $4 AND s.struck_at IS NULL
  ORDER BY s.scored_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1
) target ON true
CROSS JOIN LATERAL (
  SELECT count(*)::int AS controls FROM risks_control h
  WHERE h.tenant_id = $1 AND h.risk_id = r.id AND h.ended_on IS NULL AND h.struck_at IS NULL
) held
CROSS JOIN LATERAL (
  SELECT count(*)::int AS assurances, count(*) FILTER (WHERE a.line = 3)::int AS independent FROM risks_assurance a
  WHERE a.tenant_id = $1 AND a.risk_id = r.id AND a.ended_on IS NULL AND a.struck_at IS NULL
) given
CROSS JOIN LATERAL (
  SELECT min(g.due_on) AS due_on FROM risks_gap g
  WHERE g.tenant_id = $1 AND g.risk_id = r.id AND g.ended_on IS NULL AND g.struck_at IS NULL
) missing
WHERE r.tenant_id = $1 AND r.struck_at IS NULL AND ($2::uuid[] IS NULL OR r.id = ANY ($2))
"""


async def _risks(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Each risk whose opening was not undone. Two statements; of appetite it says the days ahead too."""
    settings = await every_setting(scope)
    rows = await fetch(
        _RISKS,
        scope.tenant.id,
        None if ids is None else list(ids),
        rules.ScoreKind.CURRENT.value,
        rules.ScoreKind.TARGET.value,
    )
    return tuple(
        Statement(
            subject=str(row["id"]),
            title=f"{rules.reference(row['number'], row['called'])} {row['title']}"[:300],
            room="risks",
            kind="risk",
            id=row["id"],
            facts={
                "risk.state": row["state"],
                "risk.level": row["level"],
                "risk.opened-on": row["opened_on"],
                "risk.reviewed-on": row["reviewed_on"],
                "risk.next-review-on": row["next_review_on"],
                "risk.owned": row["owned"],
                "risk.lead-committee": (row["committee"],) if row["committee"] else None,
                "risk.score": row["score"],
                "risk.target-score": row["target"],
                "risk.beyond-appetite": _beyond(settings, row["category"], row["score"]),
                "risk.controls": row["controls"],
                "risk.assurances": row["assurances"],
                "risk.independent-assurances": row["independent"],
                "risk.gap-due-on": row["due_on"],
            },
        )
        for row in rows
    )


def _beyond(settings: EverySetting, category: str, score: int | None) -> Spans:
    """By what is settled from each day on."""

    def beyond_on(day: date) -> bool | None:
        return appetite.beyond(settings.on(day).category(category), score)

    days = [line.effective_from for line in settings.lines if line.stands]
    return over_time(days, beyond_on)


STATINGS = (
    Stating(room="risks", about="risk", reach={"risks.risk": ITSELF, "risks.settings": EVERY}, state=_risks),
)
"""Every step with a risk, or with what lies below it, is recorded of the risk itself."""
