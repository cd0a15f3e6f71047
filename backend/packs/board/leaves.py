"""The parts of a board pack in their order: for each item its cover sheet, then its papers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from backend.evidence import queries as evidence
from backend.kit.pdf.render import Pages
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import printing, rendering
from backend.packs.board.copies import Copy, CopyItem

PRIVATE = "PRIVATE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One part: its bookmark (`title`, `level` from 1), what leads its page labels, and what to lay out.

    `handed_in`: somebody's own PDF, whose pages may have a foot of their own. `stand_in` makes the page that takes its
    place when it can't be laid out, from why.
    """

    key: str
    title: str
    level: int
    label: str
    mark: str
    wanted: rendering.Wanted
    handed_in: bool = False
    stand_in: Callable[[str], rendering.Wanted] | None = None


def paper_key(paper: meetings.PackPaper) -> str:
    return f"paper-{paper.id}"


def leaves_of(copy: Copy) -> tuple[Leaf, ...]:
    """Every part of a copy but its cover and contents."""
    found: list[Leaf] = []
    for item in copy.items:
        if not item.standing:
            continue
        level = item.item.depth + 1
        mark = PRIVATE if item.private else ""
        label = f"{item.item.label}-"
        title = f"{item.item.label} {item.item.title}"
        sheet = rendering.ours(item.key, _sheet(copy, item))
        found.append(Leaf(key=item.key, title=title, level=level, label=label, mark=mark, wanted=sheet))
        for paper in item.item.papers:
            found.append(
                Leaf(
                    key=paper_key(paper),
                    title=paper.title,
                    level=level + 1,
                    label=label,
                    mark=mark,
                    wanted=_wanted(paper),
                    handed_in=paper.content_kind == "pdf",
                    stand_in=_stand_in(item, paper),
                )
            )
    return tuple(found)


def _sheet(copy: Copy, item: CopyItem) -> Pages:
    papers = [
        {
            "key": paper_key(paper),
            "kind": meeting_rules.PAPER_KIND_IN_WORDS[paper.kind],
            "title": paper.title,
            "author": paper.author,
            "version": paper.version,
            "uploaded_at": paper.uploaded_at,
            "approval": paper.approval,
            "where": paper.where,
            "sha256": paper.sha256,
        }
        for paper in item.item.papers
    ]
    below = [
        {"key": each.key, "label": each.item.label, "title": each.item.title} for each in copy.below(item)
    ]
    return printing.page(
        "item.html",
        title=f"{item.item.label} {item.item.title}",
        agenda=copy.agenda,
        item=item.item,
        private=item.private,
        interests=item.interests,
        authors=list(dict.fromkeys(paper.author for paper in item.item.papers)),
        papers=papers,
        below=below,
    )


def _wanted(paper: meetings.PackPaper) -> rendering.Wanted:
    if paper.content_kind == "pdf":

        async def read() -> bytes:
            return await evidence.bytes_in(paper.content)

        return rendering.Wanted(key=paper_key(paper), inputs={"pdf": paper.content.sha256}, load=read)

    async def load() -> Pages:
        html = (await evidence.bytes_in(paper.content)).decode()
        pictures = {asset.name: await evidence.bytes_in(asset.file) for asset in paper.assets}
        # it came through the allow-list of kit.documents when it was handed in, and its hash says it is the same
        content = Markup(html)  # noqa: S704
        return printing.page(
            "paper.html",
            title=paper.title,
            assets=pictures,
            headed="<h1" in html,
            heading=paper.title,
            content=content,
        )

    inputs = {
        "html": paper.content.sha256,
        "assets": {asset.name: asset.file.sha256 for asset in paper.assets},
        "title": paper.title,
        "frame": printing.frame_of("paper.html"),
    }
    return rendering.Wanted(key=paper_key(paper), inputs=inputs, load=load)


def _stand_in(item: CopyItem, paper: meetings.PackPaper) -> Callable[[str], rendering.Wanted]:
    def make(because: str) -> rendering.Wanted:
        page = printing.page(
            "not-shown.html",
            title=paper.title,
            label=f"Item {item.item.label}",
            heading=paper.title,
            file=paper.original.name,
            because=because,
            author=paper.author,
            version=paper.version,
            sha256=paper.sha256,
        )
        return rendering.ours(paper_key(paper), page)

    return make


def lines_of(
    copy: Copy, *, starts: Mapping[str, str], pages: Mapping[str, int], missing: Sequence[str]
) -> list[dict[str, object]]:
    """The lines of the contents, from where each part starts (its page label) and how many pages it has."""
    lines: list[dict[str, object]] = []
    for item in copy.items:
        told = item.item
        if item.standing:
            words = [told.purpose_in_words, told.lead, f"{told.minutes} minutes" if told.minutes else None]
            if not told.papers and not copy.below(item):
                words.append("no paper")
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
                        "missing": key in missing,
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
