"""Breaches that were found, and who handles concerns: pages that hold nothing of a concern."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions.operations import Source, SourceKind
from backend.actions.pages import elsewhere
from backend.concerns import settings
from backend.concerns.pages import parts
from backend.concerns.queries import breaches
from backend.concerns.rules.life import CATEGORY_IN_WORDS
from backend.kit.calendar import in_words
from backend.people import queries as people
from backend.web import access, forms, views


class SettingsForm(forms.Form):
    """Who stands in, and since when breaches are kept here."""

    person_id: UUID | None = Field(None, description="the person")
    kept_since: forms.FormDate | None = Field(None, description="the day")


@get("/t/{slug:str}/concerns/breaches", opt=access.needs("registers.read"), name="concerns.breaches")
async def register(request: Request[Any, Any, Any]) -> Template:
    """Every year, with its breaches or the statement that there were none."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "concerns/breaches.html",
        years=await breaches.years_of(scope),
        categories={code.value: words for code, words in CATEGORY_IN_WORDS.items()},
        crumbs=parts.crumbs(scope),
    )


@get(
    "/t/{slug:str}/concerns/breaches/{breach_id:uuid}",
    opt=access.needs("registers.read"),
    name="concerns.breach",
)
async def breach(request: Request[Any, Any, Any], breach_id: FromPath[UUID]) -> Template:
    """One breach in full."""
    return await _breach(request, forms.FormState(), breach_id)


async def _breach(request: Request[Any, Any, Any], state: forms.FormState, breach_id: UUID) -> Template:
    scope = access.scope_of(request)
    line = await breaches.breach(scope, breach_id=breach_id)
    trail = views.Crumb("Register of breaches", views.address(scope, "/concerns/breaches"))
    return views.page(
        request,
        "concerns/breach.html",
        breach=line,
        category=CATEGORY_IN_WORDS[line.category],
        owners=await elsewhere.offer(scope),
        state=state,
        crumbs=parts.crumbs(scope, trail),
    )


@post(
    "/t/{slug:str}/concerns/breaches/{breach_id:uuid}/actions",
    opt=elsewhere.NEEDS,
    name="concerns.breach.action",
)
@forms.taking(elsewhere.MakeForm, again=_breach)
async def make_action(
    request: Request[Any, Any, Any], form: elsewhere.MakeForm, breach_id: FromPath[UUID]
) -> str:
    """Have something done about it, as a private action: its words may name whom the register does not."""
    scope = access.scope_of(request)
    line = await breaches.breach(scope, breach_id=breach_id)
    title = f"Breach found on {in_words(line.found_on)}"
    source = Source(kind=SourceKind.BREACH, id=breach_id, title=title, on=line.found_on)
    return await elsewhere.undertake(scope, form, source, private=True)


async def _settings(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    office = await settings.office_of(scope)
    barred = office.top
    return views.page(
        request,
        "concerns/settings.html",
        state=state,
        guardians=[person.name for person in office.guardians],
        stand_in=office.stand_in,
        kept_since=(await settings.settled(scope)).kept_since,
        people=[(one.id, one.name) for one in await people.people_of(scope) if one.id not in barred],
        crumbs=parts.crumbs(scope),
    )


@get("/t/{slug:str}/concerns/settings", opt=access.needs("concerns.settle"), name="concerns.settings")
async def settings_page(request: Request[Any, Any, Any]) -> Template:
    """Who handles a concern about the Guardian or the governance lead."""
    return await _settings(request, forms.FormState())


@post("/t/{slug:str}/concerns/settings", opt=access.needs("concerns.settle"), name="concerns.settle")
@forms.taking(SettingsForm, again=_settings)
async def settle(request: Request[Any, Any, Any], form: SettingsForm) -> str:
    scope = access.scope_of(request)
    await settings.settle(scope, stand_in_person_id=form.person_id, kept_since=form.kept_since)
    return views.address(scope, "/concerns/settings?said=settled")


ROUTES: list[Any] = [register, breach, make_action, settings_page, settle]
