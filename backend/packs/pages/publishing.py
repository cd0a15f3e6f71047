"""What is public of meetings, as officers see it: prepare, look, approve, release, recall, and when notice is given."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.facts.publishing import State
from backend.packs.pages import papers
from backend.packs.publishing import holding, preparing, queries, releasing, rules
from backend.scope import Scope
from backend.web import access, forms, views
from backend.web.releasing import ApproveForm, EndForm

_READ = access.needs("packs.publications.read")
_REACHED = {
    "page": ("Page of the meeting", "/{meeting}"),
    "pack": ("Pack", "/{meeting}/pack"),
    "paper": ("Paper", "/{meeting}/papers/{part}"),
    "calendar": ("Calendar", "/calendar.ics"),
    "feed": ("Feed", "/feed.atom"),
    "list": ("List of meetings", ""),
}


class EmptyForm(forms.Form):
    pass


class SettingsForm(forms.Form):
    counted: Literal["all", "working"] = Field("all", description="which days count")
    clear_days: int = Field(description="the number of clear days")
    days_ahead: int = Field(description="the number of days")
    contact: str | None = Field(None, max_length=300, description="the contact")


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "packs/public-packs.html",
        state=state,
        status=422 if state.errors else 200,
        coming=await queries.coming_meetings(scope),
        lines=await queries.publications_of(scope),
        settings=await queries.settings_of(scope),
    )


@get("/t/{slug:str}/public-packs", opt=_READ, name="packs.publications")
async def publications(request: Request[Any, Any, Any]) -> Template:
    """The public meetings to come, what waits for whom, and what was published before."""
    return await _list(request, forms.FormState())


async def _list_again(request: Request[Any, Any, Any], state: forms.FormState, meeting_id: UUID) -> Template:
    return await _list(request, state)


@post(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/public-pack",
    opt=access.needs("packs.publish"),
    name="packs.prepare-publication",
)
@forms.taking(EmptyForm, again=_list_again)
async def prepare(request: Request[Any, Any, Any], form: EmptyForm, meeting_id: FromPath[UUID]) -> str:
    """Prepare what is to be public of a meeting, by hand."""
    scope = access.scope_of(request)
    publication_id = await preparing.ask_publication(scope, meeting_id=meeting_id)
    return views.address(scope, f"/public-packs/{publication_id}")


async def _settings(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "packs/public-settings.html",
        state=state,
        settings=await queries.settings_of(scope),
        crumbs=_crumbs(scope),
    )


@get(
    "/t/{slug:str}/public-packs/settings",
    opt=access.needs("packs.publish"),
    name="packs.publishing-settings",
)
async def settings(request: Request[Any, Any, Any]) -> Template:
    """When notice is given, when it is prepared, and whom people ask."""
    return await _settings(request, forms.FormState())


@post(
    "/t/{slug:str}/public-packs/settings",
    opt=access.needs("packs.publish"),
    name="packs.settle-publishing",
)
@forms.taking(SettingsForm, again=_settings)
async def settle(request: Request[Any, Any, Any], form: SettingsForm) -> str:
    """Settle it."""
    scope = access.scope_of(request)
    settings = rules.Settings(
        clear_days=form.clear_days,
        days_ahead=form.days_ahead,
        contact=form.contact,
        working=form.counted == "working",
    )
    await preparing.settle(scope, settings=settings)
    return views.address(scope, "/public-packs?said=settled")


async def _publication(
    request: Request[Any, Any, Any], state: forms.FormState, publication_id: UUID
) -> Template:
    scope = access.scope_of(request)
    line = await queries.publication_of(scope, publication_id=publication_id)
    standing = line.state in {State.PREPARED, State.APPROVED, State.RELEASED}
    settings = await queries.settings_of(scope)
    content = await queries.content_of(scope, publication_id=publication_id)
    titles = (
        {paper["id"]: paper["title"] for item in content["items"] for paper in item["papers"]}
        if content
        else {}
    )
    reached = await queries.reach_of(scope, publication_id=publication_id) if line.released_at else ()
    root = views.address(scope, "/public/meetings")
    due = rules.hour_of(scope.tenant, settings.due_on(line.day))
    return views.page(
        request,
        "packs/public-pack.html",
        state=state,
        line=line,
        content=content,
        overtaken=await holding.no_longer_holds(scope, line) if standing else None,
        due_at=due,
        due_ahead=due > scope.now,
        reached=[
            (
                f"{_REACHED[each.form][0]}: {titles.get(each.part, each.part)}"
                if each.part
                else _REACHED[each.form][0],
                root + _REACHED[each.form][1].format(meeting=line.meeting_id, part=each.part),
                each,
            )
            for each in reached
        ],
        may_approve=line.state is State.PREPARED
        and scope.may("packs.approve")
        and line.asked_by != scope.actor.person_id,
        own=line.asked_by == scope.actor.person_id,
        history=[
            each
            for each in await queries.publications_of(scope, meeting_id=line.meeting_id)
            if each.id != line.id
        ],
        crumbs=_crumbs(scope),
    )


@get("/t/{slug:str}/public-packs/{publication_id:uuid}", opt=_READ, name="packs.publication")
async def publication(request: Request[Any, Any, Any], publication_id: FromPath[UUID]) -> Template:
    """One publication: what becomes public, and what can be done with it."""
    return await _publication(request, forms.FormState(), publication_id)


@get(
    "/t/{slug:str}/public-packs/{publication_id:uuid}/papers/{paper_id:uuid}",
    opt=_READ,
    name="packs.publication-paper",
)
async def paper(
    request: Request[Any, Any, Any], publication_id: FromPath[UUID], paper_id: FromPath[UUID]
) -> Template:
    """A paper as its public page would show it."""
    scope = access.scope_of(request)
    line = await queries.publication_of(scope, publication_id=publication_id)
    content = await queries.content_of(scope, publication_id=publication_id)
    here = views.address(scope, f"/public-packs/{publication_id}/papers/{paper_id}")
    return views.page(
        request,
        "packs/public-paper-preview.html",
        line=line,
        shown=await papers.shown(scope, content, paper_id=paper_id, pictures=f"{here}/pictures/"),
        crumbs=[
            *_crumbs(scope),
            views.Crumb(line.meeting, views.address(scope, f"/public-packs/{publication_id}")),
        ],
    )


@get(
    "/t/{slug:str}/public-packs/{publication_id:uuid}/papers/{paper_id:uuid}/pictures/{name:str}",
    opt=_READ,
    name="packs.publication-picture",
)
async def picture(
    request: Request[Any, Any, Any],
    publication_id: FromPath[UUID],
    paper_id: FromPath[UUID],
    name: FromPath[str],
) -> Response[bytes]:
    """A picture of such a paper."""
    scope = access.scope_of(request)
    content = await queries.content_of(scope, publication_id=publication_id)
    data, media_type = await papers.picture(scope, content, paper_id=paper_id, name=name)
    return Response(data, media_type=media_type)


@post(
    "/t/{slug:str}/public-packs/{publication_id:uuid}/approve",
    opt=access.needs("packs.approve", not_on_trial=True),
    name="packs.approve-publication",
)
@forms.taking(ApproveForm, again=_publication)
async def approve(request: Request[Any, Any, Any], form: ApproveForm, publication_id: FromPath[UUID]) -> str:
    """Approve exactly what was looked at, for release now or at an hour."""
    scope = access.scope_of(request)
    await releasing.approve_publication(
        scope, publication_id=publication_id, sha256=form.sha256, release_at=form.release_at(scope)
    )
    return views.address(scope, f"/public-packs/{publication_id}?said=approved")


@post(
    "/t/{slug:str}/public-packs/{publication_id:uuid}/release",
    opt=access.needs("packs.approve", not_on_trial=True),
    name="packs.release-publication",
)
@forms.taking(EmptyForm, again=_publication)
async def release(request: Request[Any, Any, Any], form: EmptyForm, publication_id: FromPath[UUID]) -> str:
    """Make public now what was approved for a later hour."""
    scope = access.scope_of(request)
    await releasing.release_now(scope, publication_id=publication_id)
    return views.address(scope, f"/public-packs/{publication_id}")


@post(
    "/t/{slug:str}/public-packs/{publication_id:uuid}/drop",
    opt=access.needs("packs.publish"),
    name="packs.drop-publication",
)
@forms.taking(EndForm, again=_publication)
async def drop(request: Request[Any, Any, Any], form: EndForm, publication_id: FromPath[UUID]) -> str:
    """Give up what is not public yet."""
    scope = access.scope_of(request)
    await releasing.drop_publication(scope, publication_id=publication_id, reason=form.reason)
    return views.address(scope, f"/public-packs/{publication_id}?said=dropped")


@post(
    "/t/{slug:str}/public-packs/{publication_id:uuid}/recall",
    opt=access.needs("packs.publish"),
    name="packs.recall-publication",
)
@forms.taking(EndForm, again=_publication)
async def recall(request: Request[Any, Any, Any], form: EndForm, publication_id: FromPath[UUID]) -> str:
    """Take what is public back at once."""
    scope = access.scope_of(request)
    await releasing.recall_publication(scope, publication_id=publication_id, reason=form.reason)
    return views.address(scope, f"/public-packs/{publication_id}?said=recalled")


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Public meetings", views.address(scope, "/public-packs"))]


ROUTES: list[Any] = [
    publications,
    prepare,
    settings,
    settle,
    publication,
    paper,
    picture,
    approve,
    release,
    drop,
    recall,
]
