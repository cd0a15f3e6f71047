"""Putting in papers that the service itself made of its records, and making them anew."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.meetings import intake, rules
from backend.meetings.operations import holding, papers, versions
from backend.scope import Scope


async def put_in_made(
    scope: Scope,
    *,
    item_id: UUID,
    title: str,
    author_person_id: UUID,
    made: intake.TakenIn,
    original: bytes,
    cover: Mapping[str, Any],
) -> UUID:
    """Put a made paper on an item as version 1, with its author, and begin its sign-off; returns its id.

    `original` are the bytes of its file. Raises rules.UnableToSubmitPaper, covers.UnableToKeepCover.
    """
    item = await holding.hold_item(scope, item_id)
    papers.check_may_submit(scope, item, own=(item.row["lead_person_id"],))
    await papers.check_people(scope, author_person_id=author_person_id)
    return await papers.put_in(
        scope,
        item,
        title=title,
        kind=rules.PaperKind.PAPER,
        author_person_id=author_person_id,
        sponsor_person_id=None,
        taken=made,
        data=original,
        cover=await versions.cover_of(scope, cover),
    )


async def put_in_anew(
    scope: Scope,
    *,
    paper_id: UUID,
    made: intake.TakenIn,
    original: bytes,
    cover: Mapping[str, Any],
    wrote: Mapping[str, Any],
) -> int:
    """Another making of the same paper, as its next version; a sign-off of the one before is void.

    `wrote` is what the making before put on the cover sheet: what its author has changed since stays as it is. Returns
    the version, which is the present one where nothing has changed. Raises rules.UnableToSubmitPaper,
    covers.UnableToKeepCover.
    """
    paper = await holding.hold_paper(scope, paper_id)
    papers.check_may_replace(scope, paper, None)
    before: int = paper.row["version"]
    answered = papers.cover_of(paper).answers
    ours = {name: said for name, said in cover.items() if answered.get(name) == wrote.get(name)}
    sheet = await versions.cover_of(scope, {**answered, **ours}, before=answered)
    if made.sha256 == paper.row["paper_sha256"] and sheet.lines == papers.cover_of(paper).lines:
        return before
    kept = await versions.keep_version(scope, paper_id, before + 1, made, original, cover=sheet)
    await papers.renew(scope, paper, kept, act="meetings.paper.replaced")
    return before + 1
