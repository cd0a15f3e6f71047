"""A meeting as it stood at any moment: its members, what happened in the room, what was decided about conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from backend.catalogue.voting import Voting
from backend.committees import queries as committees
from backend.committees.reviewed import DeputyLine, deputies_on
from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.meetings.conflicts import deputised
from backend.meetings.treating import Effect, Treatment
from backend.scope import NotFound, Scope
from backend.sittings import presence, rules


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLine:
    """An interest declared at the meeting, and what the chair decided. `due_on` where it is new to the register."""

    id: UUID
    item_id: UUID | None
    person_id: UUID
    name: str
    at: datetime
    interest_type: str | None
    nature: str
    materiality: str | None
    is_new: bool
    treatment: Treatment | None
    effect: Effect | None
    decided_by_name: str | None
    due_on: date | None

    @property
    def treatment_in_words(self) -> str | None:
        """What follows the person's name: leaves for the discussion and the decision."""
        return self.effect.words if self.effect else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLine:
    id: UUID
    kind: rules.Turn
    at: datetime
    words: str | None

    @property
    def in_words(self) -> str:
        return rules.TURN_IN_WORDS[self.kind]


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of a sitting. `handlings` are by item and person; what was declared in the room comes after."""

    meeting_id: UUID
    title: str
    committee_id: UUID
    committee: str
    starts_at: datetime
    ends_at: datetime
    day: date
    state: meeting_rules.MeetingState
    quorum: Any
    quorum_in_words: str | None
    voting: Voting | None
    members: tuple[presence.Member, ...]
    events: tuple[presence.Event, ...]
    turns: tuple[TurnLine, ...]
    declared: tuple[DeclaredLine, ...]
    handlings: Mapping[tuple[UUID, str], presence.Handling]

    @cached_property
    def closed_at(self) -> datetime | None:
        closed = [turn.at for turn in self.turns if turn.kind is rules.Turn.CLOSED]
        return closed[-1] if closed else None

    @property
    def in_private(self) -> bool:
        last = [turn.kind for turn in self.turns if turn.kind is not rules.Turn.CLOSED]
        return bool(last) and last[-1] is rules.Turn.PRIVATE

    def handlings_of(self, item_id: UUID | None) -> dict[str, presence.Handling]:
        return {who: handling for (item, who), handling in self.handlings.items() if item == item_id}

    def room(self, item_id: UUID | None, at: datetime) -> tuple[presence.Present, ...]:
        """Who was in the room for the item at a moment; for no item, who was there, conflicts aside."""
        return presence.room_at(self.events, self.members, self.handlings_of(item_id), at=at, item_id=item_id)

    def quorum_at(self, item_id: UUID | None, at: datetime) -> presence.QuorumFound:
        return presence.quorum_of(self.quorum, self.room(item_id, at))

    def chair_at(self, item_id: UUID | None, at: datetime) -> str | None:
        return presence.who_chairs(self.events, self.members, at=at, item_id=item_id)


async def situation_of(scope: Scope, *, meeting_id: UUID) -> Situation:
    """Everything that quorum and minutes are made of, in a number of statements that the room doesn't change.

    Raises NotFound.
    """
    rows = await fetch(
        "SELECT id, title, committee_id, starts_at, ends_at, state FROM meetings_meeting "
        "WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        meeting_id,
    )
    if not rows:
        raise NotFound("meeting")
    (row,) = rows
    day = meeting_rules.day_of(scope, row["starts_at"])
    committee = await committees.committee(scope, committee_id=row["committee_id"], on=day)
    events = await events_of(scope, meeting_id)
    declared = await _declared(scope, meeting_id, await meetings.effects_on(scope, day))
    handlings = {
        (item_id, str(person_id)): handling_of(line.effect, line.decided_by)
        for (item_id, person_id), line in (await meetings.treatments_of(scope, meeting_id)).items()
    }
    for declaration in declared:
        if declaration.item_id is not None and declaration.effect is not None:
            # what the chair decides in the room comes after what was decided before
            key = declaration.item_id, str(declaration.person_id)
            handlings[key] = handling_of(declaration.effect, declaration.decided_by_name)
    return Situation(
        meeting_id=meeting_id,
        title=row["title"],
        committee_id=row["committee_id"],
        committee=committee.name,
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        day=day,
        state=meeting_rules.MeetingState(row["state"]),
        quorum=committee.quorum,
        quorum_in_words=committee.quorum_in_words,
        voting=committee.voting,
        members=members_of(
            committee.members, await deputies_on(scope, committee_id=row["committee_id"], on=day)
        ),
        events=events,
        turns=await _turns(scope, meeting_id),
        declared=declared,
        handlings=handlings,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """When a meeting began, and its day at the tenant's clock: what a time of day is read by."""

    day: date
    starts_at: datetime


