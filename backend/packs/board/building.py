"""Putting a board pack together: lay out what is new, number it, make the contents, merge, keep."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit import calendar
from backend.kit.clock import real_now
from backend.kit.pdf import merge
from backend.kit.pdf.render import Pages
from backend.ledger.records import canonical
from backend.packs import builds, printing, rendering, rules, sealing
from backend.packs.board import copies, leaves
from backend.packs.builds import Build
from backend.packs.rendering import NotRendered, Rendered
from backend.packs.tables import Pack
from backend.scope import Scope
from backend.tenancy import transactions

DEMONSTRATION = "DEMONSTRATION"

_FOOT = 30.0  # points: in the middle of the lower margin of our own pages
_LOW_FOOT = 14.0  # below where people's own pages have a page number of theirs
_AFTER_THE_PARTS = 3  # steps that progress counts beside the parts: cover and contents, merging, keeping


async def build_board_pack(held: Build) -> None:
    """The work of `builds.build` for a board pack."""
    scope = held.scope
    assert held.meeting_id is not None, "a board pack has a meeting"
    async with transactions.scope_tx(scope, readonly=True):
        copy = await copies.copy_of(scope, meeting_id=held.meeting_id, variant=held.variant)
        last = await _last_issue(scope, held)
    parts = leaves.leaves_of(copy)
    content_key = _content_key(scope, copy, parts)
    await held.say("Laying out the papers.", done=0, total=len(parts) + _AFTER_THE_PARTS)
    if last is not None and last["content_key"] == content_key:
        await held.finish_as(last["id"])
        return

    async def progress(done: int) -> None:
        await held.say(f"Laying out the papers: {done} of {len(parts)} are done.", done=done)

    found = await rendering.rendered(scope, [part.wanted for part in parts], progress=progress)
    whole, missing = await _with_stand_ins(scope, parts, found)
    await held.say("Making the contents.", done=len(parts))
    starts = _starts(parts, whole)
    front = await _front(held, copy, whole, starts, missing)
    await held.say("Putting the parts together.", done=len(parts) + 1)
    merged = await asyncio.to_thread(_merged, held, copy, parts, {**whole, **front}, starts)
    await held.say("Keeping the file.", done=len(parts) + 2)
    await held.finish(
        builds.Finished(
            name=_file_name(held, copy),
            media_type="application/pdf",
            data=merged.pdf,
            pages=sum(place.pages for place in merged.places),
            as_at=scope.now,
            sealed_at=real_now(),
            # a pack with a page in a paper's place is not one to come back to
            content_key=None if missing else content_key,
            parts=_placed(parts, {**whole, **front}, merged),
        )
    )


async def _last_issue(scope: Scope, held: Build) -> dict[str, Any] | None:
    rows = await (
        Pack.within(scope, Pack.id, Pack.content_key)
        .where(
            Pack.meeting_id == held.meeting_id,
            Pack.variant == held.variant.value,
            Pack.state == rules.State.READY.value,
            Pack.same_as.is_null(),
        )
        .order_by(Pack.issue, ascending=False)
        .limit(1)
    )
    return rows[0] if rows else None


def _content_key(scope: Scope, copy: copies.Copy, parts: Sequence[leaves.Leaf]) -> str:
    """What two issues have in common when nothing has changed: all but their number and their moment."""
    cover, contents = _cover(scope, copy, issue=0, as_at=None), _contents(scope, copy, {}, {}, ())
    told = [
        [part.key, part.title, part.level, part.mark, rendering.render_key(scope, part.wanted)]
        for part in parts
    ]
    return sealing.cache_key(scope, canonical([cover.html, contents.html, told]))


async def _with_stand_ins(
    scope: Scope, parts: Sequence[leaves.Leaf], found: Mapping[str, rendering.Outcome]
) -> tuple[dict[str, Rendered], tuple[str, ...]]:
    """Every part laid out, with a page in the place of each that can't be; and the keys of those."""
    missing: list[rendering.Wanted] = []
    for part in parts:
        outcome = found[part.key]
        if isinstance(outcome, NotRendered):
            if part.stand_in is None:
                raise rules.UnableToBuildPack(f"The cover sheet of “{part.title}” {outcome.because}.")
            missing.append(part.stand_in(outcome.because))
    whole = {key: outcome for key, outcome in found.items() if isinstance(outcome, Rendered)}
    whole.update(await _ours(scope, missing))
    return whole, tuple(each.key for each in missing)


async def _ours(scope: Scope, wanted: Sequence[rendering.Wanted]) -> dict[str, Rendered]:
    """Pages of our own, without which there is no pack."""
    whole: dict[str, Rendered] = {}
    for key, outcome in (await rendering.rendered(scope, wanted)).items():
        if isinstance(outcome, NotRendered):
            raise rules.UnableToBuildPack(f"A page of the pack ({key}) {outcome.because}.")
        whole[key] = outcome
    return whole


def _starts(parts: Sequence[leaves.Leaf], whole: Mapping[str, Rendered]) -> dict[str, int]:
    """The number of each part's first page among those of its item."""
    used: dict[str, int] = {}
    starts: dict[str, int] = {}
    for part in parts:
        starts[part.key] = used.get(part.label, 0) + 1
        used[part.label] = starts[part.key] + whole[part.key].pages - 1
    return starts


