"""Who reviews, who is away and covered by whom, and who stands aside from which commissioner.

Every query of the room begins here: what a reader stands aside from is left out of its statements, so that no page,
file or count shows it. The day is always today, whatever day a page is shown as at.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.interests.queries import declarations
from backend.interests.queries.register import interests_touching
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.people import permissions
from backend.people import queries as people
from backend.reviewing import rules
from backend.scope import Scope

UNDECLARED = (
    "You have not declared your interests yet, nor that you have none. Until you do, you see no returns."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    id: UUID
    name: str
    job_title: str | None
    declared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Today's team, and what of it concerns the reader."""

    reader_id: UUID | None
    members: tuple[Member, ...]
    away: Mapping[UUID, UUID]
    asides: Mapping[UUID, Mapping[UUID, str]]
    """By person: the commissioners from which they stand aside, each with why."""
    commissioners: frozenset[UUID]
    undeclared: bool
    """The reader reviews, and has not declared yet."""

    @property
    def closed(self) -> Mapping[UUID, str]:
        """The commissioners of which the reader sees nothing, each with why."""
        own = dict(self.asides.get(self.reader_id, {})) if self.reader_id else {}
        if self.undeclared:
            return {each: own.get(each, UNDECLARED) for each in self.commissioners}
        return own

    def aside_from(self, commissioner_id: UUID) -> frozenset[UUID]:
        """Who takes no part in what concerns a commissioner; of the team, whoever has not declared."""
        barred = {person for person, which in self.asides.items() if commissioner_id in which}
        return frozenset(barred | {each.id for each in self.members if not each.declared})

    def acts(self, *, held_by: UUID | None, commissioner_id: UUID) -> bool:
        """Whether the reader may act on a return that somebody has in hand."""
        return rules.acts_for(
            self.reader_id, held_by=held_by, away=self.away, aside=self.aside_from(commissioner_id)
        )

    def acting(self, person_id: UUID | None, *, commissioner_id: UUID) -> UUID | None:
        """Who acts today for somebody who leads, seconds or holds; nobody where there is nobody."""
        if person_id is None:
            return None
        return rules.covered_by(person_id, away=self.away, aside=self.aside_from(commissioner_id))

    def seconder(
        self,
        *,
        second_id: UUID | None,
        lead_id: UUID | None,
        decided_by: UUID,
        commissioner_id: UUID,
    ) -> UUID | None:
        """Who agrees today to what somebody decided: the second reviewer, or the lead where that one decided."""
        for each in (second_id, lead_id):
            acting = self.acting(each, commissioner_id=commissioner_id)
            if acting is not None and acting != decided_by:
                return acting
        return None

    @property
    def stands_for(self) -> tuple[UUID, ...]:
        """The reader and everybody whom they cover for today."""
        if self.reader_id is None:
            return ()
        covered = [
            person
            for person in self.away
            if rules.covered_by(person, away=self.away, aside=()) == self.reader_id
        ]
        return (self.reader_id, *covered)

    def name(self, person_id: UUID | None) -> str | None:
        return next((each.name for each in self.members if each.id == person_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine:
    id: UUID
    person_id: UUID
    person: str
    cover: str
    from_on: date
    until_on: date
    made_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideLine:
    """`id` is null where an interest on the register is the reason: it ends with the interest."""

    id: UUID | None
    person: str
    commissioner: str
    because: str
    from_on: date | None
    until_on: date | None
    said_at: datetime | None


_ORGANISATIONS = """
WITH RECURSIVE part (commissioner_id, organisation_id) AS (
  SELECT c.id, c.organisation_id FROM reviewing_commissioner c WHERE c.tenant_id = $1
  UNION
  SELECT p.commissioner_id, o.id FROM part p
  JOIN organisations_organisation o ON o.tenant_id = $1 AND o.part_of = p.organisation_id
)
SELECT p.commissioner_id, n.kept_id AS organisation_id FROM part p
LEFT JOIN organisations_named n ON n.tenant_id = $1 AND n.id = p.organisation_id
"""
_ASIDES = """
SELECT a.id, a.person_id, a.commissioner_id, a.because, a.from_on, a.until_on, a.said_at, p.name AS person,
  c.name AS commissioner
FROM reviewing_aside a
JOIN people_person p ON p.tenant_id = $1 AND p.id = a.person_id
JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = a.commissioner_id
WHERE a.tenant_id = $1 AND a.ended_at IS NULL AND (a.until_on IS NULL OR a.until_on >= $2)
ORDER BY p.name, c.name, a.id
"""
_COVERS = """
SELECT v.id, v.person_id, p.name AS person, v.cover_person_id, o.name AS cover, v.from_on, v.until_on, v.made_by_name
FROM reviewing_cover v
JOIN people_person p ON p.tenant_id = $1 AND p.id = v.person_id
JOIN people_person o ON o.tenant_id = $1 AND o.id = v.cover_person_id
WHERE v.tenant_id = $1 AND v.ended_at IS NULL AND v.until_on >= $2
ORDER BY v.from_on, p.name, v.id
"""


async def team_of(scope: Scope) -> Team:
    """Today's team. Six statements, whatever there is."""
    reviewers = await people.people_of(scope, role=permissions.REVIEWER)
    reader = scope.actor.person_id
    ids = tuple({*(each.id for each in reviewers), *((reader,) if reader else ())})
    standings = await declarations.standings_of(scope, person_ids=ids)
    declared = {each.person_id for each in standings if each.last_kind is not None}
    members = tuple(
        Member(id=each.id, name=each.name, job_title=each.job_title, declared=each.id in declared)
        for each in reviewers
    )
    commissioners, asides = await _asides(scope, ids)
    covers = await fetch(_COVERS, scope.tenant.id, scope.today)
    return Team(
        reader_id=reader,
        members=members,
        away={row["person_id"]: row["cover_person_id"] for row in covers if row["from_on"] <= scope.today},
        asides=asides,
        commissioners=commissioners,
        undeclared=any(each.id == reader and not each.declared for each in members),
    )


async def covers_of(scope: Scope) -> tuple[CoverLine, ...]:
    """Who covers for whom, now and to come."""
    rows = await fetch(_COVERS, scope.tenant.id, scope.today)
    return tuple(CoverLine(**{name: row[name] for name in CoverLine.__dataclass_fields__}) for row in rows)


async def asides_of(scope: Scope) -> tuple[AsideLine, ...]:
    """Everybody of the team who stands aside, and why; what was said first, then what the register says."""
    rows = await fetch(_ASIDES, scope.tenant.id, scope.today)
    said = [AsideLine(**{name: row[name] for name in AsideLine.__dataclass_fields__}) for row in rows]
    reviewers = {each.id: each.name for each in await people.people_of(scope, role=permissions.REVIEWER)}
    named = {
        row["id"]: row["name"]
        for row in await fetch(
            "SELECT id, name FROM reviewing_commissioner WHERE tenant_id = $1", scope.tenant.id
        )
    }
    found = await _by_interest(scope, tuple(reviewers))
    return (
        *said,
        *(
            AsideLine(
                id=None,
                person=reviewers[person],
                commissioner=named[commissioner],
                because=because,
                from_on=None,
                until_on=None,
                said_at=None,
            )
            for person, commissioner, because in found
        ),
    )


async def _asides(
    scope: Scope, ids: tuple[UUID, ...]
) -> tuple[frozenset[UUID], Mapping[UUID, Mapping[UUID, str]]]:
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for row in await fetch(_ASIDES, scope.tenant.id, scope.today):
        if row["from_on"] <= scope.today:
            found[row["person_id"]][row["commissioner_id"]] = row["because"]
    parts = await fetch(_ORGANISATIONS, scope.tenant.id)
    for person, commissioner, because in await _matched(scope, ids, parts):
        found[person].setdefault(commissioner, because)
    return frozenset(row["commissioner_id"] for row in parts), found


async def _by_interest(scope: Scope, ids: tuple[UUID, ...]) -> list[tuple[UUID, UUID, str]]:
    return await _matched(scope, ids, await fetch(_ORGANISATIONS, scope.tenant.id))


async def _matched(scope: Scope, ids: tuple[UUID, ...], parts: Any) -> list[tuple[UUID, UUID, str]]:
    """Who declared an interest in a commissioner, or in what is part of it. Any interest bars, of whatever type."""
    whose: dict[UUID, list[UUID]] = defaultdict(list)
    for row in parts:
        if row["organisation_id"] is not None:
            whose[row["organisation_id"]].append(row["commissioner_id"])
    touching = await interests_touching(scope, person_ids=ids, organisation_ids=tuple(whose), on=scope.today)
    return [
        (
            each.person_id,
            commissioner,
            f"An interest in {each.organisation_name} is on the register, held since {in_words(each.since)}.",
        )
        for each in touching
        for commissioner in whose[each.organisation_id]
    ]
