"""Statements of one measure that cannot all be right, or that are not of one kind. No machine says which one holds."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.catalogue.measures import Said
from backend.measures.rules.values import SAID_IN_WORDS, Value


class Differs(StrEnum):
    """How statements differ."""

    VALUE = "value"
    UNIT = "unit"
    BASE_YEAR = "base-year"
    YEAR = "year"


DIFFERS_IN_WORDS = {
    Differs.VALUE: "Different values for one period",
    Differs.UNIT: "Counted in different units",
    Differs.BASE_YEAR: "Different baselines",
    Differs.YEAR: "One target, different years",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Statements that stand against each other, with a sentence that says how."""

    kind: Differs
    values: tuple[Value, ...]
    sentence: str


def differences_in(values: Sequence[Value]) -> tuple[Difference, ...]:
    """Every difference among the statements about the whole tenant; those about one organisation are its own."""
    whole = [each for each in values if each.about_id is None]
    return (
        *_in_value(whole),
        *_in_unit(whole),
        *_in_base_year(whole),
        *_in_year(whole),
    )


def _in_value(values: Sequence[Value]) -> Iterator[Difference]:
    by_period = defaultdict(list)
    for each in values:
        if each.value is not None:
            by_period[each.said, each.period, each.unit].append(each)
    for (said, period, _), found in by_period.items():
        if len({each.value for each in found}) > 1:
            told = _and([f"{each.shown} ({each.source})" for each in found])
            yield Difference(
                kind=Differs.VALUE,
                values=tuple(found),
                sentence=f"{SAID_IN_WORDS[said]} for {period.in_words}: {told}.",
            )


def _in_unit(values: Sequence[Value]) -> Iterator[Difference]:
    by_unit = defaultdict(list)
    for each in values:
        by_unit[each.unit].append(each)
    if len(by_unit) > 1:
        told = _and([f"{unit} ({found[0].source})" for unit, found in by_unit.items()])
        yield Difference(
            kind=Differs.UNIT,
            values=tuple(values),
            sentence=f"Some statements count in {told}; they cannot be compared.",
        )


def _in_base_year(values: Sequence[Value]) -> Iterator[Difference]:
    found = [each for each in values if each.said is Said.BASELINE and each.value is not None]
    if len({each.period for each in found}) > 1:
        told = _and([f"{each.shown} in {each.period.in_words} ({each.source})" for each in found])
        yield Difference(
            kind=Differs.BASE_YEAR,
            values=tuple(found),
            sentence=f"Progress would be counted from different beginnings: {told}.",
        )


def _in_year(values: Sequence[Value]) -> Iterator[Difference]:
    """One source reaches a value in one year, another, which says nothing of that year, in a later one."""
    targets = [each for each in values if each.said is Said.TARGET and each.value is not None]
    by_value = defaultdict(list)
    for each in targets:
        by_value[each.value, each.unit].append(each)
    for found in by_value.values():
        periods = {each.period for each in found}
        if len(periods) > 1 and len({each.source for each in found}) > 1:
            told = _and([f"in {each.period.in_words} ({each.source})" for each in found])
            yield Difference(
                kind=Differs.YEAR,
                values=tuple(found),
                sentence=f"The target of {found[0].shown} is to be reached {told}.",
            )


def _and(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
