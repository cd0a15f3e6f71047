"""Taking in what somebody asks to have put right, proving their address, answering, and reminding officers."""

from dataclasses import dataclass
from uuid import UUID

from backend.kit import mail
from backend.kit.database import execute, fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices import post
from backend.notices.rules import Recipient, Telling
from backend.requests.operations import records, telling
from backend.requests.queries import corrections
from backend.requests.queries.corrections import CorrectionView
from backend.requests.rules import UnableToHandle, correcting
from backend.requests.rules.correcting import About, CorrectionOutcome, CorrectionState
from backend.requests.tables import Correction
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form said."""

    about: About
    place: str
    wrong: str
    should_say: str
    name: str
    address: str


async def ask(scope: Scope, *, asked: Asked, key: bytes) -> UUID:
    """Keep what somebody asks, and send a code to their address. Raises UnableToHandle."""
    address = asked.address.strip()
    if not mail.is_address(address):
        raise UnableToHandle(
            "Enter an email address in the correct format, like name@example.com.", field="address"
        )
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"corrections/{scope.tenant.id}")
    rows = await fetch(
        "SELECT coalesce(max(number), 0) + 1 AS next FROM requests_correction WHERE tenant_id = $1",
        scope.tenant.id,
    )
    number = rows[0]["next"]
    correction_id: UUID = await Correction.add(
        scope,
        number=number,
        reference=f"COR-{scope.today.year}-{number:03}",
        about=asked.about.value,
        place=asked.place,
        wrong=asked.wrong,
        should_say=asked.should_say,
        name=asked.name,
        address=address,
        asked_at=scope.now,
        tries=0,
        state=CorrectionState.UNPROVED.value,
    )
    await notices.tell(
        scope,
        kind="requests.correction-code",
        key=f"requests.correction-code/{correction_id}",
        to=Recipient(person_id=correction_id, name=asked.name, address=address),
        context={"code": correcting.code_for(correction_id, key=key)},
        confidential=post.mail_url() != post.KEPT_HERE,
    )
    await telling.look_ahead(scope)
    return correction_id


async def prove(scope: Scope, *, correction_id: UUID, code: str, key: bytes) -> str:
    """Take the code that came back: from now on the clock runs, and officers know. Returns the reference.

    Raises `WrongCode` with the try counted, so the caller must commit; `UnableToHandle` otherwise.
    """
    rows = await fetch(
        "SELECT reference, tries, state, name, address FROM requests_correction WHERE tenant_id = $1 AND id = $2 "
        "FOR UPDATE",
        scope.tenant.id,
        correction_id,
    )
    if not rows or rows[0]["state"] == CorrectionState.FORGOTTEN:
        raise NotFound("correction")
    row = rows[0]
    reference: str = row["reference"]
    if row["state"] != CorrectionState.UNPROVED:
        return reference
    try:
        correcting.check_code(correction_id, code, key=key, tries=row["tries"])
    except correcting.WrongCode:
        await Correction.change(scope, tries=row["tries"] + 1).where(Correction.id == correction_id)
        raise
    due_on = correcting.due_on(scope.today)
    await Correction.change(
        scope, state=CorrectionState.OPEN.value, received_on=scope.today, due_on=due_on
    ).where(Correction.id == correction_id)
    await _record(scope, "received", correction_id, reference, due_on=due_on)
    view = await corrections.correction_of(scope, correction_id=correction_id)
    await _write_to(scope, "correction-received", view, due_on=due_on)
    await _tell_handlers(scope, "correction-came", view, window="came")
    return reference


async def answer(scope: Scope, *, correction_id: UUID, outcome: CorrectionOutcome, words: str) -> None:
    """Say what became of it; the person is written to. Raises UnableToHandle."""
    scope.check_may("requests.handle", records.HANDLES)
    view = await corrections.correction_of(scope, correction_id=correction_id)
    correcting.check_may_answer(view.state)
    plain = records.words_of(words, sentence="Say what was done, or why nothing was.", field="words")
    changed = await fetch(
        "UPDATE requests_correction SET state = 'answered', outcome = $3, words = $4, answered_on = $5, "
        "answered_by = $6 WHERE tenant_id = $1 AND id = $2 AND state = 'open' RETURNING id",
        scope.tenant.id,
        correction_id,
        outcome.value,
        plain,
        scope.today,
        scope.actor.name,
    )
    if not changed:
        raise UnableToHandle("Somebody else has just answered it.")
    await _record(scope, "answered", correction_id, view.reference, outcome=outcome.value)
    answered = await corrections.correction_of(scope, correction_id=correction_id)
    await _write_to(scope, "correction-answered", answered, outcome=answered.outcome_in_words, words=plain)
    await notices.withdraw(scope, key=f"requests.correction-due/{correction_id}")


async def remind(scope: Scope) -> bool:
    """Remind officers of what falls due, and forget whose address nobody proved. Whether any waits still."""
    await execute(
        "UPDATE requests_correction SET state = 'forgotten', place = '', wrong = '', should_say = '', name = '', "
        "address = '' WHERE tenant_id = $1 AND state = 'unproved' AND asked_at < $2",
        scope.tenant.id,
        scope.now - correcting.PROVED_WITHIN,
    )
    waiting = await corrections.corrections_of(scope, only_open=True)
    for view in waiting:
        if correcting.falls_today(view.due_on, scope.today):
            await _tell_handlers(scope, "correction-due", view, window=scope.today.isoformat())
    unproved = await fetch(
        "SELECT 1 FROM requests_correction WHERE tenant_id = $1 AND state = 'unproved' LIMIT 1",
        scope.tenant.id,
    )
    return bool(waiting or unproved)


async def _write_to(scope: Scope, kind: str, view: CorrectionView, **context: object) -> None:
    await notices.tell(
        scope,
        kind=f"requests.{kind}",
        key=f"requests.{kind}/{view.id}",
        to=Recipient(person_id=view.id, name=view.name, address=view.address),
        context={"reference": view.reference, "months": correcting.MONTHS, **context},
    )


async def _tell_handlers(scope: Scope, kind: str, view: CorrectionView, *, window: str) -> None:
    """No letter to officers holds who asked, or what about."""
    await notices.tell_all(
        scope,
        kind=f"requests.{kind}",
        tellings=[
            Telling(
                key=f"requests.{kind}/{view.id}/{line.id}/{window}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context={
                    "reference": view.reference,
                    "correction_id": view.id,
                    "due_on": view.due_on,
                    "late": scope.today > view.due_on,
                },
            )
            for line in await telling.handlers_of(scope)
        ],
    )


async def _record(scope: Scope, verb: str, correction_id: UUID, reference: str, **after: object) -> None:
    subject = Record(room="requests", kind="correction", id=correction_id, title=reference)
    await ledger.record(scope, f"requests.correction.{verb}", subject, after=dict(after))
