"""The agenda of a sitting as it stood: items in order, their papers' titles, the organisations that they touch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.interests.queries import register
from backend.kit.database import fetch
from backend.meetings import labels
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.sittings.queries.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One item, with the titles of its papers."""

    id: UUID
    label: str | None
    title: str
    purpose: meeting_rules.Purpose
    part: meeting_rules.Part
    private_reason: str | None
    lead_person_id: UUID | None
    lead: str | None
    withdrawn_because: str | None
    papers: tuple[str, ...]

    @property
    def heading(self) -> str:
        return f"{self.label} {self.title}" if self.label else self.title

    @property
    def private(self) -> bool:
        return self.part is meeting_rules.Part.PRIVATE

    @property
    def purpose_in_words(self) -> str:
        return meeting_rules.PURPOSE_IN_WORDS[self.purpose]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterHit:
    """An interest on the register that touches an item, in words that any reader of the item may see."""

    person_id: UUID
    name: str
    words: str


async def agenda_of(scope: Scope, *, meeting_id: UUID) -> tuple[AgendaLine, ...]:
    """Every item from top to bottom, private ones too. Not for readers as it is: ask `readable`. Two statements."""
    rows = await fetch(
        "SELECT i.id, i.under_id, i.position, i.label, i.title, i.purpose, i.part, i.private_reason, "
        "i.withdrawn_because, i.lead_person_id, p.name AS lead FROM meetings_item i "
        "LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = i.lead_person_id "
        "WHERE i.tenant_id = $1 AND i.meeting_id = $2",
        scope.tenant.id,
        meeting_id,
    )
    papers = await fetch(
        "SELECT p.item_id, p.title FROM meetings_paper p "
        "JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id "
        "WHERE p.tenant_id = $1 AND i.meeting_id = $2 AND p.withdrawn_because IS NULL ORDER BY p.position, p.id",
        scope.tenant.id,
        meeting_id,
    )
    titles: dict[UUID, list[str]] = {}
    for paper in papers:
        titles.setdefault(paper["item_id"], []).append(paper["title"])
    return tuple(_line(row, titles) for row in _ordered(rows))


async def readable(
    scope: Scope, *, committee_id: UUID, items: Sequence[AgendaLine]
) -> tuple[tuple[AgendaLine, ...], frozenset[UUID]]:
    """Of these items, those that the reader may know of; and of those, which are withheld from them."""
    seen = tuple(
        item for item in items if meeting_rules.may_see(scope, part=item.part, committee_id=committee_id)
    )
    return seen, await meetings.withheld_from_reader(scope, [item.id for item in seen])


async def hits_of(
    scope: Scope, situation: Situation, items: Sequence[AgendaLine]
) -> Mapping[UUID, tuple[RegisterHit, ...]]:
    """What the register held on the meeting's day against each item, of the members. Two statements.

    Of an interest that is withheld from the public it is said only that there is one: minutes are read by others.
    """
    touched = await meetings.organisations_of_items(scope, [item.id for item in items])
    organisations = {each.id for several in touched.values() for each in several}
    if not organisations or not situation.members:
        return {}
    held = await register.interests_touching(
        scope,
        person_ids=tuple(UUID(member.who) for member in situation.members),
        organisation_ids=tuple(organisations),
        on=situation.day,
    )
    return {
        item_id: tuple(
            RegisterHit(
                person_id=interest.person_id,
                name=interest.person_name,
                words="an interest that is withheld from the public"
                if interest.withheld
                else interest.in_words,
            )
            for interest in held
            if interest.organisation_id in {each.id for each in several}
        )
        for item_id, several in touched.items()
    }


def _ordered(rows: Sequence[Any]) -> list[Any]:
    by_id = {row["id"]: row for row in rows}
    places = [
        labels.Place(id=row["id"], under_id=row["under_id"], position=row["position"], label=row["label"])
        for row in rows
    ]
    return [by_id[place.id] for place in labels.in_order(places)]


def _line(row: Any, titles: Mapping[UUID, list[str]]) -> AgendaLine:
    return AgendaLine(
        id=row["id"],
        label=row["label"],
        title=row["title"],
        purpose=meeting_rules.Purpose(row["purpose"]),
        part=meeting_rules.Part(row["part"]),
        private_reason=row["private_reason"],
        lead_person_id=row["lead_person_id"],
        lead=row["lead"],
        withdrawn_because=row["withdrawn_because"],
        papers=tuple(titles.get(row["id"], ())),
    )
