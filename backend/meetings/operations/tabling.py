"""What was tabled: papers that members first had in the room, added once the meeting has begun."""

from uuid import UUID

from backend.kit.documents import uploads
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import intake, lateness, rules, stages
from backend.meetings.operations import holding, papers
from backend.meetings.tables import Item
from backend.scope import Scope
from backend.signoff import operations as signoff
from backend.signoff import workflows


async def table_paper(
    scope: Scope,
    *,
    item_id: UUID,
    title: str,
    author_person_id: UUID,
    filename: str,
    data: bytes,
    kind: rules.PaperKind = rules.PaperKind.PAPER,
    caps: uploads.Caps = uploads.DEFAULT_CAPS,
) -> UUID:
    """Add what members had in the room. It is marked so for ever: it was never circulated, and nobody signs it off.

    Raises rules.UnableToSubmitPaper.
    """
    item = await holding.hold_item(scope, item_id, lock=False)
    _check(scope, item)
    await papers.check_people(scope, author_person_id=author_person_id)
    taken = await intake.take_in(filename, data, caps=caps)
    item = await holding.hold_item(scope, item_id)
    _check(scope, item)
    paper_id, kept = await papers.add_paper(
        scope,
        item,
        title=title,
        kind=kind,
        author_person_id=author_person_id,
        taken=taken,
        data=data,
        tabled_at=scope.now,
    )
    subject = Record(room="meetings", kind="paper", id=paper_id, title=title, hash=kept.sha256)
    run_id = await signoff.open_run(
        scope,
        workflow_id=papers.WORKFLOW,
        subject=subject,
        body_id=item.meeting.committee_id,
        author_person_id=author_person_id,
        content_hash=kept.sha256,
    )
    if workflows.pinned(scope, papers.WORKFLOW).step(stages.TABLE_STEP) is not None:
        await signoff.take_step(scope, run_id=run_id, step_id=stages.TABLE_STEP)
    before = item.row["paper_state"]
    state = rules.PaperState.PAPERS if before == rules.PaperState.PAPERS else rules.PaperState.TABLED
    await Item.change(scope, paper_state=state.value).where(Item.id == item_id)
    after = {"title": title, "author_person_id": author_person_id, **kept.told, "item_id": item_id}
    await ledger.record(scope, "meetings.paper.tabled", subject, after={**after, "paper_state": state})
    return paper_id


def _check(scope: Scope, item: holding.HeldItem) -> None:
    lateness.check_can_table(
        item.meeting.standing, title=item.title, starts_at=item.meeting.starts_at, now=scope.now
    )
    if item.row["withdrawn_at"] is not None:
        raise rules.UnableToSubmitPaper(f"“{item.title}” was withdrawn from the agenda.")
