"""What is stated of recommendations: how far each is, and by when it is to be carried out."""

from collections.abc import Collection
from uuid import UUID

from backend.audits import queries
from backend.audits.rules import Priority
from backend.facts.stating import ITSELF, Stating
from backend.facts.values import Statement
from backend.scope import Scope


async def _recommendations(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Each recommendation of each audit. One statement."""
    return tuple(
        Statement(
            subject=str(each.id),
            title=f"{each.audit_title}, recommendation {each.number}"[:300],
            room="audits",
            kind="recommendation",
            id=each.id,
            facts={
                "recommendation.state": each.state.value,
                "recommendation.due-on": each.due_on,
                "recommendation.is-high": each.priority is Priority.HIGH,
            },
        )
        for each in await queries.recommendations_of(scope, live=False)
        if ids is None or each.id in ids
    )


STATINGS = (
    Stating(
        room="audits",
        about="recommendation",
        reach={"audits.recommendation": ITSELF},
        state=_recommendations,
    ),
)
