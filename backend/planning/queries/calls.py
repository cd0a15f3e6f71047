"""How a meeting was called, and whether it takes questions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.planning.queries.settings import every_setting, settings_on
from backend.planning.rules import questions as question_rules
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """What is kept of a meeting beside its agenda. `closes_on` is the last day on which questions are taken."""

    meeting_id: UUID
    extraordinary_because: str | None
    takes_questions: bool
    closes_on: date
    own_closing: bool
    abandoned_at: datetime | None
    abandoned_because: str | None
    abandoned_by_name: str | None
    public_words: str | None

    @property
    def extraordinary(self) -> bool:
        return self.extraordinary_because is not None

    @property
    def abandoned(self) -> bool:
        return self.abandoned_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMeeting:
    """A meeting for which anybody may ask, until `closes_on`. All of this is public."""

    id: UUID
    committee_id: UUID
    committee: str
    title: str
    day: date
    closes_on: date


_CALLS = """
SELECT m.id AS meeting_id, m.committee_id, m.title, m.starts_at, m.in_public, m.state, c.name AS committee,
  k.extraordinary_because, coalesce(k.takes_questions, false) AS takes_questions, k.questions_close_on, k.abandoned_at,
  k.abandoned_because, k.abandoned_by_name, k.public_words
FROM meetings_meeting m
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
LEFT JOIN planning_call k ON k.tenant_id = $1 AND k.meeting_id = m.id
WHERE m.tenant_id = $1
"""


async def call_of(scope: Scope, *, meeting_id: UUID) -> CallView:
    """How a meeting was called. Raises NotFound."""
    rows = await fetch(f"{_CALLS} AND m.id = $2", scope.tenant.id, meeting_id)
    if not rows:
        raise NotFound("meeting")
    row = rows[0]
    day = meeting_rules.day_of(scope, row["starts_at"])
    asking = (await settings_on(scope, day)).questions
    return CallView(
        meeting_id=meeting_id,
        extraordinary_because=row["extraordinary_because"],
        takes_questions=row["takes_questions"],
        closes_on=question_rules.closes_on(asking, day, own=row["questions_close_on"]),
        own_closing=row["questions_close_on"] is not None,
        abandoned_at=row["abandoned_at"],
        abandoned_because=row["abandoned_because"],
        abandoned_by_name=row["abandoned_by_name"],
        public_words=row["public_words"],
    )


async def open_meetings(scope: Scope) -> tuple[OpenMeeting, ...]:
    """The meetings in public, soonest first, for which an officer said that questions are taken, while they are."""
    rows = await fetch(
        f"{_CALLS} AND k.takes_questions AND m.in_public AND m.state IN ('planned', 'agenda-published') "
        "AND m.starts_at > $2 ORDER BY m.starts_at, m.id",
        scope.tenant.id,
        scope.now,
    )
    settings = await every_setting(scope)
    found = (
        OpenMeeting(
            id=row["meeting_id"],
            committee_id=row["committee_id"],
            committee=row["committee"],
            title=row["title"],
            day=(day := meeting_rules.day_of(scope, row["starts_at"])),
            closes_on=question_rules.closes_on(
                settings.on(day).questions, day, own=row["questions_close_on"]
            ),
        )
        for row in rows
    )
    return tuple(each for each in found if each.closes_on >= scope.today)
