"""Putting acts on agendas: the next one at once, else as soon as a meeting is arranged."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.between import rules, settings
from backend.between.operations.holding import hold_act, name_of, record_of
from backend.between.queries.acts import waiting_acts
from backend.between.queries.reading import organisations_of_act
from backend.between.queries.standing import last_place_before, last_stops, meetings_to_come
from backend.between.tables import Placement
from backend.catalogue.planning import Place
from backend.kit.calendar import in_words
from backend.ledger import operations as ledger
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.tenancy import dues

CHORE = "between.place_acts"
"""Looks each hour, while an act waits, whether a meeting was arranged for it, or its own was cancelled."""


async def place_next(scope: Scope, *, act_id: UUID) -> UUID | None:
    """Put an act on the next agenda of the committee to which it goes; returns the item, or nothing without a meeting.

    Where that is another committee, its own is told of it too. From a meeting that was cancelled the item goes on to
    the next; what somebody took off an agenda stays off until somebody chooses another.
    """
    row = await hold_act(scope, act_id)
    if rules.ActState(row["state"]) not in rules.WAITING:
        return None
    await dues.set_due_by(scope, chore=CHORE, at=scope.now + timedelta(hours=1))
    stops = await last_stops(scope, act_id=act_id)
    item_id: UUID | None = None
    for committee_id in dict.fromkeys((row["goes_to_id"], row["committee_id"])):
        stop = stops.get(committee_id)
        made = stop.item_id if stop is not None and stop.live else None
        if stop is None or (stop.cancelled and not stop.off):
            coming = await meetings_to_come(scope, committee_id=committee_id)
            if coming and stop is None:
                made = await _add(scope, row, coming[0], committee_id)
            elif coming and stop is not None:
                made = await _carry(scope, row, stop.item_id, coming[0], because="Its meeting was cancelled")
        item_id = made if committee_id == row["goes_to_id"] else item_id
    return item_id


async def place_again(scope: Scope, *, act_id: UUID) -> None:
    """Put an act whose striking was taken back on the next agendas, from which that had taken it."""
    row = await hold_act(scope, act_id)
    if rules.ActState(row["state"]) not in rules.WAITING:
        return
    stops = await last_stops(scope, act_id=act_id)
    for committee_id in dict.fromkeys((row["goes_to_id"], row["committee_id"])):
        stop = stops.get(committee_id)
        if stop is not None and stop.off:
            coming = await meetings_to_come(scope, committee_id=committee_id)
            if coming:
                await _add(scope, row, coming[0], committee_id)
    await place_next(scope, act_id=act_id)


async def place_act(scope: Scope, *, act_id: UUID, meeting_id: UUID) -> UUID:
    """Put an act on an agenda that somebody chose, or its item from another agenda there; returns the item.

    Raises rules.UnableToPlaceAct, and what the agenda itself refuses; NotFound.
    """
    row = await hold_act(scope, act_id)
    state = rules.ActState(row["state"])
    if state not in rules.WAITING:
        raise rules.UnableToPlaceAct(
            f"This act is {rules.STATE_IN_WORDS[state].lower()}, so it goes on no agenda."
        )
    stops = await last_stops(scope, act_id=act_id)
    for committee_id in dict.fromkeys((row["goes_to_id"], row["committee_id"])):
        stop = stops.get(committee_id)
        for meeting in await meetings_to_come(scope, committee_id=committee_id):
            if meeting["id"] != meeting_id or (
                stop is not None and stop.live and stop.meeting_id == meeting_id
            ):
                continue
            if stop is None or stop.off:
                return await _add(scope, row, meeting, committee_id)
            return await _carry(scope, row, stop.item_id, meeting, because="It is put on another agenda")
    raise rules.UnableToPlaceAct("Choose a meeting to come from the list.", field="meeting_id")


async def place_waiting(scope: Scope) -> int:
    """Put every act that stands on no agenda on the next one, and say when to look again; returns how many."""
    await dues.hold_due(scope, chore=CHORE)
    await dues.clear_due(scope, chore=CHORE)
    placed = 0
    for line in await waiting_acts(scope):
        if await place_next(scope, act_id=line.id) != line.item_id:
            placed += 1
    return placed


async def _carry(scope: Scope, row: Any, item_id: UUID, meeting: Any, *, because: str) -> UUID:
    made = await meetings.carry_items(scope, item_ids=[item_id], to_meeting_id=meeting["id"], because=because)
    after = {"meeting_id": meeting["id"], "item_id": made[item_id], "meeting": meeting["title"]}
    await ledger.record(scope, "between.act.placed", record_of(scope, row), after=after)
    return made[item_id]


async def _add(scope: Scope, row: Any, meeting: Any, committee_id: UUID) -> UUID:
    ratify = rules.ActState(row["state"]) is rules.ActState.AWAITING_RATIFICATION
    goes = rules.Goes.RATIFICATION if ratify and committee_id == row["goes_to_id"] else rules.Goes.REPORT
    purpose = meeting_rules.Purpose.RATIFY if goes is rules.Goes.RATIFICATION else meeting_rules.Purpose.NOTE
    if row["closing"] == rules.Closing.TO_MEETING.value:
        purpose = meeting_rules.Purpose.DECISION
    standing = settings.planning_of(scope).standing
    title = f"{name_of(scope, row)}: {row['title']}"
    taken = in_words(meeting_rules.day_of(scope, row["taken_at"]))
    private = row["private_reason"] is not None
    after_id, up = await last_place_before(
        scope,
        meeting_id=meeting["id"],
        closing_titles=[each.title for each in standing if each.place is Place.END],
    )
    item_id = await meetings.add_item(
        scope,
        meeting_id=meeting["id"],
        title=title if len(title) <= 200 else f"{title[:199]}…",
        purpose=purpose,
        part=meeting_rules.Part.PRIVATE if private else meeting_rules.Part.PUBLIC,
        private_reason=row["private_reason"],
        organisation_ids=list(await organisations_of_act(scope, row["id"])),
        notes=f"Decided between meetings on {taken}: {row['words']}"[:2_000],
        paper_state=meeting_rules.PaperState.VERBAL,
        value_pence=row["value_pence"],
        after_id=after_id,
    )
    if up:
        await meetings.move_item(scope, item_id=item_id, by=-up)
    await Placement.add(
        scope,
        act_id=row["id"],
        meeting_id=meeting["id"],
        item_id=item_id,
        goes=goes.value,
        placed_at=scope.now,
        placed_by_name=scope.actor.name,
    )
    after = {"meeting_id": meeting["id"], "item_id": item_id, "goes": goes, "meeting": meeting["title"]}
    await ledger.record(scope, "between.act.placed", record_of(scope, row), after=after)
    return item_id
