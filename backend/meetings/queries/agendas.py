"""One meeting with its agenda, as its reader may see it: items, papers and where their sign-off stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.interests.queries.undeclared import Undeclared, undeclared_among
from backend.kit.database import fetch
from backend.meetings import conflicts, labels, rules
from backend.meetings.queries.attending import Attendee, attendees_of
from backend.meetings.queries.decisions import DecisionLine, decisions_of_items
from backend.meetings.queries.judging import JudgedItem, judged_items, sees_all_of
from backend.meetings.queries.paper_lines import PaperLine, papers_of_items
from backend.meetings.queries.touched import TouchedOrganisation, organisations_of_items
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One item. `forecast` is `None` for whoever may not see conflicts, and for a chair who has one in it."""

    id: UUID
    meeting_id: UUID
    under_id: UUID | None
    label: str | None
    late: bool
    title: str
    purpose: rules.Purpose
    part: rules.Part
    private_reason: str | None
    lead_person_id: UUID | None
    lead: str | None
    minutes: int | None
    notes: str | None
    paper_state: rules.PaperState
    procures: bool
    value_pence: int | None
    withdrawn_because: str | None
    organisations: tuple[TouchedOrganisation, ...]
    papers: tuple[PaperLine, ...]
    decisions: tuple[DecisionLine, ...]
    forecast: conflicts.Forecast | None

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_because is not None

    @property
    def purpose_in_words(self) -> str:
        return rules.PURPOSE_IN_WORDS[self.purpose]

    @property
    def paper_state_in_words(self) -> str:
        return rules.PAPER_STATE_IN_WORDS[self.paper_state]

    @property
    def part_in_words(self) -> str:
        return rules.PART_IN_WORDS[self.part]

    @property
    def standing_papers(self) -> tuple[PaperLine, ...]:
        return tuple(paper for paper in self.papers if paper.withdrawn_because is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """A meeting as its page shows it to this reader: private items are absent for whoever may not see them.

    `day` is the date at the tenant's own clock; `notice` what the law on public notice would say.
    """

    id: UUID
    committee_id: UUID
    committee: str
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    day: date
    venue: str
    in_public: bool
    state: rules.MeetingState
    agenda_published_at: datetime | None
    cancelled_because: str | None
    items: tuple[ItemView, ...]
    attendees: tuple[Attendee, ...]
    quorum_in_words: str | None
    notice: str | None
    can_change: bool
    can_publish: bool
    may_see_conflicts: bool
    me: Attendee | None
    undeclared: tuple[Undeclared, ...] = ()
    """Of those expected, who has no declaration that holds; empty for whoever may not see conflicts."""

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def standing_items(self) -> tuple[ItemView, ...]:
        return tuple(item for item in self.items if not item.withdrawn)

    @property
    def minutes_planned(self) -> int:
        return rules.minutes_planned([item.minutes for item in self.standing_items])

    @property
    def minutes_available(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def unsigned_papers(self) -> tuple[PaperLine, ...]:
        return tuple(
            paper for item in self.standing_items for paper in item.standing_papers if paper.wants_sign_off
        )


async def meeting(scope: Scope, *, meeting_id: UUID) -> MeetingView:
    """One meeting with everything on its page, in a number of statements that its items don't change.

    Raises NotFound.
    """
    rows = await fetch(
        "SELECT * FROM meetings_meeting WHERE tenant_id = $1 AND id = $2", scope.tenant.id, meeting_id
    )
    if not rows:
        raise NotFound("meeting")
    row = rows[0]
    day = rules.day_of(scope, row["starts_at"])
    committee = await committees.committee(scope, committee_id=row["committee_id"], on=day)
    attendees = await attendees_of(scope, meeting_id, committee.members, on=day)
    item_rows = [
        item
        for item in await item_rows_of(scope, meeting_id)
        if rules.may_see(scope, part=rules.Part(item["part"]), committee_id=row["committee_id"])
    ]
    item_ids = [item["id"] for item in item_rows]
    touched = await organisations_of_items(scope, item_ids)
    may_see_conflicts = rules.may_see_conflicts(scope, committee_id=row["committee_id"])
    forecasts: dict[UUID, conflicts.Forecast] = {}
    undeclared: tuple[Undeclared, ...] = ()
    if may_see_conflicts:
        if row["state"] in {rules.MeetingState.PLANNED, rules.MeetingState.AGENDA_PUBLISHED}:
            expected = {each.person_id for each in attendees if not each.away}
            undeclared = await undeclared_among(scope, person_ids=expected)
        judged = await judged_items(
            scope,
            meeting_id=meeting_id,
            committee=committee,
            attendees=attendees,
            items=item_rows,
            touched=touched,
            day=day,
        )
        forecasts = {item_id: each for item_id, line in judged.items() if (each := _shown(scope, line))}
    papers = await papers_of_items(scope, item_ids)
    decided = await decisions_of_items(scope, item_ids)
    items = tuple(
        _item(item, touched, papers, decided, forecasts.get(item["id"])) for item in ordered(item_rows)
    )
    state = rules.MeetingState(row["state"])
    standing = rules.Standing(title=row["title"], state=state)
    notice_on = rules.day_of(scope, row["agenda_published_at"] or scope.now)
    return MeetingView(
        id=row["id"],
        committee_id=row["committee_id"],
        committee=committee.name,
        number=row["number"],
        title=row["title"],
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        day=day,
        venue=row["venue"],
        in_public=row["in_public"],
        state=state,
        agenda_published_at=row["agenda_published_at"],
        cancelled_because=row["cancelled_because"],
        items=items,
        attendees=attendees,
        quorum_in_words=committee.quorum_in_words,
        notice=rules.notice_advice(in_public=row["in_public"], notice_on=notice_on, meeting_on=day),
        can_change=rules.can_change(standing),
        can_publish=rules.can_publish(standing, items=sum(not item.withdrawn for item in items)),
        may_see_conflicts=may_see_conflicts,
        me=next((each for each in attendees if each.person_id == scope.actor.person_id), None),
        undeclared=undeclared,
    )


async def item(scope: Scope, *, item_id: UUID) -> tuple[MeetingView, ItemView]:
    """One item with the meeting that it is on. A private item is not found by whoever may not see it."""
    rows = await fetch(
        "SELECT meeting_id FROM meetings_item WHERE tenant_id = $1 AND id = $2", scope.tenant.id, item_id
    )
    if not rows:
        raise NotFound("agenda item")
    view = await meeting(scope, meeting_id=rows[0]["meeting_id"])
    found = next((each for each in view.items if each.id == item_id), None)
    if found is None:
        raise NotFound("agenda item")
    return view, found


def _shown(scope: Scope, judged: JudgedItem) -> conflicts.Forecast | None:
    """What this reader sees of an item's conflicts: all, what the register says, or nothing of what is their own."""
    if sees_all_of(scope, judged):
        return judged.forecast
    return None if scope.actor.person_id in judged.conflicted else judged.by_register


async def item_rows_of(scope: Scope, meeting_id: UUID) -> Sequence[Any]:
    """The items of a meeting as they are kept, private ones too: for whoever sifts them."""
    return await fetch(
        "SELECT i.*, p.name AS lead FROM meetings_item i "
        "LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = i.lead_person_id "
        "WHERE i.tenant_id = $1 AND i.meeting_id = $2",
        scope.tenant.id,
        meeting_id,
    )


def ordered(rows: Sequence[Any]) -> list[Any]:
    """From top to bottom; an item whose heading the reader may not see stands at the top by itself."""
    by_id = {row["id"]: row for row in rows}
    places = [
        labels.Place(
            id=row["id"],
            under_id=row["under_id"] if row["under_id"] in by_id else None,
            position=row["position"],
            label=row["label"],
        )
        for row in rows
    ]
    return [by_id[place.id] for place in labels.in_order(places)]


def _item(
    row: Any,
    touched: dict[UUID, tuple[TouchedOrganisation, ...]],
    papers: dict[UUID, tuple[PaperLine, ...]],
    decided: dict[UUID, tuple[DecisionLine, ...]],
    forecast: conflicts.Forecast | None,
) -> ItemView:
    return ItemView(
        id=row["id"],
        meeting_id=row["meeting_id"],
        under_id=row["under_id"],
        label=row["label"],
        late=row["late"],
        title=row["title"],
        purpose=rules.Purpose(row["purpose"]),
        part=rules.Part(row["part"]),
        private_reason=row["private_reason"],
        lead_person_id=row["lead_person_id"],
        lead=row["lead"],
        minutes=row["minutes"],
        notes=row["notes"],
        paper_state=rules.PaperState(row["paper_state"]),
        procures=row["procures"],
        value_pence=row["value_pence"],
        withdrawn_because=row["withdrawn_because"],
        organisations=touched.get(row["id"], ()),
        papers=papers.get(row["id"], ()),
        decisions=decided.get(row["id"], ()),
        forecast=forecast,
    )