async def _front(
    held: Build,
    copy: copies.Copy,
    whole: Mapping[str, Rendered],
    starts: Mapping[str, int],
    missing: Sequence[str],
) -> dict[str, Rendered]:
    labels = {part.key: f"{part.label}{starts[part.key]}" for part in leaves.leaves_of(copy)}
    pages = {key: part.pages for key, part in whole.items()}
    cover = _cover(held.scope, copy, issue=held.issue, as_at=held.scope.now)
    contents = _contents(held.scope, copy, labels, pages, missing)
    return await _ours(held.scope, [rendering.ours("cover", cover), rendering.ours("contents", contents)])


def _cover(scope: Scope, copy: copies.Copy, *, issue: int, as_at: datetime | None) -> Pages:
    return printing.page(
        "cover.html",
        title=copy.agenda.committee,
        tenant=scope.tenant.name,
        demonstration=scope.tenant.demonstration,
        agenda=copy.agenda,
        what=_what(copy),
        copy=rules.VARIANT_IN_WORDS[copy.variant],
        full=copy.variant is rules.Variant.FULL,
        private=copy.private,
        issue=issue,
        as_at=as_at,
    )


def _contents(
    scope: Scope,
    copy: copies.Copy,
    starts: Mapping[str, str],
    pages: Mapping[str, int],
    missing: Sequence[str],
) -> Pages:
    lines = leaves.lines_of(copy, starts=starts, pages=pages, missing=missing)
    return printing.page(
        "contents.html",
        title="Agenda and contents",
        agenda=copy.agenda,
        demonstration=scope.tenant.demonstration,
        lines=lines,
    )


def _merged(
    held: Build,
    copy: copies.Copy,
    parts: Sequence[leaves.Leaf],
    whole: Mapping[str, Rendered],
    starts: Mapping[str, int],
) -> merge.Merged:
    demonstration = held.scope.tenant.demonstration
    day = calendar.in_words(copy.agenda.day)
    public = ", public copy" if copy.variant is rules.Variant.PUBLIC else ""
    front = [
        merge.Part(key="cover", pdf=whole["cover"].pdf, title="Cover", numbers="roman", stamped=False),
        merge.Part(
            key="contents", pdf=whole["contents"].pdf, title="Agenda and contents", numbers="roman",
            start=whole["cover"].pages + 1,
        ),
    ]  # fmt: skip
    rest = [
        merge.Part(
            key=part.key,
            pdf=whole[part.key].pdf,
            title=part.title,
            level=part.level,
            label=part.label,
            start=starts[part.key],
            mark=part.mark,
            foot=_LOW_FOOT if part.handed_in else _FOOT,
            tags=whole[part.key].tags_hold,
        )
        for part in parts
    ]
    title = f"{_name(copy)}, {day}"
    return merge.merge(
        [*front, *rest],
        title=f"{DEMONSTRATION}: {title}" if demonstration else title,
        subject=f"Board pack of {held.scope.tenant.name}, {rules.VARIANT_IN_WORDS[copy.variant].lower()}, "
        f"issue {held.issue}",
        keywords=("board pack", *((DEMONSTRATION,) if demonstration else ())),
        foot_left=f"{day}, issue {held.issue}{public}",
        foot_centre=DEMONSTRATION if demonstration else "",
        created=held.scope.now,
    )


def _name(copy: copies.Copy) -> str:
    """Committee and meeting, said once where the title of the meeting names its committee."""
    committee, title = copy.agenda.committee, copy.agenda.title
    return title if committee.casefold() in title.casefold() else f"{committee}: {title}"


def _what(copy: copies.Copy) -> str:
    """The title of the meeting as it stands below the committee's name."""
    rest = copy.agenda.title.removeprefix(copy.agenda.committee).lstrip(" ,:–-")
    return f"{rest[:1].upper()}{rest[1:]}" or copy.agenda.title


def _placed(
    parts: Sequence[leaves.Leaf], whole: Mapping[str, Rendered], merged: merge.Merged
) -> tuple[builds.PlacedPart, ...]:
    told = {part.key: (part.label, part.title, part.level) for part in parts}
    told |= {"cover": ("", "Cover", 1), "contents": ("", "Agenda and contents", 1)}
    return tuple(
        builds.PlacedPart(
            label=told[place.key][0],
            title=told[place.key][1],
            level=told[place.key][2],
            first_page=place.first,
            pages=place.pages,
            tagged=place.tagged,
            render_key=whole[place.key].render_key,
        )
        for place in merged.places
    )


def _file_name(held: Build, copy: copies.Copy) -> str:
    marks = [DEMONSTRATION] if held.scope.tenant.demonstration else []
    marks += ["board-pack", copy.agenda.day.isoformat(), f"issue-{held.issue}"]
    marks += ["public"] if copy.variant is rules.Variant.PUBLIC else []
    # two committees may meet on one day: the name must still be one of its own
    return "-".join([*marks, _short(held.pack_id)]) + ".pdf"


def _short(pack_id: UUID) -> str:
    return str(pack_id)[-6:]
