"""From whom the papers of an item are withheld: the page where chair or officer decide it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import operations, queries, rules
from backend.meetings.pages import meetings
from backend.meetings.withholding import may_withhold
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class WithholdForm(forms.Form):
    person_id: UUID = Field(description="from whom the papers are withheld")
    reason: str = Field(min_length=1, max_length=1_000, description="why the papers are withheld")


class AnswerForm(forms.Form):
    answer: str = Field(min_length=1, max_length=2_000, description="what came of the review")


class GiveAgainForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why the papers are given again")
    withholding_id: UUID = Field(description="the decision that ends")


@get(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/withholding",
    opt=access.needs("meetings.conflicts.read"),
    name="meetings.withholding",
)
async def withholding(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """Who does not get the papers of an item, and the form to decide it."""
    return await _page(request, access.scope_of(request), item_id, forms.FormState())


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/withholding",
    opt=access.needs("meetings.conflicts.read"),
    name="meetings.withhold",
)
async def withhold(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Response[Any] | Template:
    """Withhold the papers of an item from a member."""
    scope = access.scope_of(request)

    async def act(form: WithholdForm) -> str:
        await operations.withhold_papers(scope, item_id=item_id, person_id=form.person_id, reason=form.reason)
        return views.address(scope, f"/agenda-items/{item_id}/withholding?said=withheld")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, scope, item_id, state)

    return await forms.submit(request, WithholdForm, act=act, again=again)


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/withholding/end",
    opt=access.needs("meetings.conflicts.read"),
    name="meetings.give-again",
)
async def give_again(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Response[Any] | Template:
    """Give a member the papers of an item again."""
    scope = access.scope_of(request)

    async def act(form: GiveAgainForm) -> str:
        await operations.give_papers_again(scope, withholding_id=form.withholding_id, because=form.because)
        return views.address(scope, f"/agenda-items/{item_id}/withholding?said=given-again")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, scope, item_id, state)

    return await forms.submit(request, GiveAgainForm, act=act, again=again)


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/withholding/{withholding_id:uuid}/review-answer",
    opt=access.needs("meetings.conflicts.read"),
    name="meetings.answer-withholding-review",
)
async def answer_review(
    request: Request[Any, Any, Any], item_id: FromPath[UUID], withholding_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Answer a member who asked for a review."""
    scope = access.scope_of(request)

    async def act(form: AnswerForm) -> str:
        await operations.answer_withholding_review(
            scope, withholding_id=withholding_id, item_id=item_id, answer=form.answer
        )
        return views.address(scope, f"/agenda-items/{item_id}/withholding?said=answered")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, scope, item_id, state)

    return await forms.submit(request, AnswerForm, act=act, again=again)


async def _page(
    request: Request[Any, Any, Any], scope: Scope, item_id: UUID, state: forms.FormState
) -> Template:
    meeting, item = await queries.item(scope, item_id=item_id)
    if not (meeting.may_see_conflicts or may_withhold(scope, committee_id=meeting.committee_id)):
        raise NotFound("agenda item")
    standing = await queries.withheld_on(scope, meeting_id=meeting.id, item_id=item_id)
    held_from = {line.person_id for line in standing}
    conflicted = {each.person_id for each in item.forecast.conflicted} if item.forecast else set()
    free = [
        each
        for each in meeting.attendees
        if each.person_id not in held_from and each.person_id != scope.actor.person_id
    ]
    free.sort(key=lambda each: each.person_id not in conflicted)
    return views.page(
        request,
        "meetings/withholding.html",
        state=state,
        meeting=meeting,
        item=item,
        standing=standing,
        members=[
            (
                each.person_id,
                f"{each.name}, has an interest here" if each.person_id in conflicted else each.name,
            )
            for each in free
        ],
        may_decide=may_withhold(scope, committee_id=meeting.committee_id)
        and meeting.can_change
        and not item.withdrawn,
        private=item.part is rules.Part.PRIVATE,
        lists_copies=rules.is_officer(scope),
        me=scope.actor.person_id,
        crumbs=[
            *meetings.crumbs(scope),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting.id}")),
            views.Crumb(f"{item.label or ''} {item.title}", views.address(scope, f"/agenda-items/{item.id}")),
        ],
    )


ROUTES: list[Any] = [withholding, withhold, give_again, answer_review]
