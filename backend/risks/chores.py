"""What the worker does for risks. Run twice, the second does nothing."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.risks import making
from backend.risks.operations import reports
from backend.scope import Scope


async def make_report(scope: Scope, *, report_id: UUID) -> None:
    """Make a paper about the risks that was asked for, and put it on the agenda."""
    await making.make(scope, report_id=report_id)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {reports.MAKE: make_report}
