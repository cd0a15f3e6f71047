"""The last act of an organisation: its approved deletion begins, and from then on nobody reads its record."""

from backend.archives.queries import deletions, life
from backend.archives.queries.life import ProposalView
from backend.archives.rules import settling as rules
from backend.archives.rules.settling import Ending, ProposalState
from backend.archives.tables import Proposal
from backend.provision import lifetime
from backend.scope import Scope


async def check(scope: Scope) -> tuple[ProposalView, str]:
    """The proposal that may be carried out now, and what was taken along. Raises rules.UnableToApprove."""
    proposal = await deletions.approved_deletion(scope)
    copy = await deletions.taken_along(scope)
    in_the_way = rules.in_the_way_of_carrying_out(
        await life.standing_of(scope), today=scope.today, taken_along=copy
    )
    if proposal is None:
        nobody = "No deletion of its record is approved: an officer proposes it, and an executive approves."
        raise rules.UnableToApprove(" ".join((nobody, *in_the_way)))
    rules.check_can_carry_out(
        kind=Ending(proposal.kind),
        state=proposal.state,
        not_before=proposal.not_before,
        now=scope.now,
        in_the_way=in_the_way,
    )
    assert copy is not None
    return proposal, copy


async def begin(scope: Scope) -> None:
    """Shut the record for good, as its last line. Raises rules.UnableToApprove, AlreadyProposed, UnableToSettle."""
    proposal, copy = await check(scope)
    done = await (
        Proposal.change(scope, state=ProposalState.DONE)
        .where(Proposal.id == proposal.id, Proposal.state == ProposalState.APPROVED)
        .returning(Proposal.id)
    )
    if not done:
        raise rules.AlreadyProposed("Somebody else settled this proposal a moment ago.")
    await lifetime.mark_deleted(
        scope,
        reason=proposal.reason,
        approval={
            "proposal": proposal.id,
            "proposed_by": proposal.proposed_by_name,
            "approved_by": proposal.settled_by_name,
            "taken_along": copy,
        },
    )
