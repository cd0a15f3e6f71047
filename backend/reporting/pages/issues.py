"""One issue of what goes out: written, approved by somebody else, sent, and after that as it was sent."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.evidence import queries as evidence
from backend.people.pages import step_up
from backend.reporting import operations, queries
from backend.reporting.pages import shared
from backend.reporting.queries import IssueView
from backend.reporting.rules import Step, UnableToReport, What
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

ONE = "/t/{slug:str}/reporting/issues/{issue_id:uuid}"
PREPARES = access.needs("reporting.prepare")
APPROVES = access.needs("reporting.approve")


class WordsForm(forms.Form):
    version: int = Field(ge=1)
    words: str | None = Field(None, max_length=50_000, description="the words that go with it")
    what_changed: str | None = Field(None, max_length=8_000, description="what changed")


class VersionForm(forms.Form):
    version: int = Field(ge=1)


class AttachForm(forms.Form):
    file: UploadFile | None = Field(None, description="the file")


class BackForm(forms.Form):
    back_words: str = Field(min_length=1, max_length=4_000, description="what is to be put right")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


class ApprovalForm(forms.Form):
    seen: str = Field(max_length=64)
    read: Literal["yes"] = Field(description="the box to say that you have read it")


class ButtonForm(forms.Form):
    """A button and nothing else."""


class SentForm(forms.Form):
    on: forms.FormDate = Field(description="the day on which it was sent")
    how: str = Field(min_length=1, max_length=500, description="how it was sent")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, issue_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.issue_of(scope, issue_id=issue_id)
    content = view.line.content or await queries.content_of(scope, view)
    me = scope.actor.person_id
    return views.page(
        request,
        "reporting/issue.html",
        state=state,
        view=view,
        line=view.line,
        parent=view.parent,
        content=content,
        seen=queries.hash_of(dict(content)),
        sections=_sections(view),
        is_return=view.parent.what is What.RETURN,
        may_write=scope.may("reporting.prepare") and view.line.state is Step.DRAFT,
        may_send=scope.may("reporting.prepare"),
        may_approve=scope.may("reporting.approve")
        and view.line.state is Step.FOR_APPROVAL
        and me not in view.line.writers,
        wrote=me in view.line.writers,
        crumbs=_crumbs(scope, view),
    )


def _sections(view: IssueView) -> list[tuple[str, list[queries.FigureLine]]]:
    found: dict[str, list[queries.FigureLine]] = {}
    for each in view.figures:
        found.setdefault(each.section, []).append(each)
    return list(found.items())


def _crumbs(scope: Scope, view: IssueView) -> list[views.Crumb]:
    path = view.parent.path
    if view.parent.what is What.REPLY:
        return shared.letter_crumbs(scope, (view.parent.title.removeprefix("Reply to "), path))
    return shared.crumbs(scope, ("The return", path))


@get(ONE, opt=access.needs("reporting.read"), name="reporting.issue")
async def one(request: Request[Any, Any, Any], issue_id: FromPath[UUID]) -> Template:
    """An issue as it stands; once approved, word for word."""
    return await page_of(request, await step_up.state_of(request), issue_id)


@post(f"{ONE}/words", opt=PREPARES, name="reporting.write")
@forms.taking(WordsForm, again=page_of)
async def write(request: Request[Any, Any, Any], form: WordsForm, issue_id: FromPath[UUID]) -> str:
    """Write the words that go with it."""
    scope = access.scope_of(request)
    await operations.write(scope, issue_id=issue_id, **form.model_dump())
    return _back(scope, issue_id, "written")


@post(f"{ONE}/drawing", opt=PREPARES, name="reporting.draw")
@forms.taking(VersionForm, again=page_of)
async def draw(request: Request[Any, Any, Any], form: VersionForm, issue_id: FromPath[UUID]) -> str:
    """Fill in anew what facts give."""
    scope = access.scope_of(request)
    await operations.draw(scope, issue_id=issue_id, version=form.version)
    return _back(scope, issue_id, "drawn")


@post(
    f"{ONE}/attachments",
    opt=PREPARES,
    name="reporting.attach",
    request_max_body_size=shared.BODY_LIMIT,
)
@forms.taking(AttachForm, again=page_of)
async def attach(request: Request[Any, Any, Any], form: AttachForm, issue_id: FromPath[UUID]) -> str:
    """Attach a file to a draft."""
    scope = access.scope_of(request)
    if form.file is None:
        raise UnableToReport("Choose the file.", field="file")
    await operations.attach(
        scope,
        issue_id=issue_id,
        name=form.file.filename,
        media_type=form.file.content_type or "application/octet-stream",
        data=await form.file.read(),
    )
    return _back(scope, issue_id, "attached")


async def _of_attached(
    request: Request[Any, Any, Any], state: forms.FormState, issue_id: UUID, attached_id: UUID
) -> Template:
    return await page_of(request, state, issue_id)


@post(f"{ONE}/attachments/{{attached_id:uuid}}/removal", opt=PREPARES, name="reporting.take-off")
@forms.taking(ButtonForm, again=_of_attached)
async def take_off(
    request: Request[Any, Any, Any],
    _form: ButtonForm,
    issue_id: FromPath[UUID],
    attached_id: FromPath[UUID],
) -> str:
    """Take an attachment off a draft."""
    scope = access.scope_of(request)
    await operations.take_off(scope, issue_id=issue_id, attached_id=attached_id)
    return _back(scope, issue_id, "taken-off")


@get(
    f"{ONE}/files/{{file_id:uuid}}",
    opt=access.needs("reporting.read"),
    name="reporting.issue-file",
)
async def file(
    request: Request[Any, Any, Any], issue_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """A file of an issue: its document, its data, or what was attached."""
    scope = access.scope_of(request)
    view = await queries.issue_of(scope, issue_id=issue_id)
    found = next((each for each in view.files if each.file_id == file_id), None)
    if found is None:
        raise NotFound("file")
    data = await evidence.bytes_of(scope, file_id=file_id)
    return views.download(data, name=found.name, media_type=found.media_type)


@post(f"{ONE}/approval-request", opt=PREPARES, name="reporting.ask")
@forms.taking(VersionForm, again=page_of)
async def ask(request: Request[Any, Any, Any], form: VersionForm, issue_id: FromPath[UUID]) -> str:
    """Send a whole draft to be approved by somebody else."""
    scope = access.scope_of(request)
    await operations.ask(scope, issue_id=issue_id, version=form.version)
    return _back(scope, issue_id, "asked")


@post(f"{ONE}/sending-back", opt=APPROVES, name="reporting.send-back")
@forms.taking(BackForm, again=page_of)
async def send_back(request: Request[Any, Any, Any], form: BackForm, issue_id: FromPath[UUID]) -> str:
    """Send it back to be written on."""
    scope = access.scope_of(request)
    await operations.send_back(scope, issue_id=issue_id, words=form.back_words)
    return _back(scope, issue_id, "sent-back")


@post(f"{ONE}/approval", opt=APPROVES, name="reporting.approve")
@forms.taking(ApprovalForm, again=page_of)
async def approve(request: Request[Any, Any, Any], form: ApprovalForm, issue_id: FromPath[UUID]) -> str:
    """Approve exactly what was read, with fresh proof of who approves."""
    scope = access.scope_of(request)
    await queries.issue_of(scope, issue_id=issue_id)
    if ask := await step_up.first(request, form, path=views.address(scope, f"/reporting/issues/{issue_id}")):
        return ask
    await operations.approve(scope, issue_id=issue_id, seen=form.seen, proved_by=step_up.proof_of(request))
    return _back(scope, issue_id, "approved")


@post(f"{ONE}/sending", opt=PREPARES, name="reporting.send")
@forms.taking(ButtonForm, again=page_of)
async def send(request: Request[Any, Any, Any], _form: ButtonForm, issue_id: FromPath[UUID]) -> str:
    """Send it through the portal."""
    scope = access.scope_of(request)
    await operations.send(scope, issue_id=issue_id)
    return _back(scope, issue_id, "sent")


@post(f"{ONE}/sent", opt=PREPARES, name="reporting.record-sent")
@forms.taking(SentForm, again=page_of)
async def record_sent(request: Request[Any, Any, Any], form: SentForm, issue_id: FromPath[UUID]) -> str:
    """Record that it was sent to a body outside the portal."""
    scope = access.scope_of(request)
    await operations.record_sent(scope, issue_id=issue_id, on=form.on, how=form.how)
    return _back(scope, issue_id, "recorded")


@post(f"{ONE}/dropping", opt=PREPARES, name="reporting.drop")
@forms.taking(BecauseForm, again=page_of)
async def drop(request: Request[Any, Any, Any], form: BecauseForm, issue_id: FromPath[UUID]) -> str:
    """Drop an issue that has not gone out."""
    scope = access.scope_of(request)
    await operations.drop(scope, issue_id=issue_id, because=form.because)
    return _back(scope, issue_id, "dropped")


def _back(scope: Scope, issue_id: UUID, said: str) -> str:
    return views.address(scope, f"/reporting/issues/{issue_id}?said={said}")


ROUTES: list[Any] = [
    one,
    write,
    draw,
    attach,
    take_off,
    file,
    ask,
    send_back,
    approve,
    send,
    record_sent,
    drop,
]
