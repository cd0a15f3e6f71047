"""The team's inbox: taking a return in hand, handing it over, and putting it back."""

from uuid import UUID

from backend.ledger import operations as ledger
from backend.reviewing import rules
from backend.reviewing.operations import keeping
from backend.reviewing.queries import returns
from backend.reviewing.queries.returns import Held
from backend.reviewing.tables import Holding, Reviewed
from backend.scope import OvertakenByAnother, Scope


async def claim(scope: Scope, *, return_id: UUID) -> None:
    """Take a return in hand that nobody has, or whose holder is away or stands aside without a cover.

    Raises HeldByAnother, StoodAside, UnableToReview, NotFound.
    """
    held = await returns.held(scope, return_id=return_id)
    person_id = keeping.person_of(scope)
    if held.entry.held_by == person_id:
        return
    free = held.team.acting(held.entry.held_by, commissioner_id=held.entry.commissioner_id) in (
        None,
        person_id,
    )
    if not free:
        raise rules.HeldByAnother(f"{held.entry.holder} has this return in hand already.")
    _check_reviewer(held, person_id)
    await _give(scope, held, to_person_id=person_id, words=None)


async def hand_over(
    scope: Scope, *, return_id: UUID, to_person_id: UUID, words: str | None, version: int
) -> None:
    """Give a return that one has in hand to another reviewer, who is told. Raises as `claim`, OvertakenByAnother."""
    held = await returns.held(scope, return_id=return_id)
    person_id = keeping.check_acts(scope, held)
    _check_newest(held, version)
    if to_person_id == held.entry.held_by:
        raise rules.UnableToReview("They have it in hand already.", field="to_person_id")
    _check_reviewer(held, to_person_id)
    await _give(scope, held, to_person_id=to_person_id, words=words)
    if to_person_id != person_id:
        await keeping.tell(
            scope,
            kind="reviewing.return-handed-over",
            key=f"reviewing.handed-over/{return_id}/{held.version}",
            person_ids=[to_person_id],
            context={
                "commissioner": held.commissioner,
                "title": held.entry.title,
                "return_id": return_id,
                "by": scope.actor.name,
            },
        )


async def put_back(scope: Scope, *, return_id: UUID, words: str | None, version: int) -> None:
    """Put a return back into the team's inbox. Raises as `hand_over`."""
    held = await returns.held(scope, return_id=return_id)
    keeping.check_acts(scope, held)
    _check_newest(held, version)
    await _give(scope, held, to_person_id=None, words=words)


def _check_newest(held: Held, version: int) -> None:
    if version != held.version:
        raise OvertakenByAnother(
            "Something happened to this return while you looked at it. Look again first."
        )


def _check_reviewer(held: Held, person_id: UUID) -> None:
    """A reviewer of ours who does not stand aside, and has said what interests they have."""
    if person_id not in {each.id for each in held.team.members}:
        raise rules.UnableToReview("Choose somebody who holds the role of a reviewer.", field="to_person_id")
    if person_id in held.team.aside_from(held.entry.commissioner_id):
        raise rules.UnableToReview(
            f"{held.team.name(person_id)} stands aside from {held.commissioner}, or has not declared their interests.",
            field="to_person_id",
        )


async def _give(scope: Scope, held: Held, *, to_person_id: UUID | None, words: str | None) -> None:
    await Reviewed.change(scope, held_by=to_person_id, version=held.version + 1).where(
        Reviewed.id == held.entry.return_id
    )
    await Holding.add(
        scope,
        return_id=held.entry.return_id,
        to_person_id=to_person_id,
        to_name=held.team.name(to_person_id),
        at=scope.now,
        by_name=scope.actor.name,
        words=words,
    )
    act = "put-back" if to_person_id is None else "taken-in-hand"
    await ledger.record(
        scope,
        f"reviewing.return.{act}",
        keeping.record_of(held),
        before={"held_by": held.entry.held_by},
        after={"held_by": to_person_id},
    )
