"""Settling deadlines, limits and the cycle from a day on, and taking back what was settled by mistake."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.planning.queries.settings import every_setting
from backend.planning.rules import settings as rules
from backend.planning.tables import Settled
from backend.scope import NotFound, NotPermitted, Scope


async def settle(scope: Scope, *, effective_from: date, values: Mapping[str, Any], source: str) -> UUID:
    """Settle how agendas and questions go from a day on; returns the id of the line. What was before stays.

    `values` are those of `rules.settings.values_of`, whole; `source` says who decided it and where that stands. Raises
    rules.settings.UnableToSettle, NotPermitted.
    """
    _check_may(scope)
    rules.check_values(values)
    if not source.strip():
        raise rules.UnableToSettle("Say who decided it, and where that is written.", field="source")
    known = await every_setting(scope)
    held = known.line_on(effective_from)
    before = rules.values_of(known.shipped) if held is None else dict(held.values)
    if before == dict(values):
        raise rules.UnableToSettle(
            f"This is what stands on {in_words(effective_from)} already; nothing was changed."
        )
    line_id = new_id()
    await Settled.add(
        scope,
        id=line_id,
        effective_from=effective_from,
        settled=json.dumps(dict(values)),
        source=source.strip(),
        settled_at=scope.now,
        settled_by_name=scope.actor.name,
    )
    after = {"effective_from": effective_from, "source": source.strip(), **values}
    await ledger.record(scope, "planning.settings.settled", _record(line_id), before=before, after=after)
    return line_id


async def take_back(scope: Scope, *, settled_id: UUID, because: str) -> None:
    """Take a line back that was settled by mistake: what stood before it stands again, and the line stays to be read.

    Raises rules.settings.UnableToSettle, NotPermitted, NotFound.
    """
    _check_may(scope)
    rows = await fetch(
        "SELECT withdrawn_at, settled FROM planning_settled WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        settled_id,
    )
    if not rows:
        raise NotFound("setting")
    if rows[0]["withdrawn_at"] is not None:
        raise rules.UnableToSettle("This was taken back already.")
    if not because.strip():
        raise rules.UnableToSettle("Say why it is taken back.", field="because")
    values = {
        "withdrawn_at": scope.now,
        "withdrawn_because": because.strip(),
        "withdrawn_by_name": scope.actor.name,
    }
    await Settled.change(scope, **values).where(Settled.id == settled_id)
    before = json.loads(rows[0]["settled"])
    await ledger.record(
        scope, "planning.settings.taken-back", _record(settled_id), before=before, after={"because": because}
    )


def _check_may(scope: Scope) -> None:
    if scope.actor.chore is None and not scope.may("planning.settle"):
        raise NotPermitted("Governance officers keep the planning settings.")


def _record(line_id: UUID) -> Record:
    return Record(room="planning", kind="settings", id=line_id, title="Planning settings")
