"""The page for everybody, the form for who is signed in, and notices to the person concerned."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.concerns import settings
from backend.concerns.operations import notices as acts
from backend.concerns.operations import raising
from backend.concerns.pages import parts
from backend.concerns.pages.public import ConcernForm
from backend.concerns.queries import handled, notices
from backend.concerns.rules import Route
from backend.concerns.rules.life import CATEGORY_IN_WORDS, LONGEST
from backend.web import access, forms, views


class SignedInForm(ConcernForm):
    """The public form, and whose concern it is."""

    whose: Literal["mine", "nameless", "other"] = Field(description="whose concern it is")


class ReplyForm(forms.Form):
    words: str = Field(min_length=1, max_length=LONGEST, description="your reply")


@get("/t/{slug:str}/concerns", opt=access.needs("concerns.raise"), name="concerns.about")
async def about(request: Request[Any, Any, Any]) -> Template:
    """Who will see a concern, what happens next, what anonymous means; and the ways on."""
    scope = access.scope_of(request)
    office = await settings.office_of(scope)
    return views.page(
        request,
        "concerns/about.html",
        guardians=[person.name for person in office.guardians],
        stand_in=office.stand_in.name if office.stand_in else None,
        handled=await handled.open_concerns(scope) if scope.may("concerns.handle") else 0,
        notices=await notices.my_notices(scope),
    )


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return views.page(
        request,
        "concerns/new.html",
        state=state,
        categories=[(code.value, words) for code, words in CATEGORY_IN_WORDS.items()],
        longest=LONGEST,
        crumbs=parts.crumbs(access.scope_of(request)),
    )


@get("/t/{slug:str}/concerns/new", opt=access.needs("concerns.raise"), name="concerns.form")
async def open_form(request: Request[Any, Any, Any]) -> Template:
    """The form for who is signed in."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/concerns", opt=access.needs("concerns.raise"), name="concerns.raise")
@forms.taking(SignedInForm, again=_form)
async def raise_one(request: Request[Any, Any, Any], form: SignedInForm) -> Template:
    """Keep a concern of one's own, or of a caller or letter, and show its two words once."""
    scope = access.scope_of(request)
    other = form.whose == "other"
    receipt = await raising.raise_concern(
        scope,
        route=Route.ON_BEHALF if other else Route.PERSON,
        nameless=form.whose == "nameless",
        category=form.category,
        about=form.about,
        what=form.what,
        occurred=form.occurred,
        about_the_top=form.about_the_top == "yes",
        name=form.name if other else None,
        contact=form.contact if form.whose != "nameless" else None,
    )
    return views.page(
        request, "concerns/receipt.html", receipt=receipt, signed_in=True, crumbs=parts.crumbs(scope)
    )


@get("/t/{slug:str}/concerns/notices", opt=access.needs("concerns.raise"), name="concerns.notices")
async def my_notices(request: Request[Any, Any, Any]) -> Template:
    """What I was given notice of."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "concerns/notices.html",
        notices=await notices.my_notices(scope),
        crumbs=parts.crumbs(scope),
    )


async def _notice(request: Request[Any, Any, Any], state: forms.FormState, notice_id: UUID) -> Template:
    scope = access.scope_of(request)
    trail = views.Crumb("Notices to you", views.address(scope, "/concerns/notices"))
    return views.page(
        request,
        "concerns/notice.html",
        notice=await notices.my_notice(scope, notice_id=notice_id),
        state=state,
        crumbs=parts.crumbs(scope, trail),
    )


@get(
    "/t/{slug:str}/concerns/notices/{notice_id:uuid}",
    opt=access.needs("concerns.raise"),
    name="concerns.notice",
)
async def my_notice(request: Request[Any, Any, Any], notice_id: FromPath[UUID]) -> Template:
    """One notice to me, and my reply."""
    return await _notice(request, forms.FormState(), notice_id)


@post(
    "/t/{slug:str}/concerns/notices/{notice_id:uuid}/reply",
    opt=access.needs("concerns.raise"),
    name="concerns.reply",
)
@forms.taking(ReplyForm, again=_notice)
async def reply(request: Request[Any, Any, Any], form: ReplyForm, notice_id: FromPath[UUID]) -> str:
    """Reply to a notice."""
    scope = access.scope_of(request)
    await acts.reply(scope, notice_id=notice_id, words=form.words)
    return views.address(scope, f"/concerns/notices/{notice_id}?said=replied")


ROUTES: list[Any] = [about, open_form, raise_one, my_notices, my_notice, reply]
