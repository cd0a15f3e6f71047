"""Both ends of a plan that are not the successor's officers': what is proposed to us, and what is offered to a
person."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLine:
    """A successor's proposal to us, with our consent as it stands. `state` is the agreement's."""

    agreement_id: UUID
    successor: str
    name: str
    terms: str
    sha256: str
    state: str
    proposed_at: datetime
    prepared_by: str | None
    prepared_by_id: UUID | None
    prepared_words: str | None
    consent_state: str | None
    approved_by: str | None
    approved_at: datetime | None
    carried_out_on: date | None

    @property
    def standing(self) -> str:
        if self.carried_out_on is not None:
            return "Carried out"
        if self.state == "proposed":
            return (
                "Consent waits for approval" if self.consent_state == "prepared" else "Waits for our answer"
            )
        return {"accepted": "Agreed", "refused": "Refused", "ended": "Ended"}.get(self.state, self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """What somebody declared to a predecessor."""

    id: UUID
    person_id: UUID
    predecessor: str
    organisation: str
    interest_type: str
    nature: str
    since: date
    until: date | None
    state: str
    because: str | None
    said: dict[str, Any]

    @property
    def standing(self) -> str:
        words = {"waiting": "Waits for your answer", "confirmed": "Confirmed", "changed": "Changed"}
        return words.get(self.state, "Left out")


_CONSENTS = """
SELECT a.id AS agreement_id, a.other_name AS successor, a.name, a.terms, a.sha256, a.state, a.proposed_at,
  c.prepared_by_name AS prepared_by, c.prepared_by_id, c.words AS prepared_words, c.state AS consent_state,
  CASE WHEN c.state = 'approved' THEN c.settled_by_name END AS approved_by,
  CASE WHEN c.state = 'approved' THEN c.settled_at END AS approved_at, c.carried_out_on
FROM together_agreement a
LEFT JOIN succession_consent c ON c.tenant_id = $1 AND c.agreement_id = a.id AND c.state <> 'taken-back'
WHERE a.tenant_id = $1 AND a.kind = 'succession' AND a.side = 'invited' AND ($2::uuid IS NULL OR a.id = $2)
ORDER BY a.proposed_at DESC, a.id DESC
"""

_OFFERS = """
SELECT o.id, o.person_id, p.name AS predecessor, o.said, o.state, o.because FROM succession_offer o
JOIN succession_predecessor p ON p.tenant_id = $1 AND p.id = o.predecessor_id
WHERE o.tenant_id = $1 AND o.person_id = $2 AND ($3::uuid IS NULL OR o.id = $3)
ORDER BY o.state <> 'waiting', p.position, o.said ->> 'organisation', o.id
"""


async def consents_of(scope: Scope, *, agreement_id: UUID | None = None) -> tuple[ConsentLine, ...]:
    """What successors proposed to us, the newest first."""
    rows = await fetch(_CONSENTS, scope.tenant.id, agreement_id)
    return tuple(ConsentLine(**{**dict(row), "terms": json.loads(row["terms"])["terms"]}) for row in rows)


async def consent_of(scope: Scope, *, agreement_id: UUID) -> ConsentLine:
    """One proposal to us. Raises NotFound."""
    found = await consents_of(scope, agreement_id=agreement_id)
    if not found:
        raise NotFound("plan")
    return found[0]


async def offers_of(scope: Scope) -> tuple[OfferLine, ...]:
    """What the reader declared to predecessors, what waits first."""
    return tuple(map(_offer, await fetch(_OFFERS, scope.tenant.id, scope.actor.person_id, None)))


async def offer_of(scope: Scope, *, offer_id: UUID) -> OfferLine:
    """One of the reader's own. Raises NotFound."""
    rows = await fetch(_OFFERS, scope.tenant.id, scope.actor.person_id, offer_id)
    if not rows:
        raise NotFound("declaration")
    return _offer(rows[0])


def _offer(row: Any) -> OfferLine:
    said = json.loads(row["said"]) if isinstance(row["said"], str) else row["said"]
    return OfferLine(
        id=row["id"],
        person_id=row["person_id"],
        predecessor=row["predecessor"],
        organisation=said["organisation"],
        interest_type=said["interest_type"],
        nature=said["nature"],
        since=date.fromisoformat(said["since"]),
        until=date.fromisoformat(said["until"]) if said["until"] else None,
        state=row["state"],
        because=row["because"],
        said=said,
    )
