"""Which rule set binds the tenant on a day: the edition that it has pinned, under its own values.

A tenant that has pinned nothing lives by the edition in force on the day (see the decision
`docs/adr/0007-a-pin-binds-until-it-is-moved.md`).
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.catalogue import misfits, overriding, shelf
from backend.catalogue.overriding import Override
from backend.catalogue.problems import UnableToFindRuleSet
from backend.catalogue.rulesets import InterestRuleSet
from backend.interests.tables.settings import Pin, Settings
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Refusal, Scope

FRAMEWORK = "managing-conflicts-of-interest"
FROM_THE_FOLDER = "As the organisation's settings say."


class NoRuleSet(Refusal):
    """No edition of the guidance is in force on the day; the sentence names its neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What binds the tenant on a day.

    `lived` is the edition under the tenant's own values. `pinned`: the tenant has settled on it; otherwise it is
    merely in force. `in_force` is the edition in force on the day, `None` where the catalogue knows none, and for a
    body that the guidance does not bind.
    """

    edition: InterestRuleSet
    overrides: tuple[Override, ...]
    lived: InterestRuleSet
    pinned: bool
    in_force: InterestRuleSet | None

    @property
    def overtaken(self) -> bool:
        """A newer edition is in force than the one that the tenant lives by."""
        return self.in_force is not None and _begins(self.in_force) > _begins(self.edition)


async def rule_set_of(scope: Scope, *, on: date | None = None) -> InterestRuleSet:
    """The rule set that binds the tenant on `on` (today by default), under its own values. Raises `NoRuleSet`."""
    return (await binding_of(scope, on=on)).lived


async def binding_of(scope: Scope, *, on: date | None = None) -> Binding:
    """What binds the tenant on `on` (today by default), and what is in force. Raises `NoRuleSet`."""
    day = on or scope.today
    in_force, missing = _in_force(day)
    pin = await _pin_on(scope, day)
    edition = in_force if pin is None else edition_of(pin[0])
    if edition is None:
        raise NoRuleSet(missing)
    if edition.id != FRAMEWORK:
        in_force = None  # it lives by rules of its own, which no edition of the guidance overtakes
    own = pin[1] if pin else await overrides_of(scope)
    lived, fitting = _lived(edition, own)
    return Binding(edition=edition, overrides=fitting, lived=lived, pinned=pin is not None, in_force=in_force)


async def rule_sets_on(scope: Scope, *, days: Collection[date]) -> dict[date, InterestRuleSet | None]:
    """The rule set that bound the tenant on each day; `None` where no edition did. Three statements."""
    pins = await fetch(
        """
        SELECT rule_set, overrides, from_on FROM interests_pin WHERE tenant_id = $1
        ORDER BY from_on, settled_at, id""",
        scope.tenant.id,
    )
    settled = [] if pins else await Settings.within(scope, Settings.rule_set, Settings.overrides)
    own = await overrides_of(scope)
    lived: dict[tuple[str, str | None], InterestRuleSet] = {}
    found: dict[date, InterestRuleSet | None] = {}
    for day in days:
        held = [pin for pin in pins if pin["from_on"] <= day] or settled
        edition = edition_of(held[-1]["rule_set"]) if held else _in_force(day)[0]
        if edition is None:
            found[day] = None
            continue
        text = held[-1]["overrides"] if held else None
        if (edition.key, text) not in lived:
            lived[edition.key, text] = _lived(edition, own if text is None else _overrides(text))[0]
        found[day] = lived[edition.key, text]
    return found


def _lived(
    edition: InterestRuleSet, own: tuple[Override, ...]
) -> tuple[InterestRuleSet, tuple[Override, ...]]:
    """The edition under the tenant's own values, and which of them fit it."""
    known = overriding.overridable(edition) if own else {}
    fitting = tuple(override for override in own if override.key in known)
    return overriding.overridden(edition, fitting), fitting


def edition_named(edition: str) -> InterestRuleSet:
    """An edition by its name alone (`2016-06`): of the guidance, else of the rules for those whom it does not bind.

    Raises `NoRuleSet`.
    """
    found = shelf.catalogue().frameworks.values()
    named = [each for each in found if isinstance(each, InterestRuleSet) and each.edition == edition]
    if not named:
        raise NoRuleSet(f"There is no edition {edition}.", field="edition")
    return min(named, key=lambda each: each.id != FRAMEWORK)


