"""Holding a pack while it is built: begin, say how far it is, finish, or say why not. Each in a transaction of its own.

Whoever begins a build holds it by a `build_id`. A second builder of the same pack, after the first died or was given
up, takes it over; the first finds out at its next word and stops, so that nothing is written twice.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.evidence import operations as evidence
from backend.evidence import store
from backend.evidence.store import UnableToKeepFile, UnableToReadFile
from backend.kit import database
from backend.kit.confine import ConfinedFailure, ConfinedRefusal
from backend.kit.identity import new_id
from backend.kit.pdf.merge import UnableToMerge
from backend.kit.storage import NotStored, StorageDamaged
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.packs import rules
from backend.packs.bag import UnableToSeal
from backend.packs.tables import Pack
from backend.scope import NotFound, Refusal, Scope
from backend.tenancy import transactions

_log = logging.getLogger("probity.packs")

_AWAY = (
    database.DatabaseUnavailable,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    ConnectionError,
)

_AGAIN = "The place where files are kept does not answer. It is tried again in a moment."
_OUR_FAULT = (
    "Something went wrong on our side while the pack was built, and nothing was written. Ask for it again; if it "
    "happens again, tell the people who run Probity for you."
)


class Overtaken(Exception):
    """Another builder holds the pack now, it is finished, or somebody has cancelled it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPart:
    """One part of a finished board pack."""

    label: str
    title: str
    level: int
    first_page: int
    pages: int
    tagged: bool
    render_key: str
    key: str
    start: int
    numbered: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A pack as it is ready: its bytes under the name of a file, and what its page says of it.

    `also` is done in the transaction that says so: what follows from a pack being there.
    """

    name: str
    media_type: str
    data: bytes
    pages: int
    as_at: datetime
    sealed_at: datetime
    content_key: str | None = None
    parts: Sequence[PlacedPart] = ()
    key_name: str | None = None
    fingerprint: str | None = None
    verification: Sequence[dict[str, Any]] | None = None
    agenda_key: str | None = None
    manifest: dict[str, Any] | None = None
    ledger_size: int | None = None
    also: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A pack that this builder holds."""

    scope: Scope
    pack_id: UUID
    build_id: UUID
    kind: rules.Kind
    meeting_id: UUID | None
    variant: rules.Variant
    format: rules.Format
    for_person_id: UUID | None
    withheld: frozenset[UUID]
    since: date | None
    until: date | None
    issue: int
    attempts: int
    definition: str = "general"
    with_verifier: bool = True
    counted: dict[str, int] = field(default_factory=lambda: {"done": 0, "total": 0})

    def record(self, hash: str | None = None) -> Record:
        what = "Board pack" if self.kind is rules.Kind.BOARD else "Assurance pack"
        title = f"{what}, issue {self.issue}"
        return Record(room="packs", kind=f"{self.kind.value}-pack", id=self.pack_id, title=title, hash=hash)

    async def say(self, words: str, *, done: int | None = None, total: int | None = None) -> None:
        """Show how far the build is. Raises Overtaken."""
        self.counted.update({k: v for k, v in (("done", done), ("total", total)) if v is not None})
        async with transactions.scope_tx(self.scope):
            await self._change(words=words, **self.counted)

    async def finish(self, finished: Finished) -> None:
        """Keep the file and say that the pack is ready, at once or not at all. Raises Overtaken."""
        stored = await store.put(self.scope, finished.data)
        async with transactions.scope_tx(self.scope):
            await self._change(words="Ready.")
            file_id = await evidence.record_stored(
                self.scope, name=finished.name, media_type=finished.media_type, stored=stored
            )
            await self._change(
                state=rules.State.READY.value,
                done=self.counted["total"],
                as_at=finished.as_at,
                sealed_at=finished.sealed_at,
                content_key=finished.content_key,
                file_id=file_id,
                sha256=stored.sha256,
                size=stored.size,
                pages=finished.pages,
                key_name=finished.key_name,
                fingerprint=finished.fingerprint,
                verification=None
                if finished.verification is None
                else json.dumps(list(finished.verification)),
                agenda_key=finished.agenda_key,
                manifest=None if finished.manifest is None else json.dumps(finished.manifest),
                ledger_size=finished.ledger_size,
            )
            await self._keep_parts(finished.parts)
            after = {
                "file": finished.name,
                "sha256": stored.sha256,
                "size": stored.size,
                "pages": finished.pages,
            }
            await ledger.record(self.scope, "packs.pack.built", self.record(stored.sha256), after=after)
            if finished.also is not None:
                await finished.also()

    async def _keep_parts(self, parts: Sequence[PlacedPart]) -> None:
        told = [
            {"id": str(new_id()), "position": position, **asdict(part)}
            for position, part in enumerate(parts, start=1)
        ]
        await database.execute(
            "INSERT INTO packs_part (tenant_id, id, pack_id, position, label, title, level, first_page, pages, tagged, "
            "render_key, key, start, numbered) "
            "SELECT $1, told.id, $2, told.position, told.label, told.title, told.level, told.first_page, told.pages, "
            "told.tagged, told.render_key, told.key, told.start, told.numbered "
            "FROM jsonb_to_recordset($3::jsonb) AS told (id uuid, position integer, label text, title text, "
            "level integer, first_page integer, pages integer, tagged boolean, render_key text, key text, "
            "start integer, numbered integer)",
            self.scope.tenant.id,
            self.pack_id,
            json.dumps(told),
        )

    async def finish_as(self, pack_id: UUID, *, also: Callable[[], Awaitable[None]]) -> None:
        """Say that nothing has changed since another issue, whose file this pack is. Raises Overtaken.

        `also` is done in the same transaction.
        """
        async with transactions.scope_tx(self.scope):
            columns = (
                "issue",
                "as_at",
                "sealed_at",
                "content_key",
                "file_id",
                "sha256",
                "size",
                "pages",
                "agenda_key",
            )
            (same,) = await Pack.within(self.scope, *(getattr(Pack, name) for name in columns)).where(
                Pack.id == pack_id
            )
            await self._change(
                state=rules.State.READY.value,
                words=f"Nothing has changed since issue {same['issue']}.",
                done=self.counted["total"],
                same_as=pack_id,
                **same,
            )
            after = {"same_as": pack_id, "issue": same["issue"], "sha256": same["sha256"]}
            await ledger.record(
                self.scope, "packs.pack.found-unchanged", self.record(same["sha256"]), after=after
            )
            await also()

    async def fail(self, sentence: str) -> None:
        """Say why there is no pack. Raises Overtaken."""
        async with transactions.scope_tx(self.scope):
            await self._change(state=rules.State.FAILED.value, words="Not built.", failure=sentence)
            await ledger.record(self.scope, "packs.pack.failed", self.record(), after={"because": sentence})

    async def put_down(self, words: str) -> None:
        """Leave the pack for a later try. Raises Overtaken."""
        async with transactions.scope_tx(self.scope):
            await self._change(state=rules.State.ASKED.value, words=words)

    async def _change(self, **values: Any) -> None:
        changed = await (
            Pack.change(self.scope, **values)
            .where(
                Pack.id == self.pack_id,
                Pack.build_id == self.build_id,
                Pack.state == rules.State.BUILDING.value,
            )
            .returning(Pack.id)
        )
        if not changed:
            raise Overtaken


