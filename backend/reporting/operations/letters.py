"""Letters from outside: logged with an owner and a day, followed up, closed. Replies are issues as answers are."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.reporting import queries
from backend.reporting.operations import records
from backend.reporting.queries import LetterView
from backend.reporting.rules import UnableToReport
from backend.reporting.tables import Letter
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSaid:
    """A letter as somebody logs it. `words` say what it asks; `due_on` by when an answer is wanted."""

    body: str
    subject: str
    words: str
    received_on: date
    reference: str | None = None
    dated_on: date | None = None
    due_on: date | None = None
    owner_person_id: UUID | None = None


async def log_letter(scope: Scope, *, said: LetterSaid, file_id: UUID | None = None) -> UUID:
    """Log a letter; returns its id. Its owner gets an action, which is chased. Raises UnableToReport."""
    scope.check_may("reporting.prepare", records.PREPARES)
    await _check(scope, said)
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"reporting/letters/{scope.tenant.id}"
    )
    rows = await fetch(
        "SELECT coalesce(max(number), 0) + 1 AS number FROM reporting_letter WHERE tenant_id = $1",
        scope.tenant.id,
    )
    letter_id, number = new_id(), rows[0]["number"]
    await Letter.add(
        scope,
        id=letter_id,
        **asdict(said),
        number=number,
        file_id=file_id,
        action_id=await records.follow(
            scope,
            source_id=letter_id,
            title=f"Letter L{number} of {said.body}",
            words=f"Answer the letter of {said.body}: {said.subject}",
            owner_person_id=said.owner_person_id,
            due_on=said.due_on,
        ),
        logged_at=scope.now,
        logged_by_name=scope.actor.name,
        version=1,
    )
    view = await queries.letter_of(scope, letter_id=letter_id)
    await ledger.record(
        scope,
        "reporting.letter.logged",
        records.letter_record(view),
        after={"body": said.body, "received_on": said.received_on, "due_on": said.due_on},
    )
    return letter_id


async def change_letter(scope: Scope, *, letter_id: UUID, version: int, said: LetterSaid) -> None:
    """Put right what is logged of a letter. Raises OvertakenByAnother, UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await _held(scope, letter_id)
    records.check_version(version, view.version)
    _check_open(view)
    await _check(scope, said)
    action_id = await records.follow_again(
        scope,
        view.action_id,
        was=(view.owner_person_id, view.due_on),
        now=(said.owner_person_id, said.due_on),
        source_id=letter_id,
        title=f"Letter {view.called} of {said.body}",
        words=f"Answer the letter of {said.body}: {said.subject}",
    )
    await Letter.change(scope, **asdict(said), action_id=action_id, version=version + 1).where(
        Letter.id == letter_id
    )
    await ledger.record(
        scope,
        "reporting.letter.changed",
        records.letter_record(view),
        before={"due_on": view.due_on, "owner_person_id": view.owner_person_id, "words": view.words},
        after={"due_on": said.due_on, "owner_person_id": said.owner_person_id, "words": said.words},
    )


async def follow_up(
    scope: Scope, *, letter_id: UUID, words: str, owner_person_id: UUID, due_on: date | None
) -> UUID:
    """Enter an action that follows from a letter, or from what we answered; returns its id.

    Raises UnableToReport, NotFound, the refusals of actions.
    """
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await queries.letter_of(scope, letter_id=letter_id)
    await records.check_owner(scope, owner_person_id)
    return await actions.undertake(
        scope,
        source=Source(
            kind=SourceKind.REVIEW,
            title=f"Letter {view.called} of {view.body}",
            id=letter_id,
            on=view.received_on,
        ),
        words=words,
        owner_person_id=owner_person_id,
        due_on=due_on,
        undertaken_on=scope.today,
    )


async def close_letter(scope: Scope, *, letter_id: UUID, because: str) -> None:
    """Close a letter: it was answered and followed up, or wants no answer. Raises UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await _held(scope, letter_id)
    _check_open(view)
    if view.working is not None:
        raise UnableToReport("A reply is in the making. Finish or drop it first.")
    await Letter.change(
        scope,
        closed_at=scope.now,
        closed_because=because,
        closed_by_name=scope.actor.name,
        version=view.version + 1,
    ).where(Letter.id == letter_id)
    await ledger.record(
        scope, "reporting.letter.closed", records.letter_record(view), after={"because": because}
    )


async def reopen_letter(scope: Scope, *, letter_id: UUID, because: str) -> None:
    """Open a closed letter again. Raises UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await _held(scope, letter_id)
    if not view.closed:
        raise UnableToReport("It is open.")
    await Letter.change(
        scope, closed_at=None, closed_because=None, closed_by_name=None, version=view.version + 1
    ).where(Letter.id == letter_id)
    await ledger.record(
        scope,
        "reporting.letter.reopened",
        records.letter_record(view),
        before={"closed_because": view.closed_because},
        after={"because": because},
    )


async def _check(scope: Scope, said: LetterSaid) -> None:
    await records.check_owner(scope, said.owner_person_id)
    if said.received_on > scope.today:
        raise UnableToReport("It can’t have come on a day that is yet to come.", field="received_on")
    if said.dated_on is not None and said.dated_on > said.received_on:
        raise UnableToReport("It can’t be dated after the day on which it came.", field="dated_on")


def _check_open(view: LetterView) -> None:
    if view.closed:
        raise UnableToReport("The letter is closed. Open it again first.")


async def _held(scope: Scope, letter_id: UUID) -> LetterView:
    await fetch(
        "SELECT 1 FROM reporting_letter WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        letter_id,
    )
    return await queries.letter_of(scope, letter_id=letter_id)
