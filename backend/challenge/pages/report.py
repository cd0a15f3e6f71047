"""Assurance sought and not received: by topic, committee and age, as at a day; and the same as a file."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Template

from backend.challenge import queries
from backend.challenge.pages.lists import HEADS, cells_of, crumbs
from backend.challenge.queries import Group
from backend.committees import queries as committees
from backend.kit.identity import parse_id
from backend.web import access, days, sheets, views

_READ = access.needs("challenge.read")
AGES = (
    (30, "Up to 30 days"),
    (90, "31 to 90 days"),
    (365, "91 days to a year"),
    (100_000, "More than a year"),
)
"""The last day of each band of ages, and its words."""


@get("/t/{slug:str}/challenge/report", opt=_READ, name="challenge.report")
async def report(request: Request[Any, Any, Any]) -> Template:
    """What a board sought assurance on and did not receive it."""
    scope = access.scope_of(request)
    day, typed, problem = days.day_of(request, "on", scope)
    chosen = _chosen(request)
    groups = await _groups(request)
    lines = [line for group in groups for line in group.lines]
    bands = []
    first = 0
    for last, words in AGES:
        bands.append((words, sum(first <= line.age_days <= last for line in lines)))
        first = last + 1
    return views.page(
        request,
        "challenge/report.html",
        groups=groups,
        found=len(lines),
        bands=bands,
        by_committee=_counted(line.committee or "No committee" for line in lines),
        day=day,
        today=day == scope.today,
        problem=problem,
        chosen={**chosen, "on": typed},
        query=urlencode({name: value for name, value in {**chosen, "on": typed}.items() if value}),
        committees=[(str(each.id), each.name) for each in await committees.committees_of(scope)],
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/challenge/report.csv", opt=_READ, name="challenge.report-file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same for a spreadsheet."""
    scope = access.scope_of(request)
    lines = [line for group in await _groups(request) for line in group.lines]
    return sheets.csv_file(scope, "assurance-not-received", HEADS, cells_of(lines))


async def _groups(request: Request[Any, Any, Any]) -> tuple[Group, ...]:
    scope = access.scope_of(request)
    day, _, _ = days.day_of(request, "on", scope)
    chosen = _chosen(request)
    return await queries.report_of(
        scope,
        committee_id=parse_id(chosen["committee"]),
        every_kind=chosen["questions"] == "too",
        on=day,
    )


def _chosen(request: Request[Any, Any, Any]) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip()[:40] for name in ("committee", "questions")}


def _counted(names: Any) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


ROUTES: list[Any] = [report, file]
