"""Letters to whoever is expected at a meeting, leads an item of it or wrote a paper, when it is no ordinary one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit import calendar
from backend.kit.database import fetch
from backend.meetings import rules
from backend.meetings.operations import holding
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.scope import Scope


async def tell_expected(
    scope: Scope,
    *,
    meeting_id: UUID,
    kind: str,
    context: dict[str, Any],
    also_on: Collection[datetime] = (),
) -> int:
    """Write to them all but whoever acts; returns how many letters. `also_on`: who sat when it was to be before.

    The letter says of itself which meeting it is, when and where.
    """
    meeting = await holding.hold_meeting(scope, meeting_id, lock=False)
    days = {rules.day_of(scope, moment) for moment in (meeting.starts_at, *also_on)}
    told: set[UUID] = set()
    for day in days:  # one or two
        members = await committees.members_on(scope, committee_id=meeting.committee_id, on=day)
        told |= {member.person_id for member in members}
    rows = await fetch(
        "SELECT i.lead_person_id AS lead, p.author_person_id AS author FROM meetings_item i "
        "LEFT JOIN meetings_paper p ON p.tenant_id = $1 AND p.item_id = i.id AND p.withdrawn_at IS NULL "
        "WHERE i.tenant_id = $1 AND i.meeting_id = $2 AND i.withdrawn_at IS NULL",
        scope.tenant.id,
        meeting_id,
    )
    told |= {person_id for row in rows for person_id in (row["lead"], row["author"]) if person_id}
    known = await people.persons_by_id(scope, told - {scope.actor.person_id})
    letters = await notices.tell_all(
        scope,
        kind=kind,
        tellings=[
            Telling(
                key=f"{kind}/{meeting_id}/{scope.now:%Y-%m-%dT%H.%M.%S.%f}/{each.id}",
                to=Recipient(person_id=each.id, name=each.name, address=each.email),
                context={
                    "meeting": meeting.title,
                    "meeting_id": meeting.id,
                    "when": calendar.in_words(meeting.starts_at),
                    "venue": meeting.venue,
                    "by": scope.actor.name,
                    **context,
                },
            )
            for each in known.values()
        ],
    )
    return len(letters)
