"""Putting a board pack together: lay out what is new, number it, make what stands in front, merge, keep."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.ledger import anchors
from backend.ledger.records import canonical
from backend.meetings import operations as meetings
from backend.packs import builds, flagging, issuing, rendering, rules, sealing
from backend.packs.board import changes, copies, front, gates, joining, leaves, numbering
from backend.packs.builds import Build
from backend.packs.rendering import NotRendered, Rendered
from backend.people import queries as people
from backend.tenancy import transactions

_AFTER_THE_PARTS = 3  # steps that progress counts beside the parts: what stands in front, merging, keeping
_MOVED_ON = (
    "The agenda has changed since issue {issue} was built, so this copy of it can’t be made. Build the pack again: the "
    "copies for members are made with its next issue."
)


async def build_board_pack(held: Build) -> None:
    """The work of `builds.build` for a board pack."""
    scope = held.scope
    assert held.meeting_id is not None, "a board pack has a meeting"
    full, copy, excuses, issues = await _read(held, held.meeting_id)
    reworded = [paper.id for item in full.items for paper in item.item.papers if paper.reworded]
    if reworded and await meetings.undo_all_reworded(scope, paper_ids=reworded):
        full, copy, excuses, issues = await _read(held, held.meeting_id)
    gates.check_for_public(copy)
    parts = leaves.leaves_of(copy)
    content_key = _content_key(held, copy, parts, excuses)
    agenda_key = content_key if copy == full else _content_key(held, full, leaves.leaves_of(full), excuses)

    async def also() -> None:
        if issuing.is_issue(held.variant, held.format) and held.variant is rules.Variant.FULL:
            await issuing.ask_for_members_copies(scope, meeting_id=full.agenda.meeting_id)

    if issuing.is_issue(held.variant, held.format):
        last = issuing.latest(issues, variant=held.variant)
        if last is not None and last.content_key == content_key:
            await held.finish_as(last.id, also=also)
            return
    elif not issuing.same_agenda(issues, issue=held.issue, agenda_key=agenda_key):
        raise rules.UnableToBuildPack(_MOVED_ON.format(issue=held.issue))

    await held.say("Laying out the papers.", done=0, total=len(parts) + _AFTER_THE_PARTS)
    whole, remarks, failed, found = await _laid_out(held, copy, parts, excuses)
    numbers = await _numbers(held, copy, parts, whole)
    since = _since(held, copy, issues)
    await held.say("Making the contents.", done=len(parts))
    before = await _front(held, copy, parts, whole, numbers, remarks, since)
    await held.say("Putting the parts together.", done=len(parts) + 1)
    pieces = joining.in_order(copy, parts, numbers, whole, before, since)
    merged, placed = await asyncio.to_thread(
        joining.joined, held, copy, pieces, root=await _newest_root(held)
    )
    await held.say("Keeping the file.", done=len(parts) + 2)

    async def tell_and_ask() -> None:
        if held.variant is rules.Variant.FULL:
            await flagging.tell_of_untagged(scope, copy.agenda, gates.untagged(parts, found))
        await also()

    await held.finish(
        builds.Finished(
            name=joining.file_name(held, copy),
            media_type="application/pdf",
            data=merged.pdf,
            pages=sum(place.pages for place in merged.places),
            as_at=scope.now,
            sealed_at=real_now(),
            # a pack that lacks what may be there the next time is not one to come back to
            content_key=None if failed else content_key,
            parts=placed,
            agenda_key=agenda_key,
            manifest={**changes.manifest_of(copy), "obstacles": gates.obstacles(copy, parts, found, excuses)},
            also=tell_and_ask,
        )
    )


async def _read(
    held: Build, meeting_id: UUID
) -> tuple[copies.Copy, copies.Copy, dict[Any, tuple[int, gates.Excuse]], tuple[issuing.Issue, ...]]:
    """All that there is, what this copy holds of it, the excuses that its papers have, and the issues before."""
    scope = held.scope
    async with transactions.scope_tx(scope, readonly=True):
        full = await copies.full_copy(scope, meeting_id=meeting_id)
        copy = await _copy(held, full)
        excuses = await gates.excuses_of(scope, _paper_ids(copy))
        return full, copy, excuses, await issuing.issues_of(scope, meeting_id=meeting_id)


async def _newest_root(held: Build) -> str:
    """Each pack that somebody keeps is an anchor of the ledger."""
    async with transactions.scope_tx(held.scope, readonly=True):
        return await anchors.foot_words(held.scope)


async def _copy(held: Build, full: copies.Copy) -> copies.Copy:
    """What this copy holds, in its format, which large print shows in its numbers."""
    match held.variant:
        case rules.Variant.PUBLIC:
            copy = copies.public_copy(full.agenda)
        case rules.Variant.MEMBER:
            assert held.for_person_id is not None, "a copy for one member is for a person"
            reader = await people.person_line_of(held.scope, person_id=held.for_person_id)
            copy = copies.members_copy(full, reader=reader.name, withheld=held.withheld)
        case _:
            copy = full
    return copies.in_format(copy, held.format)


def _paper_ids(copy: copies.Copy) -> list[Any]:
    return [paper.id for item in copy.items for paper in item.item.papers]


def _content_key(
    held: Build,
    copy: copies.Copy,
    parts: Sequence[leaves.Leaf],
    excuses: Mapping[Any, tuple[int, gates.Excuse]],
) -> str:
    """What two issues have in common when nothing has changed: all but their number and their moment."""
    tenant = held.scope.tenant
    cover = front.cover(tenant, copy, issue=0, as_at=None)
    contents = front.contents(tenant, copy, starts={}, pages={}, remarks={})
    told = [[part.key, part.title, part.level, part.mark, part.wanted.inputs] for part in parts]
    excused = [
        [part.key, excuse.reason, excuse.ask, excuse.name]
        for part in parts
        if copy.variant is rules.Variant.PUBLIC and (excuse := gates.excuse_for(part, excuses))
    ]
    return sealing.cache_key(
        held.scope, canonical([rendering.renderer(), cover.inputs, contents.inputs, told, excused])
    )


async def _laid_out(
    held: Build,
    copy: copies.Copy,
    parts: Sequence[leaves.Leaf],
    excuses: Mapping[Any, tuple[int, gates.Excuse]],
) -> tuple[dict[str, Rendered], dict[str, str], bool, dict[str, rendering.Outcome]]:
    """Every part laid out, with a page in the place of each that can't or must not be; what is remarked of papers;
    whether any failed; and what came of each before.
    """

    async def progress(done: int) -> None:
        done = min(done, len(parts))
        await held.say(f"Laying out the papers: {done} of {len(parts)} are done.", done=done)

    # the cover goes with them, so that it is found laid out when the rest of what stands in front is
    wanted = [*(part.wanted for part in parts), _cover(held, copy)]
    found = await rendering.rendered(held.scope, wanted, progress=progress)
    del found["cover"]
    stood_in = gates.stand_ins(copy, parts, found, excuses)
    whole = {key: outcome for key, outcome in found.items() if isinstance(outcome, Rendered)}
    whole.update(await _ours(held, [each.wanted for each in stood_in]))
    remarks = {each.key: each.remark for each in stood_in}
    if copy.format.large:
        enlarged = {part.key: gates.ENLARGED for part in parts if whole[part.key].as_handed_in}
        remarks = {**enlarged, **remarks}
    return whole, remarks, any(each.failed for each in stood_in), found


async def _ours(held: Build, wanted: Sequence[rendering.Wanted]) -> dict[str, Rendered]:
    """Pages of our own, without which there is no pack."""
    whole: dict[str, Rendered] = {}
    for key, outcome in (await rendering.rendered(held.scope, wanted)).items():
        if isinstance(outcome, NotRendered):
            raise rules.UnableToBuildPack(f"A page of the pack ({key}) {outcome.because}.")
        whole[key] = outcome
    return whole


async def _numbers(
    held: Build, copy: copies.Copy, parts: Sequence[leaves.Leaf], whole: Mapping[str, Rendered]
) -> dict[str, numbering.Numbered]:
    """The numbers of each part's pages. An agenda that is not published yet is numbered anew by each issue."""
    afresh = copy.variant is rules.Variant.FULL and not copy.format.for_paper
    numbered = await numbering.numbers_of(
        held.scope,
        meeting_id=copy.agenda.meeting_id,
        format_key=copy.format.key if copy.format.large else rules.STANDARD.key,
        afresh=afresh and copy.agenda.agenda_published_at is None,
        parts=[((part.item_key, part.key), whole[part.key].pages) for part in parts],
    )
    return {key: each for (_, key), each in numbered.items()}


