"""A paper that is shown in other words than when it was signed off: the sign-off is void, and those concerned are told.

The content is the same to the byte; what our pages make of it has changed, with a new edition of Probity, say. That is
a new version to whoever reads it. It is found out when a pack is built, each morning, and when somebody signs.
"""

from collections.abc import Collection
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules
from backend.meetings.operations import holding, signing
from backend.meetings.queries import contents, rendition
from backend.meetings.queries import papers as reading
from backend.scope import Scope
from backend.signoff import operations as signoff
from backend.tenancy import dues, transactions

CHORE = signing.CHECK_RENDITIONS
_BECAUSE = "It is shown in other words now than when it was signed off."


async def undo_reworded(scope: Scope, *, paper_id: UUID) -> bool:
    """Void what was signed off in other words than the paper shows now, and tell those concerned; true if anything.

    What was laid before a meeting that is over stands as it was. Nobody does this by hand: in the ledger it is an act
    of Probity's own. Raises NotFound.
    """
    paper = await holding.hold_paper(scope, paper_id)
    meeting = paper.item.meeting
    gone = paper.row["withdrawn_at"] is not None or paper.row["tabled_at"] is not None
    if gone or not rules.can_change(meeting.standing) or meeting.ends_at < scope.now:
        return False
    own = scope.as_chore(CHORE)
    now = (await rendition.rendition_of(own, await reading.paper(own, paper_id=paper_id))).shown
    run = await signing.run_of(own, paper_id)
    undone = await signoff.reword(own, run_id=run.id, now=now, because=_BECAUSE)
    await signing.tell_of_undone(own, paper, undone, because=_BECAUSE)
    return bool(undone)


async def undo_all_reworded(scope: Scope, *, paper_ids: Collection[UUID]) -> int:
    """`undo_reworded` of each, in a transaction of its own, so that nobody waits for all; returns how many it undid."""
    count = 0
    for paper_id in paper_ids:  # as a rule none
        async with transactions.scope_tx(scope):
            count += await undo_reworded(scope, paper_id=paper_id)
    return count


async def check_meetings_to_come(scope: Scope) -> int:
    """`undo_reworded` of every paper of the meetings to come; returns how many. Opens transactions of its own."""
    found: list[UUID] = []
    async with transactions.scope_tx(scope, readonly=True):
        for meeting_id in await _meetings_with_sign_offs(scope):  # those of some weeks
            agenda = await contents.agenda_for_pack(scope, meeting_id=meeting_id)
            found += [paper.id for item in agenda.items for paper in item.papers if paper.reworded]
    count = await undo_all_reworded(scope, paper_ids=found)
    async with transactions.scope_tx(scope):
        if await _meetings_with_sign_offs(scope):
            await dues.set_due(scope, chore=CHORE, at=signing.next_check(scope))
        else:
            await dues.clear_due(scope, chore=CHORE)
    return count


async def _meetings_with_sign_offs(scope: Scope) -> list[UUID]:
    rows = await fetch(
        "SELECT DISTINCT i.meeting_id FROM signoff_approval a "
        "JOIN signoff_run r ON r.tenant_id = $1 AND r.id = a.run_id "
        "AND r.subject_room = 'meetings' AND r.subject_kind = 'paper' "
        "JOIN meetings_paper p ON p.tenant_id = $1 AND p.id = r.subject_id "
        "JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id "
        "WHERE a.tenant_id = $1 AND a.decision = 'approved' AND a.voided_at IS NULL AND m.ends_at >= $2 "
        "AND m.state IN ('planned', 'agenda-published') ORDER BY i.meeting_id",
        scope.tenant.id,
        scope.now,
    )
    return [row["meeting_id"] for row in rows]
