"""Moving an item to another meeting, or referring it to another committee: the thread goes on."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.kit import calendar
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.planning import operations, rules
from backend.web import access, forms, views

_UPWARDS = "What was decided is beyond this committee’s power: it is recommended to the body that holds it."


class PassageForm(forms.Form):
    """Where an item goes."""

    how: Literal["move", "refer"] = Field(description="whether it is moved or referred")
    to_meeting_id: UUID | None = Field(None, description="the meeting")
    to_committee_id: UUID | None = Field(None, description="the committee")
    reason: str = Field(min_length=1, max_length=1_000, description="why it goes there")


async def _form(request: Request[Any, Any, Any], state: forms.FormState, item_id: UUID) -> Template:
    scope = access.scope_of(request)
    meeting, item = await meetings.item(scope, item_id=item_id)
    rules.check_may_steer(scope, committee_id=meeting.committee_id)
    coming = await meetings.meetings_of(scope, when="upcoming")
    return views.page(
        request,
        "planning/passage.html",
        state=state,
        meeting=meeting,
        item=item,
        meetings=[
            (
                each.id,
                f"{each.title}, {calendar.in_words(meeting_rules.day_of(scope, each.starts_at))}",
            )
            for each in coming
            if each.id != meeting.id and rules.may_steer(scope, committee_id=each.committee_id)
        ],
        committees=[
            (each.id, each.name)
            for each in await committees.committees_of(scope)
            if each.id != meeting.committee_id and not each.held_by
        ],
        crumbs=[
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting.id}")),
            views.Crumb(item.title, views.address(scope, f"/agenda-items/{item_id}")),
        ],
    )


@get(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/passage",
    opt=access.needs("planning.steer"),
    name="planning.passage-form",
)
async def passage_form(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """The form to move or refer an item; `upwards` where a decision was beyond its committee's power."""
    said = {"how": "refer", "reason": _UPWARDS} if "upwards" in request.query_params else {}
    return await _form(request, forms.FormState(values=said), item_id)


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/passage",
    opt=access.needs("planning.steer"),
    name="planning.pass-item",
)
@forms.taking(PassageForm, again=_form)
async def pass_on(request: Request[Any, Any, Any], form: PassageForm, item_id: FromPath[UUID]) -> str:
    """Move or refer an item."""
    scope = access.scope_of(request)
    if form.how == "refer":
        if form.to_committee_id is None:
            raise rules.UnableToPlan("Choose the committee that it is referred to.", field="to_committee_id")
        await operations.refer_item(
            scope, item_id=item_id, to_committee_id=form.to_committee_id, reason=form.reason
        )
        return views.address(scope, f"/agenda-items/{item_id}?said=referred")
    if form.to_meeting_id is None:
        raise rules.UnableToPlan("Choose the meeting that it goes to.", field="to_meeting_id")
    made = await operations.carry_items(
        scope, item_ids=[item_id], to_meeting_id=form.to_meeting_id, because=form.reason
    )
    return views.address(scope, f"/agenda-items/{made[item_id]}?said=carried#thread")


ROUTES: list[Any] = [passage_form, pass_on]
