"""Comparing one fact of one subject on a day, and the days on which time alone can change the answer. Pure."""

from datetime import date, timedelta

from backend.catalogue.conditions import Compared, period_after, period_before
from backend.facts.values import Facts, Spans, Value, value_on


def compare(compared: Compared, facts: Facts, subject: str | None, day: date) -> bool | None:
    """Whether it holds on a day; `None` where a fact is not stated. `subject` stands in where none is named."""
    about = compared.on or subject or ""
    stated, value = value_on(facts.get((compared.fact, about), ()), day)
    if not stated:
        return None
    comparison, against = compared.comparison, compared.with_what
    if comparison == "given":
        return (value is not None) is bool(against)
    if comparison == "is_not":
        return not _is(value, against)
    if comparison == "same_as":
        known, others = value_on(facts.get((against.fact, against.on), ()), day)
        if value is not None and not known:
            return None
        return isinstance(value, tuple) and isinstance(others, tuple) and bool(set(value) & set(others))
    if comparison == "no_later_than":
        return _no_later(compared, facts, about, value, day)
    if value is None:
        return False
    if isinstance(value, date):
        return _day_holds(comparison, value, against, day)
    if comparison == "one_of":
        return any(_is(value, each) for each in against)
    if comparison in ("at_least", "at_most"):
        assert isinstance(value, int)
        return value >= int(against) if comparison == "at_least" else value <= int(against)
    return _is(value, against)


def _is(value: Value, against: bool | int | str) -> bool:
    if isinstance(value, tuple):
        return against in value
    return value is against if isinstance(value, bool) or isinstance(against, bool) else value == against


def _no_later(compared: Compared, facts: Facts, about: str, value: Value, day: date) -> bool | None:
    known, limit = value_on(facts.get((str(compared.no_later_than), about), ()), day)
    if value is None:
        return False
    if not known:
        return None
    if not isinstance(limit, date) or not isinstance(value, date):
        return False
    return value <= (period_after(limit, compared.allowing) if compared.allowing else limit)


def _day_holds(comparison: str, value: date, against: object, day: date) -> bool:
    if comparison == "past":
        return (value < day) is against
    if comparison == "within_last":
        return value <= day <= period_after(value, str(against))
    if comparison == "within_next":
        return period_before(value, str(against)) <= day <= value
    if comparison == "older_than":
        return day > period_after(value, str(against))
    assert isinstance(against, date)
    return value >= against if comparison == "since" else value < against


def breaks_of(compared: Compared, facts: Facts, subject: str | None) -> set[date]:
    """Every day on which the answer can be another than on the day before."""
    about = compared.on or subject or ""
    spans = facts.get((compared.fact, about), ())
    found = _edges(spans)
    if compared.same_as is not None:
        found |= _edges(facts.get((compared.same_as.fact, compared.same_as.on), ()))
    if compared.no_later_than is not None:
        found |= _edges(facts.get((compared.no_later_than, about), ()))
    for span in spans:
        if isinstance(span.value, date):
            found |= _flips(compared, span.value)
    return found


def _flips(compared: Compared, value: date) -> set[date]:
    comparison, against = compared.comparison, compared.with_what
    if comparison == "past":
        return _next(value)
    if comparison == "within_last":
        return {value} | _next(period_after(value, against))
    if comparison == "within_next":
        return {period_before(value, against)} | _next(value)
    if comparison == "older_than":
        return _next(period_after(value, against))
    return set()


def _next(day: date) -> set[date]:
    """The day after; none after the last day that a calendar has, which means never."""
    return {day + timedelta(days=1)} if day < date.max else set()


def _edges(spans: Spans) -> set[date]:
    return {day for span in spans for day in (span.from_on, span.until) if day is not None}
