"""What a reviewer does with a return: take it in hand, ask back, decide, agree as the second, and keep notes."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from pydantic import Field

from backend.people.pages import step_up
from backend.reviewing import operations
from backend.reviewing.pages.one import return_page
from backend.reviewing.rules import Decided, Settled
from backend.scope import Scope
from backend.web import access, forms, views

_ONE = "/t/{slug:str}/reviewing/returns/{return_id:uuid}"
_NEEDS = access.needs("reviewing.review")


class Button(forms.Form):
    """A button and nothing else."""


class HandOverForm(forms.Form):
    to_person_id: UUID = Field(description="who takes it")
    handover_words: str | None = Field(None, max_length=2_000, description="what they should know")
    version: int = Field(ge=1, description="the version that you looked at")


class PutBackForm(forms.Form):
    back_words: str | None = Field(None, max_length=2_000, description="what the team should know")
    version: int = Field(ge=1, description="the version that you looked at")


class QuestionForm(forms.Form):
    question_words: str = Field(min_length=1, max_length=8_000, description="the question")
    question_due_on: forms.FormDate = Field(description="the day by which")
    figure: str | None = Field(None, max_length=200, description="the figure")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


class OutcomeForm(forms.Form):
    verdict: Decided = Field(description="what you decide")
    outcome_words: str = Field(min_length=1, max_length=8_000, description="what you say to the commissioner")
    issue: int = Field(ge=1, description="the issue")
    condition_1: str | None = Field(None, max_length=4_000, description="the first condition")
    due_1: forms.FormDate | None = Field(None, description="the day of the first condition")
    condition_2: str | None = Field(None, max_length=4_000, description="the second condition")
    due_2: forms.FormDate | None = Field(None, description="the day of the second condition")
    condition_3: str | None = Field(None, max_length=4_000, description="the third condition")
    due_3: forms.FormDate | None = Field(None, description="the day of the third condition")

    @property
    def conditions(self) -> list[tuple[str, date | None]]:
        return [
            (words or "", day)
            for words, day in (
                (self.condition_1, self.due_1),
                (self.condition_2, self.due_2),
                (self.condition_3, self.due_3),
            )
        ]


class SecondForm(forms.Form):
    agrees: Literal["yes"] = Field(description="that you read it and agree")


class SettleForm(forms.Form):
    settled: Settled = Field(description="what became of it")
    settled_words: str = Field(min_length=1, max_length=4_000, description="what shows it")


class NoteForm(forms.Form):
    note_words: str = Field(min_length=1, max_length=20_000, description="the note")


@post(f"{_ONE}/claim", opt=_NEEDS, name="reviewing.claim")
@forms.taking(Button, again=return_page)
async def claim(request: Request[Any, Any, Any], _form: Button, return_id: FromPath[UUID]) -> str:
    """Take a return in hand."""
    scope = access.scope_of(request)
    await operations.claim(scope, return_id=return_id)
    return views.address(scope, f"/reviewing/returns/{return_id}?said=claimed")


@post(f"{_ONE}/handover", opt=_NEEDS, name="reviewing.hand-over")
@forms.taking(HandOverForm, again=return_page)
async def hand_over(request: Request[Any, Any, Any], form: HandOverForm, return_id: FromPath[UUID]) -> str:
    """Hand a return over."""
    scope = access.scope_of(request)
    await operations.hand_over(
        scope,
        return_id=return_id,
        to_person_id=form.to_person_id,
        words=form.handover_words,
        version=form.version,
    )
    return views.address(scope, f"/reviewing/returns/{return_id}?said=handed")


@post(f"{_ONE}/putting-back", opt=_NEEDS, name="reviewing.put-back")
@forms.taking(PutBackForm, again=return_page)
async def put_back(request: Request[Any, Any, Any], form: PutBackForm, return_id: FromPath[UUID]) -> str:
    """Put a return back into the inbox."""
    scope = access.scope_of(request)
    await operations.put_back(scope, return_id=return_id, words=form.back_words, version=form.version)
    return views.address(scope, f"/reviewing/returns/{return_id}?said=back")


@post(f"{_ONE}/questions", opt=_NEEDS, name="reviewing.ask")
@forms.taking(QuestionForm, again=return_page)
async def ask(request: Request[Any, Any, Any], form: QuestionForm, return_id: FromPath[UUID]) -> str:
    """Ask the commissioner."""
    scope = access.scope_of(request)
    await operations.ask(
        scope,
        return_id=return_id,
        words=form.question_words,
        due_on=form.question_due_on,
        figure=form.figure,
    )
    return views.address(scope, f"/reviewing/returns/{return_id}?said=asked#questions")


@post(f"{_ONE}/questions/{{question_id:uuid}}/settling", opt=_NEEDS, name="reviewing.settle")
@forms.taking(
    Button, again=lambda request, state, return_id, question_id: return_page(request, state, return_id)
)
async def settle(
    request: Request[Any, Any, Any], _form: Button, return_id: FromPath[UUID], question_id: FromPath[UUID]
) -> str:
    """Say that an answer will do."""
    scope = access.scope_of(request)
    await operations.settle(scope, return_id=return_id, question_id=question_id)
    return views.address(scope, f"/reviewing/returns/{return_id}?said=settled#questions")


@post(f"{_ONE}/questions/{{question_id:uuid}}/withdrawing", opt=_NEEDS, name="reviewing.withdraw")
@forms.taking(
    BecauseForm, again=lambda request, state, return_id, question_id: return_page(request, state, return_id)
)
async def withdraw(
    request: Request[Any, Any, Any],
    form: BecauseForm,
    return_id: FromPath[UUID],
    question_id: FromPath[UUID],
) -> str:
    """Withdraw a question."""
    scope = access.scope_of(request)
    await operations.withdraw(scope, return_id=return_id, question_id=question_id, because=form.because)
    return views.address(scope, f"/reviewing/returns/{return_id}?said=withdrawn#questions")


@post(f"{_ONE}/outcomes", opt=_NEEDS, name="reviewing.decide")
@forms.taking(OutcomeForm, again=return_page)
async def decide(request: Request[Any, Any, Any], form: OutcomeForm, return_id: FromPath[UUID]) -> str:
    """Decide on the newest issue, with fresh proof of who decides."""
    scope = access.scope_of(request)
    if ask := await step_up.first(request, form, path=_path(scope, return_id)):
        return ask
    await operations.decide(
        scope,
        return_id=return_id,
        issue=form.issue,
        verdict=form.verdict,
        words=form.outcome_words,
        conditions=form.conditions,
    )
    return views.address(scope, f"/reviewing/returns/{return_id}?said=decided#outcomes")


@post(f"{_ONE}/outcomes/{{outcome_id:uuid}}/agreeing", opt=_NEEDS, name="reviewing.agree")
@forms.taking(
    SecondForm, again=lambda request, state, return_id, outcome_id: return_page(request, state, return_id)
)
async def agree(
    request: Request[Any, Any, Any], form: SecondForm, return_id: FromPath[UUID], outcome_id: FromPath[UUID]
) -> str:
    """Agree as the second reviewer, with fresh proof of who agrees."""
    scope = access.scope_of(request)
    if ask := await step_up.first(request, form, path=_path(scope, return_id)):
        return ask
    await operations.agree(scope, return_id=return_id, outcome_id=outcome_id)
    return views.address(scope, f"/reviewing/returns/{return_id}?said=agreed#outcomes")


@post(f"{_ONE}/outcomes/{{outcome_id:uuid}}/declining", opt=_NEEDS, name="reviewing.decline")
@forms.taking(
    BecauseForm, again=lambda request, state, return_id, outcome_id: return_page(request, state, return_id)
)
async def decline(
    request: Request[Any, Any, Any], form: BecauseForm, return_id: FromPath[UUID], outcome_id: FromPath[UUID]
) -> str:
    """Send an outcome back to whoever decided it."""
    scope = access.scope_of(request)
    await operations.decline(scope, return_id=return_id, outcome_id=outcome_id, because=form.because)
    return views.address(scope, f"/reviewing/returns/{return_id}?said=declined#outcomes")


@post(f"{_ONE}/conditions/{{condition_id:uuid}}", opt=_NEEDS, name="reviewing.settle-condition")
@forms.taking(
    SettleForm, again=lambda request, state, return_id, condition_id: return_page(request, state, return_id)
)
async def settle_condition(
    request: Request[Any, Any, Any],
    form: SettleForm,
    return_id: FromPath[UUID],
    condition_id: FromPath[UUID],
) -> str:
    """Say what became of a condition."""
    scope = access.scope_of(request)
    await operations.settle_condition(
        scope,
        return_id=return_id,
        condition_id=condition_id,
        as_=form.settled,
        words=form.settled_words,
    )
    return views.address(scope, f"/reviewing/returns/{return_id}?said=followed#conditions")


@post(f"{_ONE}/notes", opt=_NEEDS, name="reviewing.write-note")
@forms.taking(NoteForm, again=return_page)
async def write_note(request: Request[Any, Any, Any], form: NoteForm, return_id: FromPath[UUID]) -> str:
    """Write a working note of one's own."""
    scope = access.scope_of(request)
    await operations.write_note(scope, return_id=return_id, words=form.note_words)
    return views.address(scope, f"/reviewing/returns/{return_id}?said=noted#notes")


@post(f"{_ONE}/notes/{{note_id:uuid}}/removal", opt=_NEEDS, name="reviewing.remove-note")
@forms.taking(Button, again=lambda request, state, return_id, note_id: return_page(request, state, return_id))
async def remove_note(
    request: Request[Any, Any, Any], _form: Button, return_id: FromPath[UUID], note_id: FromPath[UUID]
) -> str:
    """Remove one's own note."""
    scope = access.scope_of(request)
    await operations.remove_note(scope, return_id=return_id, note_id=note_id)
    return views.address(scope, f"/reviewing/returns/{return_id}?said=removed#notes")


def _path(scope: Scope, return_id: UUID) -> str:
    return views.address(scope, f"/reviewing/returns/{return_id}")


ROUTES: list[Any] = [
    claim,
    hand_over,
    put_back,
    ask,
    settle,
    withdraw,
    decide,
    agree,
    decline,
    settle_condition,
    write_note,
    remove_note,
]
