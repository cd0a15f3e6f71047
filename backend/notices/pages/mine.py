"""One's own notices: everything that was written to one, whether by mail or not, and what one has read of it."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import AwareDatetime, Field

from backend.notices import envelope, own, topics
from backend.notices import post as post_office
from backend.notices.own import Filter
from backend.scope import NotPermitted, Scope
from backend.web import access, forms, views

_NEEDS = access.needs("tenant.enter")
_LAST_PAGE = 400


class ReadForm(forms.Form):
    read: Literal["yes", "no"] = Field(description="whether you have read it")
    back: Literal["list", "notice"] = Field("list", description="where to go on")


class AllReadForm(forms.Form):
    until: AwareDatetime = Field(description="until when you have read everything")


def person_of(scope: Scope) -> UUID:
    """Whose notices they are. Raises NotPermitted."""
    if scope.actor.person_id is None:
        raise NotPermitted("Only a person of the organisation has notices.")
    return scope.actor.person_id


@get("/t/{slug:str}/notices", opt=_NEEDS, name="notices.mine")
async def mine(
    request: Request[Any, Any, Any],
    topic: Annotated[str, QueryParameter(name="about", max_length=40)] = "",
    read: Annotated[str, QueryParameter(name="show", max_length=10)] = "",
    thread: Annotated[str, QueryParameter(name="thread", max_length=300)] = "",
    page: Annotated[int, QueryParameter(name="page", ge=1, le=_LAST_PAGE)] = 1,
) -> Template:
    """What was written to one, unread first."""
    shown = Filter(
        topic=topic if topic in topics.BY_CODE else "",
        read=read if read in {"read", "unread"} else "",
        thread=thread,
    )
    return await _list(request, forms.FormState(), shown=shown, page=page)


@get("/t/{slug:str}/notices/{letter_id:uuid}", opt=_NEEDS, name="notices.notice")
async def notice(request: Request[Any, Any, Any], letter_id: FromPath[UUID]) -> Template:
    """One notice. Opening it changes nothing: whether it is read, one says oneself."""
    return await _one(request, forms.FormState(), letter_id)


async def _again_read(request: Request[Any, Any, Any], state: forms.FormState, letter_id: UUID) -> Template:
    return await _one(request, state, letter_id)


@post("/t/{slug:str}/notices/{letter_id:uuid}/read", opt=_NEEDS, name="notices.mark")
@forms.taking(ReadForm, again=_again_read)
async def mark(request: Request[Any, Any, Any], form: ReadForm, letter_id: FromPath[UUID]) -> str:
    """Say that one has read it, or not."""
    scope = access.scope_of(request)
    await own.mark(scope, person_id=person_of(scope), letter_id=letter_id, read=form.read == "yes")
    return views.address(scope, "/notices" if form.back == "list" else f"/notices/{letter_id}")


async def _again_all(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _list(request, state, shown=Filter())


@post("/t/{slug:str}/notices/read", opt=_NEEDS, name="notices.mark-all")
@forms.taking(AllReadForm, again=_again_all)
async def mark_all(request: Request[Any, Any, Any], form: AllReadForm) -> str:
    """Say that one has read everything that the page showed."""
    scope = access.scope_of(request)
    await own.mark_all(scope, person_id=person_of(scope), until=form.until)
    return views.address(scope, "/notices?said=read")


async def _list(
    request: Request[Any, Any, Any], state: forms.FormState, *, shown: Filter, page: int = 1
) -> Template:
    scope = access.scope_of(request)
    lines, more = await own.notices_of(scope, person_id=person_of(scope), shown=shown, page=page)
    asked = {"about": shown.topic, "show": shown.read, "thread": shown.thread}
    return views.page(
        request,
        "notices/mine.html",
        lines=lines,
        shown=shown,
        filtered=any(asked.values()),
        topics=[topic for topic in topics.TOPICS if topic.code != "concerns" and not topic.to_public],
        newer=_page(asked, page - 1) if page > 1 else None,
        older=_page(asked, page + 1) if more else None,
        until=max((line.told_at for line in lines), default=scope.now).isoformat(),
        state=state,
    )


async def _one(request: Request[Any, Any, Any], state: forms.FormState, letter_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await own.notice_of(scope, person_id=person_of(scope), letter_id=letter_id)
    return views.page(
        request,
        "notices/notice.html",
        notice=found,
        pieces=_pieces(envelope.unbroken(found.text)),
        topic=topics.topic_of(found.kind).title,
        crumbs=(views.Crumb("Your notices", views.address(scope, "/notices")),),
        state=state,
    )


def _page(asked: dict[str, str], page: int) -> str:
    return "/notices?" + urlencode({**{key: value for key, value in asked.items() if value}, "page": page})


def _pieces(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with its address where it is one of ours."""
    ours = re.compile(re.escape(post_office.public_url()) + r"(/t/[^\s<>\"]+)")
    pieces, at = [], 0
    for found in ours.finditer(text):
        pieces += [(text[at : found.start()], ""), (found[0], found[1])]
        at = found.end()
    return [*pieces, (text[at:], "")]


ROUTES: list[Any] = [mine, notice, mark, mark_all]
