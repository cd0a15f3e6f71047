"""How interests are handled: the matrix of a meeting, the hits on an item, and the decisions about them."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.rules.declaring import TYPE_IN_WORDS, InterestType
from backend.kit.identity import parse_id
from backend.meetings import operations, presiding, queries, rules, treating
from backend.meetings.pages import fields, meetings
from backend.meetings.queries.handling import MeetingHandling, OneItem
from backend.scope import Scope
from backend.web import access, forms, views

_NEEDS = access.needs(meetings.HANDLING)
_CONFLICTS = "/t/{slug:str}/agenda-items/{item_id:uuid}/conflicts"
_TREATMENTS = "/t/{slug:str}/agenda-items/{item_id:uuid}/treatments"


class AddForm(forms.Form):
    person_id: UUID = Field(description="whose interest it is")
    reason: str = Field(min_length=1, max_length=1_000, description="what the interest is")
    kind: InterestType | None = Field(None, description="the kind of interest")
    indirect: fields.YesNo = Field("no", description="whether it is somebody close who has it")


class AcceptForm(forms.Form):
    accept: Literal["yes"] = Field(description="that it is right")


class DismissForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is no conflict")


class DecideForm(forms.Form):
    person_id: UUID = Field(description="whose interest is handled")
    treatment: treating.Treatment = Field(description="how it is handled")
    reason: str = Field(min_length=1, max_length=1_000, description="why")
    decided_by_person_id: UUID | None = Field(None, description="who decided it")


class EndForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it ends")


class ReviewForm(forms.Form):
    words: str = Field(min_length=1, max_length=2_000, description="what should be looked at again")


class AnswerForm(forms.Form):
    answer: str = Field(min_length=1, max_length=2_000, description="what came of the review")


@get("/t/{slug:str}/meetings/{meeting_id:uuid}/treatments", opt=_NEEDS, name="meetings.treatments")
async def matrix(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """Items by members: what was found, what is proposed, what is decided, and the quorum of each item."""
    scope = access.scope_of(request)
    view = await queries.handling_of(scope, meeting_id=meeting_id)
    return views.page(
        request,
        "meetings/treatments.html",
        meeting=view,
        me=scope.actor.person_id,
        treatments=[(each.short, each.words) for each in view.effects.values()],
        crumbs=_crumbs(scope, view),
    )


async def _hits_page(request: Request[Any, Any, Any], state: forms.FormState, item_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.handling_of_item(scope, item_id=item_id)
    return views.page(
        request,
        "meetings/conflicts.html",
        state=state,
        view=view,
        item=view.item,
        meeting=view.meeting,
        me=scope.actor.person_id,
        mine=view.item.cell_of(scope.actor.person_id) if scope.actor.person_id else None,
        people=[
            (each.person_id, each.name)
            for each in view.everybody
            if view.item.sees_all or each.person_id == scope.actor.person_id
        ],
        kinds=[(kind.value, words) for kind, words in TYPE_IN_WORDS.items()],
        reassurance=treating.REASSURANCE,
        withheld=await queries.own_withholding(scope, meeting_id=view.meeting.meeting_id, item_id=item_id),
        lists_copies=rules.is_officer(scope),
        crumbs=_crumbs(scope, view.meeting, view),
    )


@get(_CONFLICTS, opt=_NEEDS, name="meetings.conflicts")
async def hits(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """What was found of members' interests in an item, ranked, each with its reason."""
    return await _hits_page(request, forms.FormState(), item_id)


@post(_CONFLICTS, opt=_NEEDS, name="meetings.add-hit")
@forms.taking(AddForm, again=_hits_page)
async def add(request: Request[Any, Any, Any], form: AddForm, item_id: FromPath[UUID]) -> str:
    """Add an interest that no search found."""
    scope = access.scope_of(request)
    await operations.add_hit(
        scope,
        item_id=item_id,
        person_id=form.person_id,
        reason=form.reason,
        kind=form.kind.value if form.kind else None,
        indirect=form.indirect == "yes",
    )
    return views.address(scope, f"/agenda-items/{item_id}/conflicts?said=added")


