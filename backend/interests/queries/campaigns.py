"""Campaigns: the list, one with its people and where each stands, whom a rule would find, what was due to whom."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.interests.queries import declarants
from backend.interests.rules import campaigns as rules
from backend.interests.rules import declarants as declarant_rules
from backend.interests.rules.declaring import DeclarationKind
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """A campaign as the list shows it. `asked_of` is nobody before the launch."""

    id: UUID
    name: str
    asked: rules.Asked
    words: str | None
    due_on: date
    population: rules.Population
    state: rules.CampaignState
    launched_at: datetime | None
    launched_by_name: str | None
    closed_at: datetime | None
    closed_by_name: str | None
    asked_of: int
    answered: int

    @property
    def asked_in_words(self) -> str:
        return rules.ASKED_IN_WORDS[self.asked]

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person of a campaign: as they stood at its launch, and where they stand in it."""

    person_id: UUID
    person_name: str
    position: str
    group: str
    decision_making: bool
    answer: rules.Answer
    answered_on: date | None
    declaration_id: UUID | None
    late: bool
    left_on: date | None
    excused_reason: str | None
    excused_by_name: str | None
    excused_at: datetime | None

    @property
    def answer_in_words(self) -> str:
        return rules.ANSWER_IN_WORDS[self.answer]

    @property
    def group_in_words(self) -> str:
        return declarant_rules.GROUPS[self.group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a campaign ended with, as it was signed."""

    campaign_id: UUID
    taken_at: datetime
    content: str
    sha256: str
    key_name: str
    public_key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom a rule finds today. `mark` changes when anybody in the list does."""

    people: tuple[declarants.Declarant, ...]
    mark: str


_CAMPAIGNS = """
SELECT c.id, c.name, c.asked, c.words, c.due_on, c.population, c.state, c.launched_at, c.closed_at,
  l.name AS launched_by_name, k.name AS closed_by_name,
  (SELECT count(*) FROM interests_campaign_person m WHERE m.tenant_id = $1 AND m.campaign_id = c.id) AS asked_of,
  (SELECT count(*) FROM interests_campaign_person m WHERE m.tenant_id = $1 AND m.campaign_id = c.id
    AND EXISTS (SELECT 1 FROM interests_declaration d WHERE d.tenant_id = $1 AND d.person_id = m.person_id
      AND d.kind = ANY ($2) AND d.undone_at IS NULL AND d.declared_at >= c.launched_at
      AND (c.closed_at IS NULL OR d.declared_at <= c.closed_at))) AS answered
FROM interests_campaign c
LEFT JOIN people_person l ON l.tenant_id = $1 AND l.id = c.launched_by
LEFT JOIN people_person k ON k.tenant_id = $1 AND k.id = c.closed_by
WHERE c.tenant_id = $1
"""
_ANSWERING = [kind.value for kind in rules.ANSWERED_BY]


async def campaigns_of(scope: Scope) -> tuple[CampaignLine, ...]:
    """Every campaign but the discarded ones: drafts, then open, then closed, the latest due day first."""
    rows = await fetch(
        _CAMPAIGNS
        + " AND c.state <> 'DISCARDED' ORDER BY array_position(ARRAY['DRAFT', 'OPEN', 'CLOSED'], c.state),"
        " c.due_on DESC, c.id",
        scope.tenant.id,
        _ANSWERING,
    )
    return tuple(map(_line, rows))


async def campaign(scope: Scope, *, campaign_id: UUID) -> CampaignLine:
    """One campaign. Raises `NotFound`."""
    rows = await fetch(_CAMPAIGNS + " AND c.id = $3", scope.tenant.id, _ANSWERING, campaign_id)
    if not rows:
        raise NotFound("campaign")
    return _line(rows[0])


async def found_by(scope: Scope, *, population: rules.Population) -> Found:
    """Exactly whom the campaign would ask if it were launched at this moment."""
    people = tuple(
        person
        for person in await declarants.declarants_of(scope)
        if population.holds(
            group=person.group, decision_making=person.decision_making, committee_ids=person.committee_ids
        )
    )
    return Found(
        people=people, mark=content_hash([[p.person_id, p.group, p.decision_making] for p in people])
    )


async def people_of(
    scope: Scope, *, campaign_id: UUID, person_id: UUID | None = None
) -> tuple[PersonLine, ...]:
    """The people of a campaign by name with where each stands; of a closed one, where they stood at its close."""
    rows = await fetch(
        """
        SELECT m.person_id, m.person_name, m.position, m.declares_as, m.decision_making, m.excused_reason,
          m.excused_at, x.name AS excused_by_name, said.id AS declaration_id, said.kind, said.declared_on, c.due_on,
          CASE WHEN p.left_on <= at.day THEN p.left_on END AS left_on,
          EXISTS (SELECT 1 FROM people_pause z WHERE z.tenant_id = $1 AND z.person_id = m.person_id
            AND z.from_on <= at.day AND (z.until_on IS NULL OR z.until_on >= at.day)) AS paused,
          coalesce((SELECT sum(greatest(0, least(coalesce(z.until_on, at.day), at.day)
              - greatest(z.from_on, (c.launched_at AT TIME ZONE $5)::date) + 1)) FROM people_pause z
            WHERE z.tenant_id = $1 AND z.person_id = m.person_id), 0)::int AS paused_days
        FROM interests_campaign_person m
        JOIN interests_campaign c ON c.tenant_id = $1 AND c.id = m.campaign_id
        JOIN people_person p ON p.tenant_id = $1 AND p.id = m.person_id
        CROSS JOIN LATERAL (SELECT coalesce((c.closed_at AT TIME ZONE $5)::date, $4) AS day) at
        LEFT JOIN people_person x ON x.tenant_id = $1 AND x.id = m.excused_by
        LEFT JOIN LATERAL (
          SELECT d.id, d.kind, d.declared_on FROM interests_declaration d
          WHERE d.tenant_id = $1 AND d.person_id = m.person_id AND d.kind = ANY ($3) AND d.undone_at IS NULL
            AND d.declared_at >= c.launched_at AND (c.closed_at IS NULL OR d.declared_at <= c.closed_at)
          ORDER BY d.declared_at DESC, d.id DESC LIMIT 1
        ) said ON true
        WHERE m.tenant_id = $1 AND m.campaign_id = $2 AND ($6::uuid IS NULL OR m.person_id = $6)
        ORDER BY lower(m.person_name), m.person_id""",
        scope.tenant.id,
        campaign_id,
        _ANSWERING,
        scope.today,
        scope.tenant.time_zone,
        person_id,
    )
    return tuple(_person(row, today=scope.today) for row in rows)


async def person_of(scope: Scope, *, campaign_id: UUID, person_id: UUID) -> PersonLine:
    """One person of a campaign. Raises `NotFound`."""
    found = await people_of(scope, campaign_id=campaign_id, person_id=person_id)
    if not found:
        raise NotFound("person in this campaign")
    return found[0]


async def due_in_campaigns(scope: Scope) -> dict[UUID, date]:
    """By person who has not answered an open campaign and is not excused: the first day on which they owe it."""
    rows = await fetch(
        """
        SELECT m.person_id, min(c.due_on) AS due_on
        FROM interests_campaign_person m
        JOIN interests_campaign c ON c.tenant_id = $1 AND c.id = m.campaign_id
        WHERE m.tenant_id = $1 AND c.state = 'OPEN' AND m.excused_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM interests_declaration d WHERE d.tenant_id = $1
            AND d.person_id = m.person_id AND d.kind = ANY ($2) AND d.undone_at IS NULL
            AND d.declared_at >= c.launched_at)
        GROUP BY m.person_id""",
        scope.tenant.id,
        _ANSWERING,
    )
    return {row["person_id"]: row["due_on"] for row in rows}


async def snapshot_of(scope: Scope, *, campaign_id: UUID) -> Snapshot | None:
    """What the campaign ended with; nothing before its close."""
    rows = await fetch(
        "SELECT campaign_id, taken_at, content, sha256, key_name, public_key, signature "
        "FROM interests_campaign_snapshot WHERE tenant_id = $1 AND campaign_id = $2",
        scope.tenant.id,
        campaign_id,
    )
    return Snapshot(**rows[0]) if rows else None


def counted(people: Sequence[PersonLine]) -> Mapping[rules.Answer, int]:
    """How many people stand where; every answer has its number, also where it is nought."""
    found = Counter(person.answer for person in people)
    return {answer: found[answer] for answer in rules.Answer}


def _line(row: Any) -> CampaignLine:
    return CampaignLine(
        **{
            **row,
            "asked": rules.Asked(row["asked"]),
            "state": rules.CampaignState(row["state"]),
            "population": rules.Population.from_plain(json.loads(row["population"])),
        }
    )


def _person(row: Any, *, today: date) -> PersonLine:
    kind = DeclarationKind(row["kind"]) if row["kind"] else None
    answer = rules.answer_of(
        kind=kind,
        excused=row["excused_at"] is not None,
        paused=row["paused"],
        left=row["left_on"] is not None,
    )
    days = ((row["declared_on"] or today) - row["due_on"]).days - row["paused_days"]
    return PersonLine(
        person_id=row["person_id"],
        person_name=row["person_name"],
        position=row["position"],
        group=row["declares_as"],
        decision_making=row["decision_making"],
        answer=answer,
        answered_on=row["declared_on"],
        declaration_id=row["declaration_id"],
        late=days > 0 and (kind is not None or answer is rules.Answer.OUTSTANDING),
        left_on=row["left_on"],
        excused_reason=row["excused_reason"],
        excused_by_name=row["excused_by_name"],
        excused_at=row["excused_at"],
    )
