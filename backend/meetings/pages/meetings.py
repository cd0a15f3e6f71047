"""The list of meetings, the form to arrange one, and one meeting with its agenda."""

from datetime import datetime
from typing import Annotated, Any, get_args
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.kit import calendar
from backend.kit.identity import parse_id
from backend.meetings import operations, queries
from backend.meetings.pages import fields
from backend.meetings.queries import lists
from backend.scope import Scope
from backend.web import access, forms, views


class MeetingForm(forms.Form):
    """What a meeting is."""

    title: str = Field(min_length=1, max_length=200, description="the title of the meeting")
    day: forms.FormDate = Field(description="the day of the meeting")
    start_time: fields.TimeOfDay = Field(description="when it starts")
    end_time: fields.TimeOfDay = Field(description="when it ends")
    venue: str = Field(min_length=1, max_length=300, description="where it is held")
    in_public: fields.YesNo = Field(description="whether it is held in public")


class NewMeetingForm(MeetingForm):
    committee_id: UUID = Field(description="the committee")


class CancelForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why the meeting is cancelled")


class EmptyForm(forms.Form):
    """A button and nothing else."""


class ApologyForm(forms.Form):
    person_id: UUID = Field(description="who it is about")
    coming: fields.YesNo = Field(description="whether they come")
    reason: str | None = Field(None, max_length=500, description="the reason")
    deputy_person_id: UUID | None = Field(None, description="who comes in their place")


@get("/t/{slug:str}/meetings", opt=access.needs("meetings.read"), name="meetings.list")
async def list_meetings(
    request: Request[Any, Any, Any],
    when: Annotated[str, QueryParameter(name="when", max_length=20)] = "upcoming",
    committee: Annotated[str, QueryParameter(name="committee", max_length=40)] = "",
) -> Template:
    """Meetings to come, or over, of all committees or one."""
    scope = access.scope_of(request)
    chosen: lists.When = next((each for each in get_args(lists.When) if each == when), "upcoming")
    committee_id = parse_id(committee) if committee else None
    return views.page(
        request,
        "meetings/list.html",
        lines=await queries.meetings_of(scope, when=chosen, committee_id=committee_id),
        when=chosen,
        committee=str(committee_id or ""),
        committees=await committees.committees_of(scope),
        filtered=bool(committee_id) or chosen != "upcoming",
    )


@get("/t/{slug:str}/meetings/arrangement", opt=access.needs("meetings.arrange"), name="meetings.form")
async def arrangement(
    request: Request[Any, Any, Any],
    committee: Annotated[str, QueryParameter(name="committee", max_length=40)] = "",
) -> Template:
    """The form to arrange a meeting."""
    scope = access.scope_of(request)
    return await _form(request, scope, forms.FormState({"committee_id": committee} if committee else {}))


