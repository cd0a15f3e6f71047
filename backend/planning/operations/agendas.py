"""Making an agenda of the plan: standing items, the rows that were chosen, and what other meetings left."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.catalogue.planning import StandingItem
from backend.ledger.records import Record
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.planning import rules
from backend.planning.operations import steps
from backend.planning.queries import agendas, plans
from backend.planning.queries import rows as kept_rows
from backend.planning.queries.settings import settings_on, standing_of
from backend.planning.rules import cycles
from backend.planning.tables import Placement, Row
from backend.scope import Scope


async def set_agenda(
    scope: Scope,
    *,
    meeting_id: UUID,
    rows: Collection[tuple[UUID, date]],
    left_item_ids: Sequence[UUID] = (),
    standing: bool = True,
) -> int:
    """Put rows of the plan, items that other meetings left, and the missing standing items on an agenda.

    One step, so that it is undone at once. Returns how many items came. Raises rules.UnableToSetAgenda, NotFound,
    and whatever the agenda itself refuses.
    """
    setting = await agendas.setting_of(scope, meeting_id=meeting_id)
    meeting = setting.meeting
    rules.check_may_steer(scope, committee_id=meeting.committee_id)
    await steps.hold_plan(scope, meeting.committee_id)
    wanted = [row for row in setting.open_rows if (row.business_id, row.month) in set(rows)]
    if len(wanted) != len(set(rows)):
        raise rules.UnableToSetAgenda(
            "Something that you chose is not open on the plan any more. Look at it, then choose again.",
            field="rows",
        )
    left = [each for each in setting.left_items if each.item_id in set(left_item_ids)]
    if len(left) != len(set(left_item_ids)):
        raise rules.UnableToSetAgenda(
            "An item that you chose has gone on elsewhere. Look, then choose again.", field="left"
        )
    missing = setting.standing if standing else ()
    if not (wanted or left or missing):
        raise rules.UnableToSetAgenda("Choose something to put on the agenda.", field="rows")
    hand = steps.Hand(scope, meeting.committee_id)
    await _standing(scope, hand, meeting_id, missing, rules.Place.START, meeting)
    for row in wanted:
        await _place(scope, hand, meeting_id, row)
    for each in left:
        made = await meetings.carry_items(
            scope, item_ids=[each.item_id], to_meeting_id=meeting_id, because=each.because
        )
        hand.placed(made[each.item_id])
    await _standing(scope, hand, meeting_id, missing, rules.Place.END, meeting)
    settings = await settings_on(scope, meeting.day)
    if settings.numbering is rules.Numbering.YEAR:
        begins = cycles.year_of(meeting.day, first_month=settings.first_month)
        await meetings.number_on(scope, meeting_id=meeting_id, since=_midnight(scope, begins))
    count = len(wanted) + len(left) + len(missing)
    await hand.done(
        "planning.agenda.set",
        subject=Record(room="meetings", kind="meeting", id=meeting_id, title=meeting.title),
        words=f"Put {count} item{'' if count == 1 else 's'} on the agenda of “{meeting.title}”",
    )
    return count


async def carry_items(
    scope: Scope, *, item_ids: Sequence[UUID], to_meeting_id: UUID, because: str
) -> dict[UUID, UUID]:
    """Move items to another meeting's agenda on their threads, and let the rows of the plan point there.

    Raises what the agendas refuse, NotPermitted, NotFound.
    """
    views = [await meeting_queries.item(scope, item_id=item_id) for item_id in item_ids]
    for meeting, _ in views:
        rules.check_may_steer(scope, committee_id=meeting.committee_id)
    target = await meeting_queries.meeting(scope, meeting_id=to_meeting_id)
    rules.check_may_steer(scope, committee_id=target.committee_id)
    made = await meetings.carry_items(scope, item_ids=item_ids, to_meeting_id=to_meeting_id, because=because)
    for row_id, committee_id, item_id in await kept_rows.kept_rows_of_items(scope, item_ids=list(made)):
        # a row stays with its own committee: elsewhere the old item says where it went
        if committee_id == target.committee_id:
            await Row.change(scope, item_id=made[item_id]).where(Row.id == row_id)
    return made


async def _standing(
    scope: Scope,
    hand: steps.Hand,
    meeting_id: UUID,
    missing: Collection[StandingItem],
    place: rules.Place,
    meeting: meeting_queries.MeetingView,
) -> None:
    for each in (one for one in missing if one.place is place):
        # the opening order is kept: a standing item that is missing goes after the one before it in the template
        after = await _place_of(scope, meeting_id, each)
        item_id = await meetings.add_item(
            scope,
            meeting_id=meeting_id,
            title=each.title,
            purpose=each.purpose,
            part=meeting_rules.Part.PUBLIC,
            minutes=each.minutes,
            paper_state=meeting_rules.PaperState.PAPERS
            if each.purpose is meeting_rules.Purpose.APPROVE
            else meeting_rules.PaperState.VERBAL,
            after_id=after,
        )
        if after is None and each.place is rules.Place.START:
            await meetings.move_item(scope, item_id=item_id, by=-len(meeting.items) - len(missing))
        await Placement.add(scope, meeting_id=meeting_id, item_id=item_id, standing=each.id)
        hand.placed(item_id)


async def _place_of(scope: Scope, meeting_id: UUID, each: StandingItem) -> UUID | None:
    """After the standing item that comes before it; `None`, at the end, where there is none yet."""
    if each.place is rules.Place.END:
        return None
    order = [one.id for one in standing_of(scope)]
    before = order[: order.index(each.id)]
    placed = await agendas.placed_standing(scope, meeting_id=meeting_id)
    return next((placed[name] for name in reversed(before) if name in placed), None)


async def _place(scope: Scope, hand: steps.Hand, meeting_id: UUID, row: kept_rows.RowView) -> None:
    line = await plans.business(scope, business_id=row.business_id)
    if row.state is rules.Shown.OFF and row.item_id is not None and await _goes_on(scope, row.item_id):
        made = await meetings.carry_items(
            scope, item_ids=[row.item_id], to_meeting_id=meeting_id, because=row.reason or "It was not taken"
        )
        item_id = made[row.item_id]
    else:
        item_id = await meetings.add_item(
            scope,
            meeting_id=meeting_id,
            title=line.title,
            purpose=line.purpose,
            part=line.part,
            private_reason=line.private_reason,
            lead_person_id=line.owner_person_id,
            minutes=line.minutes,
            after_id=await agendas.last_before_end(scope, meeting_id=meeting_id),
        )
        await meetings.follow_thread(
            scope,
            item_id=item_id,
            thread_id=line.thread_id,
            words=line.came_because or f"From the forward plan: {cycles.softly(line.cycle_in_words)}",
        )
    await Placement.add(scope, meeting_id=meeting_id, item_id=item_id, business_id=line.id, month=row.month)
    hand.placed(item_id)
    kept = {"id": line.id}
    await hand.settle(kept, row.month, state=rules.RowState.ON_AGENDA.value, item_id=item_id)


async def _goes_on(scope: Scope, item_id: UUID) -> bool:
    """Whether the old item, with its papers, is to be carried: not where it was withdrawn by somebody."""
    _, item = await meeting_queries.item(scope, item_id=item_id)
    return not item.withdrawn


def _midnight(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(scope.tenant.time_zone))
