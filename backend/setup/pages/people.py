"""People from a spreadsheet: the file, what bringing it in would do, and what came of it."""

import asyncio
from collections import Counter
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.kit.clock import real_now
from backend.kit.documents import sheets
from backend.setup import people_files
from backend.setup.operations import people_lists as acts
from backend.setup.operations import taking_back
from backend.setup.queries import people_lists as queries
from backend.setup.rules import people_list as rules
from backend.setup.rules.comparing import ListState
from backend.web import access, forms, views

_BODY_LIMIT = sheets.DEFAULT_CAPS.upload_bytes + 1024 * 1024
SHOWN = 100
"""So many faults, questions and people stand on a page; the rest on the next."""

Page = Annotated[int, QueryParameter(name="page", ge=1, le=1_000)]


class FileForm(forms.Form):
    file: UploadFile = Field(description="a spreadsheet")


class AnswerForm(forms.Form):
    """`answer`: `row:same` or `row:new` for each question; `rest` for all that have none."""

    answer: list[str] = Field(default_factory=list, max_length=1_000, description="the answers")
    rest: Literal["same", "new"] | None = Field(None, description="who is meant")


class BringForm(forms.Form):
    leave_out: Literal["yes"] | None = Field(None, description="the box for rows with faults")


class NoForm(forms.Form):
    """A button alone."""


async def _begin(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "setup/people.html",
        state=state,
        lists=await queries.lists_of(scope),
        headings=list(rules.HEADINGS.values()),
        roles=[rules.role_in_words(role) for role in people_files.ROLES],
        accepted=sheets.ACCEPTED,
        caps=sheets.DEFAULT_CAPS,
        at_once=acts.AT_ONCE,
    )


@get("/t/{slug:str}/set-up/people", opt=access.needs("people.change"), name="setup.people")
async def begin(request: Request[Any, Any, Any]) -> Template:
    """Lists that were brought in, and the form for the next."""
    return await _begin(request, forms.FormState())


@post(
    "/t/{slug:str}/set-up/people",
    opt=access.needs("people.change"),
    name="setup.start-people",
    request_max_body_size=_BODY_LIMIT,
)
@forms.taking(FileForm, again=_begin)
async def start(request: Request[Any, Any, Any], form: FileForm) -> str:
    """Read a list."""
    scope = access.scope_of(request)
    data = await form.file.read()
    list_id = await acts.start(scope, file_name=form.file.filename, data=data)
    return views.address(scope, f"/set-up/people/lists/{list_id}")


@get(
    ["/t/{slug:str}/set-up/people/template.xlsx", "/t/{slug:str}/set-up/people/template.csv"],
    opt=access.needs("people.change"),
    name="setup.people-template",
)
async def template(request: Request[Any, Any, Any]) -> Response[bytes]:
    """An empty list with its headings, and an example of each column."""
    ending = _ending(request)
    data = people_files.template(await queries.bodies_of(access.scope_of(request)), ending=ending)
    return views.download(data, name=f"people-template.{ending}", media_type=people_files.MEDIA_TYPES[ending])


