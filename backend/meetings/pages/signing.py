"""Moving a paper on, signing it off, sending it back, and taking a sign-off back."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit import calendar
from backend.meetings import operations
from backend.meetings.pages import papers
from backend.scope import Scope
from backend.web import access, forms, views

_SHA256 = r"^[0-9a-f]{64}$"


class StepForm(forms.Form):
    step: str = Field(max_length=60, description="the step")
    reason: str | None = Field(None, max_length=1_000, description="the reason")


class SignForm(forms.Form):
    """`sha256` is of the version that the page showed."""

    sha256: str = Field(pattern=_SHA256, description="the version that you read")
    agreed: Literal["yes"] = Field(description="the box to say that you have read this version")


class ReturnForm(forms.Form):
    sha256: str = Field(pattern=_SHA256, description="the version that you read")
    question: str = Field(min_length=1, max_length=1_000, description="your question to the author")


class WithdrawForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why you withdraw the sign-off")


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/steps",
    opt=access.needs("papers.write"),
    name="meetings.move-paper-on",
)
async def step(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Response[Any] | Template:
    """Take a step that signs nothing: send for checking, pass to the chair, send back, withdraw."""
    scope = access.scope_of(request)

    async def act(form: StepForm) -> str:
        await operations.move_paper_on(scope, paper_id=paper_id, step_id=form.step, reason=form.reason)
        return views.address(scope, f"/papers/{paper_id}?said=moved")

    return await _on_paper(request, scope, paper_id, StepForm, act)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/sign-off",
    opt=access.needs("papers.sign-off"),
    name="meetings.sign-paper",
)
async def sign(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Response[Any] | Template:
    """Sign off exactly the version that was shown."""
    scope = access.scope_of(request)

    async def act(form: SignForm) -> str:
        await operations.sign_paper(scope, paper_id=paper_id, sha256=form.sha256, proved_by=_proof(request))
        return views.address(scope, f"/papers/{paper_id}?said=signed")

    return await _on_paper(request, scope, paper_id, SignForm, act)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/return",
    opt=access.needs("papers.sign-off"),
    name="meetings.return-paper",
)
async def send_back(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Response[Any] | Template:
    """Put a question to the author instead of signing."""
    scope = access.scope_of(request)

    async def act(form: ReturnForm) -> str:
        await operations.return_paper(
            scope, paper_id=paper_id, sha256=form.sha256, reason=form.question, proved_by=_proof(request)
        )
        return views.address(scope, f"/papers/{paper_id}?said=returned")

    return await _on_paper(request, scope, paper_id, ReturnForm, act)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/sign-off/withdrawal",
    opt=access.needs("papers.sign-off"),
    name="meetings.withdraw-sign-off",
)
async def withdraw(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Response[Any] | Template:
    """Take the sign-off that stands back."""
    scope = access.scope_of(request)

    async def act(form: WithdrawForm) -> str:
        await operations.withdraw_sign_off(
            scope, paper_id=paper_id, reason=form.because, proved_by=_proof(request)
        )
        return views.address(scope, f"/papers/{paper_id}?said=withdrawn")

    return await _on_paper(request, scope, paper_id, WithdrawForm, act)


async def _on_paper(
    request: Request[Any, Any, Any], scope: Scope, paper_id: UUID, form: Any, act: Any
) -> Response[Any] | Template:
    async def again(state: forms.FormState) -> Template:
        return await papers.paper_page(request, scope, paper_id, state)

    return await forms.submit(request, form, act=act, again=again)


def _proof(request: Request[Any, Any, Any]) -> str:
    """How whoever acts proved who they are: the sign-in of this session, at real time."""
    visitor: access.Visitor = request.state.visitor
    return f"Signed in to Probity on {calendar.in_words(visitor.authenticated_at)}"


ROUTES: list[Any] = [step, sign, send_back, withdraw]
