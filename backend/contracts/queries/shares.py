"""Gain-shares with the days on which they hold, and whose interest they are by what people have declared."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.contracts import rules
from backend.contracts.queries.contracts import PartnerView, contracts_of
from backend.contracts.rules.shares import ShareHeld
from backend.kit.database import fetch
from backend.scope import Scope

# an end of the partner, of the organisation or of the contract is an end of the share: the earliest counts
_HELD = """
SELECT s.id AS share_id, s.version, c.id AS contract_id, c.number, c.title AS contract, o.kept_id AS organisation_id,
  o.name AS organisation, s.percent, s.basis, GREATEST(s.since, p.since) AS since,
  LEAST(s.until, p.until, kept.ended_on, c.ends_on, c.retired_on - 1) AS until
FROM contracts_share s
JOIN contracts_partner p ON p.tenant_id = $1 AND p.id = s.partner_id AND p.struck_at IS NULL
JOIN contracts_contract c ON c.tenant_id = $1 AND c.id = s.contract_id AND c.struck_at IS NULL
JOIN organisations_named o ON o.tenant_id = $1 AND o.id = p.organisation_id
JOIN organisations_organisation kept ON kept.tenant_id = $1 AND kept.id = o.kept_id
WHERE s.tenant_id = $1 AND s.struck_at IS NULL
  AND ($2::uuid[] IS NULL OR s.contract_id = ANY ($2)) AND ($3::uuid[] IS NULL OR s.id = ANY ($3))
ORDER BY c.number, lower(o.name), s.since, s.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedBy:
    """A contract under the names that it goes by, and an organisation by which it is carried out, with its days.

    `organisation_id` is none for a contract of which that is not recorded.
    """

    contract_id: UUID
    contract: str
    other_names: tuple[str, ...]
    organisation_id: UUID | None
    organisation_name: str | None
    since: date | None
    until: date | None


async def shares_held(
    scope: Scope,
    *,
    contract_ids: Collection[UUID] | None = None,
    share_ids: Collection[UUID] | None = None,
    on: date | None = None,
) -> tuple[ShareHeld, ...]:
    """Gain-shares that hold on a day, or on any. One statement. What never held a day is left out."""
    rows = await fetch(
        _HELD,
        scope.tenant.id,
        None if contract_ids is None else list(contract_ids),
        None if share_ids is None else list(share_ids),
    )
    found = (
        ShareHeld(
            **{name: value for name, value in row.items() if name != "number"},
            reference=rules.reference(row["number"]),
        )
        for row in rows
        if row["until"] is None or row["since"] <= row["until"]
    )
    return tuple(share for share in found if on is None or share.span.holds(on))


async def carriers(scope: Scope, *, contract_ids: Collection[UUID]) -> tuple[CarriedBy, ...]:
    """The contracts with those who carry them out, a line for each; three statements, or none for no contract."""
    if not contract_ids:
        return ()
    found: list[CarriedBy] = []
    for contract in await contracts_of(scope, ids=contract_ids):
        by: list[PartnerView | None] = [each for each in contract.partners if each.carries_out]
        for partner in by or [None]:
            found.append(
                CarriedBy(
                    contract_id=contract.id,
                    contract=contract.title,
                    other_names=contract.other_names,
                    organisation_id=partner.organisation_id if partner else None,
                    organisation_name=partner.organisation if partner else None,
                    since=partner.effective.since if partner else None,
                    until=partner.effective.until if partner else None,
                )
            )
    return tuple(found)
