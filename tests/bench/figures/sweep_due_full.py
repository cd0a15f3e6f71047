"""The chase of one morning over a million open actions: every tenant once, half by the chore and half by the floor."""

from tests.bench import chase_stage
from tests.bench.harness import Figure

FIGURE = Figure(
    name="sweep-due-full",
    goal=2.5,
    floor=chase_stage.FLOOR,
    prepare=lambda: chase_stage.a_morning(tenants=1_000, at_once=25),
    unit="seconds",
    pairs=19,  # and one pair to warm up
    limits={"statements": 24},
    on_demand=True,
)
