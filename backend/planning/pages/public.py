"""Asking a question without signing in: the form, the question read back, and the receipt."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.planning import operations
from backend.planning.queries import calls
from backend.planning.queries.settings import settings_on
from backend.planning.rules import questions as rules
from backend.web import access, forms, views
from backend.web.patience import Patience, address_of

_LIMIT = 64 * 1024
"""Bytes of a request: two thousand characters of any script, and the other fields."""

MOST = 10
"""Sendings from one address in an hour; reading back counts as one."""

ASKING = Patience(most=MOST, most_in_all=300)


class QuestionForm(forms.Form):
    """What anybody may ask. `website` is a trap: people don't see it, machines fill it in."""

    meeting_id: UUID = Field(description="the meeting")
    question: str = Field(min_length=1, max_length=rules.LONGEST, description="your question")
    name: str = Field(min_length=1, max_length=200, description="your name")
    email: str | None = Field(
        None, max_length=300, pattern=r"^\S+@\S+\.\S+$", description="your email address"
    )
    contact: str | None = Field(None, max_length=300, description="another way to reach you")
    name_public: Literal["yes", "no"] = Field(description="whether we may publish your name")
    website: str | None = Field(None, max_length=300, description="the website")
    act: Literal["read-back", "send", "change"] = Field("read-back", description="what to do")


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "planning/ask.html",
        state=state,
        meetings=await calls.open_meetings(scope),
        asking=(await settings_on(scope)).questions,
        longest=rules.LONGEST,
        visitor=None,
    )


@get("/t/{slug:str}/public/questions", opt=access.needs(access.PUBLIC), name="planning.ask-form")
async def ask_form(request: Request[Any, Any, Any]) -> Template:
    """The form for anybody, with the rules and the meetings for which questions are taken."""
    return await _form(request, forms.FormState())


@post(
    "/t/{slug:str}/public/questions",
    opt=access.needs(access.PUBLIC),
    name="planning.ask",
    request_max_body_size=_LIMIT,
)
@forms.taking(QuestionForm, again=_form)
async def ask(request: Request[Any, Any, Any], form: QuestionForm) -> Template:
    """Read a question back; keep it once it was read; show its number."""
    scope = access.scope_of(request)
    ASKING.check(tenant=scope.tenant.slug, address=address_of(request), now=scope.now)
    values = form.model_dump(exclude={"act", "website"})
    if form.act == "change":
        return await _form(request, forms.FormState(values))
    if not (form.email or form.contact):
        raise rules.UnableToAsk(
            "Give an email address or another way to reach you, so that we can answer.", field="email"
        )
    meeting = next((each for each in await calls.open_meetings(scope) if each.id == form.meeting_id), None)
    if meeting is None:
        raise rules.UnableToAsk(
            "Questions are not taken for this meeting, or not any more.", field="meeting_id"
        )
    if form.act == "read-back":
        return views.page(
            request, "planning/read-back.html", meeting=meeting, form=form, values=values, visitor=None
        )
    if form.website:
        raise rules.UnableToAsk("Something filled in a field that is to stay empty. Send the form once more.")
    receipt = await operations.ask(
        scope,
        meeting_id=form.meeting_id,
        text=form.question,
        route=rules.Route.FORM,
        name=form.name,
        email=form.email,
        contact=form.contact,
        name_public=form.name_public == "yes",
    )
    return views.page(
        request, "planning/asked.html", receipt=receipt, meeting=meeting, form=form, visitor=None
    )


ROUTES: list[Any] = [ask_form, ask]
