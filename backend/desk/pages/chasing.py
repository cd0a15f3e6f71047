"""Chasing, for the officer: each ladder in plain English, and who would get what, before anything is sent."""

import re
from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.chasing import operations, queries
from backend.chasing.queries import Mode
from backend.desk.chasing import ahead, picture, rows
from backend.desk.chasing.chased import SOURCES
from backend.kit.calendar import clock_in_words
from backend.kit.identity import parse_id
from backend.web import access, forms, sheets, views

_SHOWN = 200

_PLACE = re.compile(r"\{(\w+)\}")


class ModeForm(forms.Form):
    mode: Literal["live", "dry", "stopped"] = Field(description="how Probity is to chase")
    reason: str = Field(min_length=1, max_length=500, description="why")


class SwitchForm(forms.Form):
    turn: Literal["on", "off"] = Field(description="whether the ladder is climbed")
    reason: str = Field(min_length=1, max_length=500, description="why")


class HoursForm(forms.Form):
    letters_at: str = Field(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="the time at which letters go, such as 07:30"
    )
    quiet_from: str = Field(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="when the quiet hours begin, such as 20:00"
    )
    quiet_until: str = Field(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="when the quiet hours end, such as 07:00"
    )
    on_days: Literal["working", "every"] = Field(description="the days on which letters go")
    cap: int = Field(
        ge=1, le=operations.MOST_LINES, description="the number of reminders to one person on one day"
    )


class ClosedDayForm(forms.Form):
    day: forms.FormDate = Field(description="the day")
    name: str = Field(min_length=1, max_length=100, description="what the day is called")


class TakeBackForm(forms.Form):
    """A button alone."""


@get("/t/{slug:str}/chasing", opt=access.needs("notices.read"), name="desk.chasing")
async def chasing(
    request: Request[Any, Any, Any],
    person: Annotated[str, QueryParameter(name="person", max_length=40)] = "",
    kind: Annotated[str, QueryParameter(name="kind", max_length=60)] = "",
) -> Template:
    """Every ladder, and who would get what in the next thirty days."""
    return await _page(request, forms.FormState(), person=person, kind=kind)


@get("/t/{slug:str}/chasing/plan.csv", opt=access.needs("notices.read"), name="desk.chasing.csv")
async def plan_as_csv(
    request: Request[Any, Any, Any],
    person: Annotated[str, QueryParameter(name="person", max_length=40)] = "",
    kind: Annotated[str, QueryParameter(name="kind", max_length=60)] = "",
) -> Response[bytes]:
    """The same as a file."""
    scope = access.scope_of(request)
    planned = await ahead.forecast_of(scope, await queries.settings_of(scope))
    shown = _chosen(planned.rows, person=person, kind=kind)
    data = sheets.as_csv(rows.HEADS, [row.cells() for row in shown])
    return views.download(data, name=f"chasing-{planned.first}.csv", media_type=sheets.CSV)


async def _page(
    request: Request[Any, Any, Any],
    state: forms.FormState,
    *,
    person: str = "",
    kind: str = "",
    about: str = "",
) -> Template:
    scope = access.scope_of(request)
    settings = await queries.settings_of(scope)
    planned = await ahead.forecast_of(scope, settings)
    ladders = [queries.ladder_for(scope, each.ladder, settings) for each in SOURCES]
    shown = _chosen(planned.rows, person=person, kind=kind)
    persons = sorted({(row.to, str(row.to_id)) for row in planned.rows if row.to_id})
    return views.page(
        request,
        "desk/chasing.html",
        settings=settings,
        modes=Mode,
        ladders=[(ladder, picture.picture_of(ladder)) for ladder in ladders],
        closed_days=await queries.closed_days_of(scope),
        ahead=planned,
        shown=shown[:_SHOWN],
        by_day=rows.days_of(shown[:_SHOWN]),
        count=len(shown),
        letters=sum(row.at is not None for row in shown),
        persons=[(each_id, name) for name, each_id in persons],
        kinds=[(ladder.id, ladder.title) for ladder in ladders],
        person=person,
        kind=kind,
        state=state,
        about=about,
        days=ahead.DAYS,
        clock=_clock,
        told=lambda minute: clock_in_words(*divmod(minute, 60)),
        plain=plain,
    )


