"""Settling matrix, categories, appetite and days from a day on, and taking back what was settled by mistake."""

import json
from datetime import date
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.risks import rules
from backend.risks.operations.dues import look_again
from backend.risks.queries.settings import every_setting
from backend.risks.rules.settings import Settings, check_settings, values_of
from backend.risks.tables.around import Settled
from backend.scope import NotFound, Scope


async def settle(scope: Scope, *, effective_from: date, settings: Settings, source: str) -> UUID:
    """Settle how risks are scored and what is accepted of them from a day on; returns the line's id.

    Scores stay as they were given: their bands are those of the matrix of the day that is looked at. Raises
    rules.UnableToKeepRisk, NotPermitted.
    """
    rules.check_may_settle(scope)
    check_settings(settings)
    words = rules.check_words(
        source, sentence="Say who decided it, and where that is written.", field="source"
    )
    before = (await every_setting(scope)).on(effective_from)
    if before == settings:
        raise rules.UnableToKeepRisk(
            f"This is what stands on {in_words(effective_from)} already; nothing was changed."
        )
    line_id, values = new_id(), values_of(settings)
    await Settled.add(
        scope,
        id=line_id,
        effective_from=effective_from,
        settled=json.dumps(values),
        source=words,
        settled_at=scope.now,
        settled_by_name=scope.actor.name,
    )
    after = {"effective_from": effective_from, "source": words, **values}
    await ledger.record(
        scope, "risks.settings.settled", _record(line_id), before=values_of(before), after=after
    )
    await look_again(scope)
    return line_id


async def take_back(scope: Scope, *, settled_id: UUID, because: str) -> None:
    """Take a line back that was settled by mistake; it stays to be read. Raises rules.UnableToKeepRisk, NotFound."""
    rules.check_may_settle(scope)
    rows = await fetch(
        "SELECT withdrawn_at, settled FROM risks_settled WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        settled_id,
    )
    if not rows:
        raise NotFound("setting")
    if rows[0]["withdrawn_at"] is not None:
        raise rules.UnableToKeepRisk("This was taken back already.")
    reason = rules.check_words(because, sentence="Say why it is taken back.", field="because")
    await Settled.change(
        scope, withdrawn_at=scope.now, withdrawn_because=reason, withdrawn_by_name=scope.actor.name
    ).where(Settled.id == settled_id)
    await ledger.record(
        scope,
        "risks.settings.taken-back",
        _record(settled_id),
        before=json.loads(rows[0]["settled"]),
        after={"because": reason},
    )
    await look_again(scope)


def _record(line_id: UUID) -> Record:
    return Record(room="risks", kind="settings", id=line_id, title="Risk matrix and appetite")
