"""Taking the newest root of a ledger to places outside our control. What fails is written down and tried again.

Whoever holds a root that we can't take back finds out any change of what lies under it. So nothing here waits for
anything, blocks anything or is undone: it opens its own short transactions, and the network is asked between them.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.kit.clock import real_now
from backend.kit.stamps import StampRefused
from backend.kit.storage.contract import StorageFailure
from backend.ledger import anchors, tree
from backend.ledger import places as outside
from backend.ledger.operations import record
from backend.ledger.records import Record
from backend.ledger.rules import anchors as rules
from backend.ledger.rules.anchors import AnchorLine, Auditor, Often, Place
from backend.ledger.tables import Anchor
from backend.ledger.tables import Auditor as AuditorTable
from backend.ledger.tree import SignedCheckpoint
from backend.scope import Scope
from backend.tenancy import transactions

_log = logging.getLogger("probity.ledger")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    where: str
    held: bool
    said: str = ""
    proof: bytes | None = None
    until: datetime | None = None


async def anchor_newest(scope: Scope, *, at_once: bool = False) -> datetime:
    """Take the newest root to each place that is due to have it; returns the real moment of the next look.

    A place has a root at most once a day, and one that failed is tried again later and later. `at_once`: now, whatever
    was done today, unless a place has this very root. Call it outside any transaction.
    """
    there = outside.places()
    next_look = real_now() + rules.EVERY
    ways: list[tuple[Place, Callable[[Scope, SignedCheckpoint], _Outcome]]] = []
    if there.bucket is not None:
        ways.append((Place.BUCKET, _to_bucket))
    if there.stamper is not None:
        ways.append((Place.STAMP, _to_stamp))
    for place, way in ways:
        async with transactions.scope_tx(scope, readonly=True):
            newest = await tree.newest_checkpoint(scope)
            last = await anchors.last_held(scope, place)
            failed = await anchors.failures_since(scope, place, since=last.at if last else None)
        if newest is None:
            break
        due = _due_at(last, failed)
        if last is not None and last.size >= newest.size:
            continue
        if due > real_now() and not at_once:
            next_look = min(next_look, due)
            continue
        outcome = await asyncio.to_thread(way, scope, newest)
        await _write(scope, place, newest, outcome)
        if not outcome.held:
            _log.warning("the root of %s was not anchored: %s", scope.tenant.slug, outcome.said)
            next_look = min(next_look, real_now() + rules.retry_after(len(failed) + 1))
    return next_look


def _due_at(last: AnchorLine | None, failed: tuple[AnchorLine, ...]) -> datetime:
    if failed:
        return failed[0].at + rules.retry_after(len(failed))
    return last.at + rules.EVERY if last else real_now()


def _to_bucket(scope: Scope, newest: SignedCheckpoint) -> _Outcome:
    bucket = outside.places().bucket
    assert bucket is not None
    name = f"{scope.tenant.id}/{newest.size:012d}-{newest.root.hex()[:32]}.txt"
    try:
        where, until = bucket.keep(name, newest.note, now=real_now())
    except StorageFailure as failure:
        return _Outcome(where="", held=False, said=str(failure))
    return _Outcome(where=where, held=True, until=until)


def _to_stamp(scope: Scope, newest: SignedCheckpoint) -> _Outcome:
    stamper = outside.places().stamper
    assert stamper is not None
    try:
        stamp = stamper.stamp(hashlib.sha256(newest.note).digest())
    except StampRefused as refusal:
        return _Outcome(where="", held=False, said=str(refusal))
    return _Outcome(where=stamp.authority, held=True, proof=stamp.token, until=stamp.certificate_until)


async def note_mailed(scope: Scope, newest: SignedCheckpoint, *, auditor: Auditor) -> None:
    """Write down that the auditor is written to about a root; in the transaction that puts the letter out."""
    said = "Put into the outbox, which says whether it arrived."
    await _add(scope, Place.MAIL, newest, _Outcome(where=auditor.address, held=True, said=said))


async def settle_auditor(scope: Scope, *, name: str, address: str, often: Often) -> Auditor:
    """Say who is written to about roots, and how often."""
    scope.check_may("ledger.keep", "Only a governance officer can settle who is written to about the ledger.")
    name, address = rules.check_auditor(name, address, often)
    before = await anchors.auditor_of(scope)
    values: dict[str, Any] = {"name": name, "address": address, "often": often}
    if before is None:
        await AuditorTable.add(scope, **values)
    else:
        await AuditorTable.change(scope, **values)
    after = await anchors.auditor_of(scope)
    assert after is not None
    await record(
        scope,
        "ledger.auditor.settled",
        Record(room="ledger", kind="auditor", id=after.id, title=name or "No auditor"),
        before={"name": before.name, "often": before.often} if before else None,
        after={"name": name, "often": often},
    )
    return after


async def _write(scope: Scope, place: Place, newest: SignedCheckpoint, outcome: _Outcome) -> None:
    async with transactions.scope_tx(scope, after_end=True):
        await _add(scope, place, newest, outcome)


async def _add(scope: Scope, place: Place, newest: SignedCheckpoint, outcome: _Outcome) -> None:
    await Anchor.add(
        scope,
        place=place,
        at=real_now(),
        size=newest.size,
        root=newest.root,
        note=newest.note.decode(),
        where=outcome.where,
        held=outcome.held,
        said=outcome.said,
        proof=outcome.proof,
        until=outcome.until,
    )
