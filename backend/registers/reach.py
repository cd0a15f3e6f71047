"""Where the public registers were read, as far as this service knows."""

from uuid import UUID

from backend.facts.reach import Tally
from backend.scope import Scope

_TALLY = Tally("""
INSERT INTO registers_reach AS known (tenant_id, id, publication_id, form, register, served, first_at, last_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, publication_id, form, register) DO UPDATE SET served = known.served + excluded.served,
  first_at = least(known.first_at, excluded.first_at), last_at = greatest(known.last_at, excluded.last_at)
""")

write = _TALLY.write


def served(scope: Scope, *, publication_id: UUID, form: str, register: str = "") -> None:
    """Count one answer; it is written within moments."""
    _TALLY.served(scope, publication_id=publication_id, form=form, part=register)
