"""Sending what is about a review: the rooms above write it, the door carries it."""

from collections.abc import Sequence
from uuid import UUID

from backend.scope import Scope
from backend.together import rules
from backend.together.operations import posting


async def post(
    scope: Scope,
    *,
    agreement_id: UUID,
    kind: rules.MessageKind,
    said: rules.Declared,
    enclosed: Sequence[UUID] = (),
) -> UUID:
    """Send what is about a review, a released pack, figures or shared offices to the other body; returns its id.

    `enclosed` are our files in the order in which it announces them.
    Raises rules.UnableToShare, rules.UnableToDeliver, NotFound.
    """
    if kind not in rules.HANDED_UP:
        raise ValueError(f"{kind} is not for a room above")
    agreement = await posting.hold_agreement(scope, agreement_id)
    rules.check_within(agreement.kind, agreement.shares, said)
    return await posting.send(scope, agreement, kind, said, about_id=rules.about(said), enclosed=enclosed)
