"""Committees, and who sits on each, as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from pydantic import Field

from backend.committees import queries
from backend.committees.views import MemberView
from backend.web import access, answers


class CommitteesAsked(answers.PartAsked):
    on: answers.Day | None = Field(None, description="With the members of this day; today if not given.")


class MemberAnswer(answers.Answer):
    person_id: UUID
    name: str
    seat: str
    capacity: str
    office: str | None
    voting: bool
    from_on: date
    last_on: date | None


class CommitteeAnswer(answers.Answer):
    id: UUID
    name: str
    kind: str
    held_by: str | None = Field(description="The organisation whose body it is; null where it is ours.")
    meets_in_public: bool
    seats: int
    members: list[MemberAnswer]


class CommitteesAnswer(answers.Answer):
    on: date
    rows: list[CommitteeAnswer]
    next: str | None


@get(
    "/t/{slug:str}/api/committees",
    opt=answers.needs(
        "committees.read",
        summary="The committees of today, each with those who sit on it on a day",
        asks=CommitteesAsked,
        gives=CommitteesAnswer,
    ),
    name="committees.api.list",
)
async def list_committees(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The committees and their members; two statements however many there are."""
    scope = access.scope_of(request)
    asked = answers.read(request, CommitteesAsked)
    on = asked.on or scope.today
    committees = await queries.committees_of(scope)
    shown, after = answers.part_of(committees, asked, key=lambda committee: committee.id)
    members = await queries.members_of_all(scope, on=on)
    rows = [
        CommitteeAnswer(
            id=each.id,
            name=each.name,
            kind=each.kind.value,
            held_by=each.held_by,
            meets_in_public=each.meets_in_public,
            seats=each.seats,
            members=[_member(member) for member in members.get(each.id, ())],
        )
        for each in shown
    ]
    onward = answers.address(scope, "/committees", on=on.isoformat(), after=after, limit=asked.limit)
    return answers.give(CommitteesAnswer(on=on, rows=rows, next=onward if after else None))


ROUTES: list[Any] = [list_committees]


def _member(member: MemberView) -> MemberAnswer:
    return MemberAnswer(
        person_id=member.person_id,
        name=member.name,
        seat=member.seat_name,
        capacity=member.capacity.value,
        office=member.office.value if member.office else None,
        voting=member.voting,
        from_on=member.from_on,
        last_on=member.last_on,
    )
