"""Adding, changing and retiring measures."""

import re
from uuid import UUID

from backend.catalogue.measures import Better
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.measures.operations.holding import UnableToMeasure, held, record_of
from backend.measures.tables import Measure
from backend.people import queries as people
from backend.scope import OvertakenByAnother, Scope


async def add_measure(
    scope: Scope,
    *,
    title: str,
    definition: str,
    unit: str,
    better: Better,
    owner_person_id: UUID | None = None,
    slug: str | None = None,
) -> UUID:
    """Begin to keep a measure. Raises UnableToMeasure where there is one of that name, NotFound for the owner."""
    slug = slug or _slug(title)
    rows = await fetch(
        "SELECT title FROM measures_measure WHERE tenant_id = $1 AND (slug = $2 OR lower(title) = lower($3))",
        scope.tenant.id,
        slug,
        title,
    )
    if rows:
        raise UnableToMeasure(f"There is a measure called “{rows[0]['title']}” already.", field="title")
    if owner_person_id is not None:
        await people.person_line_of(scope, person_id=owner_person_id)
    traits = {"title": title, "definition": definition, "unit": unit, "better": better.value}
    measure_id: UUID = await Measure.add(
        scope, slug=slug, owner_person_id=owner_person_id, version=1, **traits
    )
    await ledger.record(scope, "measures.measure.added", record_of(measure_id, title), after=traits)
    return measure_id


async def change_measure(
    scope: Scope,
    *,
    measure_id: UUID,
    title: str,
    definition: str,
    unit: str,
    better: Better,
    owner_person_id: UUID | None,
    version: int | None = None,
) -> None:
    """Change what a measure is. Its unit stands once values are counted in it.

    Raises OvertakenByAnother where somebody else changed it since `version`, UnableToMeasure, NotFound.
    """
    known = await held(scope, measure_id)
    if version is not None and version != known.version:
        raise OvertakenByAnother(
            f"Somebody else changed “{known.title}” while you did. Look at what it says now, then send yours again."
        )
    if unit != known.unit and any(each.unit == known.unit for each in known.values):
        raise UnableToMeasure(
            f"Values are counted in {known.unit} already. Retire this measure and add one that counts in {unit}.",
            field="unit",
        )
    if owner_person_id is not None and owner_person_id != known.owner_person_id:
        await people.person_line_of(scope, person_id=owner_person_id)
    before = {
        "title": known.title,
        "definition": known.definition,
        "unit": known.unit,
        "better": known.better,
    }
    after = {"title": title, "definition": definition, "unit": unit, "better": better.value}
    if before == after and owner_person_id == known.owner_person_id:
        return
    await Measure.change(scope, **after, owner_person_id=owner_person_id, version=known.version + 1).where(
        Measure.id == measure_id
    )
    await ledger.record(
        scope, "measures.measure.changed", record_of(measure_id, title), before=before, after=after
    )


async def retire_measure(scope: Scope, *, measure_id: UUID, because: str) -> None:
    """No longer keep a measure; what was stated stays. Raises UnableToMeasure, NotFound."""
    known = await held(scope, measure_id)
    if known.retired_at is not None:
        raise UnableToMeasure(f"“{known.title}” is retired already.")
    await Measure.change(scope, retired_at=scope.now, retired_because=because).where(Measure.id == measure_id)
    await ledger.record(
        scope, "measures.measure.retired", record_of(measure_id, known.title), after={"because": because}
    )


async def bring_back(scope: Scope, *, measure_id: UUID) -> None:
    """Keep a retired measure again. Raises UnableToMeasure, NotFound."""
    known = await held(scope, measure_id)
    if known.retired_at is None:
        raise UnableToMeasure(f"“{known.title}” is not retired.")
    await Measure.change(scope, retired_at=None, retired_because=None).where(Measure.id == measure_id)
    await ledger.record(scope, "measures.measure.brought-back", record_of(measure_id, known.title))


def _slug(title: str) -> str:
    return (
        re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:70].strip("-")
        or f"measure-{str(new_id())[-8:]}"
    )
