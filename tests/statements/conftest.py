"""A committee that met in September 2014, a declared interest, and the moments at which the year is frozen and read."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.interests.operations import declaring
from backend.interests.queries import register
from backend.interests.rules.declaring import InterestType
from backend.kit.storage import storage_from_url
from backend.meetings import operations as meetings
from backend.meetings.rules import Outcome
from backend.organisations import operations as organisations
from backend.scope import Scope, Tenant
from backend.sittings import operations as sittings
from backend.sittings import rules as sitting_rules
from backend.statements.rules.years import FinancialYear
from backend.tenancy import transactions
from tests.meetings.stage import STARTS, Stage, a_stage, at
from tests.scopes import a_scope

YEAR = FinancialYear(2014)


@dataclass(frozen=True)
class Year:
    """The year 2014/15 of a tenant: its stage, an interest of the chair's, and where it lies."""

    stage: Stage
    interest_id: UUID
    organisation_id: UUID
    decision_id: UUID

    @property
    def officer(self) -> Scope:
        return self.stage.officer

    def then(self, moment: str, scope: Scope | None = None) -> Scope:
        """The officer, or another, at a moment by UTC."""
        return replace(scope or self.officer, now=datetime.fromisoformat(moment).replace(tzinfo=UTC))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    store.use(storage_from_url(f"file://{place}"))
    return place


@pytest_asyncio.fixture
async def lived(found: Callable[..., Awaitable[Tenant]]) -> Year:
    """The committee met, the chair came, one apologised; the chair had declared an interest."""
    tenant = await found(demonstration=True)
    stage = await a_stage(a_scope(tenant))
    meeting = {"meeting_id": stage.meeting_id}
    item_id = await stage.add_item(title="Commission the centre")
    officer = at(stage.officer, STARTS.replace(minute=10))
    chair_id, gp_id = stage.chair.actor.person_id, stage.gp.actor.person_id
    assert chair_id is not None and gp_id is not None
    async with transactions.scope_tx(officer):
        await sittings.record_apologies(officer, **meeting, person_id=gp_id)
        await sittings.record_presence(
            officer, **meeting, kind=sitting_rules.Kind.ARRIVED, person_id=chair_id, at=STARTS
        )
        decision_id = await meetings.record_decision(
            officer, item_id=item_id, outcome=Outcome.AGREED, text="To commission the centre."
        )
        await sittings.record_turn(officer, **meeting, turn=sitting_rules.Turn.CLOSED)
        organisation_id = await organisations.add_as_named(officer, name="Castle Hill Invented Practice Ltd")
        declaring_scope = replace(stage.chair, now=officer.now)
        await declaring.declare_interest(
            declaring_scope,
            person_id=chair_id,
            organisation_id=organisation_id,
            interest_type=InterestType.FINANCIAL,
            nature="Owns 10% of the shares",
            since=date(2014, 9, 1),
        )
        (entry,) = await register.register_of(officer, person_id=chair_id)
    return Year(
        stage=replace(stage, officer=officer),
        interest_id=entry.interest_id,
        organisation_id=organisation_id,
        decision_id=decision_id,
    )
