"""What a line of the ledger costs where eight declare at once in one tenant."""

from tests.bench.harness import Figure
from tests.bench.ledger_rows import declaring_interests

FIGURE = Figure(
    name="ledger-write-eight",
    goal=1.25,
    floor="the same eight writers in one tenant, each with `declare_interest` without its line of the ledger",
    prepare=lambda: declaring_interests(writers=8, each=5),
    pairs=60,
)
