"""Settling which rules of composition block, and holding each change of a committee to those that do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.committees import composition, compositions
from backend.committees.composition import ASKED, Rule
from backend.committees.operations import places
from backend.committees.tables import CompositionSetting
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope


@dataclass(frozen=True, slots=True)
class Standing:
    """The committees before a change, to be held against them after it."""

    on: date
    blocking: frozenset[Rule]
    before: Mapping[UUID, compositions.Composed]


async def settle_rule(scope: Scope, *, rule: Rule, blocks: bool, decided_by: str) -> None:
    """Say that a rule blocks from now on, or advises again. What departs from it already stays; twice is once."""
    await places.one_at_a_time(scope)
    last = next((each for each in await compositions.settled_rules(scope) if each.rule is rule), None)
    if last is not None and (last.blocks, last.decided_by) == (blocks, decided_by):
        return
    setting_id: UUID = await CompositionSetting.add(
        scope,
        rule=rule.value,
        blocks=blocks,
        decided_by=decided_by,
        settled_at=scope.now,
        settled_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "committees.composition.settled",
        Record(room="committees", kind="composition", id=setting_id, title=ASKED[rule].words),
        before={"blocks": last.blocks if last else False},
        after={"rule": rule.value, "blocks": blocks, "decided_by": decided_by},
    )


async def standing_before(scope: Scope, *, on: date) -> Standing:
    """How every committee stands before a change that counts from a day. Nothing is read where no rule blocks."""
    blocking = await compositions.blocking_rules(scope)
    before = await compositions.composed_on(scope, on=on) if blocking else {}
    return Standing(on=on, blocking=blocking, before=before)


async def check_kept(scope: Scope, standing: Standing) -> None:
    """Refuse a change, after it was written and before it is committed, that breaks a rule which blocks.

    Every committee is looked at: a new audit chair may be the chair of another. Raises composition.UnableToCompose.
    """
    if not standing.blocking:
        return
    for each in (await compositions.composed_on(scope, on=standing.on)).values():
        was = standing.before.get(each.committee_id)
        composition.check_kept(
            standing.blocking,
            before=was.advice if was else (),
            after=each.advice,
            was_there=was is not None and was.had_seats,
        )
