"""What each treatment brings where the organisation settled it: words, quorum, vote and papers on the day."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.interests.operations import declaring
from backend.meetings import conflicts, operations, rules, treating
from backend.meetings.queries.readable import readable_papers
from backend.meetings.treating import Treatment, UnableToTreat
from backend.scope import NotPermitted, Scope
from backend.tenancy import transactions
from tests.meetings.stage import ENDS, STARTS, Stage, an_organisation, at
from tests.meetings.test_conflicts import CASTLE_HILL, MEMBERS, QUORUM, a_touch
from tests.meetings.test_handling import PROCURED, conflicted_item, decide, one

SOURCE = "Standing orders (invented), paragraph 4.7"
REMAIN, HANDS_OVER, LEAVES = (
    Treatment.DISCUSS_NOT_DECIDE_REMAIN,
    Treatment.CHAIR_STANDS_DOWN,
    Treatment.LEAVE_FOR_ITEM,
)


async def settled(stage: Stage, treatment: Treatment, effective_from: date, **given: bool) -> Any:
    now = treating.EFFECTS[treatment]
    effect = {name: getattr(now, name) for name in ("counts", "votes", "gets_paper")}
    async with transactions.scope_tx(stage.officer):
        return await operations.settle_effect(
            stage.officer,
            treatment=treatment,
            effective_from=effective_from,
            source=SOURCE,
            **{**effect, **given},
        )


@given(st.sampled_from(Treatment), st.booleans(), st.booleans(), st.booleans())
def test_nobody_counts_who_has_left_and_nobody_votes_who_does_not_count(
    treatment: Treatment, counts: bool, votes: bool, gets_paper: bool
) -> None:
    try:
        effect = treating.settled(treatment, counts=counts, votes=votes, gets_paper=gets_paper, source=SOURCE)
    except UnableToTreat as refused:
        assert str(refused).endswith(".")
        return
    assert (effect.counts or not effect.votes) and (effect.in_room or not effect.counts)
    assert ("no part in the decision" in effect.words) <= (not effect.votes)
    assert ("does not get the" in effect.words) == (not effect.gets_paper)
    assert effect.source == SOURCE


def test_every_treatment_can_be_settled_as_it_is_shipped_and_names_bind() -> None:
    for treatment, effect in treating.EFFECTS.items():
        again = treating.settled(
            treatment, counts=effect.counts, votes=effect.votes, gets_paper=effect.gets_paper, source=SOURCE
        )
        assert (again.words, again.minuted) == (effect.words, effect.minuted)
    ways = [
        dict(zip(("counts", "votes", "gets_paper"), way, strict=True))
        for way in product((True, False), repeat=3)
    ]
    allowed: dict[Treatment, int] = {}
    for treatment in Treatment:
        for way in ways:
            try:
                treating.settled(treatment, **way, source=SOURCE)
            except UnableToTreat:
                continue
            allowed[treatment] = allowed.get(treatment, 0) + 1
    assert allowed == {
        Treatment.NOTED_FULL_PARTICIPATION: 1,
        Treatment.DISCUSS_NOT_DECIDE_REMAIN: 4,
        Treatment.CHAIR_STANDS_DOWN: 6,
        Treatment.DISCUSS_LEAVE_FOR_DECISION: 2,
        Treatment.LEAVE_FOR_ITEM: 2,
        Treatment.NO_PAPERS: 1,
        Treatment.EXCLUDE_FROM_MEETING: 2,
    }


def test_forecast_counts_who_is_settled_to_count_without_giving_them_a_vote() -> None:
    touched = MEMBERS[1]
    given: dict[str, Any] = {
        "quorum": QUORUM,
        "members": MEMBERS,
        "touches": [a_touch(touched.person_id.int)],
        "organisation_ids": [CASTLE_HILL],
        "treatments": {touched.person_id: REMAIN},
    }
    counting = treating.settled(REMAIN, counts=True, votes=False, gets_paper=True, source=SOURCE)
    shipped = conflicts.forecast(**given)
    settled_so = conflicts.forecast(**given, effects={**treating.EFFECTS, REMAIN: counting})
    assert shipped.leaving == (touched.name,) and settled_so.leaving == ()
    assert settled_so.remaining == shipped.remaining, "they count, and have no vote"


async def test_matrix_and_forecast_follow_what_holds_on_the_meetings_day(stage: Stage, scope: Scope) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp)
    await decide(stage.chair, item_id, stage.gp, REMAIN)
    day = STARTS.date()
    await settled(stage, REMAIN, day + timedelta(days=1), counts=True)
    before = (await one(stage.officer, item_id)).item.forecast
    assert before and before.leaving == ("Glenn Invented",), "it holds only from the day after"
    effect_id = await settled(stage, REMAIN, day, counts=True)
    view = await one(stage.officer, item_id)
    assert view.item.forecast and view.item.forecast.leaving == ()
    assert view.meeting.effects[REMAIN].source == SOURCE
    async with transactions.scope_tx(stage.officer):
        await operations.take_back_effect(stage.officer, effect_id=effect_id, because="Not adopted")
        with pytest.raises(UnableToTreat, match="already"):
            await operations.take_back_effect(stage.officer, effect_id=effect_id, because="Again")
    after = (await one(stage.officer, item_id)).item.forecast
    assert after and after.leaving == ("Glenn Invented",)
    with pytest.raises(NotPermitted):
        async with transactions.scope_tx(stage.chair):
            await operations.settle_effect(
                stage.chair,
                treatment=REMAIN,
                counts=True,
                votes=False,
                gets_paper=True,
                effective_from=day,
                source=SOURCE,
            )


async def test_papers_follow_what_is_settled_and_the_day_that_the_meeting_moves_to(
    stage: Stage, scope: Scope
) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp, **PROCURED)
    paper_id = await stage.submit(item_id)
    await decide(stage.chair, item_id, stage.gp, LEAVES)

    async def reads() -> bool:
        async with transactions.scope_tx(stage.gp, readonly=True):
            return paper_id in await readable_papers(stage.gp, paper_ids=[paper_id])

    async def moves(days: int) -> None:
        async with transactions.scope_tx(stage.officer):
            await operations.change_meeting(
                stage.officer,
                meeting_id=stage.meeting_id,
                title="Commissioning Committee",
                starts_at=STARTS + timedelta(days=days),
                ends_at=ENDS + timedelta(days=days),
                venue="An invented hall",
                in_public=True,
            )

    assert await reads()
    await settled(stage, LEAVES, STARTS.date(), gets_paper=False)
    assert not await reads(), "it holds on the meeting's day"
    await moves(-1)
    assert await reads(), "on the day before it did not hold yet"
    await moves(2)
    assert not await reads()


async def lapsed(stage: Stage, item_id: Any) -> str | None:
    (hit,) = (await one(stage.officer, item_id)).item.hits
    return hit.lapsed


async def test_dismissal_lapses_with_interest_purpose_and_supplier(stage: Stage, scope: Scope) -> None:
    item_id, organisation_id = await conflicted_item(stage, scope, stage.gp)
    other_id = await an_organisation(scope, "Heron Practice Invented")

    async def dismissed() -> None:
        (hit,) = (await one(stage.officer, item_id)).item.hits
        assert hit.id
        async with transactions.scope_tx(stage.officer):
            await operations.dismiss_hit(stage.officer, hit_id=hit.id, because="It is nothing")
        assert await lapsed(stage, item_id) is None

    async def changed(purpose: rules.Purpose, organisation_ids: list[Any]) -> None:
        async with transactions.scope_tx(stage.officer):
            await operations.change_item(
                stage.officer,
                item_id=item_id,
                title="Longer hours",
                purpose=purpose,
                part=rules.Part.PUBLIC,
                organisation_ids=organisation_ids,
            )

    await dismissed()
    await changed(rules.Purpose.DISCUSSION, [organisation_id])
    assert "purpose" in (await lapsed(stage, item_id) or "")
    await dismissed()
    await changed(rules.Purpose.DISCUSSION, [organisation_id, other_id])
    assert "suppliers" in (await lapsed(stage, item_id) or "")
    await dismissed()
    (hit,) = (await one(stage.officer, item_id)).item.hits
    assert hit.interest_id
    later = at(stage.gp, stage.gp.now + timedelta(minutes=1))
    async with transactions.scope_tx(later):
        await declaring.end_interest(later, interest_id=hit.interest_id, ended_on=later.today)
    assert "interest has changed" in (await lapsed(stage, item_id) or "")
