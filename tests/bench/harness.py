"""Runs a figure: ours and the floor in turn, ABBA, in one process, until there are enough pairs."""

import gc
import importlib
import inspect
import json
import pkgutil
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from statistics import median

from backend.kit import children
from tests.bench import figures
from tests.bench.ratios import Ratio, ratio_of

Act = Callable[[], object | Awaitable[object]]


@dataclass(frozen=True)
class Pair:
    """What a figure compares, once it is set up.

    `ours` and `base` take nothing and may be async. They are timed, unless the figure's `unit` is something else
    than seconds: then each returns the number that it measured. `sizes` says how much they were given.
    """

    ours: Act
    base: Act
    sizes: Mapping[str, int]
    # Counted, not timed, so they do not move with the neighbours: bytes, pages, round trips, buffers.
    counters: Callable[[], Mapping[str, float]] = dict


@dataclass(frozen=True)
class Figure:
    """A ratio that the project holds itself to: smaller is better, and its interval's upper end must reach `goal`."""

    name: str
    goal: float
    floor: str  # the bare way, in words
    prepare: Callable[[], AbstractAsyncContextManager[Pair]]
    unit: str = "s"
    pairs: int = 30
    # A counter above its limit fails the figure whatever the clock says.
    limits: Mapping[str, float] = field(default_factory=dict)
    # Too long for every day: run only when it is asked for by name.
    on_demand: bool = False


@dataclass(frozen=True)
class Outcome:
    line: Mapping[str, object]
    failings: list[str]


def all_figures() -> dict[str, Figure]:
    """By name, from every module under figures/."""
    found = {}
    for module in pkgutil.iter_modules(figures.__path__):
        figure: Figure = importlib.import_module(f"{figures.__name__}.{module.name}").FIGURE
        found[figure.name] = figure
    return dict(sorted(found.items()))


async def run(figure: Figure) -> Outcome:
    """Measures the figure, once more if the first interval is too wide to judge by."""
    async with figure.prepare() as pair:
        for act in (pair.ours, pair.base):
            await _measure(act, figure.unit)  # the first call pays for imports and cold files
        gc.collect()
        gc.freeze()  # what stands by now is not looked through again before each measurement
        ours, base, cpu = await _pairs(figure, pair)
        ratio = ratio_of(ours, base)
        if ratio.is_wide_for(figure.goal):
            sys.stderr.write(
                f"{figure.name}: the interval is wide ({ratio.low:.2f} to {ratio.high:.2f}); once more.\n"
            )
            ours, base, cpu = await _pairs(figure, pair)
            ratio = ratio_of(ours, base)
        gc.unfreeze()
        counters = {**pair.counters(), "cpu_s": round(cpu, 6)}
    return Outcome(
        line=_line(figure, pair, ratio, ours, base, counters), failings=_failings(figure, ratio, counters)
    )


async def _pairs(figure: Figure, pair: Pair) -> tuple[list[float], list[float], float]:
    """Measurements of ours, of the floor, and the median processor time of one of ours."""
    ours: list[float] = []
    base: list[float] = []
    cpu: list[float] = []
    for number in range(figure.pairs):
        # A B, B A, A B …: what drifts over the run favours neither.
        for mine in (True, False) if number % 2 == 0 else (False, True):
            used = _processor_time()
            measured = await _measure(pair.ours if mine else pair.base, figure.unit)
            (ours if mine else base).append(measured)
            if mine:
                cpu.append(_processor_time() - used)
    return ours, base, median(cpu)


async def _measure(act: Act, unit: str) -> float:
    gc.collect()
    started = time.perf_counter()
    answer = act()
    if inspect.isawaitable(answer):
        answer = await answer
    taken = time.perf_counter() - started
    if unit == "s":
        return taken
    if not isinstance(answer, int | float):
        raise TypeError(f"A figure in {unit} must return the number that it measured, not {answer!r}.")
    return float(answer)


def _processor_time() -> float:
    """Seconds of processor that this process and its finished children used, confined ones among them."""
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    started = own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime
    return started + children.processor_seconds()


def _line(
    figure: Figure,
    pair: Pair,
    ratio: Ratio,
    ours: list[float],
    base: list[float],
    counters: Mapping[str, float],
) -> dict[str, object]:
    return {
        "name": figure.name,
        "ratio": round(ratio.middle, 3),
        "low": round(ratio.low, 3),
        "high": round(ratio.high, 3),
        "goal": figure.goal,
        "ours": round(median(ours), 6),
        "base": round(median(base), 6),
        "unit": figure.unit,
        "pairs": len(ours),
        "sizes": dict(pair.sizes),
        "counters": dict(counters),
        "floor": figure.floor,
    }


def _failings(figure: Figure, ratio: Ratio, counters: Mapping[str, float]) -> list[str]:
    failings = []
    if ratio.high > figure.goal:
        failings.append(
            f"{figure.name}: up to {ratio.high:.2f} times the floor; the goal is {figure.goal:g}."
        )
    for name, limit in figure.limits.items():
        if counters[name] > limit:
            failings.append(f"{figure.name}: {name} is {counters[name]:g}; the limit is {limit:g}.")
    return failings


def printed(outcome: Outcome) -> str:
    return json.dumps(outcome.line, ensure_ascii=False)
