"""What conflicts are looked for in: an item of a meeting to come, and the register as it stands for its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.interests.queries.marks import MarkedInterest, marked_interests
from backend.kit.database import fetch
from backend.meetings import hits, rules
from backend.meetings.queries.touched import TouchedOrganisation, organisations_of_items
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedItem:
    """An item (a row of `meetings_item`) with who sits on its committee that day and all that they have declared."""

    row: Any
    day: date
    committee: committees.CommitteeView
    touched: tuple[TouchedOrganisation, ...]
    interests: tuple[MarkedInterest, ...]

    @property
    def names(self) -> dict[UUID, str]:
        return {member.person_id: member.name for member in self.committee.members}


async def item_to_search(scope: Scope, *, item_id: UUID) -> SearchedItem | None:
    """The item, or nothing where there is no more to find: it was withdrawn, or its meeting held or cancelled.

    Raises NotFound.
    """
    rows = await fetch(
        "SELECT i.*, m.committee_id, m.starts_at, m.state FROM meetings_item i "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id WHERE i.tenant_id = $1 AND i.id = $2",
        scope.tenant.id,
        item_id,
    )
    if not rows:
        raise NotFound("agenda item")
    row = rows[0]
    over = rules.MeetingState(row["state"]) in {rules.MeetingState.HELD, rules.MeetingState.CANCELLED}
    if over or row["withdrawn_at"] is not None:
        return None
    day = rules.day_of(scope, row["starts_at"])
    committee = await committees.committee(scope, committee_id=row["committee_id"], on=day)
    person_ids = {member.person_id for member in committee.members}
    marked = await marked_interests(scope, person_ids=person_ids) if person_ids else {}
    return SearchedItem(
        row=row,
        day=day,
        committee=committee,
        touched=(await organisations_of_items(scope, [item_id])).get(item_id, ()),
        interests=tuple(marked.values()),
    )


def found_on_register(item: SearchedItem) -> Sequence[hits.Found]:
    """The interests that are exactly in an organisation of the item, and hold on the meeting's day."""
    touched = {each.id for each in item.touched}
    return tuple(
        hits.Found(
            person_id=interest.person_id,
            source=hits.Source.REGISTER,
            reason=f"{item.names[interest.person_id]} has declared {interest.in_words}.",
            sureness=100,
            found=(hits.Words(words=interest.organisation, where="organisations"),),
            interest_id=interest.interest_id,
            organisation_id=interest.organisation_id,
            kind=interest.interest_type.value,
            indirect=interest.is_indirect,
            mark=interest.mark,
        )
        for interest in item.interests
        if interest.organisation_id in touched
        and interest.since <= item.day
        and (interest.until is None or interest.until >= item.day)
    )
