"""Building an agenda: items in their order, with labels that follow it until the agenda is published."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import labels, rules
from backend.meetings.operations import holding, placing, searching, treating, undeclared
from backend.meetings.tables import Item, ItemOrganisation, Meeting
from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.scope import Scope
from backend.tenancy import dues


async def add_item(
    scope: Scope,
    *,
    meeting_id: UUID,
    title: str,
    purpose: rules.Purpose,
    part: rules.Part = rules.Part.PUBLIC,
    private_reason: str | None = None,
    lead_person_id: UUID | None = None,
    minutes: int | None = None,
    organisation_ids: Collection[UUID] = (),
    notes: str | None = None,
    paper_state: rules.PaperState = rules.PaperState.PAPERS,
    procures: bool = False,
    value_pence: int | None = None,
    under_id: UUID | None = None,
    after_id: UUID | None = None,
) -> UUID:
    """Add an item under `under_id` (at the top where none is given), after `after_id` (last where none is given).

    On a published agenda it is a late item: 7.2a, after 7.2. Raises rules.UnableToBuildAgenda, NotFound.
    """
    meeting = await holding.hold_meeting(scope, meeting_id)
    rules.check_can_change(meeting.standing)
    rules.check_part(part, private_reason)
    worth = rules.Worth(procures=procures, value_pence=value_pence)
    await _check_names(scope, lead_person_id, organisation_ids)
    places = await placing.places_of(scope, meeting_id)
    position, follows = placing.gap(places, under_id, after_id)
    item_id = new_id()
    label = None
    if meeting.published:
        above = next((place.label for place in places if place.id == under_id), None)
        label = labels.late_label(follows, under=above, taken=[p.label for p in places if p.label])
    else:
        new = labels.Place(id=item_id, under_id=under_id, position=position, label=None)
        fresh = labels.fresh_labels(
            placing.pushed(places, under_id, position, new), first=meeting.numbers_from
        )
        label = fresh[item_id]
    values = _details(
        title, purpose, part, private_reason, lead_person_id, minutes, notes, paper_state, worth
    )
    await execute(
        "UPDATE meetings_item SET position = position + 1 "
        "WHERE tenant_id = $1 AND meeting_id = $2 AND under_id IS NOT DISTINCT FROM $3 AND position >= $4",
        scope.tenant.id,
        meeting_id,
        under_id,
        position,
    )
    if not meeting.published:
        await placing.relabel(scope, fresh, leave_out=item_id)
    await Item.add(
        scope,
        id=item_id,
        meeting_id=meeting_id,
        under_id=under_id,
        position=position,
        label=label,
        late=meeting.published,
        **values,
    )
    await _set_organisations(scope, item_id, set(), set(organisation_ids))
    subject = Record(room="meetings", kind="item", id=item_id, title=f"{label} {title}")
    after = {
        **values,
        "meeting_id": meeting_id,
        "label": label,
        "organisations": set(map(str, organisation_ids)),
    }
    await ledger.record(scope, "meetings.item.added", subject, after=after)
    await searching.search_again(scope, item_id=item_id)
    return item_id


async def change_item(
    scope: Scope,
    *,
    item_id: UUID,
    title: str,
    purpose: rules.Purpose,
    part: rules.Part,
    private_reason: str | None = None,
    lead_person_id: UUID | None = None,
    minutes: int | None = None,
    organisation_ids: Collection[UUID] = (),
    notes: str | None = None,
    paper_state: rules.PaperState | None = None,
    worth: rules.Worth | None = None,
) -> None:
    """Change what an item is about; its label stays, and what it is worth and how it comes unless these are given.

    Papers that a treatment keeps from a member follow where the item becomes private or public.

    Raises rules.UnableToBuildAgenda, NotFound.
    """
    item = await holding.hold_item(scope, item_id)
    placing.check_standing(item)
    rules.check_part(part, private_reason)
    await _check_names(scope, lead_person_id, organisation_ids)
    before = {name: item.row[name] for name in _DETAILS}
    state = paper_state or rules.PaperState(before["paper_state"])
    worth = worth or rules.Worth(procures=before["procures"], value_pence=before["value_pence"])
    after = _details(title, purpose, part, private_reason, lead_person_id, minutes, notes, state, worth)
    had = await _organisations(scope, item_id)
    wanted = set(organisation_ids)
    if after == before and had == wanted:
        return
    await Item.change(scope, **after).where(Item.id == item_id)
    await _set_organisations(scope, item_id, had, wanted)
    await ledger.record(
        scope,
        "meetings.item.changed",
        item.record,
        before={**before, "organisations": set(map(str, had))},
        after={**after, "organisations": set(map(str, wanted))},
    )
    if part.value != before["part"]:
        await treating.follow_part(scope, item, part=part)
    await searching.search_again(scope, item_id=item_id)


async def withdraw_item(scope: Scope, *, item_id: UUID, because: str) -> None:
    """Take an item off the agenda, for a reason. A published label stays with it, and nobody else gets it.

    Raises rules.UnableToBuildAgenda while other items stand under it, NotFound.
    """
    item = await holding.hold_item(scope, item_id)
    placing.check_standing(item)
    if not because.strip():
        raise rules.UnableToBuildAgenda("Say why the item is withdrawn.", field="because")
    places = await placing.places_of(scope, item.meeting.id)
    below = [place.label for place in places if place.under_id == item_id and not place.withdrawn]
    if below:
        raise rules.UnableToBuildAgenda(
            f"“{item.title}” has items under it ({', '.join(filter(None, below))}). Withdraw those first."
        )
    await Item.change(scope, withdrawn_at=scope.now, withdrawn_because=because).where(Item.id == item_id)
    if not item.meeting.published:
        left = await placing.places_of(scope, item.meeting.id)
        await placing.relabel(scope, labels.fresh_labels(left, first=item.meeting.numbers_from))
    await ledger.record(scope, "meetings.item.withdrawn", item.record, after={"because": because})


async def publish_agenda(scope: Scope, *, meeting_id: UUID) -> None:
    """Publish the agenda: from now on labels are fixed. Raises rules.UnableToPublishAgenda, NotFound."""
    meeting = await holding.hold_meeting(scope, meeting_id)
    places = await placing.places_of(scope, meeting_id)
    rules.check_can_publish(meeting.standing, items=sum(not place.withdrawn for place in places))
    state = rules.MeetingState.AGENDA_PUBLISHED
    await Meeting.change(scope, state=state.value, agenda_published_at=scope.now).where(
        Meeting.id == meeting_id
    )
    fixed = {str(place.id): place.label for place in places if place.label}
    await ledger.record(
        scope,
        "meetings.agenda.published",
        meeting.record,
        before={"state": meeting.state},
        after={"state": state, "labels": fixed},
    )
    await undeclared.tell_chairs(scope, meeting_id=meeting_id)
    if meeting.in_public:
        await dues.set_due_by(scope, chore=PUBLIC_PACKS, at=scope.now)


PUBLIC_PACKS = "packs.prepare_publications"
"""Looks each morning, from now on, which public meetings are to be made ready for the public."""

_DETAILS = (
    "title", "purpose", "part", "private_reason", "lead_person_id", "minutes", "notes", "paper_state", "procures",
    "value_pence",
)  # fmt: skip


def _details(
    title: str,
    purpose: rules.Purpose,
    part: rules.Part,
    private_reason: str | None,
    lead_person_id: UUID | None,
    minutes: int | None,
    notes: str | None,
    paper_state: rules.PaperState,
    worth: rules.Worth,
) -> dict[str, Any]:
    values = (
        title, purpose.value, part.value, private_reason, lead_person_id, minutes, notes, paper_state.value,
        worth.procures, worth.value_pence,
    )  # fmt: skip
    return dict(zip(_DETAILS, values, strict=True))


async def _check_names(scope: Scope, lead_person_id: UUID | None, organisation_ids: Collection[UUID]) -> None:
    if lead_person_id is not None and lead_person_id not in await people.persons_by_id(
        scope, [lead_person_id]
    ):
        raise rules.UnableToBuildAgenda("Choose who leads the item from the list.", field="lead_person_id")
    if organisation_ids:
        known = await organisations.organisations_by_id(scope, ids=organisation_ids)
        if set(organisation_ids) - set(known):
            raise rules.UnableToBuildAgenda(
                "Choose the organisations from the list.", field="organisation_ids"
            )


async def _organisations(scope: Scope, item_id: UUID) -> set[UUID]:
    rows = await ItemOrganisation.within(scope, ItemOrganisation.organisation_id).where(
        ItemOrganisation.item_id == item_id, ItemOrganisation.removed_at.is_null()
    )
    return {row["organisation_id"] for row in rows}


async def _set_organisations(scope: Scope, item_id: UUID, had: set[UUID], wanted: set[UUID]) -> None:
    new = sorted(wanted - had)
    if new:
        await execute(
            "INSERT INTO meetings_item_organisation (tenant_id, id, item_id, organisation_id, added_at) "
            "SELECT $1, n.id, $2, n.organisation_id, $3 FROM unnest($4::uuid[], $5::uuid[]) AS n (id, organisation_id)",
            scope.tenant.id,
            item_id,
            scope.now,
            [new_id() for _ in new],
            new,
        )
    gone = had - wanted
    if gone:
        await ItemOrganisation.change(scope, removed_at=scope.now).where(
            ItemOrganisation.item_id == item_id,
            ItemOrganisation.organisation_id.is_in(list(gone)),
            ItemOrganisation.removed_at.is_null(),
        )
