"""Judging rules from what is known: the facts that they read, fetched once for all of them."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from backend.assurance.rules.judging import Book
from backend.assurance.rules.reasons import Judgement, judge
from backend.catalogue.condition_checks import Reading, readings_of
from backend.catalogue.conditions import Condition, condition_from
from backend.facts.queries import facts_known
from backend.scope import Scope


@lru_cache(maxsize=4096)
def condition_of(text: str) -> Condition:
    """A rule as its column keeps it; the same text is read once."""
    return condition_from(json.loads(text))


async def judged(
    scope: Scope, rules: Mapping[UUID, Condition], *, day: date, at: datetime | None = None
) -> dict[UUID, Judgement]:
    """What each rule says for a day, from what is known now or was at a moment; one statement for all of them."""
    if not rules:
        return {}
    book = await _book(scope, {reading for rule in rules.values() for reading in readings_of(rule)}, at)
    return {key: judge(rule, book, day) for key, rule in rules.items()}


async def _book(scope: Scope, readings: Iterable[Reading], at: datetime | None) -> Book:
    kinds = {reading.fact for reading in readings if reading.subject is None}
    named = {(reading.fact, reading.subject) for reading in readings if reading.subject is not None}
    return Book.of(await facts_known(scope, kinds=kinds, named=named, at=at))
