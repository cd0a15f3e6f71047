"""Recording what a gate guards as it happened: never refused for its irregularity, always followed up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from backend.committees import queries as committees
from backend.delegation import rules
from backend.delegation.operations import evidence as showing
from backend.delegation.operations import standing
from backend.delegation.operations.following_up import follow_up as follow_up_by_action
from backend.delegation.queries import gates, milestones
from backend.delegation.queries.gate_views import GateView
from backend.delegation.rules import gates as at_gates
from backend.delegation.tables.gates import Happening
from backend.kit.calendar import in_words
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.planning import operations as planning
from backend.scope import NotFound, Refusal, Scope

_SOON = timedelta(days=14)
_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What is to be done about it. Left out, the officer who records is asked to report it within a fortnight."""

    words: str
    owner_person_id: UUID | None = None
    due_on: date | None = None


async def record_happening(
    scope: Scope,
    *,
    gate_id: UUID,
    what: at_gates.What,
    words: str,
    happened_on: date,
    decided_by: str,
    milestone_id: UUID | None = None,
    function: str | None = None,
    evidence: Sequence[Record] = (),
    follow_up: FollowUp | None = None,
) -> UUID:
    """Record that something which the gate guards has happened; returns the record's id.

    Where the gate was not passed on that day it is irregular: an action follows it up and the governing body's plan is
    asked to take it. Refused is only what says nothing: no words, a day to come, a milestone of another programme.
    Raises at_gates.UnableToRecord, NotFound.
    """
    gate = await gates.gate(scope, gate_id=gate_id)
    _check_words(words, decided_by=decided_by, happened_on=happened_on, today=scope.today)
    if what is at_gates.What.MILESTONE:
        await _check_milestone(scope, gate, milestone_id)
    then = await gates.gate(scope, gate_id=gate_id, on=happened_on)
    irregular = not then.open or what is at_gates.What.PASSING
    happening_id = new_id()
    number = await standing.next_number(scope, "delegation_happening", gate.programme_id)
    action_id = await _follow_up(scope, gate, happening_id, number, words, follow_up) if irregular else None
    values = {
        "what": what.value,
        "words": words.strip(),
        "happened_on": happened_on,
        "decided_by": decided_by.strip(),
        "function": function,
        "irregular": irregular,
        "why": at_gates.why_irregular(then.at_gate, happened_on) if irregular else "",
        "action_id": action_id,
    }
    await Happening.add(
        scope,
        id=happening_id,
        programme_id=gate.programme_id,
        gate_id=gate_id,
        number=number,
        milestone_id=milestone_id if what is at_gates.What.MILESTONE else None,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        **values,
    )
    found = await gates.happening(scope, happening_id=happening_id)
    await ledger.record(scope, "delegation.happening.recorded", found.record, after=values)
    for record in evidence:
        await showing.show(scope, happening_id=happening_id, record=record, kind="other")
    if irregular:
        await _propose(scope, gate, words=words, on=happened_on)
    return happening_id


async def report_happening(scope: Scope, *, happening_id: UUID, to: str, on: date) -> None:
    """Say to whom it was reported, and when. Raises at_gates.UnableToRecord, NotFound."""
    found = await gates.happening(scope, happening_id=happening_id)
    if not to.strip():
        raise at_gates.UnableToRecord("Say to whom it was reported.", field="to")
    if on > scope.today:
        raise at_gates.UnableToRecord("That day is still to come.", field="on")
    if on < found.happened_on:
        raise at_gates.UnableToRecord("It was reported before it happened; enter another day.", field="on")
    values = {"reported_on": on, "reported_to": to.strip()}
    before = {"reported_on": found.reported_on, "reported_to": found.reported_to}
    await Happening.change(scope, **values).where(Happening.id == happening_id)
    await ledger.record(scope, "delegation.happening.reported", found.record, before=before, after=values)


async def strike_out(scope: Scope, *, happening_id: UUID, because: str) -> None:
    """Strike out what was recorded by mistake: it did not happen. It stays to be read, with why.

    Raises at_gates.UnableToRecord, NotPermitted, NotFound.
    """
    found = await gates.happening(scope, happening_id=happening_id)
    at_gates.check_is_person(scope.actor.person_id, act="strike out what is recorded")
    if found.struck_at is not None:
        raise at_gates.UnableToRecord("It is struck out already.")
    if len(because.strip()) < at_gates.MINIMUM_REASON:
        raise at_gates.UnableToRecord("Say why it is struck out.", field="because")
    values = {
        "struck_at": scope.now,
        "struck_by": scope.actor.name,
        "struck_because": because.strip(),
    }
    await Happening.change(scope, **values).where(Happening.id == happening_id)
    await ledger.record(scope, "delegation.happening.struck-out", found.record, after=values)


def _check_words(words: str, *, decided_by: str, happened_on: date, today: date) -> None:
    if not words.strip():
        raise at_gates.UnableToRecord("Say what happened.", field="words")
    if not decided_by.strip():
        raise at_gates.UnableToRecord(
            "Say who decided it, as far as that is known; “not known” will do.", field="decided_by"
        )
    rules.check_day(happened_on, today=today, refusal=at_gates.UnableToRecord)


async def _check_milestone(scope: Scope, gate: GateView, milestone_id: UUID | None) -> None:
    if milestone_id is None:
        raise at_gates.UnableToRecord("Choose the milestone that was reached.", field="milestone_id")
    if all(each.id != milestone_id for each in gate.milestones):
        found = await milestones.milestone(scope, milestone_id=milestone_id)
        raise at_gates.UnableToRecord(
            f"{found.slug} does not stand behind gate {gate.slug}.", field="milestone_id"
        )


async def _follow_up(
    scope: Scope,
    gate: GateView,
    happening_id: UUID,
    number: int,
    words: str,
    follow_up: FollowUp | None,
) -> UUID:
    asked = follow_up or FollowUp(
        words=f"Report what happened at gate {gate.slug} although it was not passed, and say what follows: "
        f"{words.strip()}",
        due_on=scope.today + _SOON,
    )
    return await follow_up_by_action(
        scope,
        source_id=happening_id,
        title=f"Gate {gate.slug}: irregular, number {number}",
        words=asked.words,
        owner_person_id=asked.owner_person_id,
        due_on=asked.due_on,
    )


async def _propose(scope: Scope, gate: GateView, *, words: str, on: date) -> None:
    """Ask the plan of the body that decides to take it; a plan that can't take it refuses no fact."""
    lines = await committees.committees_of(scope)
    bodies = [line for line in lines if line.kind in rules.DECIDING_KINDS and line.held_by is None]
    if not bodies:
        return
    first = min(bodies, key=lambda line: list(rules.REPORTS_TO).index(line.kind))
    try:
        await planning.propose_business(
            scope,
            committee_id=first.id,
            title=f"Past gate {gate.slug}: {words.strip()}"[:_TITLE],
            why=f"It happened on {in_words(on)} although the gate was not passed, and is to be reported.",
        )
    except (Refusal, NotFound):
        return
