"""Moving a paper on, signing it off, sending it back, and taking a sign-off back."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import operations, queries
from backend.meetings.pages import papers, shown
from backend.meetings.queries import QueueLine
from backend.people.pages import step_up
from backend.scope import Refusal, Scope
from backend.web import access, forms, views

_SHA256 = r"^[0-9a-f]{64}$"


class QueueForm(forms.Form):
    queue: Literal["yes"] | None = Field(None, description="whether it is done from the queue")


class StepForm(QueueForm):
    step: str = Field(max_length=60, description="the step")
    reason: str | None = Field(None, max_length=1_000, description="the reason")
    common: str | None = Field(None, max_length=300, description="a question that is often asked")


class SignForm(QueueForm):
    """`sha256` is of the version that the page showed, `rendition` of how it showed it."""

    sha256: str = Field(pattern=_SHA256, description="the version that you read")
    rendition: str | None = Field(None, pattern=_SHA256, description="what you were shown")
    agreed: Literal["yes"] = Field(description="the box to say that you have read this version")


class ReturnForm(QueueForm):
    """A question of the person's own, or one that is often asked."""

    sha256: str = Field(pattern=_SHA256, description="the version that you read")
    question: str | None = Field(None, max_length=1_000, description="your question to the author")
    common: str | None = Field(None, max_length=300, description="a question that is often asked")


class WithdrawForm(QueueForm):
    because: str = Field(min_length=1, max_length=1_000, description="why you withdraw the sign-off")


class DeputyForm(forms.Form):
    person_id: UUID = Field(description="the deputy")
    reason: str = Field(min_length=1, max_length=1_000, description="why they sign")


@get("/t/{slug:str}/sign-off", opt=access.needs("papers.write"), name="meetings.signing-queue")
async def signing_queue(request: Request[Any, Any, Any]) -> Template:
    """What waits for the visitor: to be signed, or to be taken forward."""
    scope = access.scope_of(request)
    queue = await queries.signing_queue(scope)
    return views.page(request, "meetings/signing-queue.html", queue=queue)


@get(
    "/t/{slug:str}/sign-off/{paper_id:uuid}",
    opt=access.needs("papers.write"),
    name="meetings.paper-to-sign",
)
async def paper_to_sign(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Template:
    """One paper of the queue: its text, the words, one button; and the way to the next."""
    return await _in_queue(request, await step_up.state_of(request), paper_id)


async def _again(request: Request[Any, Any, Any], state: forms.FormState, paper_id: UUID) -> Template:
    """The page that the form stood on, with the person's own words."""
    if state.value("queue") == "yes":
        return await _in_queue(request, state, paper_id)
    return await papers.paper_page(request, access.scope_of(request), paper_id, state)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/steps",
    opt=access.needs("papers.write"),
    name="meetings.move-paper-on",
)
@forms.taking(StepForm, again=_again)
async def step(request: Request[Any, Any, Any], form: StepForm, paper_id: FromPath[UUID]) -> str:
    """Take a step that signs nothing: send for checking, pass to the chair, send back, withdraw."""
    scope = access.scope_of(request)
    next_one = await _next(scope, paper_id, form)
    reason = "\n\n".join(filter(None, (form.common, form.reason))) or None
    await operations.move_paper_on(scope, paper_id=paper_id, step_id=form.step, reason=reason)
    return _onward(scope, paper_id, form, next_one, said="moved")


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/sign-off",
    opt=access.needs("papers.sign-off"),
    name="meetings.sign-paper",
)
@forms.taking(SignForm, again=_again)
async def sign(request: Request[Any, Any, Any], form: SignForm, paper_id: FromPath[UUID]) -> str:
    """Sign off exactly the version that was shown, with fresh proof of who signs."""
    scope = access.scope_of(request)
    if ask := await step_up.first(request, form, path=_path(scope, paper_id, form)):
        return ask
    if await operations.undo_reworded(scope, paper_id=paper_id):
        return views.address(scope, f"/papers/{paper_id}?said=reworded")
    next_one = await _next(scope, paper_id, form)
    await operations.sign_paper(
        scope,
        paper_id=paper_id,
        sha256=form.sha256,
        rendition_sha256=form.rendition,
        proved_by=step_up.proof_of(request),
    )
    return _onward(scope, paper_id, form, next_one, said="signed")


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/return",
    opt=access.needs("papers.sign-off"),
    name="meetings.return-paper",
)
@forms.taking(ReturnForm, again=_again)
async def send_back(request: Request[Any, Any, Any], form: ReturnForm, paper_id: FromPath[UUID]) -> str:
    """Put a question to the author instead of signing, with fresh proof of who asks."""
    scope = access.scope_of(request)
    question = "\n\n".join(filter(None, (form.common, form.question)))
    if not question:
        raise Refusal(
            "Enter your question to the author, or choose one of those that are often asked", field="question"
        )
    if ask := await step_up.first(request, form, path=_path(scope, paper_id, form)):
        return ask
    next_one = await _next(scope, paper_id, form)
    await operations.return_paper(
        scope,
        paper_id=paper_id,
        sha256=form.sha256,
        reason=question,
        proved_by=step_up.proof_of(request),
    )
    return _onward(scope, paper_id, form, next_one, said="returned")


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/sign-off/withdrawal",
    opt=access.needs("papers.sign-off"),
    name="meetings.withdraw-sign-off",
)
@forms.taking(WithdrawForm, again=_again)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawForm, paper_id: FromPath[UUID]) -> str:
    """Take the sign-off that stands back, with fresh proof of who does."""
    scope = access.scope_of(request)
    if ask := await step_up.first(request, form, path=_path(scope, paper_id, form)):
        return ask
    await operations.withdraw_sign_off(
        scope, paper_id=paper_id, reason=form.because, proved_by=step_up.proof_of(request)
    )
    return views.address(scope, f"/papers/{paper_id}?said=withdrawn")


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/deputy",
    opt=access.needs("meetings.arrange"),
    name="meetings.name-deputy",
)
@forms.taking(DeputyForm, again=_again)
async def name_deputy(request: Request[Any, Any, Any], form: DeputyForm, paper_id: FromPath[UUID]) -> str:
    """Name who signs in the chair's place, when nobody in office is free to."""
    scope = access.scope_of(request)
    await operations.name_deputy(scope, paper_id=paper_id, person_id=form.person_id, reason=form.reason)
    return views.address(scope, f"/papers/{paper_id}?said=deputy")


