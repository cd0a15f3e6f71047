"""The outbox: what was told to whom, what became of it, and the switch that stops it all."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.kit.identity import parse_id
from backend.notices import operations, queries, returns, rules
from backend.notices import post as post_office
from backend.notices.pages.tags import TAGS
from backend.notices.rules import LetterState, Recipient
from backend.scope import NotPermitted, Scope
from backend.web import access, forms, views


class SwitchForm(forms.Form):
    """Stop needs a reason; resume needs none."""

    turn: Literal["stop", "resume"] = Field(description="whether letters are to wait")
    reason: str | None = Field(None, max_length=500, description="why letters are to wait")


class TestForm(forms.Form):
    """Nothing to fill in: the letter goes to whoever asks."""


class SettleForm(forms.Form):
    """Nothing to fill in: the address is right as it stands."""


@get("/t/{slug:str}/outbox", opt=access.needs("notices.read"), name="notices.outbox")
async def outbox(
    request: Request[Any, Any, Any],
    only: Annotated[str, QueryParameter(name="state", max_length=20)] = "",
    older: Annotated[str, QueryParameter(name="older", max_length=40)] = "",
) -> Template:
    """The tenant's letters, newest first."""
    chosen = LetterState(only) if only in set(LetterState) else None
    return await _outbox(
        request, access.scope_of(request), forms.FormState(), chosen=chosen, older=parse_id(older)
    )


@post("/t/{slug:str}/outbox/switch", opt=access.needs("notices.change"), name="notices.switch")
async def turn_switch(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Let every letter wait, or send what waited."""
    scope = access.scope_of(request)

    async def act(form: SwitchForm) -> str:
        if form.turn == "stop":
            await operations.stop_sending(scope, reason=form.reason or "")
        else:
            await operations.resume_sending(scope)
        return views.address(scope, f"/outbox?said={form.turn}")

    return await forms.submit(request, SwitchForm, act=act, again=_again(request, scope))


@post("/t/{slug:str}/outbox/test", opt=access.needs("notices.change"), name="notices.test")
async def send_test(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Send a test letter to whoever asks."""
    scope = access.scope_of(request)

    async def act(form: TestForm) -> str:
        if scope.actor.person_id is None:
            raise NotPermitted("Only a person of the organisation can be sent a test letter.")
        to = Recipient(
            person_id=scope.actor.person_id,
            name=scope.actor.name,
            address=request.state.visitor.email,
        )
        letter_id = await operations.test_sending(scope, to=to)
        return views.address(scope, f"/outbox/{letter_id}?said=told")

    return await forms.submit(request, TestForm, act=act, again=_again(request, scope))


@post("/t/{slug:str}/outbox/doubts/{doubt_id:uuid}", opt=access.needs("notices.change"), name="notices.doubt")
async def settle_doubt(request: Request[Any, Any, Any], doubt_id: FromPath[UUID]) -> Response[Any] | Template:
    """Say that an address is right after all."""
    scope = access.scope_of(request)

    async def act(form: SettleForm) -> str:
        await returns.settle_doubt(scope, doubt_id=doubt_id)
        return views.address(scope, "/outbox?said=settled")

    return await forms.submit(request, SettleForm, act=act, again=_again(request, scope))


def _again(request: Request[Any, Any, Any], scope: Scope) -> Any:
    async def again(state: forms.FormState) -> Template:
        return await _outbox(request, scope, state)

    return again


async def _outbox(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    *,
    chosen: LetterState | None = None,
    older: UUID | None = None,
) -> Template:
    letters = await queries.letters_of(scope, state=chosen, older_than=older, limit=queries.PAGE + 1)
    shown = letters[: queries.PAGE]
    counts = await queries.letters_by_state(scope)
    return views.page(
        request,
        "notices/outbox.html",
        letters=shown,
        older=shown[-1].id if len(letters) > queries.PAGE else None,
        counts=counts,
        total=sum(counts.values()),
        chosen=chosen,
        meanings=rules.MEANINGS,
        tags=TAGS,
        needs=[(each, counts[each]) for each in rules.NEEDS_SOMEBODY if counts.get(each)],
        doubts=await returns.doubts_of(scope),
        switch=await queries.switch_of(scope),
        kept_here=post_office.mail_url() == post_office.KEPT_HERE,
        state=state,
    )


ROUTES: list[Any] = [outbox, turn_switch, send_test, settle_doubt]
