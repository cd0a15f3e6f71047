"""Going live, and ending: one person proposes, another approves, and only then something happens."""

from datetime import date
from uuid import UUID

import asyncpg

from backend.archives.queries import life
from backend.archives.rules import settling as rules
from backend.archives.rules.settling import Ending, ProposalState
from backend.archives.tables import Proposal
from backend.kit.database import savepoint
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.provision import lifetime
from backend.scope import Scope


async def go_live(scope: Scope, *, reason: str) -> None:
    """End the trial. Raises lifetime.UnableToSettle."""
    await lifetime.go_live(scope, reason=reason)


async def propose_closing(scope: Scope, *, ends_on: date, reason: str) -> UUID:
    """Propose that the organisation be closed on a day. Raises rules.UnableToPropose, AlreadyProposed."""
    rules.check_can_close(scope.tenant.state, scope.tenant.name)
    if ends_on > scope.today:
        raise rules.UnableToPropose(
            "The day has not come yet. Propose it on the day on which the organisation ends, or after.",
            field="ends_on",
        )
    return await _propose(scope, Ending.CLOSE, reason=reason, ends_on=ends_on)


async def propose_deletion(scope: Scope, *, reason: str) -> UUID:
    """Propose that the record be deleted. Raises rules.UnableToPropose with everything that is in the way."""
    rules.check_can_delete(await life.standing_of(scope), today=scope.today)
    return await _propose(scope, Ending.DELETE, reason=reason)


async def _propose(scope: Scope, kind: Ending, *, reason: str, ends_on: date | None = None) -> UUID:
    try:
        async with savepoint():
            proposal_id: UUID = await Proposal.add(
                scope,
                kind=kind,
                ends_on=ends_on,
                reason=reason,
                state=ProposalState.OPEN,
                proposed_at=scope.now,
                proposed_by_person_id=scope.actor.person_id,
                proposed_by_name=scope.actor.name,
            )
    except asyncpg.UniqueViolationError:
        raise rules.AlreadyProposed(
            "There is an open proposal already. Withdraw it first, or have it approved."
        ) from None
    await ledger.record(
        scope,
        "archives.proposal.made",
        _record(proposal_id, kind),
        after={"kind": kind, "ends_on": ends_on, "reason": reason},
    )
    return proposal_id


async def withdraw(scope: Scope, *, proposal_id: UUID, because: str) -> None:
    """Take a proposal back: an open one, or a deletion that waits. Raises rules.UnableToApprove, NotFound."""
    view = await life.proposal_of(scope, proposal_id=proposal_id)
    if view.state not in {ProposalState.OPEN, ProposalState.APPROVED} or (
        view.kind is Ending.CLOSE and view.state is ProposalState.APPROVED
    ):
        raise rules.UnableToApprove(f"This proposal is {view.state_in_words} already.")
    await _settle(scope, view, ProposalState.WITHDRAWN, because=because)


async def approve(scope: Scope, *, proposal_id: UUID, proved_by: str) -> None:
    """Approve as the second person: a closing happens at once, a deletion waits. Raises rules.UnableToApprove."""
    view = await life.proposal_of(scope, proposal_id=proposal_id)
    rules.check_can_approve(
        state=view.state, proposed_by=view.proposed_by_person_id, approver=scope.actor.person_id
    )
    if view.kind is Ending.DELETE:
        rules.check_can_delete(await life.standing_of(scope), today=scope.today)
        await _settle(scope, view, ProposalState.APPROVED, proved_by=proved_by)
        return
    await _settle(scope, view, ProposalState.DONE, proved_by=proved_by)
    assert view.ends_on is not None
    await lifetime.close_tenant(scope, on=view.ends_on, reason=view.reason)


async def _settle(
    scope: Scope,
    view: life.ProposalView,
    state: ProposalState,
    *,
    because: str | None = None,
    proved_by: str | None = None,
) -> None:
    waits = scope.now + rules.WAITS if state is ProposalState.APPROVED else None
    settled = await (
        Proposal.change(
            scope,
            state=state,
            settled_at=scope.now,
            settled_by_person_id=scope.actor.person_id,
            settled_by_name=scope.actor.name,
            settled_because=because,
            proved_by=proved_by,
            not_before=waits,
        )
        .where(Proposal.id == view.id, Proposal.state == view.state)
        .returning(Proposal.id)
    )
    if not settled:
        raise rules.AlreadyProposed("Somebody else settled this proposal a moment ago.")
    act = "withdrawn" if state is ProposalState.WITHDRAWN else "approved"
    await ledger.record(
        scope,
        f"archives.proposal.{act}",
        _record(view.id, view.kind),
        before={"state": view.state},
        after={"state": state, "because": because, "proved_by": proved_by, "not_before": waits},
    )


def _record(proposal_id: UUID, kind: Ending) -> Record:
    return Record(room="archives", kind="proposal", id=proposal_id, title=rules.ENDING_IN_WORDS[kind])