def edition_of(key: str) -> InterestRuleSet:
    """The edition `id/edition` as it is shipped. Raises `NoRuleSet`."""
    edition = shelf.catalogue().frameworks.get(key)
    if not isinstance(edition, InterestRuleSet):
        raise NoRuleSet(f"There is no rule set {key}.", field="rule_set")
    return edition


def editions() -> tuple[InterestRuleSet, ...]:
    """Every edition of the guidance that is shipped, oldest first."""
    found = shelf.catalogue().editions_of(FRAMEWORK)
    return tuple(each for each in found if isinstance(each, InterestRuleSet))


async def overrides_of(scope: Scope) -> tuple[Override, ...]:
    """The tenant's own values, each with its reason."""
    rows = await Settings.within(scope, Settings.overrides)
    return tuple(each for row in rows for each in _overrides(row["overrides"]))


async def settle_rules(
    scope: Scope,
    *,
    rule_set: str,
    overrides: Sequence[Override],
    review_by: date | None,
    contact: str | None,
    reason: str = FROM_THE_FOLDER,
) -> None:
    """Pin `rule_set` (`id/edition`) with the tenant's own values, from today on.

    Raises `NoRuleSet` for one that is not shipped, or for a value that can't stand in it.
    """
    edition = edition_of(rule_set)
    try:
        overriding.overridden(edition, overrides)
    except ValueError as wrong:
        raise NoRuleSet(f"{sentence_of(wrong)}.", field="overrides") from wrong
    before = await current(scope)
    after = {
        "rule_set": rule_set,
        "overrides": [override.model_dump(mode="json") for override in overrides],
        "review_by": review_by,
        "contact": contact,
    }
    if before is None:
        settings_id = await Settings.add(scope, **after)
    else:
        settings_id = before.pop("id")
        await Settings.change(scope, **after).where(Settings.id == settings_id)
    if before is None or any(before[name] != after[name] for name in ("rule_set", "overrides")):
        await Pin.add(
            scope,
            rule_set=rule_set,
            overrides=after["overrides"],
            from_on=scope.today,
            settled_at=scope.now,
            settled_by=scope.actor.name,
            reason=reason,
        )
    subject = Record(room="interests", kind="settings", id=settings_id, title=rule_set)
    await ledger.record(scope, "interests.settings.changed", subject, before=before, after=after)


async def current(scope: Scope) -> dict[str, Any] | None:
    """The tenant's settings as plain values, or `None` before the first."""
    rows = await Settings.within(
        scope, Settings.id, Settings.rule_set, Settings.overrides, Settings.review_by, Settings.contact
    )
    return {**rows[0], "overrides": json.loads(rows[0]["overrides"])} if rows else None


def sentence_of(wrong: ValueError) -> str:
    """Why a value can't stand, without a full stop; of pydantic's findings what they ask for."""
    found = getattr(wrong, "errors", None)
    words = f"The value {'; it '.join(map(misfits.asked_of, found()))}" if found else str(wrong)
    return words[:1].upper() + words[1:]


async def _pin_on(scope: Scope, day: date) -> tuple[str, tuple[Override, ...]] | None:
    """The pin that held on a day. Settings older than the history of pins count as pinned for ever."""
    rows = await fetch(
        """
        SELECT rule_set, overrides FROM interests_pin WHERE tenant_id = $1 AND from_on <= $2
        ORDER BY from_on DESC, settled_at DESC, id DESC LIMIT 1""",
        scope.tenant.id,
        day,
    )
    if not rows:
        rows = await fetch(
            """
            SELECT rule_set, overrides FROM interests_settings s WHERE s.tenant_id = $1
            AND NOT EXISTS (SELECT 1 FROM interests_pin p WHERE p.tenant_id = $1)""",
            scope.tenant.id,
        )
    return (rows[0]["rule_set"], _overrides(rows[0]["overrides"])) if rows else None


def _overrides(text: str) -> tuple[Override, ...]:
    return tuple(Override.model_validate(each) for each in json.loads(text))


def _in_force(day: date) -> tuple[InterestRuleSet | None, str]:
    try:
        edition = shelf.catalogue().rule_set_in_force(FRAMEWORK, day)
    except UnableToFindRuleSet as missing:
        return None, str(missing)
    assert isinstance(edition, InterestRuleSet), f"{FRAMEWORK} is a framework of rules for interests"
    return edition, ""


def _begins(edition: InterestRuleSet) -> date:
    return edition.effective_from.value