def _since(held: Build, copy: copies.Copy, issues: Sequence[issuing.Issue]) -> front.Since | None:
    """What changed since the issue before; nothing for the first."""
    of = rules.Variant.PUBLIC if copy.variant is rules.Variant.PUBLIC else rules.Variant.FULL
    last = issuing.latest(issues, variant=of, before=held.issue)
    if last is None or last.manifest is None:
        return None
    return front.Since(
        issue=last.issue, changes=changes.changes_between(last.manifest, changes.manifest_of(copy))
    )


def _cover(held: Build, copy: copies.Copy) -> rendering.Wanted:
    sheet = front.cover(held.scope.tenant, copy, issue=held.issue, as_at=held.scope.now)
    return rendering.to_fill("cover", sheet)


async def _front(
    held: Build,
    copy: copies.Copy,
    parts: Sequence[leaves.Leaf],
    whole: Mapping[str, Rendered],
    numbers: Mapping[str, numbering.Numbered],
    remarks: Mapping[str, str],
    since: front.Since | None,
) -> dict[str, Rendered]:
    scope = held.scope
    starts = {part.key: f"{part.label}{numbers[part.key].start}" for part in parts}
    pages = {key: part.pages for key, part in whole.items()}
    contents = front.contents(scope.tenant, copy, starts=starts, pages=pages, remarks=remarks)
    wanted = [_cover(held, copy), rendering.to_fill("contents", contents)]
    if since is not None:
        wanted.append(rendering.to_fill("changes", front.changes(copy, since=since, starts=starts)))
    if copy.format.for_paper:
        wanted.append(rendering.to_fill("blank", front.blank(copy)))
    return await _ours(held, wanted)
