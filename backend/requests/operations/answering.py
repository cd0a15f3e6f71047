"""The answer: prepared by one person, checked by another, printed by the worker, sent, and taken back where it must."""

from datetime import date
from uuid import UUID

from backend.kit import queue
from backend.ledger.records import canonical
from backend.requests.operations import records, telling
from backend.requests.operations.documents import next_number
from backend.requests.queries import one
from backend.requests.queries.views import AnswerView, RequestView
from backend.requests.rules import Outcome, State, UnableToHandle, answering
from backend.requests.rules.content import Content, content_of, hash_of
from backend.requests.tables import Answer, Document
from backend.scope import Scope

PRINT = "requests.print_letter"
_NOT_YOUR_OWN = "You prepared this answer, so somebody else checks it."


async def submit(scope: Scope, *, request_id: UUID, outcome: Outcome, words: str) -> UUID:
    """Prepare the answer and give it to a second person; from then on nothing that it rests on changes."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    answering.check_is(line.state, State.OPEN, doing="give it to be checked")
    plain = records.words_of(words, sentence="Write the answer, as the letter says it.", field="answer_words")
    answering.check_can_submit(
        outcome,
        applied=[
            answering.Applied(exemption=each.exemption, has_opinion=each.opinion is not None)
            for each in view.standing
        ],
        documents=[
            answering.Found(
                name=each.name, disclosing=each.disclosing, copy_is_current=view.copy_is_current(each)
            )
            for each in view.found
        ],
        open_searches=sum(each.open for each in view.searches),
        stopped=any(each.open for each in view.pauses),
    )
    content = _content(view, outcome, plain)
    sha256 = hash_of(content)
    answer_id: UUID = await Answer.add(
        scope,
        request_id=request_id,
        number=len(view.answers) + 1,
        outcome=outcome.value,
        words=plain,
        content=canonical(content),
        sha256=sha256,
        prepared_by=scope.actor.person_id,
        prepared_by_name=scope.actor.name,
        prepared_at=scope.now,
    )
    await records.change(scope, line, state=State.TO_CHECK.value)
    await records.record(scope, "answer.prepared", line, sha256=sha256, outcome=outcome)
    await telling.check_asked(scope, line=line, answer_id=answer_id)
    return answer_id


async def take_back(scope: Scope, *, request_id: UUID) -> None:
    """Take an answer back to go on with it; a check that was made of it falls."""
    view = await records.to_handle(scope, request_id)
    answering.check_is(view.line.state, State.TO_CHECK, State.CHECKED, doing="take the answer back")
    answer = _standing(view)
    await Answer.change(scope, returned_at=scope.now).where(Answer.id == answer.id)
    await records.change(scope, view.line, state=State.OPEN.value)
    await records.record(scope, "answer.taken-back", view.line, sha256=answer.sha256)


async def approve(scope: Scope, *, request_id: UUID, seen: str, words: str | None = None) -> None:
    """The second check, by somebody else than who prepared it, of exactly what they read; the letter follows."""
    view, answer = await _to_check(scope, request_id, seen)
    await Answer.change(
        scope,
        checked_by=scope.actor.person_id,
        checked_by_name=scope.actor.name,
        checked_at=scope.now,
        check_words=(words or "").strip() or None,
    ).where(Answer.id == answer.id)
    await records.change(scope, view.line, state=State.CHECKED.value)
    await records.record(scope, "answer.checked", view.line, sha256=answer.sha256)
    await queue.defer(
        PRINT, tenant_id=scope.tenant.id, lock=f"requests-letter:{answer.id}", request_id=request_id
    )
    await telling.checked(scope, line=view.line, answer_id=answer.id, approved=True)


async def send_back(scope: Scope, *, request_id: UUID, seen: str, words: str) -> None:
    """Send it back to be worked on, with what is amiss."""
    view, answer = await _to_check(scope, request_id, seen)
    plain = records.words_of(words, sentence="Say what is amiss.", field="check_words")
    await Answer.change(
        scope, returned_at=scope.now, check_words=plain, checked_by_name=scope.actor.name
    ).where(Answer.id == answer.id)
    await records.change(scope, view.line, state=State.OPEN.value)
    await records.record(scope, "answer.sent-back", view.line, sha256=answer.sha256)
    await telling.checked(scope, line=view.line, answer_id=answer.id, approved=False)


async def record_sent(scope: Scope, *, request_id: UUID, on: date) -> None:
    """Record the day on which the answer went to the requester: the clock ends with it."""
    view = await records.to_handle(scope, request_id)
    line = view.line
    answering.check_is(line.state, State.CHECKED, doing="record that it was sent")
    answer = _standing(view)
    assert answer.checked_at is not None, "a checked answer has its check"
    if not scope.day_of(answer.checked_at) <= on <= scope.today:
        raise UnableToHandle("The day must be from the day of the check until today.", field="sent_on")
    await Answer.change(scope, sent_on=on, sent_by=scope.actor.name).where(Answer.id == answer.id)
    await records.change(scope, line, state=State.ANSWERED.value, closed_on=on, outcome=answer.outcome.value)
    await records.read_clock(scope, request_id)
    await telling.settle(scope, line)
    after = await one.request_of(scope, request_id=request_id)
    await records.record(
        scope,
        "answer.sent",
        line,
        sha256=answer.sha256,
        outcome=answer.outcome,
        on=on,
        in_time=after.line.in_time,
    )


async def unsend(scope: Scope, *, request_id: UUID, because: str) -> None:
    """Take back the record that it was sent: it was not, or on another day."""
    view = await records.to_handle(scope, request_id)
    answering.check_is(view.line.state, State.ANSWERED, doing="take back that it was sent")
    if view.disclosure is not None:
        raise UnableToHandle("It stands in the disclosure log. Take it out of there first.")
    plain = records.words_of(because, sentence="Say why.", field="because")
    await Answer.change(scope, sent_on=None, sent_by=None).where(Answer.id == _standing(view).id)
    await records.change(scope, view.line, state=State.CHECKED.value, closed_on=None, outcome=None)
    await records.read_clock(scope, request_id)
    await records.record(scope, "answer.unsent", view.line, because=plain)
    await telling.look_ahead(scope)


async def keep_letter(
    scope: Scope,
    *,
    request_id: UUID,
    answer_id: UUID,
    stored: tuple[str, str, int] | None,
    failed: str | None = None,
) -> None:
    """Keep the letter that the worker printed (its place, hash and size), or why it could not be."""
    view = await one.request_of(scope, request_id=request_id, to_change=True)
    answer = view.answer
    if answer is None or answer.id != answer_id or answer.letter_id is not None:
        return
    if stored is None:
        await Answer.change(scope, letter_failed=failed).where(Answer.id == answer_id)
        return
    kept_at, sha256, size = stored
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    letter_id = await Document.add(
        scope,
        request_id=request_id,
        part="letter",
        number=await next_number(scope, request_id, "letter"),
        name=f"{mark}{scope.tenant.slug}-{view.line.reference}-answer.pdf",
        media_type="application/pdf",
        sha256=sha256,
        size=size,
        kept_at=kept_at,
        disclosing="undecided",
        added_at=scope.now,
        added_by=scope.actor.name,
    )
    await Answer.change(scope, letter_id=letter_id, letter_failed=None).where(Answer.id == answer_id)
    await records.record(scope, "answer.printed", view.line, sha256=sha256)


async def _to_check(scope: Scope, request_id: UUID, seen: str) -> tuple[RequestView, AnswerView]:
    scope.check_may("requests.check", records.CHECKS)
    view = await one.request_of(scope, request_id=request_id, to_change=True)
    answering.check_is(view.line.state, State.TO_CHECK, doing="check it")
    answer = _standing(view)
    answering.check_another(scope.actor.person_id, [answer.prepared_by], sentence=_NOT_YOUR_OWN)
    answering.check_seen(seen, answer.sha256)
    return view, answer


def _standing(view: RequestView) -> AnswerView:
    answer = view.answer
    assert answer is not None, "a request in this state has an answer"
    return answer


def _content(view: RequestView, outcome: Outcome, words: str) -> Content:
    line = view.line
    return content_of(
        reference=line.reference,
        kind=line.kind.name,
        act=line.kind.act,
        subject=line.subject,
        asked=line.asked or "",
        received_on=line.received_on,
        outcome=outcome.value,
        words=words,
        complain=line.kind.complain,
        exemptions=[
            {
                "section": each.exemption.section,
                "name": each.exemption.name,
                "weighing": each.exemption.weighing.value,
                "covers": each.covers,
                "reason": each.reason,
                "interest_for": each.interest_for,
                "interest_against": each.interest_against,
                "opinion_by": f"{each.opinion.person_name}, {each.opinion.office}" if each.opinion else None,
            }
            for each in view.standing
        ],
        documents=[
            {"name": each.name, "sha256": each.sha256, "size": each.size, "redacted": each.part == "redacted"}
            for each in view.going_out
        ],
    )
