"""Audits with what hangs on them, opinions by year, and the report of recommendations that are not closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.audits.rules import Asked, AuditKind, AuditState, Level, Priority, Response, Tracked
from backend.kit.database import fetch
from backend.scope import NotFound, Scope

_AUDITS = """
SELECT audit.*, lead.name AS lead, committee.name AS committee FROM audits_audit audit
LEFT JOIN people_person lead ON lead.tenant_id = $1 AND lead.id = audit.lead_person_id
LEFT JOIN committees_committee committee ON committee.tenant_id = $1 AND committee.id = audit.committee_id
WHERE audit.tenant_id = $1
"""

_RECOMMENDATIONS = """
SELECT recommendation.*, owner.name AS owner, audit.title AS audit_title, act.state AS action_state,
  act.number AS action_number
FROM audits_recommendation recommendation
JOIN audits_audit audit ON audit.tenant_id = $1 AND audit.id = recommendation.audit_id
LEFT JOIN people_person owner ON owner.tenant_id = $1 AND owner.id = recommendation.owner_person_id
LEFT JOIN actions_action act ON act.tenant_id = $1 AND act.id = recommendation.action_id
WHERE recommendation.tenant_id = $1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationView:
    """A recommendation; `overdue` on the scope's day, while nobody has seen it carried out."""

    id: UUID
    audit_id: UUID
    audit_title: str
    number: int
    words: str
    priority: Priority
    response: Response | None
    response_words: str | None
    owner_person_id: UUID | None
    owner: str | None
    due_on: date | None
    action_id: UUID | None
    action_number: int | None
    action_state: str | None
    state: Tracked
    carried_out_on: date | None
    carried_out_words: str | None
    carried_out_by: str | None
    carried_out_by_person_id: UUID | None
    closed_on: date | None
    closed_by: str | None
    closed_words: str | None
    overdue: bool

    @property
    def live(self) -> bool:
        return self.state in {Tracked.OPEN, Tracked.CARRIED_OUT}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """An audit with its recommendations in order."""

    id: UUID
    title: str
    kind: AuditKind
    subject: str
    firm: str | None
    lead_person_id: UUID | None
    lead: str | None
    committee_id: UUID | None
    committee: str | None
    state: AuditState
    planned_for: date | None
    reported_on: date | None
    rating: str | None
    level: Level | None
    national_rating: str | None
    summary: str | None
    cancelled_because: str | None
    version: int
    recommendations: tuple[RecommendationView, ...]

    @property
    def path(self) -> str:
        return f"/audits/{self.id}"

    @property
    def live(self) -> tuple[RecommendationView, ...]:
        return tuple(each for each in self.recommendations if each.live)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    id: UUID
    year: int
    level: Level
    words: str
    given_by: str
    given_on: date
    standards: str
    struck_because: str | None

    @property
    def year_in_words(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementView:
    """`until_on` is the last day; `ended_on` the first day without it, where it was ended before."""

    id: UUID
    audit_id: UUID
    person_id: UUID
    person: str
    role_id: UUID
    from_on: date
    until_on: date
    as_at: date | None
    ended_on: date | None
    ended_because: str | None
    has_account: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    id: UUID
    audit_id: UUID
    words: str
    asked_on: date
    asked_by: str
    due_on: date
    owner_person_id: UUID | None
    owner: str | None
    action_id: UUID | None
    state: Asked
    answer: str | None
    settled_on: date | None
    settled_by: str | None


async def audits_of(scope: Scope) -> tuple[AuditView, ...]:
    """Every audit, those that are under way first, then by the day of their report. Two statements."""
    rows = await fetch(
        _AUDITS + " ORDER BY audit.state = 'cancelled', audit.reported_on DESC NULLS FIRST, "
        "audit.planned_for, lower(audit.title), audit.id",
        scope.tenant.id,
    )
    return await _whole(scope, rows)


async def audit(scope: Scope, *, audit_id: UUID) -> AuditView:
    """One audit. Raises NotFound."""
    rows = await fetch(_AUDITS + " AND audit.id = $2", scope.tenant.id, audit_id)
    if not rows:
        raise NotFound("audit")
    (found,) = await _whole(scope, rows)
    return found


async def recommendation(scope: Scope, *, recommendation_id: UUID) -> RecommendationView:
    """One recommendation. Raises NotFound."""
    rows = await fetch(_RECOMMENDATIONS + " AND recommendation.id = $2", scope.tenant.id, recommendation_id)
    if not rows:
        raise NotFound("recommendation")
    return _recommendation(scope, rows[0])


async def recommendations_of(scope: Scope, *, live: bool = True) -> tuple[RecommendationView, ...]:
    """Every recommendation, or those that are not closed; what is due first comes first."""
    rows = await fetch(
        _RECOMMENDATIONS + " AND (NOT $2 OR recommendation.state IN ('open', 'carried-out')) "
        "ORDER BY recommendation.due_on NULLS LAST, audit.title, recommendation.number",
        scope.tenant.id,
        live,
    )
    return tuple(_recommendation(scope, row) for row in rows)


async def opinions_of(scope: Scope) -> tuple[OpinionView, ...]:
    """The opinions of all years, the newest first; a struck one says why."""
    rows = await fetch(
        "SELECT id, year, level, words, given_by, given_on, standards, struck_because FROM audits_opinion "
        "WHERE tenant_id = $1 ORDER BY year DESC, struck_at IS NOT NULL, given_on DESC, id",
        scope.tenant.id,
    )
    return tuple(OpinionView(**{**dict(row), "level": Level(row["level"])}) for row in rows)


async def opinion_of(scope: Scope, *, year: int) -> OpinionView | None:
    """The opinion that stands for the year that begins in April of `year`."""
    return next(
        (each for each in await opinions_of(scope) if each.year == year and each.struck_because is None), None
    )


async def engagements_of(scope: Scope, *, audit_id: UUID) -> tuple[EngagementView, ...]:
    """Who reads for an audit, the newest first."""
    rows = await fetch(
        "SELECT engagement.*, person.name AS person, person.account_id IS NOT NULL AS has_account "
        "FROM audits_engagement engagement "
        "JOIN people_person person ON person.tenant_id = $1 AND person.id = engagement.person_id "
        "WHERE engagement.tenant_id = $1 AND engagement.audit_id = $2 ORDER BY engagement.from_on DESC, engagement.id",
        scope.tenant.id,
        audit_id,
    )
    return tuple(
        EngagementView(**{name: row[name] for name in EngagementView.__dataclass_fields__}) for row in rows
    )


async def requests_of(scope: Scope, *, audit_id: UUID | None = None) -> tuple[RequestView, ...]:
    """What auditors asked for, of one audit or of all; open ones first, by their due day."""
    rows = await fetch(
        "SELECT request.*, owner.name AS owner FROM audits_request request "
        "LEFT JOIN people_person owner ON owner.tenant_id = $1 AND owner.id = request.owner_person_id "
        "WHERE request.tenant_id = $1 AND ($2::uuid IS NULL OR request.audit_id = $2) "
        "ORDER BY request.state <> 'open', request.due_on, request.id",
        scope.tenant.id,
        audit_id,
    )
    return tuple(
        RequestView(
            **{**{name: row[name] for name in RequestView.__dataclass_fields__}, "state": Asked(row["state"])}
        )
        for row in rows
    )


async def _whole(scope: Scope, rows: Sequence[Mapping[str, Any]]) -> tuple[AuditView, ...]:
    found = await fetch(
        _RECOMMENDATIONS + " AND recommendation.audit_id = ANY($2) ORDER BY recommendation.number",
        scope.tenant.id,
        [row["id"] for row in rows],
    )
    by_audit = defaultdict(list)
    for each in found:
        by_audit[each["audit_id"]].append(_recommendation(scope, each))
    return tuple(_audit(row, tuple(by_audit[row["id"]])) for row in rows)


def _audit(row: Mapping[str, Any], recommendations: tuple[RecommendationView, ...]) -> AuditView:
    plain = {name: row[name] for name in AuditView.__dataclass_fields__ if name != "recommendations"}
    plain |= {
        "kind": AuditKind(row["kind"]),
        "state": AuditState(row["state"]),
        "level": None if row["level"] is None else Level(row["level"]),
    }
    return AuditView(**plain, recommendations=recommendations)


def _recommendation(scope: Scope, row: Mapping[str, Any]) -> RecommendationView:
    plain = {name: row[name] for name in RecommendationView.__dataclass_fields__ if name != "overdue"}
    state = Tracked(row["state"])
    late = row["due_on"] is not None and row["due_on"] < scope.today
    plain |= {
        "priority": Priority(row["priority"]),
        "response": None if row["response"] is None else Response(row["response"]),
        "state": state,
    }
    return RecommendationView(**plain, overdue=late and state in {Tracked.OPEN, Tracked.CARRIED_OUT})
