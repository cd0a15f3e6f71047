"""The chase of one morning: what is due is planned, told and noted, in each of twenty tenants."""

from tests.bench import chase_stage
from tests.bench.harness import Figure

FIGURE = Figure(
    name="sweep-due",
    goal=2.5,
    floor=chase_stage.FLOOR,
    prepare=lambda: chase_stage.a_morning(tenants=20, at_once=1),
    unit="seconds",
    pairs=40,
    limits={"statements": 24},
)
