"""Verifying the ledger of a tenant against itself, its keys and what others kept. Reads only, page by page."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from backend.kit import notes
from backend.kit.database import fetch
from backend.ledger.rules import leaves
from backend.ledger.rules.verifying import ERASING, SLACK, Erasure, Outside, Report, Verification
from backend.tenancy import transactions

PAGE = 5_000

Ask = Callable[..., Awaitable[Sequence[Any]]]
"""Asks the database one question: a statement and its arguments."""

_ENDS = """
SELECT coalesce((SELECT max(line) + 1 FROM ledger_leaf WHERE tenant_id = $1), 0) AS lines,
  coalesce((SELECT max(size) FROM ledger_checkpoint WHERE tenant_id = $1), 0) AS size
"""
_LINES = f"""
SELECT l.line, l.id AS leaf_id, l.hashes, {leaves.COLUMNS} FROM (
  SELECT * FROM ledger_leaf WHERE tenant_id = $1 AND line >= $2 AND line < $3 ORDER BY line LIMIT $4) l
LEFT JOIN ledger_event e ON e.tenant_id = $1 AND e.id = l.id ORDER BY l.line
"""  # noqa: S608 - our own columns
_CHECKPOINTS = """
SELECT size, root, sealed_at, note FROM ledger_checkpoint
WHERE tenant_id = $1 AND size > $2 AND size <= $3 ORDER BY size LIMIT $4
"""
_ERASURES = "SELECT id, recorded_at, after::text AS after FROM ledger_event WHERE tenant_id = $1 AND act = $2"
_ERASED = """
SELECT id, erased_by FROM ledger_event WHERE tenant_id = $1 AND erased_by IS NOT NULL AND id > $2 ORDER BY id LIMIT $3
"""
_WAITING = """
SELECT count(*) AS waiting,
  count(*) FILTER (WHERE e.xid < $2::text::xid8
    AND $2::text::xid8 < pg_snapshot_xmax(pg_current_snapshot())) AS slipped,
  count(*) FILTER (WHERE e.recorded_at < $3) AS back_dated
FROM ledger_event e WHERE e.tenant_id = $1
  AND (e.xid < pg_snapshot_xmin(pg_current_snapshot()) OR e.xid >= pg_snapshot_xmax(pg_current_snapshot()))
  AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.tenant_id = $1 AND l.id = e.id)
"""


async def verify(
    tenant_id: UUID,
    *,
    origin: str,
    keys: Sequence[notes.Verifier],
    outside: Sequence[Outside] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Report:
    """The whole ledger of a tenant, read in transactions of its own, so that it holds up nobody."""

    async def ask(sql: str, *arguments: Any) -> Sequence[Any]:
        async with transactions.tenant_tx(tenant_id, readonly=True):
            return await fetch(sql, *arguments)

    return await verify_through(ask, tenant_id, origin=origin, keys=keys, outside=outside, progress=progress)


async def verify_through(
    ask: Ask,
    tenant_id: UUID,
    *,
    origin: str,
    keys: Sequence[notes.Verifier],
    outside: Sequence[Outside] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Report:
    """`verify`, asking through whatever way to the database the caller has."""
    (ends,) = await ask(_ENDS, tenant_id)  # what is sealed while we read is the next reading's matter
    judged = Verification(origin=origin, keys=keys, outside=outside, erasures=await _erasures(ask, tenant_id))
    kept = _Checkpoints(ask, tenant_id, until=ends["size"])
    start = 0
    while rows := await ask(_LINES, tenant_id, start, ends["lines"], PAGE):
        for row in rows:
            await kept.hand_over(judged)
            judged.line(row)
        start = rows[-1]["line"] + 1
        progress(start, ends["lines"])
    await kept.hand_over(judged, rest=True)
    await _marked(ask, tenant_id, judged)
    before = judged.sealed_at - SLACK if judged.sealed_at else None
    (left,) = await ask(_WAITING, tenant_id, str(judged.newest_xid), before)
    return judged.finish(waiting=left["waiting"], slipped=left["slipped"], back_dated=left["back_dated"])


class _Checkpoints:
    """The kept checkpoints in order, a page at a time."""

    def __init__(self, ask: Ask, tenant_id: UUID, *, until: int) -> None:
        self._ask, self._tenant_id, self._until = ask, tenant_id, until
        self._page: list[Any] = []
        self._after = 0
        self._more = until > 0

    async def hand_over(self, judged: Verification, *, rest: bool = False) -> None:
        """Those whose size has been reached; `rest`: all that are left."""
        while (each := await self._next()) is not None and (rest or each["size"] <= judged.size):
            judged.checkpoint(self._page.pop())

    async def _next(self) -> Any:
        if not self._page and self._more:
            rows = await self._ask(_CHECKPOINTS, self._tenant_id, self._after, self._until, PAGE)
            self._page = list(reversed(rows))
            self._more = len(rows) == PAGE
            self._after = rows[-1]["size"] if rows else self._after
        return self._page[-1] if self._page else None


async def _erasures(ask: Ask, tenant_id: UUID) -> dict[UUID, Erasure]:
    found = {}
    for row in await ask(_ERASURES, tenant_id, ERASING):
        said = json.loads(row["after"] or "{}")
        found[row["id"]] = Erasure(
            on=row["recorded_at"], lines=int(said.get("lines", 0)), ids=str(said.get("ids", ""))
        )
    return found


async def _marked(ask: Ask, tenant_id: UUID, judged: Verification) -> None:
    after = UUID(int=0)
    while rows := await ask(_ERASED, tenant_id, after, PAGE):
        for row in rows:
            judged.mark(row["id"], row["erased_by"])
        after = rows[-1]["id"]
