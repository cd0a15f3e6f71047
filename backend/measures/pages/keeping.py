"""Adding a measure, changing what it is, retiring it and bringing it back."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.measures import Better
from backend.measures import operations, queries
from backend.measures.pages.lists import crumbs, page_of
from backend.measures.rules.values import BETTER_IN_WORDS
from backend.people import queries as people
from backend.web import access, forms, views


class MeasureForm(forms.Form):
    title: str = Field(min_length=1, max_length=300, description="what is measured")
    definition: str = Field(min_length=1, max_length=4_000, description="the definition")
    unit: str = Field(min_length=1, max_length=100, description="the unit")
    better: Better = Field(description="which way is better")
    owner_person_id: UUID | None = Field(None, description="who answers for it")
    version: int | None = Field(None, ge=1, description="the version that you changed")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why")


class Nothing(forms.Form):
    """A button and nothing else."""


async def _form(request: Request[Any, Any, Any], state: forms.FormState, measure_id: UUID | None) -> Template:
    scope = access.scope_of(request)
    known = None if measure_id is None else await queries.measure(scope, measure_id=measure_id)
    return views.page(
        request,
        "measures/form.html",
        state=state,
        measure=known,
        betters=[(each.value, words) for each, words in BETTER_IN_WORDS.items()],
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        crumbs=crumbs(scope, known),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, measure_id: UUID) -> Template:
    return await _form(request, state, measure_id)


@get("/t/{slug:str}/measures/new", opt=access.needs("measures.keep"), name="measures.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a measure."""
    return await _blank(request, forms.FormState())


@post("/t/{slug:str}/measures", opt=access.needs("measures.keep"), name="measures.add")
@forms.taking(MeasureForm, again=_blank)
async def add(request: Request[Any, Any, Any], form: MeasureForm) -> str:
    """Add a measure."""
    scope = access.scope_of(request)
    measure_id = await operations.add_measure(scope, **form.model_dump(exclude={"version"}))
    return views.address(scope, f"/measures/{measure_id}?said=added")


@get(
    "/t/{slug:str}/measures/{measure_id:uuid}/change",
    opt=access.needs("measures.keep"),
    name="measures.changing",
)
async def changing(request: Request[Any, Any, Any], measure_id: FromPath[UUID]) -> Template:
    """The form, filled with what the measure is."""
    return await _filled(request, forms.FormState(), measure_id)


@post("/t/{slug:str}/measures/{measure_id:uuid}", opt=access.needs("measures.keep"), name="measures.change")
@forms.taking(MeasureForm, again=_filled)
async def change(request: Request[Any, Any, Any], form: MeasureForm, measure_id: FromPath[UUID]) -> str:
    """Change what a measure is."""
    scope = access.scope_of(request)
    await operations.change_measure(scope, measure_id=measure_id, **form.model_dump())
    return views.address(scope, f"/measures/{measure_id}?said=changed")


@post(
    "/t/{slug:str}/measures/{measure_id:uuid}/retire",
    opt=access.needs("measures.keep"),
    name="measures.retire",
)
@forms.taking(BecauseForm, again=page_of)
async def retire(request: Request[Any, Any, Any], form: BecauseForm, measure_id: FromPath[UUID]) -> str:
    """No longer keep a measure; what was stated stays."""
    scope = access.scope_of(request)
    await operations.retire_measure(scope, measure_id=measure_id, because=form.because)
    return views.address(scope, f"/measures/{measure_id}?said=retired")


@post(
    "/t/{slug:str}/measures/{measure_id:uuid}/back", opt=access.needs("measures.keep"), name="measures.back"
)
@forms.taking(Nothing, again=page_of)
async def bring_back(request: Request[Any, Any, Any], form: Nothing, measure_id: FromPath[UUID]) -> str:
    """Keep a retired measure again."""
    scope = access.scope_of(request)
    await operations.bring_back(scope, measure_id=measure_id)
    return views.address(scope, f"/measures/{measure_id}?said=back")


FIXED: list[Any] = [new, add]
ROUTES: list[Any] = [changing, change, retire, bring_back]
