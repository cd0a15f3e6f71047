"""Hits that are kept, what people say to them, how interests are handled, and what follows by itself."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.committees import operations as committees
from backend.interests.operations import declarants
from backend.interests.operations import withholding as register_withholding
from backend.kit.database import fetch
from backend.ledger import queries as ledger
from backend.meetings import chores, hits, operations, queries, rules
from backend.meetings.queries.handling import MeetingHandling, OneItem
from backend.meetings.queries.readable import readable_papers
from backend.meetings.treating import Treatment, UnableToTreat
from backend.meetings.withholding import UnableToWithhold
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import transactions
from tests.committees.made import FIRST, a_person, seat_id
from tests.meetings.stage import Stage, an_organisation, as_person

PROCURED: dict[str, Any] = {
    "part": rules.Part.PRIVATE,
    "private_reason": "Bids are confidential",
    "procures": True,
}


def who(scope: Scope) -> UUID:
    assert scope.actor.person_id is not None
    return scope.actor.person_id


async def conflicted_item(stage: Stage, scope: Scope, who_has: Scope, **traits: Any) -> tuple[UUID, UUID]:
    """An item that touches an organisation in which somebody has an interest, searched; with the organisation."""
    organisation_id = await an_organisation(scope)
    await stage.conflicted(who_has, organisation_id)
    item_id = await stage.add_item(organisation_ids=[organisation_id], **traits)
    await chores.search_for_conflicts(stage.officer, item_id=item_id)
    return item_id, organisation_id


async def one(scope: Scope, item_id: UUID) -> OneItem:
    async with transactions.scope_tx(scope, readonly=True):
        return await queries.handling_of_item(scope, item_id=item_id)


async def whole(scope: Scope, stage: Stage) -> MeetingHandling:
    async with transactions.scope_tx(scope, readonly=True):
        return await queries.handling_of(scope, meeting_id=stage.meeting_id)


async def decide(scope: Scope, item_id: UUID, person: Scope, treatment: Treatment, **traits: Any) -> UUID:
    async with transactions.scope_tx(scope):
        return await operations.decide_treatment(
            scope,
            item_id=item_id,
            person_id=who(person),
            treatment=treatment,
            reason="Owns the practice that bids",
            **traits,
        )


async def test_search_keeps_each_hit_once_and_marks_what_is_gone(stage: Stage, scope: Scope) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp)
    await chores.search_for_conflicts(stage.officer, item_id=item_id)
    (hit,) = (await one(stage.officer, item_id)).item.hits
    assert hit.source is hits.Source.REGISTER and hit.sureness == 100 and hit.person == "Glenn Invented"
    assert "Glenn Invented has declared a financial interest in Castle Hill" in hit.reason
    assert hit.found[0].in_words.endswith("among the organisations that the item touches")
    async with transactions.scope_tx(stage.officer):
        await operations.change_item(
            stage.officer,
            item_id=item_id,
            title="Longer hours",
            purpose=rules.Purpose.DECISION,
            part=rules.Part.PUBLIC,
        )
    await chores.search_for_conflicts(stage.officer, item_id=item_id)
    assert (await one(stage.officer, item_id)).item.hits == ()
    async with transactions.scope_tx(stage.officer, readonly=True):
        open_lines = await ledger.history_of(stage.officer, kind="item", record_id=item_id, room="meetings")
    assert not [line for line in open_lines if "hit" in line.act], "who has an interest is for a few"


async def test_dismissal_lapses_with_the_item_and_with_the_year(stage: Stage, scope: Scope) -> None:
    item_id, organisation_id = await conflicted_item(stage, scope, stage.gp)
    (hit,) = (await one(stage.chair, item_id)).item.hits
    assert hit.id
    async with transactions.scope_tx(stage.chair):
        await operations.dismiss_hit(stage.chair, hit_id=hit.id, because="The practice closed years ago")
    view = await one(stage.officer, item_id)
    assert view.item.hits[0].state is hits.HitState.DISMISSED
    assert view.item.forecast and view.item.forecast.conflicted == ()

    a_year_on = replace(stage.officer, now=stage.officer.now + timedelta(days=366))
    (later,) = (await one(a_year_on, item_id)).item.hits
    assert later.state is hits.HitState.OPEN and "twelve months" in (later.lapsed or "")

    async with transactions.scope_tx(stage.officer):
        await operations.change_item(
            stage.officer,
            item_id=item_id,
            title="Longer hours",
            purpose=rules.Purpose.DECISION,
            part=rules.Part.PUBLIC,
            organisation_ids=[organisation_id],
            worth=rules.Worth(value_pence=1_000_00),
        )
    (again,) = (await one(stage.officer, item_id)).item.hits
    assert again.state is hits.HitState.OPEN and "value" in (again.lapsed or "")
    await chores.search_for_conflicts(stage.officer, item_id=item_id)
    (kept,) = (await one(stage.officer, item_id)).item.hits
    assert kept.state is hits.HitState.OPEN and "value" in (kept.lapsed or "")


async def test_nobody_dismisses_a_hit_on_themselves_or_their_line_manager(stage: Stage, scope: Scope) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp)
    (hit,) = (await one(stage.officer, item_id)).item.hits
    assert hit.id
    async with transactions.scope_tx(stage.officer):
        await declarants.settle_declarant(
            stage.officer,
            person_id=who(stage.officer),
            group=None,
            decision_making=None,
            line_manager_id=who(stage.gp),
            staff_number=None,
            band=None,
        )
    for actor in (stage.officer, stage.gp):
        with pytest.raises((UnableToTreat, NotPermitted)):
            async with transactions.scope_tx(actor):
                await operations.dismiss_hit(actor, hit_id=hit.id, because="It is nothing")
    with pytest.raises(NotFound):
        async with transactions.scope_tx(stage.second_gp):
            await operations.dismiss_hit(stage.second_gp, hit_id=hit.id, because="It is nothing")
    async with transactions.scope_tx(stage.officer):
        await operations.accept_hit(stage.officer, hit_id=hit.id)
    assert (await one(stage.officer, item_id)).item.hits[0].state is hits.HitState.ACCEPTED


async def test_only_few_see_what_was_found(stage: Stage, scope: Scope) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp)
    guardian = replace(as_person(stage.officer, stage.author_id, "Gwen", roles=("coi-guardian",)))
    for reader in (stage.officer, stage.chair, guardian):
        view = await one(reader, item_id)
        assert view.item.sees_all and [hit.person for hit in view.item.hits] == ["Glenn Invented"]
    own = await one(stage.gp, item_id)
    assert not own.item.sees_all and own.item.forecast is None
    assert [hit.person for hit in own.item.hits] == ["Glenn Invented"]
    for member in (stage.vice_chair, stage.second_gp, stage.observer):
        view = await one(member, item_id)
        assert not view.item.sees_all and view.item.hits == ()
        assert [cell.name for cell in view.item.cells] == [member.actor.name]
    auditor = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("internal-audit",))
    for outsider in (auditor, as_person(stage.officer, stage.author_id, "Arden Invented")):
        with pytest.raises(NotFound):
            await one(outsider, item_id)
        with pytest.raises(NotFound):
            await whole(outsider, stage)


async def test_chair_with_an_interest_sees_and_decides_nothing_of_it_and_the_vice_chair_does(
    stage: Stage, scope: Scope
) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.chair)
    theirs = await one(stage.chair, item_id)
    assert not theirs.item.sees_all and [hit.person for hit in theirs.item.hits] == ["Charlie Invented"]
    async with transactions.scope_tx(stage.chair, readonly=True):
        _, item = await queries.item(stage.chair, item_id=item_id)
    assert item.forecast is None, "neither on the page of the item"
    assert (await whole(stage.vice_chair, stage)).seen_items[0].id == item_id
    with pytest.raises(UnableToTreat):
        await decide(stage.chair, item_id, stage.chair, Treatment.NOTED_FULL_PARTICIPATION)
    with pytest.raises(NotPermitted):
        await decide(stage.chair, item_id, stage.gp, Treatment.NOTED_FULL_PARTICIPATION)
    await decide(stage.vice_chair, item_id, stage.chair, Treatment.CHAIR_STANDS_DOWN)
    with pytest.raises(UnableToTreat):
        await decide(stage.vice_chair, item_id, stage.gp, Treatment.CHAIR_STANDS_DOWN)

    await decide(stage.officer, item_id, stage.chair, Treatment.NOTED_FULL_PARTICIPATION)
    async with transactions.scope_tx(stage.officer, readonly=True):
        lines = await queries.treatments_of(stage.officer, stage.meeting_id)
    line = lines[item_id, who(stage.chair)]
    assert (line.decided_by, line.office, line.recorded_by) == (
        "Vivian Invented",
        "vice-chair",
        "Olive Invented",
    )
    assert (await one(stage.chair, item_id)).item.decides, "noted is no bar"


async def test_treatment_withholds_private_papers_alone_and_follows_the_item(
    stage: Stage, scope: Scope
) -> None:
    item_id, organisation_id = await conflicted_item(stage, scope, stage.gp, **PROCURED)
    paper_id = await stage.submit(item_id)
    cell = (await one(stage.chair, item_id)).item.cell_of(who(stage.gp))
    assert cell and cell.proposal and cell.proposal.treatment is Treatment.NO_PAPERS
    await decide(stage.chair, item_id, stage.gp, Treatment.NO_PAPERS)

    async def reads() -> bool:
        async with transactions.scope_tx(stage.gp, readonly=True):
            return paper_id in await readable_papers(stage.gp, paper_ids=[paper_id])

    async def becomes(part: rules.Part) -> None:
        async with transactions.scope_tx(stage.officer):
            await operations.change_item(
                stage.officer,
                item_id=item_id,
                title="Longer hours",
                purpose=rules.Purpose.DECISION,
                part=part,
                private_reason="Bids" if part is rules.Part.PRIVATE else None,
                organisation_ids=[organisation_id],
            )

    assert not await reads()
    async with transactions.scope_tx(stage.chair, readonly=True):
        (withheld,) = await queries.withheld_on(stage.chair, meeting_id=stage.meeting_id)
        (letter,) = await fetch(
            "SELECT recipient_person_id, text, confidential FROM notices_letter WHERE tenant_id = $1 "
            "AND kind = 'treatment-decided'",
            scope.tenant.id,
        )
    assert letter["recipient_person_id"] == who(stage.gp) and letter["confidential"]
    assert all(
        words in letter["text"]
        for words in ("Charlie Invented, the chair", "Owns the practice", "withheld", "ask for a review")
    )
    with pytest.raises(UnableToWithhold):
        async with transactions.scope_tx(stage.officer):
            await operations.give_papers_again(stage.officer, withholding_id=withheld.id, because="Please")

    await becomes(rules.Part.PUBLIC)
    assert await reads()
    await becomes(rules.Part.PRIVATE)
    assert not await reads()
    await decide(stage.chair, item_id, stage.gp, Treatment.EXCLUDE_FROM_MEETING)
    assert not await reads()
    changed = await decide(stage.chair, item_id, stage.gp, Treatment.LEAVE_FOR_ITEM)
    assert await reads()
    await decide(stage.chair, item_id, stage.gp, Treatment.NO_PAPERS)
    with pytest.raises(UnableToTreat):
        async with transactions.scope_tx(stage.chair):
            await operations.end_treatment(stage.chair, treatment_id=changed, because="Twice")


async def test_member_may_ask_for_review_once_and_is_answered(stage: Stage, scope: Scope) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp, **PROCURED)
    treatment_id = await decide(stage.chair, item_id, stage.gp, Treatment.NO_PAPERS)
    for other in (stage.chair, stage.second_gp):
        with pytest.raises(NotFound):
            async with transactions.scope_tx(other):
                await operations.ask_for_review(other, treatment_id=treatment_id, words="Not mine")
    async with transactions.scope_tx(stage.gp):
        await operations.ask_for_review(stage.gp, treatment_id=treatment_id, words="I left in March")
    with pytest.raises(UnableToTreat):
        async with transactions.scope_tx(stage.gp):
            await operations.ask_for_review(stage.gp, treatment_id=treatment_id, words="Again")
    with pytest.raises(UnableToTreat):
        async with transactions.scope_tx(stage.gp):
            await operations.answer_review(stage.gp, treatment_id=treatment_id, answer="Granted")
    async with transactions.scope_tx(stage.chair):
        await operations.answer_review(stage.chair, treatment_id=treatment_id, answer="The lease runs on")
    async with transactions.scope_tx(stage.chair):
        await operations.end_treatment(
            stage.chair, treatment_id=treatment_id, because="The bid was withdrawn"
        )
    async with transactions.scope_tx(stage.chair, readonly=True):
        assert await queries.treatments_of(stage.chair, stage.meeting_id) == {}
        assert await queries.withheld_on(stage.chair, meeting_id=stage.meeting_id) == ()


async def test_member_without_papers_is_told_no_word_of_them(stage: Stage, scope: Scope) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.second_gp, **PROCURED)
    found = hits.Found(
        person_id=who(stage.gp),
        source=hits.Source.RADAR,
        reason="Glenn Invented works for the Numbat Clinic, which “Bids received” names.",
        sureness=80,
        found=(hits.Words(words="Numbat Clinic", where="text", title="Bids received"),),
    )
    async with transactions.scope_tx(stage.officer):
        await operations.keep_hits(stage.officer, item_id=item_id, found=[found], radar=True)
    assert "Numbat" in (await one(stage.gp, item_id)).item.hits[0].reason
    await decide(stage.chair, item_id, stage.gp, Treatment.NO_PAPERS)
    told = str((await one(stage.gp, item_id)).item)
    assert "Numbat" not in told and "Bids received" not in told
    assert "Numbat" in str((await one(stage.chair, item_id)).item)


async def test_withheld_interest_is_told_to_no_chair(stage: Stage, scope: Scope) -> None:
    item_id, _ = await conflicted_item(stage, scope, stage.gp)
    guardian = as_person(stage.officer, stage.author_id, "Gwen", roles=("coi-guardian",))
    (hit,) = (await one(stage.officer, item_id)).item.hits
    assert hit.interest_id
    async with transactions.scope_tx(guardian):
        await register_withholding.withhold(
            guardian,
            register="interests",
            record_id=hit.interest_id,
            reason="Harm is likely",
            review_on=date(2015, 1, 1),
        )
    assert "Partner in the practice" in str((await one(guardian, item_id)).item.cells)
    told = await one(stage.chair, item_id)
    assert told.item.hits[0].withheld and "Partner in the practice" not in str(told.item)


async def test_everybody_conflicted_is_a_sentence_and_a_safe_state(stage: Stage, scope: Scope) -> None:
    organisation_id = await an_organisation(scope)
    for member in (stage.chair, stage.vice_chair, stage.gp, stage.second_gp, stage.observer):
        await stage.conflicted(member, organisation_id)
    item_id = await stage.add_item(organisation_ids=[organisation_id])
    view = await one(stage.officer, item_id)
    assert view.item.presiding.office == "nobody" and not view.item.may_decide
    assert view.item.forecast and view.item.forecast.quorate is not True
    assert len(view.item.hits) == 5, "seen before any search has run"
    with pytest.raises(UnableToTreat, match="Defer"):
        await decide(stage.officer, item_id, stage.gp, Treatment.NOTED_FULL_PARTICIPATION)


async def test_member_tells_of_an_interest_of_their_own(stage: Stage, scope: Scope) -> None:
    item_id = await stage.add_item()
    async with transactions.scope_tx(stage.gp):
        await operations.add_hit(stage.gp, item_id=item_id, person_id=who(stage.gp), reason="My sister bids")
    with pytest.raises(NotFound):
        async with transactions.scope_tx(stage.gp):
            await operations.add_hit(
                stage.gp, item_id=item_id, person_id=who(stage.second_gp), reason="His sister bids"
            )
    (hit,) = (await one(stage.chair, item_id)).item.hits
    assert hit.source is hits.Source.MEMBER and hit.counts


async def test_radar_finds_in_a_paper_what_the_agenda_does_not_name(stage: Stage, scope: Scope) -> None:
    organisation_id = await an_organisation(scope)
    await stage.conflicted(stage.gp, organisation_id)
    item_id = await stage.add_item("Lease of premises", **PROCURED)
    words = b"# Lease\n\nTwo bids came in. Castle Hill Invented Practice offers two rooms.\n"
    await stage.submit(item_id, title="Report on bids", filename="bids.md", data=words)
    await chores.search_for_conflicts(stage.officer, item_id=item_id)
    view = await one(stage.chair, item_id)
    (hit,) = view.item.hits
    assert (hit.source, hit.person) == (hits.Source.RADAR, "Glenn Invented") and hit.counts
    assert any(place.where == "text" and place.title == "Report on bids" for place in hit.found)
    assert "Castle Hill Invented Practice" in hit.reason
    assert view.item.search and view.item.search.radar
    async with transactions.scope_tx(stage.officer):
        papers = await readable_papers(stage.officer, meeting_id=stage.meeting_id)
        (paper_id,) = papers
        await operations.replace_paper(
            stage.officer, paper_id=paper_id, filename="bids.md", data=b"# Lease\n\nNothing was offered.\n"
        )
    await chores.search_for_conflicts(stage.officer, item_id=item_id)
    assert (await one(stage.chair, item_id)).item.hits == ()


async def test_deputy_is_searched_and_has_a_column_once_they_come_for_somebody(
    stage: Stage, scope: Scope
) -> None:
    async with transactions.scope_tx(stage.officer):
        deputy_id = await a_person(stage.officer, "Drew Invented")
        await committees.name_deputy(
            stage.officer,
            committee_id=stage.committee_id,
            seat_id=await seat_id(stage.officer, stage.committee_id, "gp", 1),
            person_id=deputy_id,
            from_on=FIRST,
            may_vote=True,
        )
    deputy = as_person(stage.officer, deputy_id, "Drew Invented")
    item_id, _ = await conflicted_item(stage, scope, deputy, **PROCURED)
    assert "Drew Invented" not in {each.name for each in (await whole(stage.chair, stage)).people}
    async with transactions.scope_tx(stage.officer):
        await operations.apologise(
            stage.officer,
            meeting_id=stage.meeting_id,
            person_id=who(stage.gp),
            reason="On leave",
            deputy_person_id=deputy_id,
        )
    view = await whole(stage.chair, stage)
    assert [(each.name, each.stands_for) for each in view.people if each.stands_for] == [
        ("Drew Invented", "Glenn Invented")
    ]
    cell = view.items[0].cell_of(deputy_id)
    assert cell and cell.waits and cell.proposal and [hit.person for hit in cell.hits] == ["Drew Invented"]
    await decide(stage.chair, item_id, deputy, Treatment.LEAVE_FOR_ITEM)
    forecast = (await one(stage.chair, item_id)).item.forecast
    assert (
        forecast
        and forecast.standing_in == ()
        and "Drew Invented" in {each.name for each in forecast.conflicted}
    )