async def build(scope: Scope, *, pack_id: UUID, work: Callable[[Build], Awaitable[None]]) -> None:
    """Build a pack that was asked for, by `work`. Does nothing for one that is ready, failed or cancelled.

    What makes a pack impossible becomes its sentence; what may pass is raised, for the queue to try again.
    """
    held = await _begin(scope, pack_id)
    if held is None:
        return
    try:
        await work(held)
    except Overtaken:
        _log.info("pack %s is in other hands, finished or cancelled", pack_id)
    except _AWAY:
        raise  # the job is taken up again, and with it the pack
    except Refusal as refusal:
        if _may_pass(refusal) and held.attempts < rules.MOST_ATTEMPTS:
            await held.put_down(_AGAIN)
            raise
        await held.fail(refusal.sentence)
    except (UnableToMerge, UnableToSeal) as unable:
        await held.fail(str(unable))
    except (ConfinedFailure, ConfinedRefusal) as failure:
        await held.fail(f"The pack could not be put together: the work {str(failure).rstrip('.')}.")
    except Exception:
        await held.fail(_OUR_FAULT)
        raise


async def _begin(scope: Scope, pack_id: UUID) -> Build | None:
    build_id = new_id()
    async with transactions.scope_tx(scope):
        rows = await database.fetch(
            "UPDATE packs_pack SET state = 'building', build_id = $3, attempts = attempts + 1, done = 0, total = 0, "
            "words = 'Reading what goes into the pack.' "
            "WHERE tenant_id = $1 AND id = $2 AND state IN ('asked', 'building') "
            "RETURNING kind, meeting_id, variant, layout, points, for_person_id, withheld, since_on, until_on, issue, "
            "attempts, definition, with_verifier",
            scope.tenant.id,
            pack_id,
            build_id,
        )
        if not rows:
            if not await Pack.within(scope, Pack.id).where(Pack.id == pack_id):
                raise NotFound("pack")
            return None
    row = rows[0]
    return Build(
        scope=scope,
        pack_id=pack_id,
        build_id=build_id,
        kind=rules.Kind(row["kind"]),
        meeting_id=row["meeting_id"],
        variant=rules.Variant(row["variant"] or rules.Variant.FULL),
        format=rules.Format(layout=rules.Layout(row["layout"]), points=row["points"]),
        for_person_id=row["for_person_id"],
        withheld=frozenset(row["withheld"]),
        since=row["since_on"],
        until=row["until_on"],
        issue=row["issue"],
        attempts=row["attempts"],
        definition=row["definition"] or "general",
        with_verifier=row["with_verifier"],
    )


def _may_pass(refusal: Refusal) -> bool:
    """Whether the storage may answer in a moment; a file that is gone or damaged stays so."""
    passing = isinstance(refusal, UnableToReadFile | UnableToKeepFile) and refusal.status == 503
    return passing and not isinstance(refusal.__cause__, NotStored | StorageDamaged)
