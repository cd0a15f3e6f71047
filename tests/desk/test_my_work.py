"""My work: each thing that waits is shown to whom it waits for, and to nobody else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest_asyncio

from backend.desk.queries import front
from backend.interests.operations import campaigns, declarants, declaring, gifts, reviewing
from backend.interests.queries import campaigns as campaign_queries
from backend.interests.rules.campaigns import Asked, Population, Whom
from backend.interests.rules.gifts import OfferKind, Outcome
from backend.kit.database import DB
from backend.organisations import operations as organisations
from backend.people import permissions
from backend.people.operations import persons
from backend.procurement.operations import panel, procurements
from backend.procurement.operations.procurements import Said
from backend.procurement.rules.panel import PanelRole
from backend.procurement.rules.regimes import Route
from backend.registers.operations import returns
from backend.registers.rules import returns as return_rules
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope

Cast = dict[str, Scope]


@pytest_asyncio.fixture
async def cast(found: Callable[..., Awaitable[Tenant]]) -> Cast:
    """An officer, an executive, a member, and the member's manager, in May 2018."""
    scope = a_scope(await found(), now="2018-05-02T09:00")
    roles = {
        "Olive": permissions.OFFICER,
        "Ellis": permissions.EXECUTIVE,
        "Dana": permissions.MEMBER,
        "Mara": permissions.MEMBER,
    }
    people: Cast = {}
    async with transactions.scope_tx(scope):
        for name, role in roles.items():
            person_id = await persons.add_person(
                scope,
                name=f"{name} Invented",
                job_title="Invented for a test",
                email=f"{name.lower()}@example.invalid",
                joined_on=date(2018, 4, 20),
            )
            people[name] = replace(
                scope,
                actor=replace(scope.actor, person_id=person_id, name=f"{name} Invented"),
                roles=frozenset({role}),
                permissions=permissions.permissions_for({role}),
            )
        await declarants.settle_declarant(
            people["Olive"],
            person_id=_id(people["Dana"]),
            group=None,
            decision_making=None,
            line_manager_id=_id(people["Mara"]),
            staff_number=None,
            band=None,
        )
    return people


def _id(scope: Scope) -> UUID:
    assert scope.actor.person_id is not None
    return scope.actor.person_id


async def work(scope: Scope) -> dict[str, str]:
    """What waits for somebody: words by path."""
    async with transactions.scope_tx(scope, readonly=True):
        return {task.path: task.words for task in await front.tasks_of(scope)}


async def declared(scope: Scope) -> UUID:
    async with transactions.scope_tx(scope):
        return await declaring.make_nil_return(scope, person_id=_id(scope))


async def test_declaration_waits_for_its_officer_and_its_manager_until_a_question_sends_it_back(
    cast: Cast,
) -> None:
    declaration_id = await declared(cast["Dana"])

    assert (await work(cast["Olive"]))["/interests/declarations"] == "1 declaration waits for review"
    assert "you manage" in (await work(cast["Mara"]))["/interests/managed"]
    assert "/interests/managed" not in await work(cast["Dana"])
    assert "/interests/managed" not in await work(cast["Ellis"])

    async with transactions.scope_tx(cast["Mara"]):
        await reviewing.return_declaration(
            cast["Mara"], declaration_id=declaration_id, question="Is that all?"
        )

    asked = await work(cast["Dana"])
    assert (
        asked[f"/interests/declarations/{declaration_id}"]
        == "Answer a question about your declaration of 2 May 2018"
    )
    assert "/interests/managed" not in await work(cast["Mara"])
    assert "/interests/declarations" not in await work(cast["Olive"])


async def test_campaign_waits_for_whom_it_asked_until_they_answer(cast: Cast) -> None:
    await declared(cast["Dana"])
    assert "/interests/mine" not in await work(cast["Dana"])
    officer = replace(cast["Olive"], now=cast["Olive"].now + timedelta(hours=1))
    everybody = Population(whom=Whom.EVERYBODY)
    async with transactions.scope_tx(officer):
        campaign_id = await campaigns.draft_campaign(
            officer,
            name="Yearly",
            asked=Asked.DECLARE,
            words=None,
            due_on=date(2018, 6, 1),
            population=everybody,
        )
        found = await campaign_queries.found_by(officer, population=everybody)
        await campaigns.launch_campaign(officer, campaign_id=campaign_id, mark=found.mark)

    assert "campaign asks for it by 1 June 2018" in (await work(cast["Dana"]))["/interests/mine"]
    await declared(replace(cast["Dana"], now=officer.now + timedelta(days=1)))
    assert "/interests/mine" not in await work(cast["Dana"])


async def test_offer_waits_for_another_than_its_recipient(cast: Cast) -> None:
    officer = cast["Olive"]
    async with transactions.scope_tx(officer):
        giver = await organisations.add_as_named(officer, name="Invented Wine Ltd")
        await gifts.declare_gift(officer, person_id=_id(officer), offer=_offer(giver))
    assert not any(path.startswith("/gifts") for path in await work(officer))
    async with transactions.scope_tx(cast["Dana"]):
        await gifts.declare_gift(cast["Dana"], person_id=_id(cast["Dana"]), offer=_offer(giver))
    assert (await work(officer))["/gifts?status=SUBMITTED"] == "1 offer of a gift waits for review"


async def test_panel_waits_for_the_declaration_of_its_member(cast: Cast) -> None:
    officer = cast["Olive"]
    async with transactions.scope_tx(officer):
        procurement_id = await procurements.open_procurement(
            officer,
            reference="INV-1",
            said=Said(
                title="Invented ear clinic",
                description="Ear care",
                is_new=True,
                collaborative=False,
                route=Route.TENDER,
                begun_on=date(2018, 5, 1),
            ),
        )
        await panel.seat(
            officer,
            procurement_id=procurement_id,
            person_id=_id(cast["Dana"]),
            role=PanelRole.EVALUATOR,
            is_staff=True,
            joined_on=officer.today,
        )
    assert "Invented ear clinic" in (await work(cast["Dana"]))["/procurement/mine"]
    assert "/procurement/mine" not in await work(cast["Mara"])


async def test_return_waits_for_an_executive_and_not_for_who_prepared_it(cast: Cast) -> None:
    officer = cast["Olive"]
    async with transactions.scope_tx(officer):
        return_id = await returns.prepare_return(
            officer, kind="annual", period=return_rules.period_of(date(2017, 6, 1), months=12), note=None
        )
    assert (await work(cast["Ellis"]))[f"/returns/{return_id}"].startswith("Sign: ")
    assert f"/returns/{return_id}" not in await work(officer)


async def test_page_asks_the_database_as_often_for_much_as_for_little(cast: Cast) -> None:
    counts = []
    for _ in range(2):
        await declared(cast["Dana"])
        await declared(cast["Mara"])
        before = DB.statements
        await work(cast["Olive"])
        counts.append(DB.statements - before)
    assert counts[0] == counts[1]


def _offer(giver: UUID) -> gifts.Offer:
    return gifts.Offer(
        kind=OfferKind.GIFT,
        giver_id=giver,
        from_supplier=False,
        description="A crate of invented wine",
        pounds=Decimal(60),
        offered_on=date(2018, 5, 1),
        outcome=Outcome.DECLINED,
    )
