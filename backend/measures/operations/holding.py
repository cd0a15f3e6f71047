"""A measure in hand, and the refusal that the operations share."""

from uuid import UUID

from backend.kit.database import execute
from backend.ledger.records import Record
from backend.measures import queries
from backend.measures.queries import MeasureView
from backend.scope import Refusal, Scope


class UnableToMeasure(Refusal):
    """A measure or a value that cannot be kept as it was given."""


async def held(scope: Scope, measure_id: UUID) -> MeasureView:
    """The measure, held until the transaction ends, so that two hands come one after the other."""
    await execute(
        "SELECT 1 FROM measures_measure WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        measure_id,
    )
    return await queries.measure(scope, measure_id=measure_id)


def record_of(measure_id: UUID, title: str) -> Record:
    return Record(room="measures", kind="measure", id=measure_id, title=title)
