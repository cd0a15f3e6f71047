"""One meeting with its agenda, as its reader may see it: items, papers and where their sign-off stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.interests.queries import register
from backend.interests.queries.undeclared import Undeclared, undeclared_among
from backend.kit.database import fetch
from backend.meetings import conflicts, labels, rules
from backend.scope import NotFound, Scope
from backend.signoff import queries as runs


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedOrganisation:
    """An organisation that an item touches."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper on the agenda. `run` is where its sign-off stands for this reader."""

    id: UUID
    item_id: UUID
    title: str
    kind: rules.PaperKind
    author_person_id: UUID
    author: str
    version: int
    sha256: str
    content_kind: str
    pages: int | None
    words: int | None
    losses: tuple[str, ...]
    withdrawn_because: str | None
    run: runs.RunView

    @property
    def kind_in_words(self) -> str:
        return rules.PAPER_KIND_IN_WORDS[self.kind]

    @property
    def state_in_words(self) -> str:
        """What the agenda says of it."""
        if self.withdrawn_because is not None:
            return "Withdrawn"
        if self.run.approval is not None:
            return f"Signed off by {self.run.approval.person_name}"
        return f"Not signed off: {self.run.where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision as it was recorded. `value_pence` in pence, `sha256` of what was recorded."""

    id: UUID
    item_id: UUID
    outcome: rules.Outcome
    text: str
    function: str | None
    value_pence: int | None
    decided_at: datetime
    recorded_at: datetime
    recorded_by_name: str
    sha256: str

    @property
    def outcome_in_words(self) -> str:
        return rules.OUTCOME_IN_WORDS[self.outcome]

    @property
    def value_in_words(self) -> str | None:
        return None if self.value_pence is None else f"£{self.value_pence / 100:,.2f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One item. `forecast` is `None` for whoever may not see conflicts."""

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
    def part_in_words(self) -> str:
        return rules.PART_IN_WORDS[self.part]

    @property
    def standing_papers(self) -> tuple[PaperLine, ...]:
        return tuple(paper for paper in self.papers if paper.withdrawn_because is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who sits on the committee on the day of the meeting."""

    person_id: UUID
    name: str
    seats: tuple[str, ...]
    votes: bool
    away: bool
    reason: str | None


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
            paper for item in self.standing_items for paper in item.standing_papers if not paper.run.signed
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
    attendees = await _attendees(scope, meeting_id, committee.members)
    item_rows = [
        item
        for item in await _item_rows(scope, meeting_id)
        if rules.may_see(scope, part=rules.Part(item["part"]), committee_id=row["committee_id"])
    ]
    item_ids = [item["id"] for item in item_rows]
    touched = await organisations_of_items(scope, item_ids)
    may_see_conflicts = rules.may_see_conflicts(scope, committee_id=row["committee_id"])
    forecasts = {}
    undeclared: tuple[Undeclared, ...] = ()
    if may_see_conflicts:
        if row["state"] in {rules.MeetingState.PLANNED, rules.MeetingState.AGENDA_PUBLISHED}:
            expected = {each.person_id for each in attendees if not each.away}
            undeclared = await undeclared_among(scope, person_ids=expected)
        forecasts = await _forecasts(scope, committee, attendees, touched, item_ids, day)
    papers = await papers_of_items(scope, item_ids)
    decided = await decisions_of_items(scope, item_ids)
    items = tuple(
        _item(item, touched, papers, decided, forecasts.get(item["id"])) for item in _ordered(item_rows)
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


async def papers_of_items(scope: Scope, item_ids: Collection[UUID]) -> dict[UUID, tuple[PaperLine, ...]]:
    """The papers of these items by item, in their order. Two statements."""
    rows = await fetch(
        """
        SELECT p.id, p.item_id, p.title, p.kind, p.author_person_id, n.name AS author, p.version, v.sha256,
          v.content_kind, v.pages, v.words, v.losses, p.withdrawn_because
        FROM meetings_paper p
        JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = p.version
        JOIN people_person n ON n.tenant_id = $1 AND n.id = p.author_person_id
        WHERE p.tenant_id = $1 AND p.item_id = ANY($2) ORDER BY p.item_id, p.position, p.id""",
        scope.tenant.id,
        list(item_ids),
    )
    about = await runs.runs_about(
        scope, room="meetings", kind="paper", subject_ids=[row["id"] for row in rows]
    )
    found: dict[UUID, list[PaperLine]] = {}
    for row in rows:
        line = PaperLine(
            **{
                **row,
                "kind": rules.PaperKind(row["kind"]),
                "losses": tuple(row["losses"]),
                "run": about[row["id"]],
            }
        )
        found.setdefault(row["item_id"], []).append(line)
    return {item_id: tuple(lines) for item_id, lines in found.items()}


async def organisations_of_items(
    scope: Scope, item_ids: Collection[UUID]
) -> dict[UUID, tuple[TouchedOrganisation, ...]]:
    """The organisations that these items touch, by item and name."""
    rows = await fetch(
        "SELECT DISTINCT t.item_id, o.kept_id AS id, o.name, lower(o.name) FROM meetings_item_organisation t "
        "JOIN organisations_named o ON o.tenant_id = $1 AND o.id = t.organisation_id "
        "WHERE t.tenant_id = $1 AND t.item_id = ANY($2) AND t.removed_at IS NULL ORDER BY lower(o.name), o.kept_id",
        scope.tenant.id,
        list(item_ids),
    )
    found: dict[UUID, list[TouchedOrganisation]] = {}
    for row in rows:
        found.setdefault(row["item_id"], []).append(TouchedOrganisation(id=row["id"], name=row["name"]))
    return {item_id: tuple(each) for item_id, each in found.items()}


async def decisions_of_items(
    scope: Scope, item_ids: Collection[UUID]
) -> dict[UUID, tuple[DecisionLine, ...]]:
    """What was decided on these items, by item, oldest first."""
    rows = await fetch(
        f"SELECT {DECISION_COLUMNS} FROM meetings_decision d WHERE d.tenant_id = $1 AND d.item_id = ANY($2) "  # noqa: S608 - our own columns
        "ORDER BY d.decided_at, d.id",
        scope.tenant.id,
        list(item_ids),
    )
    found: dict[UUID, list[DecisionLine]] = {}
    for row in rows:
        found.setdefault(row["item_id"], []).append(decision_line(row))
    return {item_id: tuple(lines) for item_id, lines in found.items()}


def decision_line(row: Any) -> DecisionLine:
    values = {name: row[name] for name in DecisionLine.__dataclass_fields__}
    return DecisionLine(**{**values, "outcome": rules.Outcome(row["outcome"])})


DECISION_COLUMNS = """d.id, d.item_id, d.outcome, d.text, d.function, d.value_pence, d.decided_at, d.recorded_at,
  d.recorded_by_name, d.sha256"""


async def _item_rows(scope: Scope, meeting_id: UUID) -> Sequence[Any]:
    return await fetch(
        "SELECT i.*, p.name AS lead FROM meetings_item i "
        "LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = i.lead_person_id "
        "WHERE i.tenant_id = $1 AND i.meeting_id = $2",
        scope.tenant.id,
        meeting_id,
    )


def _ordered(rows: Sequence[Any]) -> list[Any]:
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


async def _attendees(
    scope: Scope, meeting_id: UUID, members: Sequence[committees.MemberView]
) -> tuple[Attendee, ...]:
    rows = await fetch(
        "SELECT person_id, expected, reason FROM meetings_attendance WHERE tenant_id = $1 AND meeting_id = $2",
        scope.tenant.id,
        meeting_id,
    )
    said = {row["person_id"]: row for row in rows}
    seats: dict[UUID, list[committees.MemberView]] = {}
    for member in members:
        seats.setdefault(member.person_id, []).append(member)
    return tuple(
        Attendee(
            person_id=person_id,
            name=held[0].name,
            seats=tuple(member.seat_name for member in held),
            votes=any(member.voting for member in held),
            away=person_id in said and not said[person_id]["expected"],
            reason=said[person_id]["reason"] if person_id in said else None,
        )
        for person_id, held in seats.items()
    )


async def _forecasts(
    scope: Scope,
    committee: committees.CommitteeView,
    attendees: Sequence[Attendee],
    touched: dict[UUID, tuple[TouchedOrganisation, ...]],
    item_ids: Sequence[UUID],
    day: date,
) -> dict[UUID, conflicts.Forecast]:
    """Every item's forecast, from one look at the register as it stands on the meeting's day."""
    held = await register.interests_touching(
        scope,
        person_ids=tuple(each.person_id for each in attendees),
        organisation_ids=tuple({each.id for several in touched.values() for each in several}),
        on=day,
    )
    touches = tuple(
        conflicts.Touch(
            person_id=interest.person_id,
            organisation_id=interest.organisation_id,
            organisation=interest.organisation_name,
            words=interest.words_for(scope),
        )
        for interest in held
    )
    members = tuple(
        conflicts.Member(
            person_id=each.person_id,
            name=each.name,
            seats=tuple(
                member.as_seat_held for member in committee.members if member.person_id == each.person_id
            ),
            away=each.away,
        )
        for each in attendees
    )
    return {
        item_id: conflicts.forecast(
            quorum=committee.quorum,
            members=members,
            touches=touches,
            organisation_ids={each.id for each in touched.get(item_id, ())},
        )
        for item_id in item_ids
    }


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
        withdrawn_because=row["withdrawn_because"],
        organisations=touched.get(row["id"], ()),
        papers=papers.get(row["id"], ()),
        decisions=decided.get(row["id"], ()),
        forecast=forecast,
    )
