"""Proposing what has been kept long enough, deciding about it, holding it, and noting that it was done.

An approved disposal is carried out by hand, and noted here with who did it, when and how: no row is removed. The entry,
its versions and the ledger's lines about it hold the same words; `erasing` takes a person's out of the ledger, for a
reason and for good, and leaves every proof valid. Erasing the entry alone would only seem to dispose of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from backend.interests.queries.withholding import SEE
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.registers.operations.publishing import RETENTION
from backend.registers.queries import falling_due, publications
from backend.registers.queries import retention as queries
from backend.registers.rules import retention as rules
from backend.registers.rules.publication import months_after
from backend.registers.tables.retention import Disposal, Hold
from backend.scope import NotFound, OvertakenByAnother, Scope
from backend.tenancy import dues

_MAY = "registers.retain"
_NOT_YOURS = "Your role doesn’t decide what is kept."

_AT_ONCE = 500
"""How many proposals one statement writes."""

_PROPOSE = """
INSERT INTO registers_disposal (tenant_id, id, record_type, record_id, person_id, title, outcome, schedule, ended_on,
  due_on, state, proposed_at)
SELECT $1, new.id, new.record_type, new.record_id, new.person_id, new.title, new.outcome, $2, new.ended_on, new.due_on,
  'proposed', $3
FROM unnest($4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::date[], $11::date[])
  AS new (id, record_type, record_id, person_id, title, outcome, ended_on, due_on)
ON CONFLICT (tenant_id, record_type, record_id, ended_on) DO NOTHING RETURNING id
"""


async def propose_disposals(scope: Scope) -> int:
    """Propose what is due today and not held; what was proposed once is not proposed again. Returns how many are new.

    Nothing is removed. What is withheld from the public is looked at too: it is kept no longer than the rest.
    """
    seeing = replace(scope, permissions=scope.permissions | {SEE})
    schedule, new = queries.schedule_of(scope), 0
    while lines := await falling_due.to_propose(seeing, schedule=schedule, most=_AT_ONCE):
        added = await _propose(scope, schedule.key, {new_id(): line for line in lines})
        new += added
        if (
            len(lines) < _AT_ONCE or not added
        ):  # where another proposed the same meanwhile, the rest is theirs
            break
    await dues.set_due(
        scope, chore=RETENTION, at=publications.morning_of(scope, months_after(scope.today.replace(day=1), 1))
    )
    return new


async def _propose(scope: Scope, schedule: str, lines: Mapping[UUID, falling_due.DueLine]) -> int:
    """Write proposals with their lines of the ledger; returns how many were not there yet."""
    added = await fetch(
        _PROPOSE,
        scope.tenant.id,
        schedule,
        scope.now,
        list(lines),
        [line.kept.record_type for line in lines.values()],
        [line.kept.record_id for line in lines.values()],
        [line.kept.person_id for line in lines.values()],
        [line.kept.title for line in lines.values()],
        [line.record_type.outcome.value for line in lines.values()],
        [line.kept.ended_on for line in lines.values()],
        [line.due_on for line in lines.values()],
    )
    found = [(row["id"], lines[row["id"]]) for row in added]
    await ledger.record_many(
        scope,
        "registers.disposal.proposed",
        [
            ledger.Line(
                subject=_record(disposal_id),
                after={
                    "record_type": line.kept.record_type,
                    "record": line.kept.record_id,
                    "due_on": line.due_on,
                },
            )
            for disposal_id, line in found
        ],
    )
    return len(added)


async def decide_disposal(scope: Scope, *, disposal_id: UUID, approve: bool, reason: str) -> None:
    """Approve a disposal or an appraisal, or keep the record; with a reason either way.

    Raises `NotPermitted`, `NotFound`, `OvertakenByAnother`, `UnableToDispose`.
    """
    scope.check_may(_MAY, _NOT_YOURS)
    line = await _held(scope, disposal_id)

    rules.check_decision(line.state, held=line.held, approve=approve, reason=reason)

    state = rules.DisposalState.APPROVED if approve else rules.DisposalState.KEPT
    await Disposal.change(
        scope,
        state=state,
        decided_at=scope.now,
        decided_by=scope.actor.person_id,
        decided_by_name=scope.actor.name,
        reason=reason.strip(),
    ).where(Disposal.id == disposal_id)
    await ledger.record(
        scope,
        f"registers.disposal.{state.value}",
        _record(disposal_id),
        after={"record": line.record_id, "reason": reason.strip()},
    )


async def note_carried_out(scope: Scope, *, disposal_id: UUID, how: str) -> None:
    """Note that an approved disposal was carried out by hand: what was done, by whom. See the module."""
    scope.check_may(_MAY, _NOT_YOURS)
    line = await _held(scope, disposal_id)

    rules.check_carried_out(line.state, held=line.held, how=how)

    await Disposal.change(
        scope,
        state=rules.DisposalState.CARRIED_OUT,
        carried_out_at=scope.now,
        carried_out_by_name=scope.actor.name,
        carried_out_how=how.strip(),
    ).where(Disposal.id == disposal_id)
    await ledger.record(
        scope,
        "registers.disposal.carried-out",
        _record(disposal_id),
        after={"record": line.record_id, "how": how.strip()},
    )


async def place_hold(
    scope: Scope, *, kind: rules.HoldKind, reason: str, record_type: str | None, person_id: UUID | None
) -> UUID:
    """Hold records of a type or of every type, of a person or of everybody. Returns the hold's id."""
    scope.check_may(_MAY, _NOT_YOURS)
    if not reason.strip():
        raise rules.UnableToDispose("Enter the reason.", field="reason")
    if record_type is not None and queries.schedule_of(scope).record_type(record_type) is None:
        raise rules.UnableToDispose("Choose a kind of record from the list.", field="record_type")
    if person_id is not None and person_id not in await people.persons_by_id(scope, [person_id]):
        raise NotFound("person")

    hold_id: UUID = await Hold.add(
        scope,
        kind=kind,
        record_type=record_type,
        person_id=person_id,
        reason=reason.strip(),
        placed_at=scope.now,
        placed_by_name=scope.actor.name,
    )
    after = {"kind": kind, "record_type": record_type, "person": person_id, "reason": reason.strip()}
    await ledger.record(scope, "registers.hold.placed", _hold_record(hold_id), after=after)
    return hold_id


