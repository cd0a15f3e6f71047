"""Answering for an action by a signed link, without signing in. Opening the link changes nothing: mail gateways do."""

from typing import Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions import operations, rules
from backend.web import access, forms, views
from backend.web.patience import Patience, address_of

_LIMIT = 64 * 1024
"""Bytes of a request: two thousand characters of any script, and the other fields."""

ANSWERING = Patience(most=20, most_in_all=600)


class AnswerForm(forms.Form):
    """Done, more time, or not mine."""

    answer: Literal["done", "more-time", "not-mine"] = Field(description="your answer")
    until: forms.FormDate | None = Field(None, description="the day until which you need")
    words: str | None = Field(None, max_length=rules.LONGEST, description="what you have to say")


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, token: str, *, answered: str | None = None
) -> Template:
    """The page of the link. It shows no word of a private action, and nothing that others wrote of any."""
    scope = access.scope_of(request)
    holder = await operations.holder_named(scope, token=token)
    answer = views.page(
        request,
        "actions/answer.html",
        state=state,
        holder=holder,
        line=holder.line,
        owed=holder.line.state in rules.OWED,
        answered=answered,
        token=token,
        visitor=None,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@get("/t/{slug:str}/public/actions/{token:str}", opt=access.needs(access.PUBLIC), name="actions.answer-form")
async def answer_form(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    """The action as its holder sees it, and the form to answer."""
    return await _page(request, forms.FormState(), token)


async def _again(request: Request[Any, Any, Any], state: forms.FormState, token: str) -> Template:
    return await _page(request, state, token)


@post(
    "/t/{slug:str}/public/actions/{token:str}",
    opt=access.needs(access.PUBLIC),
    name="actions.answer",
    request_max_body_size=_LIMIT,
)
@forms.taking(AnswerForm, again=_again)
async def answer(request: Request[Any, Any, Any], form: AnswerForm, token: FromPath[str]) -> Template:
    """Take the answer, and show how the action stands now."""
    scope = access.scope_of(request)
    ANSWERING.check(tenant=scope.tenant.slug, address=address_of(request), now=scope.now)
    await operations.answer_by_link(
        scope, token=token, answer=form.answer, words=form.words or "", until=form.until
    )
    return await _page(request, forms.FormState(), token, answered=form.answer)


ROUTES: list[Any] = [answer_form, answer]
