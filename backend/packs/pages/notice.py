"""The notice of a meeting, as officers give it and take it back."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import rules as meetings
from backend.packs.publishing import notice, queries, rules
from backend.web import access, forms, views
from backend.web.releasing import EndForm

_TO_COME = {meetings.MeetingState.PLANNED, meetings.MeetingState.AGENDA_PUBLISHED}


class NoticeForm(forms.Form):
    attend: str = Field(max_length=notice.LONGEST, description="how people can attend")
    private_reason: str | None = Field(
        None, max_length=notice.LONGEST, description="why some of it is in private"
    )
    sha256: str = Field(min_length=64, max_length=64, description="what you looked at")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, meeting_id: UUID) -> Template:
    scope = access.scope_of(request)
    facts = await notice.facts_of(scope, meeting_id=meeting_id)
    given = await notice.notices_of(scope, meeting_id=meeting_id)
    standing = next((each for each in given if each.state == "standing"), None)
    settings = await queries.settings_of(scope)
    return views.page(
        request,
        "packs/meeting-notice.html",
        state=state,
        facts=facts,
        standing=standing,
        # what was announced and is no longer so: the public page says it by itself
        stale=standing is not None
        and any(standing.told[name] != value for name, value in facts.told.items()),
        earlier=[each for each in given if each is not standing],
        attend=standing.attend if standing else await notice.attend_before(scope),
        act=rules.ACT,
        to_come=facts.state in _TO_COME and facts.ends_at > scope.now,
        today=rules.clear_days_in_words(given_on=scope.today, meeting_on=facts.day),
        short=rules.short_notice(given_on=scope.today, meeting_on=facts.day),
        due_on=settings.due_on(facts.day),
        crumbs=[
            views.Crumb("Public meetings", views.address(scope, "/public-packs")),
            views.Crumb(facts.title, views.address(scope, f"/meetings/{meeting_id}")),
        ],
    )


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/public-notice",
    opt=access.needs("packs.publish"),
    name="packs.meeting-notice",
)
async def meeting_notice(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """What notice of a meeting was given, and the form to give it."""
    return await _page(request, forms.FormState(), meeting_id)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/public-notice",
    opt=access.needs("packs.publish"),
    name="packs.give-notice",
)
@forms.taking(NoticeForm, again=_page)
async def give(request: Request[Any, Any, Any], form: NoticeForm, meeting_id: FromPath[UUID]) -> str:
    """Make it public, at once."""
    scope = access.scope_of(request)
    await notice.give_notice(
        scope,
        meeting_id=meeting_id,
        attend=form.attend,
        private_reason=form.private_reason,
        seen=form.sha256,
    )
    return views.address(scope, f"/meetings/{meeting_id}/public-notice?said=given")


async def _recall_again(request: Request[Any, Any, Any], state: forms.FormState, notice_id: UUID) -> Template:
    meeting_id = await notice.meeting_of(access.scope_of(request), notice_id=notice_id)
    return await _page(request, state, meeting_id)


@post(
    "/t/{slug:str}/public-notices/{notice_id:uuid}/recall",
    opt=access.needs("packs.publish"),
    name="packs.recall-notice",
)
@forms.taking(EndForm, again=_recall_again)
async def recall(request: Request[Any, Any, Any], form: EndForm, notice_id: FromPath[UUID]) -> str:
    """Take it back."""
    scope = access.scope_of(request)
    meeting_id = await notice.recall_notice(scope, notice_id=notice_id, reason=form.reason)
    return views.address(scope, f"/meetings/{meeting_id}/public-notice?said=recalled")


ROUTES: list[Any] = [meeting_notice, give, recall]
