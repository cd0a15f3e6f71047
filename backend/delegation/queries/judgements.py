"""Reading criteria of gates, and commitments: what was judged of them, as at a day."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.conditions import condition_from
from backend.catalogue.criteria import Check, Finding
from backend.catalogue.shapes import Provenance
from backend.delegation import catalogued, rules
from backend.delegation.queries.gate_views import ConditionView
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentView:
    """A governance commitment on a day, how it would be checked, and what was found."""

    id: UUID
    programme_id: UUID
    slug: str
    n: int
    text: str
    check: str | None
    checking: Check | None
    state: rules.Judgement
    words: str | None
    since: date | None
    judged_by: str | None
    provenance: Provenance

    @property
    def state_in_words(self) -> str:
        return rules.COMMITMENT_IN_WORDS[self.state]

    @property
    def record(self) -> Record:
        return Record(
            room="delegation", kind="commitment", id=self.id, title=f"{self.slug}: {self.text}"[:300]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementLine:
    """One judgement, as it was recorded."""

    version: int
    state_in_words: str
    words: str
    since: date
    known_from: datetime
    person_name: str


_CONDITIONS = """
SELECT s.*, g.slug AS gate, g.name AS gate_name, m.slug AS met_by, j.state, j.words, j.since, j.person_name,
  j.person_id
FROM delegation_condition s
JOIN delegation_gate g ON g.tenant_id = $1 AND g.id = s.gate_id
LEFT JOIN delegation_milestone m ON m.tenant_id = $1 AND m.id = s.met_by_milestone_id
LEFT JOIN LATERAL (
  SELECT * FROM delegation_judgement v
  WHERE v.tenant_id = $1 AND v.condition_id = s.id AND v.since <= $2 AND v.known_from <= $3
  ORDER BY v.version DESC LIMIT 1
) j ON true
WHERE s.tenant_id = $1
"""
_COMMITMENTS = """
SELECT s.*, j.state, j.words, j.since, j.person_name
FROM delegation_commitment s
LEFT JOIN LATERAL (
  SELECT * FROM delegation_judgement v
  WHERE v.tenant_id = $1 AND v.commitment_id = s.id AND v.since <= $2 AND v.known_from <= $3
  ORDER BY v.version DESC LIMIT 1
) j ON true
WHERE s.tenant_id = $1
"""


async def conditions_of(
    scope: Scope, *, gate_ids: Collection[UUID], on: date, moment: datetime
) -> tuple[ConditionView, ...]:
    """The criteria of gates as at `on`, without waivers and evidence, in their own order."""
    rows = await fetch(
        _CONDITIONS
        + " AND s.gate_id = ANY ($4) AND (s.retired_on IS NULL OR s.retired_on > $2) ORDER BY s.position, s.id",
        scope.tenant.id,
        on,
        moment,
        list(gate_ids),
    )
    return tuple(map(_condition, rows))


async def open_conditions_before(scope: Scope, *, milestone_id: UUID) -> tuple[rules.OpenCondition, ...]:
    """The conditions, not known to be met, of the gates that stand before a milestone."""
    rows = await fetch(
        _CONDITIONS
        + """
        AND g.before_milestone_id = $4 AND g.retired_on IS NULL AND s.retired_on IS NULL
        AND j.state IS DISTINCT FROM 'met' ORDER BY g.position, s.position, s.id""",
        scope.tenant.id,
        scope.today,
        scope.now,
        milestone_id,
    )
    return tuple(rules.OpenCondition(gate=row["gate"], slug=row["slug"]) for row in rows)


async def condition(scope: Scope, *, condition_id: UUID) -> ConditionView:
    """One condition as it stands today. Raises NotFound."""
    rows = await fetch(_CONDITIONS + " AND s.id = $4", scope.tenant.id, scope.today, scope.now, condition_id)
    if not rows:
        raise NotFound("condition")
    return _condition(rows[0])


async def commitments_of(
    scope: Scope, *, programme_id: UUID, on: date | None = None, known_at: datetime | None = None
) -> tuple[CommitmentView, ...]:
    """The programme's commitments as at `on`, in their own order."""
    rows = await fetch(
        _COMMITMENTS
        + " AND s.programme_id = $4 AND (s.retired_on IS NULL OR s.retired_on > $2) ORDER BY s.position, s.id",
        scope.tenant.id,
        on or scope.today,
        known_at or scope.now,
        programme_id,
    )
    return tuple(map(_commitment, rows))


async def commitment(scope: Scope, *, commitment_id: UUID) -> CommitmentView:
    """One commitment as it stands today. Raises NotFound."""
    rows = await fetch(
        _COMMITMENTS + " AND s.id = $4", scope.tenant.id, scope.today, scope.now, commitment_id
    )
    if not rows:
        raise NotFound("commitment")
    return _commitment(rows[0])


async def judgements_of(scope: Scope, *, subject_id: UUID) -> tuple[JudgementLine, ...]:
    """Everything that was judged of one condition or one commitment, oldest first."""
    rows = await fetch(
        """
        SELECT * FROM delegation_judgement
        WHERE tenant_id = $1 AND (condition_id = $2 OR commitment_id = $2) ORDER BY version""",
        scope.tenant.id,
        subject_id,
    )
    return tuple(
        JudgementLine(
            version=row["version"],
            state_in_words=_words_for(row)[rules.Judgement(row["state"])],
            words=row["words"],
            since=row["since"],
            known_from=row["known_from"],
            person_name=row["person_name"],
        )
        for row in rows
    )


def _words_for(row: Any) -> dict[rules.Judgement, str]:
    return rules.CONDITION_IN_WORDS if row["condition_id"] else rules.COMMITMENT_IN_WORDS


def _condition(row: Any) -> ConditionView:
    finding = Finding.model_validate_json(row["finding"]) if row["finding"] else None
    judged = _judged(row)
    if row["state"] is None and finding is not None:
        judged |= {"state": _FOUND[finding.outcome], "words": finding.words}
    return ConditionView(
        id=row["id"],
        programme_id=row["programme_id"],
        gate_id=row["gate_id"],
        gate=row["gate"],
        gate_name=row["gate_name"],
        slug=row["slug"],
        text=row["text"],
        parts=tuple(row["parts"]),
        expects=tuple(row["expects"]),
        needs=tuple(row["needs"]),
        rule=condition_from(json.loads(row["rule"])) if row["rule"] else None,
        finding=finding,
        met_by_id=row["met_by_milestone_id"],
        met_by=row["met_by"],
        met_by_inferred=row["met_by_inferred"],
        provenance=catalogued.provenance(row["source"]),
        judged_by_id=row["person_id"],
        **judged,
    )


_FOUND = {"not-met": rules.Judgement.NOT_MET, "not-known": rules.Judgement.OPEN}


def _commitment(row: Any) -> CommitmentView:
    return CommitmentView(
        id=row["id"],
        programme_id=row["programme_id"],
        slug=row["slug"],
        n=row["n"],
        text=row["text"],
        check=row["check_words"],
        checking=catalogued.check_of(row["checking"]),
        provenance=catalogued.provenance(row["source"]),
        **_judged(row),
    )


def _judged(row: Any) -> dict[str, Any]:
    return {
        "state": rules.Judgement(row["state"]) if row["state"] else rules.Judgement.OPEN,
        "words": row["words"],
        "since": row["since"],
        "judged_by": row["person_name"],
    }
