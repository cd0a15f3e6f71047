"""Writing a ladder: a draft that nobody is written to by, put in force whole, and taken back to the shipped one.

One draft of each ladder is open at a time. A version that was in force is never changed again.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.catalogue.chasing import MOST_RUNGS, OwnRung
from backend.chasing import queries
from backend.chasing.operations.settling import checked_reason, reckon, record_of
from backend.chasing.rules import drafting
from backend.chasing.rules.ladders import ladder_of
from backend.chasing.sources import Source
from backend.chasing.tables import LadderTable
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.scope import NotFound, Refusal, Scope


class UnableToDraft(Refusal):
    """A draft that can't be put in force, or that somebody else has changed meanwhile."""


async def begin_draft(
    scope: Scope, sources: Sequence[Source], *, ladder: str, number: int | None = None
) -> None:
    """Open a draft from what is in force, or from version `number`; one that is open already stays as it is."""
    _check_known(ladder, sources)
    await _hold(scope, ladder)
    if await _open_draft(scope, ladder) is not None:
        return
    rungs, told = await _begun_from(scope, ladder, number)
    row_id = await _add(scope, ladder, rungs, drafted_from=told)
    await ledger.record(
        scope, "chasing.draft.begun", _subject(scope, row_id, ladder), after={"drafted_from": told}
    )


async def keep_rung(scope: Scope, *, ladder: str, rung: OwnRung, rung_id: str | None) -> str:
    """Write a rung of the draft, a new one where `rung_id` is None. Returns its name. Raises UnableToDraft, NotFound.

    Its own `id` is not looked at. The rungs come into the order of their days.
    """
    await _hold(scope, ladder)
    row = await _needed_draft(scope, ladder)
    rungs = list(queries.rungs_of(row["rungs"]))
    known = {each.id: each for each in rungs}
    if rung_id is not None and rung_id not in known:
        raise NotFound("rung")
    if rung_id is None and len(rungs) >= MOST_RUNGS:
        raise UnableToDraft(f"{MOST_RUNGS} rungs are the most: a ladder ends.", field="count")
    name = rung_id or drafting.new_name(await _names(scope, ladder))
    kept = rung.model_copy(update={"id": name})
    if known.get(name) == kept:
        return name
    others = [each for each in rungs if each.id != name]
    await _write(scope, row["id"], drafting.in_order([*others, kept]))
    before = known.get(name)
    await ledger.record(
        scope,
        "chasing.rung.written",
        _subject(scope, row["id"], ladder),
        before=None if before is None else before.model_dump(mode="json"),
        after=kept.model_dump(mode="json"),
    )
    return name


async def remove_rung(scope: Scope, *, ladder: str, rung_id: str) -> None:
    """Take a rung out of the draft. Raises NotFound."""
    await _hold(scope, ladder)
    row = await _needed_draft(scope, ladder)
    rungs = queries.rungs_of(row["rungs"])
    gone = next((each for each in rungs if each.id == rung_id), None)
    if gone is None:
        raise NotFound("rung")
    await _write(scope, row["id"], [each for each in rungs if each.id != rung_id])
    await ledger.record(
        scope,
        "chasing.rung.removed",
        _subject(scope, row["id"], ladder),
        before=gone.model_dump(mode="json"),
    )


async def discard_draft(scope: Scope, *, ladder: str) -> None:
    """Put a draft away; it stays on record. Raises NotFound."""
    await _hold(scope, ladder)
    row = await _needed_draft(scope, ladder)
    await LadderTable.change(scope, discarded_at=scope.now, discarded_by_name=scope.actor.name).where(
        LadderTable.id == row["id"]
    )
    await ledger.record(scope, "chasing.draft.discarded", _subject(scope, row["id"], ladder))


async def put_in_force(
    scope: Scope, sources: Sequence[Source], *, ladder: str, because: str, seen: datetime | None = None
) -> None:
    """Climb the draft from the next letters on. Raises UnableToDraft for any fault, all of them told, and NotFound.

    `seen`: the draft's moment of change, as whoever decided saw it; another one means that somebody wrote meanwhile.
    """
    _check_known(ladder, sources)
    await _hold(scope, ladder)
    row = await _needed_draft(scope, ladder)
    if seen is not None and seen != row["changed_at"]:
        raise UnableToDraft(
            f"{row['changed_by_name']} has changed the draft since you looked at it. Look at it again."
        )
    rungs = queries.rungs_of(row["rungs"])
    _check(scope, ladder, rungs)
    settings = await queries.settings_of(scope)
    before = queries.ladder_for(scope, ladder, settings)
    plain = checked_reason(because)
    after = ladder_of(queries.workflow_for(scope, ladder), own=rungs)
    if before.rungs == after.rungs:
        raise UnableToDraft("The draft says the same as the ladder that is in force.")
    await LadderTable.change(
        scope, because=plain, in_force_at=scope.now, in_force_by_name=scope.actor.name
    ).where(LadderTable.id == row["id"])
    await ledger.record(
        scope,
        "chasing.ladder.put-in-force",
        _subject(scope, row["id"], ladder),
        before={"version": before.own or before.edition},
        after={"version": row["number"], "because": plain, "rungs": json.loads(row["rungs"])},
    )
    await _reckon_one(scope, sources, ladder)


