"""Sending a statement for its signature, sending it back, and signing it."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from pydantic import Field

from backend.statements.operations import signing as acts
from backend.statements.pages.statements import ONE, page_of
from backend.web import access, forms, views


class SendForm(forms.Form):
    pass


class QuestionForm(forms.Form):
    question: str = Field(min_length=1, max_length=2_000, description="the question")


class SignForm(forms.Form):
    seen: str = Field(max_length=64)
    read: Literal["yes"] = Field(description="the box to say that you have read it")


@post(f"{ONE}/sending", opt=access.needs("statements.keep"), name="statements.send")
@forms.taking(SendForm, again=page_of)
async def send(request: Request[Any, Any, Any], form: SendForm, statement_id: FromPath[UUID]) -> str:
    """Send a whole draft for its signature."""
    scope = access.scope_of(request)
    await acts.send_for_signature(scope, statement_id=statement_id)
    return views.address(scope, f"/statements/{statement_id}?said=sent")


@post(f"{ONE}/question", opt=access.needs("statements.sign"), name="statements.send-back")
@forms.taking(QuestionForm, again=page_of)
async def send_back(request: Request[Any, Any, Any], form: QuestionForm, statement_id: FromPath[UUID]) -> str:
    """Send it back to be written on."""
    scope = access.scope_of(request)
    await acts.send_back(scope, statement_id=statement_id, question=form.question)
    return views.address(scope, f"/statements/{statement_id}?said=sent-back")


@post(f"{ONE}/signature", opt=access.needs("statements.sign"), name="statements.sign")
@forms.taking(SignForm, again=page_of)
async def sign(request: Request[Any, Any, Any], form: SignForm, statement_id: FromPath[UUID]) -> str:
    """Sign exactly what was read."""
    scope = access.scope_of(request)
    await acts.sign_statement(scope, statement_id=statement_id, seen=form.seen)
    return views.address(scope, f"/statements/{statement_id}?said=signed")


ROUTES: list[Any] = [send, send_back, sign]
