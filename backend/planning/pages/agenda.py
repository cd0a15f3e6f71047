"""Setting an agenda: what chair and officer look at, and the button that puts it together."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit import calendar
from backend.kit.identity import parse_id
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.planning import operations, queries, rules
from backend.planning.pages.plan import crumbs, plan_crumb
from backend.planning.queries.settings import settings_on
from backend.planning.rules import cycles
from backend.scope import Scope
from backend.web import access, forms, views


class AgendaForm(forms.Form):
    """What goes on the agenda: rows as `business:month`, items that other meetings left."""

    rows: list[str] = Field([], max_length=200, description="the business")
    left: list[UUID] = Field([], max_length=200, description="what other meetings left")
    standing: Literal["yes"] | None = Field(None, description="the standing items")


async def setting_page(request: Request[Any, Any, Any], state: forms.FormState, meeting_id: UUID) -> Template:
    scope = access.scope_of(request)
    setting = await queries.setting_of(scope, meeting_id=meeting_id)
    meeting = setting.meeting
    held = await settings_on(scope, meeting.day)
    clear = held.notice_clear_days
    others = await meetings.meetings_of(scope, when="upcoming", committee_id=meeting.committee_id)
    return views.page(
        request,
        "planning/agenda.html",
        state=state,
        setting=setting,
        meeting=meeting,
        on_agenda=meeting.standing_items,
        asking=held.questions,
        notice_in_words=f"{clear} clear {'working ' if held.notice_working else ''}day{'' if clear == 1 else 's'}",
        targets=[
            (each.id, f"{each.title}, {_day(scope, each)}")
            for each in others
            if each.id != meeting_id and each.state is not meeting_rules.MeetingState.CANCELLED
        ],
        begun=scope.now >= meeting.starts_at,
        beside=[
            told
            for tell in request.app.state.get("beside_agenda", ())
            for told in await tell(scope, meeting.committee_id, meeting.starts_at)
        ],
        rows_chosen=[row.code for row in setting.open_rows if row.month <= setting.month],
        crumbs=crumbs(scope, plan_crumb(scope, meeting.committee_id, meeting.committee)),
    )


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/agenda-setting",
    opt=access.needs("planning.read"),
    name="planning.agenda",
)
async def page(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """Everything that is to be known before an agenda is made."""
    return await setting_page(request, forms.FormState(), meeting_id)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/agenda-setting",
    opt=access.needs("planning.steer"),
    name="planning.set-agenda",
)
@forms.taking(AgendaForm, again=setting_page)
async def set_agenda(request: Request[Any, Any, Any], form: AgendaForm, meeting_id: FromPath[UUID]) -> str:
    """Put what was chosen on the agenda."""
    scope = access.scope_of(request)
    await operations.set_agenda(
        scope,
        meeting_id=meeting_id,
        rows=[_row(code) for code in form.rows],
        left_item_ids=form.left,
        standing=form.standing == "yes",
    )
    return views.address(scope, f"/meetings/{meeting_id}/agenda-setting?said=set")


def _row(code: str) -> Any:
    business, _, month = code.partition(":")
    business_id = parse_id(business)
    if business_id is None:
        raise rules.UnableToSetAgenda("Choose from the list.", field="rows")
    return business_id, cycles.month_from(month, field="rows")


def _day(scope: Scope, line: meetings.MeetingLine) -> str:

    return calendar.in_words(meeting_rules.day_of(scope, line.starts_at))


ROUTES: list[Any] = [page, set_agenda]
