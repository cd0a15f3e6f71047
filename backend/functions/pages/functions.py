"""One function: who holds it on a day, under what, who decides here, its history; and keeping its words."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.functions import RegisterFunction
from backend.catalogue.shapes import Line, Text
from backend.delegation.queries.gates import Act, guard
from backend.functions import map as drawn
from backend.functions import operations, queries
from backend.functions.pages.parts import MODELS, STANDINGS, crumbs, shown_on
from backend.functions.rules.holding import MODEL_IN_WORDS, STANDING_IN_WORDS
from backend.kit.calendar import in_words
from backend.ledger import queries as ledger
from backend.organisations import queries as organisations
from backend.organisations.rules import entered
from backend.powers import queries as powers
from backend.scope import Scope
from backend.web import access, forms, views


class FunctionForm(forms.Form):
    name: Line = Field(max_length=300, description="the function")
    area: Line = Field(max_length=100, description="the area that it belongs to")
    authority: Line | None = Field(None, max_length=300, description="the statute or agreement")
    about: Text | None = Field(None, max_length=4_000, description="what belongs to it")
    scheme: list[UUID] = Field([], max_length=40, description="what is decided within it")
    version: int | None = Field(None, ge=1, description="the version that you changed")


class NothingForm(forms.Form):
    """A button and nothing else."""


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, function_id: UUID | None
) -> Template:
    scope = access.scope_of(request)
    known = None if function_id is None else await queries.function_view(scope, function_id=function_id)
    back = [] if known is None else [(known.line.name, f"/functions/{function_id}")]
    return views.page(
        request,
        "functions/form.html",
        state=state,
        function=known.line if known else None,
        scheme=[(str(each.id), each.name) for each in await powers.functions_of(scope)],
        crumbs=crumbs(scope, *back),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, function_id: UUID) -> Template:
    return await _form(request, state, function_id)


@get("/t/{slug:str}/functions/new", opt=access.needs("functions.keep"), name="functions.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a function."""
    return await _blank(request, forms.FormState())


@post("/t/{slug:str}/functions", opt=access.needs("functions.keep"), name="functions.add")
@forms.taking(FunctionForm, again=_blank)
async def add(request: Request[Any, Any, Any], form: FunctionForm) -> str:
    """Put a function into the register; nobody holds it by that."""
    scope = access.scope_of(request)
    slug = await operations.free_slug_for(scope, name=form.name)
    function = await _said(scope, form, slug=slug)
    function_id = await operations.add_function(scope, function=function)
    return views.address(scope, f"/functions/{function_id}?said=added")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, function_id: UUID) -> Template:
    """The function's page."""
    scope = access.scope_of(request)
    day, typed, wrong = shown_on(request, scope)
    view = await queries.function_view(scope, function_id=function_id, on=day)
    agreements = await queries.agreements_of(scope, on=day)
    stopped = await guard(scope, act=Act.FUNCTION_START, function=view.line.slug, on=day)
    return views.page(
        request,
        "functions/function.html",
        state=state,
        view=view,
        line=view.line,
        under=next(
            (a for a in agreements if view.line.holding and a.id == view.line.holding.agreement_id), None
        ),
        agreements=[(str(each.id), each.name) for each in agreements],
        gate=None if stopped.clear else stopped.sentence,
        standings=STANDINGS,
        models=MODELS,
        standing_words=STANDING_IN_WORDS,
        model_words=MODEL_IN_WORDS,
        decided=drawn.decided_in_words(view.line),
        planned=drawn.planned_in_words,
        documents=await organisations.documents_of(scope),
        history=await ledger.history_of(scope, room="functions", kind="function", record_id=function_id),
        acts=ACTS,
        on=day,
        typed=typed,
        problem=wrong,
        crumbs=crumbs(scope),
    )


ACTS = {
    "functions.function.added": "Put into the register",
    "functions.function.changed": "Its words were changed",
    "functions.function.retired": "Taken out of the register",
    "functions.function.restored": "Brought back",
    "functions.holding.recorded": "A holder was recorded",
    "functions.holding.ended": "A holder’s last day was recorded",
    "functions.holding.withdrawn": "A record was withdrawn as a mistake",
}


@get(
    "/t/{slug:str}/functions/{function_id:uuid}",
    opt=access.needs("functions.read"),
    name="functions.function",
)
async def function(request: Request[Any, Any, Any], function_id: FromPath[UUID]) -> Template:
    """One function, as at a day."""
    return await page_of(request, forms.FormState(), function_id)


@get(
    "/t/{slug:str}/functions/{function_id:uuid}/change",
    opt=access.needs("functions.keep"),
    name="functions.edit",
)
async def edit(request: Request[Any, Any, Any], function_id: FromPath[UUID]) -> Template:
    """The form with the function's words."""
    return await _filled(request, forms.FormState(), function_id)


@post(
    "/t/{slug:str}/functions/{function_id:uuid}/change",
    opt=access.needs("functions.keep"),
    name="functions.change",
)
@forms.taking(FunctionForm, again=_filled)
async def change(request: Request[Any, Any, Any], form: FunctionForm, function_id: FromPath[UUID]) -> str:
    """Change the function's words. What was read in a source stays so while it stays the same."""
    scope = access.scope_of(request)
    before = (await queries.function_view(scope, function_id=function_id)).catalogued
    after = await _said(scope, form, slug=before.id)
    same = all(
        getattr(before, name) == getattr(after, name) for name in ("name", "area", "authority", "about")
    )
    kept: dict[str, Any] = {"says": before.says}
    if same:
        kept |= {"source": before.source, "mark": before.mark, "note": before.note}
    await operations.change_function(
        scope, function_id=function_id, function=after.model_copy(update=kept), version=form.version
    )
    return views.address(scope, f"/functions/{function_id}?said=changed")


@post(
    "/t/{slug:str}/functions/{function_id:uuid}/retirement",
    opt=access.needs("functions.keep"),
    name="functions.retire",
)
@forms.taking(NothingForm, again=page_of)
async def retire(request: Request[Any, Any, Any], _form: NothingForm, function_id: FromPath[UUID]) -> str:
    """From today the register shows it no more."""
    scope = access.scope_of(request)
    await operations.retire_function(scope, function_id=function_id)
    return views.address(scope, f"/functions/{function_id}?said=retired")


@post(
    "/t/{slug:str}/functions/{function_id:uuid}/return",
    opt=access.needs("functions.keep"),
    name="functions.restore",
)
@forms.taking(NothingForm, again=page_of)
async def restore(request: Request[Any, Any, Any], _form: NothingForm, function_id: FromPath[UUID]) -> str:
    """Undo the retirement."""
    scope = access.scope_of(request)
    await operations.restore_function(scope, function_id=function_id)
    return views.address(scope, f"/functions/{function_id}?said=restored")


async def _said(scope: Scope, form: FunctionForm, *, slug: str) -> RegisterFunction:
    slugs = {each.id: each.slug for each in await powers.functions_of(scope)}
    said = entered(scope.actor.name, in_words(scope.today))
    return RegisterFunction(
        id=slug,
        name=form.name,
        area=form.area,
        authority=form.authority,
        about=form.about,
        # what is no function of ours has no short name, and is refused by the rule
        scheme=tuple(slugs.get(each, "unknown") for each in form.scheme),
        mark=said.mark,
        note=said.note,
    )


FIXED: list[Any] = [new, add]
ROUTES: list[Any] = [function, edit, change, retire, restore]
