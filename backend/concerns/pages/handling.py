"""The pages of those who handle concerns. To everybody else each address here answers as one that never was."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.concerns.operations import documents
from backend.concerns.pages import parts
from backend.concerns.pages.steps import STEPS
from backend.concerns.queries import handled
from backend.concerns.queries.handled import PAGE, ConcernView
from backend.concerns.rules import Finding, State, handling, life
from backend.concerns.rules.life import OPEN
from backend.evidence import store
from backend.kit.settings import read_settings
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_BODY_LIMIT = read_settings().upload_limit + 1024 * 1024

WORDS = {
    "categories": {code.value: words for code, words in life.CATEGORY_IN_WORDS.items()},
    "states": {code.value: words for code, words in life.STATE_IN_WORDS.items()},
    "findings": {code.value: words for code, words in life.FINDING_IN_WORDS.items()},
    "routes": {code.value: words for code, words in life.ROUTE_IN_WORDS.items()},
    "bodies": {code.value: words for code, words in life.BODY_IN_WORDS.items()},
    "investigators": {code.value: words for code, words in life.INVESTIGATOR_IN_WORDS.items()},
    "capacities": {code.value: words for code, words in handling.CAPACITY_IN_WORDS.items()},
}


class DocumentForm(forms.Form):
    file: UploadFile = Field(description="the file")


@get("/t/{slug:str}/concerns/handling", opt=access.needs("concerns.handle"), name="concerns.handling")
async def mine(
    request: Request[Any, Any, Any],
    stands: Annotated[str, QueryParameter(name="state", max_length=20)] = "",
    text: Annotated[str, QueryParameter(name="text", max_length=100)] = "",
    page: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
) -> Template:
    """The concerns that one handles, the oldest first."""
    scope = access.scope_of(request)
    chosen = {"all": frozenset(State), **{state.value: frozenset({state}) for state in State}}
    lines = await handled.concerns_handled(
        scope, states=chosen.get(stands, OPEN), words=text.strip(), page=page
    )
    return views.page(
        request,
        "concerns/handling.html",
        lines=lines[:PAGE],
        more=len(lines) > PAGE,
        page=page,
        chosen={"state": stands if stands in chosen else "", "text": text},
        words=WORDS,
        crumbs=parts.crumbs(scope),
    )


@get("/t/{slug:str}/concerns/{concern_id:uuid}", opt=access.needs("concerns.handle"), name="concerns.concern")
async def concern(request: Request[Any, Any, Any], concern_id: FromPath[UUID]) -> Template:
    """One concern in full, what can be done with it, and all that was done."""
    scope = access.scope_of(request)
    view = await handled.concern(scope, concern_id=concern_id)
    return await _concern(request, scope, view, forms.FormState())


@get(
    "/t/{slug:str}/concerns/{concern_id:uuid}/steps/{step:str}",
    opt=access.needs("concerns.handle"),
    name="concerns.step-form",
)
async def step_form(
    request: Request[Any, Any, Any], concern_id: FromPath[UUID], step: FromPath[str]
) -> Template:
    """The form of one step."""
    scope = access.scope_of(request)
    view = await handled.concern(scope, concern_id=concern_id)
    return await _step(request, scope, view, step, forms.FormState())


@post(
    "/t/{slug:str}/concerns/{concern_id:uuid}/steps/{step:str}",
    opt=access.needs("concerns.handle"),
    name="concerns.step",
)
async def take_step(
    request: Request[Any, Any, Any], concern_id: FromPath[UUID], step: FromPath[str]
) -> Response[Any] | Template:
    """Take one step."""
    scope = access.scope_of(request)
    view = await handled.concern(scope, concern_id=concern_id)
    found = STEPS.get(step)
    if found is None:
        raise NotFound("step")

    async def act(form: forms.Form) -> str:
        await found.act(scope, concern_id, form)
        if found.leaves and not await _still_mine(scope, concern_id):
            return views.address(scope, "/concerns/handling?said=handed-over")
        return views.address(scope, f"/concerns/{concern_id}?said=recorded")

    async def again(state: forms.FormState) -> Template:
        return await _step(request, scope, view, step, state)

    return await forms.submit(request, found.form, act=act, again=again)


@post(
    "/t/{slug:str}/concerns/{concern_id:uuid}/documents",
    opt=access.needs("concerns.handle"),
    name="concerns.add-document",
    request_max_body_size=_BODY_LIMIT,
)
async def add_document(
    request: Request[Any, Any, Any], concern_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Keep a file with a concern."""
    scope = access.scope_of(request)
    view = await handled.concern(scope, concern_id=concern_id)

    async def act(form: DocumentForm) -> str:
        await documents.add_document(
            scope,
            concern_id=concern_id,
            name=form.file.filename,
            media_type=form.file.content_type,
            data=await form.file.read(),
        )
        return views.address(scope, f"/concerns/{concern_id}?said=recorded")

    async def again(state: forms.FormState) -> Template:
        return await _concern(request, scope, view, state)

    return await forms.submit(request, DocumentForm, act=act, again=again)


@get(
    "/t/{slug:str}/concerns/{concern_id:uuid}/documents/{document_id:uuid}",
    opt=access.needs("concerns.handle"),
    name="concerns.document",
)
async def document(
    request: Request[Any, Any, Any], concern_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Response[bytes]:
    """A file of a concern, to keep; never shown in our own origin."""
    scope = access.scope_of(request)
    view = await handled.concern(scope, concern_id=concern_id)
    line = handled.document_in(view, document_id=document_id)
    return views.download(
        await store.get(line.kept_at, name=line.name), name=line.name, media_type=line.media_type
    )


async def _concern(
    request: Request[Any, Any, Any], scope: Scope, view: ConcernView, state: forms.FormState
) -> Template:
    return views.page(
        request,
        "concerns/concern.html",
        concern=view,
        state=state,
        events=await handled.history(scope, view=view),
        steps=[(name, step.words) for name, step in STEPS.items() if step.offered(view)],
        words=WORDS,
        crumbs=_crumbs(scope),
    )


async def _step(
    request: Request[Any, Any, Any], scope: Scope, view: ConcernView, step: str, state: forms.FormState
) -> Template:
    found = STEPS.get(step)
    if found is None:
        raise NotFound("step")
    everybody = await people.people_of(scope)
    me = scope.actor.person_id
    trail = views.Crumb(view.reference, views.address(scope, f"/concerns/{view.id}"))
    return views.page(
        request,
        "concerns/step.html",
        concern=view,
        state=state,
        step=step,
        title=found.words,
        offered=found.offered(view),
        everybody=[(one.id, one.name) for one in everybody],
        others=[(one.id, one.name) for one in everybody if one.id != me],
        unanswered=[(notice.id, f"To {notice.name}") for notice in view.notices if notice.reply is None],
        findings=[
            (code.value, words)
            for code, words in life.FINDING_IN_WORDS.items()
            if view.state is State.INVESTIGATED or code is Finding.NOT_PROCEEDED
        ],
        words=WORDS,
        crumbs=[*_crumbs(scope), trail],
    )


async def _still_mine(scope: Scope, concern_id: UUID) -> bool:
    try:
        await handled.concern(scope, concern_id=concern_id)
    except NotFound:
        return False
    return True


def _crumbs(scope: Scope) -> list[views.Crumb]:
    trail = views.Crumb("Concerns that you handle", views.address(scope, "/concerns/handling"))
    return parts.crumbs(scope, trail)


ROUTES: list[Any] = [mine, concern, step_form, take_step, add_document, document]
