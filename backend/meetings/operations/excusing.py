"""The cover sheet at the governance check: complete, or an officer's word why a field may stay empty."""

from uuid import UUID

from backend.catalogue.covers import CoverField
from backend.ledger import operations as ledger
from backend.meetings import covers, rules
from backend.meetings.operations import holding
from backend.meetings.queries import covering
from backend.meetings.tables import CoverExcuse
from backend.scope import Scope


class UnableToExcuse(rules.UnableToSubmitPaper):
    """A reason for an empty field that this person can't give, or that nobody needs."""


async def check_cover_is_complete(scope: Scope, paper: holding.HeldPaper) -> None:
    """Raises covers.UnableToPassCheck, naming the needed fields that are empty without a reason."""
    missing = await _unanswered(scope, paper)
    covers.check_may_pass(title=paper.row["title"], missing=[field.label for field in missing])


async def excuse_empty_fields(scope: Scope, *, paper_id: UUID, reason: str) -> None:
    """Say, as an officer, why the needed fields that are empty now may stay so. Raises UnableToExcuse.

    It holds for those fields in later versions of the paper too; what is filled in is filled in.
    """
    paper = await holding.hold_paper(scope, paper_id)
    row = paper.row
    rules.check_can_change(paper.item.meeting.standing)
    if not rules.is_officer(scope):
        raise UnableToExcuse("A governance officer says why a field of the cover sheet may stay empty.")
    if scope.actor.person_id is not None and scope.actor.person_id == row["author_person_id"]:
        raise UnableToExcuse(
            "You wrote this paper, so another governance officer says why its fields may stay empty."
        )
    if not reason.strip():
        raise UnableToExcuse("Say why they may stay empty.", field="empty_reason")
    missing = await _unanswered(scope, paper)
    if not missing:
        raise UnableToExcuse(f"The cover sheet of “{row['title']}” has all that it needs.")
    labels = [field.label for field in missing]
    await CoverExcuse.add(
        scope,
        paper_id=paper_id,
        version=row["version"],
        field_ids=[field.id for field in missing],
        labels=labels,
        reason=reason.strip(),
        said_at=scope.now,
        said_by_person_id=scope.actor.person_id,
        said_by_name=scope.actor.name,
    )
    after = {"version": row["version"], "fields": labels, "reason": reason.strip()}
    await ledger.record(scope, "meetings.paper.empty-fields-excused", paper.record, after=after)


async def _unanswered(scope: Scope, paper: holding.HeldPaper) -> tuple[CoverField, ...]:
    cover = covering.cover_kept(paper.row["cover_answers"], paper.row["cover_lines"])
    excuses = await covering.excuses_of(scope, paper_id=paper.row["id"])
    kind = rules.PaperKind(paper.row["kind"])
    return covering.unanswered(await covering.template_of(scope), cover.answers, excuses, kind=kind)
