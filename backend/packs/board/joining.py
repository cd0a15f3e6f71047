"""The parts of a board pack made one file: in which order, on what paper, under which numbers and name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.kit import calendar
from backend.kit.pdf import merge
from backend.packs import builds, rules
from backend.packs.board import front, layouts
from backend.packs.board.copies import Copy
from backend.packs.board.leaves import Leaf
from backend.packs.board.numbering import Numbered
from backend.packs.builds import Build
from backend.packs.rendering import Rendered

DEMONSTRATION = "DEMONSTRATION"

_FOOT = 30.0  # points: in the middle of the lower margin of our own pages
_LOW_FOOT = 14.0  # below where people's own pages have a page number of theirs
_STAMP, _LARGE_STAMP = 8.5, 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part in its place, and the render that it is made from."""

    part: merge.Part
    render_key: str
    blank: bool = False


def in_order(
    copy: Copy,
    parts: Sequence[Leaf],
    numbers: Mapping[str, Numbered],
    whole: Mapping[str, Rendered],
    before: Mapping[str, Rendered],
    since: front.Since | None,
) -> list[Piece]:
    """Everything that the file is made of, from the cover on."""
    pieces: list[Piece] = []
    at = 1
    titles = {"cover": "Cover", "contents": "Agenda and contents"}
    if since is not None:
        titles = {"cover": "Cover", "changes": front.title_of_changes(since), "contents": titles["contents"]}
    for key, title in titles.items():
        rendered = before[key]
        part = merge.Part(
            key=key, pdf=rendered.pdf, title=title, numbers="roman", start=at, stamped=key != "cover"
        )
        pieces.append(Piece(part=part, render_key=rendered.render_key))
        at += rendered.pages
    for leaf in parts:
        if copy.format.for_paper and leaf.key == leaf.item_key and at % 2 == 0:
            pieces.append(_blank(before["blank"], leaf))
            at += 1
        pieces.append(_piece(copy, leaf, numbers[leaf.key], whole[leaf.key]))
        at += whole[leaf.key].pages
    return pieces


def _blank(rendered: Rendered, leaf: Leaf) -> Piece:
    part = merge.Part(
        key=f"before-{leaf.key}",
        pdf=rendered.pdf,
        label=f"before {leaf.label}1",
        numbers="none",
        stamped=False,
    )
    return Piece(part=part, render_key=rendered.render_key, blank=True)


def _piece(copy: Copy, leaf: Leaf, numbered: Numbered, rendered: Rendered) -> Piece:
    part = merge.Part(
        key=leaf.key,
        pdf=rendered.pdf,
        title=leaf.title,
        level=leaf.level,
        label=leaf.label,
        start=numbered.start,
        most=numbered.own,
        mark=leaf.mark,
        foot=_LOW_FOOT if rendered.as_handed_in else _FOOT,
        tags=rendered.tags_hold,
        sheet=layouts.paper_size(copy.format) if rendered.as_handed_in else None,
    )
    return Piece(part=part, render_key=rendered.render_key)


def joined(
    held: Build, copy: Copy, pieces: Sequence[Piece], *, root: str = ""
) -> tuple[merge.Merged, tuple[builds.PlacedPart, ...]]:
    """One file, and where its parts stand in it. `root` is the newest root of the ledger, in words for the foot."""
    demonstration = held.scope.tenant.demonstration
    day = calendar.in_words(copy.agenda.day)
    whose = {rules.Variant.PUBLIC: ", public copy", rules.Variant.MEMBER: ", one member’s copy"}
    title = f"{front.name_of(copy)}, {day}"
    words = rules.copy_in_words(copy.variant, copy.format)
    merged = merge.merge(
        [piece.part for piece in pieces],
        title=f"{DEMONSTRATION}: {title}" if demonstration else title,
        subject=f"Board pack of {held.scope.tenant.name}, {words[:1].lower()}{words[1:]}, issue {held.issue}",
        keywords=("board pack", *((DEMONSTRATION,) if demonstration else ())),
        foot_left=f"Issue {held.issue}"
        if copy.format.large
        else f"{day}, issue {held.issue}{whose.get(copy.variant, '')}",
        foot_centre=DEMONSTRATION if demonstration else "",
        foot_below=root,
        stamp_size=_LARGE_STAMP if copy.format.large else _STAMP,
        created=held.scope.now,
    )
    return merged, _placed(pieces, merged)


def _placed(pieces: Sequence[Piece], merged: merge.Merged) -> tuple[builds.PlacedPart, ...]:
    return tuple(
        builds.PlacedPart(
            label=piece.part.label,
            title=piece.part.title,
            level=piece.part.level,
            first_page=place.first,
            pages=place.pages,
            tagged=place.tagged,
            render_key=piece.render_key,
            key=place.key,
            start=piece.part.start,
            numbered=piece.part.most,
        )
        for piece, place in zip(pieces, merged.places, strict=True)
        if not piece.blank
    )


def file_name(held: Build, copy: Copy) -> str:
    """Tells what it is of, and nothing of what is in it."""
    marks = [DEMONSTRATION] if held.scope.tenant.demonstration else []
    marks += ["board-pack", copy.agenda.day.isoformat(), f"issue-{held.issue}"]
    marks += [] if copy.variant is rules.Variant.FULL else [copy.variant.value]
    marks += [] if copy.format == rules.STANDARD else [copy.format.key]
    # two committees may meet on one day: the name must still be one of its own
    return "-".join([*marks, str(held.pack_id)[-6:]]) + ".pdf"
