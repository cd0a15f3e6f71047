"""Contracts in the two worlds of the sweep: with a partner and a gain-share, and one that is no longer followed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.contracts import operations, queries
from backend.contracts.operations import PartnerSaid, Said, ShareSaid
from backend.kit.clock import real_now
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _contract(world: Any) -> dict[str, str]:
    """Begun last week: its partner is an organisation in which the officer has declared a financial interest."""
    from tests.house.world import MAKERS

    ids = await MAKERS["my_interest"](world)
    spare = await MAKERS["organisation"](world)
    officer = replace(world.officer, now=real_now())
    since = officer.today - timedelta(days=7)
    async with transactions.scope_tx(officer):
        contract_id = await operations.keep_contract(
            officer,
            said=Said(
                title=world.word("contract"),
                other_names=(world.word("called"),),
                form="alliance",
                about=world.word("about"),
                begins_on=since,
                programme="invented",
                source=world.word("source"),
            ),
        )
        partner_id = await operations.add_partner(
            officer,
            contract_id=contract_id,
            organisation_id=UUID(ids["organisation_id"]),
            said=PartnerSaid(role="partner", stake_words=world.word("stake"), since=since),
        )
        share_id = await operations.add_share(
            officer,
            partner_id=partner_id,
            said=ShareSaid(percent=Decimal(5), basis=world.word("basis"), since=since),
        )
        history = await queries.history_of(officer, contract_id=contract_id)
    return {
        **ids,
        "contract_id": str(contract_id),
        "partner_id": str(partner_id),
        "share_id": str(share_id),
        "step_id": str(history[0].id),
        "spare_id": spare["organisation_id"],
    }


async def _retired(world: Any) -> dict[str, str]:
    ids = await _contract(world)
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        await operations.retire_contract(
            officer, contract_id=UUID(ids["contract_id"]), because=world.word("because")
        )
    return ids


MAKERS: dict[str, Maker] = {"contract": _contract, "contract_retired": _retired}