async def moment_base(scope: Scope, *, meeting_id: UUID) -> Sitting:
    """What a typed time of a meeting is read by. Raises NotFound."""
    rows = await fetch(
        "SELECT starts_at FROM meetings_meeting WHERE tenant_id = $1 AND id = $2", scope.tenant.id, meeting_id
    )
    if not rows:
        raise NotFound("meeting")
    return Sitting(day=meeting_rules.day_of(scope, rows[0]["starts_at"]), starts_at=rows[0]["starts_at"])


async def events_of(scope: Scope, meeting_id: UUID) -> tuple[presence.Event, ...]:
    """What happened in the room, but for what was struck out, in order."""
    rows = await fetch(
        "SELECT id, kind, person_id, name, at, item_id, stands_for_person_id, counts, note FROM sittings_presence "
        "WHERE tenant_id = $1 AND meeting_id = $2 AND struck_at IS NULL ORDER BY at, id",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(
        presence.Event(
            id=row["id"],
            kind=rules.Kind(row["kind"]),
            who=str(row["person_id"] or f"guest {row['name']}"),
            name=row["name"],
            at=row["at"],
            item_id=row["item_id"],
            stands_for=str(row["stands_for_person_id"]) if row["stands_for_person_id"] else None,
            counts=row["counts"],
            note=row["note"],
        )
        for row in rows
    )


def members_of(
    members: Sequence[committees.MemberView], deputies: Sequence[DeputyLine] = ()
) -> tuple[presence.Member, ...]:
    """Each person once, with every seat that they hold, and those named as deputies for these."""
    held: dict[UUID, list[committees.MemberView]] = {}
    for member in members:
        held.setdefault(member.person_id, []).append(member)
    return tuple(
        presence.Member(
            who=str(person_id),
            name=seats[0].name,
            seats=tuple(seat.as_seat_held for seat in seats),
            seat_names=tuple(seat.seat_name for seat in seats),
            deputies=_deputies_of(seats, deputies),
        )
        for person_id, seats in held.items()
    )


def _deputies_of(
    seats: Sequence[committees.MemberView], deputies: Sequence[DeputyLine]
) -> tuple[presence.NamedDeputy, ...]:
    by_id = {seat.seat_id: seat for seat in seats}
    named: dict[UUID, list[DeputyLine]] = {}
    for deputy in deputies:
        if deputy.seat_id in by_id:
            named.setdefault(deputy.person_id, []).append(deputy)
    return tuple(
        presence.NamedDeputy(
            who=str(person_id),
            name=lines[0].name,
            seats=tuple(
                deputised(by_id[line.seat_id].as_seat_held, by=str(person_id), may_vote=line.may_vote)
                for line in lines
            ),
            seat_names=tuple(line.seat for line in lines),
        )
        for person_id, lines in named.items()
    )


def handling_of(effect: Effect, decided_by: str | None) -> presence.Handling:
    return presence.Handling(
        in_words=effect.words,
        in_room=effect.in_room,
        votes=effect.votes,
        counts=effect.counts,
        decided_by=decided_by,
    )


async def _declared(
    scope: Scope, meeting_id: UUID, effects: Mapping[Treatment, Effect]
) -> tuple[DeclaredLine, ...]:
    rows = await fetch(
        "SELECT id, item_id, person_id, name, at, interest_type, nature, materiality, is_new, treatment, "
        "decided_by_name, due_on FROM sittings_declaration "
        "WHERE tenant_id = $1 AND meeting_id = $2 AND struck_at IS NULL ORDER BY at, id",
        scope.tenant.id,
        meeting_id,
    )
    found = []
    for row in rows:
        treatment = Treatment(row["treatment"]) if row["treatment"] else None
        effect = effects[treatment] if treatment else None
        found.append(DeclaredLine(**{**row, "treatment": treatment, "effect": effect}))
    return tuple(found)


async def _turns(scope: Scope, meeting_id: UUID) -> tuple[TurnLine, ...]:
    rows = await fetch(
        "SELECT id, kind, at, words FROM sittings_turn "
        "WHERE tenant_id = $1 AND meeting_id = $2 AND struck_at IS NULL ORDER BY at, id",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(TurnLine(**{**row, "kind": rules.Turn(row["kind"])}) for row in rows)
