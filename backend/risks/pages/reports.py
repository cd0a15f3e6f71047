"""Reports of the framework: which were made, asking for one, and how far it is."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.calendar import in_words
from backend.meetings import queries as meetings
from backend.risks.operations import reports as operations
from backend.risks.queries import reports
from backend.scope import Scope
from backend.web import access, forms, views


class ReportForm(forms.Form):
    meeting_id: UUID = Field(description="the meeting")
    which: Literal["all", "led"] = Field("all", description="which risks it shows")
    on: forms.FormDate | None = Field(None, description="the day that it shows")
    since: forms.FormDate | None = Field(None, description="the day that movement is shown from")


async def meeting_choices(scope: Scope) -> list[tuple[str, str]]:
    """The meetings to come, the next one first."""
    return [
        (str(each.id), f"{each.committee}: {each.title}, {in_words(scope.day_of(each.starts_at))}")
        for each in await meetings.meetings_of(scope, when="upcoming")
    ]


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "risks/reports.html",
        state=state,
        reports=await reports.reports_of(scope),
        meetings=await meeting_choices(scope) if scope.may("risks.keep") else [],
        crumbs=[views.Crumb("Board assurance framework", views.address(scope, "/baf"))],
    )


@get("/t/{slug:str}/baf/reports", opt=access.needs("risks.read"), name="risks.reports")
async def every(request: Request[Any, Any, Any]) -> Template:
    """Every report, and the form for the next."""
    return await _page(request, forms.FormState())


@post("/t/{slug:str}/baf/reports", opt=access.needs("risks.keep"), name="risks.report-ask")
@forms.taking(ReportForm, again=_page)
async def ask(request: Request[Any, Any, Any], form: ReportForm) -> str:
    """Have a report made for a meeting; where it has one already, its next version."""
    scope = access.scope_of(request)
    report_id = await operations.ask_for_report(
        scope, meeting_id=form.meeting_id, led_alone=form.which == "led", on=form.on, since=form.since
    )
    return views.address(scope, f"/baf/reports/{report_id}")


@get("/t/{slug:str}/baf/reports/{report_id:uuid}", opt=access.needs("risks.read"), name="risks.report")
async def report(request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> Template:
    """One report: how far it is, or where it lies."""
    scope = access.scope_of(request)
    found = await reports.report_of(scope, report_id=report_id)
    return views.page(
        request,
        "risks/report.html",
        report=found,
        crumbs=[
            views.Crumb("Board assurance framework", views.address(scope, "/baf")),
            views.Crumb("Reports", views.address(scope, "/baf/reports")),
        ],
    )


@get(
    "/t/{slug:str}/baf/reports/{report_id:uuid}/progress",
    opt=access.needs("risks.read"),
    name="risks.report-progress",
)
async def progress(request: Request[Any, Any, Any], report_id: FromPath[UUID]) -> Template | Response[Any]:
    """How far a report is, for the page that is open."""
    found = await reports.report_of(access.scope_of(request), report_id=report_id)
    if found.final:
        return Response("", headers={"HX-Refresh": "true"})
    return views.page(request, "risks/_report-progress.html", report=found)


ROUTES: list[Any] = [every, ask, report, progress]
