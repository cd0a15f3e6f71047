"""Consent to a plan, in the predecessor's own life: prepared by one person, approved by another, or refused."""

from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope
from backend.succession import rules
from backend.succession.tables import Consent
from backend.together import operations as together

KEEPS = "Your role doesn’t prepare consents to mergers and splits."
APPROVES = "Your role doesn’t approve mergers and splits."


async def prepare(scope: Scope, *, agreement_id: UUID, words: str) -> UUID:
    """Prepare our consent to what a successor proposes: on which decision it rests. Returns its id.

    Raises rules.UnableToConsent, NotPermitted, NotFound.
    """
    scope.check_may("succession.keep", KEEPS)
    agreement = await _proposed(scope, agreement_id)
    if scope.actor.person_id is None:
        raise rules.UnableToConsent("A named person prepares a consent.")
    if agreement["state"] != "proposed":
        raise rules.UnableToConsent(f"“{agreement['name']}” was answered already.")
    held = await fetch(
        "SELECT 1 FROM succession_consent WHERE tenant_id = $1 AND agreement_id = $2 AND state <> 'taken-back'",
        scope.tenant.id,
        agreement_id,
    )
    if held:
        raise rules.UnableToConsent("A consent is prepared already, and waits for approval.")
    consent_id = new_id()
    await Consent.add(
        scope,
        id=consent_id,
        agreement_id=agreement_id,
        sha256=agreement["sha256"],
        words=words,
        state="prepared",
        prepared_at=scope.now,
        prepared_by_id=scope.actor.person_id,
        prepared_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "succession.consent.prepared",
        _record(consent_id, agreement["name"], agreement["sha256"]),
        after={"successor": agreement["other_slug"], "words": words},
    )
    return consent_id


async def take_back(scope: Scope, *, agreement_id: UUID) -> None:
    """Take a consent back that nobody approved yet. Raises rules.UnableToConsent, NotPermitted, NotFound."""
    scope.check_may("succession.keep", KEEPS)
    agreement = await _proposed(scope, agreement_id)
    consent = await _waiting(scope, agreement_id)
    await Consent.change(
        scope,
        state="taken-back",
        settled_at=scope.now,
        settled_by_id=scope.actor.person_id,
        settled_by_name=scope.actor.name,
    ).where(Consent.id == consent["id"])
    await ledger.record(
        scope,
        "succession.consent.taken-back",
        _record(consent["id"], agreement["name"], agreement["sha256"]),
    )


async def approve(scope: Scope, *, agreement_id: UUID, proved_by: object = None) -> None:
    """Approve the consent: the successor is told, and may take stock here. Raises rules.UnableToConsent, NotPermitted.

    `proved_by` is how the approver proved who they are, for the ledger.
    """
    scope.check_may("succession.approve", APPROVES)
    agreement = await _proposed(scope, agreement_id)
    consent = await _waiting(scope, agreement_id)
    rules.check_consent(preparer=consent["prepared_by_id"], approver=scope.actor.person_id)
    if consent["sha256"] != agreement["sha256"]:
        raise rules.UnableToConsent("The consent is to another text than the one that was proposed.")
    assert scope.actor.person_id is not None
    await together.accept(
        scope,
        agreement_id=agreement_id,
        committee_id=None,
        acting_as=scope.tenant.name,
        signed_by_id=scope.actor.person_id,
        authority=consent["words"],
        recorded_by_id=consent["prepared_by_id"],
    )
    await Consent.change(
        scope,
        state="approved",
        settled_at=scope.now,
        settled_by_id=scope.actor.person_id,
        settled_by_name=scope.actor.name,
    ).where(Consent.id == consent["id"])
    await ledger.record(
        scope,
        "succession.consent.approved",
        _record(consent["id"], agreement["name"], agreement["sha256"]),
        after={"successor": agreement["other_slug"], "proved_by": proved_by},
    )


async def refuse(scope: Scope, *, agreement_id: UUID, because: str) -> None:
    """Refuse what was proposed; the successor is told why. Raises rules.UnableToConsent, NotPermitted, NotFound."""
    scope.check_may("succession.approve", APPROVES)
    agreement = await _proposed(scope, agreement_id)
    if agreement["state"] != "proposed":
        raise rules.UnableToConsent(f"“{agreement['name']}” was answered already.")
    await together.refuse(scope, agreement_id=agreement_id, because=because)
    rows = await fetch(
        "UPDATE succession_consent SET state = 'taken-back', settled_at = $3, settled_by_id = $4, settled_by_name = $5 "
        "WHERE tenant_id = $1 AND agreement_id = $2 AND state = 'prepared' RETURNING id",
        scope.tenant.id,
        agreement_id,
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
    )
    await ledger.record(
        scope,
        "succession.consent.refused",
        _record(rows[0]["id"] if rows else agreement_id, agreement["name"], agreement["sha256"]),
        after={"because": because},
    )


async def _proposed(scope: Scope, agreement_id: UUID) -> Any:
    rows = await fetch(
        "SELECT * FROM together_agreement WHERE tenant_id = $1 AND id = $2 AND kind = 'succession' AND "
        "side = 'invited' "
        "FOR UPDATE",
        scope.tenant.id,
        agreement_id,
    )
    if not rows:
        raise NotFound("plan")
    return rows[0]


async def _waiting(scope: Scope, agreement_id: UUID) -> Any:
    rows = await fetch(
        "SELECT * FROM succession_consent WHERE tenant_id = $1 AND agreement_id = $2 AND state = 'prepared' FOR UPDATE",
        scope.tenant.id,
        agreement_id,
    )
    if not rows:
        raise rules.UnableToConsent("No consent waits for approval.")
    return rows[0]


def _record(consent_id: UUID, name: str, sha256: str) -> Record:
    return Record(room="succession", kind="consent", id=consent_id, title=name, hash=sha256)