async def _in_queue(request: Request[Any, Any, Any], state: forms.FormState, paper_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.paper(scope, paper_id=paper_id)
    queue = await queries.signing_queue(scope)
    here = next((index for index, line in enumerate(queue) if line.paper.id == paper_id), None)
    return views.page(
        request,
        "meetings/signing.html",
        **await shown.signing_context(request, scope, view, state),
        queue=True,
        place=None if here is None else here + 1,
        length=len(queue),
        previous=queue[here - 1] if here else None,
        next=_after(queue, paper_id),
        crumbs=[views.Crumb("Waiting for your sign-off", views.address(scope, "/sign-off"))],
    )


def _after(queue: tuple[QueueLine, ...], paper_id: UUID) -> QueueLine | None:
    """The paper after this one; the first, for a paper that is not in the queue."""
    ids = [line.paper.id for line in queue]
    following = ids.index(paper_id) + 1 if paper_id in ids else 0
    return queue[following] if following < len(queue) else None


async def _next(scope: Scope, paper_id: UUID, form: QueueForm) -> UUID | None:
    """Which paper comes after this one, asked before this one leaves the queue; the first again after the last."""
    if form.queue is None:
        return None
    queue = await queries.signing_queue(scope)
    following = _after(queue, paper_id) or (queue[0] if queue else None)
    return following.paper.id if following and following.paper.id != paper_id else None


def _path(scope: Scope, paper_id: UUID, form: QueueForm) -> str:
    """The page that the form stands on."""
    return views.address(scope, f"/sign-off/{paper_id}" if form.queue else f"/papers/{paper_id}")


def _onward(scope: Scope, paper_id: UUID, form: QueueForm, next_one: UUID | None, *, said: str) -> str:
    """From the queue to the next paper of it, or to its end; otherwise to the paper itself."""
    if form.queue is None:
        return views.address(scope, f"/papers/{paper_id}?said={said}")
    return views.address(scope, f"/sign-off/{next_one}?said={said}" if next_one else f"/sign-off?said={said}")


ROUTES: list[Any] = [
    signing_queue,
    paper_to_sign,
    step,
    sign,
    send_back,
    withdraw,
    name_deputy,
]
