"""Minutes composed from what was recorded: the values of the room's tables as `drafting` wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.calendar import in_words
from backend.planning.queries import MeetingQuestion
from backend.planning.rules.questions import QuestionState
from backend.sittings import drafting, presence, rules, timing
from backend.sittings.queries.agenda import AgendaLine, RegisterHit
from backend.sittings.queries.records import ActionLine, TakenDecision
from backend.sittings.queries.situation import DeclaredLine, Situation


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """Everything that minutes are made of. `apologies` are sentences, `next_meeting` a day in words."""

    zone: str
    situation: Situation
    items: tuple[AgendaLine, ...]
    hits: Mapping[UUID, tuple[RegisterHit, ...]]
    decisions: tuple[TakenDecision, ...]
    actions: tuple[ActionLine, ...]
    apologies: tuple[str, ...]
    next_meeting: str | None
    now: datetime

    def clock(self, moment: datetime) -> str:
        return timing.clock_of(moment, zone=self.zone)

    @property
    def standing_actions(self) -> tuple[ActionLine, ...]:
        return tuple(action for action in self.actions if action.struck_because is None)

    @property
    def opened_at(self) -> datetime:
        """When it began: as planned."""
        return self.situation.starts_at

    @property
    def last_moment(self) -> datetime:
        return self.situation.closed_at or self.now


def opening(recorded: Recorded) -> str:
    situation = recorded.situation
    came = _came(recorded)
    seated = {member.who for member in situation.members}
    at = _opened(recorded)
    quorum = situation.quorum_at(None, at)
    private = {item.id for item in recorded.items if item.private}
    headings = {item.id: item.heading for item in recorded.items}
    notes = drafting.OpeningNotes(
        chair=situation.chair_at(None, at),
        present=tuple(
            _attended(recorded, who) for who in came if who in seated or _deputises(situation, who)
        ),
        attending=tuple(
            _attended(recorded, who) for who in came if who not in seated and not _deputises(situation, who)
        ),
        apologies=recorded.apologies,
        quorum=situation.quorum_in_words,
        quorate=_quorate_sentence(quorum, recorded.clock(at)),
        declared=tuple(
            _declared_line(line, headings) for line in situation.declared if line.item_id not in private
        ),
    )
    return drafting.opening_of(notes)


def of_item(recorded: Recorded, item: AgendaLine) -> str:
    situation = recorded.situation
    decisions = [
        decision for decision in recorded.decisions if decision.item_id == item.id and not decision.struck
    ]
    at = decisions[0].decided_at if decisions else recorded.last_moment
    conflicts = _conflicts(recorded, item, at)
    named = {who for who, _ in conflicts}
    chair = next((decision.chair_name for decision in decisions if decision.chair_name), None)
    usual = situation.chair_at(None, at)
    took = any(event.kind is rules.Kind.TOOK_CHAIR and event.item_id == item.id for event in situation.events)
    if took and chair is None:
        chair = situation.chair_at(item.id, at)
    notes = drafting.ItemNotes(
        title=item.heading,
        lead=item.lead,
        papers=item.papers,
        private_reason=item.private_reason if item.private else None,
        chair=chair if took and chair != usual else None,
        movements=tuple(_movements(recorded, item.id, but=named)),
        conflicts=tuple(entry for _, entry in conflicts),
        decisions=tuple(_decision(recorded, decision) for decision in decisions),
        actions=tuple(_action(action) for action in recorded.standing_actions if action.item_id == item.id),
        withdrawn=item.withdrawn_because,
    )
    return drafting.item_of(notes)


def closing(recorded: Recorded) -> str:
    private = {item.id for item in recorded.items if item.private}
    turns = []
    for turn in recorded.situation.turns:
        if turn.kind is not rules.Turn.CLOSED:
            words = f": {turn.words}" if turn.words else "."
            turns.append(
                f"At {recorded.clock(turn.at)} the meeting {turn.in_words[:1].lower()}{turn.in_words[1:]}{words}"
            )
    closed = recorded.situation.closed_at
    notes = drafting.ClosingNotes(
        closed=f"The meeting closed at {recorded.clock(closed)}." if closed else None,
        private=tuple(
            item.label for item in recorded.items if item.private and item.withdrawn_because is None
        ),
        turns=tuple(turns),
        next_meeting=recorded.next_meeting,
        actions=tuple(
            _action(action) for action in recorded.standing_actions if action.item_id not in private
        ),
    )
    return drafting.closing_of(notes)


def questions(asked: Sequence[MeetingQuestion]) -> str:
    """What was asked and answered; a name only of whoever agreed to that."""
    return drafting.questions_of(
        [
            drafting.QuestionNote(
                reference=each.reference,
                name=each.name,
                text=each.text,
                refused=(each.ground or "No ground is recorded")
                if each.state is QuestionState.REFUSED
                else None,
                answer=each.answer,
            )
            for each in asked
        ]
    )


# -- parts


def _came(recorded: Recorded) -> list[str]:
    """Everybody who was in the room at any time, in the order in which they came."""
    kinds = (rules.Kind.ARRIVED, rules.Kind.RETURNED)
    return list(dict.fromkeys(event.who for event in recorded.situation.events if event.kind in kinds))


def _opened(recorded: Recorded) -> datetime:
    """The first moment from the start at which the meeting was quorate, and the start itself where it never was."""
    limit = min(
        (decision.decided_at for decision in recorded.decisions if not decision.struck),
        default=recorded.last_moment,
    )
    arrivals = [event.at for event in recorded.situation.events if recorded.opened_at < event.at <= limit]
    for at in (recorded.opened_at, *arrivals):
        if recorded.situation.quorum_at(None, at).quorate is not False:
            return at
    return arrivals[-1] if arrivals else recorded.opened_at


def _deputises(situation: Situation, who: str) -> bool:
    return any(event.who == who and event.stands_for and event.counts for event in situation.events)


def _as_deputy(stood_for: presence.Member, who: str) -> presence.Member | presence.NamedDeputy:
    """In whose seats somebody came: those they are named for, or all of the member's."""
    return next((deputy for deputy in stood_for.deputies if deputy.who == who), stood_for)


