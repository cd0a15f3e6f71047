"""What becomes public, and what is taken back: approve, release at the hour, recall, drop.

No hour of the clock makes public what nobody approved.
"""

from datetime import datetime
from uuid import UUID

from backend.facts import publishing
from backend.facts.publishing import State
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.packs.publishing import holding, notice, queries, rules
from backend.packs.publishing.tables import Publication
from backend.scope import OvertakenByAnother, Scope
from backend.tenancy import dues


async def approve_publication(
    scope: Scope, *, publication_id: UUID, sha256: str, release_at: datetime | None = None
) -> None:
    """Approve exactly what has this hash, for release at an hour; at once if none is given.

    Raises NotPermitted, NotFound, ChangedSince, OvertakenByAnother, UnableToPublish.
    """
    scope.check_may("packs.approve", "Your role doesn’t approve what becomes public.")
    line = await holding.held(scope, publication_id)
    publishing.check_can_approve(
        state=line.state,
        asked_by=line.asked_by,
        approver=scope.actor.person_id,
        sha256=line.sha256,
        seen=sha256,
    )
    rules.check_nothing_stands_against(line.obstacles)
    if because := await holding.no_longer_holds(scope, line):
        raise publishing.ChangedSince(f"{because} Prepare it again.")
    hour = release_at or scope.now
    publishing.check_release_hour(hour, now=scope.now)

    await holding.change(
        scope,
        publication_id,
        state=State.APPROVED.value,
        approved_at=scope.now,
        approved_by=scope.actor.person_id,
        approved_by_name=scope.actor.name,
        release_at=hour,
    )
    await ledger.record(
        scope,
        "packs.publication.approved",
        holding.record_of(publication_id, line.meeting, line.number, line.sha256),
        after={"sha256": line.sha256, "pack": line.pdf_sha256, "release_at": hour},
    )
    if release_at is None:
        await release_due(scope)
    else:
        await dues.set_due_by(scope, chore=holding.RELEASE, at=hour)


async def release_now(scope: Scope, *, publication_id: UUID) -> None:
    """Make public at once what was approved for a later hour. Raises UnableToPublish, NotFound."""
    scope.check_may("packs.approve", "Your role doesn’t release what becomes public.")
    line = await holding.held(scope, publication_id)
    if line.state is not State.APPROVED:
        raise OvertakenByAnother(f"This can’t be released: {line.state_in_words.lower()}.")
    await _release(scope, line)


async def release_due(scope: Scope) -> int:
    """Make public what was approved and whose hour has come; returns how many were.

    What is no longer what was approved is not: its approval is void.
    """
    rows = await fetch(
        "SELECT id, release_at FROM packs_publication WHERE tenant_id = $1 AND state = 'approved' ORDER BY release_at",
        scope.tenant.id,
    )
    released = 0
    for row in rows:  # a handful: one a meeting
        if row["release_at"] <= scope.now:
            line = await holding.held(scope, row["id"])
            released += line.state is State.APPROVED and await _release(scope, line)
    waiting = [row["release_at"] for row in rows if row["release_at"] > scope.now]
    if waiting:
        await dues.set_due(scope, chore=holding.RELEASE, at=min(waiting))
    else:
        await dues.clear_due(scope, chore=holding.RELEASE)
    return released


async def _release(scope: Scope, line: queries.PublicationLine) -> bool:
    if because := await holding.no_longer_holds(scope, line):
        await holding.void(scope, line, because)
        return False
    await Publication.change(
        scope, state=State.REPLACED.value, ended_at=scope.now, ended_by_name="A later release"
    ).where(Publication.meeting_id == line.meeting_id, Publication.state == State.RELEASED.value)
    await holding.change(
        scope,
        line.id,
        state=State.RELEASED.value,
        released_at=scope.now,
        release_at=min(scope.now, line.release_at or scope.now),
    )
    await ledger.record(
        scope,
        "packs.publication.released",
        holding.record_of(line.id, line.meeting, line.number, line.sha256),
        after={"sha256": line.sha256, "pack": line.pdf_sha256},
    )
    return True


async def recall_publication(scope: Scope, *, publication_id: UUID, reason: str) -> None:
    """Take what is public back at once, with the reason. What was public before it does not come back by itself."""
    scope.check_may("packs.publish", "Your role doesn’t recall what is published.")
    await _end(scope, publication_id, State.RECALLED, reason)


async def drop_publication(scope: Scope, *, publication_id: UUID, reason: str) -> None:
    """Give up what is not public yet."""
    scope.check_may("packs.publish", "Your role doesn’t prepare what is published.")
    await _end(scope, publication_id, State.DROPPED, reason)


async def _end(scope: Scope, publication_id: UUID, into: State, reason: str) -> None:
    line = await holding.held(scope, publication_id)
    publishing.check_can_end(line.state, into=into, reason=reason)
    await holding.change(
        scope,
        publication_id,
        state=into.value,
        ended_at=scope.now,
        ended_by=scope.actor.person_id,
        ended_by_name=scope.actor.name,
        ended_because=reason.strip(),
    )
    if into is State.RECALLED:
        await notice.end_standing(scope, meeting_id=line.meeting_id, because=reason.strip())
    reached = await queries.reach_of(scope, publication_id=publication_id)
    await ledger.record(
        scope,
        f"packs.publication.{into.value}",
        holding.record_of(publication_id, line.meeting, line.number, line.sha256),
        before={"state": line.state},
        after={
            "because": reason.strip(),
            "reached": {f"{each.form} {each.part}".strip(): each.served for each in reached},
        },
    )