async def lift_hold(scope: Scope, *, hold_id: UUID, reason: str) -> None:
    """Lift a hold; what it kept is proposed when the schedule is next looked at."""
    scope.check_may(_MAY, _NOT_YOURS)
    line = await queries.hold_of(scope, hold_id=hold_id)
    if line.lifted_at is not None:
        raise OvertakenByAnother(f"{line.lifted_by_name} has lifted this hold already.")
    if not reason.strip():
        raise rules.UnableToDispose("Enter why the hold is lifted.", field="reason")

    await Hold.change(
        scope, lifted_at=scope.now, lifted_by_name=scope.actor.name, lifted_because=reason.strip()
    ).where(Hold.id == hold_id)
    await ledger.record(
        scope, "registers.hold.lifted", _hold_record(hold_id), after={"reason": reason.strip()}
    )
    await dues.set_due_by(scope, chore=RETENTION, at=scope.now)


async def _held(scope: Scope, disposal_id: UUID) -> queries.DisposalLine:
    """The proposal, for us alone until the transaction ends. Raises `NotFound`."""
    await fetch(
        "SELECT 1 FROM registers_disposal WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        disposal_id,
    )
    return await queries.disposal_of(scope, disposal_id=disposal_id)


def _record(disposal_id: UUID) -> Record:
    return Record(room="registers", kind="disposal", id=disposal_id, title="A record that is old enough")


def _hold_record(hold_id: UUID) -> Record:
    return Record(room="registers", kind="hold", id=hold_id, title="A hold on records")
