"""The live page of a meeting: who is in the room, the quorum of each item now, and everything recorded so far."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.powers import queries as powers
from backend.scope import Scope
from backend.sittings import presence, rules, timing
from backend.sittings.queries.agenda import AgendaLine, RegisterHit, agenda_of, hits_of
from backend.sittings.queries.following import FollowUp, follow_ups
from backend.sittings.queries.records import ActionLine, TakenDecision, actions_of, decisions_of
from backend.sittings.queries.situation import DeclaredLine, Situation, situation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member as the page shows them. `state` is one of: in, out, apologies, expected.

    `deputies` are those named for their seats who are not in the room; `coming` which of them was said to come.
    """

    person_id: UUID
    name: str
    seats: tuple[str, ...]
    votes: bool
    state: str
    words: str
    deputies: tuple[presence.NamedDeputy, ...] = ()
    coming: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """Somebody with an interest in an item. `warning` where they are in the room though they were to leave it."""

    name: str
    interest: str
    handling: str | None
    warning: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """An item on the page: its quorum at its decision, or now where nothing is decided yet."""

    item: AgendaLine
    quorum: presence.QuorumFound
    decided: bool
    chair: str | None
    out: tuple[str, ...]
    conflicts: tuple[ConflictLine, ...]
    decisions: tuple[TakenDecision, ...]
    doubts: tuple[str, ...]
    actions: tuple[ActionLine, ...]
    voters: tuple[presence.Present, ...]
    classes: tuple["ClassLine", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class by which the body votes, and how many of it may vote on the item."""

    id: str
    name: str
    may_vote: int

    @property
    def in_words(self) -> str:
        return f"{self.may_vote} may vote" if self.may_vote else "nobody in the room may vote"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of what was recorded; `what` says which kind of line, for striking it out."""

    what: str
    id: UUID
    at: datetime
    clock: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveView:
    """Everything on the live page. `quorum` is of the whole meeting, conflicts aside."""

    situation: Situation
    clock: str
    holder: str | None
    held_by_me: bool
    held_since: str | None
    quorum: presence.QuorumFound
    chair: str | None
    members: tuple[MemberRow, ...]
    others: tuple[presence.Present, ...]
    items: tuple[ItemLine, ...]
    actions: tuple[ActionLine, ...]
    declared: tuple[DeclaredLine, ...]
    log: tuple[LogLine, ...]
    followed: Mapping[UUID, FollowUp]
    people: tuple[tuple[UUID, str], ...]
    functions: tuple[powers.FunctionLine, ...]

    @property
    def present(self) -> int:
        return len(self.others) + sum(member.state == "in" for member in self.members)

    @property
    def member_choices(self) -> list[tuple[UUID, str]]:
        return [(member.person_id, member.name) for member in self.members]

    @property
    def item_choices(self) -> list[tuple[UUID, str]]:
        return [(each.item.id, each.item.heading) for each in self.items]

    @property
    def may_write(self) -> bool:
        return self.holder is None or self.held_by_me


async def live_of(scope: Scope, *, meeting_id: UUID) -> LiveView:
    """The live page, in a number of statements that neither items nor people change. Raises NotFound."""
    situation = await situation_of(scope, meeting_id=meeting_id)
    items = await agenda_of(scope, meeting_id=meeting_id)
    hits = await hits_of(scope, situation, items)
    decisions = await decisions_of(scope, meeting_id=meeting_id)
    actions = await actions_of(scope, meeting_id=meeting_id)
    away = await fetch(
        "SELECT person_id, deputy_person_id FROM meetings_attendance "
        "WHERE tenant_id = $1 AND meeting_id = $2 AND NOT expected",
        scope.tenant.id,
        meeting_id,
    )
    holds = await fetch(
        "SELECT person_id, name, since FROM sittings_hold WHERE tenant_id = $1 AND meeting_id = $2",
        scope.tenant.id,
        meeting_id,
    )
    hold = holds[0] if holds else None
    zone = scope.tenant.time_zone
    now = situation.closed_at or scope.now
    room = situation.room(None, now)
    seated = {member.who for member in situation.members}
    return LiveView(
        situation=situation,
        clock=timing.clock_of(scope.now, zone=zone),
        holder=hold["name"] if hold else None,
        held_by_me=hold is not None and hold["person_id"] == scope.actor.person_id,
        held_since=timing.clock_of(hold["since"], zone=zone) if hold else None,
        quorum=presence.quorum_of(situation.quorum, room),
        chair=situation.chair_at(None, now),
        members=tuple(
            _member(
                situation,
                member,
                {str(row["person_id"]): row["deputy_person_id"] for row in away},
                {present.who for present in room},
                zone,
            )
            for member in situation.members
        ),
        others=tuple(present for present in room if present.who not in seated),
        items=tuple(_item(situation, item, hits.get(item.id, ()), decisions, actions, now) for item in items),
        actions=tuple(action for action in actions if action.item_id is None),
        declared=situation.declared,
        log=tuple(reversed(_log(situation, items, zone))),
        followed=await _followed(scope, situation),
        people=_people(situation, items),
        functions=await powers.functions_of(scope, on=situation.day),
    )


async def _followed(scope: Scope, situation: Situation) -> dict[UUID, FollowUp]:
    """Where the register stands on what was new, by declaration; asked only where there is any."""
    if not any(line.due_on for line in situation.declared):
        return {}
    return {each.id: each for each in await follow_ups(scope, meeting_id=situation.meeting_id)}


def _member(
    situation: Situation,
    member: presence.Member,
    away: Mapping[str, UUID | None],
    inside: Collection[str],
    zone: str,
) -> MemberRow:
    own = [event for event in situation.events if event.who == member.who and event.item_id is None]
    moves = [event for event in own if event.kind is not rules.Kind.TOOK_CHAIR]
    last = moves[-1] if moves else None
    if last is None or last.kind is rules.Kind.APOLOGIES:
        state = "apologies" if last or member.who in away else "expected"
        words = "Apologies" if state == "apologies" else "Not here yet"
    else:
        came = last.kind in (rules.Kind.ARRIVED, rules.Kind.RETURNED)
        state = "in" if came else "out"
        words = f"{'In' if came else 'Left'} at {timing.clock_of(last.at, zone=zone)}"
    return MemberRow(
        person_id=UUID(member.who),
        name=member.name,
        seats=member.seat_names,
        votes=member.votes,
        state=state,
        words=words,
        deputies=()
        if state == "in"
        else tuple(deputy for deputy in member.deputies if deputy.who not in inside),
        coming=next(
            (deputy.name for deputy in member.deputies if deputy.who == str(away.get(member.who))), None
        ),
    )


def _item(
    situation: Situation,
    item: AgendaLine,
    hits: Sequence[RegisterHit],
    decisions: Sequence[TakenDecision],
    actions: Sequence[ActionLine],
    now: datetime,
) -> ItemLine:
    every = tuple(decision for decision in decisions if decision.item_id == item.id)
    own = tuple(decision for decision in every if not decision.struck)
    at = own[-1].decided_at if own else now
    room = situation.room(item.id, at)
    inside = {present.who for present in room}
    whole = situation.room(None, at)
    voters = tuple(present for present in room if present.may_vote)
    classes = _classes(situation, voters)
    return ItemLine(
        item=item,
        quorum=presence.quorum_of(situation.quorum, room),
        decided=bool(own),
        chair=situation.chair_at(item.id, at),
        out=tuple(present.name for present in whole if present.who not in inside),
        conflicts=_conflicts(situation, item, hits, inside),
        decisions=every,
        doubts=tuple(_doubts(own, len(voters), classes)),
        actions=tuple(action for action in actions if action.item_id == item.id),
        voters=voters,
        classes=classes,
    )


def _classes(situation: Situation, voters: Sequence[presence.Present]) -> tuple[ClassLine, ...]:
    if situation.voting is None:
        return ()
    own = [situation.voting.class_of(voter.seats) for voter in voters]
    return tuple(
        ClassLine(id=each.id, name=each.name, may_vote=sum(of is not None and of.id == each.id for of in own))
        for each in situation.voting.classes
    )


def _conflicts(
    situation: Situation, item: AgendaLine, hits: Sequence[RegisterHit], inside: set[str]
) -> tuple[ConflictLine, ...]:
    names = {member.who: member.name for member in situation.members}
    interests: dict[str, list[str]] = {}
    for hit in hits:
        names[str(hit.person_id)] = hit.name
        interests.setdefault(str(hit.person_id), []).append(hit.words)
    for line in situation.declared:
        if line.item_id == item.id:
            names[str(line.person_id)] = line.name
            interests.setdefault(str(line.person_id), []).append(f"{line.nature} (declared here)")
    handled = situation.handlings_of(item.id)
    found = []
    for who in dict.fromkeys([*interests, *handled]):
        handling = handled.get(who)
        leaves = handling is not None and not handling.in_room and who in inside
        found.append(
            ConflictLine(
                name=names.get(who, "Somebody who no longer sits here"),
                interest="; ".join(interests.get(who, ["an interest in this item"])),
                handling=f"{names.get(who, 'They')} {handling.in_words}" if handling else None,
                warning="Still in the room for this item." if leaves else None,
            )
        )
    return tuple(found)


def _doubts(decisions: Sequence[TakenDecision], voters: int, classes: Sequence[ClassLine] = ()) -> list[str]:
    may = {each.id: each.may_vote for each in classes}
    found = []
    for decision in decisions:
        if doubt := rules.doubt_of(decision.outcome, decision.tally):
            found.append(doubt)
        votes = decision.tally.votes_for + decision.tally.against + decision.tally.abstained
        if votes > voters:
            found.append(
                f"{votes} votes are recorded, but {voters} of those in the room may vote. Check both."
            )
        found += [
            f"{each.name}: {each.counted} votes are recorded, but {may[each.id]} of the class in the room may vote. "
            "Check both."
            for each in decision.tally.classes
            if each.id in may and each.counted > may[each.id]
        ]
    if len(decisions) > 1:
        found.append(f"{len(decisions)} decisions are recorded on this item. Each stands as it was recorded.")
    return found


def _log(situation: Situation, items: Sequence[AgendaLine], zone: str) -> list[LogLine]:
    headings = {item.id: item.heading for item in items}
    names = {member.who: member.name for member in situation.members}
    lines = []
    for event in situation.events:
        about = f" for item {headings[event.item_id]}" if event.item_id in headings and event.item_id else ""
        deputy = f", deputy for {names.get(event.stands_for, 'somebody')}" if event.stands_for else ""
        note = f" ({event.note})" if event.note else ""
        words = f"{event.name}{deputy}: {rules.KIND_IN_WORDS[event.kind].lower()}{about}{note}"
        lines.append(("presence", event.id, event.at, words))
    for turn in situation.turns:
        lines.append(("turn", turn.id, turn.at, f"{turn.in_words}{f': {turn.words}' if turn.words else ''}"))
    for line in situation.declared:
        lines.append(("declaration", line.id, line.at, f"{line.name} declared: {line.nature}"))
    return [
        LogLine(what=what, id=each, at=at, clock=timing.clock_of(at, zone=zone), words=words)
        for what, each, at, words in sorted(lines, key=lambda line: (line[2], line[1]))
    ]


def _people(situation: Situation, items: Sequence[AgendaLine]) -> tuple[tuple[UUID, str], ...]:
    """Members, whoever was there, and whoever leads an item, by name."""
    names = {UUID(member.who): member.name for member in situation.members}
    names |= {item.lead_person_id: item.lead for item in items if item.lead_person_id and item.lead}
    for event in situation.events:
        if not event.who.startswith("guest "):
            names.setdefault(UUID(event.who), event.name)
    return tuple(sorted(names.items(), key=lambda pair: pair[1].casefold()))
