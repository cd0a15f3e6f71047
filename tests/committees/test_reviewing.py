"""Terms of reference in versions, deputies of seats, reviews of effectiveness."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend.committees import operations, queries, reviewed, rules
from backend.scope import Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, formed, seat_id

TERMS: dict[str, Any] = {"terms": {"summary": "Decides.", "review_months": 12, "mark": "setting"}}


async def adopted(scope: Scope, committee_id: UUID, text: str, day: date, **traits: Any) -> UUID:
    given: dict[str, Any] = {"approved_by": "The governing body", "changes": "Some", **traits}
    return await operations.adopt_terms(
        scope, committee_id=committee_id, text=text, in_force_from=day, **given
    )


async def test_terms_hold_from_their_day_and_are_due_within_a_year(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope, **TERMS)
        await adopted(scope, committee_id, "First text", date(2014, 4, 1))
        later_id = await adopted(scope, committee_id, "Second text", date(2014, 10, 1))
        now = await reviewed.terms_in_force(scope, committee_id=committee_id)
        then = await reviewed.terms_in_force(scope, committee_id=committee_id, on=date(2014, 10, 1))
        assert now and then and (now.text, then.text) == ("First text", "Second text")
        assert now.review_by == date(2015, 4, 1)
        view = await queries.committee(scope, committee_id=committee_id)
        assert view.terms_reviewed_on == date(2014, 4, 1)
        await operations.withdraw_terms(
            scope, committee_id=committee_id, version_id=later_id, because="By mistake"
        )
        left = await reviewed.terms_in_force(scope, committee_id=committee_id, on=date(2014, 10, 1))
        assert left and left.text == "First text"


async def test_version_reviewed_before_it_holds_is_refused(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        with pytest.raises(rules.UnableToShapeCommittee):
            await adopted(scope, committee_id, "Text", date(2014, 9, 1), review_by=date(2014, 9, 1))


async def test_deputy_is_known_on_their_days_alone_and_nobody_votes_twice(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        gp, chair = [await seat_id(scope, committee_id, slug) for slug in ("gp", "chair")]
        deputy, member = [await a_person(scope, f"{name} Invented") for name in ("Dale", "Mel")]
        await operations.appoint(scope, seat_id=chair, person_id=member, from_on=FIRST)
        given: dict[str, Any] = {
            "committee_id": committee_id,
            "seat_id": gp,
            "from_on": FIRST,
            "may_vote": True,
        }
        with pytest.raises(rules.UnableToAppoint, match="nobody votes twice"):
            await operations.name_deputy(scope, person_id=member, **given)
        deputy_id = await operations.name_deputy(scope, person_id=deputy, last_on=date(2014, 12, 31), **given)
        with pytest.raises(rules.UnableToAppoint):
            await operations.name_deputy(scope, person_id=deputy, **given)
        for day, names in ((date(2014, 12, 31), ["Dale Invented"]), (date(2015, 1, 1), [])):
            found = await reviewed.deputies_on(scope, committee_id=committee_id, on=day)
            assert [each.name for each in found] == names
        await operations.end_deputy(
            scope, committee_id=committee_id, deputy_id=deputy_id, last_on=date(2014, 9, 30)
        )
        assert await reviewed.deputies_on(scope, committee_id=committee_id, on=date(2014, 10, 1)) == ()


async def test_review_of_effectiveness_is_kept_as_it_was_found(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        committee_id = await formed(scope)
        given: dict[str, Any] = {
            "committee_id": committee_id,
            "period": "2013/14",
            "reviewed_on": FIRST,
            "went_well": "Papers",
            "to_change": "Time",
        }
        with pytest.raises(rules.UnableToShapeCommittee):
            await operations.record_effectiveness(scope, answered=9, asked=7, **given)
        await operations.record_effectiveness(scope, answered=5, asked=7, **given)
        (found,) = await reviewed.effectiveness_of(scope, committee_id=committee_id)
        assert (found.answered, found.asked, found.period) == (5, 7, "2013/14")
