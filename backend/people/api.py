"""The people of a tenant as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from pydantic import Field

from backend.people import queries
from backend.web import access, answers


class PeopleAsked(answers.PartAsked):
    on: answers.Day | None = Field(None, description="With the roles of this day; today if not given.")


class PersonAnswer(answers.Answer):
    id: UUID
    name: str
    job_title: str | None
    email: str | None
    joined_on: date
    left_on: date | None = Field(description="The first day on which they no longer belonged.")
    roles: list[str]


class PeopleAnswer(answers.Answer):
    on: date
    rows: list[PersonAnswer]
    next: str | None


@get(
    "/t/{slug:str}/api/people",
    opt=answers.needs(
        "people.read",
        summary="The people who belong to the organisation on a day, by name",
        asks=PeopleAsked,
        gives=PeopleAnswer,
    ),
    name="people.api.list",
)
async def list_people(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The people and their roles."""
    scope = access.scope_of(request)
    asked = answers.read(request, PeopleAsked)
    on = asked.on or scope.today
    people = await queries.people_of(scope, on=on)
    shown, after = answers.part_of(people, asked, key=lambda person: person.id)
    rows = [
        PersonAnswer(
            id=person.id,
            name=person.name,
            job_title=person.job_title,
            email=person.email,
            joined_on=person.joined_on,
            left_on=person.left_on,
            roles=list(person.roles),
        )
        for person in shown
    ]
    onward = answers.address(scope, "/people", on=on.isoformat(), after=after, limit=asked.limit)
    return answers.give(PeopleAnswer(on=on, rows=rows, next=onward if after else None))


ROUTES: list[Any] = [list_people]
