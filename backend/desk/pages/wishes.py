"""How notices come to a person: what by mail at once, in the daily letter or only here; when; and their calendar."""

from collections.abc import Mapping
from typing import Any, Literal

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, create_model

from backend.chasing import queries as chasing
from backend.chasing.rules.days import Hours
from backend.desk import calendar
from backend.kit.calendar import WEEKDAYS, clock_in_words
from backend.notices import calendars, own
from backend.notices import post as post_office
from backend.notices.own import UnableToChoose
from backend.notices.pages.mine import person_of
from backend.notices.topics import TOPICS, WAYS, Wishes
from backend.web import access, forms, views

_NEEDS = access.needs("tenant.enter")

_ASKED = [topic for topic in TOPICS if len(topic.ways) > 1]
_FIXED = [topic for topic in TOPICS if len(topic.ways) == 1 and topic.why and topic.code != "letters"]


class _Rest(forms.Form):
    digest_at: str | None = Field(
        None, pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="when the daily letter comes"
    )
    digest_days: list[Literal["1", "2", "3", "4", "5", "6", "7"]] = Field(
        default_factory=list, description="the days on which the daily letter comes"
    )
    calendar_entries: Literal["yes", "no"] = Field(description="whether due dates come as calendar entries")
    plain_text: Literal["yes", "no"] = Field(description="whether letters come in plain text alone")


_WAY_FIELDS: Mapping[str, Any] = {
    f"way_{topic.code}": (
        Literal[tuple(way.value for way in topic.ways)],
        Field(description=f"how this comes: {topic.title.lower()}"),
    )
    for topic in _ASKED
}
WishesForm: Any = create_model("WishesForm", __base__=_Rest, **_WAY_FIELDS)


class CalendarForm(forms.Form):
    turn: Literal["open", "close"] = Field(description="whether your calendar has an address")


@get("/t/{slug:str}/notices/choices", opt=_NEEDS, name="desk.wishes")
async def wishes(request: Request[Any, Any, Any]) -> Template:
    """What one chose, and what nobody can."""
    return await _page(request, forms.FormState())


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    person_id = person_of(scope)
    chosen = await own.wishes_of(scope, person_id=person_id)
    hours = (await chasing.settings_of(scope)).hours
    address = ""
    if chosen.feed_number is not None:
        token = calendar.token_of(scope, person_id=person_id, number=chosen.feed_number)
        address = f"{post_office.public_url()}{views.address(scope, f'/public/calendars/{token}')}"
    return views.page(
        request,
        "desk/wishes.html",
        asked=[(topic, topic.chosen(chosen.ways)) for topic in _ASKED],
        fixed=_FIXED,
        ways=WAYS,
        wishes=chosen,
        times=_times(hours, chosen),
        days=list(enumerate(WEEKDAYS, start=1)),
        calendar_address=address,
        crumbs=(views.Crumb("Your notices", views.address(scope, "/notices")),),
        state=state,
    )


def _times(hours: Hours, chosen: Wishes) -> list[tuple[str, str]]:
    """Every full hour at which a daily letter may come, after the one at which the organisation writes."""
    usual = ("", f"{_clock_words(hours.letters_at)}, with everybody's")
    later = [
        minute
        for minute in sorted({*range(0, 1440, 60), chosen.digest_at or 0})
        if minute > hours.letters_at and not hours.is_quiet_minute(minute)
    ]
    return [usual, *((_clock(minute), _clock_words(minute)) for minute in later)]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _clock_words(minute: int) -> str:
    return clock_in_words(*divmod(minute, 60))


@post("/t/{slug:str}/notices/choices", opt=_NEEDS, name="desk.wishes.choose")
@forms.taking(WishesForm, again=_page)
async def choose(request: Request[Any, Any, Any], form: Any) -> str:
    """Choose how notices come from now on."""
    scope = access.scope_of(request)
    minute = None
    if form.digest_at is not None:
        hour, past = form.digest_at.split(":")
        minute = int(hour) * 60 + int(past)
        hours = (await chasing.settings_of(scope)).hours
        if minute < hours.letters_at or hours.is_quiet_minute(minute):
            raise UnableToChoose(
                f"No letter goes at {_clock_words(minute)} here. Choose an hour from the list.",
                field="digest_at",
            )
    chosen = Wishes(
        ways={topic.code: getattr(form, f"way_{topic.code}") for topic in _ASKED},
        digest_at=minute,
        digest_days=frozenset(map(int, form.digest_days)),
        calendar_entries=form.calendar_entries == "yes",
        plain_text=form.plain_text == "yes",
    )
    await own.choose(scope, person_id=person_of(scope), wishes=chosen)
    return views.address(scope, "/notices/choices?said=kept")


@post("/t/{slug:str}/notices/calendar", opt=_NEEDS, name="desk.wishes.calendar")
@forms.taking(CalendarForm, again=_page)
async def turn_calendar(request: Request[Any, Any, Any], form: CalendarForm) -> str:
    """Give one's calendar an address, another one, or none."""
    scope = access.scope_of(request)
    if form.turn == "open":
        await own.open_feed(scope, person_id=person_of(scope))
    else:
        await own.close_feed(scope, person_id=person_of(scope))
    return views.address(scope, f"/notices/choices?said={form.turn}#calendar")


@get("/t/{slug:str}/public/calendars/{token:str}", opt=access.needs(access.PUBLIC), name="desk.calendar")
async def feed(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[bytes]:
    """A person's due dates for their calendar. Whoever has the address may read it, until it is taken back."""
    scope = access.scope_of(request)
    entries = await calendar.entries_by_token(scope, token=token)
    answer = Response(calendars.as_feed(scope, entries), media_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


ROUTES: list[Any] = [wishes, choose, turn_calendar, feed]
