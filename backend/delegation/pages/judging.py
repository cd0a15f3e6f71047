"""One criterion or one commitment: what was judged of it, on what evidence, and the forms to say more."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions.operations import Source, SourceKind
from backend.actions.pages import elsewhere
from backend.catalogue.criteria import EvidenceKind, NotDiscussedAt
from backend.delegation import operations, queries, rules
from backend.delegation.operations import standing
from backend.delegation.pages import gates, programme, uploads
from backend.delegation.queries import at_gate, checking
from backend.delegation.rules import gates as at_gates
from backend.evidence import queries as evidence
from backend.people.pages import step_up
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_CRITERION = "/t/{slug:str}/delegation/conditions/{condition_id:uuid}"
_COMMITMENT = "/t/{slug:str}/delegation/commitments/{commitment_id:uuid}"
_CHANGE = access.needs("delegation.change")


class EvidenceForm(forms.Form):
    kind: EvidenceKind = Field(description="what kind of evidence it is")
    file: UploadFile = Field(description="the file that shows it")


class WithdrawForm(forms.Form):
    shown_id: UUID = Field(description="the evidence")
    because: str = Field(min_length=1, max_length=1_000, description="why it is withdrawn")


class WaiverForm(forms.Form):
    waive_reason: str = Field(min_length=1, max_length=2_000, description="why it is waived")
    waive_until: forms.FormDate = Field(description="the last day of the waiver")


class EndWaiverForm(forms.Form):
    waiver_id: UUID = Field(description="the waiver")
    end_reason: str = Field(min_length=1, max_length=1_000, description="why it is withdrawn")


class AboutForm(forms.Form):
    item_id: UUID = Field(description="the item")
    about: Literal["yes", "no"] = Field(description="whether it is about this")
    about_words: str = Field(min_length=1, max_length=1_000, description="how you know")


class JudgementForm(forms.Form):
    state: rules.Judgement = Field(description="how it stands")
    words: str = Field(min_length=1, max_length=4_000, description="what the judgement rests on")
    on: forms.FormDate | None = Field(None, description="the day from which it holds")


async def _condition(request: Request[Any, Any, Any], state: forms.FormState, condition_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.condition(scope, condition_id=condition_id)
    gate = await queries.gate(scope, gate_id=found.gate_id)
    whole = next((each for each in gate.conditions if each.id == condition_id), found)
    return await _page(
        request,
        scope,
        state,
        whole,
        noun="Criterion",
        path=f"/delegation/conditions/{condition_id}",
        words=rules.CONDITION_IN_WORDS,
        crumbs=gates.crumbs(scope, gate),
        gate=gate,
        rule=(await checking.rules_of(scope, [whole], on=scope.today)).get(condition_id),
        waivers=[each for each in gate.waivers if each.condition_id == condition_id],
        may_sign=await standing.may_sign(scope),
    )


@get(
    "/t/{slug:str}/delegation/conditions/{condition_id:uuid}",
    opt=access.needs("delegation.read"),
    name="delegation.condition",
)
async def condition(request: Request[Any, Any, Any], condition_id: FromPath[UUID]) -> Template:
    """One criterion of a gate."""
    kept = await step_up.state_of(request)
    until = kept.value("waive_until", None)
    values = {**kept.values, **({"waive_until": date.fromisoformat(until)} if until else {})}
    return await _condition(request, forms.FormState(values), condition_id)


@post(
    "/t/{slug:str}/delegation/conditions/{condition_id:uuid}/judgements",
    opt=access.needs("delegation.change"),
    name="delegation.judge-condition",
)
@forms.taking(JudgementForm, again=_condition)
async def judge_condition(
    request: Request[Any, Any, Any], form: JudgementForm, condition_id: FromPath[UUID]
) -> str:
    """Record whether it is met, and what shows it."""
    scope = access.scope_of(request)
    await queries.condition(scope, condition_id=condition_id)
    await operations.judge_condition(
        scope, condition_id=condition_id, state=form.state, words=form.words, on=form.on
    )
    return views.address(scope, f"/delegation/conditions/{condition_id}?said=judged")


@post(
    "/t/{slug:str}/delegation/conditions/{condition_id:uuid}/actions",
    opt=elsewhere.NEEDS,
    name="delegation.condition.action",
)
@forms.taking(elsewhere.MakeForm, again=_condition)
async def make_action(
    request: Request[Any, Any, Any], form: elsewhere.MakeForm, condition_id: FromPath[UUID]
) -> str:
    """Have something done, so that the gate opens."""
    scope = access.scope_of(request)
    found = await queries.condition(scope, condition_id=condition_id)
    source = Source(kind=SourceKind.GATE, id=condition_id, title=f"{found.gate_name}: {found.text}")
    return await elsewhere.undertake(scope, form, source)


@post(
    f"{_CRITERION}/evidence",
    opt=_CHANGE,
    name="delegation.show-for-condition",
    request_max_body_size=uploads.BODY_LIMIT,
)
@forms.taking(EvidenceForm, again=_condition)
async def show_for_condition(
    request: Request[Any, Any, Any], form: EvidenceForm, condition_id: FromPath[UUID]
) -> str:
    """Show a file as evidence of a kind."""
    scope = access.scope_of(request)
    await queries.condition(scope, condition_id=condition_id)
    record = await uploads.kept(scope, form.file)
    await operations.show(scope, condition_id=condition_id, record=record, kind=form.kind.value)
    return views.address(scope, f"/delegation/conditions/{condition_id}?said=shown")


@post(f"{_CRITERION}/evidence-withdrawn", opt=_CHANGE, name="delegation.withdraw-for-condition")
@forms.taking(WithdrawForm, again=_condition)
async def withdraw_for_condition(
    request: Request[Any, Any, Any], form: WithdrawForm, condition_id: FromPath[UUID]
) -> str:
    """Show a piece of evidence no longer."""
    scope = access.scope_of(request)
    await queries.condition(scope, condition_id=condition_id)
    await operations.withdraw(scope, shown_id=form.shown_id, because=form.because)
    return views.address(scope, f"/delegation/conditions/{condition_id}?said=withdrawn")


@post(f"{_CRITERION}/waivers", opt=access.needs("delegation.pass"), name="delegation.waive")
@forms.taking(WaiverForm, again=_condition)
async def waive(request: Request[Any, Any, Any], form: WaiverForm, condition_id: FromPath[UUID]) -> str:
    """Waive the criterion in one's own name, with fresh proof of who signs."""
    scope = access.scope_of(request)
    here = views.address(scope, f"/delegation/conditions/{condition_id}")
    await queries.condition(scope, condition_id=condition_id)
    if ask := await step_up.first(request, form, path=here):
        return ask
    await operations.waive(
        scope,
        condition_id=condition_id,
        reason=form.waive_reason,
        until=form.waive_until,
        proved_by=step_up.proof_of(request),
    )
    return f"{here}?said=waived"


