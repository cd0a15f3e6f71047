"""One request: read, put right, handed over, its clock stopped and started, closed and opened again."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.people.pages import step_up
from backend.requests import queries
from backend.requests.operations import clock, logging
from backend.requests.pages.lists import said_of
from backend.requests.pages.parts import HANDLES, ONE, READS, BecauseForm, back, page_of
from backend.requests.queries import names
from backend.requests.rules import Came, UnableToHandle
from backend.web import access, forms


class CorrectForm(forms.Form):
    """`name` and what follows it are left out by those who may not know it."""

    kind: str = Field(max_length=40, description="the kind of request")
    came: Came = Field(description="how it came")
    received_on: forms.FormDate = Field(description="the day of receipt")
    subject: str = Field(min_length=1, max_length=200, description="what it is about")
    asked: str = Field(min_length=1, max_length=20_000, description="what is asked for")
    name: str = Field("–", max_length=200, description="the name of the requester")
    contact: str = Field("–", max_length=500, description="where the answer goes to")
    for_whom: str | None = Field(None, max_length=200, description="for whom they ask")
    because: str = Field(min_length=1, max_length=2_000, description="why it is changed")
    version: int | None = Field(None, ge=1, description="the version that you changed")


class AcknowledgeForm(forms.Form):
    acknowledged_on: forms.FormDate = Field(description="the day")


class HandOverForm(forms.Form):
    handler_person_id: UUID = Field(description="who handles it")


class StopForm(forms.Form):
    stop_id: str = Field(max_length=40, description="what was asked of the requester")
    stopped_on: forms.FormDate = Field(description="the day on which it was asked")
    stop_words: str = Field(min_length=1, max_length=4_000, description="what was asked, in words")


class StartForm(forms.Form):
    came_on: forms.FormDate = Field(description="the day on which it came")
    came_words: str | None = Field(None, max_length=4_000, description="what came")


class ExtendForm(forms.Form):
    extended_by: int = Field(ge=0, le=100, description="by how much")
    extended_because: str = Field(min_length=1, max_length=4_000, description="why")


class CloseForm(forms.Form):
    closed_on: forms.FormDate = Field(description="the day")
    because: str = Field(min_length=1, max_length=2_000, description="how it came to that")
    transferred_to: str | None = Field(None, max_length=200, description="which authority answers")


@get(ONE, opt=READS, name="requests.request")
async def one(request: Request[Any, Any, Any], request_id: FromPath[UUID]) -> Template:
    """One request: its clock, what was done, and the next steps."""
    return await page_of(request, await step_up.state_of(request), request_id)


@post(ONE, opt=HANDLES, name="requests.correct")
@forms.taking(CorrectForm, again=page_of)
async def correct(request: Request[Any, Any, Any], form: CorrectForm, request_id: FromPath[UUID]) -> str:
    """Put right what was logged."""
    scope = access.scope_of(request)
    known = await names.requester_of(scope, request_id=request_id)
    if known is not None and "–" in (form.name, form.contact):
        raise UnableToHandle("Enter the name of the requester, and where the answer goes to.", field="name")
    await logging.correct(
        scope, request_id=request_id, said=said_of(form), because=form.because, version=form.version
    )
    return back(scope, request_id, "corrected")


@post(f"{ONE}/acknowledgement", opt=HANDLES, name="requests.acknowledge")
@forms.taking(AcknowledgeForm, again=page_of)
async def acknowledge(
    request: Request[Any, Any, Any], form: AcknowledgeForm, request_id: FromPath[UUID]
) -> str:
    """Record that the requester was told that it came."""
    scope = access.scope_of(request)
    await logging.acknowledge(scope, request_id=request_id, on=form.acknowledged_on)
    return back(scope, request_id, "acknowledged")


@post(f"{ONE}/handler", opt=HANDLES, name="requests.hand-over")
@forms.taking(HandOverForm, again=page_of)
async def hand_over(request: Request[Any, Any, Any], form: HandOverForm, request_id: FromPath[UUID]) -> str:
    """Give it to somebody to handle."""
    scope = access.scope_of(request)
    await logging.hand_over(scope, request_id=request_id, person_id=form.handler_person_id)
    return back(scope, request_id, "handed-over")


@post(f"{ONE}/stops", opt=HANDLES, name="requests.stop-clock")
@forms.taking(StopForm, again=page_of)
async def stop(request: Request[Any, Any, Any], form: StopForm, request_id: FromPath[UUID]) -> str:
    """Stop the clock for what was asked of the requester."""
    scope = access.scope_of(request)
    await clock.stop(
        scope, request_id=request_id, stop_id=form.stop_id, on=form.stopped_on, words=form.stop_words
    )
    return back(scope, request_id, "stopped", "clock")


@post(f"{ONE}/start", opt=HANDLES, name="requests.start-clock")
@forms.taking(StartForm, again=page_of)
async def start(request: Request[Any, Any, Any], form: StartForm, request_id: FromPath[UUID]) -> str:
    """Record that it came."""
    scope = access.scope_of(request)
    await clock.start(scope, request_id=request_id, on=form.came_on, words=form.came_words)
    return back(scope, request_id, "started", "clock")


async def _page_of_stop(
    request: Request[Any, Any, Any], state: forms.FormState, request_id: UUID, stop_id: UUID
) -> Template:
    return await page_of(request, state, request_id)


@post(f"{ONE}/stops/{{stop_id:uuid}}/withdrawal", opt=HANDLES, name="requests.withdraw-stop")
@forms.taking(BecauseForm, again=_page_of_stop)
async def withdraw_stop(
    request: Request[Any, Any, Any], form: BecauseForm, request_id: FromPath[UUID], stop_id: FromPath[UUID]
) -> str:
    """Strike a stop out as a mistake."""
    scope = access.scope_of(request)
    await clock.withdraw_stop(scope, request_id=request_id, pause_id=stop_id, because=form.because)
    return back(scope, request_id, "withdrawn", "clock")


@post(f"{ONE}/extension", opt=HANDLES, name="requests.extend")
@forms.taking(ExtendForm, again=page_of)
async def extend(request: Request[Any, Any, Any], form: ExtendForm, request_id: FromPath[UUID]) -> str:
    """Extend the time, or take that back."""
    scope = access.scope_of(request)
    await clock.extend(scope, request_id=request_id, by=form.extended_by, because=form.extended_because)
    return back(scope, request_id, "extended", "clock")


@post(f"{ONE}/end", opt=HANDLES, name="requests.close")
@forms.taking(CloseForm, again=page_of)
async def close(request: Request[Any, Any, Any], form: CloseForm, request_id: FromPath[UUID]) -> str:
    """Close it without an answer."""
    scope = access.scope_of(request)
    await logging.close(
        scope,
        request_id=request_id,
        on=form.closed_on,
        because=form.because,
        transferred_to=form.transferred_to,
    )
    return back(scope, request_id, "closed")


@post(f"{ONE}/reopening", opt=HANDLES, name="requests.reopen")
@forms.taking(BecauseForm, again=page_of)
async def reopen(request: Request[Any, Any, Any], form: BecauseForm, request_id: FromPath[UUID]) -> str:
    """Open it again."""
    scope = access.scope_of(request)
    await queries.request_of(scope, request_id=request_id)
    await logging.reopen(scope, request_id=request_id, because=form.because)
    return back(scope, request_id, "reopened")


ROUTES: list[Any] = [
    one, correct, acknowledge, hand_over, stop, start, withdraw_stop, extend, close, reopen,
]  # fmt: skip
