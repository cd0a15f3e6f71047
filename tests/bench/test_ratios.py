"""The statistics find a ratio that is known beforehand, and the harness reports it."""

import contextlib
import json
import random
from collections.abc import AsyncIterator

import pytest

from tests.bench import harness
from tests.bench.ratios import ratio_of

KEYS = ["name", "ratio", "low", "high", "goal", "ours", "base", "unit", "pairs", "sizes", "counters", "floor"]


def test_known_ratio_is_found_under_noise_that_both_halves_share() -> None:
    chance = random.Random(7)
    # Neighbours slow both halves of a pair by up to ten times; each half wobbles by 5% of its own.
    load = [chance.uniform(1, 10) for _ in range(40)]
    base = [0.01 * noise * chance.uniform(0.95, 1.05) for noise in load]
    ours = [0.02 * noise * chance.uniform(0.95, 1.05) for noise in load]

    ratio = ratio_of(ours, base)

    assert ratio.low <= 2.0 <= ratio.high
    assert abs(ratio.middle - 2.0) < 0.05
    assert not ratio.is_wide_for(2.0)


def test_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    chance = random.Random(11)
    covered = 0
    for _ in range(60):
        base = [chance.uniform(0.8, 1.25) for _ in range(30)]
        ours = [1.5 * chance.uniform(0.8, 1.25) for _ in range(30)]
        ratio = ratio_of(ours, base)
        covered += ratio.low <= 1.5 <= ratio.high
    assert covered >= 52


def test_few_and_wild_pairs_are_called_wide() -> None:
    assert ratio_of([1, 9, 2, 8, 3], [1, 1, 1, 1, 1]).is_wide_for(2.0)


def test_halves_without_a_partner_are_refused() -> None:
    with pytest.raises(ValueError, match="do not make pairs"):
        ratio_of([1.0, 2.0], [1.0])


@contextlib.asynccontextmanager
async def drifting() -> AsyncIterator[harness.Pair]:
    """A measure that grows with every call, as a warming machine's would; ours is three times the floor."""
    calls = 0

    def measure(size: float) -> float:
        nonlocal calls
        calls += 1
        return size * (1 + calls / 100)

    async def ours() -> float:
        return measure(30)

    yield harness.Pair(ours=ours, base=lambda: measure(10), sizes={"rows": 5}, counters=lambda: {"reads": 7})


async def test_order_abba_cancels_drift_and_line_has_its_keys() -> None:
    figure = harness.Figure(
        name="drift", goal=3.2, floor="a third of it", prepare=drifting, unit="reads", limits={"reads": 6}
    )

    outcome = await harness.run(figure)

    assert list(json.loads(harness.printed(outcome))) == KEYS
    assert outcome.line["ratio"] == pytest.approx(3.0, abs=0.02)
    assert outcome.line["pairs"] == 30
    assert outcome.line["sizes"] == {"rows": 5}
    assert outcome.failings == ["drift: reads is 7; the limit is 6."]


async def test_figure_above_its_goal_fails() -> None:
    outcome = await harness.run(
        harness.Figure(name="drift", goal=2.5, floor="", prepare=drifting, unit="reads")
    )
    assert len(outcome.failings) == 1
    assert "the goal is 2.5" in outcome.failings[0]