async def _hits_again(
    request: Request[Any, Any, Any], state: forms.FormState, item_id: UUID, hit_id: UUID
) -> Template:
    return await _hits_page(request, state, item_id)


@post(f"{_CONFLICTS}/{{hit_id:uuid}}/acceptance", opt=_NEEDS, name="meetings.accept-hit")
@forms.taking(AcceptForm, again=_hits_again)
async def accept(
    request: Request[Any, Any, Any], form: AcceptForm, item_id: FromPath[UUID], hit_id: FromPath[UUID]
) -> str:
    """Say that a hit is right."""
    scope = access.scope_of(request)
    await operations.accept_hit(scope, hit_id=hit_id, item_id=item_id)
    return views.address(scope, f"/agenda-items/{item_id}/conflicts?said=accepted")


@post(f"{_CONFLICTS}/{{hit_id:uuid}}/dismissal", opt=_NEEDS, name="meetings.dismiss-hit")
@forms.taking(DismissForm, again=_hits_again)
async def dismiss(
    request: Request[Any, Any, Any], form: DismissForm, item_id: FromPath[UUID], hit_id: FromPath[UUID]
) -> str:
    """Say that a hit is none, and why."""
    scope = access.scope_of(request)
    await operations.dismiss_hit(scope, hit_id=hit_id, item_id=item_id, because=form.because)
    return views.address(scope, f"/agenda-items/{item_id}/conflicts?said=dismissed")


