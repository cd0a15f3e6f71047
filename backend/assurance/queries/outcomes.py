"""What the rules come to, for whatever stands on them: as now, and as at a day that has passed."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from backend.assurance.rules.standing import Outcome
from backend.scope import Scope


async def outcomes_of(
    scope: Scope, *, requirement_ids: Collection[UUID], on: date | None = None
) -> Mapping[UUID, Outcome]:
    """What the rule of each requirement comes to on a day (today where none is given).

    Those without a rule are left out.
    """
    return {}