@post("/t/{slug:str}/meetings", opt=access.needs("meetings.arrange"), name="meetings.arrange")
async def arrange(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Arrange a meeting."""
    scope = access.scope_of(request)

    async def act(form: NewMeetingForm) -> str:
        meeting_id = await operations.arrange_meeting(
            scope, committee_id=form.committee_id, **_details(scope, form)
        )
        return views.address(scope, f"/meetings/{meeting_id}?said=arranged")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state)

    return await forms.submit(request, NewMeetingForm, act=act, again=again)


@get("/t/{slug:str}/meetings/{meeting_id:uuid}", opt=access.needs("meetings.read"), name="meetings.meeting")
async def meeting(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """One meeting: its agenda, papers, conflicts and quorum."""
    scope = access.scope_of(request)
    return await _meeting(request, scope, meeting_id, forms.FormState())


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/change",
    opt=access.needs("meetings.arrange"),
    name="meetings.change-form",
)
async def change_form(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """The form to change when, where and how a meeting is held."""
    scope = access.scope_of(request)
    return await _form(request, scope, forms.FormState(), meeting_id)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}", opt=access.needs("meetings.arrange"), name="meetings.change"
)
async def change(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[Any] | Template:
    """Change a meeting."""
    scope = access.scope_of(request)

    async def act(form: MeetingForm) -> str:
        await operations.change_meeting(scope, meeting_id=meeting_id, **_details(scope, form))
        return views.address(scope, f"/meetings/{meeting_id}?said=changed")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state, meeting_id)

    return await forms.submit(request, MeetingForm, act=act, again=again)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/cancellation",
    opt=access.needs("meetings.arrange"),
    name="meetings.cancel",
)
async def cancel(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[Any] | Template:
    """Cancel a meeting."""
    scope = access.scope_of(request)

    async def act(form: CancelForm) -> str:
        await operations.cancel_meeting(scope, meeting_id=meeting_id, because=form.because)
        return views.address(scope, f"/meetings/{meeting_id}?said=cancelled")

    return await _on_meeting(request, scope, meeting_id, CancelForm, act)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/agenda-publication",
    opt=access.needs("meetings.arrange"),
    name="meetings.publish-agenda",
)
async def publish(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[Any] | Template:
    """Publish the agenda, which fixes its labels."""
    scope = access.scope_of(request)

    async def act(form: EmptyForm) -> str:
        await operations.publish_agenda(scope, meeting_id=meeting_id)
        return views.address(scope, f"/meetings/{meeting_id}?said=published")

    return await _on_meeting(request, scope, meeting_id, EmptyForm, act)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/holding",
    opt=access.needs("meetings.arrange"),
    name="meetings.mark-held",
)
async def mark_held(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[Any] | Template:
    """Say that a meeting was held."""
    scope = access.scope_of(request)

    async def act(form: EmptyForm) -> str:
        await operations.mark_held(scope, meeting_id=meeting_id)
        return views.address(scope, f"/meetings/{meeting_id}?said=held")

    return await _on_meeting(request, scope, meeting_id, EmptyForm, act)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/apologies",
    opt=access.needs("meetings.read"),
    name="meetings.apologise",
)
async def apologise(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Response[Any] | Template:
    """Give apologies, or take them back: one's own, or as an officer anybody's."""
    scope = access.scope_of(request)

    async def act(form: ApologyForm) -> str:
        if form.coming == "yes":
            await operations.withdraw_apology(scope, meeting_id=meeting_id, person_id=form.person_id)
        else:
            await operations.apologise(
                scope,
                meeting_id=meeting_id,
                person_id=form.person_id,
                reason=form.reason,
                deputy_person_id=form.deputy_person_id,
            )
        return views.address(scope, f"/meetings/{meeting_id}?said=apology#attendance")

    return await _on_meeting(request, scope, meeting_id, ApologyForm, act)


async def _on_meeting(
    request: Request[Any, Any, Any], scope: Scope, meeting_id: UUID, form: Any, act: Any
) -> Response[Any] | Template:
    async def again(state: forms.FormState) -> Template:
        return await _meeting(request, scope, meeting_id, state)

    return await forms.submit(request, form, act=act, again=again)


async def _meeting(
    request: Request[Any, Any, Any], scope: Scope, meeting_id: UUID, state: forms.FormState
) -> Template:
    view = await queries.meeting(scope, meeting_id=meeting_id)
    may_arrange = scope.may("meetings.arrange")
    return views.page(
        request,
        "meetings/meeting.html",
        state=state,
        meeting=view,
        ends=_end_in_words(view),
        may_arrange=may_arrange and view.can_change,
        may_publish=may_arrange and view.can_publish,
        begun=scope.now >= view.starts_at,
        may_see_handling=may_see_handling(scope, view),
        beside=[
            found
            for tell in request.app.state.get("beside_meeting", ())
            if (found := await tell(scope, meeting_id)) is not None
        ],
        crumbs=crumbs(scope),
    )


async def _form(
    request: Request[Any, Any, Any], scope: Scope, state: forms.FormState, meeting_id: UUID | None = None
) -> Template:
    known = None if meeting_id is None else await queries.meeting(scope, meeting_id=meeting_id)
    living = () if known else await committees.committees_of(scope)
    return views.page(
        request,
        "meetings/form.html",
        state=state,
        meeting=known,
        starts=_clock(scope, known.starts_at) if known else "",
        ends=_clock(scope, known.ends_at) if known else "",
        committees=[(line.id, line.name) for line in living],
        crumbs=crumbs(scope),
    )


def may_see_handling(scope: Scope, view: queries.MeetingView) -> bool:
    """Whether the page of interests would show this reader anything: all of it, or what is about themselves."""
    return scope.may(HANDLING) and (
        view.me is not None or bool(scope.roles & {"governance-officer", "coi-guardian"})
    )


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Meetings", views.address(scope, "/meetings"))]


def _details(scope: Scope, form: MeetingForm) -> dict[str, Any]:
    return {
        "title": form.title,
        "starts_at": fields.moment_of(scope, form.day, form.start_time),
        "ends_at": fields.moment_of(scope, form.day, form.end_time),
        "venue": form.venue,
        "in_public": form.in_public == "yes",
    }


def _end_in_words(view: queries.MeetingView) -> str:
    """The time alone where the meeting ends on the day on which it starts: 4:30pm."""
    start, end = calendar.in_words(view.starts_at), calendar.in_words(view.ends_at)
    day, _, _ = start.rpartition(" at ")
    return end.removeprefix(f"{day} at ")


def _clock(scope: Scope, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(scope.tenant.time_zone)):%H:%M}"


HANDLING = "meetings.handling"

ROUTES: list[Any] = [
    list_meetings,
    arrangement,
    arrange,
    meeting,
    change_form,
    change,
    cancel,
    publish,
    mark_held,
    apologise,
]
