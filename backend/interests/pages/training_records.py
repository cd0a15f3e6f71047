"""Recording training: many people at once by ticking them, one person with score and certificate, and mistakes."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.evidence import operations as evidence_acts
from backend.evidence import queries as evidence
from backend.interests import settings
from backend.interests.operations import training as acts
from backend.interests.pages.parts import crumbs
from backend.interests.queries import declarants
from backend.interests.queries import training as queries
from backend.interests.rules import training as rules
from backend.kit.settings import read_settings
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_LARGEST = min(read_settings().upload_limit, 10 * 1024**2)
_BODY_LIMIT = _LARGEST + 64 * 1024


class ManyForm(forms.Form):
    module: str = Field(max_length=80, description="the module")
    done_on: forms.FormDate = Field(description="the day on which it was done")
    person_ids: list[UUID] = Field(default_factory=list, max_length=2_000, description="the people")


class OneForm(forms.Form):
    module: str = Field(max_length=80, description="the module")
    done_on: forms.FormDate = Field(description="the day on which it was done")
    score: int | None = Field(None, ge=0, le=100, description="the score")
    certificate: UploadFile | None = Field(None, description="the certificate")


class DutyForm(forms.Form):
    module: str = Field(max_length=80, description="the module")
    duty: rules.DutySettled = Field(description="who must do it")
    reason: str = Field(min_length=1, max_length=500, description="the reason")


class WithdrawalForm(forms.Form):
    reason: str = Field(min_length=1, max_length=500, description="the reason")


@get("/t/{slug:str}/training/record", opt=access.needs("interests.train"), name="training.record-form")
async def record_form(request: Request[Any, Any, Any]) -> Template:
    scope = access.scope_of(request)
    return await _many_page(request, scope, request.query_params.get("module", ""), forms.FormState())


@post("/t/{slug:str}/training/record", opt=access.needs("interests.train"), name="training.record")
async def record(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Record a module for everybody who is ticked, all or nobody."""
    scope = access.scope_of(request)

    async def act(form: ManyForm) -> str:
        added = await acts.record_training(
            scope, person_ids=form.person_ids, module=form.module, done_on=form.done_on
        )
        return views.address(scope, f"/training?said=recorded-{added}")

    async def again(state: forms.FormState) -> Template:
        return await _many_page(request, scope, str(state.value("module")), state)

    return await forms.submit(request, ManyForm, act=act, again=again)


async def _person_page(request: Request[Any, Any, Any], state: forms.FormState, person_id: UUID) -> Template:
    scope = access.scope_of(request)
    line = await people.person_line_of(scope, person_id=person_id)
    rule_set = await settings.rule_set_of(scope)
    modules = rule_set.training.modules if rule_set.training else ()
    lines = await queries.training_of(scope, rule_set=rule_set)
    return views.page(
        request,
        "interests/training-person.html",
        crumbs=[*crumbs(scope), views.Crumb("Training", views.address(scope, "/training"))],
        person=line,
        rule_set=rule_set,
        modules=modules,
        modules_by_id={each.id: each.name for each in modules},
        module_choices=[(each.id, each.name) for each in modules],
        lines=[each for each in lines if each.person_id == person_id],
        completions=await queries.completions_of(scope, person_id=person_id),
        may_train=scope.may("interests.train"),
        state=state,
    )


