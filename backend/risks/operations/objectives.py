"""Strategic objectives."""

from datetime import date
from uuid import UUID

from backend.ledger.records import Record
from backend.risks import rules
from backend.risks.operations.hand import Hand, hold
from backend.risks.operations.saying import changed_words, check_people
from backend.scope import Scope


async def set_objective(
    scope: Scope,
    *,
    position: int,
    title: str,
    words: str | None = None,
    lead_person_id: UUID | None = None,
    held_from: date | None = None,
) -> UUID:
    """Set an objective of the organisation; returns its id. Raises rules.UnableToKeepRisk, NotPermitted."""
    rules.check_may_settle(scope)
    name = _checked(position, title)
    await check_people(scope, lead_person_id=lead_person_id)
    day = held_from or scope.today
    hand = Hand(scope, holds_from=day)
    objective_id = await hand.add(
        "objective",
        position=position,
        title=name,
        words=(words or "").strip() or None,
        lead_person_id=lead_person_id,
        held_from=day,
    )
    await hand.done("set", subject=_record(objective_id, name), words=f"Set objective {position}: {name}")
    return objective_id


async def change_objective(
    scope: Scope,
    *,
    objective_id: UUID,
    position: int,
    title: str,
    words: str | None = None,
    lead_person_id: UUID | None = None,
    ended_on: date | None = None,
    version: int | None = None,
) -> None:
    """Say better what an objective is, or that it ends. Raises rules.UnableToKeepRisk, ChangedMeanwhile, NotFound."""
    rules.check_may_settle(scope)
    row = await hold(scope, "objective", objective_id, version=version)
    name = _checked(position, title)
    await check_people(scope, lead_person_id=lead_person_id)
    if ended_on is not None and ended_on < row["held_from"]:
        raise rules.UnableToKeepRisk("An objective can’t end before it began.", field="ended_on")
    hand = Hand(scope)
    changed = await hand.change(
        "objective",
        row,
        position=position,
        title=name,
        words=(words or "").strip() or None,
        lead_person_id=lead_person_id,
        ended_on=ended_on,
    )
    if not hand.idle:
        told = f"Changed objective {position}: {await changed_words(scope, row, changed)}"
        await hand.done("changed", subject=_record(objective_id, name), words=told)


def _checked(position: int, title: str) -> str:
    if not 1 <= position <= 99:
        raise rules.UnableToKeepRisk("Number the objective from 1 to 99.", field="position")
    return rules.check_words(title, sentence="Write the objective.", field="title")


def _record(objective_id: UUID, title: str) -> Record:
    return Record(room="risks", kind="objective", id=objective_id, title=title)
