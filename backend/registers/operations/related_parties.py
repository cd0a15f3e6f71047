"""What finance adds to the note on related parties."""

from collections.abc import Mapping
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.registers.queries import related_parties as queries
from backend.registers.rules import related_parties as rules
from backend.scope import Scope

_UPSERT = """
INSERT INTO registers_related_party (tenant_id, id, year, person_id, organisation_id, paid, received, owed_by_us,
  owed_to_us, note, filled_at, filled_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (tenant_id, year, person_id, organisation_id) DO UPDATE SET paid = $6, received = $7, owed_by_us = $8,
  owed_to_us = $9, note = $10, filled_at = $11, filled_by_name = $12
RETURNING id
"""


async def fill_related_party(
    scope: Scope,
    *,
    year: rules.FinancialYear,
    person_id: UUID,
    organisation_id: UUID,
    amounts: Mapping[str, str | None],
    note: str | None,
) -> None:
    """Keep the amounts, as they were typed, and the note of one line. Raises `UnableToFillRelatedParty`, `NotFound`."""
    scope.check_may("returns.fill-related-parties", "Your role doesn’t fill in related parties.")
    party = await queries.party_in(scope, year=year, person_id=person_id, organisation_id=organisation_id)
    read = rules.amounts_of(amounts)

    rows = await fetch(
        _UPSERT,
        scope.tenant.id,
        new_id(),
        year.begins,
        person_id,
        organisation_id,
        *(read[name] for name in rules.AMOUNTS),
        note,
        scope.now,
        scope.actor.name,
    )
    title = f"{party.person_name}: {party.organisation_name}, {year.in_words}"
    subject = Record(room="registers", kind="related-party", id=rows[0]["id"], title=title)
    before = {name: _plain(getattr(party, name)) for name in rules.AMOUNTS}
    after = {name: _plain(read[name]) for name in rules.AMOUNTS}
    await ledger.record(
        scope,
        "registers.related-party.filled",
        subject,
        before={**before, "note": party.note},
        after={**after, "note": note},
    )


def _plain(amount: object) -> str | None:
    return None if amount is None else str(amount)
