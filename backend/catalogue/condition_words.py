"""A rule read back in plain English."""

from datetime import date

from backend.catalogue.conditions import (
    All,
    Any_,
    Compared,
    Condition,
    Count,
    Every,
    Not,
    Selection,
    Share,
    SharedOut,
    Some,
    parts_of,
    set_of,
)
from backend.catalogue.vocabulary import FACTS, SUBJECTS, FactKind, ValueType, name_in_words

_HOLDER = "office.holder"
"""An office is spoken of as whoever holds it."""


def condition_in_words(condition: Condition) -> str:
    """A rule that was checked, as one sentence with its full stop."""
    words = _said(condition)
    return words[:1].upper() + words[1:] + "."


def _said(condition: Condition) -> str:
    """As a clause of its own: `the holder of the chair of … is …`."""
    if isinstance(condition, Compared):
        return _compared(condition)
    if isinstance(condition, All):
        return _joined([_said(part) for part in condition.all], "and")
    if isinstance(condition, Any_):
        return "either " + _joined([_said(part) for part in condition.any], "or")
    if isinstance(condition, Not):
        return f"it is not so that {_said(condition.not_)}"
    return _of_set(condition)


def _of_set(condition: Every | Some | Share | Count) -> str:
    chosen = set_of(condition)
    subject = SUBJECTS[chosen.of]
    if isinstance(condition, Count):
        return _count(condition, chosen)
    if isinstance(condition, Share):
        which = f"for {_share(condition.share)} of {_several(chosen)}"
        test = condition.share.test
    elif isinstance(condition, Every):
        which = (
            f"for each of {_several(chosen)}" if chosen.latest else f"for every {subject.one}{_where(chosen)}"
        )
        test = condition.every.test
    else:
        which = f"for at least one of {_several(chosen)}"
        test = condition.some.test
    return f"{which}, {_said(test)}"


def _share(share: SharedOut) -> str:
    bound, value = ("at least", share.at_least) if share.at_least is not None else ("at most", share.at_most)
    return f"{bound} {value:g}%"


def _count(condition: Count, chosen: Selection) -> str:
    counted = condition.count
    subject = SUBJECTS[chosen.of]
    if counted.at_most == 0:
        return f"there is no {subject.one}{_where(chosen)}"
    bound, value = (
        ("at least", counted.at_least) if counted.at_least is not None else ("at most", counted.at_most)
    )
    if value == 1:
        return f"there is {bound} one {subject.one}{_where(chosen)}"
    return f"there are {bound} {value} {subject.many}{_where(chosen, many=True)}"


def _several(chosen: Selection) -> str:
    subject = SUBJECTS[chosen.of]
    if chosen.latest is None:
        return f"the {subject.many}{_where(chosen, many=True)}"
    count = chosen.latest.count
    if count == 1:
        return f"the latest {subject.one}{_where(chosen)}"
    return f"the latest {count} {subject.many}{_where(chosen, many=True)}"


def _where(chosen: Selection, *, many: bool = False) -> str:
    return "" if chosen.where is None else f" {_relative(chosen.where, many=many)}"


def _relative(condition: Condition, *, many: bool) -> str:
    """As a clause that narrows a noun: `that makes decisions`, of several `that make decisions`."""
    if isinstance(condition, Compared):
        return _compared(condition, lead="whose", many=many)
    if isinstance(condition, Not):
        return f"except those {_relative(condition.not_, many=True)}"
    parts = [_relative(part, many=many) for part in parts_of(condition)]
    return _joined(parts, "and") if isinstance(condition, All) else "either " + _joined(parts, "or")


def _compared(compared: Compared, *, lead: str = "the", many: bool = False) -> str:
    kind = FACTS[compared.fact]
    named = name_in_words(kind.about, compared.on) if compared.on is not None else ""
    if kind.type is ValueType.FLAG and compared.comparison == "is":
        said = _of_several(kind, compared) if many else _flag(kind, compared)
        return f"{named or ('that' if lead == 'whose' else 'it')} {said}"
    if kind.key == _HOLDER and named:
        return f"{named} {_predicate(kind, compared)}"
    whose = f"for {named}, the" if named else lead
    words = f"number of {kind.words}" if kind.type is ValueType.NUMBER else kind.words
    return f"{whose} {words} {_predicate(kind, compared)}"


def _flag(kind: FactKind, compared: Compared) -> str:
    return kind.words if compared.is_ is True else kind.otherwise


_PLURALS = {"is": "are", "was": "were", "makes": "make", "sits": "sit"}


def _of_several(kind: FactKind, compared: Compared) -> str:
    verb, _, rest = _flag(kind, compared).partition(" ")
    return f"{_PLURALS.get(verb, verb)} {rest}"


def _predicate(kind: FactKind, compared: Compared) -> str:
    comparison, value = compared.comparison, compared.with_what
    if comparison == "given":
        if kind.key == _HOLDER:
            return "is in post" if value else "is vacant"
        return "is recorded" if value else f"is not recorded ({kind.none})"
    if comparison == "is":
        return f"is {_value(kind, value)}"
    if comparison == "is_not":
        return f"is not {_value(kind, value)}"
    if comparison == "one_of":
        return f"is {_joined([_value(kind, each) for each in value], 'or')}"
    if comparison == "same_as":
        other = FACTS[value.fact]
        if other.key == _HOLDER:
            return f"is also {name_in_words(other.about, value.on)}"
        return f"is also the {other.words} of {name_in_words(other.about, value.on)}"
    if comparison == "no_later_than":
        more = f" by more than {_period(compared.allowing)}" if compared.allowing else ""
        return f"is not later than the {FACTS[value].words}{more}"
    if comparison == "past":
        return "has passed" if value else "has not passed"
    if comparison in ("since", "before"):
        return f"is {'on or after' if comparison == 'since' else 'before'} {_day(value)}"
    if comparison in ("at_least", "at_most"):
        return f"is {comparison.replace('_', ' ')} {value}"
    if comparison == "older_than":
        return f"lies more than {_period(str(value))} back"
    return f"lies within the {comparison.removeprefix('within_')} {_period(str(value))}"


def _value(kind: FactKind, value: object) -> str:
    if kind.type is ValueType.CHOICE:
        return kind.choices[str(value)]
    if kind.type is ValueType.SUBJECTS:
        return name_in_words(kind.to, str(value))
    if kind.type is ValueType.FLAG:
        return "so" if value else "not so"
    return str(value)


def _period(period: str) -> str:
    count, unit = period.split()
    unit = unit.removesuffix("s")
    return f"{count} {unit}" if count == "1" else f"{count} {unit}s"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"
