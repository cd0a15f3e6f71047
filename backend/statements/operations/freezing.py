"""Freezing a year: every part of it as it stood on 31 March, kept with its hash and never changed."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.scope import Scope
from backend.statements.queries.gathering import gathered
from backend.statements.rules.parts import Part, whole_hash
from backend.statements.rules.years import FinancialYear, check_can_freeze
from backend.statements.tables.freezes import Freeze, FrozenPart


async def freeze_year(
    scope: Scope, *, year: FinancialYear, reason: str | None = None, known_at: datetime | None = None
) -> UUID:
    """Freeze a year that is over, as it is known now or was `known_at`; returns the freeze's id.

    A year that was frozen before gets another freeze with its own number and a reason; the first stays. A year is
    never opened again. Raises UnableToFreeze, NotPermitted.
    """
    if scope.actor.chore is None:
        scope.check_may("statements.keep", "Your role doesn’t freeze the year.")
    said = (reason or "").strip() or None
    # Two officers who freeze the same year at once come one after the other.
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 71))", f"{scope.tenant.id}/{year.beginning}"
    )
    earlier = await fetch(
        "SELECT number FROM statements_freeze WHERE tenant_id = $1 AND year = $2",
        scope.tenant.id,
        year.beginning,
    )
    check_can_freeze(year, today=scope.today, earlier=len(earlier), reason=said)
    whole = await gathered(scope, year=year, known_at=known_at)

    number = max((row["number"] for row in earlier), default=0) + 1
    sha256 = whole_hash(whole.parts)
    freeze_id: UUID = await Freeze.add(
        scope,
        year=year.beginning,
        number=number,
        as_at=whole.as_at,
        known_at=whole.known_at,
        frozen_at=scope.now,
        frozen_by_name=scope.actor.name,
        reason=said,
        lines=whole.lines,
        sha256=sha256,
    )
    for position, part in enumerate(whole.parts):
        await _keep(scope, freeze_id, position, part)
    await ledger.record(
        scope,
        "statements.year.frozen",
        Record(
            room="statements",
            kind="freeze",
            id=freeze_id,
            title=f"{year.in_words}, freeze {number}",
            hash=sha256,
        ),
        after={"as_at": whole.as_at, "known_at": whole.known_at, "lines": whole.lines, "reason": said},
    )
    return freeze_id


async def _keep(scope: Scope, freeze_id: UUID, position: int, part: Part) -> None:
    part_id = await FrozenPart.add(
        scope,
        freeze_id=freeze_id,
        key=part.key,
        kind=part.kind,
        position=position,
        committee_id=part.committee_id,
        register=part.register,
        title=part.title,
        about=part.about,
        none_words=part.none,
        columns=json.dumps([column.plain for column in part.columns]),
        lines=len(part.rows),
        sha256=part.sha256,
    )
    if not part.rows:
        return
    await execute(
        """
        INSERT INTO statements_frozen_row (tenant_id, id, part_id, position, record, person_id, path, cells, sha256)
        SELECT $1, r.id, $2, r.position, r.record, r.person_id, r.path, r.cells, r.sha256
        FROM jsonb_to_recordset($3::jsonb) AS r(id uuid, position integer, record text, person_id uuid, path text,
          cells jsonb, sha256 text)""",
        scope.tenant.id,
        part_id,
        canonical([_line(place, row) for place, row in enumerate(part.rows)]),
    )


def _line(place: int, row: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "position": place,
        "record": row.record,
        "person_id": row.person_id,
        "path": row.path,
        "cells": dict(row.cells),
        "sha256": row.sha256,
    }
