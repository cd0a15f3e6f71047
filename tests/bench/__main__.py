"""`python -m tests.bench [--only NAME]`: one JSON line a figure; 1 when a figure misses its goal, 2 on a wrong name."""

import argparse
import asyncio
import sys

from tests.bench import harness


def main() -> int:
    options = argparse.ArgumentParser(prog="tests.bench", description="Measures ours against the floors.")
    options.add_argument("--only", metavar="NAME", help="run this figure alone")
    only = options.parse_args().only
    figures = harness.all_figures()
    if only is not None and only not in figures:
        sys.stderr.write(f"There is no figure called {only}. There are: {', '.join(figures) or 'none'}.\n")
        return 2
    daily = [figure for figure in figures.values() if not figure.on_demand]
    return asyncio.run(run([figures[only]] if only else daily))


async def run(figures: list[harness.Figure]) -> int:
    failings = []
    for figure in figures:
        outcome = await harness.run(figure)
        sys.stdout.write(harness.printed(outcome) + "\n")
        sys.stdout.flush()
        failings += outcome.failings
    for failing in failings:
        sys.stderr.write(failing + "\n")
    return 1 if failings else 0


if __name__ == "__main__":
    sys.exit(main())
