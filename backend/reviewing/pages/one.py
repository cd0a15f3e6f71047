"""The page of one return, which every form on it comes back to, and the files that came with it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.evidence import queries as evidence
from backend.people.pages import step_up
from backend.reviewing import queries, rules
from backend.reviewing.pages.shown import crumbs, shown_on
from backend.web import access, forms, views


async def return_page(request: Request[Any, Any, Any], state: forms.FormState, return_id: UUID) -> Template:
    """What came, what differs, what was asked and decided, and what the reader may do."""
    scope = access.scope_of(request)
    day = shown_on(request, scope)
    typed = request.query_params.get("issue", "")[:6]
    view = await queries.return_of(
        scope, return_id=return_id, on=day["on"], issue=int(typed) if typed.isdecimal() else None
    )
    now = not day["past"]
    return views.page(
        request,
        "reviewing/return.html",
        state=state,
        view=view,
        entry=view.entry,
        issue=view.issue,
        acts=view.acts and now,
        seconds=view.seconds and now,
        claimable=view.claimable and now and scope.may("reviewing.review"),
        writes=now and scope.may("reviewing.review"),
        others=[
            (each.id, each.name)
            for each in view.team.members
            if each.id not in view.team.aside_from(view.entry.commissioner_id)
            and each.id != view.entry.held_by
        ],
        figure_choices=[(each.figure.key, each.figure.label) for each in view.figures],
        verdicts=list(rules.DECIDED_IN_WORDS.items()),
        settlements=list(rules.SETTLED_IN_WORDS.items()),
        decided_words=rules.STANDING_IN_WORDS,
        settled_words=rules.SETTLED_IN_WORDS,
        crumbs=[
            *crumbs(scope),
            views.Crumb(
                view.commissioner,
                views.address(scope, f"/reviewing/commissioners/{view.entry.commissioner_id}"),
            ),
        ],
        **shown_on(request, scope),
    )


@get(
    "/t/{slug:str}/reviewing/returns/{return_id:uuid}",
    opt=access.needs("reviewing.read"),
    name="reviewing.return",
)
async def one(request: Request[Any, Any, Any], return_id: FromPath[UUID]) -> Template:
    """One return, as at a day; `issue` shows an earlier one."""
    return await return_page(request, await step_up.state_of(request), return_id)


@get(
    "/t/{slug:str}/reviewing/returns/{return_id:uuid}/files/{file_id:uuid}",
    opt=access.needs("reviewing.read"),
    name="reviewing.file",
)
async def file(
    request: Request[Any, Any, Any], return_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """A file that came with it, byte for byte."""
    scope = access.scope_of(request)
    found = await queries.file_of(scope, return_id=return_id, file_id=file_id)
    data = await evidence.bytes_of(scope, file_id=file_id)
    return views.download(data, name=found.name, media_type=found.media_type)


ROUTES: list[Any] = [one, file]
