"""The scheme kept: nothing overwrites the past, every step is undone whole, and findings read it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from backend.catalogue.quorum import Office
from backend.committees import operations as committees
from backend.kit.database import DB
from backend.ledger.queries import history_of
from backend.powers import operations, queries
from backend.powers.rules import FindingKind, Party, PartyKind, UnableToKeepPower
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.committees.made import a_person, a_seat, formed, seat_id
from tests.powers.made import FIRST, a_function, an_entry, body, office, outside, said
from tests.scopes import a_scope

OCTOBER = date(2014, 10, 1)


async def limit_on(scope: Scope, function_id: UUID, committee_id: UUID, on: date) -> list[int | None]:
    view = await queries.scheme_view(scope, on=on, body=body(committee_id).key, function_id=function_id)
    return [line.entry.limit for line in view.lines]


async def test_changed_entry_says_the_old_before_and_the_new_after(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        function_id = await a_function(scope)
        entry_id = await an_entry(scope, function_id, body(committee_id), limit=10_000)
        wanted = said(function_id, body(committee_id), limit=50_000, from_on=OCTOBER)
        following = await operations.change_entry(scope, entry_id=entry_id, said=wanted)
        assert following != entry_id
        assert await limit_on(scope, function_id, committee_id, date(2014, 9, 30)) == [10_000]
        assert await limit_on(scope, function_id, committee_id, OCTOBER) == [50_000]
        view = await queries.entry_view(scope, entry_id=entry_id)
        assert (view.followed_by, view.entry.until_on) == (following, date(2014, 9, 30))
        assert [version.number for version in view.versions] == [2, 1]
        again = await operations.change_entry(scope, entry_id=following, said=wanted)
        assert again == following, "it says so already"
        await operations.undo(scope, entry_id=following)
        assert await limit_on(scope, function_id, committee_id, OCTOBER) == [10_000]
        gone = await queries.entry_view(scope, entry_id=following)
        assert gone.withdrawn and len(gone.versions) == 2
        events = await history_of(scope, room="powers", kind="entry", record_id=entry_id)
    acts = [event.act for event in events]
    assert acts == ["powers.entry.added", "powers.entry.ended", "powers.entry.undone"]


async def test_corrected_entry_is_still_read_as_it_was_known(scope: Scope) -> None:
    later = a_scope(scope.tenant, now="2014-12-01T09:00")
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        function_id = await a_function(scope)
        entry_id = await an_entry(scope, function_id, body(committee_id), limit=10_000)
    async with transactions.scope_tx(later):
        same = await operations.change_entry(
            later, entry_id=entry_id, said=said(function_id, body(committee_id), limit=99_900)
        )
        assert same == entry_id
        now = await queries.scheme_view(later, on=FIRST)
        then = await queries.scheme_view(later, on=FIRST, known_at=scope.now + timedelta(hours=1))
        assert [line.entry.limit for line in now.lines] == [99_900]
        assert [line.entry.limit for line in then.lines] == [10_000]


async def test_undo_waits_for_what_was_changed_since(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        function_id = await a_function(scope)
        entry_id = await an_entry(scope, function_id, body(committee_id))
        wanted = said(function_id, body(committee_id), limit=50_000, from_on=OCTOBER)
        following = await operations.change_entry(scope, entry_id=entry_id, said=wanted)
        await operations.end_entry(scope, entry_id=following, last_on=date(2014, 12, 31))
        with pytest.raises(UnableToKeepPower, match="Undo that first"):
            await operations.undo(scope, entry_id=entry_id)
        await operations.undo(scope, entry_id=following)
        assert (await queries.entry_view(scope, entry_id=following)).entry.until_on is None


async def test_withdrawn_entry_never_was_and_can_come_back(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        function_id = await a_function(scope)
        entry_id = await an_entry(scope, function_id, body(committee_id))
        await operations.withdraw_entry(scope, entry_id=entry_id, because="Typed twice")
        assert await limit_on(scope, function_id, committee_id, FIRST) == []
        with pytest.raises(NotFound):
            await operations.end_entry(scope, entry_id=entry_id, last_on=FIRST)
        await operations.undo(scope, entry_id=entry_id)
        assert await limit_on(scope, function_id, committee_id, FIRST) == [None]
        for last_on in (FIRST - timedelta(days=1),):
            with pytest.raises(UnableToKeepPower, match="withdraw it"):
                await operations.end_entry(scope, entry_id=entry_id, last_on=last_on)


async def test_holder_who_is_not_of_the_tenant_is_refused(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        function_id = await a_function(scope)
        with pytest.raises(UnableToKeepPower, match="from the list"):
            await an_entry(scope, function_id, body(UUID(int=5)))
        with pytest.raises(UnableToKeepPower, match="called “Approve"):
            await a_function(scope, id="another")


async def test_finding_reads_committee_person_and_office_of_the_day(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        seats = [
            a_seat("chair", office="chair"),
            a_seat("money", "executive", office="chief-finance-officer"),
        ]
        committee_id = await formed(scope, seats=seats, quorum=None, quorum_from=None)
        function_id = await a_function(scope)
        await an_entry(
            scope, function_id, office(Office.CHIEF_FINANCE_OFFICER), limit=1_000, upward=body(committee_id)
        )
        await an_entry(scope, function_id, body(committee_id), limit=5_000, consent=(outside(),))
        person = await a_person(scope, "Kim Invented")
        await committees.appoint(
            scope, seat_id=await seat_id(scope, committee_id, "money"), person_id=person, from_on=OCTOBER
        )
        by_committee = await queries.finding_for(scope, function_id, 4_000, committee_id=committee_id)
        assert by_committee.kind is FindingKind.NEEDS_CONSENT and by_committee.consent_from == "NHS England"
        early = await queries.finding_for(scope, function_id, 500, person_id=person, on=FIRST)
        assert early.kind is FindingKind.BEYOND and early.words.startswith("The scheme does not give")
        seated = await queries.finding_for(scope, function_id, 500, person_id=person, on=OCTOBER)
        assert seated.is_within and seated.words.startswith("Kim Invented may decide")
        more = await queries.finding_for(scope, function_id, 2_000, person_id=person, on=OCTOBER)
        assert more.upward_committee_id == committee_id
        nobody = await queries.finding_for(scope, function_id, 1)
        assert nobody.kind is FindingKind.BEYOND
        named = await an_entry(
            scope, function_id, Party(kind=PartyKind.PERSON, person_id=person), limit=200, clause="By name"
        )
        by_name = await queries.finding_for(scope, function_id, 100, person_id=person, on=FIRST)
        assert (by_name.is_within, by_name.entry_id) == (True, named)


async def test_reading_the_scheme_takes_as_many_statements_for_a_long_one(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        counts = []
        for number in range(2):
            for name in range(number * 10, number * 10 + 1 + number * 8):
                function_id = await a_function(scope, f"Function {name}")
                await an_entry(scope, function_id, body(committee_id))
            before = DB.statements
            await queries.scheme_view(scope)
            counts.append(DB.statements - before)
    assert counts[0] == counts[1] <= 9


async def test_retired_function_is_known_before_its_day_and_comes_back(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        function_id = await a_function(scope)
        await an_entry(scope, function_id, body(committee_id), from_on=date(2014, 8, 1))
        await operations.retire_function(scope, function_id=function_id)
        assert await queries.functions_of(scope) == ()
        found = await queries.finding_for(scope, function_id, 1, committee_id=committee_id)
        assert found.kind is FindingKind.NO_FUNCTION
        before = await queries.finding_for(
            scope, function_id, 1, committee_id=committee_id, on=date(2014, 8, 31)
        )
        assert before.is_within
        await operations.restore_function(scope, function_id=function_id)
        assert (await queries.finding_for(scope, function_id, 1, committee_id=committee_id)).is_within
