"""Who is expected at a meeting, and who of them is conflicted on which item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.committees import queries as committees
from backend.interests.queries import register
from backend.kit.database import fetch
from backend.meetings import conflicts
from backend.meetings.queries.touched import TouchedOrganisation
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who sits on the committee on the day of the meeting."""

    person_id: UUID
    name: str
    seats: tuple[str, ...]
    votes: bool
    away: bool
    reason: str | None


async def attendees_of(
    scope: Scope, meeting_id: UUID, members: Sequence[committees.MemberView]
) -> tuple[Attendee, ...]:
    rows = await fetch(
        "SELECT person_id, expected, reason FROM meetings_attendance WHERE tenant_id = $1 AND meeting_id = $2",
        scope.tenant.id,
        meeting_id,
    )
    said = {row["person_id"]: row for row in rows}
    seats: dict[UUID, list[committees.MemberView]] = {}
    for member in members:
        seats.setdefault(member.person_id, []).append(member)
    return tuple(
        Attendee(
            person_id=person_id,
            name=held[0].name,
            seats=tuple(member.seat_name for member in held),
            votes=any(member.voting for member in held),
            away=person_id in said and not said[person_id]["expected"],
            reason=said[person_id]["reason"] if person_id in said else None,
        )
        for person_id, held in seats.items()
    )


async def forecasts_of(
    scope: Scope,
    committee: committees.CommitteeView,
    attendees: Sequence[Attendee],
    touched: dict[UUID, tuple[TouchedOrganisation, ...]],
    item_ids: Sequence[UUID],
    day: date,
) -> dict[UUID, conflicts.Forecast]:
    """Every item's forecast, from one look at the register as it stands on the meeting's day."""
    held = await register.interests_touching(
        scope,
        person_ids=tuple(each.person_id for each in attendees),
        organisation_ids=tuple({each.id for several in touched.values() for each in several}),
        on=day,
    )
    touches = tuple(
        conflicts.Touch(
            person_id=interest.person_id,
            organisation_id=interest.organisation_id,
            organisation=interest.organisation_name,
            words=interest.words_for(scope),
        )
        for interest in held
    )
    members = tuple(
        conflicts.Member(
            person_id=each.person_id,
            name=each.name,
            seats=tuple(
                member.as_seat_held for member in committee.members if member.person_id == each.person_id
            ),
            away=each.away,
        )
        for each in attendees
    )
    return {
        item_id: conflicts.forecast(
            quorum=committee.quorum,
            members=members,
            touches=touches,
            organisation_ids={each.id for each in touched.get(item_id, ())},
        )
        for item_id in item_ids
    }
