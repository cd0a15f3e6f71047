"""The parts of a board pack in their order: for each item its cover sheet, then its papers."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from backend.evidence import queries as evidence
from backend.kit.pdf.render import Pages
from backend.ledger.records import content_hash
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import printing, rendering
from backend.packs.board import layouts, set_again
from backend.packs.board.copies import Copy, CopyItem
from backend.packs.printing import Sheet

PRIVATE = "PRIVATE"
_SEVERAL = 3  # answers of one kind that are worth a line of their own
_WHOLE = "The rest of the pack is whole. Ask a governance officer for it, or for a version that can be read."

_UNCLEARED = "It could not be included: hidden data in it must be cleared first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One part: its bookmark (`title`, `level` from 1), what leads its page labels, and what to lay out.

    `item_key` names the item among whose pages its own are numbered. `paper` is what it shows, where that is a paper.
    `handed_in`: somebody's own PDF, whose pages may have a foot of their own. `stood_in`: a page of ours stands in the
    paper's place. `stand_in` makes such a page for one that can't be laid out, from a lead, why, and what to do.
    """

    key: str
    item_key: str
    title: str
    level: int
    label: str
    mark: str
    wanted: rendering.Wanted
    paper: meetings.PackPaper | None = None
    handed_in: bool = False
    stood_in: bool = False
    stand_in: Callable[[str, str, str], rendering.Wanted] | None = None


def paper_key(paper: meetings.PackPaper) -> str:
    return f"paper-{paper.id}"


def leaves_of(copy: Copy) -> tuple[Leaf, ...]:
    """Every part of a copy but those in front: cover, changes and contents."""
    found: list[Leaf] = []
    for item in copy.items:
        if item.standing:
            found.append(_sheet_leaf(copy, item))
            found += [_paper_leaf(copy, item, paper) for paper in item.item.papers]
    return tuple(found)


def label_of(copy: Copy, item: CopyItem) -> str:
    """What leads the labels of an item's pages: large print is numbered for itself, since it has more pages."""
    return f"{item.item.label}-L" if copy.format.large else f"{item.item.label}-"


def _sheet_leaf(copy: Copy, item: CopyItem) -> Leaf:
    return Leaf(
        key=item.key,
        item_key=item.key,
        title=f"{item.item.label} {item.item.title}",
        level=item.item.depth + 1,
        label=label_of(copy, item),
        mark=PRIVATE if item.private else "",
        wanted=rendering.to_fill(item.key, _sheet(copy, item)),
    )


def _paper_leaf(copy: Copy, item: CopyItem, paper: meetings.PackPaper) -> Leaf:
    stand_in = _stand_in(copy, item, paper)
    held_back = _held_back(paper)
    return Leaf(
        key=paper_key(paper),
        item_key=item.key,
        title=paper.title,
        level=item.item.depth + 2,
        label=label_of(copy, item),
        mark=PRIVATE if item.private else "",
        wanted=stand_in("This paper is not in the pack yet.", held_back, "")
        if held_back
        else _wanted(copy, paper),
        paper=paper,
        handed_in=paper.content_kind == "pdf",
        stood_in=bool(held_back),
        stand_in=stand_in,
    )


def _held_back(paper: meetings.PackPaper) -> str:
    """Why no copy may hold a paper yet; empty where it may."""
    if paper.awaiting:
        return paper.awaiting
    return _UNCLEARED if paper.uncleared else ""


def _sheet(copy: Copy, item: CopyItem) -> Sheet:
    told = item.item
    papers = [
        {
            "key": paper_key(paper),
            "kind": meeting_rules.PAPER_KIND_IN_WORDS[paper.kind],
            "title": paper.title,
            "author": paper.author,
            "version": paper.version,
            "uploaded_at": paper.uploaded_at,
            "approval": _approval_of(paper),
            "where": paper.where,
            "sha256": paper.sha256,
            "cover": [{"label": line.label, "words": line.words} for line in _cover_of(paper)],
            "late_note": paper.late_note,
            "tabled": paper.tabled,
            "awaiting": _held_back(paper),
        }
        for paper in told.papers
    ]
    below = [
        {"key": each.key, "label": each.item.label, "title": each.item.title} for each in copy.below(item)
    ]
    values = {
        "committee": copy.agenda.committee,
        "day": copy.agenda.day,
        "item": {
            "label": told.label,
            "title": told.title,
            "purpose_in_words": told.purpose_in_words,
            "lead": told.lead,
            "private_reason": told.private_reason,
            "minutes": told.minutes,
            "late": told.late,
            "notes": told.notes,
            "organisations": [each.name for each in told.organisations],
        },
        "private": item.private,
        "withheld": item.withheld,
        "interests": item.interests,
        "authors": list(dict.fromkeys(paper.author for paper in told.papers)),
        "papers": papers,
        "below": below,
        "state_in_words": state_in_words(copy, item),
        "single": copy.format.large,
    }
    return Sheet(
        template="item.html",
        title=f"{told.label} {told.title}",
        values=values,
        css=layouts.sheet_of(copy.format),
    )


def _approval_of(paper: meetings.PackPaper) -> dict[str, object] | None:
    given = paper.approval
    if given is None:
        return None
    return {
        "words": given.words,
        "person_name": given.person_name,
        "office": given.office,
        "at": given.at,
    }


