"""Mapping a requirement to those of other frameworks."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import mappings as acts
from backend.assurance.pages.framework_parts import about, crumbs
from backend.assurance.queries import editions as queries
from backend.assurance.queries import mappings, requirements
from backend.assurance.rules.editions import State
from backend.assurance.rules.mapping import RELATION_IN_WORDS, Relation
from backend.web import access, forms, views


class MappingForm(forms.Form):
    relation: Relation = Field(description="what it is to the other")
    other: UUID = Field(description="the other requirement")
    note: str | None = Field(None, max_length=1_000, description="the note")


class EndForm(forms.Form):
    ended_because: str = Field(min_length=1, max_length=1_000, description="why it ends")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, requirement_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await requirements.requirement_of(scope, requirement_id=requirement_id)
    view = await queries.edition_of(scope, edition_id=found.edition_id)
    live = (State.IN_USE, State.DRAFT)
    others = [
        each
        for each in await queries.editions_of(scope)
        if each.id != view.id and each.framework != view.framework and each.state in live
    ]
    asked = await requirements.requirements_of_several(scope, edition_ids=[each.id for each in others])
    return views.page(
        request,
        "assurance/mappings.html",
        **about(scope, view),
        state=state,
        requirement=found,
        mapped=(await mappings.mapped_of(scope, requirement_ids=[requirement_id]))[requirement_id],
        relations=[(each.value, words) for each, words in RELATION_IN_WORDS.items()],
        groups=[(each.name, asked.get(each.id, ())) for each in others if asked.get(each.id)],
        crumbs=crumbs(scope, view),
    )


async def _of_mapping(request: Request[Any, Any, Any], state: forms.FormState, mapping_id: UUID) -> Template:
    scope = access.scope_of(request)
    return await _page(request, state, await mappings.requirement_of_mapping(scope, mapping_id=mapping_id))


@get(
    "/t/{slug:str}/assurance/framework-requirements/{requirement_id:uuid}/mappings",
    opt=access.needs("assurance.read"),
    name="assurance.requirement-mappings",
)
async def shown(request: Request[Any, Any, Any], requirement_id: FromPath[UUID]) -> Template:
    """What a requirement is mapped to, and the form for one more."""
    return await _page(request, forms.FormState(), requirement_id)


@post(
    "/t/{slug:str}/assurance/framework-requirements/{requirement_id:uuid}/mappings",
    opt=access.needs("assurance.keep"),
    name="assurance.map-requirement",
)
@forms.taking(MappingForm, again=_page)
async def map_one(request: Request[Any, Any, Any], form: MappingForm, requirement_id: FromPath[UUID]) -> str:
    """Map it to another."""
    scope = access.scope_of(request)
    await acts.map_requirement(
        scope, from_id=requirement_id, to_id=form.other, relation=form.relation, note=form.note
    )
    return views.address(scope, f"/assurance/framework-requirements/{requirement_id}/mappings?said=mapped")


@post(
    "/t/{slug:str}/assurance/framework-mappings/{mapping_id:uuid}/end",
    opt=access.needs("assurance.keep"),
    name="assurance.end-mapping",
)
@forms.taking(EndForm, again=_of_mapping)
async def end(request: Request[Any, Any, Any], form: EndForm, mapping_id: FromPath[UUID]) -> str:
    """End a mapping."""
    scope = access.scope_of(request)
    requirement_id = await mappings.requirement_of_mapping(scope, mapping_id=mapping_id)
    await acts.end_mapping(scope, mapping_id=mapping_id, because=form.ended_because)
    return views.address(scope, f"/assurance/framework-requirements/{requirement_id}/mappings?said=ended")


ROUTES: list[Any] = [shown, map_one, end]
