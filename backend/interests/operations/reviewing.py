"""Reviewing what was declared."""

from uuid import UUID

from backend.interests import chasing
from backend.interests.operations import versions
from backend.interests.queries import declarations, register
from backend.interests.rules import declaring
from backend.interests.tables.declarations import Declaration
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import Scope


async def approve_declaration(scope: Scope, *, declaration_id: UUID, mitigation: str | None = None) -> None:
    """Accept a declaration on review, with the mitigation that was agreed for what it declares."""
    line, entries = await _under_review(
        scope, declaration_id=declaration_id, into=declaring.DeclarationStatus.APPROVED
    )

    await _set_status(scope, line, declaring.DeclarationStatus.APPROVED, note=mitigation)
    if mitigation:
        for entry in entries:
            newest = await versions.newest_version(scope, interest_id=entry.interest_id)
            await versions.supersede(scope, newest, mitigation=mitigation)
    await ledger.record(
        scope,
        "interests.declaration.approved",
        versions.declaration_record(declaration_id, line.person_name),
        before={"status": line.status},
        after={
            "status": declaring.DeclarationStatus.APPROVED,
            "mitigation": mitigation,
            "interests": [entry.interest_id for entry in entries],
        },
    )


async def return_declaration(scope: Scope, *, declaration_id: UUID, question: str) -> None:
    """Send a declaration back with a question; it stays on the register meanwhile."""
    line, _ = await _under_review(
        scope, declaration_id=declaration_id, into=declaring.DeclarationStatus.RETURNED
    )

    await _set_status(scope, line, declaring.DeclarationStatus.RETURNED, note=question)
    await ledger.record(
        scope,
        "interests.declaration.returned",
        versions.declaration_record(declaration_id, line.person_name),
        before={"status": line.status},
        after={"status": declaring.DeclarationStatus.RETURNED, "question": question},
    )
    await chasing.tell_returned(
        scope, declaration_id=declaration_id, person_id=line.person_id, question=question
    )


async def _under_review(
    scope: Scope, *, declaration_id: UUID, into: declaring.DeclarationStatus
) -> tuple[declarations.DeclarationLine, tuple[register.RegisterEntry, ...]]:
    """The declaration, held for us alone until the transaction ends, once the review is allowed."""
    await fetch(
        "SELECT 1 FROM interests_declaration WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        declaration_id,
    )
    line, entries = await declarations.declaration(scope, declaration_id=declaration_id)
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
