"""The minutes: read, edited part by part with a preview, agreed, approved, signed, taken back; actions of theirs."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.people.pages import step_up
from backend.scope import Scope
from backend.sittings import blocks, operations, queries, rules
from backend.sittings.pages import asking
from backend.sittings.queries import minutes as minutes_queries
from backend.web import access, forms, views

_MINUTES = "/t/{slug:str}/meetings/{meeting_id:uuid}/minutes"
_SHA256 = r"^[0-9a-f]{64}$"


class PartForm(forms.Form):
    part: str = Field(max_length=60, description="the part")
    version: int = Field(ge=0, description="the version that is changed")
    words: str = Field(min_length=1, max_length=50_000, description="the words")


class StepForm(forms.Form):
    """`sha256` is of the words that the page showed."""

    step: Literal["agreed", "reopened", "approved", "recalled"] = Field(description="the step")
    sha256: str = Field(pattern=_SHA256, description="the minutes that you read")
    corrections: str | None = Field(None, max_length=4_000, description="the corrections")
    private_corrections: str | None = Field(
        None, max_length=4_000, description="the corrections to private items"
    )
    because: str | None = Field(None, max_length=1_000, description="why")
    at_meeting_id: UUID | None = Field(None, description="the meeting that approved them")


class SignForm(forms.Form):
    sha256: str = Field(pattern=_SHA256, description="the minutes that you read")
    agreed: Literal["yes"] = Field(description="the box to say that this is a true record")


async def _again(request: Request[Any, Any, Any], state: forms.FormState, meeting_id: UUID) -> Template:
    scope = access.scope_of(request)
    if state.value("part"):
        return await _edit(request, scope, meeting_id, state)
    return await shown(request, scope, meeting_id, state)


@get(_MINUTES, opt=access.needs("meetings.read"), name="sittings.minutes")
async def minutes(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """The minutes as they stand for this reader."""
    return await shown(request, access.scope_of(request), meeting_id, await step_up.state_of(request))


@get(f"{_MINUTES}/part", opt=access.needs("sittings.record"), name="sittings.edit-part")
async def edit(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """One part of the minutes to be edited; its name stands in the address."""
    scope = access.scope_of(request)
    part = request.query_params.get("part", "")[:60]
    return await _edit(request, scope, meeting_id, forms.FormState({"part": part}))


@post(f"{_MINUTES}/preview", opt=access.needs("sittings.record"), name="sittings.preview-part")
@forms.taking(PartForm, again=_again)
async def preview(request: Request[Any, Any, Any], form: PartForm, meeting_id: FromPath[UUID]) -> Template:
    """How a part reads so far; nothing is kept."""
    state = forms.FormState(form.model_dump())
    return await _edit(request, access.scope_of(request), meeting_id, state, blocks.blocks_of(form.words))


@post(f"{_MINUTES}/parts", opt=access.needs("sittings.record"), name="sittings.write-part")
@forms.taking(PartForm, again=_again)
async def write(request: Request[Any, Any, Any], form: PartForm, meeting_id: FromPath[UUID]) -> str:
    """Keep a part as it was edited."""
    scope = access.scope_of(request)
    await operations.write_part(
        scope, meeting_id=meeting_id, part=form.part, words=form.words, version=form.version
    )
    return views.address(scope, f"/meetings/{meeting_id}/minutes?said=written#part-{form.part}")


@post(f"{_MINUTES}/steps", opt=access.needs("meetings.read"), name="sittings.step-minutes")
@forms.taking(StepForm, again=_again)
async def step(request: Request[Any, Any, Any], form: StepForm, meeting_id: FromPath[UUID]) -> str:
    """Agree them, open them again, or record that a later meeting approved them."""
    scope = access.scope_of(request)
    await operations.take_step(
        scope,
        meeting_id=meeting_id,
        step=rules.Step(form.step),
        sha256=form.sha256,
        corrections=form.corrections,
        private_corrections=form.private_corrections,
        because=form.because,
        at_meeting_id=form.at_meeting_id,
    )
    return views.address(scope, f"/meetings/{meeting_id}/minutes?said={form.step}#steps")


@post(f"{_MINUTES}/signature", opt=access.needs("meetings.read"), name="sittings.sign-minutes")
@forms.taking(SignForm, again=_again)
async def sign(request: Request[Any, Any, Any], form: SignForm, meeting_id: FromPath[UUID]) -> str:
    """Sign approved minutes as whoever chaired, with fresh proof of who signs."""
    scope = access.scope_of(request)
    here = views.address(scope, f"/meetings/{meeting_id}/minutes")
    if ask := await step_up.first(request, form, path=here):
        return ask
    await operations.take_step(
        scope,
        meeting_id=meeting_id,
        step=rules.Step.SIGNED,
        sha256=form.sha256,
        proved_by=step_up.proof_of(request),
    )
    return f"{here}?said=signed#steps"


async def shown(
    request: Request[Any, Any, Any], scope: Scope, meeting_id: UUID, state: forms.FormState
) -> Template:
    """The page of the minutes, also for whoever sends a form of it back."""
    view = await queries.minutes_of(scope, meeting_id=meeting_id)
    officer = scope.may("sittings.record")
    approvable = officer and view.can(rules.Step.APPROVED)
    return views.page(
        request,
        "sittings/minutes.html",
        minutes=view,
        state=state,
        steps=rules.Step,
        officer=officer,
        asked=await asking.asked_at(scope, meeting_id) if view.shown else (),
        words=rules.STEP_IN_WORDS,
        actions=await queries.actions_of(scope, meeting_id=meeting_id) if officer else (),
        later=await minutes_queries.later_meetings(scope, situation=view.situation) if approvable else (),
        crumbs=_crumbs(scope, view.situation),
    )


async def _edit(
    request: Request[Any, Any, Any],
    scope: Scope,
    meeting_id: UUID,
    state: forms.FormState,
    previewed: tuple[blocks.Block, ...] = (),
) -> Template:
    view = await queries.minutes_of(scope, meeting_id=meeting_id)
    wanted = str(state.value("part"))
    part = next((each for each in view.parts if each.part == wanted), None)
    if part is None or not rules.can_edit(view.last):
        return await shown(request, scope, meeting_id, forms.FormState(errors=state.errors))
    return views.page(
        request,
        "sittings/minutes-part.html",
        minutes=view,
        part=part,
        state=state,
        previewed=previewed,
        crumbs=[
            *_crumbs(scope, view.situation),
            views.Crumb("Minutes", views.address(scope, f"/meetings/{meeting_id}/minutes")),
        ],
    )


def _crumbs(scope: Scope, situation: queries.Situation) -> list[views.Crumb]:
    return [
        views.Crumb("Meetings", views.address(scope, "/meetings")),
        views.Crumb(situation.title, views.address(scope, f"/meetings/{situation.meeting_id}")),
    ]


ROUTES: list[Any] = [minutes, edit, preview, write, step, sign]
