"""What a milestone's page shows of its submission: `app` hands this down to the room below."""

from uuid import UUID

from backend.committees.views import Beside, BesideRow
from backend.kit.calendar import in_words
from backend.reporting import queries
from backend.reporting.queries import ReturnView
from backend.scope import Scope


async def submission_of_milestone(scope: Scope, milestone_id: UUID) -> Beside | None:
    """Where the submission to the reviewing body stands, and the way to begin it."""
    if not scope.may("reporting.read"):
        return None
    found = [
        each for each in await queries.returns_of(scope, milestone_id=milestone_id) if not each.parent.ended
    ]
    links: tuple[tuple[str, str], ...] = ()
    if not found and scope.may("reporting.prepare"):
        links = (("Submit it to the reviewing body", f"/reporting/milestones/{milestone_id}"),)
    return Beside(
        heading="Submission to the reviewing body",
        lead="What was submitted for review, and what came back.",
        rows=tuple(
            BesideRow(words=f"To {each.parent.body}", note=_note(each), path=each.path) for each in found
        ),
        empty="It has not been submitted for review.",
        links=links,
    )


def _note(each: ReturnView) -> str:
    told = [each.stands.words]
    if each.last_sent is not None and each.last_sent.sent_on is not None:
        told.append(f"issue {each.last_sent.number} sent on {in_words(each.last_sent.sent_on)}")
    if each.stands.open_questions:
        told.append(f"{each.stands.open_questions} open questions")
    return "; ".join(told)
