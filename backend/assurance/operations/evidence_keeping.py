"""Who owns evidence and who sees it; withdrawing it and taking it back into use."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance.operations import evidence_steps as steps
from backend.assurance.operations.relying import record_of
from backend.assurance.rules import evidence as rules
from backend.assurance.tables.evidence import Evidence
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope


async def change_keeping(
    scope: Scope,
    *,
    evidence_id: UUID,
    version: int,
    title: str,
    owner_person_id: UUID,
    confidential: bool,
    readers: Sequence[UUID],
) -> None:
    """Change its title, who owns it and who may see it. Raises as `renew`."""
    item = await steps.held(scope, evidence_id, version)
    plain = steps.checked_title(title)
    await steps.check_people(scope, owner_person_id, readers)
    if item.confidential and not confidential:
        scope.check_may("assurance.keep", "A governance officer opens what was confidential to all readers.")
    before = {
        "title": item.title,
        "owner_person_id": item.owner_person_id,
        "confidential": item.confidential,
    }
    after = {"title": plain, "owner_person_id": owner_person_id, "confidential": confidential}
    changes = {**after, "readers": list(dict.fromkeys(readers))}
    await Evidence.change(scope, **changes).where(Evidence.id == evidence_id)
    told = [words for words, changed in _told(before, after).items() if changed]
    await steps.take_step(
        scope,
        evidence_id,
        rules.StepKind.CHANGED,
        words=", ".join(told) or "Its readers",
        review_on=item.review_on,
    )
    await steps.bump(scope, item)
    subject = Record(
        room="assurance",
        kind="evidence",
        id=evidence_id,
        title=f"{item.reference} {plain}",
        hash=item.sha256,
        confidential=item.confidential or confidential,
    )
    await ledger.record(scope, "assurance.evidence.changed", subject, before=before, after=changes)


async def withdraw(scope: Scope, *, evidence_id: UUID, version: int, reason: str) -> None:
    """Withdraw an item: it counts no more, and stays with all that it was. Raises as `renew`."""
    item = await steps.held(scope, evidence_id, version)
    steps.check_stands(item)
    if not reason.strip():
        raise rules.UnableToKeepEvidence("Say why it is withdrawn.", field="reason")
    await steps.take_step(
        scope, evidence_id, rules.StepKind.WITHDRAWN, words=reason.strip(), review_on=item.review_on
    )
    await steps.bump(scope, item)
    await ledger.record(
        scope, "assurance.evidence.withdrawn", record_of(item), after={"reason": reason.strip()}
    )


async def restore(
    scope: Scope, *, evidence_id: UUID, version: int, reason: str, review_on: date | None
) -> None:
    """Take back into use what was withdrawn. Raises as `renew`."""
    item = await steps.held(scope, evidence_id, version)
    if item.state is not rules.State.WITHDRAWN:
        raise rules.UnableToKeepEvidence("It is not withdrawn.", field="reason")
    if not reason.strip():
        raise rules.UnableToKeepEvidence("Say why it is taken back into use.", field="reason")
    rules.check_review_day(review_on, expires_on=item.expires_on, today=scope.today)
    await steps.take_step(
        scope, evidence_id, rules.StepKind.RESTORED, words=reason.strip(), review_on=review_on
    )
    await steps.bump(scope, item)
    await ledger.record(
        scope, "assurance.evidence.restored", record_of(item), after={"reason": reason.strip()}
    )


def _told(before: dict[str, Any], after: dict[str, Any]) -> dict[str, bool]:
    return {
        "Title": before["title"] != after["title"],
        "Owner": before["owner_person_id"] != after["owner_person_id"],
        "Confidential" if after["confidential"] else "Open to all readers": before["confidential"]
        != after["confidential"],
    }
