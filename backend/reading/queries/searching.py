"""Looking for words in papers: in what is read of them, never in what was handed in, and never in notes.

Row-level security lets no full-text index be used, for the operator `@@` is not leakproof. Each block keeps its words
ready (`reading_text.found`), and only blocks of versions that the reader may read are looked at.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings.queries.readable import ReadablePaper, readable_papers
from backend.scope import Scope

MOST_PASSAGES = 200
MOST_OF_A_PAPER = 5
# Signs of no language, round each word that was found.
_START, _STOP = "\ue000", "\ue001"
_HEADLINE = f"StartSel={_START}, StopSel={_STOP}, MaxWords=40, MinWords=18"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block in which the words stand. `pieces` are the snippet in order, each with whether it was sought.

    `page` counts from 1; `None` where the paper has no pages of its own. `label` is that page's in the newest pack
    ("7.2-14"), or, of a paper without pages, that of the page on which it begins there; `None` where no pack holds it.
    """

    part: int
    page: int | None
    label: str | None
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPaper:
    """A paper with the passages that were found in it, the best first; `more` counts those not shown."""

    paper: ReadablePaper
    passages: tuple[Passage, ...]
    more: int
    in_title: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found. `unread` counts papers whose words have not been taken out of them yet."""

    papers: tuple[FoundPaper, ...]
    unread: int
    cut_short: bool


async def search(scope: Scope, words: str, *, meeting_id: UUID | None = None) -> Found:
    """The papers in which all words stand in one paragraph, or in the title: newest versions that the reader may read.

    A paper whose hidden data is not cleared is found by those alone who may read it all the same.

    “Words in quotation marks” stand together, `-word` must not be there, `or` means either. Four statements.
    """
    known = await readable_papers(scope, meeting_id=meeting_id)
    papers = {paper_id: paper for paper_id, paper in known.items() if paper.content}
    by_version = {paper.version_id: paper for paper in papers.values()}
    rows = await fetch(
        """
        WITH hit AS (
          SELECT t.paper_version_id, t.part, t.page, t.words,
            ts_rank(t.found, websearch_to_tsquery('english', $2)) AS rank
          FROM reading_text t
          WHERE t.tenant_id = $1 AND t.paper_version_id = ANY($3) AND t.found @@ websearch_to_tsquery('english', $2)
          ORDER BY rank DESC, t.paper_version_id, t.part LIMIT $4)
        SELECT hit.paper_version_id, hit.part, hit.page, hit.rank,
          ts_headline('english', left(hit.words, 20000), websearch_to_tsquery('english', $2), $5) AS snippet
        FROM hit ORDER BY hit.rank DESC, hit.paper_version_id, hit.part""",
        scope.tenant.id,
        words,
        list(by_version),
        MOST_PASSAGES,
        _HEADLINE,
    )
    titled = await fetch(
        "SELECT p.id FROM meetings_paper p WHERE p.tenant_id = $1 AND p.id = ANY($2) "
        "AND to_tsvector('english', p.title) @@ websearch_to_tsquery('english', $3)",
        scope.tenant.id,
        list(papers),
        words,
    )
    counted = await fetch(
        "SELECT count(*) AS n FROM reading_version WHERE tenant_id = $1 AND paper_version_id = ANY($2)",
        scope.tenant.id,
        list(by_version),
    )
    in_title = {row["id"] for row in titled}
    by_paper: dict[UUID, list[Any]] = {paper_id: [] for paper_id in papers if paper_id in in_title}
    for row in rows:
        by_paper.setdefault(by_version[row["paper_version_id"]].id, []).append(row)
    labels = await _labels(scope, [papers[each] for each in by_paper])
    return Found(
        papers=tuple(
            FoundPaper(
                paper=papers[paper_id],
                passages=tuple(_passage(row, papers[paper_id], labels) for row in hits[:MOST_OF_A_PAPER]),
                more=max(0, len(hits) - MOST_OF_A_PAPER),
                in_title=paper_id in in_title,
            )
            for paper_id, hits in by_paper.items()
        ),
        unread=len(by_version) - counted[0]["n"],
        cut_short=len(rows) == MOST_PASSAGES,
    )


@dataclass(frozen=True, slots=True)
class _Numbered:
    """How the pages of a paper are labelled in the newest pack."""

    label: str
    start: int
    own: int | None

    def of(self, page: int) -> str:
        """Pages beyond their own numbers carry the last one and a letter, as the pack's own labels do."""
        if self.own is None or page <= self.own:
            return f"{self.label}{self.start + page - 1}"
        return f"{self.label}{self.start + self.own - 1}{_letters(page - self.own)}"


async def _labels(scope: Scope, papers: Collection[ReadablePaper]) -> dict[UUID, _Numbered]:
    """The labels of these papers in the newest finished pack, not in large letters, that holds the version searched."""
    if not papers:
        return {}
    rows = await fetch(
        "SELECT DISTINCT ON (t.key) t.key, t.label, t.start, t.numbered FROM packs_part t "
        "JOIN packs_pack k ON k.tenant_id = $1 AND k.id = t.pack_id "
        "JOIN meetings_paper p ON p.tenant_id = $1 AND 'paper-' || p.id = t.key "
        "JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = p.version "
        "WHERE t.tenant_id = $1 AND k.meeting_id = ANY($2) AND t.key = ANY($3) AND k.state = 'ready' "
        "AND k.points IS NULL AND v.uploaded_at <= k.as_at ORDER BY t.key, k.asked_at DESC",
        scope.tenant.id,
        list({paper.meeting_id for paper in papers}),
        [f"paper-{paper.id}" for paper in papers],
    )
    return {
        UUID(row["key"].removeprefix("paper-")): _Numbered(row["label"], row["start"], row["numbered"])
        for row in rows
    }


def _passage(row: Any, paper: ReadablePaper, labels: dict[UUID, _Numbered]) -> Passage:
    paged = paper.content_kind == "pdf"
    numbered = labels.get(paper.id)
    return Passage(
        part=row["part"],
        page=row["page"] if paged else None,
        label=numbered.of(row["page"] if paged else 1) if numbered is not None else None,
        pieces=_pieces(row["snippet"]),
    )


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    pieces: list[tuple[str, bool]] = []
    for index, part in enumerate(snippet.split(_START)):
        sought, stop, rest = part.partition(_STOP)
        if index and stop:
            pieces += [(sought, True), (rest, False)]
        else:
            pieces.append((part, False))
    return tuple(piece for piece in pieces if piece[0])


def _letters(count: int) -> str:
    letters = ""
    while count:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