@post(f"{_CRITERION}/waivers-ended", opt=access.needs("delegation.pass"), name="delegation.end-waiver")
@forms.taking(EndWaiverForm, again=_condition)
async def end_waiver(
    request: Request[Any, Any, Any], form: EndWaiverForm, condition_id: FromPath[UUID]
) -> str:
    """Withdraw a waiver before its end."""
    scope = access.scope_of(request)
    await queries.condition(scope, condition_id=condition_id)
    await operations.withdraw_waiver(scope, waiver_id=form.waiver_id, reason=form.end_reason)
    return views.address(scope, f"/delegation/conditions/{condition_id}?said=ended")


@get(
    "/t/{slug:str}/delegation/shown/{shown_id:uuid}",
    opt=access.needs("delegation.read"),
    name="delegation.shown",
)
async def shown_file(request: Request[Any, Any, Any], shown_id: FromPath[UUID]) -> Response[bytes]:
    """A file that is shown at a gate or for a commitment, for the visitor to keep."""
    scope = access.scope_of(request)
    record = await at_gate.shown_record(scope, shown_id=shown_id)
    if (record.room, record.kind) != ("evidence", "file"):
        raise NotFound("file")
    file = await evidence.file_of(scope, file_id=record.id)
    return views.download(await evidence.bytes_in(file), name=file.name, media_type=file.media_type)


async def _commitment(
    request: Request[Any, Any, Any], state: forms.FormState, commitment_id: UUID
) -> Template:
    scope = access.scope_of(request)
    found = await queries.commitment(scope, commitment_id=commitment_id)
    up = views.Crumb("Commitments", views.address(scope, "/delegation/commitments"))
    return await _page(
        request,
        scope,
        state,
        found,
        noun="Commitment",
        path=f"/delegation/commitments/{commitment_id}",
        words=rules.COMMITMENT_IN_WORDS,
        crumbs=[*programme.crumbs(scope), up],
        check=(await checking.checks_of(scope, [found])).get(commitment_id),
    )


@get(
    "/t/{slug:str}/delegation/commitments/{commitment_id:uuid}",
    opt=access.needs("delegation.read"),
    name="delegation.commitment",
)
async def commitment(request: Request[Any, Any, Any], commitment_id: FromPath[UUID]) -> Template:
    """One governance commitment."""
    return await _commitment(request, forms.FormState(), commitment_id)


