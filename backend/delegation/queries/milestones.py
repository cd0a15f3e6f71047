"""Reading milestones: as they stood on a day, as that was known at a moment; and what was said of one over time."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.workflows import WorkflowDocument
from backend.delegation import catalogued, rules
from backend.delegation.queries.milestone_views import EvidenceLine, MilestoneVersion, MilestoneView
from backend.delegation.rules.dates import parse_when
from backend.delegation.rules.reviews import ANSWERED, Review, is_theirs, review_from
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.scope import NotFound, Scope
from backend.signoff import workflows

_ALWAYS = datetime(9999, 12, 31, tzinfo=UTC)
_MILESTONES = """
SELECT m.id, m.programme_id, p.name AS programme, p.reviewing_body, m.slug, m.section, p.sections, m.stream, p.streams,
  m.activity, m.after, m.after_inferred, m.expects, m.baseline_due_month, coalesce(s.workflow, m.workflow) AS workflow,
  m.reconstructed, m.source, p.taken_up_on, s.version, s.act, s.state, s.at_risk, s.agreed_due_month,
  s.expected_month, s.owner_id, o.name AS owner_name, s.delivered_by, d.name AS delivered_by_name, s.delivered_on,
  s.accepted_on, s.accepted_by,
  CASE WHEN s.accepted_on IS NOT NULL THEN coalesce(s.accepted_by_name, s.person_name) END AS accepted_by_name,
  s.review, s.reason,
  (SELECT count(*) FROM delegation_evidence e WHERE e.tenant_id = $1 AND e.milestone_id = m.id
     AND e.since <= $2 AND e.known_from <= $3) AS evidence
FROM delegation_milestone m
JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = m.programme_id
LEFT JOIN LATERAL (
  SELECT * FROM delegation_milestone_state v WHERE v.tenant_id = $1 AND v.milestone_id = m.id
    AND v.since <= $2 AND v.known_from <= $3
  ORDER BY v.version DESC LIMIT 1
) s ON true
LEFT JOIN people_person o ON o.tenant_id = $1 AND o.id = s.owner_id
LEFT JOIN people_person d ON d.tenant_id = $1 AND d.id = s.delivered_by
WHERE m.tenant_id = $1
"""


async def milestones_of(
    scope: Scope, *, programme_id: UUID, on: date | None = None, known_at: datetime | None = None
) -> tuple[MilestoneView, ...]:
    """The programme's milestones as at `on`, as known at `known_at` (both now unless given), in their own order."""
    day = on or scope.today
    rows = await fetch(
        _MILESTONES
        + """
        AND m.programme_id = $4 AND (m.retired_on IS NULL OR m.retired_on > $2)
        AND (m.added_on IS NULL OR m.added_on <= $2 OR m.added_on <= p.taken_up_on) ORDER BY m.position, m.id""",
        scope.tenant.id,
        day,
        known_at or scope.now,
        programme_id,
    )
    return tuple(_milestone(row, day) for row in rows)


async def retired_milestones_of(scope: Scope, *, programme_id: UUID) -> tuple[MilestoneView, ...]:
    """The programme's milestones that were left out, as they were said last."""
    rows = await fetch(
        _MILESTONES + " AND m.programme_id = $4 AND m.retired_on IS NOT NULL ORDER BY m.position, m.id",
        scope.tenant.id,
        _ALWAYS.date(),
        _ALWAYS,
        programme_id,
    )
    return tuple(_milestone(row, scope.today) for row in rows)


async def milestone(scope: Scope, *, milestone_id: UUID) -> MilestoneView:
    """One milestone as it was said last, of a retired programme too. Raises NotFound."""
    rows = await fetch(_MILESTONES + " AND m.id = $4", scope.tenant.id, _ALWAYS.date(), _ALWAYS, milestone_id)
    if not rows:
        raise NotFound("milestone")
    return _milestone(rows[0], scope.today)


_VERSIONS = """
SELECT v.*, m.slug, m.activity, m.baseline_due_month, coalesce(v.workflow, m.workflow) AS followed,
  o.name AS owner_name
FROM delegation_milestone_state v
JOIN delegation_milestone m ON m.tenant_id = $1 AND m.id = v.milestone_id
LEFT JOIN people_person o ON o.tenant_id = $1 AND o.id = v.owner_id
WHERE v.tenant_id = $1
"""


async def versions_of(scope: Scope, *, milestone_id: UUID) -> tuple[MilestoneVersion, ...]:
    """Everything that was said of a milestone, oldest first."""
    rows = await fetch(
        _VERSIONS + " AND v.milestone_id = $2 ORDER BY v.version", scope.tenant.id, milestone_id
    )
    return tuple(map(_version, rows))


