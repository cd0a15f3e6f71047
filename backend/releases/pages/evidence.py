"""Requests for evidence at whoever released the pack: the list, one request, its answer, and its approval."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.evidence import queries as kept
from backend.kit.calendar import working_days_between
from backend.kit.settings import read_settings
from backend.people import queries as people
from backend.people.pages import step_up
from backend.releases.operations import answers
from backend.releases.operations import evidence as operations
from backend.releases.queries import evidence as queries
from backend.scope import Scope
from backend.web import access, forms, views

_LIST = "/t/{slug:str}/releases/requests"
_ONE = f"{_LIST}/{{request_id:uuid}}"
_READS = access.needs("releases.read")
_PREPARES, _APPROVES = access.needs("reporting.prepare"), access.needs("reporting.approve")
_BODY_LIMIT = read_settings().upload_limit + 1024 * 1024


class OwnerForm(forms.Form):
    owner_person_id: UUID = Field(description="who sees to it")


class AnswerForm(forms.Form):
    words: str = Field(min_length=1, max_length=20_000, description="the answer")
    reissued_as: int | None = Field(None, ge=1, le=1_000_000, description="the issue of the pack")
    file: UploadFile | None = Field(None, description="a file")
    file_2: UploadFile | None = Field(None, description="a second file")
    file_3: UploadFile | None = Field(None, description="a third file")


class BackForm(forms.Form):
    back_words: str = Field(min_length=1, max_length=4_000, description="what is to be put right")


class Button(forms.Form):
    """A button and nothing else."""


@get(_LIST, opt=_READS, name="releases.requests")
async def every_request(request: Request[Any, Any, Any]) -> Template:
    """Every request for evidence about what was released, the open ones first."""
    scope = access.scope_of(request)
    found = await queries.requests_of(scope)
    return views.page(
        request,
        "releases/evidence.html",
        requests=found,
        waiting=[each for each in found if each.is_open],
        crumbs=_crumbs(scope),
    )


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, request_id: UUID) -> Template:
    scope = access.scope_of(request)
    asked = await queries.request_of(scope, request_id=request_id)
    writes = scope.may("reporting.prepare") and asked.is_open and asked.waiting is None
    ours = writes or (scope.may("reporting.prepare") and asked.is_open)
    return views.page(
        request,
        "releases/evidence-one.html",
        state=state,
        asked=asked,
        left=working_days_between(scope.today, asked.due_on),
        late=working_days_between(asked.due_on, scope.today),
        writes=writes,
        gives=ours,
        approves=scope.may("reporting.approve")
        and asked.is_open
        and asked.waiting is not None
        and asked.waiting.written_by != scope.actor.person_id,
        people=[(each.id, each.name) for each in await people.people_of(scope)] if ours else [],
        successor=await queries.successor_of(scope, release_id=asked.release_id),
        crumbs=_crumbs(scope, ("Requests for evidence", "/releases/requests")),
    )


@get(_ONE, opt=_READS, name="releases.request")
async def one(request: Request[Any, Any, Any], request_id: FromPath[UUID]) -> Template:
    """One request, with its answers and what can be done."""
    return await page_of(request, await step_up.state_of(request), request_id)


@post(f"{_ONE}/owner", opt=_PREPARES, name="releases.request-owner")
@forms.taking(OwnerForm, again=page_of)
async def give(request: Request[Any, Any, Any], form: OwnerForm, request_id: FromPath[UUID]) -> str:
    """Say who sees to the answer."""
    scope = access.scope_of(request)
    await operations.name_owner(scope, request_id=request_id, owner_person_id=form.owner_person_id)
    return _back(scope, request_id, "given")


@post(f"{_ONE}/answer", opt=_PREPARES, name="releases.answer", request_max_body_size=_BODY_LIMIT)
@forms.taking(AnswerForm, again=page_of)
async def answer(request: Request[Any, Any, Any], form: AnswerForm, request_id: FromPath[UUID]) -> str:
    """Write the answer, with its files, for somebody else to approve."""
    scope = access.scope_of(request)
    files = [
        (each.filename, each.content_type or "application/octet-stream", await each.read())
        for each in (form.file, form.file_2, form.file_3)
        if each is not None and each.filename
    ]
    await answers.write_answer(
        scope, request_id=request_id, words=form.words, files=files, reissued_as=form.reissued_as
    )
    return _back(scope, request_id, "written")


@post(f"{_ONE}/sending-back", opt=_APPROVES, name="releases.answer-back")
@forms.taking(BackForm, again=page_of)
async def send_back(request: Request[Any, Any, Any], form: BackForm, request_id: FromPath[UUID]) -> str:
    """Send the answer back to be written anew."""
    scope = access.scope_of(request)
    await answers.send_back(scope, request_id=request_id, words=form.back_words)
    return _back(scope, request_id, "sent-back")


@post(f"{_ONE}/approval", opt=_APPROVES, name="releases.answer-approval")
@forms.taking(Button, again=page_of)
async def approve(request: Request[Any, Any, Any], form: Button, request_id: FromPath[UUID]) -> str:
    """Approve the answer, with fresh proof of who does: it goes out at once."""
    scope = access.scope_of(request)
    await queries.request_of(scope, request_id=request_id)
    if ask := await step_up.first(
        request, form, path=views.address(scope, f"/releases/requests/{request_id}")
    ):
        return ask
    await answers.approve_answer(scope, request_id=request_id, proved_by=step_up.proof_of(request))
    return _back(scope, request_id, "sent")


@get(f"{_ONE}/files/{{file_id:uuid}}", opt=_READS, name="releases.answer-file")
async def file(
    request: Request[Any, Any, Any], request_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """A file of an answer, byte for byte."""
    scope = access.scope_of(request)
    found = await queries.file_of(scope, request_id=request_id, file_id=file_id)
    data = await kept.bytes_of(scope, file_id=file_id)
    return views.download(data, name=found.name, media_type=found.media_type)


def _crumbs(scope: Scope, *more: tuple[str, str]) -> list[views.Crumb]:
    return [
        views.Crumb("Releases", views.address(scope, "/releases")),
        *(views.Crumb(words, views.address(scope, path)) for words, path in more),
    ]


def _back(scope: Scope, request_id: UUID, said: str) -> str:
    return views.address(scope, f"/releases/requests/{request_id}?said={said}")


ROUTES: list[Any] = [every_request, one, give, answer, send_back, approve, file]
