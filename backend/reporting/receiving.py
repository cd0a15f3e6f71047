"""What arrives here for the room, from the other body of an oversight agreement."""

from collections.abc import Mapping

from backend.scope import Scope
from backend.together.receiving import Arrived, Handler
from backend.together.rules import MessageKind, UnableToDeliver


async def _not_here(scope: Scope, arrived: Arrived) -> None:
    raise UnableToDeliver(f"{scope.tenant.name} takes nothing for review here yet.")


HANDLERS: Mapping[MessageKind, Handler] = {MessageKind.QUESTION: _not_here, MessageKind.OUTCOME: _not_here}