def _chosen(found: tuple[rows.Row, ...], *, person: str, kind: str) -> list[rows.Row]:
    person_id = parse_id(person)
    return [
        row for row in found if (not person_id or row.to_id == person_id) and (not kind or row.ladder == kind)
    ]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def plain(words: str) -> str:
    """The words of a rung with what they are filled with named in brackets: “is due on [due on]”."""
    return _PLACE.sub(lambda found: f"[{found[1].replace('_', ' ')}]", words)


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


async def _again_mode(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state, about="mode")


async def _again_hours(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state, about="hours")


async def _again_day(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state, about="day")


async def _again_ladder(request: Request[Any, Any, Any], state: forms.FormState, ladder: str) -> Template:
    return await _page(request, state, about=ladder)


async def _again_open(request: Request[Any, Any, Any], state: forms.FormState, day_id: UUID) -> Template:
    return await _page(request, state)


@post("/t/{slug:str}/chasing/mode", opt=access.needs("notices.change"), name="desk.chasing.mode")
@forms.taking(ModeForm, again=_again_mode)
async def settle_mode(request: Request[Any, Any, Any], form: ModeForm) -> str:
    """Chase for real, in a dry run, or not at all."""
    scope = access.scope_of(request)
    await operations.settle_mode(scope, SOURCES, mode=Mode(form.mode), reason=form.reason)
    return views.address(scope, "/chasing?said=settled")


@post("/t/{slug:str}/chasing/hours", opt=access.needs("notices.change"), name="desk.chasing.hours")
@forms.taking(HoursForm, again=_again_hours)
async def settle_hours(request: Request[Any, Any, Any], form: HoursForm) -> str:
    """When letters go, and how many."""
    scope = access.scope_of(request)
    hours = replace(
        (await queries.settings_of(scope)).hours,
        letters_at=_minute(form.letters_at),
        quiet_from=_minute(form.quiet_from),
        quiet_until=_minute(form.quiet_until),
        every_day=form.on_days == "every",
    )
    await operations.settle_hours(scope, SOURCES, hours=hours, cap=form.cap)
    return views.address(scope, "/chasing?said=settled")


@post(
    "/t/{slug:str}/chasing/ladders/{ladder:str}",
    opt=access.needs("notices.change"),
    name="desk.chasing.ladder",
)
@forms.taking(SwitchForm, again=_again_ladder)
async def switch_ladder(request: Request[Any, Any, Any], form: SwitchForm, ladder: FromPath[str]) -> str:
    """Climb a ladder, or not."""
    scope = access.scope_of(request)
    await operations.switch_ladder(
        scope, SOURCES, ladder=ladder, switched_on=form.turn == "on", reason=form.reason
    )
    return views.address(scope, "/chasing?said=settled")


@post("/t/{slug:str}/chasing/closed-days", opt=access.needs("notices.change"), name="desk.chasing.close")
@forms.taking(ClosedDayForm, again=_again_day)
async def close_day(request: Request[Any, Any, Any], form: ClosedDayForm) -> str:
    """A day on which the organisation is closed."""
    scope = access.scope_of(request)
    await operations.close_day(scope, SOURCES, day=form.day, name=form.name)
    return views.address(scope, "/chasing?said=settled")


@post(
    "/t/{slug:str}/chasing/closed-days/{day_id:uuid}/take-back",
    opt=access.needs("notices.change"),
    name="desk.chasing.open",
)
@forms.taking(TakeBackForm, again=_again_open)
async def open_day(request: Request[Any, Any, Any], form: TakeBackForm, day_id: FromPath[UUID]) -> str:
    """Take a closed day back."""
    scope = access.scope_of(request)
    await operations.open_day(scope, SOURCES, day_id=day_id)
    return views.address(scope, "/chasing?said=settled")


ROUTES = [chasing, plan_as_csv, settle_mode, settle_hours, switch_ladder, close_day, open_day]
