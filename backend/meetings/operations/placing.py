"""The order of an agenda: where an item stands among its neighbours, and the labels that follow from it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.ledger import operations as ledger
from backend.meetings import labels, rules
from backend.meetings.operations import holding
from backend.scope import NotFound, Scope


async def move_item(scope: Scope, *, item_id: UUID, by: int) -> None:
    """Move an item among its neighbours: -1 one up, 1 one down. Once the agenda is published labels stay theirs."""
    item = await holding.hold_item(scope, item_id)
    check_standing(item)
    places = await places_of(scope, item.meeting.id)
    siblings = [place for place in places if place.under_id == item.row["under_id"]]
    positions = labels.moved(siblings, item_id, by=by)
    if not positions:
        return
    await execute(
        "UPDATE meetings_item i SET position = n.position "
        "FROM unnest($2::uuid[], $3::integer[]) AS n (id, position) WHERE i.tenant_id = $1 AND i.id = n.id",
        scope.tenant.id,
        list(positions),
        list(positions.values()),
    )
    if not item.meeting.published:
        after = await places_of(scope, item.meeting.id)
        await relabel(scope, labels.fresh_labels(after, first=item.meeting.numbers_from))
    before = {"position": item.row["position"]}
    await ledger.record(
        scope, "meetings.item.moved", item.record, before=before, after={"position": positions[item_id]}
    )


async def places_of(scope: Scope, meeting_id: UUID) -> tuple[labels.Place, ...]:
    """The places of every item of a meeting, withdrawn ones too, by their positions."""
    rows = await fetch(
        "SELECT id, under_id, position, label, withdrawn_at IS NOT NULL AS withdrawn FROM meetings_item "
        "WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY position, id",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(labels.Place(**row) for row in rows)


def gap(
    places: Collection[labels.Place], under_id: UUID | None, after_id: UUID | None
) -> tuple[int, str | None]:
    """The position of the new item, and the label of the one that it follows among its neighbours."""
    if under_id is not None:
        above = next((place for place in places if place.id == under_id), None)
        if above is None:
            raise NotFound("agenda item")
        if above.under_id is not None:
            raise rules.UnableToBuildAgenda(
                f"{above.label} stands under another item already; items go two levels deep.",
                field="under_id",
            )
        if above.withdrawn:
            raise rules.UnableToBuildAgenda("The item above was withdrawn from the agenda.", field="under_id")
    siblings = sorted(
        (place for place in places if place.under_id == under_id), key=lambda place: place.position
    )
    if after_id is None:
        before = siblings[-1:] or []
    else:
        before = [place for place in siblings if place.id == after_id]
        if not before:
            raise rules.UnableToBuildAgenda(
                "Choose an item of the same level to put this one after.", field="after_id"
            )
    labelled = [
        place.label for place in siblings if place.label and before and place.position <= before[0].position
    ]
    return (before[0].position + 1 if before else 1), (labelled[-1] if labelled else None)


def pushed(
    places: Collection[labels.Place], under_id: UUID | None, position: int, new: labels.Place
) -> list[labels.Place]:
    """The places as they are once the new one has pushed those behind it back."""
    moved = [
        labels.Place(
            id=place.id,
            under_id=place.under_id,
            position=place.position + (place.under_id == under_id and place.position >= position),
            label=place.label,
            withdrawn=place.withdrawn,
        )
        for place in places
    ]
    return [*moved, new]


async def relabel(scope: Scope, wanted: Mapping[UUID, str | None], *, leave_out: UUID | None = None) -> None:
    """Write the labels that differ, in one statement."""
    kept = {item_id: label for item_id, label in wanted.items() if item_id != leave_out}
    await execute(
        "UPDATE meetings_item i SET label = n.label FROM unnest($2::uuid[], $3::text[]) AS n (id, label) "
        "WHERE i.tenant_id = $1 AND i.id = n.id AND i.label IS DISTINCT FROM n.label",
        scope.tenant.id,
        list(kept),
        list(kept.values()),
    )


def check_standing(item: holding.HeldItem) -> None:
    """A withdrawn item stays as it was, and so does whatever was on a meeting that was held."""
    rules.check_can_change(item.meeting.standing)
    if item.row["withdrawn_at"] is not None:
        raise rules.UnableToBuildAgenda(f"“{item.title}” was withdrawn from the agenda.")
