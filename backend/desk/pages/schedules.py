"""Schedules, for the officer: what Probity does by itself, when, how it went; run now, pause, change."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import BeforeValidator, Field, ValidationError

from backend.catalogue.schedules import CAN_COME_ROUND, MOST_DAYS_BEFORE, Every, ScheduleSettings, Weekday
from backend.chasing import operations as chasing
from backend.chasing.queries import Mode
from backend.committees import queries as committees
from backend.desk.chasing.chased import SOURCES
from backend.desk.queries import schedules as shown_queries
from backend.desk.queries.schedules import Shown
from backend.schedules import operations, queries
from backend.schedules.queries import RunLine
from backend.schedules.rules import UnableToSettleSchedule
from backend.scope import NotFound, Scope
from backend.web import access, forms, sheets, views

PER_PAGE = 20
_IN_FILE = 5_000
_HOUR = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?(am|pm)?", re.IGNORECASE)
_HEADS = ("Asked for", "By", "Meant for", "Began", "Ended", "Seconds", "Outcome", "What it did")

EVERY_IN_WORDS = {
    Every.WEEK: "Every week",
    Every.MONTH: "Every month",
    Every.QUARTER: "Every quarter, after it ends",
    Every.YEAR: "Every year",
    Every.DUE: "When the rules ask for it",
}


def _hour(typed: Any) -> Any:
    """06:00, 6am or 6:00pm as 24 hours."""
    found = _HOUR.fullmatch(typed.strip()) if isinstance(typed, str) else None
    if found is None:
        raise ValueError("Enter the time of day, such as 06:00 or 6am")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("Enter the time of day, such as 06:00 or 6am")
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    if hour > 23 or minute > 59 or (not half and found[2] is None):
        raise ValueError("Enter the time of day, such as 06:00 or 6am")
    return f"{hour:02}:{minute:02}"


class SettingsForm(forms.Form):
    every: Every | None = Field(None, description="how often it comes round")
    at: Annotated[str, BeforeValidator(_hour)] = Field(description="the time of day, such as 06:00 or 6am")
    days: int | None = Field(None, ge=0, le=40, description="the number of days")
    month: int | None = Field(None, ge=1, le=12, description="the month")
    weekday: Weekday | None = Field(None, description="the day of the week")
    working: Literal["working", "every"] = Field(description="which days count")
    committees: list[str] = Field([], description="the committees")


class ReasonForm(forms.Form):
    reason: str = Field(min_length=1, max_length=500, description="why")


class RunForm(forms.Form):
    """A button alone."""


@get("/t/{slug:str}/schedules", opt=access.needs("schedules.read"), name="desk.schedules")
async def schedules(request: Request[Any, Any, Any]) -> Template:
    """Every schedule, with its last run and its next."""
    scope = access.scope_of(request)
    return views.page(request, "desk/schedules.html", schedules=await shown_queries.shown_schedules(scope))


@get("/t/{slug:str}/schedules/{key:str}", opt=access.needs("schedules.read"), name="desk.schedule")
async def schedule(
    request: Request[Any, Any, Any],
    key: FromPath[str],
    page: Annotated[str, QueryParameter(name="page", max_length=6)] = "1",
) -> Template:
    """One schedule: when it runs, how it is settled, and its runs."""
    return await _page(request, forms.FormState(), key, page=page)


@get(
    "/t/{slug:str}/schedules/{key:str}/progress",
    opt=access.needs("schedules.read"),
    name="desk.schedule.progress",
)
async def progress(request: Request[Any, Any, Any], key: FromPath[str]) -> Template | Response[Any]:
    """How far a run is, for the page that is open; once it has ended, the word to load the page anew."""
    scope = access.scope_of(request)
    shown = await shown_queries.shown_schedule(scope, key=key)
    if shown.running is None:
        return Response("", headers={"HX-Refresh": "true"})
    return views.page(
        request, "desk/_schedule-progress.html", shown=await shown_queries.progress_of(scope, shown)
    )


@get(
    "/t/{slug:str}/schedules/{key:str}/runs.csv",
    opt=access.needs("schedules.read"),
    name="desk.schedule.csv",
)
async def runs_as_csv(request: Request[Any, Any, Any], key: FromPath[str]) -> Response[bytes]:
    """Every run that is kept, as a file."""
    scope = access.scope_of(request)
    shown = await shown_queries.shown_schedule(scope, key=key)
    runs = await queries.runs_of(scope, key=shown.key, most=_IN_FILE)
    data = sheets.as_csv(_HEADS, [_cells(scope, run) for run in runs])
    return views.download(data, name=f"{shown.key}-runs-{scope.today}.csv", media_type=sheets.CSV)


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, key: str, *, page: str = "1", about: str = ""
) -> Template:
    scope = access.scope_of(request)
    shown = await shown_queries.progress_of(scope, await shown_queries.shown_schedule(scope, key=key))
    count = await queries.count_of_runs(scope, key=key)
    pages = max(-(-count // PER_PAGE), 1)
    number = min(max(int(page), 1), pages) if page.isascii() and page.isdecimal() else 1
    allowed = CAN_COME_ROUND.get(key.replace("-", "_"), ())
    return views.page(
        request,
        "desk/schedule.html",
        shown=shown,
        runs=await queries.runs_of(scope, key=key, most=PER_PAGE, after=(number - 1) * PER_PAGE),
        count=count,
        number=number,
        pages=pages,
        every=[(each.value, EVERY_IN_WORDS[each]) for each in allowed if each in EVERY_IN_WORDS],
        by_meeting=allowed == (Every.MEETING,),
        committees=[(line.slug, line.name) for line in await committees.committees_of(scope)]
        if allowed == (Every.MEETING,)
        else [],
        most_before=MOST_DAYS_BEFORE,
        weekdays=[(each.value, each.value.capitalize()) for each in Weekday],
        months=[(month, f"{datetime(2000, month, 1):%B}") for month in range(1, 13)],  # noqa: DTZ001  its name alone
        state=state,
        about=about,
        crumbs=[views.Crumb("Schedules", views.address(scope, "/schedules"))],
    )


async def _again_settings(request: Request[Any, Any, Any], state: forms.FormState, key: str) -> Template:
    return await _page(request, state, key, about="settings")


async def _again_pause(request: Request[Any, Any, Any], state: forms.FormState, key: str) -> Template:
    return await _page(request, state, key, about="pause")


async def _again_run(request: Request[Any, Any, Any], state: forms.FormState, key: str) -> Template:
    return await _page(request, state, key)


@post("/t/{slug:str}/schedules/{key:str}/run", opt=access.needs("schedules.change"), name="desk.schedule.run")
@forms.taking(RunForm, again=_again_run)
async def run_now(request: Request[Any, Any, Any], form: RunForm, key: FromPath[str]) -> str:
    """Have it run now."""
    scope = access.scope_of(request)
    shown = await shown_queries.shown_schedule(scope, key=key)
    await operations.ask_for_run(scope, key=shown.key)
    return views.address(scope, f"/schedules/{shown.key}?said=asked")


@post(
    "/t/{slug:str}/schedules/{key:str}/pause",
    opt=access.needs("schedules.change"),
    name="desk.schedule.pause",
)
@forms.taking(ReasonForm, again=_again_pause)
async def pause(request: Request[Any, Any, Any], form: ReasonForm, key: FromPath[str]) -> str:
    """Let it rest until somebody has it go on."""
    return await _switch(access.scope_of(request), key, on=False, reason=form.reason)


@post(
    "/t/{slug:str}/schedules/{key:str}/resume",
    opt=access.needs("schedules.change"),
    name="desk.schedule.resume",
)
@forms.taking(ReasonForm, again=_again_pause)
async def resume(request: Request[Any, Any, Any], form: ReasonForm, key: FromPath[str]) -> str:
    """Have it go on."""
    return await _switch(access.scope_of(request), key, on=True, reason=form.reason)


@post(
    "/t/{slug:str}/schedules/{key:str}/settings",
    opt=access.needs("schedules.change"),
    name="desk.schedule.settle",
)
@forms.taking(SettingsForm, again=_again_settings)
async def settle(request: Request[Any, Any, Any], form: SettingsForm, key: FromPath[str]) -> str:
    """Settle when it runs."""
    scope = access.scope_of(request)
    shown = await shown_queries.shown_schedule(scope, key=key)
    if shown.is_chase:
        raise NotFound("schedule to settle here")
    await operations.settle(scope, key=shown.key, settings=await _settings(scope, shown, form))
    return views.address(scope, f"/schedules/{shown.key}?said=settled")


async def _switch(scope: Scope, key: str, *, on: bool, reason: str) -> str:
    shown = await shown_queries.shown_schedule(scope, key=key)
    if (
        shown.is_chase
    ):  # who is to be written to is forecast by the chase itself, so that it knows of its pause
        await chasing.settle_mode(scope, SOURCES, mode=Mode.LIVE if on else Mode.STOPPED, reason=reason)
    else:
        await operations.switch(scope, key=shown.key, on=on, reason=reason)
    return views.address(scope, f"/schedules/{shown.key}?said={'resumed' if on else 'paused'}")


async def _settings(scope: Scope, shown: Shown, form: SettingsForm) -> ScheduleSettings:
    """What was chosen, without what does not belong to it. Raises UnableToSettleSchedule."""
    before = shown.line.settings
    every = form.every or before.every
    if every is Every.WEEK and form.weekday is None:
        raise UnableToSettleSchedule("Choose the day of the week.", field="weekday")
    if every is Every.YEAR and form.month is None:
        raise UnableToSettleSchedule("Choose the month.", field="month")
    known = {line.slug for line in await committees.committees_of(scope)} if form.committees else set()
    if set(form.committees) - known:
        raise UnableToSettleSchedule("Choose committees from the list.", field="committees")
    counts = every in {Every.MONTH, Every.QUARTER, Every.YEAR, Every.MEETING}
    values: dict[str, Any] = {
        "on": before.on,
        "every": every,
        "at": form.at,
        "days": form.days if counts and form.days is not None else 1,
        "month": form.month if every is Every.YEAR else None,
        "weekday": form.weekday if every is Every.WEEK else None,
        "working": form.working == "working",
        "committees": tuple(sorted(form.committees)) if every is Every.MEETING else (),
        "effective_from": before.effective_from,
        "effective_until": before.effective_until,
    }
    try:
        return ScheduleSettings(**values)
    except ValidationError as invalid:
        most = ScheduleSettings.model_construct(**values).most_days
        least = 0 if every is Every.MEETING else 1
        raise UnableToSettleSchedule(
            f"Give a number of days from {least} to {most}.", field="days"
        ) from invalid


def _cells(scope: Scope, run: RunLine) -> tuple[str, ...]:
    zone = ZoneInfo(scope.tenant.time_zone)

    def told(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""

    return (
        told(run.asked_at),
        run.asked_by_name,
        told(run.meant_at),
        told(run.started_at),
        told(run.finished_at),
        "" if run.took_ms is None else f"{run.took_ms / 1000:.1f}",
        run.state_in_words,
        run.words,
    )


ROUTES = [schedules, schedule, progress, runs_as_csv, run_now, pause, resume, settle]
