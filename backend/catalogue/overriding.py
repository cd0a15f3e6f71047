"""A tenant's own values in place of an edition's: which there are, and the rule set as the tenant lives it.

A value is named by its place: `publication.public_after_end_months`; `declarants.employees.refresh_months`;
`gifts.other.gift.limit-1`, which is the first limit, in pounds, for gifts from givers who are not suppliers; and
`gifts.other.gift.limit-1-included`, whether that very amount still belongs below the limit.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter

from backend.catalogue.rulesets import Edge, GiftBand, GiftKind, Giver, InterestRuleSet
from backend.catalogue.shapes import Known, Line, Mark, Strict, Text

_LIMIT = re.compile(r"gifts\.(supplier|other|anyone)\.([a-z]+)\.limit-([1-9])(-included)?")
_POUNDS = re.compile(r"[0-9]{1,7}(\.[0-9]{2})?")
_TUPLES = frozenset({"effective_from", "effective_to", "declarants", "bands"})


class Override(Strict):
    """A tenant's own value in place of the edition's, with its reason."""

    key: Line
    """Where the value stands in the rule set, such as `publication.public_after_end_months`."""
    value: bool | int | str
    reason: Text


def overridable(rule_set: InterestRuleSet) -> dict[str, Known[Any]]:
    """Every value that a tenant may override, by its key."""
    found = dict(_known_values(rule_set, ""))
    for each in rule_set.declarants:
        found[f"declarants.{each.group}.refresh_months"] = each.refresh_months
    found.update(_limits(rule_set))
    return found


def overridden(rule_set: InterestRuleSet, overrides: Sequence[Override]) -> InterestRuleSet:
    """The rule set as the tenant lives it. Raises ValueError, with a sentence, for one that can't be."""
    if not overrides:
        return rule_set
    changed: InterestRuleSet = rule_set
    known = overridable(rule_set)
    for override in overrides:
        check_value(rule_set, override, known.get(override.key))
        if override.key.startswith("declarants."):
            changed = _with_refresh(changed, override)
        elif limit := _LIMIT.fullmatch(override.key):
            changed = _with_limit(changed, override, limit)
        else:
            changed = _with_value(changed, override.key.split("."), override)
    whole = TypeAdapter(InterestRuleSet).validate_python(changed.model_dump(warnings=False))
    _check_limits_rise(whole)
    return whole


def check_value(rule_set: InterestRuleSet, override: Override, known: Known[Any] | None) -> None:
    """Raise ValueError, with a sentence, unless the override names a value and is of its kind."""
    if known is None:
        raise ValueError(f"“{override.key}” is not a value of {rule_set.key} that can be overridden")
    if isinstance(known.value, Decimal):
        if isinstance(override.value, bool) or not _POUNDS.fullmatch(str(override.value)):
            raise ValueError(
                f"“{override.key}” needs an amount in pounds such as 25.00, not {override.value!r}"
            )
    elif type(override.value) is not type(known.value) and not isinstance(known.value, StrEnum):
        wanted = {bool: "true or false", int: "a whole number"}.get(type(known.value), "words")
        raise ValueError(f"“{override.key}” needs {wanted}, not {override.value!r}")


def _known_values(model: Strict, prefix: str) -> Iterator[tuple[str, Known[Any]]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name in _TUPLES:
            continue
        if isinstance(value, Known):
            yield f"{prefix}{name}", value
        elif isinstance(value, Strict):
            yield from _known_values(value, f"{prefix}{name}.")


def _limits(rule_set: InterestRuleSet) -> Iterator[tuple[str, Known[Any]]]:
    for (giver, kind), bands in _ladders(rule_set).items():
        for number, band in enumerate(bands[:-1], start=1):
            edge = band.up_to
            if edge is None:
                continue
            key = f"gifts.{giver.lower()}.{kind.lower()}.limit-{number}"
            told = {"source": edge.source, "note": edge.note}
            yield key, Known[Decimal](value=edge.pounds, mark=edge.mark, **told)
            settled = edge.inclusive_mark == "read" or edge.mark is Mark.SETTING
            told = told if settled else {"note": edge.note}
            mark = edge.mark if settled else Mark.MEMORY
            yield f"{key}-included", Known[bool](value=edge.inclusive, mark=mark, **told)


def _ladders(rule_set: InterestRuleSet) -> dict[tuple[Giver, GiftKind], list[GiftBand]]:
    """The bands of each giver and kind, lowest first."""
    found: dict[tuple[Giver, GiftKind], list[GiftBand]] = {}
    for band in sorted(
        rule_set.gifts.bands, key=lambda each: each.above.pounds if each.above else Decimal(0)
    ):
        found.setdefault((band.giver, band.kind), []).append(band)
    return found


def _with_refresh(rule_set: InterestRuleSet, override: Override) -> InterestRuleSet:
    group = override.key.split(".")[1]
    declarants = tuple(
        each.model_copy(update={"refresh_months": _replaced(each.refresh_months, override)})
        if each.group == group
        else each
        for each in rule_set.declarants
    )
    return rule_set.model_copy(update={"declarants": declarants})


def _with_limit(rule_set: InterestRuleSet, override: Override, named: re.Match[str]) -> InterestRuleSet:
    """Move a limit: it ends one band and begins the next, so that no offer falls between them."""
    giver, kind = Giver(named[1].upper()), GiftKind(named[2].upper())
    bands = _ladders(rule_set)[giver, kind]
    below, above = bands[int(named[3]) - 1], bands[int(named[3])]
    if below.up_to is None or above.above is None:
        raise AssertionError("a limit that can be overridden ends one band and begins the next")
    if named[4]:
        ends = _own(below.up_to, override, below.up_to.inclusive, inclusive=override.value)
        begins = _own(above.above, override, above.above.inclusive, inclusive=not override.value)
    else:
        pounds = Decimal(str(override.value))
        ends = _own(below.up_to, override, f"£{below.up_to.pounds}", pounds=pounds)
        begins = _own(above.above, override, f"£{above.above.pounds}", pounds=pounds)
    swapped = {
        id(below): below.model_copy(update={"up_to": ends}),
        id(above): above.model_copy(update={"above": begins}),
    }
    found = tuple(swapped.get(id(band), band) for band in rule_set.gifts.bands)
    return rule_set.model_copy(update={"gifts": rule_set.gifts.model_copy(update={"bands": found})})


def _check_limits_rise(rule_set: InterestRuleSet) -> None:
    for (giver, kind), bands in _ladders(rule_set).items():
        edges = [band.up_to.pounds for band in bands if band.up_to]
        if any(later <= earlier for earlier, later in pairwise(edges)) or any(each <= 0 for each in edges):
            what = f"{kind.lower()} from {giver.lower()}"
            raise ValueError(f"the limits for {what} must rise from one to the next, and none can be £0.00")


def _own(edge: Edge, override: Override, was: object, **changes: object) -> Edge:
    return edge.model_copy(update={**_marked(was, override), **changes})


def _with_value(model: Any, path: list[str], override: Override) -> Any:
    name, *rest = path
    inner = getattr(model, name)
    changed = _with_value(inner, rest, override) if rest else _replaced(inner, override)
    return model.model_copy(update={name: changed})


def _replaced(known: Known[Any], override: Override) -> Known[Any]:
    return known.model_copy(update={"value": override.value, **_marked(known.value, override)})


def _marked(was: object, override: Override) -> dict[str, object]:
    note = f"The tenant's own value, in place of {was}: {override.reason}"
    return {"mark": Mark.SETTING, "source": None, "note": note}
