"""One edition: what it asks, where it comes from, and what can happen to it."""

from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import editions as acts
from backend.assurance.operations import succeeding
from backend.assurance.pages.framework_parts import about, at, crumbs
from backend.assurance.queries import editions as queries
from backend.assurance.queries import mappings, requirements
from backend.assurance.queries.answered import answers_on
from backend.assurance.rules.conditions import rule_in_words
from backend.web import access, forms, views


class UseForm(forms.Form):
    on: forms.FormDate | None = Field(None, description="since when it is in use")


class RetireForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is retired")
    retire_on: forms.FormDate | None = Field(None, description="since when it is not in use")


class WithdrawForm(forms.Form):
    withdrawn_because: str | None = Field(None, max_length=1_000, description="why the draft is thrown away")


class NextForm(forms.Form):
    label: str = Field(min_length=1, max_length=40, description="the name of the next edition")


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}",
    opt=access.needs("assurance.read"),
    name="assurance.framework",
)
async def shown(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Template:
    """What the edition asks, domain by domain."""
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    asked = await requirements.requirements_of(scope, edition_id=edition_id)
    domains = await requirements.domains_of(scope, edition_id=edition_id)
    by_domain = {key: tuple(several) for key, several in groupby(asked, key=lambda each: each.domain_id)}
    others = await queries.editions_of(scope, framework=view.framework)
    return views.page(
        request,
        "assurance/framework.html",
        **about(scope, view),
        parts=[(domain, by_domain.get(domain.id, ())) for domain in domains],
        asked=len(asked),
        mapped=await mappings.mapped_of(scope, requirement_ids=[each.id for each in asked]),
        rules={each.id: rule_in_words(each.rule) for each in asked if each.rule},
        documents={each["id"]: each["title"] for each in view.documents},
        before=next((each for each in others if each.id == view.succeeds_id), None),
        after=next((each for each in others if each.succeeds_id == view.id), None),
        crumbs=crumbs(scope),
    )


async def _settle(request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    return views.page(
        request,
        "assurance/framework-settle.html",
        **about(scope, view),
        state=state,
        answers=await answers_on(scope, edition_id=edition_id),
        crumbs=crumbs(scope, view),
    )


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/settle",
    opt=access.needs("assurance.keep"),
    name="assurance.settle-framework",
)
async def settle(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Template:
    """What can happen to the edition now."""
    return await _settle(request, forms.FormState(), edition_id)


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/use",
    opt=access.needs("assurance.keep"),
    name="assurance.use-framework",
)
@forms.taking(UseForm, again=_settle)
async def use(request: Request[Any, Any, Any], form: UseForm, edition_id: FromPath[UUID]) -> str:
    """Put an own draft into use."""
    scope = access.scope_of(request)
    await acts.put_into_use(scope, edition_id=edition_id, on=form.on)
    return at(scope, edition_id, "?said=taken")


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/retire",
    opt=access.needs("assurance.keep"),
    name="assurance.retire-framework",
)
@forms.taking(RetireForm, again=_settle)
async def retire(request: Request[Any, Any, Any], form: RetireForm, edition_id: FromPath[UUID]) -> str:
    """Answer to it no longer."""
    scope = access.scope_of(request)
    await acts.retire(scope, edition_id=edition_id, because=form.because, on=form.retire_on)
    return at(scope, edition_id, "?said=retired")


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/withdraw",
    opt=access.needs("assurance.keep"),
    name="assurance.withdraw-framework",
)
@forms.taking(WithdrawForm, again=_settle)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawForm, edition_id: FromPath[UUID]) -> str:
    """Throw a draft away."""
    scope = access.scope_of(request)
    await acts.withdraw(scope, edition_id=edition_id, because=form.withdrawn_because)
    return at(scope, rest="?said=withdrawn")


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/next",
    opt=access.needs("assurance.keep"),
    name="assurance.next-edition",
)
@forms.taking(NextForm, again=_settle)
async def begin_next(request: Request[Any, Any, Any], form: NextForm, edition_id: FromPath[UUID]) -> str:
    """Begin the next edition of an own framework as a draft."""
    scope = access.scope_of(request)
    next_id = await succeeding.begin_next(scope, edition_id=edition_id, label=form.label)
    return at(scope, next_id, "?said=begun")


ROUTES: list[Any] = [shown, settle, use, retire, withdraw, begin_next]