def _attended(recorded: Recorded, who: str) -> drafting.Attended:
    situation = recorded.situation
    own = [event for event in situation.events if event.who == who]
    member = next((each for each in situation.members if each.who == who), None)
    stands_for = next((event.stands_for for event in own if event.stands_for), None)
    stood_for = next((each for each in situation.members if each.who == stands_for), None)
    seat = member or (_as_deputy(stood_for, who) if stood_for else None)
    return drafting.Attended(
        name=own[0].name,
        seats=seat.seat_names if seat else (),
        votes=bool(seat and seat.votes and (member or own[0].counts)),
        stands_for=stood_for.name if stood_for else None,
        times=_times(recorded, own),
    )


def _times(recorded: Recorded, own: Sequence[presence.Event]) -> str | None:
    """Between which times, where it was not throughout: from 14:20, until 15:10."""
    said = []
    for event in own:
        if event.item_id is not None:
            continue
        if event.kind in (rules.Kind.ARRIVED, rules.Kind.RETURNED) and event.at > recorded.opened_at:
            said.append(f"from {recorded.clock(event.at)}")
        if event.kind is rules.Kind.LEFT:
            said.append(f"until {recorded.clock(event.at)}")
    if not said and all(event.item_id is not None for event in own):
        return "for part of the meeting"
    return ", ".join(said) or None


def _quorate_sentence(found: presence.QuorumFound, clock: str) -> str:
    if found.quorate is None:
        return "No quorum is laid down for this committee."
    if found.quorate:
        return f"The meeting was quorate at {clock}."
    return f"The meeting was not quorate at {clock}. {' '.join(found.unmet)}"


