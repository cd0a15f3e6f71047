"""The plan of one programme, changed in the app: phases, streams, milestones, their order, what is left out."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.delegation import operations, queries, rules
from backend.delegation.pages import programme
from backend.delegation.pages.fields import FormWhen
from backend.delegation.rules.making import MilestoneSaid, Part
from backend.scope import Scope
from backend.signoff import workflows
from backend.web import access, forms, views

_PATH = "/t/{slug:str}/delegation/programmes/{programme_id:uuid}"
_MILESTONE = "/t/{slug:str}/delegation/milestones/{milestone_id:uuid}"
_NEEDS = access.needs("delegation.change")


class Versioned(forms.Form):
    """`version` is that of the programme, as the page showed it."""

    version: int = Field(ge=1, description="the version of the programme")


class AboutForm(Versioned):
    name: str = Field(min_length=1, max_length=300, description="the name of the programme")
    about: str = Field(min_length=1, max_length=8_000, description="what it is about")
    reviewing_body: str = Field(min_length=1, max_length=300, description="the body that reviews it")


class PartForm(Versioned):
    """One act on a phase or a stream; `name` for a new one or another name."""

    part: Part = Field(description="a phase or a stream")
    act: Literal["add", "rename", "up", "down", "remove"] = Field(description="what to do")
    key: str | None = Field(None, max_length=80, description="which one")
    name: str | None = Field(None, max_length=300, description="its name")


class OrderForm(Versioned):
    """One act on a milestone: its place, or whether it belongs to the programme."""

    milestone_id: UUID = Field(description="the milestone")
    act: Literal["up", "down", "retire", "bring-back"] = Field(description="what to do")
    because: str | None = Field(None, max_length=2_000, description="why it is left out")


class MilestoneForm(Versioned):
    activity: str = Field(min_length=1, max_length=8_000, description="what is to be done")
    section: str = Field(min_length=1, max_length=80, description="the phase")
    stream: str | None = Field(None, max_length=80, description="the stream")
    when: FormWhen | None = Field(None, description="by when it is due")
    after: list[str] = Field(default_factory=list, max_length=100, description="what it comes after")
    expects: str = Field("", max_length=8_000, description="the evidence asked for")

    @property
    def said(self) -> MilestoneSaid:
        return MilestoneSaid(
            activity=self.activity,
            section=self.section,
            stream=self.stream,
            when=self.when,
            after=tuple(self.after),
            expects=tuple(self.expects.splitlines()),
        )


async def _plan(request: Request[Any, Any, Any], state: forms.FormState, programme_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.programme(scope, programme_id=programme_id)
    pinned = workflows.pinned(scope, rules.WORKFLOW)
    return views.page(
        request,
        "delegation/authoring.html",
        state=state,
        programme=found,
        retired=await queries.retired_milestones_of(scope, programme_id=programme_id),
        parts=(
            (Part.SECTION.value, "Phases", "phase", found.line.section_names),
            (Part.STREAM.value, "Streams", "stream", found.line.stream_names),
        ),
        newest=pinned,
        behind=[each for each in found.milestones if each.workflow != pinned.key and not each.finished],
        crumbs=_crumbs(scope),
    )


@get(_PATH, opt=_NEEDS, name="delegation.plan-of")
async def plan_of(request: Request[Any, Any, Any], programme_id: FromPath[UUID]) -> Template:
    """The plan of a programme, to be changed."""
    return await _plan(request, forms.FormState(), programme_id)


@post(f"{_PATH}/about", opt=_NEEDS, name="delegation.describe")
@forms.taking(AboutForm, again=_plan)
async def describe(request: Request[Any, Any, Any], form: AboutForm, programme_id: FromPath[UUID]) -> str:
    """Say otherwise what it is called, what it is about and who reviews it."""
    scope = access.scope_of(request)
    await operations.describe_programme(
        scope,
        programme_id=programme_id,
        version=form.version,
        name=form.name,
        about=form.about,
        reviewing_body=form.reviewing_body,
    )
    return _changed(scope, programme_id)


@post(f"{_PATH}/parts", opt=_NEEDS, name="delegation.parts")
@forms.taking(PartForm, again=_plan)
async def parts(request: Request[Any, Any, Any], form: PartForm, programme_id: FromPath[UUID]) -> str:
    """Add, rename, move or leave out a phase or a stream."""
    scope = access.scope_of(request)
    where: dict[str, Any] = {"programme_id": programme_id, "version": form.version, "part": form.part}
    key, name = form.key or "", form.name or ""
    if form.act == "add":
        await operations.add_part(scope, **where, name=name)
    elif form.act == "rename":
        await operations.rename_part(scope, **where, key=key, name=name)
    elif form.act == "remove":
        await operations.remove_part(scope, **where, key=key)
    else:
        await operations.move_part(scope, **where, key=key, up=form.act == "up")
    return _changed(scope, programme_id)


@post(f"{_PATH}/order", opt=_NEEDS, name="delegation.order")
@forms.taking(OrderForm, again=_plan)
async def order(request: Request[Any, Any, Any], form: OrderForm, programme_id: FromPath[UUID]) -> str:
    """Move a milestone up or down, leave it out, or bring it back."""
    scope = access.scope_of(request)
    where: dict[str, Any] = {"milestone_id": form.milestone_id, "version": form.version}
    if form.act == "retire":
        await operations.retire_milestone(scope, **where, because=form.because or "")
    elif form.act == "bring-back":
        await operations.bring_back_milestone(scope, **where)
    else:
        await operations.move_within(scope, **where, up=form.act == "up")
    return _changed(scope, programme_id)


async def _milestone_page(
    request: Request[Any, Any, Any], state: forms.FormState, programme_id: UUID, milestone_id: UUID | None
) -> Template:
    scope = access.scope_of(request)
    found = await queries.programme(scope, programme_id=programme_id)
    held = None if milestone_id is None else await queries.milestone(scope, milestone_id=milestone_id)
    return views.page(
        request,
        "delegation/milestone-form.html",
        state=state,
        programme=found,
        milestone=held,
        sections=list(found.line.section_names),
        streams=list(found.line.stream_names),
        others=[
            (each.slug, f"{each.slug} {each.activity}")
            for each in found.milestones
            if held is None or each.slug != held.slug
        ],
        dated=held is None or held.baseline is None or held.version <= 1,
        crumbs=[*_crumbs(scope), views.Crumb(found.line.name, _address(scope, programme_id))],
    )


async def _new(request: Request[Any, Any, Any], state: forms.FormState, programme_id: UUID) -> Template:
    return await _milestone_page(request, state, programme_id, None)


@get(f"{_PATH}/milestones/new", opt=_NEEDS, name="delegation.milestone-form")
async def new(request: Request[Any, Any, Any], programme_id: FromPath[UUID]) -> Template:
    """The form for one more milestone."""
    return await _new(request, forms.FormState(), programme_id)


@post(f"{_PATH}/milestones", opt=_NEEDS, name="delegation.add-milestone")
@forms.taking(MilestoneForm, again=_new)
async def add(request: Request[Any, Any, Any], form: MilestoneForm, programme_id: FromPath[UUID]) -> str:
    """Add a milestone at the end of its phase."""
    scope = access.scope_of(request)
    await operations.add_milestone(scope, programme_id=programme_id, version=form.version, said=form.said)
    return _changed(scope, programme_id)


async def _edit(request: Request[Any, Any, Any], state: forms.FormState, milestone_id: UUID) -> Template:
    held = await queries.milestone(access.scope_of(request), milestone_id=milestone_id)
    return await _milestone_page(request, state, held.programme_id, milestone_id)


@get(f"{_MILESTONE}/edit", opt=_NEEDS, name="delegation.edit-form")
async def edit_form(request: Request[Any, Any, Any], milestone_id: FromPath[UUID]) -> Template:
    """The form to say otherwise what a milestone is."""
    return await _edit(request, forms.FormState(), milestone_id)


@post(f"{_MILESTONE}/edit", opt=_NEEDS, name="delegation.edit")
@forms.taking(MilestoneForm, again=_edit)
async def edit(request: Request[Any, Any, Any], form: MilestoneForm, milestone_id: FromPath[UUID]) -> str:
    """Say otherwise what a milestone is, what it comes after and which evidence is asked."""
    scope = access.scope_of(request)
    held = await queries.milestone(scope, milestone_id=milestone_id)
    await operations.change_milestone(scope, milestone_id=milestone_id, version=form.version, said=form.said)
    return _changed(scope, held.programme_id)


async def _asked(request: Request[Any, Any, Any], state: forms.FormState, programme_id: UUID) -> Template:
    return await _plan(request, state, programme_id)


class SureForm(forms.Form):
    sure: Literal["yes"] = Field(description="that it is meant")


@post(f"{_PATH}/retire", opt=_NEEDS, name="delegation.retire-programme")
@forms.taking(SureForm, again=_asked)
async def retire(request: Request[Any, Any, Any], form: SureForm, programme_id: FromPath[UUID]) -> str:
    """Keep the programme no longer; all that was said of it stays."""
    scope = access.scope_of(request)
    found = await queries.programme(scope, programme_id=programme_id)
    await operations.retire_programme(scope, slug=found.line.slug)
    return views.address(scope, "/delegation/programmes?said=retired")


@post(f"{_PATH}/go-on", opt=_NEEDS, name="delegation.go-on")
@forms.taking(SureForm, again=_asked)
async def go_on(request: Request[Any, Any, Any], form: SureForm, programme_id: FromPath[UUID]) -> str:
    """Let milestones that began under an older way of accepting go on under the one that is in use now."""
    scope = access.scope_of(request)
    await queries.programme(scope, programme_id=programme_id)
    await operations.go_on_under(scope, programme_id=programme_id)
    return _changed(scope, programme_id)


def _address(scope: Scope, programme_id: UUID) -> str:
    return views.address(scope, f"/delegation/programmes/{programme_id}")


def _changed(scope: Scope, programme_id: UUID) -> str:
    return views.address(scope, f"/delegation/programmes/{programme_id}?said=changed")


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [
        *programme.crumbs(scope),
        views.Crumb("Programmes and plans", views.address(scope, "/delegation/programmes")),
    ]


ROUTES = [plan_of, describe, parts, order, new, add, edit_form, edit, retire, go_on]