@post(
    "/t/{slug:str}/delegation/commitments/{commitment_id:uuid}/judgements",
    opt=access.needs("delegation.change"),
    name="delegation.judge-commitment",
)
@forms.taking(JudgementForm, again=_commitment)
async def judge_commitment(
    request: Request[Any, Any, Any], form: JudgementForm, commitment_id: FromPath[UUID]
) -> str:
    """Record how it stands, and what shows it."""
    scope = access.scope_of(request)
    await queries.commitment(scope, commitment_id=commitment_id)
    await operations.judge_commitment(
        scope, commitment_id=commitment_id, state=form.state, words=form.words, on=form.on
    )
    return views.address(scope, f"/delegation/commitments/{commitment_id}?said=judged")


@post(
    f"{_COMMITMENT}/evidence",
    opt=_CHANGE,
    name="delegation.show-for-commitment",
    request_max_body_size=uploads.BODY_LIMIT,
)
@forms.taking(EvidenceForm, again=_commitment)
async def show_for_commitment(
    request: Request[Any, Any, Any], form: EvidenceForm, commitment_id: FromPath[UUID]
) -> str:
    """Show a file as evidence of a kind."""
    scope = access.scope_of(request)
    await queries.commitment(scope, commitment_id=commitment_id)
    record = await uploads.kept(scope, form.file)
    await operations.show(scope, commitment_id=commitment_id, record=record, kind=form.kind.value)
    return views.address(scope, f"/delegation/commitments/{commitment_id}?said=shown")


@post(f"{_COMMITMENT}/evidence-withdrawn", opt=_CHANGE, name="delegation.withdraw-for-commitment")
@forms.taking(WithdrawForm, again=_commitment)
async def withdraw_for_commitment(
    request: Request[Any, Any, Any], form: WithdrawForm, commitment_id: FromPath[UUID]
) -> str:
    """Show a piece of evidence no longer."""
    scope = access.scope_of(request)
    await queries.commitment(scope, commitment_id=commitment_id)
    await operations.withdraw(scope, shown_id=form.shown_id, because=form.because)
    return views.address(scope, f"/delegation/commitments/{commitment_id}?said=withdrawn")


@post(f"{_COMMITMENT}/items", opt=_CHANGE, name="delegation.say-about-item")
@forms.taking(AboutForm, again=_commitment)
async def say_about(request: Request[Any, Any, Any], form: AboutForm, commitment_id: FromPath[UUID]) -> str:
    """Say that an item is about what the commitment keeps apart, or is not, whatever its title says."""
    scope = access.scope_of(request)
    found = await queries.commitment(scope, commitment_id=commitment_id)
    if not isinstance(found.checking, NotDiscussedAt):
        raise NotFound("check")
    await operations.say_about(
        scope,
        item_id=form.item_id,
        subject=found.checking.subject,
        about=form.about == "yes",
        words=form.about_words,
    )
    return views.address(scope, f"/delegation/commitments/{commitment_id}?said=about")


async def _page(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    subject: queries.ConditionView | queries.CommitmentView,
    *,
    noun: str,
    path: str,
    words: Mapping[rules.Judgement, str],
    crumbs: list[views.Crumb],
    gate: queries.GateView | None = None,
    rule: checking.RuleView | None = None,
    waivers: Sequence[queries.WaiverView] = (),
    may_sign: bool = False,
    check: checking.CheckView | None = None,
) -> Template:
    return views.page(
        request,
        "delegation/judgement.html",
        state=state,
        subject=subject,
        noun=noun,
        post_to=f"{path}/judgements",
        states=[(code.value, said) for code, said in words.items()],
        lines=await queries.judgements_of(scope, subject_id=subject.id),
        documents=await queries.documents_of(scope, programme_id=subject.programme_id),
        may_judge=scope.may("delegation.change"),
        owners=await elsewhere.offer(scope) if noun == "Criterion" else (),
        actions_to=f"{path}/actions",
        here=path,
        kinds=list(at_gates.EVIDENCE_IN_WORDS.items()),
        items=await _items(scope, subject),
        gate=gate,
        rule=rule,
        waivers=waivers,
        may_sign=may_sign,
        check=check,
        crumbs=crumbs,
    )


async def _items(
    scope: Scope, subject: queries.ConditionView | queries.CommitmentView
) -> list[tuple[UUID, str]]:
    """The items of the committee that a commitment keeps clear, for whoever says what one is about."""
    checking_ = getattr(subject, "checking", None)
    if not isinstance(checking_, NotDiscussedAt) or not scope.may("delegation.change"):
        return []
    return await checking.items_at(scope, committee=checking_.committee)


ROUTES: list[Any] = [
    condition,
    judge_condition,
    make_action,
    show_for_condition,
    withdraw_for_condition,
    waive,
    end_waiver,
    shown_file,
    commitment,
    judge_commitment,
    show_for_commitment,
    withdraw_for_commitment,
    say_about,
]