async def climb_own(
    scope: Scope, sources: Sequence[Source], *, ladder: str, rungs: Sequence[OwnRung], because: str
) -> None:
    """Put a whole ladder in force that was written elsewhere, as a file. Raises UnableToDraft, NotFound."""
    _check_known(ladder, sources)
    await _hold(scope, ladder)
    _check(scope, ladder, rungs)
    settings = await queries.settings_of(scope)
    before = queries.ladder_for(scope, ladder, settings)
    row_id = await _add(scope, ladder, rungs, drafted_from="a file", because=checked_reason(because))
    await ledger.record(
        scope,
        "chasing.ladder.put-in-force",
        _subject(scope, row_id, ladder),
        before={"version": before.own or before.edition},
        after={"because": because, "rungs": [each.model_dump(mode="json") for each in rungs]},
    )
    await _reckon_one(scope, sources, ladder)


async def climb_shipped(scope: Scope, sources: Sequence[Source], *, ladder: str, because: str) -> None:
    """Go back to the shipped ladder. Raises UnableToDraft where it is climbed already, and NotFound."""
    _check_known(ladder, sources)
    await _hold(scope, ladder)
    own = (await queries.settings_of(scope)).own.get(ladder)
    if own is None:
        raise UnableToDraft("The shipped ladder is in force already.")
    plain = checked_reason(because)
    row_id = await _add(scope, ladder, None, drafted_from="the shipped ladder", because=plain)
    await ledger.record(
        scope,
        "chasing.ladder.back-to-shipped",
        _subject(scope, row_id, ladder),
        before={"version": own.number},
        after={"version": queries.shipped_ladder(scope, ladder).edition, "because": plain},
    )
    await _reckon_one(scope, sources, ladder)


async def _begun_from(scope: Scope, ladder: str, number: int | None) -> tuple[tuple[OwnRung, ...], str]:
    shipped = drafting.own_rungs(queries.workflow_for(scope, ladder))
    if number is None:
        own = (await queries.settings_of(scope)).own.get(ladder)
        if own is None:
            return shipped, "the shipped ladder"
        return queries.rungs_of(own.rungs), f"version {own.number}"
    if number == 0:
        return shipped, "the shipped ladder"
    for line in await queries.versions_of(scope, ladder=ladder):
        if line.number == number:
            return (
                (line.rungs, f"version {number}")
                if line.rungs is not None
                else (shipped, "the shipped ladder")
            )
    raise NotFound("version")


def _check_known(ladder: str, sources: Sequence[Source]) -> None:
    if ladder not in {each.ladder for each in sources}:
        raise NotFound("ladder")


def _check(scope: Scope, ladder: str, rungs: Sequence[OwnRung]) -> None:
    faults = drafting.faults_of(rungs, queries.workflow_for(scope, ladder))
    if faults:
        raise UnableToDraft(" ".join(each.sentence for each in faults))


async def _hold(scope: Scope, ladder: str) -> None:
    """One writer of a ladder at a time."""
    lock = f"chasing/ladder/{scope.tenant.id}/{ladder}"
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", lock)


async def _open_draft(scope: Scope, ladder: str) -> dict[str, Any] | None:
    rows = await LadderTable.within(scope).where(
        LadderTable.ladder == ladder, LadderTable.in_force_at.is_null(), LadderTable.discarded_at.is_null()
    )
    return dict(rows[0]) if rows else None


async def _needed_draft(scope: Scope, ladder: str) -> dict[str, Any]:
    row = await _open_draft(scope, ladder)
    if row is None:
        raise NotFound("draft")
    return row


async def _names(scope: Scope, ladder: str) -> set[str]:
    """Every name that a rung of this ladder ever had."""
    shipped = {each.id for each in queries.shipped_ladder(scope, ladder).rungs}
    rows = await LadderTable.within(scope, LadderTable.rungs).where(
        LadderTable.ladder == ladder, LadderTable.rungs.is_not_null()
    )
    return shipped | {each.id for row in rows for each in queries.rungs_of(row["rungs"])}


async def _add(
    scope: Scope,
    ladder: str,
    rungs: Sequence[OwnRung] | None,
    *,
    drafted_from: str,
    because: str | None = None,
) -> UUID:
    """A version: a draft, or in force at once where it says why."""
    rows = await fetch(
        "SELECT coalesce(max(number), 0) AS number FROM chasing_ladder WHERE tenant_id = $1 AND ladder = $2",
        scope.tenant.id,
        ladder,
    )
    row_id: UUID = await LadderTable.add(
        scope,
        ladder=ladder,
        number=rows[0]["number"] + 1,
        rungs=None if rungs is None else _text(rungs),
        drafted_from=drafted_from,
        changed_at=scope.now,
        changed_by_name=scope.actor.name,
        because=because,
        in_force_at=scope.now if because else None,
        in_force_by_name=scope.actor.name if because else None,
    )
    return row_id


async def _write(scope: Scope, row_id: UUID, rungs: Sequence[OwnRung]) -> None:
    await LadderTable.change(
        scope, rungs=_text(rungs), changed_at=scope.now, changed_by_name=scope.actor.name
    ).where(LadderTable.id == row_id)


async def _reckon_one(scope: Scope, sources: Sequence[Source], ladder: str) -> None:
    await reckon(scope, [each for each in sources if each.ladder == ladder])


def _text(rungs: Sequence[OwnRung]) -> str:
    return json.dumps([each.model_dump(mode="json") for each in rungs], ensure_ascii=False)


def _subject(scope: Scope, row_id: UUID, ladder: str) -> Any:
    return record_of(row_id, "ladder", queries.shipped_ladder(scope, ladder).title)
