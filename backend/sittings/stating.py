"""What is stated of meetings: where each stands, its notice and papers, its decisions and its minutes."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.facts.stating import ITSELF, Stating
from backend.facts.values import Statement
from backend.kit.calendar import clear_days_between
from backend.kit.database import fetch
from backend.scope import Scope

_MEETINGS = """
SELECT m.id, m.title, m.state, m.starts_at, m.in_public, m.agenda_published_at, c.slug, c.kind,
  coalesce(papers.count, 0) AS papers, coalesce(papers.late, 0) AS late, coalesce(taken.inquorate, 0) AS inquorate,
  coalesce(faults.open, 0) AS faults, approved.at AS approved_at, published.at AS published_at
FROM meetings_meeting m
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
LEFT JOIN (
  SELECT i.meeting_id, count(*)::int AS count, count(*) FILTER (
    WHERE p.tabled_at IS NOT NULL OR EXISTS (
      SELECT 1 FROM meetings_late_paper l WHERE l.tenant_id = $1 AND l.paper_id = p.id))::int AS late
  FROM meetings_paper p JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id AND i.withdrawn_at IS NULL
  WHERE p.tenant_id = $1 AND p.withdrawn_at IS NULL GROUP BY i.meeting_id
) papers ON papers.meeting_id = m.id
LEFT JOIN (
  SELECT t.meeting_id, count(*)::int AS inquorate FROM sittings_taken t
  WHERE t.tenant_id = $1 AND t.quorate IS FALSE AND NOT EXISTS (
    SELECT 1 FROM meetings_struck_decision s WHERE s.tenant_id = $1 AND s.decision_id = t.decision_id)
  GROUP BY t.meeting_id
) taken ON taken.meeting_id = m.id
LEFT JOIN (
  SELECT i.meeting_id, count(DISTINCT d.id)::int AS open FROM sittings_irregularity f
  JOIN meetings_decision d ON d.tenant_id = $1 AND d.id = f.decision_id
  JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
  WHERE f.tenant_id = $1 AND f.state = 'open' AND NOT EXISTS (
    SELECT 1 FROM meetings_struck_decision s WHERE s.tenant_id = $1 AND s.decision_id = d.id)
  GROUP BY i.meeting_id
) faults ON faults.meeting_id = m.id
LEFT JOIN LATERAL (
  SELECT s.at FROM sittings_step s WHERE s.tenant_id = $1 AND s.meeting_id = m.id AND s.step = 'approved'
    AND s.number > coalesce((SELECT max(o.number) FROM sittings_step o WHERE o.tenant_id = $1 AND o.meeting_id = m.id
      AND o.step = 'reopened'), 0)
  ORDER BY s.number DESC LIMIT 1
) approved ON true
LEFT JOIN LATERAL (
  SELECT s.at FROM sittings_step s WHERE s.tenant_id = $1 AND s.meeting_id = m.id AND s.step = 'published'
    AND s.number > coalesce((SELECT max(o.number) FROM sittings_step o WHERE o.tenant_id = $1 AND o.meeting_id = m.id
      AND o.step = 'recalled'), 0)
  ORDER BY s.number DESC LIMIT 1
) published ON true
WHERE m.tenant_id = $1 AND ($2::uuid[] IS NULL OR m.id = ANY ($2))
"""


async def _meetings(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Each meeting, in one statement."""
    zone = ZoneInfo(scope.tenant.time_zone)

    def day(moment: datetime | None) -> date | None:
        return None if moment is None else moment.astimezone(zone).date()

    found = []
    for row in await fetch(_MEETINGS, scope.tenant.id, None if ids is None else list(ids)):
        on = row["starts_at"].astimezone(zone).date()
        notice = day(row["agenda_published_at"])
        found.append(
            Statement(
                subject=str(row["id"]),
                title=f"{row['title']}, {on.day} {on:%B} {on.year}",
                room="meetings",
                kind="meeting",
                id=row["id"],
                facts={
                    "meeting.committee": (row["slug"],),
                    "meeting.committee-kind": row["kind"],
                    "meeting.state": row["state"],
                    "meeting.on": on,
                    "meeting.in-public": row["in_public"],
                    "meeting.notice-days": None if notice is None else max(0, clear_days_between(notice, on)),
                    "meeting.papers": row["papers"],
                    "meeting.late-papers": row["late"],
                    "meeting.quorate": row["inquorate"] == 0,
                    "meeting.irregular-decisions": row["faults"],
                    "meeting.minutes-approved-on": day(row["approved_at"]),
                    "meeting.minutes-published-on": day(row["published_at"]),
                },
            )
        )
    return tuple(found)


_OF_ITEM = "SELECT meeting_id AS id FROM meetings_item WHERE tenant_id = $1 AND id = ANY ($2)"
_OF_PAPER = """
SELECT i.meeting_id AS id FROM meetings_paper p JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id
WHERE p.tenant_id = $1 AND p.id = ANY ($2)
"""
_OF_DECISION = """
SELECT i.meeting_id AS id FROM meetings_decision d JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
WHERE d.tenant_id = $1 AND d.id = ANY ($2)
"""
_OF_COMMITTEE = "SELECT id FROM meetings_meeting WHERE tenant_id = $1 AND committee_id = ANY ($2)"

STATINGS = (
    Stating(
        room="sittings",
        about="meeting",
        reach={
            "meetings.meeting": ITSELF,
            "sittings.sitting": ITSELF,
            "sittings.minutes": ITSELF,
            "meetings.item": _OF_ITEM,
            "meetings.paper": _OF_PAPER,
            "meetings.decision": _OF_DECISION,
            "committees.committee": _OF_COMMITTEE,
        },
        state=_meetings,
    ),
)
