"""Raising a concern and following it up without signing in."""

from typing import Any, Literal

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.concerns.operations import raising
from backend.concerns.queries import threads
from backend.concerns.rules import Category, Route
from backend.concerns.rules.life import CATEGORY_IN_WORDS, LONGEST
from backend.web import access, forms, views
from backend.web.patience import Patience, address_of

_LIMIT = 128 * 1024
"""Bytes of a request: ten thousand characters of any script, and the other fields."""

MOST = 6
"""Concerns that one address may raise in an hour."""

RAISING = Patience(most=MOST, most_in_all=200)
FOLLOWING = Patience(most=30, most_in_all=600)


class ConcernForm(forms.Form):
    """What anybody may tell, named or not."""

    category: Category = Field(description="what it is about")
    about: str = Field(min_length=1, max_length=300, description="who or what it is about")
    about_the_top: Literal["yes", "no"] = Field(
        description="whether it is about the Guardian or the governance lead"
    )
    what: str = Field(min_length=1, max_length=LONGEST, description="what you are concerned about")
    occurred: str | None = Field(None, max_length=300, description="when it happened")
    name: str | None = Field(None, max_length=200, description="your name")
    contact: str | None = Field(None, max_length=300, description="how to reach you")


class FollowUpForm(forms.Form):
    """The two words that open a conversation."""

    reference: str = Field(max_length=40, description="the reference")
    word: str = Field(max_length=60, description="the follow-up word")


class MoreForm(FollowUpForm):
    words: str = Field(min_length=1, max_length=LONGEST, description="what you want to add")


def _thread(
    request: Request[Any, Any, Any],
    thread: threads.Thread,
    word: str,
    state: forms.FormState,
    *,
    added: bool = False,
) -> Template:
    return views.page(request, "concerns/thread.html", thread=thread, word=word, state=state, added=added)


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return views.page(
        request,
        "concerns/public.html",
        state=state,
        categories=[(code.value, words) for code, words in CATEGORY_IN_WORDS.items()],
        longest=LONGEST,
    )


async def _follow_up(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return views.page(request, "concerns/follow-up.html", state=state)


async def _more(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    word = str(state.value("word"))
    try:
        found = await threads.thread(
            access.scope_of(request), reference=str(state.value("reference")), word=word
        )
    except threads.UnableToFollowUp:
        return await _follow_up(request, state)
    return _thread(request, found, word, state)


@get("/t/{slug:str}/public/concerns", opt=access.needs(access.PUBLIC), name="concerns.public-form")
async def open_form(request: Request[Any, Any, Any]) -> Template:
    """The form for anybody, with what becomes of it."""
    return await _form(request, forms.FormState())


@post(
    "/t/{slug:str}/public/concerns",
    opt=access.needs(access.PUBLIC),
    name="concerns.raise-in-public",
    request_max_body_size=_LIMIT,
)
@forms.taking(ConcernForm, again=_form)
async def raise_in_public(request: Request[Any, Any, Any], form: ConcernForm) -> Template:
    """Keep a concern, and show its reference and follow-up word once."""
    scope = access.scope_of(request)
    RAISING.check(tenant=scope.tenant.slug, address=address_of(request), now=scope.now)
    receipt = await raising.raise_concern(
        raising.without_name(scope),
        route=Route.PUBLIC,
        category=form.category,
        about=form.about,
        what=form.what,
        occurred=form.occurred,
        about_the_top=form.about_the_top == "yes",
        name=form.name,
        contact=form.contact,
    )
    return views.page(request, "concerns/receipt.html", receipt=receipt, signed_in=False)


@get(
    "/t/{slug:str}/public/concerns/follow-up", opt=access.needs(access.PUBLIC), name="concerns.follow-up-form"
)
async def follow_up_form(request: Request[Any, Any, Any]) -> Template:
    """Where the reference and the word are typed."""
    return await _follow_up(request, forms.FormState())


@post(
    "/t/{slug:str}/public/concerns/follow-up",
    opt=access.needs(access.PUBLIC),
    name="concerns.follow-up",
    request_max_body_size=_LIMIT,
)
@forms.taking(FollowUpForm, again=_follow_up)
async def follow_up(request: Request[Any, Any, Any], form: FollowUpForm) -> Template:
    """The conversation, for whoever knows both words."""
    scope = access.scope_of(request)
    FOLLOWING.check(tenant=scope.tenant.slug, address=address_of(request), now=scope.now)
    found = await threads.thread(scope, reference=form.reference, word=form.word)
    return _thread(request, found, form.word, forms.FormState())


@post(
    "/t/{slug:str}/public/concerns/follow-up/words",
    opt=access.needs(access.PUBLIC),
    name="concerns.add-words",
    request_max_body_size=_LIMIT,
)
@forms.taking(MoreForm, again=_more)
async def add_words(request: Request[Any, Any, Any], form: MoreForm) -> Template:
    """Add to a concern."""
    scope = access.scope_of(request)
    FOLLOWING.check(tenant=scope.tenant.slug, address=address_of(request), now=scope.now)
    found = await raising.add_words(scope, reference=form.reference, word=form.word, words=form.words)
    return _thread(request, found, form.word, forms.FormState(), added=True)


ROUTES: list[Any] = [open_form, raise_in_public, follow_up_form, follow_up, add_words]
