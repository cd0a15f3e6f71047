"""What a rule says, why, and until when: against another reading of the same rules, worked out from scratch."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from backend.assurance.rules.judging import Book
from backend.assurance.rules.reasons import judge
from backend.catalogue.condition_checks import problems_of, readings_of
from backend.catalogue.condition_words import condition_in_words
from backend.catalogue.conditions import condition_as_data, condition_from
from backend.facts.values import Facts, Span
from tests.assurance import scratch
from tests.assurance.random_rules import BASE, RULES, WORLDS

SHORT = settings(max_examples=40, database=None, deadline=None)
LONG = settings(max_examples=5_000, deadline=None)
STEPS = st.integers(-45, 60)


def scratch_world(stated: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> scratch.World:
    """By kind of fact and subject, as the scratch evaluator reads it."""
    world: scratch.World = {}
    for subjects in stated.values():
        for subject, facts in subjects.items():
            for fact, spans in facts.items():
                world.setdefault(fact, {})[subject] = spans
    return world


def book_of(world: scratch.World) -> Book:
    facts: Facts = {
        (fact, subject): tuple(Span(value, start, until) for start, until, value in spans)
        for fact, subjects in world.items()
        for subject, spans in subjects.items()
    }
    return Book.of(facts)


def agree(stated: Mapping[str, Any], rule: dict[str, Any], step: int) -> None:
    world, day = scratch_world(stated), BASE + timedelta(days=step)
    condition = condition_from(rule)
    assert problems_of(condition) == ()
    assert condition_from(condition_as_data(condition)) == condition
    assert condition_in_words(condition).endswith(".")

    judgement = judge(condition, book_of(world), day)

    assert judgement.outcome == scratch.outcome(rule, world, day)
    lapses_on = scratch.lapses_on(rule, world, day)
    if lapses_on is not None or judgement.lapses_on is None:
        assert judgement.lapses_on == lapses_on
    else:
        assert judgement.lapses_on > day + timedelta(days=scratch.FAR - 1), (
            "further than the scratch evaluator looks"
        )
    if judgement.lapses_on:
        assert judgement.looks_on is not None
        assert judgement.looks_on <= judgement.lapses_on
    read = {(reading.fact, reading.subject) for reading in readings_of(condition)}
    kept = {
        fact: {
            subject: spans for subject, spans in subjects.items() if {(fact, None), (fact, subject)} & read
        }
        for fact, subjects in world.items()
    }
    assert judge(condition, book_of(kept), day) == judgement, "it reads nothing but what it says it reads"


@seed(7)
@SHORT
@given(stated=WORLDS, rule=RULES, step=STEPS)
def test_rule_says_what_another_reading_of_it_says(stated: Any, rule: Any, step: int) -> None:
    agree(stated, rule, step)


@pytest.mark.soak
@LONG
@given(stated=WORLDS, rule=RULES, step=STEPS)
def test_rule_says_what_another_reading_of_it_says_at_length(stated: Any, rule: Any, step: int) -> None:
    agree(stated, rule, step)