def _cover_of(paper: meetings.PackPaper) -> list[meetings.CoverLine]:
    """The cover sheet as it is printed: what its author answered with None stands in one line, where the first did."""
    nothing = [line for line in paper.cover if line.words.strip().casefold() == "none"]
    if len(nothing) < _SEVERAL:
        return list(paper.cover)
    together = meetings.CoverLine(label="None for", words="; ".join(line.label for line in nothing))
    told = [together if line == nothing[0] else line for line in paper.cover]
    return [line for line in told if line not in nothing]


def state_in_words(copy: Copy, item: CopyItem) -> str:
    """What is said of an item whose papers are not there; empty where they are, or where nothing is to be said."""
    state = item.item.paper_state
    if item.withheld:
        return ""
    if state is not meeting_rules.PaperState.PAPERS:
        return f"{meeting_rules.PAPER_STATE_IN_WORDS[state]}."
    return "" if item.item.papers or copy.below(item) else "No paper."


def _wanted(copy: Copy, paper: meetings.PackPaper) -> rendering.Wanted:
    key, sheet = paper_key(paper), layouts.sheet_of(copy.format)
    if paper.content_kind == "pdf":
        if copy.format.large:
            return _set_again(copy, paper)

        async def read() -> bytes:
            return await evidence.bytes_in(paper.content)

        return rendering.Wanted(key=key, inputs={"pdf": paper.content.sha256}, load=read)

    async def load() -> Pages:
        html = (await evidence.bytes_in(paper.content)).decode()
        pictures = {asset.name: await evidence.bytes_in(asset.file) for asset in paper.assets}
        return layouts.dressed(_written(paper.title, html, pictures), copy.format)

    inputs = {
        "html": paper.content.sha256,
        "assets": {asset.name: asset.file.sha256 for asset in paper.assets},
        "title": paper.title,
        "frame": printing.frame_of("paper.html"),
        **({"sheet": content_hash(sheet)} if sheet else {}),
    }
    return rendering.Wanted(key=key, inputs=inputs, load=load)


def _set_again(copy: Copy, paper: meetings.PackPaper) -> rendering.Wanted:
    """A PDF in large letters from its words; where they can't be had, as it is, to be enlarged."""

    async def load() -> Pages | bytes:
        pdf = await evidence.bytes_in(paper.content)
        blocks = await asyncio.to_thread(set_again.words_of, pdf)
        if not blocks:
            return pdf
        html = set_again.html_of(blocks, title=paper.title)
        return layouts.dressed(_written(paper.title, html, {}), copy.format)

    inputs = {
        "pdf": paper.content.sha256,
        "title": paper.title,
        "frame": printing.frame_of("paper.html"),
        "sheet": content_hash(layouts.sheet_of(copy.format)),
    }
    return rendering.Wanted(key=paper_key(paper), inputs=inputs, load=load)


def _written(title: str, html: str, pictures: Mapping[str, bytes]) -> Pages:
    # it came through the allow-list of kit.documents when it was handed in, and its hash says it is the same
    content = Markup(html)  # noqa: S704
    return printing.page(
        "paper.html",
        title=title,
        assets=pictures,
        headed="<h1" in html,
        heading=title,
        content=content,
    )


def _stand_in(
    copy: Copy, item: CopyItem, paper: meetings.PackPaper
) -> Callable[[str, str, str], rendering.Wanted]:
    def make(lead: str, because: str, advice: str) -> rendering.Wanted:
        values = {
            "label": f"Item {item.item.label}",
            "heading": paper.title,
            "lead": lead,
            "because": because,
            "advice": advice or _WHOLE,
            "author": paper.author,
            "version": paper.version,
            "sha256": paper.sha256,
            "single": copy.format.large,
        }
        sheet = Sheet(
            template="not-shown.html", title=paper.title, values=values, css=layouts.sheet_of(copy.format)
        )
        return rendering.to_fill(paper_key(paper), sheet)

    return make


def lines_of(
    copy: Copy,
    *,
    starts: Mapping[str, str],
    pages: Mapping[str, int],
    remarks: Mapping[str, str],
) -> list[dict[str, object]]:
    """The lines of the contents, from where each part starts (its page label) and how many pages it has.

    `remarks` are said of papers that are not as they were handed in, by key.
    """
    lines: list[dict[str, object]] = []
    for item in copy.items:
        told = item.item
        if item.standing:
            words = [told.purpose_in_words, told.lead, f"{told.minutes} minutes" if told.minutes else None]
            words.append(state_in_words(copy, item).rstrip(".").lower())
            if item.withheld:
                words.append("papers withheld from you")
        else:
            because = told.withdrawn_because
            words = ["Withdrawn" if because == "Withdrawn" else f"Withdrawn: {because}"]
        lines.append(
            {
                "key": item.key if item.standing else None,
                "label": told.label,
                "depth": told.depth,
                "title": told.title,
                "private": item.private,
                "sub": " · ".join(filter(None, words)),
                "page": starts.get(item.key, ""),
                "papers": [
                    {
                        "key": key,
                        "title": paper.title,
                        "pages": pages.get(key, 0),
                        "page": starts.get(key, ""),
                        "remark": ", ".join(
                            filter(
                                None,
                                (
                                    "tabled" if paper.tabled else "late" if paper.late_note else "",
                                    remarks.get(key),
                                ),
                            )
                        ),
                    }
                    for paper in (told.papers if item.standing else ())
                    for key in [paper_key(paper)]
                ],
                "resolution": None,
            }
        )
    if copy.resolution:
        lines.append({"resolution": copy.resolution})
    return lines
