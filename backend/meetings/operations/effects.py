"""Settling what a treatment brings from a day on; papers of meetings to come follow at once."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings.operations import treating as treatments
from backend.meetings.queries.effects import every_effect
from backend.meetings.tables import SettledEffect
from backend.meetings.treating import EFFECTS, Treatment, UnableToTreat, settled
from backend.scope import NotFound, NotPermitted, Scope

SETTLES = "meetings.settle-treatments"


async def settle_effect(
    scope: Scope,
    *,
    treatment: Treatment,
    counts: bool,
    votes: bool,
    gets_paper: bool,
    effective_from: date,
    source: str,
) -> UUID:
    """Settle whether a treatment lets its member count to the quorum, vote and get private papers, from a day on.

    A meeting goes by what holds on its day. Returns the id of the line. Raises UnableToTreat, NotPermitted.
    """
    _check_may(scope)
    if not source.strip():
        raise UnableToTreat("Say who decided it, and where that is written.", field="source")
    after = {"counts": counts, "votes": votes, "gets_paper": gets_paper}
    settled(treatment, **after, source=source.strip())
    held = (await every_effect(scope)).line_on(treatment, effective_from)
    now = EFFECTS[treatment] if held is None else held.effect
    before = {name: getattr(now, name) for name in after}
    if before == after:
        raise UnableToTreat(
            f"“{now.short}” brings this on {in_words(effective_from)} already; nothing was changed."
        )
    line_id = new_id()
    await SettledEffect.add(
        scope,
        id=line_id,
        treatment=treatment.value,
        effective_from=effective_from,
        source=source.strip(),
        settled_at=scope.now,
        settled_by_name=scope.actor.name,
        **after,
    )
    await ledger.record(
        scope,
        "meetings.effect.settled",
        _record(line_id, treatment),
        before=before,
        after={**after, "effective_from": effective_from, "source": source.strip()},
    )
    await treatments.follow_effects(scope, treatment)
    return line_id


async def take_back_effect(scope: Scope, *, effect_id: UUID, because: str) -> None:
    """Take a line back that was settled by mistake; what stood before it stands again, and the line stays to be read.

    Raises UnableToTreat, NotPermitted, NotFound.
    """
    _check_may(scope)
    rows = await fetch(
        "SELECT treatment, withdrawn_at FROM meetings_effect WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        effect_id,
    )
    if not rows:
        raise NotFound("setting")
    if rows[0]["withdrawn_at"] is not None:
        raise UnableToTreat("This was taken back already.")
    if not because.strip():
        raise UnableToTreat("Say why it is taken back.", field="because")
    values: dict[str, Any] = {
        "withdrawn_at": scope.now,
        "withdrawn_because": because.strip(),
        "withdrawn_by_name": scope.actor.name,
    }
    await SettledEffect.change(scope, **values).where(SettledEffect.id == effect_id)
    treatment = Treatment(rows[0]["treatment"])
    after = {"because": because.strip()}
    await ledger.record(scope, "meetings.effect.taken-back", _record(effect_id, treatment), after=after)
    await treatments.follow_effects(scope, treatment)


def _check_may(scope: Scope) -> None:
    if scope.actor.chore is None and not scope.may(SETTLES):
        raise NotPermitted("Governance officers settle what a treatment brings.")


def _record(line_id: UUID, treatment: Treatment) -> Record:
    return Record(room="meetings", kind="effect", id=line_id, title=EFFECTS[treatment].short)
