"""Gain-shares that are suggested to a person to declare: they declare, or say that there is nothing to declare."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.contracts import operations, rules
from backend.contracts.queries.shares import carriers
from backend.contracts.queries.suggestions import Suggestion, suggestions_of
from backend.contracts.rules import Span
from backend.interests.queries import register
from backend.scope import Scope
from backend.web import access, forms, views


class AnswerForm(forms.Form):
    answer: rules.Answer = Field(description="what you say")
    interest_id: UUID | None = Field(None, description="the entry")
    words: str | None = Field(None, max_length=1_000, description="why it is no interest of yours")


async def _again(request: Request[Any, Any, Any], state: forms.FormState, share_id: UUID) -> Template:
    return await _page(request, state, share_id)


async def _page(request: Request[Any, Any, Any], state: forms.FormState, share_id: UUID | None) -> Template:
    scope = access.scope_of(request)
    person_id = scope.actor.person_id
    found = await suggestions_of(scope, person_id=person_id) if person_id else ()
    shares = {each.share.share_id: each for each in reversed(found)}
    entries = await register.register_of(scope, person_id=person_id) if person_id else ()
    every = list(reversed(shares.values()))
    carried = await carriers(scope, contract_ids={each.share.contract_id for each in every})
    names = {
        each.contract_id: each.organisation_name
        for each in carried
        if each.organisation_name and Span(since=each.since, until=each.until).holds(scope.today)
    }
    return views.page(
        request,
        "contracts/mine.html",
        state=state,
        tried=share_id,
        blank=forms.FormState(),
        waiting=[
            (
                each,
                names.get(each.share.contract_id),
                declare_at(scope, each, names.get(each.share.contract_id)),
            )
            for each in every
            if each.open
        ],
        answered=[each for each in every if not each.open],
        entries=[
            (entry.interest_id, f"{entry.organisation_name}: {entry.nature}"[:200]) for entry in entries
        ],
        crumbs=[views.Crumb("My declarations", views.address(scope, "/interests/mine"))],
    )


def declare_at(scope: Scope, suggestion: Suggestion, carrier: str | None) -> str:
    """The form for an interest in whoever carries the contract out, with words that the person may change."""
    given = {"organisation": carrier or suggestion.share.contract, "nature": suggestion.to_declare}
    return views.address(scope, f"/interests/declaration?{urlencode(given)}")


@get("/t/{slug:str}/contracts/mine", opt=access.needs("interests.declare"), name="contracts.mine")
async def mine(request: Request[Any, Any, Any]) -> Template:
    """What is suggested to me, and what I said."""
    return await _page(request, forms.FormState(), None)


@post(
    "/t/{slug:str}/contracts/mine/{share_id:uuid}",
    opt=access.needs("interests.declare"),
    name="contracts.answer",
)
@forms.taking(AnswerForm, again=_again)
async def answer(request: Request[Any, Any, Any], form: AnswerForm, share_id: FromPath[UUID]) -> str:
    """Say that it is declared, as which entry, or why there is nothing to declare."""
    scope = access.scope_of(request)
    await operations.answer_suggestion(
        scope, share_id=share_id, answer=form.answer, interest_id=form.interest_id, words=form.words
    )
    return views.address(scope, "/contracts/mine?said=answered")


ROUTES = [mine, answer]
