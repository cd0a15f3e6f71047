"""Naming who did not declare: off for commissioners, told first, never somebody paused, decided by a named person."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from backend.catalogue.overriding import Override
from backend.interests import settings
from backend.interests.operations.declarants import pause
from backend.interests.operations.declaring import make_nil_return
from backend.kit.database import fetch
from backend.registers.operations import naming, publishing
from backend.registers.queries import naming as queries
from backend.registers.rules.naming import UnableToName
from backend.scope import NotPermitted
from backend.tenancy import transactions
from tests.registers.published import Stage, at, prepared

EDITION = "managing-conflicts-of-interest/2017-06"


async def naming_on(stage: Stage) -> None:
    override = Override(
        key="publication.name_those_who_did_not_declare", value=True, reason="The board asked for it"
    )
    async with transactions.scope_tx(stage.officer):
        await settings.settle_rules(
            stage.officer, rule_set=EDITION, overrides=(override,), review_by=None, contact=None
        )


async def proposed(stage: Stage, publication_id: UUID) -> list[str]:
    async with transactions.scope_tx(stage.officer, readonly=True):
        found = await queries.proposed_in(stage.officer, publication_id=publication_id)
    return [each.name for each in found]


async def test_commissioners_propose_nobody(stage: Stage) -> None:
    assert await proposed(stage, (await prepared(stage.officer)).id) == []
    assert await proposed(stage, (await prepared(at(stage.officer, "2018-01-01"))).id) == []
    async with transactions.scope_tx(stage.officer):
        letters = await fetch(
            "SELECT 1 FROM notices_letter WHERE tenant_id = $1 AND kind = 'may-be-named'",
            stage.officer.tenant.id,
        )
    assert letters == []


async def test_person_is_told_first_then_named_by_somebody_else_and_gone_once_they_declare(
    stage: Stage,
) -> None:
    await naming_on(stage)
    assert await proposed(stage, (await prepared(stage.officer)).id) == [], "told today, so not named today"
    later, approver = at(stage.officer, "2017-07-20"), at(stage.approver, "2017-07-20")
    line = await prepared(later)
    assert await proposed(stage, line.id) == ["Sasha Invented"]
    async with transactions.scope_tx(approver):
        with pytest.raises(NotPermitted):
            await naming.decide_names(later, publication_id=line.id, named=[stage.person_id])
        assert await queries.named_in(approver, publication_id=line.id) == ()
        await naming.decide_names(approver, publication_id=line.id, named=[stage.person_id])
        with pytest.raises(Exception, match="changed since"):
            await publishing.approve_publication(approver, publication_id=line.id, sha256=line.sha256 or "")
        assert [each.name for each in await queries.named_in(approver, publication_id=line.id)] == [
            "Sasha Invented"
        ]
    declaring = at(replace(later, actor=replace(later.actor, person_id=stage.person_id)), "2017-07-21")
    async with transactions.scope_tx(declaring):
        await make_nil_return(declaring, person_id=stage.person_id)
        assert await queries.named_in(declaring, publication_id=line.id) == ()


async def test_somebody_paused_is_neither_told_nor_named(stage: Stage) -> None:
    await naming_on(stage)
    await prepared(stage.officer)
    later = at(stage.officer, "2017-07-20")
    line = await prepared(later)
    async with transactions.scope_tx(later):
        await pause(
            later, person_id=stage.person_id, from_on=date(2017, 7, 20), until_on=None, reason="Leave"
        )
        approver = at(stage.approver, "2017-07-20T10:00")
        with pytest.raises(UnableToName, match="Leave them out"):
            await naming.decide_names(approver, publication_id=line.id, named=[stage.person_id])
    assert await proposed(stage, (await prepared(at(stage.officer, "2017-07-25"))).id) == []
