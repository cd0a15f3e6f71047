"""Procurements in the two worlds of the sweep."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.procurement.operations import panel, procurements, publishing
from backend.procurement.operations.procurements import Decided, Said
from backend.procurement.rules.panel import DeclarationStage, PanelRole
from backend.procurement.rules.regimes import NoticeKind, Route
from backend.tenancy import transactions

Ids = dict[str, str]


async def a_procurement(world: Any) -> Ids:
    """Opened last week, with its officer and member on the panel, a bidder, a conflict and a representation."""
    from tests.house.world import MAKERS

    ids = await MAKERS["organisation"](world)
    spare = await MAKERS["person"](world)
    rival = await MAKERS["organisation"](world)
    officer = replace(world.officer, now=real_now() - timedelta(minutes=5))
    begun_on = officer.today - timedelta(days=7)
    async with transactions.scope_tx(officer):
        procurement_id = await procurements.open_procurement(
            officer,
            reference=world.word("reference"),
            said=Said(
                title=world.word("contract"),
                description=world.word("wanted"),
                is_new=True,
                collaborative=False,
                route=Route.MOST_SUITABLE,
                begun_on=begun_on,
            ),
        )
        of = {"procurement_id": procurement_id}
        members = [
            await panel.seat(
                officer,
                **of,
                role=PanelRole.EVALUATOR,
                is_staff=True,
                joined_on=begun_on,
                person_id=world.scopes[role].actor.person_id,
            )
            for role in ("officer", "member")
        ]
        bidder_id = await panel.name_bidder(officer, **of, organisation_id=UUID(ids["organisation_id"]))
        declaration_id = await panel.declare(
            officer,
            **of,
            participant_id=members[1],
            stage=DeclarationStage.OPENING,
            nothing=False,
            conflict=world.word("conflict"),
        )
        await publishing.record_notice(
            officer,
            **of,
            kind=NoticeKind.INTENTION_TO_AWARD,
            published_on=begun_on,
            place=world.word("notice"),
        )
        representation_id = await publishing.record_representation(
            officer,
            **of,
            provider_id=UUID(rival["organisation_id"]),
            received_on=begun_on,
            summary=world.word("plea"),
        )
    return {
        **ids,
        "person_id": spare["person_id"],
        "rival_id": rival["organisation_id"],
        "procurement_id": str(procurement_id),
        "participant_id": str(members[0]),
        "bidder_id": str(bidder_id),
        "declaration_id": str(declaration_id),
        "representation_id": str(representation_id),
    }


async def a_decided(world: Any) -> Ids:
    """The same, decided: its supplier and process hold the world's word."""
    ids = await a_procurement(world)
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        await procurements.record_decision(
            officer,
            procurement_id=UUID(ids["procurement_id"]),
            decided=Decided(
                decided_on=officer.today - timedelta(days=1),
                process=world.word("process"),
                conflicts=world.word("conflicts"),
                awarded=True,
                decided_by=world.word("director"),
                supplier_id=UUID(ids["organisation_id"]),
                contract_until=date(2040, 1, 1),
            ),
            took_part=(UUID(ids["participant_id"]),),
        )
    return ids


MAKERS = {"procurement": a_procurement, "decided_procurement": a_decided}
