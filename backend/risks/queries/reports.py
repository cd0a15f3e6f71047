"""Papers made of the risks: which there are, how far one is, and which day the next one compares with."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.risks import rules as risks
from backend.risks.rules import reports as rules
from backend.scope import NotFound, Scope

BACK = timedelta(days=91)
"""How far movement looks back where there was no report yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One making of a paper. `since` is the day that its movement is shown from."""

    id: UUID
    kind: rules.ReportKind
    risk_id: UUID | None
    risk_reference: str | None
    risk_title: str | None
    meeting_id: UUID
    meeting: str
    committee_id: UUID
    committee: str
    led_alone: bool
    starts_at: datetime
    as_at: date
    since: date | None
    author_person_id: UUID
    author: str
    state: rules.ReportState
    words: str
    done: int
    total: int
    failure: str | None
    asked_at: datetime
    asked_by_name: str
    made_at: datetime | None
    item_id: UUID | None
    paper_id: UUID | None
    paper_version: int | None
    cover: Mapping[str, Any]

    @property
    def title(self) -> str:
        if self.kind is rules.ReportKind.FRAMEWORK:
            which = f": risks led by {self.committee}" if self.led_alone else ""
            return f"Board assurance framework{which}, as at {in_words(self.as_at)}"
        return f"Deep dive into {self.risk_reference}, as at {in_words(self.as_at)}"

    @property
    def state_in_words(self) -> str:
        return rules.REPORT_STATE_IN_WORDS[self.state]

    @property
    def final(self) -> bool:
        return self.state in rules.FINAL

    @property
    def share_done(self) -> int:
        return 100 * self.done // self.total

    @property
    def path(self) -> str:
        return f"/baf/reports/{self.id}"


_REPORTS = """
SELECT r.*, k.number, k.called, k.title AS risk_title, m.title AS meeting, m.starts_at, m.committee_id,
  c.name AS committee, p.name AS author
FROM risks_report r
JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = r.meeting_id
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
JOIN people_person p ON p.tenant_id = $1 AND p.id = r.author_person_id
LEFT JOIN risks_risk k ON k.tenant_id = $1 AND k.id = r.risk_id
WHERE r.tenant_id = $1
"""


async def reports_of(scope: Scope, *, meeting_id: UUID | None = None) -> tuple[ReportView, ...]:
    """Every making, the latest first. One statement."""
    rows = await fetch(
        f"{_REPORTS} AND ($2::uuid IS NULL OR r.meeting_id = $2) ORDER BY r.asked_at DESC, r.id DESC LIMIT 200",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(map(_view, rows))


async def report_of(scope: Scope, *, report_id: UUID) -> ReportView:
    """One making. Raises NotFound."""
    rows = await fetch(f"{_REPORTS} AND r.id = $2", scope.tenant.id, report_id)
    if not rows:
        raise NotFound("report")
    return _view(rows[0])


async def reports_by_id(scope: Scope, ids: Collection[UUID]) -> tuple[ReportView, ...]:
    """Some makings, for whoever waits for them. One statement."""
    rows = await fetch(
        f"{_REPORTS} AND r.id = ANY ($2) ORDER BY m.starts_at, r.id", scope.tenant.id, list(ids)
    )
    return tuple(map(_view, rows))


async def last_paper(
    scope: Scope, *, meeting_id: UUID, kind: rules.ReportKind, risk_id: UUID | None, led_alone: bool
) -> ReportView | None:
    """The last making of the same paper for the same meeting that still stands: it is made anew as its next version."""
    rows = await fetch(
        f"{_REPORTS} AND r.meeting_id = $2 AND r.kind = $3 AND r.risk_id IS NOT DISTINCT FROM $4 AND r.state = 'ready' "  # noqa: S608 - our own text
        "AND EXISTS (SELECT 1 FROM meetings_paper paper WHERE paper.tenant_id = $1 AND paper.id = r.paper_id "
        "AND paper.withdrawn_at IS NULL) AND r.led_alone = $5 ORDER BY r.asked_at DESC, r.id DESC LIMIT 1",
        scope.tenant.id,
        meeting_id,
        kind.value,
        risk_id,
        led_alone,
    )
    return _view(rows[0]) if rows else None


async def day_before(scope: Scope, *, meeting_id: UUID, before: date) -> date | None:
    """The day of the last report of the framework to the same committee, for an earlier meeting than this one."""
    rows = await fetch(
        """
        SELECT max(r.as_at) AS day FROM risks_report r
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = r.meeting_id
        JOIN meetings_meeting here ON here.tenant_id = $1 AND here.id = $2
        WHERE r.tenant_id = $1 AND r.kind = 'framework' AND r.state = 'ready' AND r.as_at < $3
          AND m.committee_id = here.committee_id AND m.starts_at < here.starts_at""",
        scope.tenant.id,
        meeting_id,
        before,
    )
    found: date | None = rows[0]["day"]
    return found


async def last_day(scope: Scope, *, before: date) -> date | None:
    """The day of the last report of the framework to anybody, before another day. One statement."""
    rows = await fetch(
        "SELECT max(as_at) AS day FROM risks_report WHERE tenant_id = $1 AND kind = 'framework' AND state = 'ready' "
        "AND as_at < $2",
        scope.tenant.id,
        before,
    )
    found: date | None = rows[0]["day"]
    return found


async def in_hand(scope: Scope, *, meeting_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of some meetings, those for which the framework's report is being made or was made. One statement."""
    rows = await fetch(
        "SELECT DISTINCT meeting_id FROM risks_report WHERE tenant_id = $1 AND kind = 'framework' "
        "AND meeting_id = ANY ($2) AND state <> 'failed'",
        scope.tenant.id,
        list(meeting_ids),
    )
    return frozenset(row["meeting_id"] for row in rows)


def _view(row: Any) -> ReportView:
    given = {
        name: value for name, value in row.items() if name not in ("tenant_id", "number", "called", "cover")
    }
    return ReportView(
        **{
            **given,
            "kind": rules.ReportKind(row["kind"]),
            "state": rules.ReportState(row["state"]),
            "cover": json.loads(row["cover"]),
            "risk_reference": risks.reference(row["number"], row["called"]) if row["number"] else None,
        }
    )
