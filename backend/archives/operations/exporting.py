"""Exports of everything: asked for, made by the worker, fetched for a while, and then readable by nobody."""

from dataclasses import dataclass
from uuid import UUID

import asyncpg

from backend.archives.queries import life
from backend.archives.rules import settling as rules
from backend.archives.rules.settling import ExportState
from backend.archives.tables import Export
from backend.kit import queue
from backend.kit.database import savepoint
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import OvertakenByAnother, Refusal, Scope
from backend.tenancy import dues

MAKE = "archives.make_export"
END = "archives.end_exports"


class UnableToFetch(Refusal):
    """An export that is not there to fetch: not made yet, or no longer kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the worker made."""

    key: bytes
    sha256: str
    stored_sha256: str
    size: int
    rows: int
    files: int


async def ask(scope: Scope) -> UUID:
    """Ask for an export; the worker makes it. Raises OvertakenByAnother while one is being made."""
    try:
        async with savepoint():
            export_id: UUID = await Export.add(
                scope,
                state=ExportState.ASKED,
                asked_at=scope.now,
                asked_by_person_id=scope.actor.person_id,
                asked_by_name=scope.actor.name,
                stage="",
                parts_done=0,
                parts=1,
            )
    except asyncpg.UniqueViolationError:
        raise OvertakenByAnother("An export is being made already. It will be ready in a moment.") from None
    await ledger.record(scope, "archives.export.asked", _record(export_id))
    await queue.defer(MAKE, tenant_id=scope.tenant.id, lock=f"export-{scope.tenant.id}", export_id=export_id)
    return export_id


async def say_progress(scope: Scope, *, export_id: UUID, stage: str, done: int, of: int) -> None:
    """How far the worker is."""
    await Export.change(scope, stage=stage, parts_done=done, parts=of).where(
        Export.id == export_id, Export.state == ExportState.ASKED
    )


async def finish(scope: Scope, *, export_id: UUID, made: Made | None, failure: str | None = None) -> None:
    """What came of it; from now on it can be fetched for a while."""
    until = scope.now + rules.EXPORT_KEPT if made else None
    await Export.change(
        scope,
        state=ExportState.READY if made else ExportState.FAILED,
        ready_at=scope.now,
        kept_until=until,
        sha256=made.sha256 if made else None,
        stored_sha256=made.stored_sha256 if made else None,
        size=made.size if made else None,
        rows=made.rows if made else None,
        files=made.files if made else None,
        key=made.key if made else None,
        failure=None if made else failure,
    ).where(Export.id == export_id, Export.state == ExportState.ASKED)
    after = {"sha256": made.sha256, "size": made.size, "rows": made.rows} if made else {"failure": failure}
    await ledger.record(
        scope, f"archives.export.{'made' if made else 'failed'}", _record(export_id), after=after
    )
    if until:
        await dues.set_due_by(scope, chore=END, at=until)


async def fetched(scope: Scope, *, export_id: UUID, proved_by: str) -> None:
    """Write down who takes the export away. Raises UnableToFetch."""
    view = await life.export_of(scope, export_id=export_id)
    if view.state is not ExportState.READY or (view.kept_until and scope.now >= view.kept_until):
        raise UnableToFetch(f"This export is {rules.EXPORT_IN_WORDS[view.state]}, so it can’t be downloaded.")
    await ledger.record(
        scope,
        "archives.export.fetched",
        _record(export_id),
        after={"sha256": view.sha256, "proved_by": proved_by},
    )


async def end_old(scope: Scope) -> None:
    """Destroy the keys of exports whose time is over: what is stored of them can then be read by nobody."""
    ended = await (
        Export.change(scope, state=ExportState.ENDED, key=None)
        .where(Export.state == ExportState.READY, Export.kept_until <= scope.now)
        .returning(Export.id)
    )
    for row in ended:
        await ledger.record(scope, "archives.export.ended", _record(row["id"]))
    left = await (
        Export.within(scope, Export.kept_until)
        .where(Export.state == ExportState.READY)
        .order_by(Export.kept_until)
        .limit(1)
    )
    if left:
        await dues.set_due(scope, chore=END, at=left[0]["kept_until"])
    else:
        await dues.clear_due(scope, chore=END)


def _record(export_id: UUID) -> Record:
    return Record(room="archives", kind="export", id=export_id, title="Export of everything")
