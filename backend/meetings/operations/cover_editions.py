"""Making an edition of the tenant's cover sheet, and undoing one. Papers keep what they have answered."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.covers import CoverTemplate
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import cover_editions
from backend.meetings.cover_editions import UnableToChangeCoverSheet
from backend.meetings.queries import covering
from backend.meetings.tables import CoverEdition
from backend.scope import NotFound, OvertakenByAnother, Scope


class NewerCoverSheet(OvertakenByAnother):
    """Somebody else changed the cover sheet in the meantime."""


async def change_cover_sheet(
    scope: Scope, *, template: CoverTemplate, source: str, in_force_from: date, follows: int
) -> UUID:
    """Make a new edition: what it asks, where that comes from, and from which day. Returns its id.

    `follows` is the number of the newest edition that was seen, 0 where there was none. Raises
    UnableToChangeCoverSheet, NewerCoverSheet (409).
    """
    await _lock(scope)
    editions = await covering.editions_of(scope)
    if follows != (editions[0].number if editions else 0):
        raise NewerCoverSheet("Somebody else changed the cover sheet meanwhile. Look at it, then change it.")
    standing = next((each for each in editions if each.undone_at is None), None)
    before = standing.template if standing else covering.delivered_template(scope)
    if not source.strip():
        raise UnableToChangeCoverSheet("Say where the change comes from.", field="source")
    cover_editions.check_day(
        in_force_from, today=scope.today, last=standing.in_force_from if standing else None
    )
    cover_editions.check_kinds(before, template)
    changes = cover_editions.what_changed(before, template)
    if not changes:
        raise UnableToChangeCoverSheet("The cover sheet stays exactly as it is, so nothing was changed.")
    fields = _fields(template)
    edition_id: UUID = await CoverEdition.add(
        scope,
        number=follows + 1,
        fields=json.dumps(fields),
        source=source.strip(),
        in_force_from=in_force_from,
        made_at=scope.now,
        made_by_person_id=scope.actor.person_id,
        made_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "meetings.cover-sheet.changed",
        _record(edition_id, follows + 1),
        before={"fields": _fields(before)},
        after={
            "fields": fields,
            "source": source.strip(),
            "in_force_from": in_force_from,
            "changes": list(changes),
        },
    )
    return edition_id


async def undo_cover_sheet(scope: Scope, *, edition_id: UUID, because: str) -> None:
    """Undo the newest edition that stands: the one before it holds again. Raises UnableToChangeCoverSheet, NotFound."""
    await _lock(scope)
    editions = await covering.editions_of(scope)
    found = next((each for each in editions if each.id == edition_id), None)
    if found is None:
        raise NotFound("edition of the cover sheet")
    standing = next((each for each in editions if each.undone_at is None), None)
    if standing is None or standing.id != edition_id:
        raise UnableToChangeCoverSheet(
            f"Edition {found.number} is not the newest that stands, so it can’t be undone."
        )
    if not because.strip():
        raise UnableToChangeCoverSheet("Say why it is undone.", field="because")
    changes = {"undone_at": scope.now, "undone_because": because.strip(), "undone_by_name": scope.actor.name}
    await CoverEdition.change(scope, **changes).where(CoverEdition.id == edition_id)
    await ledger.record(
        scope,
        "meetings.cover-sheet.undone",
        _record(edition_id, found.number),
        before={"fields": _fields(found.template)},
        after=changes,
    )


async def _lock(scope: Scope) -> None:
    """One change at a time, the first one too, of which there is no row yet."""
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('meetings/cover-sheet/' || $1::text, 0))",
        str(scope.tenant.id),
    )


def _record(edition_id: UUID, number: int) -> Record:
    return Record(room="meetings", kind="cover-sheet", id=edition_id, title=f"Cover sheet, edition {number}")


def _fields(template: CoverTemplate) -> list[dict[str, Any]]:
    return [field.model_dump(mode="json", exclude_defaults=True) for field in template.fields]
