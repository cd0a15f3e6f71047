"""Commissioners: the list, one of them, who looks after it, what it owes, and what came by letter."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue import shelf
from backend.organisations import queries as organisations
from backend.reviewing import operations, queries
from backend.reviewing.pages.shown import crumbs, shown_on
from backend.together.queries import agreements_of
from backend.together.rules import Kind
from backend.web import access, forms, views

_ONE = "/t/{slug:str}/reviewing/commissioners/{commissioner_id:uuid}"


class CommissionerForm(forms.Form):
    name: str = Field(min_length=1, max_length=300, description="its name")
    organisation_id: UUID | None = Field(None, description="the organisation in the directory")
    agreement_id: UUID | None = Field(None, description="the agreement")
    from_on: forms.FormDate = Field(description="since when it is reviewed here")
    until_on: forms.FormDate | None = Field(None, description="the last day")
    lead_person_id: UUID | None = Field(None, description="who leads")
    second_person_id: UUID | None = Field(None, description="the second reviewer")
    version: int = Field(1, ge=1, description="the version that you changed")


class ExpectForm(forms.Form):
    commissioner_ids: list[UUID] = Field(description="which commissioners")
    framework: str = Field(min_length=1, max_length=200, description="which return")
    period: str = Field(min_length=1, max_length=200, description="what the period is called")
    from_on: forms.FormDate = Field(description="the first day of the period")
    until_on: forms.FormDate = Field(description="the last day of the period")
    due_on: forms.FormDate = Field(description="the day by which")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    found = await queries.commissioners_of(scope)
    return views.page(
        request,
        "reviewing/commissioners.html",
        state=state,
        commissioners=found,
        choices=[(each.id, each.name) for each in found if not each.until_on],
        definitions=_definitions(),
        crumbs=crumbs(scope),
    )


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, commissioner_id: UUID | None = None
) -> Template:
    scope = access.scope_of(request)
    lines = await queries.commissioners_of(scope)
    known = None
    if commissioner_id is not None:
        known = (await queries.commissioner_of(scope, commissioner_id=commissioner_id)).line
    team = await queries.team_of(scope)
    taken = {each.agreement_id for each in lines if each.id != commissioner_id}
    return views.page(
        request,
        "reviewing/commissioner-form.html",
        state=state,
        known=known,
        reviewers=[(each.id, each.name) for each in team.members],
        organisations=[(each.id, each.name) for each in await organisations.organisations_of(scope)],
        agreements=[
            (each.id, f"{each.other_name}: {each.name}")
            for each in await agreements_of(scope, kind=Kind.OVERSIGHT)
            if each.id not in taken
        ],
        crumbs=crumbs(scope, known),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, commissioner_id: UUID) -> Template:
    return await _form(request, state, commissioner_id)


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, commissioner_id: UUID) -> Template:
    scope = access.scope_of(request)
    day = shown_on(request, scope)
    found = await queries.commissioner_of(scope, commissioner_id=commissioner_id, on=day["on"])
    return views.page(
        request,
        "reviewing/commissioner.html",
        state=state,
        found=found,
        line=found.line,
        crumbs=crumbs(scope),
        **shown_on(request, scope),
    )


@get("/t/{slug:str}/reviewing/commissioners", opt=access.needs("reviewing.read"), name="reviewing.list")
async def every(request: Request[Any, Any, Any]) -> Template:
    """Who is reviewed here, and by whom."""
    return await _list(request, forms.FormState())


@get("/t/{slug:str}/reviewing/commissioners/new", opt=access.needs("reviewing.keep"), name="reviewing.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a commissioner."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/reviewing/commissioners", opt=access.needs("reviewing.keep"), name="reviewing.add")
@forms.taking(CommissionerForm, again=_blank)
async def add(request: Request[Any, Any, Any], form: CommissionerForm) -> str:
    """Put a commissioner on the list."""
    scope = access.scope_of(request)
    commissioner_id = await operations.add_commissioner(
        scope, **form.model_dump(exclude={"version", "until_on"})
    )
    return views.address(scope, f"/reviewing/commissioners/{commissioner_id}?said=added")


@post("/t/{slug:str}/reviewing/expected", opt=access.needs("reviewing.keep"), name="reviewing.expect")
@forms.taking(ExpectForm, again=_list)
async def expect(request: Request[Any, Any, Any], form: ExpectForm) -> str:
    """Say that commissioners owe a return."""
    scope = access.scope_of(request)
    await operations.expect_return(
        scope,
        title=dict(_definitions()).get(form.framework, form.framework),
        **{**form.model_dump(), "commissioner_ids": tuple(form.commissioner_ids)},
    )
    return views.address(scope, "/reviewing/commissioners?said=expected")


@get(_ONE, opt=access.needs("reviewing.read"), name="reviewing.commissioner")
async def one(request: Request[Any, Any, Any], commissioner_id: FromPath[UUID]) -> Template:
    """One commissioner: its team, its returns, its conditions."""
    return await page_of(request, forms.FormState(), commissioner_id)


@get(f"{_ONE}/change", opt=access.needs("reviewing.keep"), name="reviewing.changing")
async def changing(request: Request[Any, Any, Any], commissioner_id: FromPath[UUID]) -> Template:
    """The form, filled."""
    return await _form(request, forms.FormState(), commissioner_id)


@post(_ONE, opt=access.needs("reviewing.keep"), name="reviewing.change")
@forms.taking(CommissionerForm, again=_filled)
async def change(
    request: Request[Any, Any, Any], form: CommissionerForm, commissioner_id: FromPath[UUID]
) -> str:
    """Change a commissioner."""
    scope = access.scope_of(request)
    known = (await queries.commissioner_of(scope, commissioner_id=commissioner_id)).line
    values = form.model_dump()
    values["organisation_id"] = values["organisation_id"] or known.organisation_id
    await operations.change_commissioner(scope, commissioner_id=commissioner_id, **values)
    return views.address(scope, f"/reviewing/commissioners/{commissioner_id}?said=changed")


@post(
    f"{_ONE}/expected/{{expected_id:uuid}}/withdrawing",
    opt=access.needs("reviewing.keep"),
    name="reviewing.withdraw-expected",
)
@forms.taking(
    BecauseForm,
    again=lambda request, state, commissioner_id, expected_id: page_of(request, state, commissioner_id),
)
async def withdraw_expected(
    request: Request[Any, Any, Any],
    form: BecauseForm,
    commissioner_id: FromPath[UUID],
    expected_id: FromPath[UUID],
) -> str:
    """Say that a return is not owed after all."""
    scope = access.scope_of(request)
    await operations.withdraw_expected(
        scope, commissioner_id=commissioner_id, expected_id=expected_id, because=form.because
    )
    return views.address(scope, f"/reviewing/commissioners/{commissioner_id}?said=withdrawn")


@post(f"{_ONE}/standing-aside", opt=access.needs("reviewing.review"), name="reviewing.stand-aside")
@forms.taking(BecauseForm, again=page_of)
async def stand_aside(
    request: Request[Any, Any, Any], form: BecauseForm, commissioner_id: FromPath[UUID]
) -> str:
    """Stand aside oneself, from now on."""
    scope = access.scope_of(request)
    await operations.stand_aside(scope, commissioner_id=commissioner_id, because=form.because)
    return views.address(scope, f"/reviewing/commissioners/{commissioner_id}?said=aside")


def _definitions() -> list[tuple[str, str]]:
    """The returns that the catalogue defines, by framework: the newest title of each."""
    found = {
        each.id: each.title
        for each in sorted(shelf.catalogue().returns.values(), key=lambda each: each.edition)
    }
    return sorted(found.items(), key=lambda each: each[1])


ROUTES: list[Any] = [
    every,
    new,
    add,
    expect,
    one,
    changing,
    change,
    withdraw_expected,
    stand_aside,
]
