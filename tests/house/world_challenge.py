"""What was asked, in the two worlds of the sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.challenge import operations
from backend.challenge.rules import Kind
from backend.tenancy import transactions

if TYPE_CHECKING:
    from tests.house.world import Ids, World


async def _question(world: World) -> Ids:
    """Assurance that the world's committee sought, on a topic of its own."""
    scope = world.officer
    member = world.scopes["member"].actor.person_id
    assert member is not None
    async with transactions.scope_tx(scope):
        question_id = await operations.ask(
            scope,
            topic=world.word("topic"),
            kind=Kind.ASSURANCE,
            words=world.word("question"),
            at=operations.Asked(on=scope.today, committee_id=world.committee_id),
            asked_by_name=f"{world.word('asker')} Invented",
        )
    return {
        "question_id": str(question_id),
        "committee_id": str(world.committee_id),
        "person_id": str(member),
    }


MAKERS = {"asked_question": _question}
