"""The report of an assurance pack: a first page to act on, then the sections, as one tagged PDF."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.kit.calendar import in_words
from backend.kit.pdf import merge
from backend.kit.pdf.render import Pages
from backend.packs import printing, rendering, rules
from backend.packs.assurance.contents import Contents
from backend.packs.rendering import NotRendered, Rendered
from backend.packs.sections.shapes import Section, Table
from backend.packs.verdict import HONEST_WORDS
from backend.scope import Scope

PATH = "report.pdf"

_ROWS = 120  # a longer table is laid out in pieces: side by side, and each kept for itself
_OPINION = 420  # letters of it on the first page
_ON_THE_FRONT = 5  # sentences about what is missing, at the most; the rest stand with their sections


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the first page says beside what the sections tell it."""

    period: rules.Period
    issue: int
    as_at: datetime
    sealed_at: datetime
    rule_sets: tuple[str, ...]
    key_name: str
    version: str
    files: int
    contents: Contents
    foot: str = ""
    """The newest root of the ledger, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Some tables of a section on pages of their own; `head` is the first, which carries its title and bookmark."""

    key: str
    section: Section
    head: bool
    tables: tuple[dict[str, Any], ...]


async def report_of(
    scope: Scope, sections: Sequence[Section], facts: Facts, *, progress: rendering.Progress
) -> Report:
    """The whole report. Raises rules.UnableToBuildPack for a page that can't be laid out, kit's UnableToMerge."""
    pieces = [piece for section in sections for piece in _pieces(section)]
    wanted = [rendering.ours(piece.key, _page(piece)) for piece in pieces]
    found = _whole(await rendering.rendered(scope, wanted, progress=progress))
    front = await _front(scope, sections, facts, pieces, found)
    merged = await asyncio.to_thread(_merged, scope, facts, front, pieces, found)
    return Report(pdf=merged.pdf, pages=sum(place.pages for place in merged.places))


def pieces_in(sections: Sequence[Section]) -> int:
    """How many parts the report will have beside its first page: what progress counts."""
    return sum(len(_pieces(section)) for section in sections)


def _pieces(section: Section) -> list[_Piece]:
    """A section's tables, shared out so that no piece has more rows than is quick to lay out."""
    shares: list[list[dict[str, Any]]] = [[]]
    room = _ROWS
    for table in section.tables:
        for told in _shared(table):
            size = len(told["rows"]) + 4
            if size > room and shares[-1]:
                shares.append([])
                room = _ROWS
            shares[-1].append(told)
            room -= size
    return [
        _Piece(
            key=f"section-{section.key}" if number == 1 else f"section-{section.key}-{number}",
            section=section,
            head=number == 1,
            tables=tuple(share),
        )
        for number, share in enumerate(shares, start=1)
    ]


def _shared(table: Table) -> list[dict[str, Any]]:
    step = _ROWS - 4
    return [
        {
            "caption": table.caption,
            "columns": table.columns,
            "rows": table.rows[start : start + step],
            "empty": table.empty,
            "goes_on": bool(start),
        }
        for start in range(0, max(1, len(table.rows)), step)
    ]


def _page(piece: _Piece) -> Pages:
    drawings = {f"picture-{n}.svg": svg for n, (_, svg) in enumerate(piece.section.pictures, start=1)}
    pictures = [(words, name) for (words, _), name in zip(piece.section.pictures, drawings, strict=True)]
    return printing.page(
        "section.html",
        title=piece.section.title,
        assets=drawings if piece.head else {},
        head=piece.head,
        section=piece.section,
        files=_files_in_words(piece.section),
        pictures=pictures,
        tables=piece.tables,
    )


def _whole(found: dict[str, rendering.Outcome]) -> dict[str, Rendered]:
    whole: dict[str, Rendered] = {}
    for key, outcome in found.items():
        if isinstance(outcome, NotRendered):
            raise rules.UnableToBuildPack(f"A page of the report ({key}) {outcome.because}.")
        whole[key] = outcome
    return whole


