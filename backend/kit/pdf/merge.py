"""Many PDFs to one: one structure tree, one outline, page labels, links and stamps. The work is done in a
child.

The parts keep their tags. A part without tags, or whose tags are not to be trusted, is tagged page by page: a
page with text becomes one paragraph in the order in which it was drawn, a page without text becomes a figure
that says so. Scripts, attachments, actions, forms and outside files of the parts stay behind. The same parts
give the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from backend.kit import confine
from backend.kit.confined import bundle

_TASK = "backend.kit.pdf.join:merge_task"


class UnableToMerge(ValueError):
    """The parts cannot be made one file; the sentence says which part and why."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One piece of the merged file.

    key      unique among the parts; links reach it as <a href="part:KEY">, its n-th page as "part:KEY#n"
    pdf      the bytes
    title    its bookmark, and its name in the structure tree; no bookmark where empty
    level    how deep the bookmark stands, 1 at the top
    label    what leads its page labels: "7.2-" gives 7.2-1, 7.2-2
    numbers  the style of the numbers after it; "none" labels every page with `label` alone
    start    the number of its first page, for a part that goes on where the one before it ends
    most     how many of its pages have numbers of their own; a later one carries the last number and a letter, 7.2-9a
    mark     words for the foot of its pages, beside those of the whole file, such as PRIVATE
    foot     how high the stamp stands above the page's lower edge, in points; low on pages with a foot of their own
    stamped  False for a page that is to stay bare, such as a cover
    tags     False where the part's own structure must not be used (see `walk.structure_problems`)
    sheet    width and height in points, upright: every page is scaled to fill it; as they are where none is given
    """

    key: str
    pdf: bytes
    title: str = ""
    level: int = 1
    label: str = ""
    numbers: Literal["decimal", "roman", "none"] = "decimal"
    start: int = 1
    most: int | None = None
    mark: str = ""
    foot: float = 30.0
    stamped: bool = True
    tags: bool = True
    sheet: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one part stands in the merged file: its first page, counted from 1, and how many it has."""

    key: str
    first: int
    pages: int
    tagged: bool


@dataclass(frozen=True, kw_only=True)
class Merged:
    """One file, and where its parts stand in it."""

    pdf: bytes
    places: tuple[Place, ...]

    @property
    def untagged(self) -> tuple[str, ...]:
        """The keys of the parts that had no tags of their own."""
        return tuple(place.key for place in self.places if not place.tagged)


def merge(
    parts: Sequence[Part],
    *,
    title: str,
    language: str = "en-GB",
    subject: str = "",
    keywords: Sequence[str] = (),
    foot_left: str = "",
    foot_centre: str = "",
    foot_below: str = "",
    stamp_size: float = 8.5,
    created: datetime | None = None,
    limits: confine.Limits = confine.PATIENT,
) -> Merged:
    """One tagged file of all parts, in order.

    Each stamped page carries `foot_left`, `foot_centre` and, at the right, its label; `foot_below` stands under them in
    small type, but not on pages that have a foot of their own. `created` is the only
    date in the file; without it there is none. Raises UnableToMerge where a part is no PDF or a link leads to
    no part, and ConfinedFailure where the child could not finish.
    """
    if not parts:
        raise UnableToMerge("There is nothing to merge.")
    keys = [part.key for part in parts]
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise UnableToMerge(f"Two parts have the key “{twice}”.")
    head = {
        "title": title,
        "language": language,
        "subject": subject,
        "keywords": list(keywords),
        "foot_left": foot_left,
        "foot_centre": foot_centre,
        "foot_below": foot_below,
        "stamp_size": stamp_size,
        "created": created.isoformat() if created else None,
        "parts": [
            {
                "key": part.key,
                "title": part.title,
                "level": max(1, part.level),
                "label": part.label,
                "numbers": part.numbers,
                "start": max(1, part.start),
                "most": part.most,
                "mark": part.mark,
                "foot": part.foot,
                "stamped": part.stamped,
                "tags": part.tags,
                "sheet": part.sheet,
            }
            for part in parts
        ],
    }
    try:
        answer = confine.run_confined(_TASK, bundle.pack(head, [part.pdf for part in parts]), limits=limits)
    except confine.ConfinedRefusal as refusal:
        raise UnableToMerge(str(refusal)) from None
    told, (pdf,) = bundle.unpack(answer)
    return Merged(pdf=pdf, places=tuple(Place(**place) for place in told["places"]))