@get(
    "/t/{slug:str}/training/people/{person_id:uuid}", opt=access.needs("people.read"), name="training.person"
)
async def person(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Template:
    """One person: what they must do and why, what they have done."""
    return await _person_page(request, forms.FormState(), person_id)


@post(
    "/t/{slug:str}/training/people/{person_id:uuid}/completions",
    opt=access.needs("interests.train"),
    name="training.record-one",
    request_max_body_size=_BODY_LIMIT,
)
@forms.taking(OneForm, again=_person_page)
async def record_one(request: Request[Any, Any, Any], form: OneForm, person_id: FromPath[UUID]) -> str:
    """Record one completion, with its score and certificate where there are any."""
    scope = access.scope_of(request)
    certificate_id = None if form.certificate is None else await _kept(scope, form.certificate)
    added = await acts.record_training(
        scope,
        person_ids=[person_id],
        module=form.module,
        done_on=form.done_on,
        score=form.score,
        certificate_id=certificate_id,
    )
    if not added:
        raise rules.UnableToRecordTraining("It is recorded already for that day.", field="done_on")
    return views.address(scope, f"/training/people/{person_id}?said=recorded")


@post(
    "/t/{slug:str}/training/people/{person_id:uuid}/duties",
    opt=access.needs("interests.train"),
    name="training.settle-duty",
)
@forms.taking(DutyForm, again=_person_page)
async def settle_duty(request: Request[Any, Any, Any], form: DutyForm, person_id: FromPath[UUID]) -> str:
    """Settle by name that somebody must do a module, or need not."""
    scope = access.scope_of(request)
    await acts.settle_duty(scope, person_id=person_id, module=form.module, duty=form.duty, reason=form.reason)
    return views.address(scope, f"/training/people/{person_id}?said=settled")


@post(
    "/t/{slug:str}/training/completions/{completion_id:uuid}/withdrawal",
    opt=access.needs("interests.train"),
    name="training.withdraw",
)
async def withdraw(
    request: Request[Any, Any, Any], completion_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Take back what was entered by mistake."""
    scope = access.scope_of(request)
    owner = await queries.person_of_completion(scope, completion_id=completion_id)

    async def act(form: WithdrawalForm) -> str:
        await acts.withdraw_training(scope, completion_id=completion_id, reason=form.reason)
        return views.address(scope, f"/training/people/{owner}?said=withdrawn")

    async def again(state: forms.FormState) -> Template:
        return await _person_page(request, state, owner)

    return await forms.submit(request, WithdrawalForm, act=act, again=again)


@get(
    "/t/{slug:str}/training/completions/{completion_id:uuid}/certificate",
    opt=access.needs("interests.read"),
    name="training.certificate",
)
async def certificate(request: Request[Any, Any, Any], completion_id: FromPath[UUID]) -> Response[bytes]:
    """The certificate, for those who may see people and for the person themself."""
    scope = access.scope_of(request)
    owner = await queries.person_of_completion(scope, completion_id=completion_id)
    if not scope.may("people.read") and owner != scope.actor.person_id:
        raise NotFound("certificate")
    file_id = await queries.certificate_of(scope, completion_id=completion_id)
    kept = await evidence.file_of(scope, file_id=file_id)
    return views.download(await evidence.bytes_in(kept), name=kept.name, media_type=kept.media_type)


async def _many_page(
    request: Request[Any, Any, Any], scope: Scope, module: str, state: forms.FormState
) -> Template:
    rule_set = await settings.rule_set_of(scope)
    modules = rule_set.training.modules if rule_set.training else ()
    chosen = next((each for each in modules if each.id == module), modules[0] if modules else None)
    lines = await queries.training_of(scope, rule_set=rule_set)
    owed = {
        line.person_id
        for line in lines
        if chosen and line.module == chosen.id and line.required and not line.counts
    }
    everybody = [
        (each.person_id, each.person_name, each.position) for each in await declarants.declarants_of(scope)
    ]
    return views.page(
        request,
        "interests/training-record.html",
        crumbs=[*crumbs(scope), views.Crumb("Training", views.address(scope, "/training"))],
        rule_set=rule_set,
        modules=modules,
        chosen=chosen,
        owed=[each for each in everybody if each[0] in owed],
        others=[each for each in everybody if each[0] not in owed],
        state=state,
    )


async def _kept(scope: Scope, upload: UploadFile) -> UUID:
    """The certificate as a file of the tenant's own; it is only ever handed out to be kept, never shown."""
    data = await upload.read()
    if not data:
        raise rules.UnableToRecordTraining("The file is empty. Choose another.", field="certificate")
    if len(data) > _LARGEST:
        raise rules.UnableToRecordTraining("The certificate must be smaller than 10 MB.", field="certificate")
    return await evidence_acts.keep_file(
        scope,
        name=upload.filename,
        media_type=upload.content_type or "application/octet-stream",
        data=data,
    )


ROUTES = [record_form, record, person, record_one, settle_duty, withdraw, certificate]
