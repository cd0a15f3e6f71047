"""What is published and what is withheld, in the two worlds of the sweep."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.interests.operations.declarants import settle_declarant
from backend.interests.operations.declaring import declare_interest
from backend.interests.operations.reviewing import approve_declaration
from backend.interests.rules.declaring import InterestType
from backend.kit.clock import real_now
from backend.kit.database import fetch
from backend.registers import chores
from backend.registers.operations import publishing, retention, withholding
from backend.registers.queries import publications
from backend.registers.queries import retention as retention_queries
from backend.registers.rules.retention import HoldKind
from backend.tenancy import transactions


async def a_publication(world: Any) -> dict[str, str]:
    """A refresh that the officer prepared: it holds the member's interest."""
    from tests.house.world import MAKERS

    ids = await MAKERS["interest"](world)
    officer = replace(world.officer, now=real_now())
    member = world.scopes["member"].actor.person_id
    async with transactions.scope_tx(officer):
        await approve_declaration(officer, declaration_id=UUID(ids["declaration_id"]))
        await settle_declarant(
            officer,
            person_id=member,
            group=None,
            decision_making=True,
            line_manager_id=None,
            staff_number=None,
            band=None,
        )
        asked = await fetch(
            "SELECT id FROM registers_publication WHERE tenant_id = $1 AND state = 'asked'", world.tenant.id
        )
    worker = replace(officer.as_chore("registers.freeze_publication"), permissions=frozenset())
    for row in asked:
        await chores.freeze_publication(worker, publication_id=row["id"])
    async with transactions.scope_tx(officer):
        publication_id = await publishing.ask_publication(officer)
    await chores.freeze_publication(worker, publication_id=publication_id)
    async with transactions.scope_tx(officer):
        line = await publications.publication_of(officer, publication_id=publication_id)
    day = officer.today + timedelta(days=30)
    return {
        **ids,
        "publication_id": str(publication_id),
        "register": "interests",
        "sha256": line.sha256 or "",
        "day": str(day.day),
        "month": str(day.month),
        "year": str(day.year),
    }


async def a_public_register(world: Any) -> dict[str, str]:
    """The same, approved by somebody else, released, and printed."""
    ids = await a_publication(world)
    approver = replace(world.scopes["executive-owner"], now=real_now())
    async with transactions.scope_tx(approver):
        await publishing.approve_publication(
            approver, publication_id=UUID(ids["publication_id"]), sha256=ids["sha256"]
        )
    await chores.keep_public_files(replace(approver.as_chore("registers.test"), permissions=frozenset()))
    return ids


async def a_withholding(world: Any) -> dict[str, str]:
    """An interest of the member that the Guardian withholds."""
    from tests.house.world import MAKERS

    ids = await MAKERS["interest"](world)
    guardian = replace(world.scopes["coi-guardian"], now=real_now())
    async with transactions.scope_tx(guardian):
        withholding_id = await withholding.withhold_row(
            guardian,
            register="interests",
            record_id=UUID(ids["interest_id"]),
            reason=world.word("reason"),
            review_on=guardian.today + timedelta(days=90),
        )
    return {**ids, "withholding_id": str(withholding_id)}


async def a_disposal(world: Any) -> dict[str, str]:
    """An interest that ended so long ago that its record is proposed for disposal."""
    from tests.house.world import MAKERS

    ids = await MAKERS["organisation"](world)
    member = replace(world.scopes["member"], now=real_now())
    assert member.actor.person_id
    async with transactions.scope_tx(member):
        await declare_interest(
            member,
            person_id=member.actor.person_id,
            organisation_id=UUID(ids["organisation_id"]),
            interest_type=InterestType.FINANCIAL,
            nature=world.word("nature"),
            since=date(2010, 1, 1),
            until=date(2012, 1, 1),
        )
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        await retention.propose_disposals(officer)
        lines = (await retention_queries.disposals_of(officer)).lines
    return {**ids, "disposal_id": str(next(line.id for line in reversed(lines) if line.state == "proposed"))}


async def an_approved_disposal(world: Any) -> dict[str, str]:
    """The same, approved."""
    ids = await a_disposal(world)
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        await retention.decide_disposal(
            officer, disposal_id=UUID(ids["disposal_id"]), approve=True, reason="Old enough"
        )
    return ids


async def a_hold(world: Any) -> dict[str, str]:
    """A hold on what one more person has."""
    from tests.house.world import MAKERS

    ids = await MAKERS["person"](world)
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        hold_id = await retention.place_hold(
            officer,
            kind=HoldKind.LEGAL,
            reason=world.word("claim"),
            record_type="gifts",
            person_id=UUID(ids["person_id"]),
        )
    return {**ids, "hold_id": str(hold_id)}


MAKERS = {
    "disposal": a_disposal,
    "approved_disposal": an_approved_disposal,
    "hold": a_hold,
    "publication": a_publication,
    "public_register": a_public_register,
    "withholding": a_withholding,
}
