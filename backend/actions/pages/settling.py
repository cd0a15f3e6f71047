"""Claiming, asking, accepting, reopening, withdrawing, striking out, and undoing."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions import operations, queries, rules
from backend.actions.pages.keeping import AT, NEEDS, back
from backend.actions.pages.one import page_of
from backend.web import access, forms


class ClaimForm(forms.Form):
    done_words: str = Field(
        min_length=1, max_length=rules.LONGEST, description="how it is known that this was done"
    )


class RequestForm(forms.Form):
    request: Literal["more-time", "not-mine"] = Field(description="what you ask for")
    until: forms.FormDate | None = Field(None, description="the day until which you need")
    why: str | None = Field(None, max_length=rules.LONGEST, description="why")


class ClosureForm(forms.Form):
    closing_words: str | None = Field(None, max_length=rules.LONGEST, description="what you saw")
    agreed_on: forms.FormDate | None = Field(None, description="the day on which the committee agreed")


class ReopenForm(forms.Form):
    reopen_reason: str = Field(min_length=1, max_length=rules.LONGEST, description="why it is reopened")


class DeclineForm(forms.Form):
    decline_reason: str = Field(min_length=1, max_length=rules.LONGEST, description="why it is not agreed to")


class WithdrawForm(forms.Form):
    withdraw_reason: str = Field(min_length=1, max_length=rules.LONGEST, description="why it is withdrawn")
    withdraw_agreed_by: str = Field(min_length=1, max_length=200, description="who agreed to that")


class StrikeForm(forms.Form):
    strike_reason: str = Field(min_length=1, max_length=rules.LONGEST, description="why it is struck out")


class UndoForm(forms.Form):
    because: str = Field(min_length=1, max_length=rules.LONGEST, description="why it does not stand")


@post(f"{AT}/claim", opt=NEEDS, name="actions.claim")
@forms.taking(ClaimForm, again=page_of)
async def claim(request: Request[Any, Any, Any], form: ClaimForm, action_id: FromPath[UUID]) -> str:
    """Say that it is done."""
    scope = access.scope_of(request)
    await operations.claim_done(scope, action_id=action_id, words=form.done_words)
    return back(scope, action_id, "claimed")


@post(f"{AT}/request", opt=NEEDS, name="actions.ask")
@forms.taking(RequestForm, again=page_of)
async def ask(request: Request[Any, Any, Any], form: RequestForm, action_id: FromPath[UUID]) -> str:
    """Ask for more time, or say that it is not one's own."""
    scope = access.scope_of(request)
    if form.request == "not-mine":
        if form.why is None:
            raise rules.UnableToStep("Say why it is not yours, and whose it may be.", field="why")
        await operations.say_not_mine(scope, action_id=action_id, words=form.why)
    elif form.until is None:
        raise rules.UnableToAnswer("Give the day until which you need.", field="until")
    else:
        await operations.ask_more_time(scope, action_id=action_id, until=form.until, words=form.why or "")
    return back(scope, action_id, "asked")


@post(f"{AT}/refusal", opt=NEEDS, name="actions.decline")
@forms.taking(DeclineForm, again=page_of)
async def decline(request: Request[Any, Any, Any], form: DeclineForm, action_id: FromPath[UUID]) -> str:
    """Not agree to what the owner asks for."""
    scope = access.scope_of(request)
    await operations.decline(scope, action_id=action_id, reason=form.decline_reason)
    return back(scope, action_id, "declined")


@post(f"{AT}/closure", opt=NEEDS, name="actions.accept")
@forms.taking(ClosureForm, again=page_of)
async def accept(request: Request[Any, Any, Any], form: ClosureForm, action_id: FromPath[UUID]) -> str:
    """Accept that it is done."""
    scope = access.scope_of(request)
    await operations.accept(
        scope, action_id=action_id, words=form.closing_words or "", agreed_on=form.agreed_on
    )
    return back(scope, action_id, "closed")


@post(f"{AT}/reopening", opt=NEEDS, name="actions.reopen")
@forms.taking(ReopenForm, again=page_of)
async def reopen(request: Request[Any, Any, Any], form: ReopenForm, action_id: FromPath[UUID]) -> str:
    """Say that it is not done after all."""
    scope = access.scope_of(request)
    await operations.reopen(scope, action_id=action_id, reason=form.reopen_reason)
    return back(scope, action_id, "reopened")


@post(f"{AT}/withdrawal", opt=NEEDS, name="actions.withdraw")
@forms.taking(WithdrawForm, again=page_of)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawForm, action_id: FromPath[UUID]) -> str:
    """Say that it is not to be done any more."""
    scope = access.scope_of(request)
    await operations.withdraw(
        scope, action_id=action_id, reason=form.withdraw_reason, agreed_by=form.withdraw_agreed_by
    )
    return back(scope, action_id, "withdrawn")


@post(f"{AT}/striking-out", opt=NEEDS, name="actions.strike-out")
@forms.taking(StrikeForm, again=page_of)
async def strike_out(request: Request[Any, Any, Any], form: StrikeForm, action_id: FromPath[UUID]) -> str:
    """Strike out what was entered by mistake."""
    scope = access.scope_of(request)
    await operations.strike_out(scope, action_id=action_id, reason=form.strike_reason)
    return back(scope, action_id, "struck-out")


async def _page_of_step(request: Request[Any, Any, Any], state: forms.FormState, step_id: UUID) -> Template:
    scope = access.scope_of(request)
    return await page_of(request, state, await queries.action_of_step(scope, step_id=step_id))


@post("/t/{slug:str}/action-steps/{step_id:uuid}/undoing", opt=NEEDS, name="actions.undo")
@forms.taking(UndoForm, again=_page_of_step)
async def undo(request: Request[Any, Any, Any], form: UndoForm, step_id: FromPath[UUID]) -> str:
    """Undo the last change, or strike out an update or evidence."""
    scope = access.scope_of(request)
    if await queries.is_struck_rather_than_undone(scope, step_id=step_id):
        action_id = await operations.strike_step(scope, step_id=step_id, because=form.because)
        return back(scope, action_id, "step-struck")
    action_id = await operations.undo_step(scope, step_id=step_id, because=form.because)
    return back(scope, action_id, "undone")


ROUTES: list[Any] = [claim, ask, decline, accept, reopen, withdraw, strike_out, undo]
