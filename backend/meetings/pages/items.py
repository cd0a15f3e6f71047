"""Agenda items: one item with its papers and conflicts, its place, and what was decided on it."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import lateness, operations, queries, rules
from backend.meetings.pages import meetings
from backend.meetings.pages.meetings import may_see_handling
from backend.meetings.withholding import may_withhold
from backend.scope import Scope
from backend.web import access, forms, views


class MoveForm(forms.Form):
    direction: Literal["up", "down"] = Field(description="the direction")


class WithdrawForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why the item is withdrawn")


@get("/t/{slug:str}/agenda-items/{item_id:uuid}", opt=access.needs("meetings.read"), name="meetings.item")
async def item(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """One item: its papers, who is conflicted on it, what was decided."""
    scope = access.scope_of(request)
    return await _item(request, scope, item_id, forms.FormState())


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/position",
    opt=access.needs("meetings.arrange"),
    name="meetings.move-item",
)
async def move(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Response[Any] | Template:
    """Move an item one up or down among its neighbours."""
    scope = access.scope_of(request)

    async def act(form: MoveForm) -> str:
        _, moved = await queries.item(scope, item_id=item_id)
        await operations.move_item(scope, item_id=item_id, by=-1 if form.direction == "up" else 1)
        return views.address(scope, f"/meetings/{moved.meeting_id}?said=moved#item-{item_id}")

    return await _on_item(request, scope, item_id, MoveForm, act)


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/withdrawal",
    opt=access.needs("meetings.arrange"),
    name="meetings.withdraw-item",
)
async def withdraw(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Response[Any] | Template:
    """Take an item off the agenda."""
    scope = access.scope_of(request)

    async def act(form: WithdrawForm) -> str:
        await operations.withdraw_item(scope, item_id=item_id, because=form.because)
        return views.address(scope, f"/agenda-items/{item_id}?said=withdrawn")

    return await _on_item(request, scope, item_id, WithdrawForm, act)


async def _on_item(
    request: Request[Any, Any, Any], scope: Scope, item_id: UUID, form: Any, act: Any
) -> Response[Any] | Template:
    async def again(state: forms.FormState) -> Template:
        return await _item(request, scope, item_id, state)

    return await forms.submit(request, form, act=act, again=again)


async def _item(
    request: Request[Any, Any, Any], scope: Scope, item_id: UUID, state: forms.FormState
) -> Template:
    meeting, found = await queries.item(scope, item_id=item_id)
    standing = rules.Standing(title=meeting.title, state=meeting.state)
    own = (found.lead_person_id,)
    may_submit = (
        not found.withdrawn
        and lateness.takes_papers(found.paper_state)
        and rules.can_submit(scope, standing, committee_id=meeting.committee_id, own=own)
    )
    may_arrange = scope.may("meetings.arrange") and not found.withdrawn
    thread_id, thread = await queries.thread_of_item(scope, item_id=item_id)
    return views.page(
        request,
        "meetings/item.html",
        state=state,
        meeting=meeting,
        item=found,
        may_submit=may_submit,
        may_arrange=may_arrange and meeting.can_change,
        may_table=may_arrange and lateness.can_table(standing, starts_at=meeting.starts_at, now=scope.now),
        may_record=may_arrange and scope.may("sittings.record") and scope.now >= meeting.starts_at,
        withheld=bool(await queries.withheld_from_reader(scope, [item_id])),
        may_see_handling=may_see_handling(scope, meeting),
        may_withhold=may_withhold(scope, committee_id=meeting.committee_id),
        thread_id=thread_id,
        thread=thread,
        beside=[
            told
            for tell in request.app.state.get("beside_item", ())
            if (told := await tell(scope, item_id)) is not None
        ],
        may_carry=may_arrange,
        crumbs=[
            *meetings.crumbs(scope),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting.id}")),
        ],
    )


ROUTES: list[Any] = [item, move, withdraw]
