"""A procurement from its panel to its award, on the real database."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend.facts.registers import Moment
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit.identity import new_id
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.procurement.operations import panel as acts
from backend.procurement.operations import procurements, publishing
from backend.procurement.operations.procurements import Decided, Said
from backend.procurement.queries import panel as panels
from backend.procurement.queries import procurements as queries
from backend.procurement.queries.publishing import publishing_of, summary_of
from backend.procurement.registers import PROCUREMENT
from backend.procurement.rules.deciding import Status
from backend.procurement.rules.panel import DeclarationStage, Handling, PanelRole
from backend.procurement.rules.regimes import NoticeKind, Route
from backend.procurement.rules.standstill import Answer
from backend.scope import NotFound, Refusal, Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope

Found = Callable[..., Awaitable[Tenant]]

SAID = Said(
    title="Invented ear clinic",
    description="Ear care for the invented north",
    is_new=True,
    collaborative=False,
    route=Route.MOST_SUITABLE,
    begun_on=date(2024, 4, 2),
    clinical_lead="Lee Invented",
    expected=Decimal("120000.00"),
)


@pytest_asyncio.fixture
async def officer(found: Found) -> Scope:
    return a_scope(await found(), now="2024-04-08T09:00")


def at(scope: Scope, moment: str) -> Scope:
    return replace(scope, now=datetime.fromisoformat(moment).replace(tzinfo=UTC))


async def opened(scope: Scope, reference: str = "INV-1", said: Said = SAID) -> UUID:
    return await procurements.open_procurement(scope, reference=reference, said=said)


async def a_person(scope: Scope, name: str) -> UUID:
    return await persons.add_person(scope, name=name, job_title="Invented", email=None)


async def a_decision(supplier_id: UUID | None, **traits: Any) -> Decided:
    given: dict[str, Any] = {
        "decided_on": date(2024, 5, 1),
        "process": "The panel scored three providers",
        "conflicts": "One evaluator held shares in a bidder",
        "actions": "The evaluator stood aside",
        "awarded": supplier_id is not None,
        "supplier_id": supplier_id,
        "decided_by": "Director of Invention",
        "deciders": "Lee Invented",
        "total": Decimal("118000.00"),
    }
    return Decided(**{**given, **traits})


async def test_everybody_owes_a_declaration_and_again_when_bidders_are_known(officer: Scope) -> None:
    async with transactions.scope_tx(officer):
        procurement_id = await opened(officer)
        dana = await a_person(officer, "Dana Invented")
        seat = {"procurement_id": procurement_id, "joined_on": officer.today}
        member = await acts.seat(officer, **seat, role=PanelRole.MEMBER, is_staff=True, person_id=dana)
        adviser = await acts.seat(
            officer,
            **seat,
            role=PanelRole.ADVISER,
            is_staff=False,
            outsider_name="Ida Outside-Invented",
            outsider_body="Invented Advice Ltd",
        )
        with pytest.raises(Refusal, match="take part in this procurement already"):
            await acts.seat(officer, **seat, role=PanelRole.ADVISER, is_staff=True, person_id=dana)
        for participant in (member, adviser):
            await acts.declare(
                officer,
                procurement_id=procurement_id,
                participant_id=participant,
                stage=DeclarationStage.OPENING,
                nothing=True,
            )
        clinic = await organisations.add_as_named(officer, name="Invented Ear Clinic Ltd")
        await declaring.declare_interest(
            officer,
            person_id=dana,
            organisation_id=clinic,
            interest_type=InterestType.FINANCIAL,
            nature="Owns invented shares",
            since=date(2020, 1, 1),
        )
    later = at(officer, "2024-04-10T09:00")
    async with transactions.scope_tx(later):
        assert (await panels.panel_of(later, procurement_id=procurement_id)).owing == ()
        await acts.name_bidder(later, procurement_id=procurement_id, organisation_id=clinic)
        panel = await panels.panel_of(later, procurement_id=procurement_id)
        assert [each.owes for each in panel.owing] == [(DeclarationStage.BIDDERS,)] * 2
        touching = await panels.touching(later, panel)
        assert [each.person_name for each in touching] == ["Dana Invented"]
        listed = await queries.procurements_of(later, only_owed=True)
        assert [line.owed for line in listed.lines] == [2]

        declaration_id = await acts.declare(
            later,
            procurement_id=procurement_id,
            participant_id=member,
            stage=DeclarationStage.BIDDERS,
            nothing=False,
            conflict="Owns invented shares",
            organisation_id=clinic,
        )
        await acts.handle_conflict(
            later,
            procurement_id=procurement_id,
            declaration_id=declaration_id,
            handling=Handling.STANDS_ASIDE,
            reason=None,
        )
        panel = await panels.panel_of(later, procurement_id=procurement_id)
        assert [each.id for each in panel.owing] == [adviser]
        assert panel.participant(member).stands_aside
        assert panel.unhandled == ()
        assert [line.owed for line in (await queries.procurements_of(later)).lines] == [1]

        other = await opened(later, "INV-2")
        with pytest.raises(NotFound):
            await acts.unseat(later, procurement_id=other, participant_id=member)


async def test_the_award_waits_for_the_standstill_and_for_every_answer(officer: Scope) -> None:
    scope = at(officer, "2024-05-13T09:00")
    async with transactions.scope_tx(scope):
        clinic = await organisations.add_as_named(scope, name="Invented Ear Clinic Ltd")
        rival = await organisations.add_as_named(scope, name="Rival Invented Ltd")
        procurement_id = await opened(scope)
    scope = at(officer, "2024-05-13T10:00")
    async with transactions.scope_tx(scope):
        await procurements.record_decision(
            scope, procurement_id=procurement_id, decided=await a_decision(clinic)
        )
        notice = {"procurement_id": procurement_id, "place": None}
        with pytest.raises(Refusal, match="no such notice"):
            await publishing.record_notice(
                scope, **notice, kind=NoticeKind.TENDER, published_on=date(2024, 5, 13)
            )
        await publishing.record_notice(
            scope, **notice, kind=NoticeKind.INTENTION_TO_AWARD, published_on=date(2024, 5, 13)
        )
    scope = at(officer, "2024-05-20T09:00")
    async with transactions.scope_tx(scope):
        heard = await publishing.record_representation(
            scope,
            procurement_id=procurement_id,
            provider_id=rival,
            received_on=date(2024, 5, 16),
            summary="The scoring of the invented access plan",
        )
    scope = at(officer, "2024-06-03T09:00")
    async with transactions.scope_tx(scope):
        with pytest.raises(Refusal, match="standstill is not over"):
            await procurements.move_on(scope, procurement_id=procurement_id, into=Status.AWARDED)
        answer = {"procurement_id": procurement_id, "representation_id": heard, "note": None}
        await publishing.answer_representation(
            scope, **answer, answer=Answer.AWARD, answered_on=date(2024, 6, 3)
        )
        with pytest.raises(Refusal, match="answered already"):
            await publishing.answer_representation(
                scope, **answer, answer=Answer.ABANDON, answered_on=date(2024, 6, 3)
            )
        view = await queries.procurement(scope, procurement_id=procurement_id)
        published = await publishing_of(scope, view)
        assert published.standstill and published.standstill.ends_on == date(2024, 6, 10)
        assert NoticeKind.CONFIRMATION in published.still_to_publish
    scope = at(officer, "2024-06-11T09:00")
    async with transactions.scope_tx(scope):
        await procurements.move_on(scope, procurement_id=procurement_id, into=Status.AWARDED)
        summary = await summary_of(scope, year=2024)

    assert summary.by_route[Route.MOST_SUITABLE] == 1
    assert (summary.new_providers, summary.representations) == (1, 1)
    assert summary.by_answer == {Answer.AWARD: 1}


async def test_register_is_told_in_two_times_without_naming_individuals_in_public(
    officer: Scope,
) -> None:
    scope = at(officer, "2024-05-13T09:00")
    async with transactions.scope_tx(scope):
        clinic = await organisations.add_as_named(scope, name="Invented Ear Clinic Ltd")
        procurement_id = await opened(scope)
        dana = await a_person(scope, "Dana Invented")
        member = await acts.seat(
            scope,
            procurement_id=procurement_id,
            role=PanelRole.EVALUATOR,
            is_staff=True,
            joined_on=scope.today,
            person_id=dana,
        )
        with pytest.raises(Refusal, match="has this reference"):
            await opened(scope, "inv-1")
    then, now = at(officer, "2024-05-14T09:00"), at(officer, "2024-05-20T09:00")
    for moment, total in ((then, "118000.00"), (now, "119000.50")):
        async with transactions.scope_tx(moment):
            await procurements.record_decision(
                moment,
                procurement_id=procurement_id,
                decided=await a_decision(clinic, total=Decimal(total)),
                took_part=(member,),
                because="Added the van" if moment is now else None,
            )
    async with transactions.scope_tx(now, readonly=True):
        rows = [
            await PROCUREMENT.rows(now, Moment(on=date(2024, 5, 20), known_at=moment.now))
            for moment in (scope, then, now)
        ]
        assert PROCUREMENT.versions
        versions = await PROCUREMENT.versions(now, procurement_id)
        before = await PROCUREMENT.rows(now, Moment(on=date(2024, 4, 30), known_at=now.now))

    assert [[str(row.values["total"]) for row in found] for found in rows] == [
        [],
        ["118000.00"],
        ["119000.50"],
    ]
    assert before == ()
    assert [str(each.values["total"]) for each in versions] == ["118000.00", "119000.50"]
    row = rows[-1][0]
    assert row.values["took_part"] == "Dana Invented (evaluator)"
    public = {column.key for column in PROCUREMENT.public_columns}
    assert set(row.values) == {column.key for column in PROCUREMENT.columns}
    shown = " ".join(str(row.values[key]) for key in public)
    assert "Dana" not in shown and "Lee" not in shown and "Invented Ear Clinic Ltd" in shown


async def test_two_who_change_a_procurement_at_one_moment_have_one_effect(officer: Scope) -> None:
    async with transactions.scope_tx(officer):
        procurement_id = await opened(officer)
    later = replace(officer, now=officer.now + timedelta(hours=1))
    async with transactions.scope_tx(later):
        await procurements.move_on(later, procurement_id=procurement_id, into=Status.OPEN)
        with pytest.raises(Refusal, match="at the same moment"):
            await procurements.move_on(
                later, procurement_id=procurement_id, into=Status.ABANDONED, because="A test"
            )


def test_conflict_that_was_declared_twice_is_still_to_do_once_and_its_last_word_counts() -> None:
    """Declared when the panel was put together, and again when the bidders were known."""
    clinic = new_id()

    def declared(
        stage: DeclarationStage, conflict: str, place: UUID | None, handling: Handling | None = None
    ) -> panels.DeclarationView:
        return panels.DeclarationView(
            id=new_id(),
            participant_id=member,
            stage=stage,
            nothing=False,
            conflict=conflict,
            organisation_id=place,
            organisation_name=None,
            declared_at=datetime(2024, 4, 10, tzinfo=UTC),
            declared_by="Dana Invented",
            handling=handling,
            handling_reason=None,
            handled_by=None,
            handled_at=None,
        )

    def still_to_do(*newest_first: panels.DeclarationView) -> list[str | None]:
        participant = panels.ParticipantView(
            id=member,
            procurement_id=new_id(),
            person_id=None,
            name="Dana Invented",
            body="Invented Advice Ltd",
            role=PanelRole.ADVISER,
            is_staff=False,
            joined_on=date(2024, 4, 1),
            left_on=None,
            declarations=newest_first,
            owes=(),
        )
        panel = panels.Panel(participants=(participant,), bidders=())
        return [each.conflict for _, each in panel.unhandled]

    member = new_id()
    opening, bidders = DeclarationStage.OPENING, DeclarationStage.BIDDERS
    first = declared(opening, "Owns shares", clinic)
    assert still_to_do(declared(bidders, "Owns invented shares", clinic), first) == ["Owns invented shares"]
    assert still_to_do(declared(bidders, "Owns shares", clinic, Handling.STANDS_ASIDE), first) == []
    assert still_to_do(declared(bidders, "owns  Shares", None), declared(opening, "Owns shares", None)) == [
        "owns  Shares"
    ]
    assert len(still_to_do(declared(bidders, "A cousin works there", None), first)) == 2
