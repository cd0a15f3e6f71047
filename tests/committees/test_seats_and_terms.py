"""Who sits where, and on which day."""

import asyncio
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue.committees import Seat
from backend.catalogue.quorum import Office
from backend.committees import operations, queries, rules
from backend.kit.database import DB
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, formed, seat_id
from tests.scopes import a_scope


async def test_member_sits_from_first_to_last_day_and_on_no_other(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        avery = await a_person(scope, "Avery Invented")
        chair = await seat_id(scope, committee_id, "chair")
        last = date(2014, 12, 31)
        await operations.appoint(scope, seat_id=chair, person_id=avery, from_on=FIRST, last_on=last)

        async def sitting(on: date) -> list[str]:
            return [m.name for m in await queries.members_on(scope, committee_id=committee_id, on=on)]

        assert await sitting(FIRST - timedelta(days=1)) == []
        assert await sitting(FIRST) == ["Avery Invented"]
        assert await sitting(last) == ["Avery Invented"]
        assert await sitting(last + timedelta(days=1)) == []


async def test_seats_held_come_in_one_statement_with_their_office(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        one = await formed(scope)
        two = await formed(scope, id="audit", name="Audit Committee", kind="audit")
        avery = await a_person(scope, "Avery Invented")
        await operations.appoint(
            scope, seat_id=await seat_id(scope, one, "chair"), person_id=avery, from_on=FIRST
        )
        await operations.appoint(
            scope,
            seat_id=await seat_id(scope, two, "gp"),
            person_id=avery,
            from_on=FIRST,
            office=Office.CLINICAL_LEAD,
        )
        before = DB.statements
        held = await queries.seats_held_by(scope, person_id=avery, on=scope.today)
        assert DB.statements - before == 1
    assert [(seat.committee_id, seat.capacity, seat.office, seat.voting) for seat in held] == [
        (one, "lay", "chair", True),
        (two, "gp", "clinical-lead", True),
    ]


async def test_officer_appoints_and_sees_members_vacancies_and_quorum(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        avery = await a_person(scope, "Avery Invented")
        await operations.appoint(
            scope, seat_id=await seat_id(scope, committee_id, "chair"), person_id=avery, from_on=FIRST
        )
        view = await queries.committee(scope, committee_id=committee_id)
    assert [(m.name, m.capacity_in_words, m.office_in_words) for m in view.members] == [
        ("Avery Invented", "lay", "Chair")
    ]
    assert [place.slug for place in view.vacancies] == ["vice-chair", "gp", "gp", "observer"]
    assert view.quorum_in_words == "at least two members, among them one lay member"


async def test_seat_is_held_by_one_person_at_a_time(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        chair = await seat_id(scope, committee_id, "chair")
        avery, blake = [await a_person(scope, name) for name in ("Avery Invented", "Blake Imagined")]
        term = await operations.appoint(scope, seat_id=chair, person_id=avery, from_on=FIRST)
        with pytest.raises(rules.UnableToAppoint, match="Avery Invented holds the seat “Chair” since"):
            await operations.appoint(scope, seat_id=chair, person_id=blake, from_on=date(2014, 10, 1))
        await operations.end_term(scope, term_id=term, last_on=date(2014, 9, 30))
        await operations.appoint(scope, seat_id=chair, person_id=blake, from_on=date(2014, 10, 1))


async def test_nobody_holds_two_votes_on_one_committee_but_may_observe(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        avery = await a_person(scope, "Avery Invented")
        await operations.appoint(
            scope, seat_id=await seat_id(scope, committee_id, "gp"), person_id=avery, from_on=FIRST
        )
        with pytest.raises(rules.UnableToAppoint, match="Nobody holds two votes"):
            await operations.appoint(
                scope, seat_id=await seat_id(scope, committee_id, "gp", 2), person_id=avery, from_on=FIRST
            )
        await operations.appoint(
            scope, seat_id=await seat_id(scope, committee_id, "observer"), person_id=avery, from_on=FIRST
        )


async def test_chair_is_never_vice_chair_and_no_office_is_held_twice(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        seats = [
            {"id": "chair", "name": "Chair", "capacity": "lay", "office": "chair", "voting": False},
            {"id": "lay", "name": "Lay", "capacity": "lay", "count": 3},
        ]
        committee_id = await formed(scope, seats=seats)
        avery, blake = [await a_person(scope, name) for name in ("Avery Invented", "Blake Imagined")]
        chair, lay, lay_2 = [
            await seat_id(scope, committee_id, slug, place)
            for slug, place in (("chair", 1), ("lay", 1), ("lay", 2))
        ]
        await operations.appoint(scope, seat_id=chair, person_id=avery, from_on=FIRST)
        with pytest.raises(rules.UnableToAppoint, match="must be two people"):
            await operations.appoint(
                scope, seat_id=lay, person_id=avery, from_on=FIRST, office=Office.VICE_CHAIR
            )
        with pytest.raises(rules.UnableToAppoint, match="Avery Invented is Chair"):
            await operations.appoint(scope, seat_id=lay, person_id=blake, from_on=FIRST, office=Office.CHAIR)
        with pytest.raises(rules.UnableToAppoint, match="carries the office"):
            await operations.appoint(
                scope, seat_id=chair, person_id=blake, from_on=FIRST, office=Office.SECRETARY
            )
        await operations.appoint(
            scope, seat_id=lay_2, person_id=blake, from_on=FIRST, office=Office.VICE_CHAIR
        )


async def test_term_ends_on_a_day_of_its_own_and_is_withdrawn_with_a_reason(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        avery = await a_person(scope, "Avery Invented")
        chair = await seat_id(scope, committee_id, "chair")
        term = await operations.appoint(scope, seat_id=chair, person_id=avery, from_on=FIRST)
        with pytest.raises(rules.UnableToEndTerm, match="began on 1 September 2014"):
            await operations.end_term(scope, term_id=term, last_on=date(2014, 8, 31))
        with pytest.raises(rules.UnableToEndTerm, match="Say why"):
            await operations.withdraw_term(scope, term_id=term, because="  ")
        await operations.withdraw_term(scope, term_id=term, because="The wrong person was chosen.")
        assert await queries.members_on(scope, committee_id=committee_id, on=FIRST) == ()
        with pytest.raises(NotFound):
            await operations.end_term(scope, term_id=term, last_on=FIRST)
        await operations.appoint(scope, seat_id=chair, person_id=avery, from_on=FIRST)


async def test_seat_that_changes_leaves_those_days_before_as_they_were(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        avery = await a_person(scope, "Avery Invented")
        gp = await seat_id(scope, committee_id, "gp")
        await operations.appoint(scope, seat_id=gp, person_id=avery, from_on=FIRST)
    later = a_scope(scope.tenant, now="2014-11-03T10:00")
    async with transactions.scope_tx(later):
        seat = Seat.model_validate({"id": "gp", "name": "GP", "capacity": "gp", "voting": False, "count": 2})
        await operations.add_seat(later, committee_id=committee_id, seat=seat)
        before = await queries.members_on(later, committee_id=committee_id, on=date(2014, 11, 2))
        after = await queries.members_on(later, committee_id=committee_id, on=date(2014, 11, 3))
    assert [(m.name, m.voting) for m in before] == [("Avery Invented", True)]
    assert [(m.name, m.voting) for m in after] == [("Avery Invented", False)]


async def test_seat_with_a_holder_is_not_retired(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        avery = await a_person(scope, "Avery Invented")
        observer = await seat_id(scope, committee_id, "observer")
        await operations.appoint(scope, seat_id=observer, person_id=avery, from_on=FIRST)
        with pytest.raises(rules.UnableToRetireSeat, match="while Avery Invented holds it"):
            await operations.retire_seat(scope, committee_id=committee_id, seat_id=observer)
        await operations.retire_seat(
            scope, committee_id=committee_id, seat_id=await seat_id(scope, committee_id, "gp", 2)
        )
        view = await queries.committee(scope, committee_id=committee_id)
    assert [(seat.id, seat.count) for seat in view.seats] == [
        ("chair", 1),
        ("vice-chair", 1),
        ("gp", 1),
        ("observer", 1),
    ]


async def test_two_officers_at_once_fill_a_seat_once(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        chair = await seat_id(scope, committee_id, "chair")
        persons = [await a_person(scope, f"Person {number} Invented") for number in range(4)]

    async def take(person_id: UUID) -> str:
        try:
            async with transactions.scope_tx(scope):
                await operations.appoint(scope, seat_id=chair, person_id=person_id, from_on=FIRST)
        except rules.UnableToAppoint:
            return "refused"
        return "appointed"

    answers = await asyncio.gather(*map(take, persons))
    assert sorted(answers) == ["appointed", "refused", "refused", "refused"]


days = st.dates(min_value=date(2014, 1, 1), max_value=date(2014, 3, 1))
terms = st.lists(st.tuples(days, st.none() | st.integers(0, 40)), max_size=8)


@given(terms)
def test_accepted_terms_of_one_seat_never_share_a_day(asked: list[tuple[date, int | None]]) -> None:
    seat = rules.SeatPlace(id=uuid4(), name="Lay", office=None, voting=True)
    kept: list[rules.HeldTerm] = []
    for from_on, length in asked:
        last_on = None if length is None else from_on + timedelta(days=length)
        person = uuid4()
        if rules.can_appoint(
            seat, kept, person_id=person, person_name="X", office=None, from_on=from_on, last_on=last_on
        ):
            kept.append(
                rules.HeldTerm(
                    seat_id=seat.id,
                    seat_name=seat.name,
                    person_id=person,
                    person_name="X",
                    office=None,
                    voting=True,
                    from_on=from_on,
                    last_on=last_on,
                )
            )
    for number in range(150):
        day = date(2014, 1, 1) + timedelta(days=number)
        assert sum(rules.overlap(term.from_on, term.last_on, day, day) for term in kept) <= 1
