"""Keeping evidence: adding an item, a new version, confirming it at review, withdrawing it and taking it back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance import chasing
from backend.assurance.operations import evidence_steps as steps
from backend.assurance.operations.evidence_contents import (
    Content,
    HandedIn,
    Linked,
    Same,
    Stated,
    columns_of,
)
from backend.assurance.operations.evidence_keeping import change_keeping, restore, withdraw
from backend.assurance.operations.relying import record_of, rely, rely_no_longer
from backend.assurance.queries import evidence as queries
from backend.assurance.rules import evidence as rules
from backend.assurance.tables.evidence import EvidenceVersion
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope

__all__ = [
    "Content",
    "HandedIn",
    "Linked",
    "Same",
    "Stated",
    "add_evidence",
    "change_keeping",
    "confirm_review",
    "rely",
    "rely_no_longer",
    "renew",
    "restore",
    "withdraw",
]

_ADD = """
INSERT INTO assurance_evidence (tenant_id, id, number, title, owner_person_id, confidential, readers, version, added_at,
  added_by_person_id, added_by_name)
SELECT $1, $2, (SELECT coalesce(max(number), 0) + 1 FROM assurance_evidence WHERE tenant_id = $1), $3, $4, $5, $6, 1,
  $7, $8, $9
RETURNING number
"""


async def add_evidence(
    scope: Scope,
    *,
    title: str,
    content: Content,
    traits: rules.Traits,
    owner_person_id: UUID,
    review_on: date | None,
    confidential: bool = False,
    readers: Sequence[UUID] = (),
) -> UUID:
    """Keep an item with its first version; returns its id. `readers` see it where it is confidential.

    Raises rules.UnableToKeepEvidence, NotPermitted, and what `evidence` raises when it has no room for a file.
    """
    scope.check_may("assurance.answer", "Evidence is added by governance officers and executive owners.")
    plain = steps.checked_title(title)
    rules.check_traits(traits, review_on=review_on, today=scope.today)
    await steps.check_people(scope, owner_person_id, readers)
    held = await columns_of(scope, content, confidential=confidential)
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"evidence/number/{scope.tenant.id}")
    evidence_id = new_id()
    (added,) = await fetch(
        _ADD,
        scope.tenant.id,
        evidence_id,
        plain,
        owner_person_id,
        confidential,
        list(dict.fromkeys(readers)),
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
    )
    await _keep_version(scope, evidence_id, 1, held, traits, why="")
    await steps.take_step(scope, evidence_id, rules.StepKind.ADDED, review_on=review_on)
    subject = Record(
        room="assurance",
        kind="evidence",
        id=evidence_id,
        title=f"{rules.reference(added['number'])} {plain}",
        hash=held["sha256"],
        confidential=confidential,
    )
    after = {"title": plain, "owner_person_id": owner_person_id, "review_on": review_on, **asdict(traits)}
    await ledger.record(scope, "assurance.evidence.added", subject, after=after | {"sort": held["sort"]})
    await chasing.begin(scope)
    return evidence_id


async def renew(
    scope: Scope,
    *,
    evidence_id: UUID,
    version: int,
    content: Content,
    traits: rules.Traits,
    review_on: date | None,
    why: str,
) -> int:
    """Give an item a new version; the ones before it stay. Returns the version's number.

    `version` is the item's as it was seen. What rested on it rests on the new version, and a review that was due is
    done. Raises rules.ChangedMeanwhile (409), rules.UnableToKeepEvidence, NotPermitted, NotFound.
    """
    item = await steps.held(scope, evidence_id, version)
    steps.check_stands(item)
    rules.check_traits(traits, review_on=review_on, today=scope.today)
    if not why.strip():
        raise rules.UnableToKeepEvidence("Say what is new in this version.", field="why")
    before = {name: getattr(item, name, None) for name in queries.EvidenceView.__dataclass_fields__}
    before["stated_by_person_id"] = await _stated_by(scope, item)
    held = await columns_of(scope, content, confidential=item.confidential, before=before)
    number = item.version_number + 1
    await _keep_version(scope, evidence_id, number, held, traits, why=why.strip())
    await steps.take_step(scope, evidence_id, rules.StepKind.RENEWED, words=why.strip(), review_on=review_on)
    await steps.bump(scope, item)
    after = {"number": number, "why": why.strip(), "review_on": review_on, **asdict(traits)}
    await ledger.record(
        scope, "assurance.evidence.renewed", record_of(item), after=after | {"sha256": held["sha256"]}
    )
    return number


async def confirm_review(
    scope: Scope, *, evidence_id: UUID, version: int, words: str, review_on: date | None
) -> None:
    """Say that an item was looked at and still holds, and when it is looked at next.

    This answers a review that was due, and an amendment of the record behind it. Raises as `renew`.
    """
    item = await steps.held(scope, evidence_id, version)
    steps.check_stands(item)
    if item.state is rules.State.EXPIRED:
        raise rules.UnableToKeepEvidence(
            f"{item.why} It can’t be confirmed: give it a new version.", field="words"
        )
    if not words.strip():
        raise rules.UnableToKeepEvidence("Say what you looked at, and why it still holds.", field="words")
    rules.check_review_day(review_on, expires_on=item.expires_on, today=scope.today)
    await steps.take_step(
        scope, evidence_id, rules.StepKind.CONFIRMED, words=words.strip(), review_on=review_on
    )
    await steps.bump(scope, item)
    after = {"words": words.strip(), "review_on": review_on, "was_due": item.why}
    await ledger.record(scope, "assurance.evidence.confirmed", record_of(item), after=after)


async def _stated_by(scope: Scope, item: queries.EvidenceView) -> Any:
    rows = await EvidenceVersion.within(scope, EvidenceVersion.stated_by_person_id).where(
        EvidenceVersion.evidence_id == item.id, EvidenceVersion.number == item.version_number
    )
    if not rows:
        raise NotFound("evidence")
    return rows[0]["stated_by_person_id"]


async def _keep_version(
    scope: Scope, evidence_id: UUID, number: int, held: dict[str, Any], traits: rules.Traits, *, why: str
) -> None:
    await EvidenceVersion.add(
        scope,
        evidence_id=evidence_id,
        number=number,
        **held,
        shows=traits.shows.strip(),
        limits=traits.limits.strip(),
        line=int(traits.line),
        independence=traits.independence.value,
        level=traits.level.value,
        effective_from=traits.effective_from,
        effective_to=traits.effective_to,
        expires_on=traits.expires_on,
        why=why,
        added_at=scope.now,
        added_by_person_id=scope.actor.person_id,
        added_by_name=scope.actor.name,
    )
