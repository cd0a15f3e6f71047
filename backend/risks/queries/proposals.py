"""What was proposed to lead committees because of a risk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope

_WORDS = {"beyond-appetite": "beyond appetite", "gap-past": "gap past its date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """One proposal. `stands`: what it says holds still, whatever its committee made of it."""

    id: UUID
    kind: str
    committee: str
    business_id: UUID
    proposed_at: datetime
    stands: bool

    @property
    def words(self) -> str:
        return _WORDS[self.kind]


async def proposals_of(scope: Scope, *, risk_id: UUID) -> tuple[ProposalLine, ...]:
    """The proposals because of a risk, the latest first. One statement."""
    rows = await fetch(
        "SELECT p.id, p.kind, c.name AS committee, p.business_id, p.proposed_at, p.withdrawn_at IS NULL AS stands "
        "FROM risks_proposal p JOIN committees_committee c ON c.tenant_id = $1 AND c.id = p.committee_id "
        "WHERE p.tenant_id = $1 AND p.risk_id = $2 ORDER BY p.proposed_at DESC, p.id",
        scope.tenant.id,
        risk_id,
    )
    return tuple(ProposalLine(**row) for row in rows)
