"""What is done on the page of a requirement: answering, reviewing, taking back, keeping, relying, acting."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from pydantic import Field

from backend.actions.operations import Source, SourceKind
from backend.actions.pages import elsewhere
from backend.assurance.operations import answering as acts
from backend.assurance.operations import evidence as evidence_acts
from backend.assurance.operations import holding
from backend.assurance.pages.requirement import AT, requirement_page
from backend.assurance.queries import answer as queries
from backend.scope import Scope
from backend.web import access, forms, views


class Versioned(forms.Form):
    """A form of a page that somebody else may have overtaken."""

    version: int = Field(ge=1, description="the version of the page")


class AnswerForm(Versioned):
    level: str = Field(min_length=1, max_length=80, description="how it stands")
    words: str = Field(min_length=1, max_length=4_000, description="why you judge it so")
    valid_until: forms.FormDate | None = Field(None, description="the last day on which it counts")
    overruled_because: str | None = Field(None, max_length=2_000, description="why the rule is overruled")


class ReviewForm(Versioned):
    agrees: Literal["yes", "no"] = Field(description="whether the answer is right")
    review_words: str | None = Field(None, max_length=2_000, description="what is to be looked at again")


class KeepForm(Versioned):
    owner_person_id: UUID | None = Field(None, description="who sees to it")
    due_on: forms.FormDate | None = Field(None, description="the day by which it is done")


class RelyForm(forms.Form):
    evidence_id: UUID = Field(description="the evidence")
    because: str | None = Field(None, max_length=1_000, description="what it shows here")


class EndForm(forms.Form):
    evidence_id: UUID = Field(description="the evidence")
    reason: str = Field(min_length=1, max_length=1_000, description="why it is not relied on any more")


_ANSWERS = access.needs("assurance.answer")


@post(f"{AT}/answer", opt=_ANSWERS, name="assurance.answer")
@forms.taking(AnswerForm, again=requirement_page)
async def answer(
    request: Request[Any, Any, Any],
    form: AnswerForm,
    assessment_id: FromPath[UUID],
    requirement_id: FromPath[UUID],
) -> str:
    """Judge the requirement."""
    scope = access.scope_of(request)
    await acts.answer(scope, assessment_id=assessment_id, requirement_id=requirement_id, **form.model_dump())
    return _back(scope, assessment_id, requirement_id, "answered")


@post(f"{AT}/confirmation", opt=_ANSWERS, name="assurance.confirm")
@forms.taking(Versioned, again=requirement_page)
async def confirm(
    request: Request[Any, Any, Any],
    form: Versioned,
    assessment_id: FromPath[UUID],
    requirement_id: FromPath[UUID],
) -> str:
    """Confirm what was carried over from an earlier edition."""
    scope = access.scope_of(request)
    await acts.confirm(
        scope, assessment_id=assessment_id, requirement_id=requirement_id, version=form.version
    )
    return _back(scope, assessment_id, requirement_id, "confirmed")


@post(f"{AT}/review", opt=_ANSWERS, name="assurance.review")
@forms.taking(ReviewForm, again=requirement_page)
async def review(
    request: Request[Any, Any, Any],
    form: ReviewForm,
    assessment_id: FromPath[UUID],
    requirement_id: FromPath[UUID],
) -> str:
    """Review somebody else's answer."""
    scope = access.scope_of(request)
    await acts.review(
        scope,
        assessment_id=assessment_id,
        requirement_id=requirement_id,
        agrees=form.agrees == "yes",
        words=form.review_words or "",
        version=form.version,
    )
    return _back(scope, assessment_id, requirement_id, "reviewed")


@post(f"{AT}/taking-back", opt=_ANSWERS, name="assurance.take-back")
@forms.taking(Versioned, again=requirement_page)
async def take_back(
    request: Request[Any, Any, Any],
    form: Versioned,
    assessment_id: FromPath[UUID],
    requirement_id: FromPath[UUID],
) -> str:
    """Take the last answer or review back."""
    scope = access.scope_of(request)
    await acts.take_back(
        scope, assessment_id=assessment_id, requirement_id=requirement_id, version=form.version
    )
    return _back(scope, assessment_id, requirement_id, "taken-back")


@post(f"{AT}/owner", opt=access.needs("assurance.keep"), name="assurance.keep")
@forms.taking(KeepForm, again=requirement_page)
async def keep(
    request: Request[Any, Any, Any],
    form: KeepForm,
    assessment_id: FromPath[UUID],
    requirement_id: FromPath[UUID],
) -> str:
    """Say who sees to it and by when."""
    scope = access.scope_of(request)
    await acts.keep(scope, assessment_id=assessment_id, requirement_id=requirement_id, **form.model_dump())
    return _back(scope, assessment_id, requirement_id, "kept")


@post(f"{AT}/evidence", opt=_ANSWERS, name="assurance.rely")
@forms.taking(RelyForm, again=requirement_page)
async def rely(
    request: Request[Any, Any, Any],
    form: RelyForm,
    assessment_id: FromPath[UUID],
    requirement_id: FromPath[UUID],
) -> str:
    """Rest the answer on an item of evidence."""
    scope = access.scope_of(request)
    held = await holding.hold(scope, assessment_id=assessment_id, requirement_id=requirement_id)
    path = f"/assurance/assessments/{assessment_id}/requirements/{requirement_id}"
    await evidence_acts.rely(
        scope, evidence_id=form.evidence_id, by=held.record, path=path, because=form.because or ""
    )
    return _back(scope, assessment_id, requirement_id, "relied")


@post(f"{AT}/evidence/ending", opt=_ANSWERS, name="assurance.rely-no-longer")
@forms.taking(EndForm, again=requirement_page)
async def rely_no_longer(
    request: Request[Any, Any, Any],
    form: EndForm,
    assessment_id: FromPath[UUID],
    requirement_id: FromPath[UUID],
) -> str:
    """Rest the answer on an item of evidence no longer."""
    scope = access.scope_of(request)
    held = await holding.hold(scope, assessment_id=assessment_id, requirement_id=requirement_id)
    await evidence_acts.rely_no_longer(
        scope, evidence_id=form.evidence_id, by=held.record, reason=form.reason
    )
    return _back(scope, assessment_id, requirement_id, "relied-no-longer")


@post(f"{AT}/actions", opt=elsewhere.NEEDS, name="assurance.make-action")
@forms.taking(elsewhere.MakeForm, again=requirement_page)
async def make_action(
    request: Request[Any, Any, Any],
    form: elsewhere.MakeForm,
    assessment_id: FromPath[UUID],
    requirement_id: FromPath[UUID],
) -> str:
    """Have something done about a gap."""
    scope = access.scope_of(request)
    view = await queries.answer_of(
        scope, assessment_id=assessment_id, requirement_id=requirement_id, on=scope.today
    )
    title = f"{view.assessment.name}: {view.requirement.ref} {view.requirement.text}"
    return await elsewhere.undertake(
        scope, form, Source(kind=SourceKind.ASSURANCE, id=view.line.id, title=title)
    )


def _back(scope: Scope, assessment_id: UUID, requirement_id: UUID, said: str) -> str:
    path = f"/assurance/assessments/{assessment_id}/requirements/{requirement_id}"
    return views.address(scope, f"{path}?said={said}")


ROUTES: list[Any] = [
    answer,
    confirm,
    review,
    take_back,
    keep,
    rely,
    rely_no_longer,
    make_action,
]
