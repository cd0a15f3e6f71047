"""What somebody who may sign a paper needs to say so without a connection: the version, and how it was shown."""

from dataclasses import dataclass
from uuid import UUID

from backend.meetings import queries as meetings
from backend.reading.queries.issues import Issue
from backend.reading.queries.sheets import Sheet
from backend.scope import Scope
from backend.signoff import queries as runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Approving:
    """The version that the reader has before them and may sign; `words` are what they would agree to."""

    paper_id: UUID
    title: str
    version: int
    sha256: str
    rendition: str
    words: str


async def approving_of(scope: Scope, sheet: Sheet) -> Approving | None:
    """`None` for who can't sign the paper or ask about it, and where the issue holds an older version of it."""
    paper = sheet.paper
    if paper is None or sheet.version != paper.version or not await _waiting(scope, [paper.id]):
        return None
    view = await meetings.paper(scope, paper_id=paper.id)
    run = view.line.run
    bar = await meetings.bar_of(scope, paper_id=paper.id, item_id=view.item_id, run=run)
    if bar.sentence is not None or not view.open or not run.can_sign:
        return None
    return Approving(
        paper_id=paper.id,
        title=view.line.title,
        version=view.line.version,
        sha256=view.line.sha256,
        rendition=await meetings.shown_sha256(scope, view),
        words=view.words_to_sign,
    )


async def marks_of(scope: Scope, issue: Issue) -> dict[str, str]:
    """Of each part that the reader may sign, by its key, what its page is made for; another mark, and it is stale."""
    papers = {part.paper_id: part.key for part in issue.parts if part.paper_id is not None}
    waiting = await _waiting(scope, list(papers))
    return {papers[paper_id]: mark for paper_id, mark in waiting.items()}


async def _waiting(scope: Scope, paper_ids: list[UUID]) -> dict[UUID, str]:
    """Those of these papers that the reader's office lets them sign now. One statement, for signatories alone."""
    if not paper_ids or not scope.may("papers.sign-off"):
        return {}
    found = await runs.runs_about(scope, room="meetings", kind="paper", subject_ids=paper_ids)
    return {
        paper_id: f"{run.sign_step}/{run.version}/{run.content_hash}"
        for paper_id, run in found.items()
        if run.can_sign
    }
