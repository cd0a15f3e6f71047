"""Settling the rules: moving to an edition, setting a value of one's own, taking it back."""

from collections.abc import Sequence

from backend.catalogue import overriding
from backend.catalogue.overriding import Override
from backend.catalogue.rulesets import InterestRuleSet
from backend.interests import settings
from backend.interests.queries import rule_sets as queries
from backend.interests.rules.rule_sets import UnableToSettleRules
from backend.scope import Scope


async def move_to(scope: Scope, *, edition: str, reason: str, seen_from: str | None = None) -> None:
    """Pin an edition (`2016-06`) from today on; own values that it does not know fall away.

    `seen_from` is the key of the rule set that the preview was made from: who saw another is told to look again.
    Raises `UnableToSettleRules`, `NoRuleSet`.
    """
    key = f"{settings.FRAMEWORK}/{edition}"
    wanted = settings.edition_of(key)
    binding = await settings.binding_of(scope)

    if seen_from is not None and seen_from != binding.edition.key:
        raise UnableToSettleRules(
            "Somebody moved to another edition after this page was shown. Look at it again.", field="reason"
        )
    if wanted.effective_from.value > scope.today:
        begins = wanted.effective_from.value
        raise UnableToSettleRules(
            f"The edition {edition} begins on {begins.day} {begins:%B %Y}: it can’t be moved to before that day."
        )
    if binding.pinned and wanted.key == binding.edition.key:
        raise UnableToSettleRules(f"The edition {edition} is the one that is set already.")

    await _settle(
        scope,
        rule_set=key,
        overrides=kept_in_move(wanted, await settings.overrides_of(scope))[0],
        reason=reason,
    )


async def set_own_value(scope: Scope, *, key: str, value: bool | int | str, reason: str) -> None:
    """Set the tenant's own value in place of the edition's, with a reason. Raises `UnableToSettleRules`, `NotFound`."""
    binding = await settings.binding_of(scope)
    known = queries.known_of(binding.edition, key)
    override = Override(key=key, value=value, reason=reason)
    others = tuple(each for each in binding.overrides if each.key != key)
    try:
        overriding.check_value(binding.edition, override, known)
        overriding.overridden(binding.edition, (*others, override))
    except ValueError as wrong:
        raise UnableToSettleRules(f"{settings.sentence_of(wrong)}.", field="value") from wrong
    await _settle(scope, rule_set=binding.edition.key, overrides=(*others, override), reason=reason)


async def take_back_own_value(scope: Scope, *, key: str, reason: str) -> None:
    """Let the edition's value stand again. Raises `UnableToSettleRules` where the tenant set none of its own."""
    binding = await settings.binding_of(scope)
    others = tuple(each for each in binding.overrides if each.key != key)
    if len(others) == len(binding.overrides):
        raise UnableToSettleRules("There is no value of your own to take back.")
    try:
        overriding.overridden(binding.edition, others)
    except ValueError as wrong:
        raise UnableToSettleRules(f"{settings.sentence_of(wrong)}.") from wrong
    await _settle(scope, rule_set=binding.edition.key, overrides=others, reason=reason)


def kept_in_move(
    edition: InterestRuleSet, overrides: Sequence[Override]
) -> tuple[tuple[Override, ...], tuple[Override, ...]]:
    """Of the tenant's own values: those that stand in another edition too, and those that fall away."""
    kept: list[Override] = []
    fallen: list[Override] = []
    for override in overrides:
        try:
            overriding.overridden(edition, (*kept, override))
        except ValueError:
            fallen.append(override)
        else:
            kept.append(override)
    return tuple(kept), tuple(fallen)


async def _settle(scope: Scope, *, rule_set: str, overrides: Sequence[Override], reason: str) -> None:
    before = await settings.current(scope)
    await settings.settle_rules(
        scope,
        rule_set=rule_set,
        overrides=overrides,
        review_by=before["review_by"] if before else None,
        contact=before["contact"] if before else None,
        reason=reason,
    )
