"""Auditors' engagements, and what auditors ask for."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from pydantic import Field

from backend.audits import operations
from backend.audits.pages.lists import page_of
from backend.web import access, forms, views


class EngagementForm(forms.Form):
    person_id: UUID | None = Field(None, description="the auditor")
    name: str | None = Field(None, max_length=200, description="the name of a new auditor")
    email: str | None = Field(None, max_length=254, description="the email address of a new auditor")
    from_on: forms.FormDate = Field(description="the first day")
    until_on: forms.FormDate = Field(description="the last day")
    as_at: forms.FormDate | None = Field(None, description="the day that the audit looks at")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why")


class RequestForm(forms.Form):
    request_words: str = Field(min_length=1, max_length=4_000, description="what is asked for")
    request_due_on: forms.FormDate = Field(description="the day by which it is wanted")
    request_owner_id: UUID | None = Field(None, description="who is to answer")


class SettleForm(forms.Form):
    how: Literal["answer", "withdraw"] = Field(description="what is to be done")
    settle_words: str = Field(min_length=1, max_length=8_000, description="the answer, or why")


@post(
    "/t/{slug:str}/audits/{audit_id:uuid}/engagements", opt=access.needs("audits.keep"), name="audits.engage"
)
@forms.taking(EngagementForm, again=page_of)
async def engage(request: Request[Any, Any, Any], form: EngagementForm, audit_id: FromPath[UUID]) -> str:
    """Let an auditor read for this audit, between two days."""
    scope = access.scope_of(request)
    await operations.engage(scope, audit_id=audit_id, **form.model_dump())
    return views.address(scope, f"/audits/{audit_id}?said=engaged#auditors")


async def _of_engagement(
    request: Request[Any, Any, Any], state: forms.FormState, audit_id: UUID, engagement_id: UUID
) -> Any:
    return await page_of(request, state, audit_id)


async def _of_request(
    request: Request[Any, Any, Any], state: forms.FormState, audit_id: UUID, request_id: UUID
) -> Any:
    return await page_of(request, state, audit_id)


@post(
    "/t/{slug:str}/audits/{audit_id:uuid}/engagements/{engagement_id:uuid}/end",
    opt=access.needs("audits.keep"),
    name="audits.end-engagement",
)
@forms.taking(BecauseForm, again=_of_engagement)
async def end_engagement(
    request: Request[Any, Any, Any],
    form: BecauseForm,
    audit_id: FromPath[UUID],
    engagement_id: FromPath[UUID],
) -> str:
    """End an engagement before its last day."""
    scope = access.scope_of(request)
    await operations.end_engagement(
        scope, audit_id=audit_id, engagement_id=engagement_id, because=form.because
    )
    return views.address(scope, f"/audits/{audit_id}?said=ended#auditors")


@post("/t/{slug:str}/audits/{audit_id:uuid}/requests", opt=access.needs("audits.examine"), name="audits.ask")
@forms.taking(RequestForm, again=page_of)
async def ask(request: Request[Any, Any, Any], form: RequestForm, audit_id: FromPath[UUID]) -> str:
    """Ask for something by a day."""
    scope = access.scope_of(request)
    await operations.ask(
        scope,
        audit_id=audit_id,
        words=form.request_words,
        due_on=form.request_due_on,
        owner_person_id=form.request_owner_id,
    )
    return views.address(scope, f"/audits/{audit_id}?said=asked#requests")


@post(
    "/t/{slug:str}/audits/{audit_id:uuid}/requests/{request_id:uuid}",
    opt=access.needs("audits.examine"),
    name="audits.settle-request",
)
@forms.taking(SettleForm, again=_of_request)
async def settle(
    request: Request[Any, Any, Any], form: SettleForm, audit_id: FromPath[UUID], request_id: FromPath[UUID]
) -> str:
    """Answer what was asked, or withdraw it."""
    scope = access.scope_of(request)
    act = operations.answer if form.how == "answer" else operations.withdraw_request
    await act(scope, audit_id=audit_id, request_id=request_id, words=form.settle_words)
    return views.address(scope, f"/audits/{audit_id}?said=settled#requests")


ROUTES: list[Any] = [engage, end_engagement, ask, settle]
