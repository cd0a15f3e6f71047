"""The reviewing body's letter, recorded by an officer; and taking back what was said last by mistake."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.delegation import operations, queries
from backend.delegation.pages import milestones, programme
from backend.delegation.rules import reviews
from backend.kit.settings import read_settings
from backend.web import access, forms, views

_PATH = "/t/{slug:str}/delegation/milestones/{milestone_id:uuid}"
_NEEDS = access.needs("delegation.change")
_BODY_LIMIT = read_settings().upload_limit + 1024 * 1024


class ReviewForm(forms.Form):
    """What a letter of the reviewing body says. Conditions are one a line."""

    outcome: reviews.Outcome = Field(description="what they answered")
    body: str = Field(min_length=1, max_length=300, description="the body that answered")
    by_name: str = Field(min_length=1, max_length=200, description="who signed it there")
    on: forms.FormDate = Field(description="the day of their answer")
    words: str = Field(min_length=1, max_length=4_000, description="their words")
    conditions: str = Field("", max_length=8_000, description="the conditions")
    file: UploadFile | None = Field(None, description="their letter")


class BackForm(forms.Form):
    """`version` is what is taken back: what was said last when the page was opened."""

    version: int = Field(ge=1, description="what was said last")
    back_reason: str = Field(min_length=1, max_length=2_000, description="what was wrong")
    sure: Literal["yes"] = Field(description="that it is to be taken back")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, milestone_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.milestone(scope, milestone_id=milestone_id)
    return views.page(
        request,
        "delegation/review.html",
        state=state,
        milestone=found,
        outcomes=[(each.value, words) for each, words in reviews.OUTCOME_IN_WORDS.items()],
        crumbs=[
            *programme.crumbs(scope),
            views.Crumb(found.slug, views.address(scope, f"/delegation/milestones/{milestone_id}")),
        ],
    )


@get(f"{_PATH}/review", opt=_NEEDS, name="delegation.review-form")
async def review_form(request: Request[Any, Any, Any], milestone_id: FromPath[UUID]) -> Template:
    """The form to record what the reviewing body's letter says."""
    return await _page(request, forms.FormState(), milestone_id)


@post(f"{_PATH}/review", opt=_NEEDS, name="delegation.review", request_max_body_size=_BODY_LIMIT)
@forms.taking(ReviewForm, again=_page)
async def review(request: Request[Any, Any, Any], form: ReviewForm, milestone_id: FromPath[UUID]) -> str:
    """Record what the letter says, with the letter."""
    scope = access.scope_of(request)
    await queries.milestone(scope, milestone_id=milestone_id)
    await operations.record_review(
        scope,
        milestone_id=milestone_id,
        outcome=form.outcome,
        by_name=form.by_name,
        body=form.body,
        on=form.on,
        words=form.words,
        conditions=form.conditions.splitlines(),
        evidence=[await milestones.kept(scope, form.file)] if form.file is not None else (),
    )
    return views.address(scope, f"/delegation/milestones/{milestone_id}?said=recorded")


@post(f"{_PATH}/take-back", opt=access.needs("delegation.deliver"), name="delegation.take-back")
@forms.taking(BackForm, again=milestones.shown)
async def take_back(request: Request[Any, Any, Any], form: BackForm, milestone_id: FromPath[UUID]) -> str:
    """Put it back to how it stood before the last thing that was said of it."""
    scope = access.scope_of(request)
    await queries.milestone(scope, milestone_id=milestone_id)
    await operations.take_back(
        scope, milestone_id=milestone_id, version=form.version, reason=form.back_reason
    )
    return views.address(scope, f"/delegation/milestones/{milestone_id}?said=taken-back")


ROUTES = [review_form, review, take_back]
