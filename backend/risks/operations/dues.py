"""When the chore that proposes business looks at the risks again."""

from backend.scope import Scope
from backend.tenancy import dues

CHORE = "risks.propose_business"


async def look_again(scope: Scope) -> None:
    """Something changed that may be beyond appetite, or past its date, or no longer so."""
    await dues.set_due_by(scope, chore=CHORE, at=scope.now)
