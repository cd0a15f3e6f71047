"""Internal review: by somebody who took no part in the answer, within days of its own."""

from datetime import date
from uuid import UUID

from backend.requests.operations import records, telling
from backend.requests.queries import one
from backend.requests.queries.views import RequestView
from backend.requests.rules import ReviewOutcome, State, UnableToHandle, answering
from backend.requests.rules.clock import after
from backend.requests.tables import Review
from backend.scope import Scope

_NOT_YOURS = "You took part in the answer, so somebody else reviews it."


async def ask(
    scope: Scope, *, request_id: UUID, on: date, words: str, reviewer_person_id: UUID | None = None
) -> UUID:
    """Record that the requester asked for a review, and who makes it."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    answering.check_is(line.state, State.ANSWERED, doing="record a review")
    if line.kind.review is None:
        raise UnableToHandle(f"The rules know no internal review of a {line.kind.short} request.")
    assert line.closed_on is not None, "an answered request has its day"
    if not line.closed_on <= on <= scope.today:
        raise UnableToHandle(
            "The day must be from the day of the answer until today.", field="review_asked_on"
        )
    due_on = after(line.kind.review, on)
    await _check_reviewer(scope, view, reviewer_person_id)
    review_id: UUID = await Review.add(
        scope,
        request_id=request_id,
        asked_on=on,
        words=records.words_of(
            words, sentence="Say with what the requester does not agree.", field="review_words"
        ),
        due_on=due_on,
        reviewer_person_id=reviewer_person_id,
    )
    await records.change(scope, line, state=State.REVIEWING.value)
    await records.record(scope, "review.asked", line, on=on, due_on=due_on)
    if reviewer_person_id is not None:
        await telling.review_given(scope, line=line, person_id=reviewer_person_id, due_on=due_on)
    return review_id


async def decide(scope: Scope, *, request_id: UUID, outcome: ReviewOutcome, reasons: str, on: date) -> None:
    """Decide on the review. Whoever prepared or checked the answer, or gave an opinion on it, does not."""
    scope.check_may("requests.check", records.CHECKS)
    view = await one.request_of(scope, request_id=request_id, to_change=True)
    answering.check_is(view.line.state, State.REVIEWING, doing="decide on a review")
    review = view.review
    assert review is not None, "a request under review has its review"
    answering.check_another(scope.actor.person_id, took_part(view), sentence=_NOT_YOURS)
    if not review.asked_on <= on <= scope.today:
        raise UnableToHandle(
            "The day must be from the day on which it was asked for until today.", field="decided_on"
        )
    plain = records.words_of(reasons, sentence="Give the reasons.", field="reasons")
    await Review.change(
        scope, outcome=outcome.value, reasons=plain, decided_on=on, decided_by=scope.actor.name
    ).where(Review.id == review.id)
    await records.change(scope, view.line, state=State.REVIEWED.value)
    await records.record(
        scope, "review.decided", view.line, outcome=outcome, on=on, in_time=on <= review.due_on
    )


def took_part(view: RequestView) -> frozenset[UUID | None]:
    """Those who prepared or checked an answer."""
    return frozenset(
        each
        for answer in view.answers
        for each in (answer.prepared_by, answer.checked_by)
        if each is not None
    )


async def _check_reviewer(scope: Scope, view: RequestView, person_id: UUID | None) -> None:
    if person_id is None:
        return
    if person_id not in {each.id for each in await telling.checkers_of(scope)}:
        raise UnableToHandle("Choose somebody whose role may review.", field="reviewer_person_id")
    if person_id in took_part(view):
        raise UnableToHandle(
            "They took part in the answer. Choose somebody else.", field="reviewer_person_id"
        )
