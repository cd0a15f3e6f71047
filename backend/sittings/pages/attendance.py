"""The table of who came to a committee's meetings in a financial year, as a page and as a file."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.sittings import queries
from backend.sittings.pages import financial_years
from backend.sittings.queries import registers
from backend.web import access, sheets, views

_COMMITTEE = "/t/{slug:str}/committees/{committee_id:uuid}"


@get(f"{_COMMITTEE}/attendance", opt=access.needs("meetings.read"), name="sittings.attendance")
async def attendance(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """Who came to the committee's meetings in a financial year."""
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    year = financial_years.year_asked(scope, request.query_params.get("year", ""))
    since, until = financial_years.days_of(year)
    held = await registers.days_held(scope, committee_id=committee_id)
    years = {financial_years.year_of(scope, day) for day in held} | {year, financial_years.year_of(scope)}
    return views.page(
        request,
        "sittings/attendance.html",
        committee=committee,
        table=await queries.attendance_of(scope, committee_id=committee_id, since=since, until=until),
        year=year,
        year_in_words=financial_years.year_in_words(year),
        years=[(each, financial_years.year_in_words(each)) for each in sorted(years, reverse=True)],
        crumbs=financial_years.crumbs(scope, committee),
    )


@get(f"{_COMMITTEE}/attendance.csv", opt=access.needs("meetings.read"), name="sittings.attendance-file")
async def attendance_file(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Response[bytes]:
    """The same table as a file."""
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    year = financial_years.year_asked(scope, request.query_params.get("year", ""))
    since, until = financial_years.days_of(year)
    table = await queries.attendance_of(scope, committee_id=committee_id, since=since, until=until)
    heads = [
        "Name",
        "Seat",
        *(f"{in_words(day)}: {title}" for _, title, day in table.meetings),
        "Came",
        "Of",
        "Share",
        "Deputy sent",
    ]
    rows = [
        [
            row.name,
            ", ".join(row.seats),
            *row.marks,
            str(row.came),
            str(row.possible),
            row.share,
            str(row.deputies),
        ]
        for row in table.rows
    ]
    name = f"{scope.tenant.slug}-{committee.slug}-attendance-{year}-{(year + 1) % 100:02}.csv"
    return views.download(sheets.as_csv(heads, rows), name=name, media_type=sheets.CSV)


ROUTES: list[Any] = [attendance, attendance_file]
