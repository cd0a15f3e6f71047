"""One milestone: how it stands, what was said of it, and the steps that the reader may take."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions.operations import Source, SourceKind
from backend.actions.pages import elsewhere
from backend.catalogue.workflows import Step
from backend.delegation import operations, queries, rules
from backend.delegation.pages import programme
from backend.delegation.queries import MilestoneView
from backend.delegation.rules import reviews
from backend.evidence import operations as evidence_operations
from backend.evidence import queries as evidence
from backend.kit.settings import read_settings
from backend.ledger.records import Record
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_SLACK = 1024 * 1024  # bytes of a request beside its file
_BODY_LIMIT = read_settings().upload_limit + _SLACK


class StepForm(forms.Form):
    """A step of the workflow, on a day, with a reason or a file where it has one."""

    step: str = Field(max_length=80, description="what happened")
    on: forms.FormDate | None = Field(None, description="the day on which it happened")
    reason: str | None = Field(None, max_length=2_000, description="the reason")
    file: UploadFile | None = Field(None, description="the file that shows it")


async def shown(request: Request[Any, Any, Any], state: forms.FormState, milestone_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.milestone(scope, milestone_id=milestone_id)
    steps = await _steps(scope, found)
    versions = await queries.versions_of(scope, milestone_id=milestone_id)
    every = await queries.milestones_of(scope, programme_id=found.programme_id)
    return views.page(
        request,
        "delegation/milestone.html",
        state=state,
        milestone=found,
        steps=[(each.id, each.name, _hint(each, found)) for each in steps],
        may_change=scope.may("delegation.change") and rules.can_change(found.held, found.followed),
        guard=await queries.guard(scope, milestone_id=milestone_id),
        comes_after=[each for each in every if each.slug in found.after],
        followed_by=[each for each in every if found.slug in each.after],
        asks_theirs=reviews.answer_is_asked(found.followed, state=found.held.state),
        versions=versions,
        may_take_back=bool(versions) and operations.may_take_back(scope, versions[-1]),
        evidence=await queries.evidence_of(scope, milestone_id=milestone_id),
        documents=await queries.documents_of(scope),
        owners=await elsewhere.offer(scope) if found.at_risk else (),
        beside=[
            told
            for tell in request.app.state.get("beside_milestone", ())
            if (told := await tell(scope, milestone_id)) is not None
        ],
        crumbs=programme.crumbs(scope),
    )


@get(
    "/t/{slug:str}/delegation/milestones/{milestone_id:uuid}",
    opt=access.needs("delegation.read"),
    name="delegation.milestone",
)
async def milestone(request: Request[Any, Any, Any], milestone_id: FromPath[UUID]) -> Template:
    """One milestone and its history."""
    return await shown(request, forms.FormState(), milestone_id)


@post(
    "/t/{slug:str}/delegation/milestones/{milestone_id:uuid}/steps",
    opt=access.needs("delegation.deliver"),
    name="delegation.step",
    request_max_body_size=_BODY_LIMIT,
)
@forms.taking(StepForm, again=shown)
async def step(request: Request[Any, Any, Any], form: StepForm, milestone_id: FromPath[UUID]) -> str:
    """Say that it is delivered, ask for more, pass it on, accept it."""
    scope = access.scope_of(request)
    await queries.milestone(scope, milestone_id=milestone_id)
    await operations.take_step(
        scope,
        milestone_id=milestone_id,
        step_id=form.step,
        on=form.on,
        reason=form.reason,
        evidence=[await kept(scope, form.file)] if form.file is not None else (),
    )
    return views.address(scope, f"/delegation/milestones/{milestone_id}?said=recorded")


@post(
    "/t/{slug:str}/delegation/milestones/{milestone_id:uuid}/actions",
    opt=elsewhere.NEEDS,
    name="delegation.milestone.action",
)
@forms.taking(elsewhere.MakeForm, again=shown)
async def make_action(
    request: Request[Any, Any, Any], form: elsewhere.MakeForm, milestone_id: FromPath[UUID]
) -> str:
    """Have something done about a risk to it."""
    scope = access.scope_of(request)
    found = await queries.milestone(scope, milestone_id=milestone_id)
    source = Source(kind=SourceKind.RISK, id=milestone_id, title=f"Milestone {found.slug} at risk")
    return await elsewhere.undertake(scope, form, source)


@get(
    "/t/{slug:str}/delegation/milestones/{milestone_id:uuid}/evidence/{evidence_id:uuid}",
    opt=access.needs("delegation.read"),
    name="delegation.evidence",
)
async def evidence_file(
    request: Request[Any, Any, Any], milestone_id: FromPath[UUID], evidence_id: FromPath[UUID]
) -> Response[bytes]:
    """A file that is shown for a milestone, for the visitor to keep."""
    scope = access.scope_of(request)
    lines = await queries.evidence_of(scope, milestone_id=milestone_id)
    line = next((each for each in lines if each.id == evidence_id), None)
    if line is None or (line.record.room, line.record.kind) != ("evidence", "file"):
        raise NotFound("file")
    file = await evidence.file_of(scope, file_id=line.record.id)
    return views.download(await evidence.bytes_in(file), name=file.name, media_type=file.media_type)


async def kept(scope: Scope, upload: UploadFile) -> Record:
    """The upload as a file of the tenant's own."""
    data = await upload.read()
    if not data:
        raise rules.UnableToTakeStep("The file is empty. Choose another.", field="file")
    file_id = await evidence_operations.keep_file(
        scope,
        name=upload.filename,
        media_type=upload.content_type or "application/octet-stream",
        data=data,
    )
    file = await evidence.file_of(scope, file_id=file_id)
    return Record(room="evidence", kind="file", id=file_id, title=file.name, hash=file.sha256)


async def _steps(scope: Scope, found: MilestoneView) -> list[Step]:
    """The steps that this reader may take now: the guard's own rule."""
    if not scope.may("delegation.deliver"):
        return []
    standing = await operations.standing_of(scope, found)
    return [
        each
        for each in found.followed.steps_from(found.held.state)
        if rules.can_take(each, found.held, standing, found.followed, person_id=scope.actor.person_id)
    ]


def _hint(step: Step, found: MilestoneView) -> str | None:
    """What whoever accepts agrees to; that a reason is wanted."""
    if step.approves:
        return operations.words_of(step, found, evidence=found.evidence)
    return "Needs a reason" if step.needs_reason else None


ROUTES = [milestone, step, make_action, evidence_file]
