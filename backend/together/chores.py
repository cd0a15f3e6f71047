"""What the worker does for the room: carrying a message over. Run twice, it arrives once."""

from uuid import UUID

from backend.scope import Scope
from backend.together import door


async def deliver(scope: Scope, *, message_id: UUID) -> None:
    """Carry one message to the other body of its agreement."""
    await door.deliver(scope, message_id=message_id)


CHORES = {"together.deliver": deliver}
