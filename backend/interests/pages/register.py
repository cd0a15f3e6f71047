"""The register of interests, a page at a time, and the filters that a reader has saved."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests import settings
from backend.interests.operations import filters as acts
from backend.interests.pages import choices
from backend.interests.pages.parts import page_number, pagination
from backend.interests.queries import filters, paging
from backend.interests.rules import declarants, declaring
from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, views


class FilterForm(forms.Form):
    name: str = Field(min_length=1, max_length=80, description="a name for the filter")
    choices: str = Field("", max_length=2_000)


class RemovalForm(forms.Form):
    """Nothing is asked."""


@get("/t/{slug:str}/interests", opt=access.needs("interests.read"), name="interests.register")
async def shown(request: Request[Any, Any, Any]) -> Template:
    """The register of interests: filtered, as it stood on any day, as it was known on any other."""
    scope = access.scope_of(request)
    chosen = choices.choices_of(request.query_params)
    return await _register(request, scope, chosen, forms.FormState())


@post("/t/{slug:str}/interests/filters", opt=access.needs("interests.read"), name="interests.save-filter")
async def save_filter(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Save the filter that the reader has before them, under a name of their own."""
    scope = access.scope_of(request)

    async def act(form: FilterForm) -> str:
        chosen = choices.choices_of_query(form.choices)
        await acts.save_filter(scope, name=form.name, choices=chosen.query)
        return views.address(scope, f"/interests?{chosen.query}")

    async def again(state: forms.FormState) -> Template:
        return await _register(request, scope, choices.choices_of_query(str(state.value("choices"))), state)

    return await forms.submit(request, FilterForm, act=act, again=again)


@post(
    "/t/{slug:str}/interests/filters/{filter_id:uuid}/removal",
    opt=access.needs("interests.read"),
    name="interests.remove-filter",
)
async def remove_filter(
    request: Request[Any, Any, Any], filter_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Let go of a saved filter."""
    scope = access.scope_of(request)

    async def act(form: RemovalForm) -> str:
        await acts.remove_filter(scope, filter_id=filter_id)
        return views.address(scope, "/interests")

    async def again(state: forms.FormState) -> Template:
        return await _register(request, scope, choices.choices_of({}), state)

    return await forms.submit(request, RemovalForm, act=act, again=again)


async def _register(
    request: Request[Any, Any, Any], scope: Scope, chosen: choices.Choices, state: forms.FormState
) -> Template:
    sifting = chosen.sifting
    found = await paging.page_of_register(scope, sifting=sifting, number=page_number(request))
    return views.page(
        request,
        "interests/register.html",
        state=state,
        found=found,
        turning=pagination(
            views.address(scope, "/interests"), dict(chosen.typed), number=found.number, pages=found.pages
        ),
        rule_set=await settings.rule_set_of(scope, on=sifting.on),
        types=declaring.TYPE_IN_WORDS,
        held=choices.HELD_IN_WORDS,
        groups=declarants.GROUPS,
        chosen=chosen.typed,
        query=chosen.query,
        sifting=sifting,
        picked=await _picked(scope, sifting),
        saved=await filters.filters_of(scope),
        problems_said=chosen.problems,
    )


async def _picked(scope: Scope, sifting: paging.Sifting) -> dict[str, str]:
    """The names of a person and an organisation that the filter holds by their ids."""
    picked = {}
    if sifting.person_id is not None:
        found = await people.persons_by_id(scope, [sifting.person_id])
        picked["person"] = found[sifting.person_id].name if sifting.person_id in found else "Nobody here"
    if sifting.organisation_id is not None:
        known = await organisations.organisations_by_id(scope, ids=[sifting.organisation_id])
        line = known.get(sifting.organisation_id)
        picked["organisation"] = line.name if line else "No organisation here"
    return picked


ROUTES = [shown, save_filter, remove_filter]
