"""Where what is public of a meeting was read, as far as this service knows."""

from backend.facts.reach import Tally

_TALLY = Tally("""
INSERT INTO packs_public_reach AS known (tenant_id, id, publication_id, form, part, served, first_at, last_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, publication_id, form, part) DO UPDATE SET served = known.served + excluded.served,
  first_at = least(known.first_at, excluded.first_at), last_at = greatest(known.last_at, excluded.last_at)
""")

served = _TALLY.served
write = _TALLY.write
