"""Lists of people: those that were brought, what bringing one in would do, and those who were invited."""

import asyncio
import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.setup.rules import comparing
from backend.setup.rules.comparing import Body, Known, ListState, Place, Plan
from backend.setup.rules.people_list import Fault, PeopleList, PersonRow, SeatNamed
from backend.setup.tables.people import PeopleListTable

STEPS = 4

_LINE = (
    "id, file_name, sha256, size, state, started_at, started_by, started_by_name, row_count, answers, leave_out, "
    "steps_done, words, failure, outcome, done_at, undone_at, undone_by_name"
)
_IN_WORDS = {
    ListState.OPEN: "Not brought in yet",
    ListState.WRITING: "Being brought in",
    ListState.DONE: "Brought in",
    ListState.UNDONE: "Taken back",
    ListState.GIVEN_UP: "Left alone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """One list, without its rows."""

    id: UUID
    file_name: str
    sha256: str
    size: int
    state: ListState
    started_at: datetime
    started_by: UUID
    started_by_name: str
    row_count: int
    answers: dict[str, str]
    leave_out: bool
    steps_done: int
    words: str
    failure: str | None
    outcome: dict[str, int]
    done_at: datetime | None
    undone_at: datetime | None
    undone_by_name: str | None

    @property
    def state_in_words(self) -> str:
        return _IN_WORDS[self.state]

    @property
    def share_done(self) -> int:
        return 100 * self.steps_done // STEPS


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedLine:
    """Somebody, and how far their way in has come."""

    id: UUID
    name: str
    email: str | None
    job_title: str | None
    state: str
    until: datetime | None

    @property
    def may_be_invited(self) -> bool:
        return self.state not in {"signed up", "no address"}


async def lists_of(scope: Scope) -> tuple[ListView, ...]:
    """Every list that was brought, the newest first."""
    rows = await fetch(
        f"SELECT {_LINE} FROM setup_people_list WHERE tenant_id = $1 ORDER BY started_at DESC, id",  # noqa: S608 - our own text
        scope.tenant.id,
    )
    return tuple(map(_view, rows))


async def list_of(scope: Scope, *, list_id: UUID, held: bool = False) -> ListView:
    """One list; `held` for us alone until the transaction ends. Raises NotFound."""
    rows = await fetch(
        f"SELECT {_LINE} FROM setup_people_list WHERE tenant_id = $1 AND id = $2{' FOR UPDATE' if held else ''}",  # noqa: S608 - our own text
        scope.tenant.id,
        list_id,
    )
    if not rows:
        raise NotFound("list")
    return _view(rows[0])


async def last_done(scope: Scope) -> UUID | None:
    """The list that was brought in last and not taken back."""
    rows = await fetch(
        "SELECT id FROM setup_people_list WHERE tenant_id = $1 AND state = 'DONE' ORDER BY done_at DESC, id LIMIT 1",
        scope.tenant.id,
    )
    return rows[0]["id"] if rows else None


async def plan_of(scope: Scope, *, view: ListView) -> Plan:
    """What bringing an open list in would do, against those who are here now."""
    rows = await PeopleListTable.within(scope, PeopleListTable.rows).where(PeopleListTable.id == view.id)
    listed = unpacked(rows[0]["rows"])
    known = [
        Known(id=each.id, name=each.name, email=each.email, gone_on=each.left_on, roles=each.roles)
        for each in await people.people_of(scope, also_left=True)
        if each.left_on is None or each.left_on > each.joined_on  # else they were taken back
    ]
    bodies = await bodies_of(scope) if any(row.seats for row in listed.rows) else ()
    return await asyncio.to_thread(
        comparing.compared, listed, known=known, bodies=bodies, answers=view.answers, today=scope.today
    )


async def bodies_of(scope: Scope) -> tuple[Body, ...]:
    """The organisation's own committees, with the places that are free from today on."""
    found = []
    for line in await committees.committees_of(scope):
        if line.held_by is not None:
            continue
        view = await committees.committee(scope, committee_id=line.id)
        coming = {term.seat_id for term in view.other_terms if term.from_on > scope.today}
        seats: dict[str, list[Any]] = {}
        for place in view.places:
            seats.setdefault(place.slug, []).append(place)
        found.append(
            Body(
                name=line.name,
                slug=line.slug,
                seats=tuple(
                    Place(
                        name=alike[0].name,
                        slug=slug,
                        free=tuple(
                            place.id for place in alike if place.member is None and place.id not in coming
                        ),
                        held_by=frozenset(place.member.person_id for place in alike if place.member),
                    )
                    for slug, alike in seats.items()
                ),
            )
        )
    return tuple(found)


async def invited_of(scope: Scope, *, now: datetime) -> tuple[InvitedLine, ...]:
    """Everybody who belongs to the organisation, and whether they have signed up; `now` is real time."""
    until = await people.invitations_until(scope)
    lines = []
    for each in await people.people_of(scope):
        ends = until.get(each.id)
        if each.account_id is not None:
            state = "signed up"
        elif each.email is None:
            state = "no address"
        elif ends is None:
            state = "not invited"
        else:
            state = "invited" if ends > now else "expired"
        lines.append(
            InvitedLine(
                id=each.id,
                name=each.name,
                email=each.email,
                job_title=each.job_title,
                state=state,
                until=ends if each.account_id is None else None,
            )
        )
    return tuple(lines)


async def as_listed(scope: Scope) -> tuple[PersonRow, ...]:
    """The people who are here, as rows of a list: brought in again, they change nothing."""
    sitting: dict[UUID, list[SeatNamed]] = {}
    names = await committees.committee_names(scope)
    for committee_id, members in (await committees.members_of_all(scope, on=scope.today)).items():
        for member in members:
            named = SeatNamed(committee=names[committee_id], seat=member.seat_name)
            sitting.setdefault(member.person_id, []).append(named)
    return tuple(
        PersonRow(
            number=number,
            name=each.name,
            email=each.email,
            job_title=each.job_title,
            joined_on=each.joined_on,
            roles=each.roles,
            seats=tuple(sitting.get(each.id, ())),
        )
        for number, each in enumerate(await people.people_of(scope), start=2)
    )


def packed(listed: PeopleList) -> bytes:
    plain = {
        "rows": [
            [
                row.number,
                row.name,
                row.email,
                row.job_title,
                row.joined_on.isoformat() if row.joined_on else None,
                row.roles,
                [(seat.committee, seat.seat) for seat in row.seats],
            ]
            for row in listed.rows
        ],
        "faults": [(fault.row, fault.field, fault.sentence) for fault in listed.faults],
        "not_read": listed.not_read,
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), 1)


def unpacked(data: bytes) -> PeopleList:
    plain = json.loads(zlib.decompress(data))
    return PeopleList(
        rows=tuple(
            PersonRow(
                number=number,
                name=name,
                email=email,
                job_title=job_title,
                joined_on=date.fromisoformat(joined_on) if joined_on else None,
                roles=tuple(roles),
                seats=tuple(SeatNamed(committee=committee, seat=seat) for committee, seat in seats),
            )
            for number, name, email, job_title, joined_on, roles, seats in plain["rows"]
        ),
        faults=tuple(
            Fault(row=row, field=field, sentence=sentence) for row, field, sentence in plain["faults"]
        ),
        not_read=tuple(plain["not_read"]),
    )


def _view(row: Any) -> ListView:
    return ListView(
        **{
            **row,
            "state": ListState(row["state"]),
            "answers": json.loads(row["answers"]),
            "outcome": json.loads(row["outcome"]) if row["outcome"] else {},
        }
    )