def _declared_line(line: DeclaredLine, headings: Mapping[UUID, str]) -> str:
    about = f", about {headings[line.item_id]}" if line.item_id in headings and line.item_id else ""
    new = f" It is new, and due on the register by {in_words(line.due_on)}." if line.due_on else ""
    return f"{line.name}{about}: {line.nature.rstrip('.')}.{new}"


def _conflicts(
    recorded: Recorded, item: AgendaLine, at: datetime
) -> list[tuple[str, drafting.ConflictEntry]]:
    """Who of those at the meeting has an interest in the item, by person; one entry each."""
    situation = recorded.situation
    came = set(_came(recorded))
    declared = [line for line in situation.declared if line.item_id == item.id]
    hits = [hit for hit in recorded.hits.get(item.id, ()) if str(hit.person_id) in came]
    handled = situation.handlings_of(item.id)
    names = {
        **{member.who: member.name for member in situation.members if member.who in handled},
        **{str(hit.person_id): hit.name for hit in hits},
        **{str(line.person_id): line.name for line in declared},
    }
    found = []
    for who, name in names.items():
        own = [line for line in declared if str(line.person_id) == who]
        registered = [hit.words for hit in hits if str(hit.person_id) == who]
        if not own and not registered and who not in came:
            continue
        interest = "; ".join(
            [line.nature.rstrip(".") for line in own] or registered or ["an interest in this item"]
        )
        handling = handled.get(who)
        quorum = situation.quorum_at(item.id, at)
        stays = presence.stays_of(situation.events, who, item_id=item.id)
        found.append(
            (
                who,
                drafting.ConflictEntry(
                    person=name,
                    interest=interest,
                    source="declared at the meeting" if own else "on the register",
                    materiality=next((line.materiality for line in own if line.materiality), None),
                    treatment=f"{name} {handling.in_words}" if handling else None,
                    decided_by=handling.decided_by if handling else None,
                    stays=tuple(
                        drafting.Stay(
                            left=recorded.clock(left) if left else None,
                            returned=recorded.clock(returned) if returned else None,
                        )
                        for left, returned in stays
                    ),
                    quorum_after=_without(name, quorum) if handling and not handling.counts else None,
                ),
            )
        )
    return found


def _without(name: str, quorum: presence.QuorumFound) -> str | None:
    if quorum.quorate is None:
        return None
    return f"Without {name} the meeting {'remained' if quorum.quorate else 'was not'} quorate for this item."


def _movements(recorded: Recorded, item_id: UUID, *, but: set[str]) -> list[str]:
    words = {
        rules.Kind.ARRIVED: "joined for this item at",
        rules.Kind.LEFT: "left for this item at",
        rules.Kind.RETURNED: "returned at",
    }
    return [
        f"{event.name} {words[event.kind]} {recorded.clock(event.at)}."
        for event in recorded.situation.events
        if event.item_id == item_id and event.kind in words and event.who not in but
    ]


def _decision(recorded: Recorded, decision: TakenDecision) -> drafting.DecisionNote:
    binding = decision.outcome in rules.BINDING
    power = None
    if decision.power in (rules.Power.WITHIN, rules.Power.NEEDS_CONSENT) and binding:
        power = decision.power_words
    return drafting.DecisionNote(
        outcome=decision.outcome_in_words,
        text=decision.text,
        mover=decision.mover_name,
        function=decision.function,
        value=decision.value_in_words,
        power=power,
        consent=decision.consent,
        votes=decision.votes_in_words,
        # as it stood at the meeting: what was ratified later stands in the minutes of that later meeting
        faults=tuple(f"{fault.words} {fault.way}" for fault in decision.faults),
    )


def _action(action: ActionLine) -> drafting.ActionNote:
    return drafting.ActionNote(
        words=action.words, owner=action.owner_name, due=in_words(action.due_on) if action.due_on else None
    )
