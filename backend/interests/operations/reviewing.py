"""Reviewing what was declared."""

from uuid import UUID

from backend.interests import chasing
from backend.interests.operations import versions
from backend.interests.queries import declarations, register, reviews
from backend.interests.rules import declaring
from backend.interests.tables.declarations import Declaration
from backend.interests.tables.reviews import ReviewMessage
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import Scope


async def approve_declaration(scope: Scope, *, declaration_id: UUID, mitigation: str | None = None) -> None:
    """Accept a declaration on review, with the mitigation that was agreed for what it declares."""
    line, entries = await _under_review(
        scope, declaration_id=declaration_id, into=declaring.DeclarationStatus.APPROVED
    )

    await _set_status(scope, line, declaring.DeclarationStatus.APPROVED, note=mitigation)
    settled = list(dict.fromkeys(entry.interest_id for entry in entries))
    if mitigation:
        settled = [each for each in settled if await _agree(scope, each, mitigation)]
    await ledger.record(
        scope,
        "interests.declaration.approved",
        versions.declaration_record(declaration_id, line.person_name),
        before={"status": line.status},
        after={
            "status": declaring.DeclarationStatus.APPROVED,
            "mitigation": mitigation,
            "interests": settled,
        },
    )


async def _agree(scope: Scope, interest_id: UUID, mitigation: str) -> bool:
    """Put what was agreed on the version that stands; there is none where the interest was withdrawn meanwhile."""
    newest = await versions.standing_version(scope, interest_id=interest_id)
    if newest is not None:
        await versions.supersede(scope, newest, mitigation=mitigation)
    return newest is not None


async def return_declaration(scope: Scope, *, declaration_id: UUID, question: str) -> None:
    """Send a declaration back with a question; it stays on the register meanwhile."""
    line, _ = await _under_review(
        scope, declaration_id=declaration_id, into=declaring.DeclarationStatus.RETURNED
    )

    await _set_status(scope, line, declaring.DeclarationStatus.RETURNED, note=question)
    message_id = await _write(scope, declaration_id, "QUESTION", question)
    await ledger.record(
        scope,
        "interests.declaration.returned",
        versions.declaration_record(declaration_id, line.person_name),
        before={"status": line.status},
        after={"status": declaring.DeclarationStatus.RETURNED, "question": question},
    )
    await chasing.tell_returned(
        scope,
        message_id=message_id,
        declaration_id=declaration_id,
        person_id=line.person_id,
        question=question,
    )


async def answer_question(scope: Scope, *, declaration_id: UUID, answer: str) -> None:
    """Answer what the reviewer asked; the declaration waits for its review again, and the reviewer is told.

    Raises `UnableToReview`, `NotPermitted`, `NotFound`.
    """
    await _hold(scope, declaration_id)
    line, _ = await declarations.declaration(scope, declaration_id=declaration_id)
    declaring.check_can_answer(declarant=line.person_id, actor=scope.actor.person_id, status=line.status)
    rows = await Declaration.within(scope, Declaration.reviewed_by).where(Declaration.id == declaration_id)

    await Declaration.change(
        scope, status=declaring.DeclarationStatus.SUBMITTED, reviewed_by=None, reviewed_at=None
    ).where(Declaration.id == declaration_id)
    message_id = await _write(scope, declaration_id, "ANSWER", answer)
    await ledger.record(
        scope,
        "interests.declaration.answered",
        versions.declaration_record(declaration_id, line.person_name),
        before={"status": line.status},
        after={"status": declaring.DeclarationStatus.SUBMITTED, "answer": answer},
    )
    await chasing.tell_answered(
        scope,
        message_id=message_id,
        declaration_id=declaration_id,
        reviewer_id=rows[0]["reviewed_by"],
        answer=answer,
    )


async def _under_review(
    scope: Scope, *, declaration_id: UUID, into: declaring.DeclarationStatus
) -> tuple[declarations.DeclarationLine, tuple[register.RegisterEntry, ...]]:
    """The declaration, held for us alone until the transaction ends, once the review is allowed."""
    await _hold(scope, declaration_id)
    line, entries = await declarations.declaration(scope, declaration_id=declaration_id)
    reviews_all = scope.may("interests.review")
    declaring.check_may_review(
        reviews_all=reviews_all,
        manages=not reviews_all and await reviews.manages(scope, person_id=line.person_id),
    )
    declaring.check_can_review(
        declarant=line.person_id, reviewer=scope.actor.person_id, status=line.status, into=into
    )
    return line, entries


async def _set_status(
    scope: Scope, line: declarations.DeclarationLine, status: declaring.DeclarationStatus, *, note: str | None
) -> None:
    await Declaration.change(
        scope, status=status, reviewed_by=scope.actor.person_id, reviewed_at=scope.now, review_note=note
    ).where(Declaration.id == line.id)


async def _hold(scope: Scope, declaration_id: UUID) -> None:
    await fetch(
        "SELECT 1 FROM interests_declaration WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        declaration_id,
    )


async def _write(scope: Scope, declaration_id: UUID, kind: str, words: str) -> UUID:
    message_id: UUID = await ReviewMessage.add(
        scope,
        declaration_id=declaration_id,
        person_id=scope.actor.person_id,
        kind=kind,
        words=words,
        written_at=scope.now,
    )
    return message_id
