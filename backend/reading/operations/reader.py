"""What readers do besides reading: open an issue, say how they read; and the tenant's word on who sees it."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.reading.queries import issues
from backend.reading.rules import preferences
from backend.reading.tables import Receipts
from backend.scope import NotPermitted, Scope

LEASE = timedelta(hours=24)
"""How long a device may show what it keeps without asking."""


async def open_issue(scope: Scope, *, pack_id: UUID, offline: bool = False) -> tuple[issues.Issue, datetime]:
    """Note that the reader has opened an issue; with `offline`, that a device of theirs keeps it until the lease ends.

    No line of the ledger: its lines go into packs, and who read what never stands there. Raises NotFound.
    """
    if scope.actor.person_id is None:
        raise NotPermitted("Only a person opens a pack.")
    found = await issues.issue(scope, pack_id=pack_id)
    until = scope.now + LEASE
    await execute(
        "INSERT INTO reading_opening (tenant_id, id, pack_id, person_id, first_at, last_at, offline_until) "
        "VALUES ($1, $2, $3, $4, $5, $5, $6) ON CONFLICT (tenant_id, pack_id, person_id) DO UPDATE "
        "SET last_at = excluded.last_at, "
        "offline_until = coalesce(excluded.offline_until, reading_opening.offline_until)",
        scope.tenant.id,
        new_id(),
        pack_id,
        scope.actor.person_id,
        scope.now,
        until if offline else None,
    )
    return found, until


async def prefer(scope: Scope, *, size: int, spacing: str, colours: str) -> None:
    """Say how one reads. Raises rules.UnableToPrefer.

    No line of the ledger: how large somebody's letters are is nobody's business.
    """
    if scope.actor.person_id is None:
        raise NotPermitted("Only a person reads.")
    chosen = preferences.preference(size=size, spacing=spacing, colours=colours)
    await execute(
        "INSERT INTO reading_preference (tenant_id, id, person_id, size, spacing, colours, changed_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant_id, person_id) DO UPDATE "
        "SET size = excluded.size, spacing = excluded.spacing, colours = excluded.colours, "
        "changed_at = excluded.changed_at",
        scope.tenant.id,
        new_id(),
        scope.actor.person_id,
        chosen.size,
        chosen.spacing,
        chosen.colours,
        scope.now,
    )


async def settle_receipts(scope: Scope, *, shown: bool) -> None:
    """Say whether those who build packs see who has opened them. Members are told on the pages that they read."""
    scope.check_may("packs.board.build", "Your role in this organisation does not include building packs.")
    before = await issues.receipts_shown(scope)
    if before is shown:
        return
    line_id = await Receipts.add(scope, shown=shown, decided_at=scope.now, decided_by_name=scope.actor.name)
    await ledger.record(
        scope,
        "reading.receipts.settled",
        Record(room="reading", kind="receipts", id=line_id, title="Who sees that packs were opened"),
        before={"shown": before},
        after={"shown": shown},
    )
