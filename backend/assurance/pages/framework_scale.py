"""The scale of an own framework, as lines of text."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import scales as acts
from backend.assurance.pages.framework_parts import about, at, crumbs, theirs
from backend.assurance.queries import editions as queries
from backend.assurance.queries.answered import answers_on
from backend.assurance.rules.scale_lines import lines_of_scale, scale_from_lines
from backend.web import access, forms, views


class ScaleForm(forms.Form):
    name: str = Field(min_length=1, max_length=200, description="the name of the scale")
    levels: str = Field(min_length=1, max_length=8_000, description="the levels")
    version: int = Field(ge=1, description="the version that was read")


async def _scale(request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    scale = view.scales[0]
    return views.page(
        request,
        "assurance/scale.html",
        **about(scope, view),
        state=state
        if state.values
        else forms.FormState({"name": scale.name, "levels": lines_of_scale(scale)}),
        theirs=theirs(state, view.version),
        lines=lines_of_scale(scale),
        answers=await answers_on(scope, edition_id=edition_id),
        crumbs=crumbs(scope, view),
    )


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/scale",
    opt=access.needs("assurance.keep"),
    name="assurance.framework-scale",
)
async def scale(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Template:
    """The first scale of an own framework, as a form."""
    return await _scale(request, forms.FormState(), edition_id)


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/scale",
    opt=access.needs("assurance.keep"),
    name="assurance.settle-scale",
)
@forms.taking(ScaleForm, again=_scale)
async def settle_scale(request: Request[Any, Any, Any], form: ScaleForm, edition_id: FromPath[UUID]) -> str:
    """Say on which scale it is answered."""
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    first = scale_from_lines(view.scales[0], name=form.name, text=form.levels)
    await acts.settle_scales(
        scope, edition_id=edition_id, version=form.version, scales=[first, *view.scales[1:]]
    )
    return at(scope, edition_id, "?said=written")


ROUTES: list[Any] = [scale, settle_scale]
