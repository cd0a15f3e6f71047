"""The acts of the room. Each is an act of one organisation on its own rows; the door alone carries anything over."""

from backend.systems.operations.clusters import end_cluster, end_office, hold_office, propose_cluster
from backend.systems.operations.granting import deliver, deliver_owed, end, grant, settle_threshold

__all__ = [
    "deliver",
    "deliver_owed",
    "end",
    "end_cluster",
    "end_office",
    "grant",
    "hold_office",
    "propose_cluster",
    "settle_threshold",
]
