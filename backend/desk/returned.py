"""A letter that came back by mail: whose it is, and what its notice says of it.

Anybody can send such a notice. It counts where it came to the return path that we gave this very letter, which holds
a seal that nobody else can make.
"""

from typing import Any

from backend.kit import bounces
from backend.kit.clock import real_now
from backend.kit.confined.outcome import ConfinedFailure, ConfinedRefusal
from backend.notices import post, returns
from backend.notices.rules import LetterState
from backend.scope import Actor, Refusal, Scope
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions


class UnableToTakeBack(Refusal):
    """A message that is no notice of a letter of ours."""


async def take_back(_services: Any, message: bytes) -> str:
    """Enter what a notice says of its letter; returns it in a sentence. Raises UnableToTakeBack, NotFound."""
    try:
        bounce = bounces.read_bounce(message)
    except (ConfinedRefusal, ConfinedFailure) as error:
        words = str(error)
        raise UnableToTakeBack(words if words.endswith(".") else f"The message {words}.") from error
    whose = (post.tenant_of_return(each, bounce.message_id) for each in bounce.sent_to)
    tenant_id = next((each for each in whose if each is not None), None)
    if tenant_id is None:
        raise UnableToTakeBack("The notice did not come to the return path of a letter of ours.")
    if bounce.action not in {"failed", "delayed"}:
        return f"Nothing to do: the notice says that the letter was {bounce.action}."
    async with transactions.tenant_tx(tenant_id, readonly=True):
        found = await tenancy.tenant_by_id(tenant_id)
    if found is None:
        raise UnableToTakeBack("The notice did not come to the return path of a letter of ours.")
    scope = Scope(
        tenant=found.tenant,
        actor=Actor(name="Returned mail", chore="notices.take_back"),
        now=real_now() + found.clock_offset,
        request_id="returned-mail",
    )
    async with transactions.scope_tx(scope):
        state = await returns.came_back(
            scope,
            message_id=bounce.message_id,
            recipient=bounce.recipient,
            status=bounce.status,
            reason=bounce.reason,
            for_good=bounce.action == "failed",
        )
    return (
        "The letter is down as having come back."
        if state is LetterState.RETURNED
        else f"The letter stays as it was: {state}."
    )
