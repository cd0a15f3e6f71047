"""Which rule set binds the tenant on a day: the edition in force, under the tenant's own values."""

import json
from datetime import date

from backend.catalogue import overriding, shelf
from backend.catalogue.overriding import Override
from backend.catalogue.problems import UnableToFindRuleSet
from backend.catalogue.rulesets import InterestRuleSet
from backend.interests.tables.settings import Settings
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Refusal, Scope

FRAMEWORK = "managing-conflicts-of-interest"


class NoRuleSet(Refusal):
    """No edition of the guidance is in force on the day; the sentence names its neighbours."""


async def rule_set_of(scope: Scope, *, on: date | None = None) -> InterestRuleSet:
    """The rule set on `on` (today by default). Roles and limits come from the edition in force on the date."""
    day = on or scope.today
    try:
        edition = shelf.catalogue().rule_set_in_force(FRAMEWORK, day)
    except UnableToFindRuleSet as missing:
        raise NoRuleSet(str(missing)) from missing
    assert isinstance(edition, InterestRuleSet), f"{FRAMEWORK} is a framework of rules for interests"
    known = overriding.overridable(edition)
    fitting = [override for override in await overrides_of(scope) if override.key in known]
    return overriding.overridden(edition, fitting)


async def overrides_of(scope: Scope) -> tuple[Override, ...]:
    """The tenant's own values, each with its reason."""
    rows = await Settings.within(scope, Settings.overrides)
    return tuple(Override.model_validate(each) for row in rows for each in json.loads(row["overrides"]))


async def settle_rules(
    scope: Scope,
    *,
    rule_set: str,
    overrides: tuple[Override, ...],
    review_by: date | None,
    contact: str | None,
) -> None:
    """Pin `rule_set` (`id/edition`) with the tenant's own values. Raises `NoRuleSet` for one that is not shipped."""
    edition = shelf.catalogue().frameworks.get(rule_set)
    if not isinstance(edition, InterestRuleSet):
        raise NoRuleSet(f"There is no rule set {rule_set}.", field="rule_set")
    try:
        overriding.overridden(edition, overrides)
    except ValueError as wrong:
        raise NoRuleSet(f"{wrong}.", field="overrides") from wrong
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
    subject = Record(room="interests", kind="settings", id=settings_id, title=rule_set)
    await ledger.record(scope, "interests.settings.changed", subject, before=before, after=after)


async def current(scope: Scope) -> dict[str, object] | None:
    """The tenant's settings as plain values, or `None` before the first."""
    rows = await Settings.within(
        scope, Settings.id, Settings.rule_set, Settings.overrides, Settings.review_by, Settings.contact
    )
    return {**rows[0], "overrides": json.loads(rows[0]["overrides"])} if rows else None
