"""One item of evidence: what it holds and shows, what rests on it, what became of it, and what may be done."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import evidence as operations
from backend.assurance.operations.evidence_steps import may_keep
from backend.assurance.pages.evidence_forms import sorts_of
from backend.assurance.pages.renaming import naming
from backend.assurance.queries import evidence as queries
from backend.assurance.queries import evidence_history as history
from backend.assurance.queries import evidence_retention as kept
from backend.assurance.queries import linking as records
from backend.assurance.rules import evidence as rules
from backend.evidence import queries as files
from backend.people import queries as people
from backend.registers.rules import retention
from backend.scope import Refusal, Scope
from backend.web import access, days, forms, views

AT = "/t/{slug:str}/evidence/{evidence_id:uuid}"
READS = access.needs("assurance.read")


class ConfirmForm(forms.Form):
    version: int = Field(ge=1, description="the version that was seen")
    confirm_words: str = Field(min_length=1, max_length=rules.LONGEST, description="what you looked at")
    confirm_review_on: forms.FormDate | None = Field(None, description="the day of the next review")


class KeepingForm(forms.Form):
    version: int = Field(ge=1, description="the version that was seen")
    title: str = Field(min_length=1, max_length=300, description="a title")
    owner_person_id: UUID = Field(description="the owner")
    confidential: Literal["yes"] | None = Field(None, description="whether it is confidential")
    readers: list[UUID] = Field(default_factory=list, description="who may see it")


class WithdrawForm(forms.Form):
    version: int = Field(ge=1, description="the version that was seen")
    withdraw_reason: str = Field(min_length=1, max_length=rules.LONGEST, description="why it is withdrawn")


class RestoreForm(forms.Form):
    version: int = Field(ge=1, description="the version that was seen")
    restore_reason: str = Field(
        min_length=1, max_length=rules.LONGEST, description="why it is taken back into use"
    )
    restore_review_on: forms.FormDate | None = Field(None, description="the day of the next review")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, evidence_id: UUID) -> Template:
    """The item as it stands today, or as at a day of the address; acts are offered for today alone."""
    scope = access.scope_of(request)
    day, typed, problem = days.day_of(request, "on", scope)
    item = await queries.evidence(scope, evidence_id=evidence_id, on=day)
    today = day == scope.today
    keeps = today and may_keep(scope, item)
    return views.page(
        request,
        "assurance/evidence.html",
        state=state,
        item=item,
        day=day,
        today=today,
        typed=typed,
        problem=problem,
        keeps=keeps,
        versions=await history.versions_of(scope, evidence_id=evidence_id),
        steps=await history.steps_of(scope, evidence_id=evidence_id),
        uses=await queries.uses_of(scope, evidence_id=evidence_id),
        readers=await history.readers_of(scope, evidence_id=evidence_id),
        reads_now=await _reads_now(request, scope, item) if today else "",
        people=[(str(each.id), each.name) for each in await people.people_of(scope)] if keeps else [],
        keeping=await kept.keeping_of(scope, item) if today else None,
        holds=await kept.holds_of(scope, evidence_id=evidence_id),
        disposals=await kept.disposals_of(scope, evidence_id=evidence_id),
        hold_kinds=[(kind.value, words) for kind, words in retention.HOLD_IN_WORDS.items()],
        crumbs=crumbs(scope),
    )


@get(AT, opt=READS, name="assurance.evidence-item")
async def one(request: Request[Any, Any, Any], evidence_id: FromPath[UUID]) -> Template:
    """One item of evidence."""
    return await page_of(request, forms.FormState(), evidence_id)


@get(f"{AT}/files/{{file_id:uuid}}", opt=READS, name="assurance.evidence-version-file")
async def file(
    request: Request[Any, Any, Any], evidence_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """The file that a version holds, as it was handed in, for the visitor to keep."""
    scope = access.scope_of(request)
    await history.check_holds_file(scope, evidence_id=evidence_id, file_id=file_id)
    held = await files.file_of(scope, file_id=file_id)
    return views.download(await files.bytes_in(held), name=held.name, media_type=held.media_type)


@post(f"{AT}/confirmation", opt=READS, name="assurance.confirm-evidence")
@forms.taking(ConfirmForm, again=page_of)
async def confirm(request: Request[Any, Any, Any], form: ConfirmForm, evidence_id: FromPath[UUID]) -> str:
    """Say that it was looked at and still holds."""
    scope = access.scope_of(request)
    with naming(words="confirm_words", review_on="confirm_review_on"):
        await operations.confirm_review(
            scope,
            evidence_id=evidence_id,
            version=form.version,
            words=form.confirm_words,
            review_on=form.confirm_review_on,
        )
    return back(scope, evidence_id, "confirmed")


@post(f"{AT}/keeping", opt=READS, name="assurance.change-evidence")
@forms.taking(KeepingForm, again=page_of)
async def change(request: Request[Any, Any, Any], form: KeepingForm, evidence_id: FromPath[UUID]) -> str:
    """Change its title, its owner and who may see it."""
    scope = access.scope_of(request)
    await operations.change_keeping(
        scope,
        evidence_id=evidence_id,
        version=form.version,
        title=form.title,
        owner_person_id=form.owner_person_id,
        confidential=form.confidential == "yes",
        readers=form.readers,
    )
    return back(scope, evidence_id, "changed")


@post(f"{AT}/withdrawal", opt=READS, name="assurance.withdraw-evidence")
@forms.taking(WithdrawForm, again=page_of)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawForm, evidence_id: FromPath[UUID]) -> str:
    """Withdraw it: it counts no more."""
    scope = access.scope_of(request)
    with naming(reason="withdraw_reason"):
        await operations.withdraw(
            scope, evidence_id=evidence_id, version=form.version, reason=form.withdraw_reason
        )
    return back(scope, evidence_id, "withdrawn")


@post(f"{AT}/restoring", opt=READS, name="assurance.restore-evidence")
@forms.taking(RestoreForm, again=page_of)
async def restore(request: Request[Any, Any, Any], form: RestoreForm, evidence_id: FromPath[UUID]) -> str:
    """Take it back into use."""
    scope = access.scope_of(request)
    with naming(reason="restore_reason", review_on="restore_review_on"):
        await operations.restore(
            scope,
            evidence_id=evidence_id,
            version=form.version,
            reason=form.restore_reason,
            review_on=form.restore_review_on,
        )
    return back(scope, evidence_id, "restored")


async def _reads_now(request: Request[Any, Any, Any], scope: Scope, item: queries.EvidenceView) -> str:
    """Whether the linked record still says what it said when it was linked, in a sentence; empty without a link."""
    if item.record_id is None:
        return ""
    code = records.code_of(item.record_room, item.record_kind)
    try:
        now = await records.sort_named(code, sorts_of(request)).look(scope, item.record_id, item.record_as_at)
    except Refusal as refused:
        return f"It can’t be linked to any more as it is now: {refused.sentence}"
    if now.sha256 == item.sha256:
        return "Read again just now: it says exactly what it said when it was linked."
    return "Read again just now: it says something else than when it was linked."


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Evidence", views.address(scope, "/evidence"))]


def back(scope: Scope, evidence_id: UUID, said: str) -> str:
    return views.address(scope, f"/evidence/{evidence_id}?said={said}")


ROUTES: list[Any] = [one, file, confirm, change, withdraw, restore]
