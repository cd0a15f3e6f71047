"""Meetings and agendas on the real database."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from backend.kit import database
from backend.kit.identity import new_id
from backend.ledger import queries as ledger
from backend.meetings import operations, queries, rules
from backend.scope import NotFound, NotPermitted, Refusal, Scope
from backend.tenancy import transactions
from tests.meetings.stage import ENDS, STARTS, Stage, a_stage, an_organisation, as_person, at


async def view(stage: Stage, scope: Scope | None = None) -> queries.MeetingView:
    reader = scope or stage.officer
    async with transactions.scope_tx(reader, readonly=True):
        return await queries.meeting(reader, meeting_id=stage.meeting_id)


async def agenda(stage: Stage) -> list[tuple[str | None, str]]:
    return [(item.label, item.title) for item in (await view(stage)).items]


async def publish(stage: Stage) -> None:
    async with transactions.scope_tx(stage.officer):
        await operations.publish_agenda(stage.officer, meeting_id=stage.meeting_id)


def is_a_sentence(refusal: Refusal) -> bool:
    text = refusal.sentence
    return (text[0] == "“" or text[0].isupper()) and text.endswith(".") and " " in text


async def test_officer_arranges_a_meeting_and_finds_it_among_those_to_come(stage: Stage) -> None:
    async with transactions.scope_tx(stage.officer, readonly=True):
        upcoming = await queries.meetings_of(stage.officer, when="upcoming")
        past = await queries.meetings_of(stage.officer, when="past")
        other = await queries.meetings_of(stage.officer, committee_id=new_id())
        history = await ledger.history_of(
            stage.officer, room="meetings", kind="meeting", record_id=stage.meeting_id
        )

    assert [(line.title, line.number) for line in upcoming] == [("Commissioning Committee, September", 1)]
    assert past == () and other == ()
    assert [line.act for line in history] == ["meetings.meeting.arranged"]


async def test_meetings_of_a_committee_are_numbered_even_when_two_are_arranged_at_once(stage: Stage) -> None:
    async def arrange() -> None:
        async with transactions.scope_tx(stage.officer):
            await operations.arrange_meeting(
                stage.officer,
                committee_id=stage.committee_id,
                title="Another",
                starts_at=STARTS,
                ends_at=ENDS,
                venue="Hall",
                in_public=False,
            )

    await asyncio.gather(*(asyncio.create_task(arrange()) for _ in range(4)))

    async with transactions.scope_tx(stage.officer, readonly=True):
        lines = await queries.meetings_of(stage.officer)
    assert sorted(line.number for line in lines) == [1, 2, 3, 4, 5]


async def test_meeting_that_ends_before_it_starts_is_refused(stage: Stage) -> None:
    with pytest.raises(rules.UnableToArrange, match="must end after it starts"):
        async with transactions.scope_tx(stage.officer):
            await operations.change_meeting(
                stage.officer,
                meeting_id=stage.meeting_id,
                title="x",
                starts_at=ENDS,
                ends_at=STARTS,
                venue="Hall",
                in_public=True,
            )


async def test_cancelled_meeting_says_why_and_changes_no_more(stage: Stage) -> None:
    async with transactions.scope_tx(stage.officer):
        await operations.cancel_meeting(
            stage.officer, meeting_id=stage.meeting_id, because="The hall flooded."
        )

    assert (await view(stage)).cancelled_because == "The hall flooded."
    with pytest.raises(rules.UnableToArrange, match="was cancelled, so it can’t be changed"):
        await stage.add_item()


async def test_labels_follow_the_order_until_the_agenda_is_published(stage: Stage) -> None:
    first = await stage.add_item("Welcome")
    second = await stage.add_item("Contracts")
    await stage.add_item("Diagnostics", under_id=second)
    await stage.add_item("Apologies", after_id=first)

    assert await agenda(stage) == [
        ("1", "Welcome"),
        ("2", "Apologies"),
        ("3", "Contracts"),
        ("3.1", "Diagnostics"),
    ]
    async with transactions.scope_tx(stage.officer):
        await operations.move_item(stage.officer, item_id=second, by=-1)
    assert [label for label, title in await agenda(stage) if title in ("Contracts", "Diagnostics")] == [
        "2",
        "2.1",
    ]


async def test_label_stays_with_its_item_after_publication(stage: Stage) -> None:
    first = await stage.add_item("Welcome")
    second = await stage.add_item("Contracts")
    below = await stage.add_item("Diagnostics", under_id=second)
    await stage.add_item("Opening hours", under_id=second)
    await publish(stage)

    await stage.add_item("A late matter", under_id=second, after_id=below)
    async with transactions.scope_tx(stage.officer):
        await operations.move_item(stage.officer, item_id=second, by=-1)
        await operations.withdraw_item(stage.officer, item_id=first, because="Done by letter.")

    assert await agenda(stage) == [
        ("2", "Contracts"),
        ("2.1", "Diagnostics"),
        ("2.1a", "A late matter"),
        ("2.2", "Opening hours"),
        ("1", "Welcome"),
    ]
    late = [item.title for item in (await view(stage)).items if item.late]
    assert late == ["A late matter"]


async def test_item_withdrawn_before_publication_leaves_no_gap(stage: Stage) -> None:
    first = await stage.add_item("Welcome")
    await stage.add_item("Contracts")
    async with transactions.scope_tx(stage.officer):
        await operations.withdraw_item(stage.officer, item_id=first, because="Not needed.")

    assert [(i.label, i.title) for i in (await view(stage)).standing_items] == [("1", "Contracts")]


async def test_items_go_two_levels_deep_and_a_heading_stays_while_it_holds_items(stage: Stage) -> None:
    top = await stage.add_item("Contracts")
    below = await stage.add_item("Diagnostics", under_id=top)

    with pytest.raises(rules.UnableToBuildAgenda, match="two levels deep"):
        await stage.add_item("Too deep", under_id=below)
    with pytest.raises(rules.UnableToBuildAgenda, match="has items under it"):
        async with transactions.scope_tx(stage.officer):
            await operations.withdraw_item(stage.officer, item_id=top, because="x")


async def test_agenda_is_published_once_and_not_empty(stage: Stage) -> None:
    with pytest.raises(rules.UnableToPublishAgenda, match=r"is empty\. Add an item first"):
        await publish(stage)
    await stage.add_item()
    await publish(stage)
    with pytest.raises(rules.UnableToPublishAgenda, match="is published already"):
        await publish(stage)


async def test_private_item_needs_its_reason(stage: Stage) -> None:
    with pytest.raises(rules.UnableToBuildAgenda, match="Say why this item is private"):
        await stage.add_item(part=rules.Part.PRIVATE)
    with pytest.raises(rules.UnableToBuildAgenda, match="A public item has no reason"):
        await stage.add_item(private_reason="Prices")


async def test_item_keeps_its_organisations_through_changes(stage: Stage) -> None:
    one = await an_organisation(stage.officer, "Castle Hill Invented Practice")
    two = await an_organisation(stage.officer, "Glassworks Invented Practice")
    item_id = await stage.add_item(organisation_ids=[one])

    for wanted in ([two], [one, two], [one]):
        async with transactions.scope_tx(stage.officer):
            await operations.change_item(
                stage.officer,
                item_id=item_id,
                title="Longer opening hours",
                purpose=rules.Purpose.DECISION,
                part=rules.Part.PUBLIC,
                organisation_ids=wanted,
            )
        (item,) = (await view(stage)).items
        assert {each.id for each in item.organisations} == set(wanted)


async def test_organisation_of_nobody_is_refused(stage: Stage) -> None:
    with pytest.raises(rules.UnableToBuildAgenda, match="from the list"):
        await stage.add_item(organisation_ids=[new_id()])


async def test_private_item_is_absent_for_a_member_of_another_committee(stage: Stage) -> None:
    public = await stage.add_item("Welcome")
    private = await stage.add_item("Offers", part=rules.Part.PRIVATE, private_reason="Prices in confidence")
    paper_id = await stage.submit(private, title="Offers")
    stranger = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("member",))
    auditor = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("internal-audit",))

    assert [item.id for item in (await view(stage, stranger)).items] == [public]
    for reader in (stage.officer, auditor, stage.gp, stage.observer):
        assert [item.id for item in (await view(stage, reader)).items] == [public, private]
    async with transactions.scope_tx(stranger, readonly=True):
        (line,) = await queries.meetings_of(stranger)
        assert (line.items, line.papers) == (1, 0)
        with pytest.raises(NotFound, match="There is no such agenda item here"):
            await queries.item(stranger, item_id=private)
        with pytest.raises(NotFound, match="There is no such paper here"):
            await queries.paper(stranger, paper_id=paper_id)
        with pytest.raises(NotFound):
            await queries.version_of(stranger, paper_id=paper_id, version=1)


async def test_private_item_can_be_changed_by_nobody_who_may_not_see_it(stage: Stage) -> None:
    private = await stage.add_item("Offers", part=rules.Part.PRIVATE, private_reason="Prices")
    stranger = as_person(
        stage.officer, stage.author_id, "Arden Invented", roles=("member", "executive-owner")
    )

    with pytest.raises(NotFound):
        await stage.submit(private, stranger)


async def test_conflict_and_quorum_show_to_officer_and_chair_and_to_no_other_member(stage: Stage) -> None:
    practice = await an_organisation(stage.officer)
    await stage.conflicted(stage.gp, practice)
    await stage.add_item(organisation_ids=[practice])

    (item,) = (await view(stage)).items
    assert item.forecast is not None
    assert [each.name for each in item.forecast.conflicted] == ["Glenn Invented"]
    assert item.forecast.quorate is True
    assert (
        "financial interest in Castle Hill Invented Practice"
        in item.forecast.conflicted[0].interests[0].words
    )
    (for_chair,) = (await view(stage, stage.chair)).items
    assert for_chair.forecast == item.forecast
    (for_member,) = (await view(stage, stage.second_gp)).items
    assert for_member.forecast is None


async def test_chair_of_another_committee_sees_no_conflicts(stage: Stage) -> None:
    await stage.add_item()
    seat = replace(stage.chair.seats[0], committee_id=new_id())
    other = replace(stage.chair, seats=(seat,))

    assert (await view(stage, other)).items[0].forecast is None


async def test_apologies_and_conflicts_together_cost_the_quorum(stage: Stage) -> None:
    practice = await an_organisation(stage.officer)
    for who in (stage.gp, stage.second_gp, stage.vice_chair):
        await stage.conflicted(who, practice)
    await stage.add_item(organisation_ids=[practice])
    await stage.add_item("Another matter")

    first, second = (await view(stage)).items
    assert first.forecast is not None and first.forecast.quorate is False
    assert first.forecast.unmet == ("Needs at least two members; one present.",)
    assert second.forecast is not None and second.forecast.quorate is True

    async with transactions.scope_tx(stage.chair):
        assert stage.chair.actor.person_id is not None
        await operations.apologise(
            stage.chair, meeting_id=stage.meeting_id, person_id=stage.chair.actor.person_id, reason="On leave"
        )
    shown = await view(stage)
    assert [each.name for each in shown.attendees if each.away] == ["Charlie Invented"]
    assert shown.items[0].forecast is not None and len(shown.items[0].forecast.unmet) == 2


async def test_apologies_are_ones_own_or_an_officers(stage: Stage) -> None:
    assert stage.gp.actor.person_id is not None
    with pytest.raises(NotPermitted, match="your own apologies"):
        async with transactions.scope_tx(stage.second_gp):
            await operations.apologise(
                stage.second_gp, meeting_id=stage.meeting_id, person_id=stage.gp.actor.person_id
            )
    with pytest.raises(rules.UnableToRecord, match="does not sit on the committee"):
        async with transactions.scope_tx(stage.officer):
            await operations.apologise(stage.officer, meeting_id=stage.meeting_id, person_id=stage.author_id)
    async with transactions.scope_tx(stage.officer):
        person_id = stage.gp.actor.person_id
        await operations.apologise(stage.officer, meeting_id=stage.meeting_id, person_id=person_id)
        await operations.withdraw_apology(stage.officer, meeting_id=stage.meeting_id, person_id=person_id)
    assert not any(each.away for each in (await view(stage)).attendees)


async def test_decision_is_recorded_with_its_hash_and_the_meeting_was_held(stage: Stage) -> None:
    item_id = await stage.add_item()
    there = at(stage.officer, ENDS)
    async with transactions.scope_tx(there):
        decision_id = await operations.record_decision(
            there,
            item_id=item_id,
            text="The pilot was agreed.",
            outcome=rules.Outcome.AGREED,
            value_pence=1_250_000,
        )

    shown = await view(stage)
    (decision,) = shown.items[0].decisions
    assert (decision.id, decision.value_in_words, len(decision.sha256)) == (decision_id, "£12,500", 64)
    assert shown.state is rules.MeetingState.HELD
    async with transactions.scope_tx(stage.officer, readonly=True):
        (record,) = await queries.decisions_between(stage.officer, start=ENDS, end=ENDS + timedelta(days=1))
        none = await queries.decisions_between(stage.officer, start=STARTS, end=ENDS)
        history = await ledger.history_of(
            stage.officer, room="meetings", kind="decision", record_id=decision_id
        )
    assert (record.item_label, record.committee) == ("1", "Commissioning Committee")
    assert none == ()
    assert history[0].subject_hash == decision.sha256


async def test_decision_still_to_come_is_refused(stage: Stage) -> None:
    item_id = await stage.add_item()
    with pytest.raises(rules.UnableToRecord, match="that is still to come"):
        async with transactions.scope_tx(stage.officer):
            await operations.record_decision(
                stage.officer,
                item_id=item_id,
                text="x",
                outcome=rules.Outcome.AGREED,
                decided_at=STARTS,
            )


@pytest.mark.parametrize(
    ("public", "notice_on", "says"),
    [
        (True, "2014-09-13", "by 13 September 2014 at the latest"),
        (True, "2014-09-14", "two clear days are left"),
        (True, "2014-09-16", "no clear day is left"),
        (False, "2014-09-16", None),
    ],
)
def test_notice_is_counted_in_clear_days(public: bool, notice_on: str, says: str | None) -> None:
    from datetime import date

    advice = rules.notice_advice(
        in_public=public, notice_on=date.fromisoformat(notice_on), meeting_on=date(2014, 9, 17)
    )

    assert advice is None if says is None else says in (advice or "")


async def test_statements_of_the_meeting_page_do_not_grow_with_items(stage: Stage) -> None:
    practice = await an_organisation(stage.officer)
    await stage.conflicted(stage.gp, practice)

    async def statements() -> int:
        async with transactions.scope_tx(stage.officer, readonly=True):
            before = database.DB.statements
            await queries.meeting(stage.officer, meeting_id=stage.meeting_id)
            await queries.agenda_for_pack(stage.officer, meeting_id=stage.meeting_id)
            return database.DB.statements - before

    await stage.submit(await stage.add_item(organisation_ids=[practice]))
    with_one = await statements()
    for number in range(6):
        item = await stage.add_item(f"Item {number}", organisation_ids=[practice])
        await stage.submit(item, title=f"Paper {number}", data=f"# Paper {number}\n\nWords.".encode())

    assert await statements() == with_one


async def test_meeting_of_another_tenant_is_not_found(stage: Stage, found: object) -> None:
    other = await a_stage(replace(stage.officer, tenant=await found()))  # type: ignore[operator]  # a fixture

    async with transactions.scope_tx(other.officer, readonly=True):
        with pytest.raises(NotFound, match="There is no such meeting here"):
            await queries.meeting(other.officer, meeting_id=stage.meeting_id)


async def refusals(stage: Stage) -> Sequence[Refusal]:
    """Everything that can be refused here, tried."""
    nobody = new_id()
    tries = [
        lambda: stage.add_item(under_id=nobody),
        lambda: stage.add_item(after_id=nobody),
        lambda: stage.add_item(lead_person_id=nobody),
        lambda: stage.add_item(part=rules.Part.PRIVATE),
        lambda: publish(stage),
        lambda: stage.submit(UUID(int=1)),
    ]
    found = []
    for attempt in tries:
        with pytest.raises(Refusal) as refused:
            await attempt()
        found.append(refused.value)
    return found


async def test_every_refusal_is_a_sentence(stage: Stage) -> None:
    for refusal in await refusals(stage):
        assert is_a_sentence(refusal), refusal.sentence