async def _front(
    scope: Scope,
    sections: Sequence[Section],
    facts: Facts,
    pieces: Sequence[_Piece],
    found: dict[str, Rendered],
) -> Rendered:
    """The first page: one, while fewer of its sentences fit, since the rest stand with their sections.

    It says on which page each section begins, which depends on its own length.
    """
    length, most = 1, _ON_THE_FRONT
    while True:
        page = _front_page(scope, sections, facts, _starts(pieces, found, after=length), most)
        front = _whole(await rendering.rendered(scope, [rendering.ours("front", page)]))["front"]
        if front.pages <= length:
            return front
        if most > 1:
            most -= 1
        else:
            length = front.pages


def _front_page(
    scope: Scope, sections: Sequence[Section], facts: Facts, starts: dict[str, int], most: int
) -> Pages:
    contents = facts.contents
    missing = [(section.title, sentence) for section in sections for sentence in section.missing]
    return printing.page(
        "front.html",
        title="What this pack says",
        name=contents.title,
        purpose=" ".join(contents.definition.purpose.split()),
        for_anybody=contents.definition.for_anybody,
        opinion=_opinion(contents),
        changed_since=contents.changed_since,
        changes=contents.changes[:most],
        more_changes=max(0, len(contents.changes) - most),
        signers=[each.name for each in contents.signers],
        tenant=scope.tenant.name,
        demonstration=scope.tenant.demonstration,
        period=facts.period.in_words,
        numbers=[pair for section in sections for pair in section.numbers][:8],
        missing=missing[:most],
        more=max(0, len(missing) - most),
        sections=[
            {
                "key": f"section-{section.key}",
                "title": section.title,
                "page": starts[f"section-{section.key}"],
            }
            for section in sections
        ],
        files=facts.files,
        key_name=facts.key_name,
        honest_words=HONEST_WORDS,
        as_at=facts.as_at,
        sealed_at=facts.sealed_at,
        issue=facts.issue,
        rules=facts.rule_sets[0],
        version=facts.version,
    )


def _opinion(contents: Contents) -> dict[str, str] | None:
    """Whose opinion it is, when it was given, and its words; the whole stands in the statement of compliance."""
    told = contents.opinion
    if told is None:
        return None
    words = " ".join(told.words.split())
    if len(words) > _OPINION:
        words = f"{words[:_OPINION].rsplit(' ', 1)[0]} …"
    return {
        "words": words,
        "by": f"{told.given_by_name}, {told.office}",
        "on": in_words(told.given_at.date()),
    }


def _files_in_words(section: Section) -> str:
    """Files by their name where they lie at the top, and by the folder and their number where they lie in one."""
    folders: dict[str, int] = {}
    for path in (*section.files, *section.sheets, *section.kept):
        top = "/".join(path.split("/")[: 2 if path.startswith("files/") else 1])
        folders[top] = folders.get(top, 0) + 1
    alone = {*section.files, *section.kept}
    names = [top if top in alone else f"{top}/ ({count})" for top, count in folders.items()]
    return ", ".join(names)


def _starts(pieces: Sequence[_Piece], found: dict[str, Rendered], *, after: int) -> dict[str, int]:
    starts: dict[str, int] = {}
    page = after + 1
    for piece in pieces:
        starts[piece.key] = page
        page += found[piece.key].pages
    return starts


def _merged(
    scope: Scope, facts: Facts, front: Rendered, pieces: Sequence[_Piece], found: dict[str, Rendered]
) -> merge.Merged:
    demonstration = "DEMONSTRATION" if scope.tenant.demonstration else ""
    title = f"{scope.tenant.name}: {facts.contents.title.lower()}, {facts.period.in_words}"
    starts = _starts(pieces, found, after=front.pages)
    parts = [
        merge.Part(
            key=piece.key,
            pdf=found[piece.key].pdf,
            title=piece.section.title if piece.head else "",
            start=starts[piece.key],
        )
        for piece in pieces
    ]
    return merge.merge(
        [merge.Part(key="front", pdf=front.pdf, title="What this pack says"), *parts],
        title=f"{demonstration}: {title}" if demonstration else title,
        subject=f"{facts.contents.title}, issue {facts.issue}",
        keywords=("assurance pack", *((demonstration,) if demonstration else ())),
        foot_left=f"{facts.contents.title}, issue {facts.issue}",
        foot_centre=demonstration,
        foot_below=facts.foot,
        created=facts.as_at,
    )
