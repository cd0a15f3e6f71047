"""From paired measurements to a ratio and how sure it is."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

RESAMPLES = 2_000


@dataclass(frozen=True)
class Ratio:
    """The median of ours ÷ base over the pairs, and the 95% interval that a bootstrap gives it."""

    middle: float
    low: float
    high: float

    def is_wide_for(self, goal: float) -> bool:
        """Too unsure to judge: the interval spans more than a quarter of the goal."""
        return self.high - self.low > 0.25 * goal


def ratio_of(ours: Sequence[float], base: Sequence[float], *, seed: int = 1) -> Ratio:
    """Pairs stay together: a neighbour's noise falls on both halves, so it leaves their ratio alone."""
    if len(ours) != len(base) or not ours:
        raise ValueError(f"{len(ours)} of ours and {len(base)} of the floor do not make pairs.")
    ratios = [mine / bare for mine, bare in zip(ours, base, strict=True)]
    chance = random.Random(seed)
    middles = sorted(median(chance.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES))
    return Ratio(
        middle=median(ratios), low=middles[int(0.025 * RESAMPLES)], high=middles[int(0.975 * RESAMPLES) - 1]
    )
