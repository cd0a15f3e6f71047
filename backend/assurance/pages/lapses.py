"""What lapses in the days to come, as a picture, a table and a file; what changed since the last board."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.response import Template

from backend.assurance import picture
from backend.assurance.pages import parts
from backend.assurance.queries import changes as changed
from backend.assurance.queries.assessments import AssessmentView
from backend.assurance.queries.changes import Change
from backend.assurance.queries.evidence import all_evidence
from backend.assurance.queries.lapses import lapses_of
from backend.web import access, days, sheets, views

DAYS = (30, 60, 90, 180, 365)
USUAL = 60
_OPEN = access.needs("assurance.read")


@get("/t/{slug:str}/assurance/lapses", opt=_OPEN, name="assurance.lapses")
async def lapses(request: Request[Any, Any, Any]) -> Template:
    """What lapses in the days to come, if nothing else happens."""
    scope = access.scope_of(request)
    on, typed, problem = parts.asked_day(request, scope)
    ahead = _ahead(request)
    found = await lapses_of(scope, on=on, days=ahead)
    return views.page(
        request,
        "assurance/lapses.html",
        picture=picture.timeline_of(found, on=on, days=ahead) if found else None,
        on=on,
        problem=problem,
        days=ahead,
        choices=DAYS,
        chosen={"on": typed},
        rest=parts.query(on=typed, days=ahead),
        crumbs=parts.crumbs(scope),
    )


@get("/t/{slug:str}/assurance/lapses.csv", opt=_OPEN, name="assurance.lapses-file")
async def lapses_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same lines as a file for a spreadsheet."""
    scope = access.scope_of(request)
    on, _, _ = parts.asked_day(request, scope)
    ahead = _ahead(request)
    heads, *rows = picture.timeline_of(
        await lapses_of(scope, on=on, days=ahead), on=on, days=ahead
    ).table.plain
    return sheets.csv_file(scope, f"lapses-after-{on.isoformat()}", heads, rows)


@get("/t/{slug:str}/assurance/changes", opt=_OPEN, name="assurance.changes")
async def changes(request: Request[Any, Any, Any]) -> Template:
    """What stands otherwise than it did at the last board, or on another day."""
    scope = access.scope_of(request)
    on, typed, problem = parts.asked_day(request, scope)
    meeting = await changed.last_meeting(scope)
    usual = meeting.on if meeting else scope.today - timedelta(days=USUAL)
    since, since_typed, since_problem = days.day_of(request, "since", scope)
    if not since_typed or since_problem:
        since = usual
    if since > on:
        since, since_problem = on, "The first day is after the second, so nothing can have changed."
    found = await changed.changes_since(scope, since=since, on=on)
    return views.page(
        request,
        "assurance/changes.html",
        meeting=meeting if meeting and since == meeting.on else None,
        held=meeting is not None or bool(since_typed),
        usual=USUAL,
        groups=_groups(found),
        count=len(found),
        evidence=[
            each
            for each in await all_evidence(scope, on=on)
            if scope.end_of(since) < each.added_at <= scope.end_of(on)
        ],
        since=since,
        on=on,
        problem=problem or since_problem,
        chosen={"on": typed, "since": since_typed},
        tags=parts.TAGS,
        crumbs=parts.crumbs(scope),
    )


def _groups(
    found: tuple[Change, ...],
) -> list[tuple[AssessmentView, list[tuple[Change, str, str]]]]:
    """The changes of each assessment, with the words of the level before and now."""
    groups: dict[UUID, tuple[AssessmentView, list[tuple[Change, str, str]]]] = {}
    for each in found:
        levels = parts.level_words(each.assessment)
        was = each.before
        line = (
            each,
            levels.get((was.scale, was.level), was.level) if was is not None and was.level else "",
            levels.get((each.now.scale, each.now.level), each.now.level) if each.now.level else "",
        )
        groups.setdefault(each.assessment.id, (each.assessment, []))[1].append(line)
    return list(groups.values())


def _ahead(request: Request[Any, Any, Any]) -> int:
    asked = request.query_params.get("days", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and int(asked[:4]) in DAYS else USUAL


ROUTES: list[Any] = [lapses, lapses_file, changes]
