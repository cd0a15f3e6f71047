"""When the chores of the room look at the risks again."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from backend.scope import Scope
from backend.tenancy import dues

PROPOSE = "risks.propose_business"
CLOSE = "risks.close_rounds"


async def look_again(scope: Scope) -> None:
    """Something changed that may be beyond appetite, or past its date, or no longer so."""
    await dues.set_due_by(scope, chore=PROPOSE, at=scope.now)


async def look_on(scope: Scope, day: date | None) -> None:
    """Nothing more is to be done before the morning of a day; of none, nothing at all."""
    if day is None:
        await dues.clear_due(scope, chore=PROPOSE)
    else:
        await dues.set_due(scope, chore=PROPOSE, at=morning_of(scope, day))


async def close_on(scope: Scope, day: date | None) -> None:
    """The next round is closed on the morning of a day."""
    if day is None:
        await dues.clear_due(scope, chore=CLOSE)
    else:
        await dues.set_due(scope, chore=CLOSE, at=morning_of(scope, day))


def morning_of(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, time(3), ZoneInfo(scope.tenant.time_zone))
