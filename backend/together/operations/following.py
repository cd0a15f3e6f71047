"""Bringing the guest's agenda up to the host's: new items are added, changed ones changed, those gone taken off."""

from uuid import UUID

from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.meetings.queries.agendas import ItemView
from backend.scope import Scope
from backend.together import rules
from backend.together.queries.agreements import AgreementLine
from backend.together.tables import SharedItem


async def follow(
    scope: Scope,
    agreement: AgreementLine,
    agenda: rules.Agenda,
    *,
    before: rules.Agenda | None,
    meeting_id: UUID,
) -> None:
    """Make our agenda say what `agenda` changes of the one taken up `before`; what we did ourselves stays.

    A meeting that the host cancelled is cancelled here too, with its reason.

    An item that we withdrew, or whose meeting was held, is left as it is. Raises meetings' own refusals.
    """
    ours = {row["thread_id"]: row for row in await _ours(scope, meeting_id)}
    meeting = await meeting_queries.meeting(scope, meeting_id=meeting_id)
    items = {item.id: item for item in meeting.items}
    changes = rules.changes_of(before, agenda, zone=scope.tenant.time_zone)
    if agenda.cancelled_because is not None:
        if meeting.can_change:
            words = f"{agreement.other_name} cancelled it: {agenda.cancelled_because}"
            await meetings.cancel_meeting(scope, meeting_id=meeting_id, because=words)
        return
    if before is not None and any(change.what == "meeting" for change in changes):
        await meetings.change_meeting(
            scope,
            meeting_id=meeting_id,
            title=agenda.title,
            starts_at=agenda.starts_at,
            ends_at=agenda.ends_at,
            venue=agenda.venue,
            in_public=agenda.in_public,
        )
    made = {thread_id: row["item_id"] for thread_id, row in ours.items()}
    under = {item.thread_id: thread_id for item, thread_id in rules.lines_of(agenda)}
    for change in changes:
        item = change.item
        if item is None:
            continue
        row = ours.get(item.thread_id)
        own = items.get(row["item_id"]) if row else None
        if change.what == "added" and row is None:
            parent = under[item.thread_id]
            made[item.thread_id] = await _add(
                scope, agreement, item, meeting_id=meeting_id, under_id=made.get(parent) if parent else None
            )
        elif change.what == "taken-off" and own is not None and not own.withdrawn:
            words = f"{agreement.other_name} took it off the agenda in common."
            await meetings.withdraw_item(scope, item_id=own.id, because=words)
        elif change.what == "changed" and own is not None and not own.withdrawn:
            await _change(scope, own, item)


async def _add(
    scope: Scope,
    agreement: AgreementLine,
    item: rules.AgendaItem,
    *,
    meeting_id: UUID,
    under_id: UUID | None,
) -> UUID:
    item_id = await meetings.add_item(
        scope,
        meeting_id=meeting_id,
        title=item.title,
        purpose=item.purpose,
        part=item.part,
        private_reason=item.private_reason,
        under_id=under_id,
    )
    numbered = f", where it is item {item.number}" if item.number else ""
    await meetings.follow_thread(
        scope,
        item_id=item_id,
        thread_id=item.thread_id,
        words=f"From the agenda in common with {agreement.other_name}{numbered}",
    )
    await SharedItem.add(
        scope,
        agreement_id=agreement.id,
        meeting_id=meeting_id,
        item_id=item_id,
        thread_id=item.thread_id,
        host_number=item.number,
    )
    return item_id


async def _change(scope: Scope, own: ItemView, item: rules.AgendaItem) -> None:
    await SharedItem.change(scope, host_number=item.number).where(SharedItem.item_id == own.id)
    await meetings.change_item(
        scope,
        item_id=own.id,
        title=item.title,
        purpose=item.purpose,
        part=item.part,
        private_reason=item.private_reason,
        lead_person_id=own.lead_person_id,
        minutes=own.minutes,
        organisation_ids=[each.id for each in own.organisations],
        notes=own.notes,
        paper_state=own.paper_state,
        worth=meeting_rules.Worth(procures=own.procures, value_pence=own.value_pence),
    )


async def _ours(scope: Scope, meeting_id: UUID) -> list[dict[str, UUID]]:
    return await SharedItem.within(scope, SharedItem.thread_id, SharedItem.item_id).where(
        SharedItem.meeting_id == meeting_id
    )
