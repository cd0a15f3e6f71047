"""Nobody takes a seat undeclared without the chair being told: when the agenda is published, when somebody says that
they come, on the two mornings before the meeting, and when it is marked as held.
"""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.catalogue.quorum import Office
from backend.committees import queries as committees
from backend.interests.queries.undeclared import undeclared_among
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.meetings import rules
from backend.meetings.operations import holding
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope
from backend.tenancy import dues

CHORE = "meetings.tell_of_undeclared"
_MORNING = time(7, 30)
_CHAIRS = frozenset({Office.CHAIR, Office.VICE_CHAIR})


async def tell_chairs(scope: Scope, *, meeting_id: UUID) -> int:
    """Tell the chair and vice-chair who of those expected has no declaration that holds; returns how many letters.

    Whoever is on the list is not told of themselves alone; where no chair is left, the governance officers are told.
    The same list is told once.
    """
    meeting = await holding.hold_meeting(scope, meeting_id, lock=False)
    day = rules.day_of(scope, meeting.starts_at)
    members = await committees.members_on(scope, committee_id=meeting.committee_id, on=day)
    away = await fetch(
        "SELECT person_id FROM meetings_attendance WHERE tenant_id = $1 AND meeting_id = $2 AND NOT expected",
        scope.tenant.id,
        meeting_id,
    )
    expected = {member.person_id for member in members} - {row["person_id"] for row in away}
    undeclared = await undeclared_among(scope, person_ids=expected)
    if not undeclared:
        return 0
    lines = await people.people_of(scope)
    chairs = {member.person_id for member in members if member.office in _CHAIRS}
    told = chairs - {each.person_id for each in undeclared} or {
        line.id for line in lines if permissions.OFFICER in line.roles
    }
    mark = content_hash(sorted(str(each.person_id) for each in undeclared))[:16]
    letters = await notices.tell_all(
        scope,
        kind="meetings.undeclared-members",
        tellings=[
            Telling(
                key=f"meetings.undeclared/{meeting_id}/{mark}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context={
                    "meeting": meeting.title,
                    "day": in_words(day),
                    "undeclared": [f"{each.person_name} {each.words}" for each in undeclared],
                    "meeting_id": meeting_id,
                },
            )
            for line in lines
            if line.id in told
        ],
    )
    return len(letters)


async def tell_before_meetings(scope: Scope) -> int:
    """On the mornings before: `tell_chairs` for every meeting of today and tomorrow; returns how many letters."""
    soon = scope.today + timedelta(days=1)
    count = 0
    for meeting_id, starts_at in await _to_come(scope):
        if rules.day_of(scope, starts_at) <= soon:  # a handful
            count += await tell_chairs(scope, meeting_id=meeting_id)
    await schedule(scope)
    return count


async def schedule(scope: Scope) -> None:
    """Say when the next morning before a meeting is."""
    mornings = [
        datetime.combine(
            rules.day_of(scope, starts_at) - timedelta(days=before),
            _MORNING,
            ZoneInfo(scope.tenant.time_zone),
        ).astimezone(UTC)
        for _, starts_at in await _to_come(scope)
        for before in (0, 1)
    ]
    ahead = [morning for morning in mornings if morning > scope.now]
    if ahead:
        await dues.set_due(scope, chore=CHORE, at=min(ahead))
    else:
        await dues.clear_due(scope, chore=CHORE)


async def _to_come(scope: Scope) -> list[tuple[UUID, datetime]]:
    rows = await fetch(
        "SELECT id, starts_at FROM meetings_meeting WHERE tenant_id = $1 AND ends_at > $2 "
        "AND state IN ('planned', 'agenda-published') ORDER BY starts_at, id",
        scope.tenant.id,
        scope.now,
    )
    return [(row["id"], row["starts_at"]) for row in rows]
