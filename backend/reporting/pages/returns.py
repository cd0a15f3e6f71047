"""One return: where it stands, its issues, what came back, and what can be done next."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.reporting import operations, queries
from backend.reporting.pages import shared
from backend.reporting.rules import What
from backend.together.rules import VERDICT_IN_WORDS, ConditionLine, Verdict
from backend.web import access, forms, views

ONE = "/t/{slug:str}/reporting/{return_id:uuid}"
QUESTION = "/t/{slug:str}/reporting/questions/{question_id:uuid}"


class ChangeForm(forms.Form):
    version: int = Field(ge=1)
    due_on: forms.FormDate | None = Field(None, description="the day by which it is due")
    owner_person_id: UUID | None = Field(None, description="the owner")
    body: str = Field(min_length=1, max_length=300, description="the body to which it goes")
    agreement_id: UUID | None = Field(None, description="the agreement under which it passes")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


class ButtonForm(forms.Form):
    """A button and nothing else."""


class QuestionForm(forms.Form):
    question: str = Field(min_length=1, max_length=8_000, description="the question")
    asked_by: str = Field(min_length=1, max_length=300, description="who asked")
    asked_on: forms.FormDate = Field(description="the day on which it was asked")
    answer_due_on: forms.FormDate | None = Field(None, description="the day by which an answer is wanted")


class AnswererForm(forms.Form):
    owner_person_id: UUID = Field(description="who answers")


class OutcomeForm(forms.Form):
    verdict: Verdict = Field(description="what was decided")
    outcome_words: str | None = Field(None, max_length=8_000, description="what they say")
    conditions: str | None = Field(None, max_length=8_000, description="the conditions")
    conditions_due_on: forms.FormDate | None = Field(None, description="the day for the conditions")
    decided_by: str = Field(min_length=1, max_length=300, description="who decided")
    decided_on: forms.FormDate = Field(description="the day of the decision")
    file: UploadFile | None = Field(None, description="the letter")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, return_id: UUID) -> Template:
    scope = access.scope_of(request)
    day = shared.asked_day(request, scope)
    view = await queries.return_of(scope, return_id=return_id, on=day["on"])
    return views.page(
        request,
        "reporting/return.html",
        state=state,
        day=day,
        view=view,
        parent=view.parent,
        definition=view.parent.definition,
        people=await shared.people_to_choose(scope),
        agreements=await shared.agreements_to_choose(scope),
        verdicts=[(each.value, words) for each, words in VERDICT_IN_WORDS.items()],
        may_prepare=scope.may("reporting.prepare") and not view.parent.ended and not day["past"],
        crumbs=shared.crumbs(scope),
    )


@get(ONE, opt=access.needs("reporting.read"), name="reporting.one")
async def one(request: Request[Any, Any, Any], return_id: FromPath[UUID]) -> Template:
    """A return as it stood on a day."""
    return await page_of(request, forms.FormState(), return_id)


@post(ONE, opt=access.needs("reporting.prepare"), name="reporting.change")
@forms.taking(ChangeForm, again=page_of)
async def change(request: Request[Any, Any, Any], form: ChangeForm, return_id: FromPath[UUID]) -> str:
    """Change its day, its owner, or to whom it goes."""
    scope = access.scope_of(request)
    await operations.change_return(scope, return_id=return_id, **form.model_dump())
    return views.address(scope, f"/reporting/{return_id}?said=changed")


@post(f"{ONE}/withdrawal", opt=access.needs("reporting.prepare"), name="reporting.withdraw")
@forms.taking(BecauseForm, again=page_of)
async def withdraw(request: Request[Any, Any, Any], form: BecauseForm, return_id: FromPath[UUID]) -> str:
    """Say that it is not asked for any more."""
    scope = access.scope_of(request)
    await operations.withdraw_return(scope, return_id=return_id, because=form.because)
    return views.address(scope, f"/reporting/{return_id}?said=withdrawn")


@post(f"{ONE}/issues", opt=access.needs("reporting.prepare"), name="reporting.begin")
@forms.taking(ButtonForm, again=page_of)
async def begin(request: Request[Any, Any, Any], _form: ButtonForm, return_id: FromPath[UUID]) -> str:
    """Begin an issue of it."""
    scope = access.scope_of(request)
    issue_id = await operations.begin(scope, what=What.RETURN, of_id=return_id)
    return views.address(scope, f"/reporting/issues/{issue_id}?said=begun")


@post(f"{ONE}/questions", opt=access.needs("reporting.prepare"), name="reporting.record-question")
@forms.taking(QuestionForm, again=page_of)
async def record_question(
    request: Request[Any, Any, Any], form: QuestionForm, return_id: FromPath[UUID]
) -> str:
    """Record a question that came outside the portal."""
    scope = access.scope_of(request)
    await operations.record_question(
        scope,
        return_id=return_id,
        words=form.question,
        asked_by=form.asked_by,
        asked_on=form.asked_on,
        due_on=form.answer_due_on,
    )
    return views.address(scope, f"/reporting/{return_id}?said=question#questions")


@post(
    f"{ONE}/outcomes",
    opt=access.needs("reporting.prepare"),
    name="reporting.record-outcome",
    request_max_body_size=shared.BODY_LIMIT,
)
@forms.taking(OutcomeForm, again=page_of)
async def record_outcome(
    request: Request[Any, Any, Any], form: OutcomeForm, return_id: FromPath[UUID]
) -> str:
    """Record what a body outside the portal decided, with its letter."""
    scope = access.scope_of(request)
    lines = [each.strip() for each in (form.conditions or "").splitlines() if each.strip()]
    await operations.record_outcome(
        scope,
        return_id=return_id,
        verdict=form.verdict,
        words=form.outcome_words,
        conditions=[
            ConditionLine(number=number, words=each, due_on=form.conditions_due_on)
            for number, each in enumerate(lines, 1)
        ],
        decided_by=form.decided_by,
        decided_on=form.decided_on,
        file_id=await shared.kept(scope, form.file),
    )
    return views.address(scope, f"/reporting/{return_id}?said=outcome#outcomes")


async def _of_question(
    request: Request[Any, Any, Any], state: forms.FormState, question_id: UUID
) -> Template:
    scope = access.scope_of(request)
    return await page_of(request, state, await queries.return_of_question(scope, question_id=question_id))


@post(f"{QUESTION}/issues", opt=access.needs("reporting.prepare"), name="reporting.answer")
@forms.taking(ButtonForm, again=_of_question)
async def answer(request: Request[Any, Any, Any], _form: ButtonForm, question_id: FromPath[UUID]) -> str:
    """Begin the answer to a question, or a further issue of it."""
    scope = access.scope_of(request)
    issue_id = await operations.begin(scope, what=What.ANSWER, of_id=question_id)
    return views.address(scope, f"/reporting/issues/{issue_id}?said=begun")


@post(f"{QUESTION}/owner", opt=access.needs("reporting.prepare"), name="reporting.answerer")
@forms.taking(AnswererForm, again=_of_question)
async def name_answerer(
    request: Request[Any, Any, Any], form: AnswererForm, question_id: FromPath[UUID]
) -> str:
    """Name who answers a question."""
    scope = access.scope_of(request)
    await operations.name_answerer(scope, question_id=question_id, owner_person_id=form.owner_person_id)
    return_id = await queries.return_of_question(scope, question_id=question_id)
    return views.address(scope, f"/reporting/{return_id}?said=answerer#questions")


ROUTES: list[Any] = [
    one,
    change,
    withdraw,
    begin,
    record_question,
    record_outcome,
    answer,
    name_answerer,
]
