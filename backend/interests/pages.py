"""The register, the guided form, and the review."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.interests import operations, queries, rules, settings
from backend.organisations import operations as organisation_operations
from backend.organisations import queries as organisations
from backend.scope import Scope
from backend.web import access, forms, views

# A new organisation is asked for in the same form as a known one; this is the choice that stands for it.
NEW_ORGANISATION = "new"


class InterestForm(forms.Form):
    """What a person types to declare one interest, in the order of the page: errors are listed in it."""

    whose: Literal["mine"] | rules.Relationship = Field(description="whose interest it is")
    organisation_id: Literal["new"] | UUID = Field(description="the organisation")
    organisation_name: str | None = Field(None, max_length=200, description="the organisation's name")
    interest_type: rules.InterestType = Field(description="the type of interest")
    nature: str = Field(min_length=1, max_length=1_000, description="the nature of the interest")
    since: forms.FormDate = Field(description="when it began")
    until: forms.FormDate | None = Field(None, description="when it ended")
    mitigation: str | None = Field(None, max_length=1_000, description="what is done about it")
    correct: Literal["yes"] = Field(description="the box to say that this is complete and correct")


class EndForm(forms.Form):
    ended_on: forms.FormDate = Field(description="the day on which it ended")


class StatementForm(forms.Form):
    """A nil return, or that nothing has changed."""

    correct: Literal["yes"] = Field(description="the box to say that this is complete and correct")


class ReviewForm(forms.Form):
    outcome: Literal["approve", "return"] = Field(description="what to do with the declaration")
    mitigation: str | None = Field(None, max_length=1_000, description="the mitigation that was agreed")
    question: str | None = Field(None, max_length=1_000, description="your question")


@get("/t/{slug:str}/interests", opt=access.needs("interests.read"), name="interests.register")
async def register(
    request: Request[Any, Any, Any],
    text: Annotated[str, QueryParameter(name="text", max_length=200)] = "",
    type_: Annotated[str, QueryParameter(name="type", max_length=40)] = "",
    on: Annotated[str, QueryParameter(name="on", max_length=10)] = "",
    ended: Annotated[str, QueryParameter(name="ended", max_length=3)] = "",
) -> Template:
    """The register of interests, filtered, as it stood on any day."""
    scope = access.scope_of(request)
    interest_type = rules.InterestType(type_) if type_ in set(rules.InterestType) else None
    day, problem = _day(on)
    entries = await queries.register_of(
        scope, on=day, text=text, interest_type=interest_type, include_ended=ended == "yes"
    )
    return views.page(
        request,
        "interests/register.html",
        entries=entries,
        standings=await queries.standings_of(scope),
        rule_set=await settings.rule_set_of(scope),
        types=rules.TYPE_IN_WORDS,
        chosen={"text": text, "type": type_, "on": on, "ended": ended},
        filtered=bool(text or type_ or on or ended),
        day=day or scope.today,
        problem=problem,
    )


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
        declaration_id = await operations.declare_interest(
            scope,
            person_id=_me(scope),
            organisation_id=organisation_id,
            interest_type=form.interest_type,
            nature=form.nature,
            since=form.since,
            until=form.until,
            is_indirect=form.whose != "mine",
            relationship=None if form.whose == "mine" else rules.Relationship(form.whose),
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
        declaration_id = await operations.make_nil_return(scope, person_id=_me(scope))
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=declared")

    async def again(state: forms.FormState) -> Template:
        return await _mine(request, scope, state)

    return await forms.submit(request, StatementForm, act=act, again=again)


@post("/t/{slug:str}/interests/confirmation", opt=access.needs("interests.declare"), name="interests.confirm")
async def confirm(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Say that nothing has changed since I last declared."""
    scope = access.scope_of(request)

    async def act(form: StatementForm) -> str:
        declaration_id = await operations.confirm_unchanged(scope, person_id=_me(scope))
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=declared")

    async def again(state: forms.FormState) -> Template:
        return await _mine(request, scope, state)

    return await forms.submit(request, StatementForm, act=act, again=again)


@get(
    "/t/{slug:str}/interests/{interest_id:uuid}",
    opt=access.needs("interests.read"),
    name="interests.interest",
)
async def interest(request: Request[Any, Any, Any], interest_id: FromPath[UUID]) -> Template:
    """One interest and its history."""
    scope = access.scope_of(request)
    return await _interest(request, scope, interest_id, forms.FormState())


@post(
    "/t/{slug:str}/interests/{interest_id:uuid}/end",
    opt=access.needs("interests.declare"),
    name="interests.end",
)
async def end(request: Request[Any, Any, Any], interest_id: FromPath[UUID]) -> Response[Any] | Template:
    """Say that an interest has ended."""
    scope = access.scope_of(request)

    async def act(form: EndForm) -> str:
        await operations.end_interest(scope, interest_id=interest_id, ended_on=form.ended_on)
        return views.address(scope, f"/interests/{interest_id}?said=ended")

    async def again(state: forms.FormState) -> Template:
        return await _interest(request, scope, interest_id, state)

    return await forms.submit(request, EndForm, act=act, again=again)


