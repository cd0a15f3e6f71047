"""Conditions set when a gate is passed: followed up as actions, settled by a person, carried over with a trail."""

from datetime import date
from uuid import UUID

from backend.delegation.operations import standing
from backend.delegation.operations.following_up import follow_up, put_off
from backend.delegation.queries import gates
from backend.delegation.queries.gate_views import GateView, ImposedView
from backend.delegation.rules import gates as at_gates
from backend.delegation.tables.gates import Imposed, ImposedState
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.kit.periods import Kind as PeriodKind
from backend.kit.periods import Period, UnableToReadPeriod
from backend.ledger import operations as ledger
from backend.scope import Scope


async def impose(
    scope: Scope,
    *,
    gate_id: UUID,
    words: str,
    due_on: date | None = None,
    owner_person_id: UUID | None = None,
    imposed_by: str = "",
    passing_id: UUID | None = None,
) -> UUID:
    """Set a condition at a gate and enter its follow-up in the action log; returns the condition's id.

    `imposed_by` names who set it, such as the reviewing body; the actor unless given. Raises
    at_gates.UnableToSetCondition, NotFound.
    """
    gate = await gates.gate(scope, gate_id=gate_id)
    if not words.strip():
        raise at_gates.UnableToSetCondition("Write what has to be done.", field="words")
    return await _add(
        scope,
        gate,
        words=words.strip(),
        imposed_by=imposed_by.strip() or scope.actor.name,
        due_on=due_on,
        owner_person_id=owner_person_id,
        passing_id=passing_id or (gate.passing.id if gate.passing else None),
    )


async def settle(
    scope: Scope, *, imposed_id: UUID, state: at_gates.Imposed, words: str, on: date | None = None
) -> None:
    """Say that a condition is met, is not, is open again or falls away: a person's word, with what it rests on.

    Raises at_gates.UnableToSetCondition, NotPermitted, NotFound.
    """
    found = await _hold(scope, imposed_id)
    at_gates.check_is_person(scope.actor.person_id, act="say how a condition stands")
    at_gates.check_can_settle(found.state, state, words=words)
    day = on or scope.today
    if day > scope.today:
        raise at_gates.UnableToSetCondition("That day is still to come.", field="on")
    await _say(scope, found, state, words=words.strip(), on=day)


async def carry_over(
    scope: Scope,
    *,
    imposed_id: UUID,
    words: str,
    to_gate_id: UUID | None = None,
    year: str | None = None,
    due_on: date | None = None,
) -> UUID:
    """Carry a condition that is still owed into a later year, or to another gate; returns the new condition's id.

    The old one says where it went and the new one whence it came; the follow-up stays the same action, now due with
    the new one. `year` is written 2015/16, and its last day is the due day where none is given.
    Raises at_gates.UnableToSetCondition, NotPermitted, NotFound.
    """
    found = await _hold(scope, imposed_id)
    at_gates.check_is_person(scope.actor.person_id, act="carry a condition over")
    elsewhere = to_gate_id is not None and to_gate_id != found.gate_id
    at_gates.check_can_carry(found.state, words=words, year=year, elsewhere=elsewhere)
    if year and not _is_year(year):
        raise at_gates.UnableToSetCondition(
            f"“{year}” is no financial year. Write it as 2015/16.", field="year"
        )
    gate = await gates.gate(scope, gate_id=to_gate_id or found.gate_id)
    if gate.programme_id != found.programme_id:
        raise at_gates.UnableToSetCondition(
            "A condition is carried to a gate of the same programme.", field="to_gate_id"
        )
    due = due_on or (Period.read(year).ends_on if year else found.due_on)
    carried = await _add(
        scope,
        gate,
        words=found.words,
        imposed_by=found.imposed_by,
        due_on=due,
        year=year,
        carried=found,
    )
    if found.action_id is not None and due is not None:
        await put_off(scope, action_id=found.action_id, due_on=due, words=words)
    where = f"to gate {gate.slug}" if elsewhere else ""
    into = f"into {year}" if year else ""
    trail = " and ".join(filter(None, (into, where)))
    await _say(
        scope, found, at_gates.Imposed.CARRIED, words=f"Carried {trail}. {words.strip()}", on=scope.today
    )
    return carried


def _is_year(text: str) -> bool:
    try:
        return Period.read(text).kind is PeriodKind.FINANCIAL_YEAR
    except UnableToReadPeriod:
        return False


async def _hold(scope: Scope, imposed_id: UUID) -> ImposedView:
    """The condition as it stands, its gate held until the transaction ends."""
    found = await gates.imposed(scope, imposed_id=imposed_id)
    await standing.hold_gate(scope, found.gate_id)
    return await gates.imposed(scope, imposed_id=imposed_id)


async def _add(
    scope: Scope,
    gate: GateView,
    *,
    words: str,
    imposed_by: str,
    due_on: date | None,
    owner_person_id: UUID | None = None,
    passing_id: UUID | None = None,
    year: str | None = None,
    carried: ImposedView | None = None,
) -> UUID:
    imposed_id = new_id()
    number = await standing.next_number(scope, "delegation_imposed", gate.programme_id)
    if carried is not None:
        action_id = carried.action_id
    else:
        action_id = await follow_up(
            scope,
            source_id=imposed_id,
            title=f"Gate {gate.slug}: condition {number}",
            words=words,
            owner_person_id=owner_person_id,
            due_on=due_on,
        )
    values = {
        "words": words,
        "imposed_by": imposed_by,
        "imposed_on": scope.today,
        "due_on": due_on,
        "year": year,
        "action_id": action_id,
    }
    await Imposed.add(
        scope,
        id=imposed_id,
        programme_id=gate.programme_id,
        gate_id=gate.id,
        passing_id=passing_id,
        carried_from_id=carried.id if carried else None,
        number=number,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        **values,
    )
    found = await gates.imposed(scope, imposed_id=imposed_id)
    await ledger.record(
        scope,
        "delegation.imposed-condition.set",
        found.record,
        after={**values, "gate": gate.slug, "carried_from": carried.number if carried else None},
    )
    return imposed_id


async def _say(scope: Scope, found: ImposedView, state: at_gates.Imposed, *, words: str, on: date) -> None:
    versions = await fetch(
        "SELECT count(*)::int AS n FROM delegation_imposed_state WHERE tenant_id = $1 AND imposed_id = $2",
        scope.tenant.id,
        found.id,
    )
    values = {"state": state.value, "words": words, "since": on}
    await ImposedState.add(
        scope,
        imposed_id=found.id,
        version=versions[0]["n"] + 1,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
        **values,
    )
    act = "carried-over" if state is at_gates.Imposed.CARRIED else "settled"
    await ledger.record(
        scope,
        f"delegation.imposed-condition.{act}",
        found.record,
        before={"state": found.state},
        after=values,
    )
