"""What a line of the ledger costs whoever declares an interest."""

from tests.bench.harness import Figure
from tests.bench.ledger_rows import declaring_interests

FIGURE = Figure(
    name="ledger-write",
    goal=1.25,
    floor="the same operation, `declare_interest` in a transaction of its own, without its line of the ledger",
    prepare=lambda: declaring_interests(writers=1, each=20),
    pairs=60,
)
