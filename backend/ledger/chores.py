"""What the worker does for the ledger. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable

from backend.ledger import sealing
from backend.ledger.operations import SEAL

CHORES: dict[str, Callable[..., Awaitable[None]]] = {SEAL: sealing.seal_what_waits}
