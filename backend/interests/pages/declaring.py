"""My declarations, and the guided form."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import Field

from backend.interests import settings
from backend.interests.operations import declaring as acts
from backend.interests.pages.parts import crumbs, me
from backend.interests.queries import declarations, register
from backend.interests.rules import declaring
from backend.organisations import operations as organisation_operations
from backend.organisations import queries as organisations
from backend.scope import Scope
from backend.web import access, forms, views

# A new organisation is asked for in the same form as a known one; this is the choice that stands for it.
NEW_ORGANISATION = "new"


class InterestForm(forms.Form):
    """What a person types to declare one interest, in the order of the page: errors are listed in it."""

    whose: Literal["mine"] | declaring.Relationship = Field(description="whose interest it is")
    organisation_id: Literal["new"] | UUID = Field(description="the organisation")
    organisation_name: str | None = Field(None, max_length=200, description="the organisation's name")
    interest_type: declaring.InterestType = Field(description="the type of interest")
    nature: str = Field(min_length=1, max_length=1_000, description="the nature of the interest")
    since: forms.FormDate = Field(description="when it began")
    until: forms.FormDate | None = Field(None, description="when it ended")
    mitigation: str | None = Field(None, max_length=1_000, description="what is done about it")
    correct: Literal["yes"] = Field(description="the box to say that this is complete and correct")


class StatementForm(forms.Form):
    """A nil return, or that nothing has changed."""

    correct: Literal["yes"] = Field(description="the box to say that this is complete and correct")


@get("/t/{slug:str}/interests/mine", opt=access.needs("interests.declare"), name="interests.mine")
async def mine(request: Request[Any, Any, Any]) -> Template:
    """What I have declared, what I owe, and the ways to declare."""
    scope = access.scope_of(request)
    return await _mine(request, scope, forms.FormState())


@get("/t/{slug:str}/interests/declaration", opt=access.needs("interests.declare"), name="interests.form")
async def form(request: Request[Any, Any, Any]) -> Template:
    """The guided form for one interest."""
    scope = access.scope_of(request)
    return await _form(request, scope, forms.FormState())


@post("/t/{slug:str}/interests/declarations", opt=access.needs("interests.declare"), name="interests.declare")
async def declare(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Put one interest of mine on the register."""
    scope = access.scope_of(request)

    async def act(form: InterestForm) -> str:
        organisation_id = await _organisation_of(scope, form)
        declaration_id = await acts.declare_interest(
            scope,
            person_id=me(scope),
            organisation_id=organisation_id,
            interest_type=form.interest_type,
            nature=form.nature,
            since=form.since,
            until=form.until,
            is_indirect=form.whose != "mine",
            relationship=None if form.whose == "mine" else declaring.Relationship(form.whose),
            mitigation=form.mitigation,
        )
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=declared")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state)

    return await forms.submit(request, InterestForm, act=act, again=again)


@post(
    "/t/{slug:str}/interests/nil-return", opt=access.needs("interests.declare"), name="interests.nil-return"
)
async def nil_return(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Say that I have nothing to declare."""
    scope = access.scope_of(request)

    async def act(form: StatementForm) -> str:
        declaration_id = await acts.make_nil_return(scope, person_id=me(scope))
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=declared")

    async def again(state: forms.FormState) -> Template:
        return await _mine(request, scope, state)

    return await forms.submit(request, StatementForm, act=act, again=again)


@post("/t/{slug:str}/interests/confirmation", opt=access.needs("interests.declare"), name="interests.confirm")
async def confirm(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Say that nothing has changed since I last declared."""
    scope = access.scope_of(request)

    async def act(form: StatementForm) -> str:
        declaration_id = await acts.confirm_unchanged(scope, person_id=me(scope))
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=declared")

    async def again(state: forms.FormState) -> Template:
        return await _mine(request, scope, state)

    return await forms.submit(request, StatementForm, act=act, again=again)


async def _mine(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    rule_set = await settings.rule_set_of(scope)
    standing = await declarations.standing_of(scope, person_id=me(scope))
    return views.page(
        request,
        "interests/mine.html",
        state=state,
        standing=standing,
        due_on=standing.due_on(
            within_days=rule_set.declare_within_days.value,
            refresh_months=rule_set.publication.at_least_every_months.value,
        ),
        entries=await register.register_of(scope, person_id=me(scope), include_ended=True),
        lines=await declarations.declarations_of(scope, person_id=me(scope)),
        crumbs=crumbs(scope),
    )


async def _form(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    rule_set = await settings.rule_set_of(scope)
    known = await organisations.organisations_of(scope)
    return views.page(
        request,
        "interests/declare.html",
        state=state,
        organisations=[(line.id, line.name) for line in known],
        types=[
            (code.value, declaring.TYPE_IN_WORDS[code], declaring.TYPE_MEANING[code])
            for code in declaring.InterestType
        ],
        relationships=[(code.value, words) for code, words in declaring.RELATIONSHIP_IN_WORDS.items()],
        rule_set=rule_set,
        crumbs=[*crumbs(scope), views.Crumb("My declarations", views.address(scope, "/interests/mine"))],
    )


async def _organisation_of(scope: Scope, form: InterestForm) -> UUID:
    """The organisation that was picked, or a new one by the name that was typed, unless it is known after all."""
    if form.organisation_id != NEW_ORGANISATION:
        return UUID(str(form.organisation_id))
    if not form.organisation_name:
        raise declaring.UnableToDeclare(
            "Enter the organisation's name, or pick it from the list.", field="organisation_name"
        )
    same = (await organisations.organisations_named(scope, names=[form.organisation_name]))[
        form.organisation_name
    ]
    if same:
        return same[0].id
    return await organisation_operations.add_as_named(
        scope, name=form.organisation_name, demonstration=scope.tenant.demonstration
    )


ROUTES = [mine, form, declare, nil_return, confirm]