@get("/t/{slug:str}/interests/declarations", opt=access.needs("interests.review"), name="interests.to-review")
async def to_review(request: Request[Any, Any, Any]) -> Template:
    """Declarations that wait for a review."""
    scope = access.scope_of(request)
    lines = await queries.declarations_of(scope, only_open=True)
    return views.page(request, "interests/to-review.html", lines=lines, crumbs=_crumbs(scope))


@get(
    "/t/{slug:str}/interests/declarations/{declaration_id:uuid}",
    opt=access.needs("interests.read"),
    name="interests.declaration",
)
async def declaration(request: Request[Any, Any, Any], declaration_id: FromPath[UUID]) -> Template:
    """One act of declaring, and its review."""
    scope = access.scope_of(request)
    return await _declaration(request, scope, declaration_id, forms.FormState())


@post(
    "/t/{slug:str}/interests/declarations/{declaration_id:uuid}/review",
    opt=access.needs("interests.review"),
    name="interests.review",
)
async def review(request: Request[Any, Any, Any], declaration_id: FromPath[UUID]) -> Response[Any] | Template:
    """Accept a declaration, or send it back with a question."""
    scope = access.scope_of(request)

    async def act(form: ReviewForm) -> str:
        if form.outcome == "approve":
            await operations.approve_declaration(
                scope, declaration_id=declaration_id, mitigation=form.mitigation
            )
        elif not form.question:
            raise rules.UnableToReview(
                "Enter your question, so that the person knows what to answer.", field="question"
            )
        else:
            await operations.return_declaration(scope, declaration_id=declaration_id, question=form.question)
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=reviewed")

    async def again(state: forms.FormState) -> Template:
        return await _declaration(request, scope, declaration_id, state)

    return await forms.submit(request, ReviewForm, act=act, again=again)


async def _mine(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    rule_set = await settings.rule_set_of(scope)
    standing = await queries.standing_of(scope, person_id=_me(scope))
    return views.page(
        request,
        "interests/mine.html",
        state=state,
        standing=standing,
        due_on=standing.due_on(
            within_days=rule_set.declare_within_days.value,
            refresh_months=rule_set.publication.at_least_every_months.value,
        ),
        entries=await queries.register_of(scope, person_id=_me(scope), include_ended=True),
        lines=await queries.declarations_of(scope, person_id=_me(scope)),
        crumbs=_crumbs(scope),
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
            (code.value, rules.TYPE_IN_WORDS[code], rules.TYPE_MEANING[code]) for code in rules.InterestType
        ],
        relationships=[(code.value, words) for code, words in rules.RELATIONSHIP_IN_WORDS.items()],
        rule_set=rule_set,
        crumbs=[*_crumbs(scope), views.Crumb("My declarations", views.address(scope, "/interests/mine"))],
    )


async def _interest(
    request: Request[Any, Any, Any], scope: Scope, interest_id: UUID, state: forms.FormState
) -> Template:
    entry = await queries.entry(scope, interest_id=interest_id)
    mine = entry.person_id == scope.actor.person_id
    return views.page(
        request,
        "interests/interest.html",
        state=state,
        entry=entry,
        versions=await queries.versions_of(scope, interest_id=interest_id),
        may_end=entry.until is None
        and (mine or scope.may("interests.review"))
        and scope.may("interests.declare"),
        crumbs=_crumbs(scope),
    )


async def _declaration(
    request: Request[Any, Any, Any], scope: Scope, declaration_id: UUID, state: forms.FormState
) -> Template:
    line, entries = await queries.declaration(scope, declaration_id=declaration_id)
    may_review = scope.may("interests.review") and rules.can_review(
        declarant=line.person_id,
        reviewer=scope.actor.person_id,
        status=line.status,
        into=rules.DeclarationStatus.APPROVED,
    )
    return views.page(
        request,
        "interests/declaration.html",
        state=state,
        line=line,
        entries=entries,
        mine=line.person_id == scope.actor.person_id,
        may_review=may_review,
        may_return=line.status is rules.DeclarationStatus.SUBMITTED,
        crumbs=_crumbs(scope),
    )


async def _organisation_of(scope: Scope, form: InterestForm) -> UUID:
    """The organisation that was picked, or a new one by the name that was typed, unless it is known after all."""
    if form.organisation_id != NEW_ORGANISATION:
        return UUID(str(form.organisation_id))
    if not form.organisation_name:
        raise rules.UnableToDeclare(
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


def _me(scope: Scope) -> UUID:
    assert scope.actor.person_id is not None, "a page is opened by a person"
    return scope.actor.person_id


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Register of interests", views.address(scope, "/interests"))]


def _day(text: str) -> tuple[date | None, str | None]:
    """The day in the filter; a day that can't be read is said, and today's register shown."""
    if not text.strip():
        return None, None
    try:
        found = forms.parse_date(text.strip())
    except ValueError:
        return (
            None,
            f"“{text}” is not a day that can be read, so this is the register of today. Write it as 3/6/2014.",
        )
    return found, None


ROUTES = [
    register,
    mine,
    form,
    declare,
    nil_return,
    confirm,
    to_review,
    declaration,
    review,
    interest,
    end,
]
