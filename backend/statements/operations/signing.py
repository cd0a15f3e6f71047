"""Sending a statement for its signature, sending it back, signing exactly what was read, and adding to it later."""

from uuid import UUID

from backend.kit import queue
from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.scope import NotFound, Scope
from backend.statements.operations import telling
from backend.statements.operations.writing import held, record_of
from backend.statements.queries import assembling
from backend.statements.rules import writing as rules
from backend.statements.tables.statements import Addendum, Signature, Statement

PRINT = "statements.print_statement"


async def send_for_signature(scope: Scope, *, statement_id: UUID) -> None:
    """Send a whole draft to whoever signs. Raises UnableToWrite while a place is empty or the year is not frozen."""
    scope.check_may("statements.keep", "Your role doesn’t write statements.")
    view = await held(scope, statement_id)
    rules.check_can_send(
        state=view.line.state,
        left=view.left,
        waits=view.waits_for_freeze,
        year=view.line.year.in_words,
    )
    await Statement.change(
        scope,
        state=rules.State.IN_REVIEW,
        version=view.version + 1,
        sent_at=scope.now,
        sent_by_name=scope.actor.name,
        question=None,
        asked_by_name=None,
    ).where(Statement.id == statement_id)
    await ledger.record(
        scope,
        "statements.statement.sent",
        record_of(view),
        before={"state": view.line.state},
        after={"state": rules.State.IN_REVIEW},
    )
    await telling.ask_to_sign(scope, view)
    await ask_to_print(scope, statement_id=statement_id)


async def send_back(scope: Scope, *, statement_id: UUID, question: str) -> None:
    """Send a statement back to be written on, with a question. Raises UnableToWrite."""
    scope.check_may("statements.sign", "Your role doesn’t sign statements.")
    view = await held(scope, statement_id)
    rules.check_can_send_back(state=view.line.state)
    await Statement.change(
        scope,
        state=rules.State.DRAFT,
        version=view.version + 1,
        question=question,
        asked_by_name=scope.actor.name,
    ).where(Statement.id == statement_id)
    await ledger.record(
        scope,
        "statements.statement.sent-back",
        record_of(view),
        before={"state": view.line.state},
        after={"state": rules.State.DRAFT, "question": question},
    )
    await telling.say_sent_back(scope, view, question=question)


async def sign_statement(scope: Scope, *, statement_id: UUID, seen: str) -> None:
    """Sign a statement as it was read (`seen` is its hash). What is signed is kept, and never changed.

    Raises UnableToWrite, NotPermitted, NotFound.
    """
    scope.check_may("statements.sign", "Your role doesn’t sign statements.")
    view = await held(scope, statement_id)
    content = await assembling.content_of(scope, view)
    sha256 = assembling.hash_of(content)
    rules.check_can_sign(
        state=view.line.state,
        left=view.left,
        authors=view.authors,
        signer=scope.actor.person_id,
        seen=seen,
        sha256=sha256,
    )

    await Signature.add(
        scope,
        statement_id=statement_id,
        content=canonical(content),
        sha256=sha256,
        signed_at=scope.now,
        signed_by=scope.actor.person_id,
        signed_by_name=scope.actor.name,
        signed_as=_as_what(scope),
    )
    await Statement.change(scope, state=rules.State.SIGNED, version=view.version + 1).where(
        Statement.id == statement_id
    )
    await ledger.record(
        scope,
        "statements.statement.signed",
        record_of(view, sha256),
        before={"state": view.line.state},
        after={"state": rules.State.SIGNED, "sha256": sha256},
    )
    await telling.withdraw(scope, view)
    await ask_to_print(scope, statement_id=statement_id)


async def add_addendum(scope: Scope, *, statement_id: UUID, words: str, reason: str) -> UUID:
    """Write what is to be added to a signed statement; it counts once somebody else has signed it."""
    scope.check_may("statements.keep", "Your role doesn’t write statements.")
    view = await held(scope, statement_id)
    rules.check_can_add(state=view.line.state)
    addendum_id: UUID = await Addendum.add(
        scope,
        statement_id=statement_id,
        number=len(view.addenda) + 1,
        words=words,
        reason=reason,
        written_at=scope.now,
        written_by=scope.actor.person_id,
        written_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "statements.addendum.written",
        record_of(view),
        after={"number": len(view.addenda) + 1, "words": words, "reason": reason},
    )
    await telling.ask_to_sign_addendum(scope, view, number=len(view.addenda) + 1)
    return addendum_id


async def sign_addendum(scope: Scope, *, statement_id: UUID, addendum_id: UUID) -> None:
    """Sign what is added to a statement; not by whoever wrote it. Raises UnableToWrite, NotFound."""
    scope.check_may("statements.sign", "Your role doesn’t sign statements.")
    view = await held(scope, statement_id)
    found = next((each for each in view.addenda if each.id == addendum_id), None)
    if found is None:
        raise NotFound("addendum")
    if found.signed_at is not None:
        return
    if scope.actor.person_id is None or scope.actor.person_id == found.written_by:
        raise rules.UnableToWrite("Whoever wrote an addendum doesn’t sign it. Ask another executive.")
    await Addendum.change(
        scope,
        signed_at=scope.now,
        signed_by=scope.actor.person_id,
        signed_by_name=scope.actor.name,
    ).where(Addendum.id == addendum_id)
    await ledger.record(scope, "statements.addendum.signed", record_of(view), after={"number": found.number})
    await ask_to_print(scope, statement_id=statement_id)


async def ask_to_print(scope: Scope, *, statement_id: UUID) -> None:
    """Have the worker make the PDF of a statement as it stands. Raises NotFound."""
    await held(scope, statement_id)
    await queue.defer(
        PRINT, tenant_id=scope.tenant.id, lock=f"statement:{statement_id}", statement_id=statement_id
    )


async def keep_file(scope: Scope, *, statement_id: UUID, sha256: str, standing: str, file_id: UUID) -> None:
    """Keep a PDF; of the same words the first stays."""
    await execute(
        "INSERT INTO statements_file (tenant_id, id, statement_id, sha256, standing, file_id, made_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, statement_id, sha256) DO NOTHING",
        scope.tenant.id,
        new_id(),
        statement_id,
        sha256,
        standing,
        file_id,
        scope.now,
    )


def _as_what(scope: Scope) -> str:
    """The office in which somebody signs, where they hold it on the day."""
    offices = {seat.office for seat in scope.seats}
    return "Accountable officer" if "accountable-officer" in offices else "Executive who may sign statements"
