"""What the room's pages show alike: the way back, people and agreements to choose from, a file that was sent along."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.datastructures import UploadFile

from backend.catalogue import shelf
from backend.evidence import operations as evidence
from backend.kit.settings import read_settings
from backend.people import queries as people
from backend.reporting.rules import UnableToReport
from backend.scope import Scope
from backend.together import queries as together
from backend.together.rules import Kind, Side
from backend.web import days, views

_SLACK = 1024 * 1024  # bytes of a request beside its file
BODY_LIMIT = read_settings().upload_limit + _SLACK


def crumbs(scope: Scope, *more: tuple[str, str]) -> list[views.Crumb]:
    return [
        views.Crumb("Returns due", views.address(scope, "/reporting")),
        *(views.Crumb(words, views.address(scope, path)) for words, path in more),
    ]


def letter_crumbs(scope: Scope, *more: tuple[str, str]) -> list[views.Crumb]:
    return [
        views.Crumb("Letters", views.address(scope, "/regulator-letters")),
        *(views.Crumb(words, views.address(scope, path)) for words, path in more),
    ]


async def people_to_choose(scope: Scope) -> list[tuple[UUID, str]]:
    return [(each.id, each.name) for each in await people.people_of(scope)]


async def agreements_to_choose(scope: Scope) -> list[tuple[UUID, str]]:
    """Oversight agreements in force under which somebody reviews us."""
    found = await together.agreements_of(scope, kind=Kind.OVERSIGHT, in_force=True)
    return [
        (each.id, f"{each.other_name}: {each.name}") for each in found if each.standing.side is Side.INVITED
    ]


def definitions_to_choose() -> list[tuple[str, str]]:
    return [(each.key, f"{each.title} ({each.key})") for each in shelf.catalogue().returns.values()]


def asked_day(request: Request[Any, Any, Any], scope: Scope) -> dict[str, Any]:
    """The day as at which a page is shown, for its template."""
    on, typed, problem = days.day_of(request, "on", scope)
    return {
        "on": on,
        "typed": typed,
        "past": bool(typed) and problem is None and on != scope.today,
        "problem": problem,
    }


async def kept(scope: Scope, upload: UploadFile | None) -> UUID | None:
    """An upload in our storage. Raises UnableToReport for an empty one."""
    if upload is None:
        return None
    data = await upload.read()
    if not data:
        raise UnableToReport("The file is empty. Choose another.", field="file")
    return await evidence.keep_file(
        scope, name=upload.filename, media_type=upload.content_type or "application/octet-stream", data=data
    )


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
