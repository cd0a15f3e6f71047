"""Notes as their reader may see them. This module alone reads the rows of notes, and every statement asks who reads.

A note is for its author. A shared one is for those who sit on the paper's committee as well, as long as they may read
the paper. Who may no longer read a paper keeps their own words on it, without the paper's: neither quotation, nor
heading, nor title.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings.queries import hidden
from backend.meetings.queries.readable import ReadablePaper, readable_paper, readable_papers
from backend.reading.queries import texts
from backend.reading.rules import notes as rules
from backend.reading.rules.anchoring import ORPHANED, Placed, State, anchor
from backend.reading.rules.quotes import Quote
from backend.reading.rules.words import Words
from backend.scope import NotFound, Scope

# Who reads: $1 the tenant, $2 the reader. Nothing of this module leaves it out.
_OWN = "n.tenant_id = $1 AND n.author_person_id = $2"
_READ_BY = "n.tenant_id = $1 AND (n.author_person_id = $2 OR (n.shared AND n.paper_id = ANY($3)))"
_COLUMNS = """n.id, n.paper_id, n.author_person_id, p.name AS author, n.version, n.words, n.shared, n.exact, n.prefix,
  n.suffix, n.position, n.kind, n.headings, n.others, n.made_at, n.changed_at, n.keep_until"""
_FROM = "FROM reading_note n JOIN people_person p ON p.tenant_id = $1 AND p.id = n.author_person_id"

STATE_IN_WORDS: dict[State, str] = {
    "kept": "In its place",
    "moved": "Moved with its words",
    "changed": "The words were changed",
    "orphaned": "The words are gone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """One note. `quote` is what it was made on in version `version`, `None` where it is on the paper as a whole.

    `placed` says where its words stand in the version that is shown, `found` the words there and `page` their page; all
    `None` where no version is shown. `paper` is `None` where the reader may no longer read the paper.
    """

    id: UUID
    paper_id: UUID
    author_person_id: UUID
    author: str
    mine: bool
    shared: bool
    words: str
    version: int
    quote: Quote | None
    made_at: datetime
    changed_at: datetime
    keep_until: datetime | None
    paper: ReadablePaper | None = None
    placed: Placed | None = None
    found: str | None = None
    page: int | None = None
    due_at: datetime | None = None

    @property
    def changed(self) -> bool:
        return self.changed_at > self.made_at

    @property
    def place_in_words(self) -> str | None:
        """What became of the quotation in the version that is shown."""
        return (
            STATE_IN_WORDS[self.placed.state] if self.quote is not None and self.placed is not None else None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingRule:
    """How long notes are kept after the meeting before their author is asked, and where that is written."""

    months: int
    source: str


async def notes_on(
    scope: Scope, *, paper_id: UUID, version: int | None = None
) -> tuple[ReadablePaper, tuple[NoteView, ...]]:
    """The notes that the reader may read on a paper, each placed in the version shown (the newest unless said).

    Where the words of that version may not be read for now, since hidden data in it is not cleared, none is placed.
    In the order of the paper; those on the whole paper first, those whose words are gone next. Raises NotFound.
    """
    paper = await readable_paper(scope, paper_id=paper_id)
    version_id = await version_id_of(scope, paper, version or paper.version)
    rows = await fetch(
        f"SELECT {_COLUMNS} {_FROM} WHERE {_READ_BY} AND n.paper_id = $4 ORDER BY n.made_at, n.id",
        scope.tenant.id,
        scope.actor.person_id,
        [paper_id] if scope.sits_on(paper.committee_id) else [],
        paper_id,
    )
    views = [_view(scope, row, paper) for row in rows]
    if views and (await hidden.access_to(scope, paper_id=paper_id, version=version or paper.version)).content:
        words = await texts.words_of(scope, version_id=version_id)
        views = [_placed(view, words) for view in views]
    return paper, tuple(sorted(views, key=_order))


async def version_id_of(scope: Scope, paper: ReadablePaper, version: int) -> UUID:
    """The row of one version of a paper that the reader may read. Raises NotFound."""
    if version == paper.version:
        return paper.version_id
    rows = await fetch(
        "SELECT id FROM meetings_paper_version WHERE tenant_id = $1 AND paper_id = $2 AND version = $3",
        scope.tenant.id,
        paper.id,
        version,
    )
    if not rows:
        raise NotFound("version")
    found: UUID = rows[0]["id"]
    return found


async def notes_of_meeting(scope: Scope, *, meeting_id: UUID) -> tuple[NoteView, ...]:
    """The notes that the reader may read on all papers of a meeting, in the agenda's order; not placed."""
    papers = await readable_papers(scope, meeting_id=meeting_id)
    seated = [paper.id for paper in papers.values() if scope.sits_on(paper.committee_id)]
    rows = await fetch(
        f"SELECT {_COLUMNS} {_FROM} WHERE {_READ_BY} AND n.paper_id = ANY($4) ORDER BY n.position, n.made_at, n.id",
        scope.tenant.id,
        scope.actor.person_id,
        seated,
        list(papers),
    )
    order = {paper_id: place for place, paper_id in enumerate(papers)}
    views = [_view(scope, row, papers[row["paper_id"]]) for row in rows]
    return tuple(sorted(views, key=lambda view: order[view.paper_id]))


