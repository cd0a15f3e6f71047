"""What every act on evidence does alike: hold the item as it was seen, check it, write the step down."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.assurance import chasing
from backend.assurance.queries import evidence as queries
from backend.assurance.rules import evidence as rules
from backend.assurance.tables.evidence import Evidence, EvidenceStep
from backend.kit.database import fetch
from backend.people import queries as people
from backend.scope import NotPermitted, Scope


async def held(scope: Scope, evidence_id: UUID, version: int) -> queries.EvidenceView:
    """The item, for us alone until the transaction ends, as it was seen. Raises as `renew`."""
    await fetch(
        "SELECT 1 FROM assurance_evidence WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        evidence_id,
    )
    item = await queries.evidence(scope, evidence_id=evidence_id)
    if not may_keep(scope, item):
        raise NotPermitted("Evidence is kept by its owner, or by a governance officer.")
    rules.check_version(version, item.version)
    return item


def may_keep(scope: Scope, item: queries.EvidenceView) -> bool:
    """Its owner and governance officers keep an item."""
    return scope.may("assurance.keep") or (
        scope.actor.person_id is not None and scope.actor.person_id == item.owner_person_id
    )


def check_stands(item: queries.EvidenceView) -> None:
    if item.state is rules.State.WITHDRAWN:
        raise rules.UnableToKeepEvidence("It is withdrawn. Take it back into use first.")


def checked_title(title: str) -> str:
    plain = " ".join(title.split())
    if not plain:
        raise rules.UnableToKeepEvidence("Enter a title.", field="title")
    return plain[:300]


async def check_people(scope: Scope, owner_person_id: UUID, readers: Sequence[UUID]) -> None:
    known = await people.persons_by_id(scope, {owner_person_id, *readers})
    if owner_person_id not in known:
        raise rules.UnableToKeepEvidence("Choose the owner from the list.", field="owner_person_id")
    if set(readers) - known.keys():
        raise rules.UnableToKeepEvidence("Choose the readers from the list.", field="readers")


async def take_step(
    scope: Scope, evidence_id: UUID, kind: rules.StepKind, *, review_on: date | None, words: str = ""
) -> None:
    await EvidenceStep.add(
        scope,
        evidence_id=evidence_id,
        kind=kind.value,
        words=words,
        review_on=review_on,
        made_at=scope.now,
        made_by_person_id=scope.actor.person_id,
        made_by_name=scope.actor.name,
    )


async def bump(scope: Scope, item: queries.EvidenceView) -> None:
    """The item is another than it was seen, and what still waits to chase it is taken back."""
    await Evidence.change(scope, version=item.version + 1).where(Evidence.id == item.id)
    await chasing.settle(scope, evidence_id=item.id)
