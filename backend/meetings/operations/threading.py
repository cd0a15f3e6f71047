"""An item that goes on elsewhere: it is on a new agenda, keeps its thread, and the old one says where it went."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.kit import calendar
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.meetings import rules
from backend.meetings.operations import agenda, holding
from backend.meetings.queries import threads
from backend.meetings.tables import Passage
from backend.scope import Scope


async def carry_items(
    scope: Scope, *, item_ids: Sequence[UUID], to_meeting_id: UUID, because: str
) -> dict[UUID, UUID]:
    """Put items on the agenda of another meeting; returns the new item of each.

    On an agenda that can still change the old item is withdrawn, saying where it went; what was held or cancelled stays
    as it was. Within one committee standing papers, and who does not get them, go along, unless the old meeting was
    held: then members had them there. Another committee gets the item without its papers. Raises
    rules.UnableToBuildAgenda, rules.UnableToArrange, NotFound.
    """
    if not because.strip():
        raise rules.UnableToBuildAgenda("Say why it goes to another meeting.", field="because")
    target = await holding.hold_meeting(scope, to_meeting_id)
    rules.check_can_change(target.standing)
    held = [await holding.hold_item(scope, item_id) for item_id in item_ids]
    made: dict[UUID, UUID] = {}
    for item in held:
        if item.meeting.id == to_meeting_id:
            raise rules.UnableToBuildAgenda(
                f"“{item.title}” is on that agenda already.", field="to_meeting_id"
            )
        made[item.id] = await _carry(scope, item, target, made, because.strip())
    for item in reversed(held):
        if rules.can_change(item.meeting.standing) and item.row["withdrawn_at"] is None:
            words = f"It goes to {_named(scope, target)}: {because.strip()}"
            await agenda.withdraw_item(scope, item_id=item.id, because=words)
    return made


async def follow_thread(
    scope: Scope, *, item_id: UUID, thread_id: UUID, words: str, from_item_id: UUID | None = None
) -> None:
    """Say of a new item which thread it belongs to, and in words how it came on its agenda."""
    await Passage.add(
        scope,
        item_id=item_id,
        thread_id=thread_id,
        from_item_id=from_item_id,
        words=words,
        made_at=scope.now,
        made_by_name=scope.actor.name,
    )


async def _carry(
    scope: Scope, item: holding.HeldItem, target: holding.HeldMeeting, made: dict[UUID, UUID], because: str
) -> UUID:
    row = item.row
    new_item_id = await agenda.add_item(
        scope,
        meeting_id=target.id,
        title=row["title"],
        purpose=rules.Purpose(row["purpose"]),
        part=rules.Part(row["part"]),
        private_reason=row["private_reason"],
        lead_person_id=row["lead_person_id"],
        minutes=row["minutes"],
        organisation_ids=await _organisations(scope, item.id),
        notes=row["notes"],
        paper_state=rules.PaperState(row["paper_state"]),
        procures=row["procures"],
        value_pence=row["value_pence"],
        under_id=made.get(row["under_id"]),
    )
    words = f"From {_named(scope, item.meeting)}: {because}"
    thread_id = await threads.thread_id_of(scope, item_id=item.id)
    await follow_thread(scope, item_id=new_item_id, thread_id=thread_id, words=words, from_item_id=item.id)
    if item.meeting.committee_id == target.committee_id and item.meeting.state is not rules.MeetingState.HELD:
        await _papers_follow(scope, item, new_item_id)
    return new_item_id


def _named(scope: Scope, meeting: holding.HeldMeeting) -> str:
    return f"“{meeting.title}” of {calendar.in_words(rules.day_of(scope, meeting.starts_at))}"


async def _papers_follow(scope: Scope, item: holding.HeldItem, to_item_id: UUID) -> None:
    """Papers go along, and so does every word that somebody does not get them."""
    papers = await fetch(
        "UPDATE meetings_paper SET item_id = $3 WHERE tenant_id = $1 AND item_id = $2 AND withdrawn_at IS NULL "
        "RETURNING id, title",
        scope.tenant.id,
        item.id,
        to_item_id,
    )
    withheld: Sequence[Any] = await fetch(
        "SELECT * FROM meetings_withholding WHERE tenant_id = $1 AND item_id = $2 AND ended_at IS NULL",
        scope.tenant.id,
        item.id,
    )
    for each in withheld:
        await execute(
            "INSERT INTO meetings_withholding (tenant_id, id, item_id, person_id, reason, decided_at, "
            "decided_by_person_id, decided_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            scope.tenant.id,
            new_id(),
            to_item_id,
            each["person_id"],
            each["reason"],
            each["decided_at"],
            each["decided_by_person_id"],
            each["decided_by_name"],
        )
    if papers or withheld:
        after = {
            "to_item_id": to_item_id,
            "papers": [row["title"] for row in papers],
            "withheld_from": [str(row["person_id"]) for row in withheld],
        }
        await ledger.record(scope, "meetings.papers.carried", item.record, after=after)


async def _organisations(scope: Scope, item_id: UUID) -> list[UUID]:
    rows = await fetch(
        "SELECT organisation_id FROM meetings_item_organisation WHERE tenant_id = $1 AND item_id = $2 "
        "AND removed_at IS NULL",
        scope.tenant.id,
        item_id,
    )
    return [row["organisation_id"] for row in rows]
