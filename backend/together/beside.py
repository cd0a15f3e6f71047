"""What the pages of meetings and committees show of others: `app` hands these down to the rooms below."""

from uuid import UUID

from backend.committees.views import Beside, BesideRow
from backend.kit.calendar import in_words
from backend.scope import Scope
from backend.together import queries, rules


async def together_of_meeting(scope: Scope, meeting_id: UUID) -> Beside | None:
    """With whom a meeting is held in common, and what waits; nothing for a meeting that is held alone."""
    shared = await queries.in_common(scope, meeting_id=meeting_id)
    if not shared:
        return None
    rows = tuple(
        BesideRow(
            words=f"{each.agreement.other_name}, {each.agreement.their_committee}",
            note=_note(each),
            path=f"/meetings/{meeting_id}/together",
        )
        for each in shared
    )
    return Beside(
        heading="Held in common",
        lead="One agenda and pack; each body with its own quorum, conflicts, decisions and minutes.",
        rows=rows,
        empty="",
    )


async def packs_of_host(scope: Scope, meeting_id: UUID) -> Beside | None:
    """The packs that the host shared for a meeting in common, as far as this reader may have them."""
    shared = await queries.in_common(scope, meeting_id=meeting_id)
    packs = [pack for each in shared for pack in each.packs]
    if not packs:
        return None
    return Beside(
        heading="The host’s pack",
        lead="The meeting is held in common; this is the pack that its host shared, as it was sealed there.",
        rows=tuple(
            BesideRow(
                words=f"{pack.words}, issue {pack.pack.issue}",
                note=f"PDF from {pack.from_name}, {in_words(pack.received_at)}",
                path=f"/together/packs/{pack.id}/file",
            )
            for pack in packs
        ),
        empty="",
    )


async def together_of_committee(scope: Scope, committee_id: UUID) -> Beside | None:
    """Under which agreements a committee meets with others; nothing for one that meets alone."""
    if not scope.may("together.read"):
        return None
    lines = await queries.agreements_of(scope, committee_id=committee_id)
    if not lines:
        return None
    return Beside(
        heading="With other bodies",
        lead="Agreements under which it meets with others.",
        rows=tuple(
            BesideRow(
                words=line.name,
                note=f"{line.kind_in_words} with {line.other_name}. {line.state_in_words}",
                path=f"/together/{line.id}",
            )
            for line in lines
        ),
        empty="",
        links=(("Every agreement", "/together"),),
    )


async def records_of_joint(scope: Scope, committee_id: UUID) -> Beside | None:
    """What a joint committee that another body keeps decided, and its signed minutes; nothing where none came."""
    if not scope.may("meetings.read"):
        return None
    records = await queries.joint_records(scope, committee_id=committee_id)
    if not records:
        return None
    return Beside(
        heading="The joint committee’s records",
        lead="The body that keeps the joint committee sent these. They stand as they came.",
        rows=tuple(
            BesideRow(
                words=f"{each.words}: {each.said.meeting}, {in_words(each.said.day)}",
                note=f"{each.said.committee}, {each.from_name}",
                path=f"/together/records/{each.id}",
            )
            for each in records
        ),
        empty="",
    )


def _note(each: queries.InCommon) -> str:
    if each.is_host:
        sent = (
            f"agenda sent on {in_words(each.last_shared_at)}"
            if each.last_shared_at
            else "agenda not sent yet"
        )
        if each.taken_up_at is None:
            return f"we are the host; {sent}"
        taken = (
            "they have made their meeting of it" if each.up_to_date else "they have an earlier one of ours"
        )
        return f"we are the host; {sent}; {taken}"
    told = ["they are the host"]
    if each.offer is not None:
        told.append("a later agenda waits to be taken up")
    if each.packs:
        told.append("their pack is here")
    if not each.agreement.in_force:
        told.append(rules.STATE_IN_WORDS[each.agreement.standing.state].lower())
    return "; ".join(told)
