"""What the rules come to, for whatever stands on them: as now, as at a day that has passed, and what time will end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.assurance.queries.verdicts import verdicts_of
from backend.assurance.rules.judging import Outcome
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLapse:
    """A requirement whose rule says something else from `lapses_on`, if nothing else happens."""

    requirement_id: UUID
    edition_id: UUID
    ref: str
    heading: str | None
    text: str
    outcome: Outcome
    lapses_on: date


async def outcomes_of(
    scope: Scope, *, requirement_ids: Collection[UUID], on: date | None = None
) -> Mapping[UUID, Outcome]:
    """What the rule of each requirement comes to on a day (today where none is given).

    Those without a rule are left out.
    """
    if not requirement_ids:
        return {}
    verdicts = await verdicts_of(scope, requirement_ids=requirement_ids, on=on, reasons=False)
    return {each: verdict.outcome for each, verdict in verdicts.items()}


async def lapsing(
    scope: Scope, *, edition_ids: Collection[UUID], on: date, until: date
) -> tuple[RuleLapse, ...]:
    """The rules that say something else on a day after `on`, and until `until` with it, if nothing else happens."""
    rows = await fetch(
        "SELECT id, edition_id, reference AS ref, heading, text FROM assurance_requirement WHERE tenant_id = $1"
        " AND edition_id = ANY($2) AND rule IS NOT NULL AND left_out_at IS NULL",
        scope.tenant.id,
        list(edition_ids),
    )
    if not rows:
        return ()
    verdicts = await verdicts_of(scope, requirement_ids=[row["id"] for row in rows], on=on, reasons=False)
    found = []
    for row in rows:
        verdict = verdicts.get(row["id"])
        if verdict is None or verdict.lapses_on is None or not on < verdict.lapses_on <= until:
            continue
        found.append(
            RuleLapse(
                requirement_id=row["id"],
                edition_id=row["edition_id"],
                ref=row["ref"],
                heading=row["heading"],
                text=row["text"],
                outcome=verdict.outcome,
                lapses_on=verdict.lapses_on,
            )
        )
    return tuple(found)
