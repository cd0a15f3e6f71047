"""The directory of organisations as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from pydantic import Field

from backend.organisations import queries
from backend.web import access, answers


class OrganisationsAsked(answers.PartAsked):
    text: str = Field(
        "", max_length=200, description="Only those with these words in a name, or this ODS code."
    )


class OrganisationAnswer(answers.Answer):
    id: UUID
    name: str
    type: str
    ods_code: str | None
    other_names: list[str]
    part_of: UUID | None
    retired_on: date | None


class OrganisationsAnswer(answers.Answer):
    rows: list[OrganisationAnswer]
    next: str | None


@get(
    "/t/{slug:str}/api/organisations",
    opt=answers.needs(
        "organisations.read",
        summary="The directory of organisations, by name",
        asks=OrganisationsAsked,
        gives=OrganisationsAnswer,
    ),
    name="organisations.api.list",
)
async def list_organisations(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The directory."""
    scope = access.scope_of(request)
    asked = answers.read(request, OrganisationsAsked)
    found = await queries.organisations_of(scope, text=asked.text)
    shown, after = answers.part_of(found, asked, key=lambda organisation: organisation.id)
    rows = [
        OrganisationAnswer(
            id=each.id,
            name=each.name,
            type=each.type.value,
            ods_code=each.ods_code,
            other_names=list(each.other_names),
            part_of=each.part_of,
            retired_on=each.retired_on,
        )
        for each in shown
    ]
    onward = answers.address(scope, "/organisations", text=asked.text, after=after, limit=asked.limit)
    return answers.give(OrganisationsAnswer(rows=rows, next=onward if after else None))


ROUTES: list[Any] = [list_organisations]