@get(
    ["/t/{slug:str}/set-up/people/people.xlsx", "/t/{slug:str}/set-up/people/people.csv"],
    opt=access.needs("people.change"),
    name="setup.people-out",
)
async def taken_out(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The people who are here, in the columns of the list."""
    scope = access.scope_of(request)
    ending = _ending(request)
    listed = await queries.as_listed(scope)
    data = await asyncio.to_thread(people_files.people, listed, ending=ending)
    name = f"{scope.tenant.slug}-people-{scope.today.isoformat()}.{ending}"
    return views.download(data, name=name, media_type=people_files.MEDIA_TYPES[ending])


async def _one(request: Request[Any, Any, Any], state: forms.FormState, list_id: UUID) -> Template:
    return await _part(request, state, list_id, 1)


async def _part(
    request: Request[Any, Any, Any], state: forms.FormState, list_id: UUID, page: int
) -> Template:
    scope = access.scope_of(request)
    view = await queries.list_of(scope, list_id=list_id)
    if view.state is not ListState.OPEN:
        last = await queries.last_done(scope)
        return views.page(
            request,
            "setup/people-list.html",
            state=state,
            view=view,
            is_last=view.state is ListState.DONE and last == list_id,
            here=views.address(scope, f"/set-up/people/lists/{list_id}"),
            crumbs=_crumbs(request),
        )
    plan = await queries.plan_of(scope, view=view)
    first = (page - 1) * SHOWN
    return views.page(
        request,
        "setup/people-preview.html",
        state=state,
        view=view,
        plan=plan,
        counts=plan.counts,
        faults=plan.faults[first : first + SHOWN],
        by_field=Counter(fault.heading for fault in plan.faults).most_common(),
        questions=plan.questions[:SHOWN],
        people=plan.new[first : first + SHOWN],
        role_in_words=rules.role_in_words,
        page=page,
        pages=max(1, -(-max(len(plan.faults), len(plan.new)) // SHOWN)),
        shown=SHOWN,
        here=views.address(scope, f"/set-up/people/lists/{list_id}"),
        crumbs=_crumbs(request),
    )


@get(
    "/t/{slug:str}/set-up/people/lists/{list_id:uuid}",
    opt=access.needs("people.change"),
    name="setup.people-list",
)
async def one(request: Request[Any, Any, Any], list_id: FromPath[UUID], page: Page = 1) -> Template:
    """What bringing a list in would do; how far it is; or what came of it."""
    return await _part(request, forms.FormState(), list_id, page)


@get(
    "/t/{slug:str}/set-up/people/lists/{list_id:uuid}/progress",
    opt=access.needs("people.change"),
    name="setup.people-progress",
)
async def progress(request: Request[Any, Any, Any], list_id: FromPath[UUID]) -> Template | Response[Any]:
    """How far it is, for the page that is open."""
    view = await queries.list_of(access.scope_of(request), list_id=list_id)
    if view.state is not ListState.WRITING:
        return Response("", headers={"HX-Refresh": "true"})
    return views.page(request, "setup/_people-progress.html", view=view)


@get(
    "/t/{slug:str}/set-up/people/lists/{list_id:uuid}/faults.csv",
    opt=access.needs("people.change"),
    name="setup.people-faults",
)
async def faults(request: Request[Any, Any, Any], list_id: FromPath[UUID]) -> Response[bytes]:
    """Everything that is wrong with an open list, to mend it beside the file."""
    scope = access.scope_of(request)
    view = await queries.list_of(scope, list_id=list_id)
    plan = await queries.plan_of(scope, view=view) if view.state is ListState.OPEN else None
    data = people_files.faults(plan.faults if plan else ())
    return views.download(data, name="faults.csv", media_type=people_files.MEDIA_TYPES["csv"])


@post(
    "/t/{slug:str}/set-up/people/lists/{list_id:uuid}/answers",
    opt=access.needs("people.change"),
    name="setup.answer-people",
)
@forms.taking(AnswerForm, again=_one)
async def answers(request: Request[Any, Any, Any], form: AnswerForm, list_id: FromPath[UUID]) -> str:
    """Say who is meant where somebody else has the same name."""
    scope = access.scope_of(request)
    told = {row: each for row, _, each in (text.partition(":") for text in form.answer)}
    await acts.answer(scope, list_id=list_id, answers=told, rest=form.rest)
    return views.address(scope, f"/set-up/people/lists/{list_id}?said=answered")


@post(
    "/t/{slug:str}/set-up/people/lists/{list_id:uuid}/bringing-in",
    opt=access.needs("people.change"),
    name="setup.bring-people",
)
@forms.taking(BringForm, again=_one)
async def bring(request: Request[Any, Any, Any], form: BringForm, list_id: FromPath[UUID]) -> str:
    """Bring the list in."""
    scope = access.scope_of(request)
    await acts.bring(scope, list_id=list_id, leave_out=form.leave_out == "yes")
    return views.address(scope, f"/set-up/people/lists/{list_id}")


@post(
    "/t/{slug:str}/set-up/people/lists/{list_id:uuid}/taking-back",
    opt=access.needs("people.change"),
    name="setup.take-people-back",
)
@forms.taking(NoForm, again=_one)
async def take_back(request: Request[Any, Any, Any], form: NoForm, list_id: FromPath[UUID]) -> str:
    """Take the last list back."""
    scope = access.scope_of(request)
    await taking_back.take_back(scope, list_id=list_id, now=real_now())
    return views.address(scope, f"/set-up/people/lists/{list_id}")


@post(
    "/t/{slug:str}/set-up/people/lists/{list_id:uuid}/giving-up",
    opt=access.needs("people.change"),
    name="setup.give-up-people",
)
@forms.taking(NoForm, again=_one)
async def give_up(request: Request[Any, Any, Any], form: NoForm, list_id: FromPath[UUID]) -> str:
    """Leave a list that was not brought in."""
    scope = access.scope_of(request)
    await acts.give_up(scope, list_id=list_id)
    return views.address(scope, "/set-up/people?said=given-up")


ROUTES: list[Any] = [
    begin,
    start,
    template,
    taken_out,
    one,
    progress,
    faults,
    answers,
    bring,
    take_back,
    give_up,
]


def _ending(request: Request[Any, Any, Any]) -> str:
    return request.url.path.rpartition(".")[2]


def _crumbs(request: Request[Any, Any, Any]) -> list[views.Crumb]:
    scope = access.scope_of(request)
    return [
        views.Crumb("Set-up", views.address(scope, "/set-up")),
        views.Crumb("People from a spreadsheet", views.address(scope, "/set-up/people")),
    ]