async def own_notes(scope: Scope) -> tuple[NoteView, ...]:
    """All notes of the reader, newest first, with the moment from which each is proposed for removal."""
    rows = await fetch(
        f"SELECT {_COLUMNS}, m.ends_at {_FROM} "
        "JOIN meetings_paper r ON r.tenant_id = $1 AND r.id = n.paper_id "
        "JOIN meetings_item i ON i.tenant_id = $1 AND i.id = r.item_id "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id "
        f"WHERE {_OWN} ORDER BY n.made_at DESC, n.id",
        scope.tenant.id,
        scope.actor.person_id,
    )
    papers = await readable_papers(scope, paper_ids={row["paper_id"] for row in rows})
    months = (await keeping(scope)).months
    return tuple(
        _view(
            scope,
            row,
            papers.get(row["paper_id"]),
            due_at=rules.due_at(
                row["ends_at"],
                months=months,
                keep_until=row["keep_until"],
                time_zone=scope.tenant.time_zone,
            ),
        )
        for row in rows
    )


async def own_note(scope: Scope, *, note_id: UUID) -> NoteView:
    """One note of the reader's own. Raises NotFound, for everybody else's as well."""
    rows = await fetch(
        f"SELECT {_COLUMNS} {_FROM} WHERE {_OWN} AND n.id = $3",
        scope.tenant.id,
        scope.actor.person_id,
        note_id,
    )
    if not rows:
        raise NotFound("note")
    papers = await readable_papers(scope, paper_ids=[rows[0]["paper_id"]])
    return _view(scope, rows[0], papers.get(rows[0]["paper_id"]))


async def notes_due(scope: Scope) -> tuple[NoteView, ...]:
    """The reader's notes whose time is over: proposed for removal, and removed by nobody but them."""
    return tuple(note for note in await own_notes(scope) if note.due_at and note.due_at <= scope.now)


async def keeping(scope: Scope) -> KeepingRule:
    """The tenant's rule, or ours where it has none."""
    rows = await fetch(
        "SELECT months, source FROM reading_keeping WHERE tenant_id = $1 ORDER BY decided_at DESC, id DESC LIMIT 1",
        scope.tenant.id,
    )
    return KeepingRule(**rows[0]) if rows else KeepingRule(months=rules.MONTHS, source=rules.MONTHS_SOURCE)


def _view(scope: Scope, row: Any, paper: ReadablePaper | None, *, due_at: datetime | None = None) -> NoteView:
    quote = None
    if row["exact"] and paper is not None:
        quote = Quote(
            exact=row["exact"],
            prefix=row["prefix"],
            suffix=row["suffix"],
            position=row["position"],
            kind=row["kind"],
            headings=tuple(row["headings"]),
            others=row["others"],
        )
    return NoteView(
        id=row["id"],
        paper_id=row["paper_id"],
        author_person_id=row["author_person_id"],
        author=row["author"],
        mine=row["author_person_id"] == scope.actor.person_id,
        shared=row["shared"],
        words=row["words"],
        version=row["version"],
        quote=quote,
        made_at=row["made_at"],
        changed_at=row["changed_at"],
        keep_until=row["keep_until"],
        paper=paper,
        due_at=due_at,
    )


def _placed(view: NoteView, words: Words) -> NoteView:
    if view.quote is None:
        return view
    placed = anchor(view.quote, words)
    if placed.block is None:
        return replace(view, placed=ORPHANED)
    block = words.blocks[placed.block]
    return replace(view, placed=placed, found=block.text[placed.start : placed.end], page=block.page)


def _order(view: NoteView) -> tuple[int, int, int, datetime]:
    if view.quote is not None and view.placed is None:
        return (2, int(view.quote.position * 1_000_000), 0, view.made_at)
    if view.placed is None or view.placed.block is None:
        return (0 if view.quote is None else 1, 0, 0, view.made_at)
    return (2, view.placed.block, view.placed.start, view.made_at)
