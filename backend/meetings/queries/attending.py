"""Who is expected at a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue.quorum import Capacity
from backend.committees import queries as committees
from backend.committees.reviewed import DeputyLine, deputies_on
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who sits on the committee on the day of the meeting.

    `deputies` are those named for their seats, `deputy_person_id` which of them comes where they do not. An expected
    deputy is one too, in their own right: `stands_for` is then the name of whom they stand in for.
    """

    person_id: UUID
    name: str
    seats: tuple[str, ...]
    votes: bool
    away: bool
    reason: str | None
    deputies: tuple[DeputyLine, ...] = ()
    deputy_person_id: UUID | None = None
    capacities: frozenset[Capacity] = frozenset()
    stands_for: str | None = None

    @property
    def deputy(self) -> str | None:
        """The name of who comes in their place."""
        return next((each.name for each in self.deputies if each.person_id == self.deputy_person_id), None)


async def attendees_of(
    scope: Scope, meeting_id: UUID, members: Sequence[committees.MemberView], *, on: date
) -> tuple[Attendee, ...]:
    """Who sits there on the day, each with what they said of coming, and with their deputies."""
    rows = await fetch(
        "SELECT person_id, expected, reason, deputy_person_id FROM meetings_attendance "
        "WHERE tenant_id = $1 AND meeting_id = $2",
        scope.tenant.id,
        meeting_id,
    )
    said = {row["person_id"]: row for row in rows}
    seats: dict[UUID, list[committees.MemberView]] = {}
    for member in members:
        seats.setdefault(member.person_id, []).append(member)
    named = await deputies_on(scope, committee_id=members[0].committee_id, on=on) if members else ()
    return tuple(
        Attendee(
            person_id=person_id,
            name=held[0].name,
            seats=tuple(member.seat_name for member in held),
            votes=any(member.voting for member in held),
            away=person_id in said and not said[person_id]["expected"],
            reason=said[person_id]["reason"] if person_id in said else None,
            deputies=tuple(each for each in named if each.seat_id in {member.seat_id for member in held}),
            deputy_person_id=said[person_id]["deputy_person_id"] if person_id in said else None,
            capacities=frozenset(member.capacity for member in held),
        )
        for person_id, held in seats.items()
    )


def with_deputies(attendees: Sequence[Attendee]) -> tuple[Attendee, ...]:
    """The members, and after them the deputies who come for those who are away; nobody twice."""
    found = {each.person_id: each for each in attendees}
    for member in attendees:
        if not member.away or member.deputy is None or member.deputy_person_id in found:
            continue
        named = [each for each in member.deputies if each.person_id == member.deputy_person_id]
        found[named[0].person_id] = Attendee(
            person_id=named[0].person_id,
            name=named[0].name,
            seats=tuple(each.seat for each in named),
            votes=member.votes and any(each.may_vote for each in named),
            away=False,
            reason=None,
            capacities=member.capacities,
            stands_for=member.name,
        )
    return tuple(found.values())