async def versions_between(
    scope: Scope, *, programme_id: UUID, since: date, until: date
) -> tuple[MilestoneVersion, ...]:
    """What was said of the programme's milestones and holds from a day of the period, both days included."""
    rows = await fetch(
        _VERSIONS
        + """
        AND m.programme_id = $2 AND v.since BETWEEN $3 AND $4 ORDER BY v.since, v.known_from, m.position, v.version""",
        scope.tenant.id,
        programme_id,
        since,
        until,
    )
    return tuple(map(_version, rows))


async def evidence_of(
    scope: Scope, *, milestone_id: UUID | None = None, programme_id: UUID | None = None
) -> tuple[EvidenceLine, ...]:
    """What is shown for one milestone, or for all of a programme's, oldest first."""
    rows = await fetch(
        """
        SELECT e.* FROM delegation_evidence e
        JOIN delegation_milestone m ON m.tenant_id = $1 AND m.id = e.milestone_id
        WHERE e.tenant_id = $1 AND ($2::uuid IS NULL OR e.milestone_id = $2)
          AND ($3::uuid IS NULL OR m.programme_id = $3) ORDER BY m.position, e.known_from, e.id""",
        scope.tenant.id,
        milestone_id,
        programme_id,
    )
    return tuple(
        EvidenceLine(
            id=row["id"],
            milestone_id=row["milestone_id"],
            record=Record(
                room=row["room"],
                kind=row["kind"],
                id=row["record_id"],
                title=row["title"],
                hash=row["hash"],
            ),
            since=row["since"],
            known_from=row["known_from"],
            person_name=row["person_name"],
        )
        for row in rows
    )


def act_in_words(act: str, workflow: WorkflowDocument) -> str:
    """What was done: a step by the workflow's own name for it, or one of ours."""
    step = workflow.step(act)
    return step.name if step else _OWN_ACTS.get(act, act)


_OWN_ACTS = {
    "taken-up": "Taken up with the programme",
    "moved": "Another date agreed",
    "moved-along": "Another date agreed, with what it follows",
    "expectation-set": "Date expected",
    "expected-along": "Another date expected, with what it follows",
    "expectation-cleared": "No other date expected",
    "taken-back": "Taken back what was said last",
    "workflow-changed": "Goes on under two signatures",
    ANSWERED: "Answer of the reviewing body recorded",
    "marked-at-risk": "Marked as at risk",
    "risk-cleared": "No longer at risk",
    "owner-named": "Owner named",
}


def _milestone(row: Any, on: date) -> MilestoneView:
    sections = {each["id"]: each["name"] for each in json.loads(row["sections"])}
    streams = {each["id"]: each["name"] for each in json.loads(row["streams"])}
    return MilestoneView(
        id=row["id"],
        programme_id=row["programme_id"],
        programme=row["programme"],
        slug=row["slug"],
        section=row["section"],
        section_name=sections.get(row["section"], row["section"]),
        stream=row["stream"],
        stream_name=streams.get(row["stream"], row["stream"]),
        activity=row["activity"],
        after=tuple(row["after"]),
        after_inferred=row["after_inferred"],
        expects=tuple(row["expects"]),
        reviewing_body=row["reviewing_body"],
        baseline=parse_when(row["baseline_due_month"]),
        agreed=parse_when(row["agreed_due_month"]),
        expected=parse_when(row["expected_month"]),
        workflow=row["workflow"],
        state=row["state"],
        at_risk=bool(row["at_risk"]),
        act=row["act"],
        reason=row["reason"],
        version=row["version"] or 0,
        owner_id=row["owner_id"],
        owner_name=row["owner_name"],
        delivered_by=row["delivered_by"],
        delivered_by_name=row["delivered_by_name"],
        delivered_on=row["delivered_on"],
        accepted_on=row["accepted_on"],
        accepted_by_id=row["accepted_by"],
        accepted_by_name=row["accepted_by_name"],
        review=_review(row["review"]),
        evidence=row["evidence"],
        reconstructed=row["reconstructed"],
        provenance=catalogued.provenance(row["source"]),
        taken_up_on=row["taken_up_on"],
        on=on,
    )


def _version(row: Any) -> MilestoneVersion:
    workflow = workflows.begun_with(row["followed"])
    step = workflow.step(row["act"])
    due = row["agreed_due_month"] or row["baseline_due_month"]
    return MilestoneVersion(
        milestone_id=row["milestone_id"],
        milestone=row["slug"],
        activity=row["activity"],
        version=row["version"],
        act=row["act"],
        is_step=step is not None,
        theirs=row["act"] == ANSWERED or (step is not None and is_theirs(step)),
        act_in_words=act_in_words(row["act"], workflow),
        state_in_words=rules.state_in_words(workflow, row["state"]),
        at_risk=row["at_risk"],
        due=parse_when(due),
        expected=parse_when(row["expected_month"]),
        review=_review(row["review"]),
        owner_name=row["owner_name"],
        reason=row["reason"],
        since=row["since"],
        known_from=row["known_from"],
        person_id=row["person_id"],
        person_name=row["person_name"],
    )


def _review(data: str | None) -> Review | None:
    return review_from(json.loads(data) if data else None)
