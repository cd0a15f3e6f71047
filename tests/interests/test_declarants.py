"""Who declares as what, and who is paused: neither chased, nor counted late, nor shown why."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import pytest_asyncio

from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.interests import chasing, settings
from backend.interests.operations import declarants as acts
from backend.interests.operations import declaring
from backend.interests.queries import declarants, declarations
from backend.interests.rules import declarants as rules
from backend.interests.rules.declaring import InterestType
from backend.kit.database import fetch
from backend.ledger import queries as ledger
from backend.organisations import operations as organisations
from backend.people import queries as people
from backend.people.operations import persons
from backend.people.rules import UnableToPause
from backend.registers.queries import overview
from backend.scope import NotPermitted, Scope
from backend.tenancy import transactions
from tests.committees.made import a_committee, a_seat
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
CANARY = "zanthoxylum bereavement"


@pytest_asyncio.fixture
async def officer(scope: Scope) -> Scope:
    """A governance officer who is a person of the tenant."""
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(scope, name="Olive Invented", joined_on=date(2014, 9, 1))
    return replace(scope, actor=replace(scope.actor, person_id=person_id))


@pytest_asyncio.fixture
async def person_id(scope: Scope) -> UUID:
    async with transactions.scope_tx(scope):
        return await persons.add_person(
            scope, name="Dana Invented", email="dana@example.invalid", joined_on=date(2014, 1, 6)
        )


def at(scope: Scope, moment: str) -> Scope:
    return replace(scope, now=datetime.fromisoformat(moment).replace(tzinfo=UTC))


async def declarant(scope: Scope, person_id: UUID) -> declarants.Declarant:
    async with transactions.scope_tx(scope, readonly=True):
        return await declarants.declarant_of(scope, person_id=person_id)


async def test_group_follows_from_seats_until_it_is_settled(officer: Scope, person_id: UUID) -> None:
    before = await declarant(officer, person_id)
    async with transactions.scope_tx(officer):
        committee_id = await committees.form_committee(
            officer,
            committee=a_committee(
                id="board", kind="governing-body", quorum=None, quorum_from=None, seats=[a_seat("member")]
            ),
        )
        view = await committee_queries.committee(officer, committee_id=committee_id)
        await committees.appoint(
            officer, seat_id=view.places[0].id, person_id=person_id, from_on=officer.today
        )
    seated = await declarant(officer, person_id)
    async with transactions.scope_tx(officer):
        await acts.settle_declarant(
            officer, person_id=person_id, group="member-practices", decision_making=False,
            line_manager_id=officer.actor.person_id, staff_number="20461", band=None,
        )  # fmt: skip
    settled = await declarant(officer, person_id)

    assert (before.group, before.decision_making) == ("employees", False)
    assert (seated.group, seated.decision_making, seated.committee_ids) == (
        "governing-body",
        True,
        (committee_id,),
    )
    assert (settled.group, settled.decision_making, settled.staff_number) == (
        "member-practices",
        False,
        "20461",
    )


async def test_band_8d_makes_decisions_and_two_people_have_no_staff_number_together(
    officer: Scope, person_id: UUID
) -> None:
    assert [rules.plain_band(text) for text in ("Band 8D", "AfC 8d", "Very Senior Manager", "7")] == [
        "8d",
        "8d",
        "vsm",
        "7",
    ]
    settled = {"group": None, "decision_making": None, "line_manager_id": None, "staff_number": "1"}
    async with transactions.scope_tx(officer):
        await acts.settle_declarant(officer, person_id=person_id, band="Band 8D", **settled)  # type: ignore[arg-type]  # a form's values
    assert (await declarant(officer, person_id)).decision_making
    assert officer.actor.person_id
    with pytest.raises(rules.UnableToKeepDeclarant, match="staff number 1"):
        async with transactions.scope_tx(officer):
            await acts.settle_declarant(officer, person_id=officer.actor.person_id, band=None, **settled)  # type: ignore[arg-type]  # as above


async def test_paused_person_is_not_chased_and_owes_later_by_the_days_of_the_pause(
    officer: Scope, person_id: UUID
) -> None:
    async def chase(moment: str) -> int:
        morning = at(officer, moment)
        async with transactions.scope_tx(morning):
            return await chasing.chase(morning)

    # due on 3 February 2014, 28 days after joining
    pausing = at(officer, "2014-01-20T09:00")
    async with transactions.scope_tx(pausing):
        pause_id = await acts.pause(
            pausing, person_id=person_id, from_on=date(2014, 1, 20), until_on=None, reason=CANARY
        )
    assert await chase("2014-03-03T08:00") == 0
    async with transactions.scope_tx(pausing, readonly=True):
        assert await people.paused_on(pausing) == {person_id}
    back = at(officer, "2014-03-10T09:00")
    async with transactions.scope_tx(back):
        await acts.end_pause(back, person_id=person_id, pause_id=pause_id)
        standing = await declarations.standing_of(back, person_id=person_id)
        rule_set = await settings.rule_set_of(back)

    assert (standing.paused, standing.paused_days) == (False, 49)
    assert standing.due_on(rule_set) == date(2014, 3, 24)
    assert await chase("2014-03-16T08:00") == 0, "nothing was owed while they were away"
    assert await chase("2014-03-17T08:00") == 1, "a week before the day to which it moved"


async def test_interest_learnt_of_in_a_pause_is_late_only_by_the_days_after_it(
    officer: Scope, person_id: UUID
) -> None:
    """Away from 2 September to 1 October 2014: 28 days on from then is 29 October."""
    async with transactions.scope_tx(officer):
        await acts.pause(
            officer,
            person_id=person_id,
            from_on=date(2014, 9, 2),
            until_on=date(2014, 10, 1),
            reason=CANARY,
        )
    late = {}
    for day in ("2014-10-29", "2014-10-30"):
        moment = at(officer, f"{day}T09:00")
        async with transactions.scope_tx(moment):
            practice = await organisations.add_as_named(moment, name=f"Invented Practice {day}")
            declaration_id = await declaring.declare_interest(
                moment,
                person_id=person_id,
                organisation_id=practice,
                interest_type=InterestType.FINANCIAL,
                nature="Partner",
                since=date(2014, 9, 1),
            )
            line, _ = await declarations.declaration(moment, declaration_id=declaration_id)
            clock = {each.declaration_id: each for each in await overview.clock_of(moment)}[declaration_id]
        late[day] = (line.late, clock.late, clock.days)
    assert late == {"2014-10-29": (False, False, 28), "2014-10-30": (True, True, 29)}


async def test_nobody_pauses_themselves_and_pauses_share_no_day(officer: Scope, person_id: UUID) -> None:
    async def pause(who: UUID, since: date, until: date | None) -> None:
        async with transactions.scope_tx(officer):
            await acts.pause(officer, person_id=who, from_on=since, until_on=until, reason=CANARY)

    assert officer.actor.person_id
    with pytest.raises(NotPermitted):
        await pause(officer.actor.person_id, date(2014, 9, 1), None)
    await pause(person_id, date(2014, 9, 1), date(2014, 9, 30))
    with pytest.raises(UnableToPause, match="already"):
        await pause(person_id, date(2014, 9, 30), None)
    with pytest.raises(UnableToPause, match="before it begins"):
        await pause(person_id, date(2014, 11, 2), date(2014, 11, 1))
    await pause(person_id, date(2014, 10, 1), None)


async def test_reason_of_a_pause_stands_in_no_row_and_no_line_of_the_ledger(
    officer: Scope, person_id: UUID
) -> None:
    async with transactions.scope_tx(officer):
        await acts.pause(officer, person_id=person_id, from_on=officer.today, until_on=None, reason=CANARY)
        rows = await fetch("SELECT * FROM people_pause WHERE tenant_id = $1", officer.tenant.id)
        history = await ledger.history_of(officer, room="people", kind="person", record_id=person_id)

    acts_told = [line.act for line in history]
    assert "people.pause.authorised" in acts_told
    assert len(rows) == 1
    for word in CANARY.split():
        assert word not in repr(rows) + repr(history)


async def test_declaring_in_a_pause_is_not_late_and_settles_it(officer: Scope, person_id: UUID) -> None:
    later = at(officer, "2014-10-01T09:00")
    async with transactions.scope_tx(officer):
        await acts.pause(officer, person_id=person_id, from_on=officer.today, until_on=None, reason=CANARY)
    async with transactions.scope_tx(later):
        await declaring.make_nil_return(later, person_id=person_id)
        standing = await declarations.standing_of(later, person_id=person_id)

    assert standing.last_declared_on == later.today
    assert standing.paused_days == 1, "only the day itself, since they declared on it"


async def test_pause_is_authorised_on_the_page_and_its_reason_is_on_no_page(visit: Visit) -> None:
    officer, auditor = (
        await visit(name="Olive Invented"),
        await visit(name="Ash Invented", roles=("internal-audit",)),
    )
    other = await visit(name="Rory Invented")
    executive = await visit(name="Ezra Invented", roles=("executive-owner",))
    path = f"/people/{other.person_id}/declaring"

    refused = await officer.post(
        f"/people/{other.person_id}/pauses",
        {"from_on-day": "31", "from_on-month": "2", "from_on-year": "2014", "reason": CANARY},
    )
    made = await officer.post(
        f"/people/{other.person_id}/pauses",
        {"from_on-day": "1", "from_on-month": "9", "from_on-year": "2014", "reason": CANARY},
    )

    assert refused.status_code == 422
    assert "zanthoxylum" not in refused.text, "a reason is not shown again, not even to who typed it"
    assert made.status_code == 303, made.text
    audited = (await auditor.get(path)).text
    assert "Authorised by Olive Invented" in audited
    assert "Authorised" not in (await executive.get(path)).text
    pages = (
        "/interests",
        "/activity",
        f"/people/{other.person_id}",
        "/people",
        "/outbox",
        path,
        "/campaigns",
        "/registers",
        "",
    )
    for visitor in (officer, auditor, other):
        for page in pages:
            assert "zanthoxylum" not in (await visitor.get(page)).text, page
    settled = await officer.post(
        path, {"group": "committees", "decision_making": "yes", "staff_number": "20461"}
    )
    assert settled.status_code == 303, settled.text
    assert "20461" in (await officer.get(path)).text
    assert (await auditor.post(path, {"group": "", "decision_making": ""})).status_code == 403
    pause = (await officer.get(path)).text.split(f"/people/{other.person_id}/pauses/")[1].split("/")[0]
    assert (await officer.post(f"/people/{other.person_id}/pauses/{pause}/end")).status_code == 303
    assert (await officer.post(f"/people/{officer.person_id}/pauses/{pause}/end")).status_code == 404
