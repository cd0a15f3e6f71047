"""Two versions of a paper side by side: what their texts and their cover sheets have that the other has not."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from backend.meetings import queries as meetings
from backend.meetings.queries import covering, hidden, readable
from backend.reading.queries import texts
from backend.reading.rules.changes import FieldChange, fields_between
from backend.reading.rules.comparing import Comparison, compared
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoVersions:
    """A paper in two of its versions, `before` and `after`; both `None` where there is only one.

    `text` is `None` where the words of one of them can't be had: `problems` say why, in sentences. `same_file`: both
    show the same file, so that pictures and look are the same as well.
    """

    paper: meetings.PaperView
    before: meetings.VersionLine | None
    after: meetings.VersionLine | None
    text: Comparison | None
    cover: tuple[FieldChange, ...]
    problems: tuple[str, ...]
    same_file: bool


async def two_versions(
    scope: Scope, *, paper_id: UUID, before: int | None = None, after: int | None = None
) -> TwoVersions:
    """What `after` changed of `before`; the last change where neither is chosen.

    For whoever may read the paper; words that are hidden in a version and not cleared are kept from the same readers
    as on its page. Raises NotFound.
    """
    await readable.readable_paper(scope, paper_id=paper_id)
    paper = await meetings.paper(scope, paper_id=paper_id)
    known = {version.version: version for version in paper.versions}
    if len(known) == 1 and before is None and after is None:
        return TwoVersions(
            paper=paper, before=None, after=None, text=None, cover=(), problems=(), same_file=True
        )
    last = after or next(each.version for each in paper.versions if each.version != before)
    first = before or max((each for each in known if each < last), default=last)
    if first not in known or last not in known:
        raise NotFound("version")
    one, other = known[first], known[last]
    covers = await covering.covers_of(scope, version_ids=[one.id, other.id])
    lines = [covers.get(each.id, covering.NO_COVER).lines for each in (one, other)]
    text, problems = await _text(scope, paper_id, one, other)
    return TwoVersions(
        paper=paper,
        before=one,
        after=other,
        text=text,
        cover=fields_between(*([(line.label, line.words) for line in each] for each in lines)),
        problems=problems,
        same_file=one.content.sha256 == other.content.sha256,
    )


async def _text(
    scope: Scope, paper_id: UUID, one: meetings.VersionLine, other: meetings.VersionLine
) -> tuple[Comparison | None, tuple[str, ...]]:
    blocks, problems = [], []
    for each in dict.fromkeys((one, other)):
        if not (await hidden.access_to(scope, paper_id=paper_id, version=each.version)).content:
            problems.append(f"Version {each.version} can be read once its hidden data is cleared.")
            continue
        found = await texts.text_of(scope, version_id=each.id)
        if found.problem:
            problems.append(f"The words of version {each.version} can’t be had. {found.problem}")
        blocks.append(found.blocks)
    if problems:
        return None, tuple(problems)
    return await asyncio.to_thread(compared, blocks[0], blocks[-1]), ()
