"""Withholding a record from the public, looking at it again, lifting it: the Guardian's acts alone."""

from datetime import date
from uuid import UUID

from backend.interests.queries import register as entries
from backend.interests.queries import withholding as queries
from backend.interests.rules import withholding as rules
from backend.interests.tables.withholding import Withholding
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import OvertakenByAnother, Scope

MAY = "registers.withhold"
_GUARDIAN_ONLY = "Only the Conflicts of Interest Guardian decides what is withheld."


async def withhold(
    scope: Scope,
    *,
    record_id: UUID,
    reason: str,
    review_on: date,
    register: str = "interests",
    person_id: UUID | None = None,
) -> UUID:
    """From this moment the record is absent wherever the public looks. Returns the id of the withholding.

    `person_id` is whom it is about, as far as the register says. The caller has seen that the record is in
    `register`; an interest is looked up here. Raises `NotPermitted`, `NotFound`, `UnableToWithhold`.
    """
    scope.check_may(MAY, _GUARDIAN_ONLY)
    if register == "interests":
        person_id = (await entries.entry(scope, interest_id=record_id)).person_id

    rules.check_can_withhold(
        about=person_id,
        actor=scope.actor.person_id,
        withheld_already=record_id in await queries.withheld(scope, register=register),
        reason=reason,
        review_on=review_on,
        today=scope.today,
    )

    withholding_id: UUID = await Withholding.add(
        scope,
        register=register,
        record_id=record_id,
        person_id=person_id,
        reason=reason.strip(),
        review_on=review_on,
        withheld_at=scope.now,
        withheld_by=scope.actor.person_id,
        withheld_by_name=scope.actor.name,
    )
    after = {"register": register, "record": record_id, "reason": reason.strip(), "review_on": review_on}
    await ledger.record(scope, "interests.entry.withheld", _subject(withholding_id), after=after)
    return withholding_id


async def keep_withheld(scope: Scope, *, withholding_id: UUID, reason: str, review_on: date) -> None:
    """On review: it stays withheld until the next day of review, for the reason as it is now."""
    scope.check_may(MAY, _GUARDIAN_ONLY)
    line = await _open(scope, withholding_id)

    rules.check_reason(reason)
    rules.check_review_day(review_on, today=scope.today)

    await Withholding.change(scope, reason=reason.strip(), review_on=review_on).where(
        Withholding.id == withholding_id
    )
    await ledger.record(
        scope,
        "interests.entry.kept-withheld",
        _subject(withholding_id),
        before={"reason": line.reason, "review_on": line.review_on},
        after={"reason": reason.strip(), "review_on": review_on},
    )


async def lift(scope: Scope, *, withholding_id: UUID, reason: str) -> None:
    """The record may be seen again; what was published before shows it at once."""
    scope.check_may(MAY, _GUARDIAN_ONLY)
    line = await _open(scope, withholding_id)

    rules.check_reason(reason)

    await Withholding.change(
        scope,
        lifted_at=scope.now,
        lifted_by=scope.actor.person_id,
        lifted_by_name=scope.actor.name,
        lifted_because=reason.strip(),
    ).where(Withholding.id == withholding_id)
    await ledger.record(
        scope,
        "interests.entry.shown-again",
        _subject(withholding_id),
        before={"register": line.register, "record": line.record_id, "reason": line.reason},
        after={"reason": reason.strip()},
    )


async def _open(scope: Scope, withholding_id: UUID) -> queries.WithholdingLine:
    """The withholding, if nobody has lifted it."""
    line = await queries.withholding_of(scope, withholding_id=withholding_id)
    if line.lifted_at is not None:
        raise OvertakenByAnother(f"{line.lifted_by_name} has lifted this already.")
    return line


def _subject(withholding_id: UUID) -> Record:
    return Record(room="interests", kind="withholding", id=withholding_id, title="An entry that is withheld")
