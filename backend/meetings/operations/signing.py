"""Signing a version of a paper off, sending it back with a question, and taking a sign-off back."""

from uuid import UUID

from backend.committees import queries as committees
from backend.meetings import rules
from backend.meetings.operations import holding
from backend.people import queries as people
from backend.scope import Scope
from backend.signoff import operations as signoff
from backend.signoff import queries as runs


async def sign_paper(scope: Scope, *, paper_id: UUID, sha256: str, proved_by: str) -> UUID:
    """Sign off exactly the version of `sha256` for its committee; returns the approval's id.

    `proved_by` says how the person proved who they are. Raises signoff's UnableToSign, NewerVersion (409),
    SignedByAnother (409).
    """
    paper = await holding.hold_paper(scope, paper_id)
    rules.check_can_change(paper.item.meeting.standing)
    check_not_withdrawn(paper)
    run = await run_of(scope, paper_id)
    places = await _places(scope, paper)
    return await signoff.approve(
        scope, run_id=run.id, content_hash=sha256, places=places, proved_by=proved_by
    )


async def return_paper(scope: Scope, *, paper_id: UUID, sha256: str, reason: str, proved_by: str) -> None:
    """Put a question to the author instead of signing. Raises signoff's UnableToTakeStep, NewerVersion (409)."""
    await holding.hold_paper(scope, paper_id)
    run = await run_of(scope, paper_id)
    await signoff.send_back(
        scope, run_id=run.id, content_hash=sha256, reason=reason, proved_by=proved_by
    )


async def withdraw_sign_off(scope: Scope, *, paper_id: UUID, reason: str, proved_by: str) -> None:
    """Take the sign-off that stands back; the paper waits for the chair again. Raises signoff's UnableToTakeStep."""
    await holding.hold_paper(scope, paper_id)
    run = await run_of(scope, paper_id)
    await signoff.withdraw_approval(scope, run_id=run.id, reason=reason, proved_by=proved_by)


def check_not_withdrawn(paper: holding.HeldPaper) -> None:
    """A withdrawn paper takes no new version and no sign-off."""
    if paper.row["withdrawn_at"] is not None:
        raise rules.UnableToSubmitPaper(f"“{paper.row['title']}” was withdrawn.")


async def run_of(scope: Scope, paper_id: UUID) -> runs.RunView:
    """Where the sign-off of a paper stands for the actor."""
    return (await runs.runs_about(scope, room="meetings", kind="paper", subject_ids=[paper_id]))[paper_id]


async def _places(scope: Scope, paper: holding.HeldPaper) -> dict[str, str]:
    names = await committees.committee_names(scope)
    authors = await people.persons_by_id(scope, [paper.row["author_person_id"]])
    return rules.places_in_words(
        tenant=scope.tenant.name,
        person=scope.actor.name,
        committee=names[paper.item.meeting.committee_id],
        meeting_on=rules.day_of(scope, paper.item.meeting.starts_at),
        author=authors[paper.row["author_person_id"]].name,
    )
