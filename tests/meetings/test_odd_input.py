"""What no form foresees: two capacities, no deputy, a term that ended the day before. A sentence, and a safe state."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from backend.catalogue.quorum import Capacity, Office, SeatHeld
from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.meetings import conflicts, operations, presiding
from backend.meetings.treating import Treatment, UnableToTreat
from backend.scope import Scope
from backend.tenancy import transactions
from tests.meetings.stage import STARTS, Stage, an_organisation
from tests.meetings.test_conflicts import CASTLE_HILL, MEMBERS, QUORUM, a_touch
from tests.meetings.test_handling import conflicted_item, decide, one, who


def test_member_in_two_capacities_is_one_person_one_vote_and_goes_with_both() -> None:
    seats = tuple(
        SeatHeld(str(UUID(int=3)), slug, capacity, None, voting)
        for slug, capacity, voting in (("gp", Capacity.GP, True), ("nurse", Capacity.NURSE, False))
    )
    double = conflicts.Member(person_id=UUID(int=3), name="Member 3", seats=seats)
    members = [*MEMBERS[:2], double]
    whole = conflicts.forecast(quorum=QUORUM, members=members, touches=[], organisation_ids=[CASTLE_HILL])
    assert whole.quorate is True and whole.remaining == 3, "three people, not four seats"
    touched = conflicts.forecast(
        quorum=QUORUM, members=members, touches=[a_touch(3)], organisation_ids=[CASTLE_HILL]
    )
    assert [each.name for each in touched.conflicted] == ["Member 3"] and touched.remaining == 2
    assert touched.quorate is False and "“" not in touched.in_words
    assert touched.in_words.startswith("Member 3 has a declared interest that touches this item.")


def test_chair_with_an_interest_and_neither_vice_chair_nor_deputy_leaves_it_to_the_members() -> None:
    chair, gp = (
        presiding.Sitting(
            person_id=UUID(int=number),
            name=name,
            seats=(SeatHeld(str(UUID(int=number)), name, Capacity.LAY, office, True),),
        )
        for number, name, office in ((1, "Charlie", Office.CHAIR), (3, "Glenn", None))
    )
    by = presiding.presiding([chair, gp], conflicted={chair.person_id})
    assert by.office == "members" and by.person_ids == (gp.person_id,) and "Guardian" in by.words
    forecast = conflicts.forecast(
        quorum=QUORUM,
        members=[MEMBERS[0], MEMBERS[2], MEMBERS[3]],
        touches=[a_touch(1)],
        organisation_ids=[CASTLE_HILL],
    )
    assert forecast.quorate is False
    assert forecast.restores == (
        "The item could be deferred; or be discussed, with a decision that needs ratification afterwards.",
    ), "no deputy takes the chair"


async def test_member_whose_term_ended_the_day_before_is_neither_counted_nor_treated(
    stage: Stage, scope: Scope
) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp)
    async with transactions.scope_tx(stage.officer):
        view = await committee_queries.committee(stage.officer, committee_id=stage.committee_id)
        term_id = next(each.term_id for each in view.members if each.person_id == who(stage.gp))
        await committees.end_term(stage.officer, term_id=term_id, last_on=STARTS.date() - timedelta(days=1))
    view_of_item = await one(stage.officer, item_id)
    assert "Glenn Invented" not in {each.name for each in view_of_item.everybody}
    assert view_of_item.item.forecast and view_of_item.item.forecast.conflicted == ()
    assert view_of_item.item.touched_cells == ()
    with pytest.raises(UnableToTreat, match="on the committee that day"):
        await decide(stage.chair, item_id, stage.gp, Treatment.LEAVE_FOR_ITEM)
    with pytest.raises(UnableToTreat, match="on the committee that day"):
        async with transactions.scope_tx(stage.officer):
            await operations.add_hit(
                stage.officer, item_id=item_id, person_id=who(stage.gp), reason="His sister bids"
            )


async def test_treatment_decided_twice_stands_once_and_the_first_says_what_took_its_place(
    stage: Stage, scope: Scope
) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp)
    other = replace(stage.officer, actor=replace(stage.officer.actor, name="Otis Invented"))
    await an_organisation(scope, "Heron Practice Invented")
    first = await decide(stage.chair, item_id, stage.gp, Treatment.LEAVE_FOR_ITEM)
    second = await decide(other, item_id, stage.gp, Treatment.NOTED_FULL_PARTICIPATION)
    view = await one(stage.officer, item_id)
    assert {line.id for line in view.judged.treatments.values()} == {second} != {first}
    with pytest.raises(UnableToTreat, match="ended already"):
        async with transactions.scope_tx(stage.chair):
            await operations.end_treatment(stage.chair, treatment_id=first, because="It is void")
