"""What one copy of a board pack holds, decided before anything is laid out: all, the public part, or one member's.

Whatever is left out of a copy is left out here, once: no page, bookmark or name of it is made further on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from backend.committees import queries as committees
from backend.interests.queries import register
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import rules
from backend.scope import Scope

_RESOLUTION = (
    "Private business. The committee will be asked to resolve that the public be excluded from the rest of the meeting "
    "because publicity would be prejudicial to the public interest by reason of the confidential nature of the "
    "business to be transacted (Public Bodies (Admission to Meetings) Act 1960, section 1(2))."
)
_LEFT_OUT = "Private business is left out of this copy."


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyItem:
    """An item of a copy. `interests` are sentences about members' declared interests, `None` where none are shown.

    `withheld`: it has papers, or may get some, that the reader of this copy does not get. They are not in `item`.
    """

    item: meetings.PackItem
    interests: tuple[str, ...] | None
    withheld: bool = False

    @property
    def key(self) -> str:
        return f"item-{self.item.id}"

    @property
    def private(self) -> bool:
        return self.item.part is meeting_rules.Part.PRIVATE

    @property
    def standing(self) -> bool:
        return self.item.withdrawn_because is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A board pack's content. `resolution` stands where private items were, in a public copy that lacks some.

    `reader` is the member that it is for, where it is for one alone.
    """

    agenda: meetings.PackAgenda
    variant: rules.Variant
    items: tuple[CopyItem, ...]
    resolution: str | None
    reader: str | None = None
    format: rules.Format = rules.STANDARD

    @property
    def private(self) -> bool:
        return any(item.private for item in self.items)

    def below(self, item: CopyItem) -> tuple[CopyItem, ...]:
        """The items that stand under one of the top."""
        if item.item.depth:
            return ()
        found: list[CopyItem] = []
        for each in self.items[self.items.index(item) + 1 :]:
            if not each.item.depth:
                break
            # under a heading that this copy lacks, an item stands by itself
            if each.standing and each.item.label.startswith(f"{item.item.label}."):
                found.append(each)
        return tuple(found)


async def full_copy(scope: Scope, *, meeting_id: UUID) -> Copy:
    """All that there is at this moment. For the builder: it reads everything. Raises NotFound."""
    agenda = await meetings.agenda_for_pack(scope, meeting_id=meeting_id)
    touching = await _interests(scope, agenda)
    items = tuple(CopyItem(item=item, interests=touching.get(item.id, ())) for item in agenda.items)
    return Copy(agenda=agenda, variant=rules.Variant.FULL, items=items, resolution=None)


def members_copy(full: Copy, *, reader: str, withheld: Collection[UUID]) -> Copy:
    """The copy of a member who does not get the papers of some items: they stand on the agenda, and nothing more.

    What is gone: the papers and all that is said of them, the notes, and whose interests are touched.
    """
    items = tuple(_bare(item) if item.item.id in withheld else item for item in full.items)
    return replace(
        full,
        agenda=replace(full.agenda, items=tuple(item.item for item in items)),
        variant=rules.Variant.MEMBER,
        items=items,
        reader=reader,
    )


def in_format(copy: Copy, format: rules.Format) -> Copy:
    """The same content, to be laid out in a format."""
    return replace(copy, format=format)


def _bare(item: CopyItem) -> CopyItem:
    # the cover sheet, its template and the contents are made from this alone
    told = replace(
        item.item,
        papers=(),
        notes=None,
        organisations=(),
        private_reason=None,
        withdrawn_because=None if item.standing else "Withdrawn",
    )
    return CopyItem(item=told, interests=None, withheld=True)


def public_copy(agenda: meetings.PackAgenda) -> Copy:
    """The public part of an agenda: private items are gone, and why something was withdrawn is not said."""
    public = [
        replace(item, withdrawn_because="Withdrawn" if item.withdrawn_because is not None else None)
        for item in agenda.items
        if item.part is meeting_rules.Part.PUBLIC
    ]
    gone = any(
        item.part is meeting_rules.Part.PRIVATE and item.withdrawn_because is None for item in agenda.items
    )
    resolution = (_RESOLUTION if agenda.in_public else _LEFT_OUT) if gone else None
    items = tuple(CopyItem(item=item, interests=None) for item in public)
    # the agenda goes with the copy, so it must not carry what the copy lacks
    return Copy(
        agenda=replace(agenda, items=tuple(public)),
        variant=rules.Variant.PUBLIC,
        items=items,
        resolution=resolution,
    )


async def _interests(scope: Scope, agenda: meetings.PackAgenda) -> Mapping[UUID, tuple[str, ...]]:
    """For each item, what the committee's members have declared in the organisations that it touches.

    What is withheld is for the chair alone, on the meeting's page: a pack is read by many.
    """
    touched = {item.id: {each.id for each in item.organisations} for item in agenda.items}
    members = await committees.members_on(scope, committee_id=agenda.committee_id, on=agenda.day)
    held = await register.interests_touching(
        scope,
        person_ids=tuple({member.person_id for member in members}),
        organisation_ids=tuple(set().union(*touched.values())),
        on=agenda.day,
    )
    return {item_id: _sentences(held, ids) for item_id, ids in touched.items() if ids}


def _sentences(held: Sequence[register.TouchingInterest], wanted: set[UUID]) -> tuple[str, ...]:
    return tuple(
        f"{interest.person_name}: {interest.in_words}"
        for interest in held
        if interest.organisation_id in wanted and not interest.withheld
    )
