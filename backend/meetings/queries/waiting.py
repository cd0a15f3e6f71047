"""Papers of meetings to come that wait for their reader."""

from backend.kit.database import fetch
from backend.meetings import lateness, rules
from backend.meetings.queries.paper_lines import PaperLine, papers_of_items
from backend.scope import Scope
from backend.signoff import workflows


async def papers_waiting(scope: Scope) -> tuple[PaperLine, ...]:
    """The papers on which the actor can take the next step: sign, send for checking, pass on, agree to a late one.

    Six statements.
    """
    rows = await fetch(
        "SELECT i.id FROM meetings_item i "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id "
        "WHERE i.tenant_id = $1 AND i.withdrawn_at IS NULL AND m.ends_at >= $2 "
        "AND m.state IN ('planned', 'agenda-published') AND (i.part = 'public' OR $3 OR m.committee_id = ANY($4)) "
        "ORDER BY m.starts_at, i.position",
        scope.tenant.id,
        scope.now,
        rules.sees_every_private_item(scope),
        [seat.committee_id for seat in scope.seats],
    )
    item_ids = [row["id"] for row in rows]
    papers = await papers_of_items(scope, item_ids) if item_ids else {}
    standing = [paper for item_id in item_ids for paper in papers.get(item_id, ()) if paper.wants_sign_off]
    return tuple(
        paper
        for paper in standing
        if paper.run.can_sign or _to_be_moved_on(paper) or _to_be_agreed(scope, paper)
    )


def _to_be_moved_on(paper: PaperLine) -> bool:
    """A step that needs no reason is the one that moves a paper forward."""
    return any(not step.needs_reason for step in paper.run.open_steps)


def _to_be_agreed(scope: Scope, paper: PaperLine) -> bool:
    """A late paper that the reader, in the chair, is asked to take."""
    return (
        paper.late is not None
        and paper.late.lateness is lateness.Lateness.ASKED
        and lateness.can_answer(
            scope,
            workflows.begun_with(paper.run.workflow),
            committee_id=paper.run.body_id,
            own=(paper.author_person_id,),
        )
    )
