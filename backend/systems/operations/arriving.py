"""What arrives here: figures that another body grants, and what it states of shared offices. Kept as it came."""

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope
from backend.systems.rules.granting import Figure
from backend.systems.tables import Received, Stated
from backend.together.receiving import Arrived
from backend.together.rules import Figures, Offices, UnableToDeliver


async def take_figures(scope: Scope, arrived: Arrived) -> None:
    """One delivery, once. Raises UnableToDeliver for figures that nobody may grant, or that hold what is hidden."""
    said = arrived.said
    assert isinstance(said, Figures), "the door hands a kind to its own handler"
    known = {each.value for each in Figure}
    if not set(said.figures) <= known or not {line.figure for line in said.lines} <= set(said.figures):
        raise UnableToDeliver(
            "The delivery holds a figure that is not granted. Nothing of it was taken over."
        )
    if any(line.hidden and (line.number is not None or line.troubled) for line in said.lines):
        raise UnableToDeliver(
            "The delivery holds a number that is said to be hidden. Nothing of it was taken over."
        )
    came = await fetch(
        "SELECT 1 FROM systems_received WHERE tenant_id = $1 AND agreement_id = $2 AND key = $3",
        scope.tenant.id,
        arrived.agreement.id,
        said.key,
    )
    if came:
        raise UnableToDeliver("That delivery came before. What came first stays.")
    await Received.add(
        scope,
        id=arrived.id,
        agreement_id=arrived.agreement.id,
        from_name=arrived.agreement.other_name,
        key=said.key,
        as_at=said.as_at,
        said=said.model_dump_json(),
        received_at=scope.now,
    )
    title = f"Figures of {arrived.agreement.other_name}"
    await ledger.record(
        scope,
        "systems.figures.received",
        Record(room="systems", kind="received", id=arrived.id, title=title, hash=arrived.sha256),
        after={"key": said.key, "from": arrived.agreement.other_slug, "delivery_id": said.delivery_id},
    )


async def take_offices(scope: Scope, arrived: Arrived) -> None:
    """What the other body of a cluster states now; an edition that was overtaken on its way is kept and not shown."""
    said = arrived.said
    assert isinstance(said, Offices), "the door hands a kind to its own handler"
    came = await fetch(
        "SELECT 1 FROM systems_stated WHERE tenant_id = $1 AND agreement_id = $2 AND edition = $3",
        scope.tenant.id,
        arrived.agreement.id,
        said.edition,
    )
    if came:
        raise UnableToDeliver("That edition came before. State the offices anew instead.")
    await Stated.add(
        scope,
        id=arrived.id,
        agreement_id=arrived.agreement.id,
        edition=said.edition,
        said=said.model_dump_json(),
        received_at=scope.now,
    )
    await ledger.record(
        scope,
        "systems.offices.received",
        Record(
            room="systems",
            kind="cluster",
            id=arrived.agreement.id,
            title=arrived.agreement.name,
            hash=arrived.sha256,
        ),
        after={"edition": said.edition, "offices": [each.office for each in said.offices]},
    )
