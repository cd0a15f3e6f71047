"""One question: what was asked, what was said to it, and what may be said now."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.challenge import operations, queries, rules
from backend.challenge.pages.lists import crumbs, suggested_topics
from backend.scope import Scope
from backend.web import access, forms, views

_AT = "/t/{slug:str}/challenge/{question_id:uuid}"
_READ = access.needs("challenge.read")
_WITHIN = r"^/[a-z0-9][a-z0-9/-]*$"  # an address within the tenant


class StepForm(forms.Form):
    """`back` is the page from which it is said, such as that of a paper; `path` the record that says more."""

    version: int = Field(ge=1, description="the version that was seen")
    act: rules.Act = Field(description="what is to be noted")
    words: str = Field(min_length=1, max_length=rules.LONGEST, description="what was said, or why")
    said_by_name: str | None = Field(None, max_length=200, description="who said it")
    said_on: forms.FormDate | None = Field(None, description="the day on which it was said")
    minuted: str | None = Field(None, max_length=300, description="where it is minuted")
    path: str | None = Field(None, max_length=300, pattern=_WITHIN, description="the record")
    back: str | None = Field(None, max_length=300, pattern=_WITHIN, description="the page to go back to")


class ChangeForm(forms.Form):
    version: int = Field(ge=1, description="the version that was seen")
    topic: str = Field(min_length=1, max_length=200, description="the topic")
    new_words: str = Field(min_length=1, max_length=rules.LONGEST, description="what was asked")
    private: Literal["yes"] | None = Field(None, description="whether it is private")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, question_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.question(scope, question_id=question_id)
    settles = rules.may_settle(scope, committee_id=view.line.committee_id)
    acts = [
        (act.value, rules.ACT_IN_WORDS[act])
        for act in view.acts
        if settles or (act in rules.ANSWERS and scope.may("papers.write"))
    ]
    others = await queries.questions_of(scope, queries.Filters(topic_id=view.line.topic_id))
    return views.page(
        request,
        "challenge/one.html",
        state=state,
        view=view,
        line=view.line,
        settles=settles,
        acts=acts,
        topics=await suggested_topics(request, scope) if settles else [],
        others=[each for each in others if each.id != question_id],
        crumbs=crumbs(scope),
    )


@get(_AT, opt=_READ, name="challenge.question")
async def one(request: Request[Any, Any, Any], question_id: FromPath[UUID]) -> Template:
    """One question and what became of it."""
    return await page_of(request, forms.FormState(), question_id)


@post(f"{_AT}/steps", opt=_READ, name="challenge.step")
@forms.taking(StepForm, again=page_of)
async def step(request: Request[Any, Any, Any], form: StepForm, question_id: FromPath[UUID]) -> str:
    """Note an answer, that the assurance was received, or another step."""
    scope = access.scope_of(request)
    await operations.take_step(
        scope,
        question_id=question_id,
        version=form.version,
        act=form.act,
        words=form.words,
        said_by_name=form.said_by_name or "",
        said_on=form.said_on,
        minuted=form.minuted or "",
        path=form.path,
    )
    if form.back:
        return views.address(scope, f"{form.back}?said=answered#asked-before")
    return _back(scope, question_id, "noted")


@post(f"{_AT}/words", opt=_READ, name="challenge.change")
@forms.taking(ChangeForm, again=page_of)
async def change(request: Request[Any, Any, Any], form: ChangeForm, question_id: FromPath[UUID]) -> str:
    """Put its words, its topic or its privacy right."""
    scope = access.scope_of(request)
    await operations.change(
        scope,
        question_id=question_id,
        version=form.version,
        topic=form.topic,
        words=form.new_words,
        private=form.private == "yes",
    )
    return _back(scope, question_id, "changed")


def _back(scope: Scope, question_id: UUID, said: str) -> str:
    return views.address(scope, f"/challenge/{question_id}?said={said}")


ROUTES: list[Any] = [one, step, change]
