"""Duplicates in the directory: which are alike, making one of two, and undoing it."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.organisations import merging, queries
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class MergeForm(forms.Form):
    other_id: UUID = Field(description="the organisation that is the same")


class UndoForm(forms.Form):
    merge_id: UUID = Field(description="the merge")


@get(
    "/t/{slug:str}/organisations/duplicates",
    opt=access.needs("organisations.change"),
    name="organisations.duplicates",
)
async def duplicates(request: Request[Any, Any, Any]) -> Template:
    """What could be one organisation under two entries, with the reason."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "organisations/duplicates.html",
        groups=await merging.alike_in(scope),
        crumbs=_crumbs(scope),
    )


async def _form(request: Request[Any, Any, Any], state: forms.FormState, organisation_id: UUID) -> Template:
    scope = access.scope_of(request)
    kept = (await queries.organisation(scope, organisation_id=organisation_id)).line
    if kept.retired_on is not None:
        raise NotFound("organisation")
    others = await queries.organisations_of(scope)
    likely = {
        each.id
        for group in merging.alike(others)
        if kept.id in {member.id for member in group.organisations}
        for each in group.organisations
    } - {kept.id}
    given = request.query_params.get("other", "")
    return views.page(
        request,
        "organisations/merge.html",
        state=state,
        kept=kept,
        chosen=given if given in {str(each.id) for each in others} else None,
        others=[
            (each.id, f"{each.name} ({each.type_in_words.lower()})")
            for each in sorted(others, key=lambda each: (each.id not in likely, each.name.lower()))
            if each.id != kept.id
        ],
        crumbs=[*_crumbs(scope), views.Crumb(kept.name, views.address(scope, f"/organisations/{kept.id}"))],
    )


@get(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/merge",
    opt=access.needs("organisations.change"),
    name="organisations.merge-form",
)
async def form(request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Template:
    """Choose which organisation is the same as this one."""
    return await _form(request, forms.FormState(), organisation_id)


@post(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/merge",
    opt=access.needs("organisations.change"),
    name="organisations.merge",
)
@forms.taking(MergeForm, again=_form)
async def merge(request: Request[Any, Any, Any], form: MergeForm, organisation_id: FromPath[UUID]) -> str:
    """Make one of two."""
    scope = access.scope_of(request)
    await merging.merge(scope, kept_id=organisation_id, merged_id=form.other_id)
    return views.address(scope, f"/organisations/{organisation_id}?said=merged")


@post(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/merge/undoing",
    opt=access.needs("organisations.change"),
    name="organisations.unmerge",
)
@forms.taking(UndoForm, again=_form)
async def undo(request: Request[Any, Any, Any], form: UndoForm, organisation_id: FromPath[UUID]) -> str:
    """Make two of one again."""
    scope = access.scope_of(request)
    standing = await merging.merges_into(scope, organisation_id=organisation_id)
    if form.merge_id not in {each.id for each in standing}:
        raise NotFound("merge")
    await merging.undo_merge(scope, merge_id=form.merge_id)
    return views.address(scope, f"/organisations/{organisation_id}?said=unmerged")


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Organisations", views.address(scope, "/organisations"))]


ROUTES = [duplicates, form, merge, undo]
