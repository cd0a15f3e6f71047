"""Adding, changing, retiring and bringing back the functions of the scheme."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.powers import PowerFunction
from backend.catalogue.shapes import Line, Text
from backend.kit.calendar import in_words
from backend.organisations import queries as organisations
from backend.organisations.rules import entered
from backend.powers import operations, queries
from backend.powers.operations.functions import free_slug_for
from backend.powers.pages.parts import crumbs
from backend.powers.rules import GapKind
from backend.web import access, forms, views


class FunctionForm(forms.Form):
    name: Line = Field(max_length=200, description="what is decided")
    authority: Line = Field(max_length=300, description="the statute or the agreement")
    about: Text | None = Field(None, max_length=4_000, description="what belongs to it")


class NothingForm(forms.Form):
    """A button and nothing else."""


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return views.page(
        request, "powers/function-form.html", state=state, crumbs=crumbs(access.scope_of(request))
    )


@get("/t/{slug:str}/powers/functions/new", opt=access.needs("powers.change"), name="powers.new-function")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a new function."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/powers/functions", opt=access.needs("powers.change"), name="powers.add-function")
@forms.taking(FunctionForm, again=_form)
async def add(request: Request[Any, Any, Any], form: FunctionForm) -> str:
    """Add a function; who holds it follows."""
    scope = access.scope_of(request)
    slug = await free_slug_for(scope, name=form.name)
    said = entered(scope.actor.name, in_words(scope.today))
    function_id = await operations.add_function(
        scope,
        function=PowerFunction(
            id=slug,
            name=form.name,
            authority=form.authority,
            about=form.about,
            mark=said.mark,
            note=said.note,
        ),
    )
    return views.address(scope, f"/powers/functions/{function_id}?said=added")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, function_id: UUID) -> Template:
    scope = access.scope_of(request)
    function = await queries.function_view(scope, function_id=function_id)
    view = await queries.scheme_view(scope, function_id=function_id)
    return views.page(
        request,
        "powers/function.html",
        state=state,
        function=function,
        lines=view.lines,
        later=view.later,
        gaps=[gap for gap in view.gaps if gap.function_id == function_id and gap.kind is not GapKind.NOBODY],
        documents=await organisations.documents_of(scope),
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/powers/functions/{function_id:uuid}",
    opt=access.needs("powers.read"),
    name="powers.function",
)
async def function(request: Request[Any, Any, Any], function_id: FromPath[UUID]) -> Template:
    """One function: who holds it, up to what."""
    return await _page(request, forms.FormState(), function_id)


@post(
    "/t/{slug:str}/powers/functions/{function_id:uuid}",
    opt=access.needs("powers.change"),
    name="powers.change-function",
)
@forms.taking(FunctionForm, again=_page)
async def change(request: Request[Any, Any, Any], form: FunctionForm, function_id: FromPath[UUID]) -> str:
    """Change the function's words. What was read in a source stays so while it stays the same."""
    scope = access.scope_of(request)
    before = await queries.function_view(scope, function_id=function_id)
    same = (before.name, before.authority, before.about) == (form.name, form.authority, form.about)
    kept = before.provenance if same else entered(scope.actor.name, in_words(scope.today))
    await operations.change_function(
        scope,
        function_id=function_id,
        function=PowerFunction(
            id=before.slug,
            name=form.name,
            authority=form.authority,
            about=form.about,
            source=kept.source,
            mark=kept.mark,
            note=kept.note,
        ),
    )
    return views.address(scope, f"/powers/functions/{function_id}?said=changed")


@post(
    "/t/{slug:str}/powers/functions/{function_id:uuid}/retirement",
    opt=access.needs("powers.change"),
    name="powers.retire-function",
)
@forms.taking(NothingForm, again=_page)
async def retire(request: Request[Any, Any, Any], _form: NothingForm, function_id: FromPath[UUID]) -> str:
    """From today the scheme knows the function no more."""
    scope = access.scope_of(request)
    await operations.retire_function(scope, function_id=function_id)
    return views.address(scope, f"/powers/functions/{function_id}?said=retired")


@post(
    "/t/{slug:str}/powers/functions/{function_id:uuid}/return",
    opt=access.needs("powers.change"),
    name="powers.restore-function",
)
@forms.taking(NothingForm, again=_page)
async def restore(request: Request[Any, Any, Any], _form: NothingForm, function_id: FromPath[UUID]) -> str:
    """Undo the retirement."""
    scope = access.scope_of(request)
    await operations.restore_function(scope, function_id=function_id)
    return views.address(scope, f"/powers/functions/{function_id}?said=restored")


ROUTES: list[Any] = [new, add, function, change, retire, restore]
