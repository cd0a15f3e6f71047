"""A page of the register: sifted, counted and ordered by the database, in two times, a tenant at a time."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from backend.interests.operations import declaring, withholding
from backend.interests.queries import paging, register, standings, tally
from backend.interests.queries.paging import Sifting
from backend.interests.rules.declaring import InterestType, Relationship
from backend.kit import database
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.scopes import a_scope
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


async def declared(
    scope: Scope, person: str, organisation: str, nature: str, **traits: Any
) -> tuple[UUID, UUID, UUID]:
    """Declare an interest of a new person in a new organisation: person, organisation, interest."""
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope, name=person, job_title="Lay member", email=None, joined_on=date(2014, 1, 6)
        )
        organisation_id = await organisations.add_as_named(scope, name=organisation)
        await declaring.declare_interest(
            scope,
            person_id=person_id,
            organisation_id=organisation_id,
            interest_type=traits.pop("interest_type", InterestType.FINANCIAL),
            nature=nature,
            since=traits.pop("since", date(2010, 4, 1)),
            **traits,
        )
        entries = await register.register_of(scope, person_id=person_id, include_ended=True)
    return person_id, organisation_id, entries[0].interest_id


@pytest_asyncio.fixture
async def three(scope: Scope) -> Scope:
    """Three people with an interest each."""
    await declared(scope, "Dana O’Invented", "Castle Hill Invented Practice Ltd", "Partner in the practice")
    await declared(
        scope,
        "Bo Supposed",
        "Lantern Invented Premises Ltd",
        "Consulting on buildings",
        interest_type=InterestType.NON_FINANCIAL_PROFESSIONAL,
        is_indirect=True,
        relationship=Relationship.SPOUSE,
    )
    await declared(scope, "Cleo Madeup", "Bank of Nowhere (invented)", "Owns shares", until=date(2014, 3, 31))
    return scope


async def names(scope: Scope, **traits: Any) -> list[str]:
    async with transactions.scope_tx(scope, readonly=True):
        found = await paging.page_of_register(scope, sifting=Sifting(**traits))
    assert found.count == len(found.entries)
    return [entry.person_name.split()[0] for entry in found.entries]


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({}, ["Bo", "Dana"]),
        ({"include_ended": True}, ["Bo", "Cleo", "Dana"]),
        ({"on": date(2014, 3, 31)}, ["Bo", "Cleo", "Dana"]),
        ({"text": "castle"}, ["Dana"]),
        ({"text": "CAST partn"}, ["Dana"]),
        ({"text": "partners in practices"}, ["Dana"]),
        ({"text": "o'inv"}, ["Dana"]),
        ({"text": "consult"}, ["Bo"]),
        ({"text": "castle consulting"}, []),
        ({"text": "bank of", "include_ended": True}, ["Cleo"]),
        ({"text": "lay member"}, ["Bo", "Dana"]),
        ({"text": "'; & | ! \\ :* \x00"}, ["Bo", "Dana"]),
        ({"interest_type": InterestType.FINANCIAL}, ["Dana"]),
        ({"held": "indirect"}, ["Bo"]),
        ({"held": "direct"}, ["Dana"]),
        ({"held": "SPOUSE"}, ["Bo"]),
        ({"held": "CLOSE_FRIEND"}, []),
        ({"person": "supp"}, ["Bo"]),
        ({"organisation": "hill"}, ["Dana"]),
        ({"group": "employees"}, ["Bo", "Dana"]),
        ({"group": "governing-body"}, []),
        ({"known_on": date(2014, 8, 31)}, []),
    ],
)
async def test_reader_sifts_the_register(three: Scope, traits: dict[str, Any], expected: list[str]) -> None:
    assert await names(three, **traits) == expected


async def test_reader_asks_how_it_stood_and_what_was_known(scope: Scope) -> None:
    _, _, interest_id = await declared(scope, "Dana Invented", "Castle Hill Invented Ltd", "Partner")
    later = replace(scope, now=datetime(2014, 10, 1, 9, tzinfo=UTC))
    async with transactions.scope_tx(later):
        await declaring.end_interest(later, interest_id=interest_id, ended_on=date(2014, 9, 15))

    assert await names(later, on=date(2014, 9, 20)) == []
    assert await names(later, on=date(2014, 9, 20), known_on=date(2014, 9, 30)) == ["Dana"]
    assert await names(later, on=date(2014, 9, 20), known_on=date(2014, 10, 1)) == []
    for known_on in (date(2014, 9, 1), date(2014, 9, 30), date(2014, 10, 1)):
        async with transactions.scope_tx(later, readonly=True):
            page = await paging.page_of_register(
                later, sifting=Sifting(known_on=known_on, include_ended=True)
            )
            whole = await register.register_of(
                later, known_at=paging.end_of(later, known_on), include_ended=True
            )
        assert page.entries == whole, "the page and the whole register say the same"


async def test_words_of_another_tenant_find_nothing(
    three: Scope, found: Callable[..., Awaitable[Tenant]]
) -> None:
    other = a_scope(await found())

    assert await names(other, text="castle") == []
    assert await names(other, include_ended=True) == []


async def test_pages_hold_fifty_and_say_how_many_there_are(scope: Scope, db: Any) -> None:
    person_id, organisation_id, _ = await declared(
        scope, "Dana Invented", "Castle Hill Invented Ltd", "Partner"
    )
    for number in range(51):
        moment = replace(scope, now=scope.now + timedelta(minutes=number + 1))
        async with transactions.scope_tx(moment):
            await declaring.declare_interest(
                moment,
                person_id=person_id,
                organisation_id=organisation_id,
                interest_type=InterestType.NON_FINANCIAL_PERSONAL,
                nature=f"Trustee, the term of office number {number} (invented)",
                since=date(1950 + number, 1, 1),
                until=date(1950 + number, 12, 31),
            )
    sifting = Sifting(include_ended=True)
    async with transactions.scope_tx(moment, readonly=True):
        first = await paging.page_of_register(moment, sifting=sifting)
        before = db.statements
        second = await paging.page_of_register(moment, sifting=sifting, number=2)
        statements = db.statements - before
        beyond = await paging.page_of_register(moment, sifting=sifting, number=9)
        whole = await register.register_of(moment, include_ended=True)

    assert (first.count, first.pages, len(first.entries), first.first, first.last) == (52, 2, 50, 1, 50)
    assert (len(second.entries), second.first, second.last) == (2, 51, 52)
    assert beyond == second, "beyond the last page is the last"
    assert (*first.entries, *second.entries) == whole
    assert statements == 2


async def test_what_is_withheld_is_not_counted_for_whoever_may_not_see_it(three: Scope) -> None:
    async with transactions.scope_tx(three, readonly=True):
        dana = (await register.register_of(three, text="castle"))[0]
    async with transactions.scope_tx(three):
        officer_id = await persons.add_person(three, name="Gale Guardian-Invented", job_title="Guardian")
    guardian = replace(
        three,
        actor=replace(three.actor, person_id=officer_id),
        permissions=three.permissions | {"registers.withhold", "interests.see-withheld"},
    )
    async with transactions.scope_tx(guardian):
        await withholding.withhold(
            guardian, record_id=dana.interest_id, reason="A risk to them", review_on=date(2014, 12, 1)
        )

    anybody = replace(three, permissions=three.permissions - {"interests.see-withheld"})
    assert await names(guardian) == ["Bo", "Dana"]
    assert await names(anybody) == ["Bo"]
    assert await names(replace(anybody, actor=replace(three.actor, person_id=dana.person_id))) == [
        "Bo",
        "Dana",
    ]


async def test_two_who_write_at_once_wait_for_nobody_and_both_count(
    three: Scope, server_url: str, database_name: str
) -> None:
    """Each adds an entry of the same day before either has ended."""
    copied = """
        INSERT INTO interests_entry (tenant_id, id, interest_id, declaration_id, person_id, organisation_id,
          interest_type, is_indirect, relationship, nature, since, known_from, rule_set)
        SELECT tenant_id, gen_random_uuid(), gen_random_uuid(), declaration_id, person_id, organisation_id,
          interest_type, is_indirect, relationship, nature, since, known_from, rule_set
        FROM interests_entry WHERE tenant_id = $1 AND until IS NULL LIMIT 1"""
    address = {**database.connection_config(server_url), "database": database_name}
    async with contextlib.AsyncExitStack() as stack:
        one, other = await asyncpg.connect(**address), await asyncpg.connect(**address)
        stack.push_async_callback(one.close)
        stack.push_async_callback(other.close)
        for connection in (one, other):
            await connection.execute("SET lock_timeout = '2s'; BEGIN")
            for _ in range(2):
                await connection.execute(copied, three.tenant.id)
        for connection in (other, one):
            await connection.execute("COMMIT")

    async with transactions.scope_tx(three, readonly=True):
        assert await tally.standing(three, on=three.today) == 6


async def test_page_says_both_times_plainly_and_keeps_its_filter_while_turning(visit: Visit) -> None:
    officer = await visit()

    page = (await officer.get("/interests?on=3/6/2014&known=1/7/2014&text=castle&page=7")).text
    wrong = (await officer.get("/interests?on=the+third&known=31/2/2014&page=-1&type=X&group=Y")).text

    assert "as it stood on 3 June 2014, as known on 1 July 2014" in page
    assert "“the third” is not a day that can be read" in wrong
    assert "“31/2/2014” is not a day that can be read" in wrong


async def test_reader_saves_a_filter_of_their_own_opens_it_and_deletes_it(visit: Visit) -> None:
    officer, other = await visit(), await visit(name="Rory Invented")

    saved = await officer.post(
        "/interests/filters", {"name": "Spouses", "choices": "held=SPOUSE&text=hill&evil=1"}
    )
    nameless = await officer.post("/interests/filters", {"name": "", "choices": "held=SPOUSE"})
    empty = await officer.post("/interests/filters", {"name": "Everything", "choices": "evil=1"})
    page = (await officer.get("/interests")).text
    filter_id = page.split("/interests/filters/")[1].split("/removal")[0]
    others = await other.post(f"/interests/filters/{filter_id}/removal")

    assert saved.headers["location"].endswith("/interests?text=hill&held=SPOUSE")
    assert nameless.status_code == 422 and "Enter a name for the filter" in nameless.text
    assert empty.status_code == 422 and "Choose something to filter by" in empty.text
    assert ">Spouses</a>" in page and "Spouses" not in (await other.get("/interests")).text
    assert others.status_code == 404
    assert (await officer.post(f"/interests/filters/{filter_id}/removal")).status_code == 303
    assert "Spouses" not in (await officer.get("/interests")).text


async def test_who_has_declared_is_sifted_by_what_the_register_says(three: Scope) -> None:
    async def said(code: str, text: str = "") -> list[str]:
        async with transactions.scope_tx(three, readonly=True):
            page = await standings.page_of_standings(three, said=code, text=text)
        assert page.count == len(page.standings)
        return [each.person_name.split()[0] for each in page.standings]

    async with transactions.scope_tx(three):
        await persons.add_person(
            three, name="Ari Unheard", job_title=None, email=None, joined_on=date(2014, 1, 6)
        )

    assert await said("") == ["Ari", "Bo", "Cleo", "Dana"]
    assert await said("nothing") == ["Ari"]
    assert await said("interests") == ["Bo", "Dana"]
    assert await said("nil") == ["Cleo"], "their only interest has ended"
    assert await said("", "supp") == ["Bo"]
