"""What the rules come to, for whatever stands on them: as now, as at a day that has passed, and what time will end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.assurance.rules.standing import Outcome
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
    return {}


async def lapsing(scope: Scope, *, on: date, until: date) -> tuple[RuleLapse, ...]:
    """The rules that say something else on a day after `on`, and until `until` with it, if nothing else happens."""
    return ()
