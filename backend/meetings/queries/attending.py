"""Who is expected at a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
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
