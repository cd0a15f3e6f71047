"""Recording who has done a module, one person or many at once, and settling by name who must."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.interests import settings
from backend.interests.rules import training as rules
from backend.interests.tables.training import Completion, Duty
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import NotFound, Scope

_INSERT = """
INSERT INTO interests_training (tenant_id, id, person_id, module, rule_set, done_on, score, certificate_id,
  recorded_at, recorded_by)
SELECT $1, x.id, x.person_id, $2, $3, $4, $5, $6, $7, $8 FROM unnest($9::uuid[], $10::uuid[]) AS x (id, person_id)
ON CONFLICT (tenant_id, person_id, module, done_on) WHERE withdrawn_at IS NULL DO NOTHING
RETURNING id, person_id
"""
_MOST_AT_ONCE = 2_000


async def record_training(
    scope: Scope,
    *,
    person_ids: Sequence[UUID],
    module: str,
    done_on: date,
    score: int | None = None,
    certificate_id: UUID | None = None,
) -> int:
    """Record that each of these people did `module` on a day; returns how many of it are new.

    Who is already recorded for that module and day stays as they are. All or nobody: a person of nowhere raises
    `NotFound`, anything else that can't be `UnableToRecordTraining`. Three statements and one line of the ledger each.
    """
    rule_set = await settings.rule_set_of(scope)
    wanted = list(dict.fromkeys(person_ids))

    rules.check_completion(
        training=rule_set.training, module=module, done_on=done_on, score=score, today=scope.today
    )
    if not wanted:
        raise rules.UnableToRecordTraining("Tick at least one person.", field="person_ids")
    if len(wanted) > _MOST_AT_ONCE:
        raise rules.UnableToRecordTraining(
            f"Tick {_MOST_AT_ONCE:,} people or fewer at once.", field="person_ids"
        )
    if len(wanted) > 1 and (score is not None or certificate_id is not None):
        raise rules.UnableToRecordTraining(
            "A score and a certificate are one person’s: record each person alone.", field="person_ids"
        )
    known = await people.persons_by_id(scope, wanted)
    if len(known) < len(wanted):
        raise NotFound("person")

    added = await fetch(
        _INSERT,
        scope.tenant.id,
        module,
        rule_set.key,
        done_on,
        score,
        certificate_id,
        scope.now,
        scope.actor.name,
        [new_id() for _ in wanted],
        wanted,
    )
    names = sorted(known[row["person_id"]].name for row in added)
    if added:
        title = f"{module}: {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        subject = Record(room="interests", kind="training", id=added[0]["id"], title=title)
        after = {
            "module": module,
            "rule_set": rule_set.key,
            "done_on": done_on,
            "score": score,
            "people": [row["person_id"] for row in added],
        }
        await ledger.record(scope, "interests.training.recorded", subject, after=after)
    return len(added)


async def withdraw_training(scope: Scope, *, completion_id: UUID, reason: str) -> UUID:
    """Take back a completion that was entered by mistake; it stays, with the reason. Returns the person's id."""
    rows = await fetch(
        "SELECT person_id, module, done_on, withdrawn_at FROM interests_training"
        " WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        completion_id,
    )
    if not rows:
        raise NotFound("training")
    if rows[0]["withdrawn_at"] is not None:
        raise rules.UnableToRecordTraining("It was taken back before.")

    await Completion.change(scope, withdrawn_at=scope.now, withdrawn_because=reason).where(
        Completion.id == completion_id
    )
    person_id: UUID = rows[0]["person_id"]
    person = await people.person_line_of(scope, person_id=person_id)
    subject = Record(
        room="interests", kind="training", id=completion_id, title=f"{rows[0]['module']}: {person.name}"
    )
    before = {"done_on": rows[0]["done_on"]}
    await ledger.record(
        scope, "interests.training.withdrawn", subject, before=before, after={"reason": reason}
    )
    return person_id


async def settle_duty(
    scope: Scope, *, person_id: UUID, module: str, duty: rules.DutySettled, reason: str
) -> None:
    """Settle by name that a person must do a module, need not, or again only as the rule set says."""
    rule_set = await settings.rule_set_of(scope)
    person = await people.person_line_of(scope, person_id=person_id)

    if rule_set.training is None or rule_set.training.module(module) is None:
        raise rules.UnableToRecordTraining("Choose a module of the rule set from the list.", field="module")

    rows = await Duty.within(scope, Duty.id, Duty.duty).where(
        Duty.person_id == person_id, Duty.module == module
    )
    values = {"duty": duty, "reason": reason, "settled_at": scope.now}
    if rows:
        duty_id: UUID = rows[0]["id"]
        await Duty.change(scope, **values).where(Duty.id == duty_id)
    else:
        duty_id = await Duty.add(scope, person_id=person_id, module=module, **values)
    subject = Record(room="interests", kind="training-duty", id=duty_id, title=f"{module}: {person.name}")
    before = {"duty": rows[0]["duty"]} if rows else None
    await ledger.record(
        scope,
        "interests.training-duty.settled",
        subject,
        before=before,
        after={"duty": duty, "reason": reason},
    )
