"""The lists of the room: packs by commissioner and period, requests for evidence, and the keys that are trusted."""

from itertools import groupby
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.portal import operations, queries, rules
from backend.portal.pages import shared
from backend.reviewing.queries import commissioners_of
from backend.web import access, forms, views


class KeyForm(forms.Form):
    commissioner_id: UUID = Field(description="whose key it is")
    name: str = Field(min_length=1, max_length=200, description="what the key is called")
    fingerprint: str = Field(min_length=1, max_length=200, description="the fingerprint")
    source: str = Field(min_length=1, max_length=1_000, description="from where you have it")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


@get("/t/{slug:str}/portal", opt=access.needs(shared.READS), name="portal.packs")
async def first(request: Request[Any, Any, Any]) -> Template:
    """Packs by commissioner and period, with every issue, where it stands and what its check found."""
    scope = access.scope_of(request)
    packs = await queries.packs_of(scope)
    asked = {name: request.query_params.get(name, "")[:200] for name in ("commissioner", "period", "stands")}
    shown = [
        each
        for each in packs
        if asked["commissioner"] in ("", str(each.commissioner_id))
        and asked["period"] in ("", each.period)
        and asked["stands"] in ("", each.standing.value)
    ]
    rows = [
        (name, period, list(issues))
        for (name, period), issues in groupby(shown, key=lambda each: (each.commissioner, each.period))
    ]
    closed = await queries.closed_to(scope)
    names = {each.id: each.name for each in await commissioners_of(scope)}
    return views.page(
        request,
        "portal/first.html",
        rows=rows,
        shown=shown,
        every=len(packs),
        asked=asked,
        commissioners=sorted({(str(each.commissioner_id), each.commissioner) for each in packs}, key=_second),
        periods=list(dict.fromkeys(each.period for each in packs)),
        standings=[(each.value, words) for each, words in rules.STANDING_IN_WORDS.items()],
        colours=rules.COLOURS,
        closed=[(names[each], why) for each, why in closed.items() if each in names],
    )


@get("/t/{slug:str}/portal/requests", opt=access.needs(shared.READS), name="portal.requests")
async def requests(request: Request[Any, Any, Any]) -> Template:
    """Every request for evidence, the open ones first."""
    scope = access.scope_of(request)
    found = await queries.requests_of(scope)
    return views.page(
        request,
        "portal/requests.html",
        requests=found,
        waiting=[each for each in found if each.is_open],
        words=rules.REQUEST_IN_WORDS,
        colours=rules.REQUEST_COLOURS,
        left=shared.working_days_left,
        crumbs=shared.crumbs(scope),
    )


async def keys_page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    closed = await queries.closed_to(scope)
    return views.page(
        request,
        "portal/keys.html",
        state=state,
        keys=[each for each in await queries.keys_of(scope) if each.commissioner_id not in closed],
        commissioners=[
            (each.id, each.name) for each in await commissioners_of(scope) if each.id not in closed
        ],
        crumbs=shared.crumbs(scope),
    )


@get("/t/{slug:str}/portal/keys", opt=access.needs(shared.READS), name="portal.keys")
async def keys(request: Request[Any, Any, Any]) -> Template:
    """The keys that this body trusts, with who entered each and from where."""
    return await keys_page(request, forms.FormState())


@post("/t/{slug:str}/portal/keys", opt=access.needs(shared.ASKS), name="portal.enter-key")
@forms.taking(KeyForm, again=keys_page)
async def enter(request: Request[Any, Any, Any], form: KeyForm) -> str:
    """Enter a key that this body trusts."""
    scope = access.scope_of(request)
    await operations.enter(scope, **form.model_dump())
    return views.address(scope, "/portal/keys?said=entered")


async def _keys_of_one(request: Request[Any, Any, Any], state: forms.FormState, key_id: UUID) -> Template:
    return await keys_page(request, state)


@post(
    "/t/{slug:str}/portal/keys/{key_id:uuid}/withdrawal",
    opt=access.needs(shared.ASKS),
    name="portal.withdraw-key",
)
@forms.taking(BecauseForm, again=_keys_of_one)
async def withdraw(request: Request[Any, Any, Any], form: BecauseForm, key_id: FromPath[UUID]) -> str:
    """Trust a key no more."""
    scope = access.scope_of(request)
    await operations.withdraw(scope, key_id=key_id, because=form.because)
    return views.address(scope, "/portal/keys?said=withdrawn")


def _second(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


ROUTES: list[Any] = [first, requests, keys, enter, withdraw]