async def _decide_page(request: Request[Any, Any, Any], state: forms.FormState, item_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.handling_of_item(scope, item_id=item_id)
    person_id = parse_id(str(state.value("person_id") or request.query_params.get("person", "")))
    chosen = view.item.cell_of(person_id) if person_id else None
    chairs = person_id is None or person_id in view.chairs
    return views.page(
        request,
        "meetings/treat.html",
        state=state,
        item=view.item,
        meeting=view.meeting,
        me=scope.actor.person_id,
        chosen=chosen,
        people=_people(scope, view),
        treatments=[
            (each.value, effect.short, f"{effect.words[:1].upper()}{effect.words[1:]}")
            for each, effect in view.meeting.effects.items()
            if chairs or each is not treating.Treatment.CHAIR_STANDS_DOWN
        ],
        deciders=() if view.item.decides else view.deciders,
        offices=presiding.OFFICE_IN_WORDS,
        lists_copies=rules.is_officer(scope),
        private=view.item.part is rules.Part.PRIVATE,
        crumbs=_crumbs(scope, view.meeting, view),
    )


@get(_TREATMENTS, opt=_NEEDS, name="meetings.item-treatments")
async def item_treatments(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """How the interests in an item are handled, and the form to decide it."""
    return await _decide_page(request, forms.FormState(), item_id)


@post(_TREATMENTS, opt=_NEEDS, name="meetings.decide-treatment")
@forms.taking(DecideForm, again=_decide_page)
async def decide(request: Request[Any, Any, Any], form: DecideForm, item_id: FromPath[UUID]) -> str:
    """Decide how a member's interest is handled."""
    scope = access.scope_of(request)
    await operations.decide_treatment(
        scope,
        item_id=item_id,
        person_id=form.person_id,
        treatment=form.treatment,
        reason=form.reason,
        decided_by_person_id=form.decided_by_person_id,
    )
    return views.address(scope, f"/agenda-items/{item_id}/treatments?said=decided")


async def _decide_again(
    request: Request[Any, Any, Any], state: forms.FormState, item_id: UUID, treatment_id: UUID
) -> Template:
    return await _decide_page(request, state, item_id)


@post(f"{_TREATMENTS}/{{treatment_id:uuid}}/end", opt=_NEEDS, name="meetings.end-treatment")
@forms.taking(EndForm, again=_decide_again)
async def end(
    request: Request[Any, Any, Any], form: EndForm, item_id: FromPath[UUID], treatment_id: FromPath[UUID]
) -> str:
    """Take a treatment back."""
    scope = access.scope_of(request)
    await operations.end_treatment(scope, treatment_id=treatment_id, item_id=item_id, because=form.because)
    return views.address(scope, f"/agenda-items/{item_id}/treatments?said=ended")


async def _review_again(
    request: Request[Any, Any, Any], state: forms.FormState, item_id: UUID, treatment_id: UUID
) -> Template:
    return await _hits_page(request, state, item_id)


@post(f"{_TREATMENTS}/{{treatment_id:uuid}}/review", opt=_NEEDS, name="meetings.ask-for-review")
@forms.taking(ReviewForm, again=_review_again)
async def review(
    request: Request[Any, Any, Any], form: ReviewForm, item_id: FromPath[UUID], treatment_id: FromPath[UUID]
) -> str:
    """Ask, as the member, that a treatment be looked at again."""
    scope = access.scope_of(request)
    await operations.ask_for_review(scope, treatment_id=treatment_id, item_id=item_id, words=form.words)
    return views.address(scope, f"/agenda-items/{item_id}/conflicts?said=review-asked")


async def _withheld_again(
    request: Request[Any, Any, Any], state: forms.FormState, item_id: UUID, withholding_id: UUID
) -> Template:
    return await _hits_page(request, state, item_id)


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/withholding/{withholding_id:uuid}/review",
    opt=_NEEDS,
    name="meetings.ask-for-withholding-review",
)
@forms.taking(ReviewForm, again=_withheld_again)
async def withholding_review(
    request: Request[Any, Any, Any], form: ReviewForm, item_id: FromPath[UUID], withholding_id: FromPath[UUID]
) -> str:
    """Ask, as the member, that papers withheld by hand be looked at again."""
    scope = access.scope_of(request)
    await operations.ask_for_withholding_review(
        scope, withholding_id=withholding_id, item_id=item_id, words=form.words
    )
    return views.address(scope, f"/agenda-items/{item_id}/conflicts?said=review-asked")


@post(f"{_TREATMENTS}/{{treatment_id:uuid}}/review-answer", opt=_NEEDS, name="meetings.answer-review")
@forms.taking(AnswerForm, again=_decide_again)
async def answer(
    request: Request[Any, Any, Any], form: AnswerForm, item_id: FromPath[UUID], treatment_id: FromPath[UUID]
) -> str:
    """Answer a member who asked for a review."""
    scope = access.scope_of(request)
    await operations.answer_review(scope, treatment_id=treatment_id, item_id=item_id, answer=form.answer)
    return views.address(scope, f"/agenda-items/{item_id}/treatments?said=answered")


def _people(scope: Scope, view: OneItem) -> list[tuple[UUID, str]]:
    """Whose interest may be handled: those of whom something was found first; never the reader."""
    touched = {cell.person_id for cell in view.item.cells if cell.touched}
    others = [each for each in view.everybody if each.person_id != scope.actor.person_id]
    others.sort(key=lambda each: each.person_id not in touched)
    return [
        (each.person_id, f"{each.name}, has an interest here" if each.person_id in touched else each.name)
        for each in others
    ]


def _crumbs(scope: Scope, meeting: MeetingHandling, view: OneItem | None = None) -> list[views.Crumb]:
    trail = []
    if scope.may("meetings.read"):
        trail = [
            *meetings.crumbs(scope),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting.meeting_id}")),
        ]
    if view is not None:
        here = views.address(scope, f"/meetings/{meeting.meeting_id}/treatments")
        trail.append(views.Crumb("Interests", here))
    return trail


ROUTES: list[Any] = [
    matrix,
    hits,
    add,
    accept,
    dismiss,
    item_treatments,
    decide,
    end,
    review,
    withholding_review,
    answer,
]
