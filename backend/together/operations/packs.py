"""Sharing a pack: one chosen copy of a meeting in common, as it was sealed."""

from uuid import UUID

from backend.meetings import queries as meetings
from backend.packs import queries as packs
from backend.packs.rules import Variant
from backend.scope import Scope
from backend.together import rules
from backend.together.operations import posting
from backend.together.operations.agendas import hold_hosted


async def share_pack(scope: Scope, *, meeting_id: UUID, agreement_id: UUID, pack_id: UUID) -> UUID:
    """Send a finished copy of a meeting's pack to the other body; returns the id of the message.

    The public copy always may go, the members' copy where private items go and no paper of the meeting is withheld
    from anybody. A copy for one member never goes. Raises rules.UnableToShare, NotFound.
    """
    agreement = await posting.hold_agreement(scope, agreement_id)
    await hold_hosted(scope, meeting_id, agreement)
    pack = await packs.board_pack(scope, pack_id=pack_id)
    if pack.meeting_id != meeting_id:
        raise rules.UnableToShare("That pack is of another meeting.", field="pack_id")
    if pack.variant is Variant.MEMBER or pack.for_person_id is not None:
        raise rules.UnableToShare(
            "A copy for one member goes to nobody else. Choose the public copy or the members’ copy.",
            field="pack_id",
        )
    if not pack.ready or pack.file_id is None or pack.sha256 is None:
        raise rules.UnableToShare("The pack is not ready yet.", field="pack_id")
    if pack.variant is Variant.FULL:
        await _check_full(scope, meeting_id, agreement.shares, agreement.name)
    said = rules.Pack(
        meeting_id=meeting_id,
        meeting=pack.meeting or "",
        variant="public" if pack.variant is Variant.PUBLIC else "full",
        issue=pack.issue,
        name=pack.file_name or "pack.pdf",
        media_type=pack.media_type or "application/pdf",
        pages=pack.pages,
        size=pack.size or 0,
        sha256=pack.sha256,
    )
    return await posting.send(
        scope, agreement, rules.MessageKind.PACK, said, about_id=meeting_id, file_id=pack.file_id
    )


async def _check_full(scope: Scope, meeting_id: UUID, shares: rules.Shares, name: str) -> None:
    if shares is not rules.Shares.ALL:
        raise rules.UnableToShare(
            f"Under “{name}” only public items go to the other body. Choose the public copy.", field="pack_id"
        )
    if await meetings.withheld_on(scope, meeting_id=meeting_id):
        raise rules.UnableToShare(
            "Papers of this meeting are withheld from somebody for a conflict of interest, and the members’ copy holds "
            "them. Choose the public copy.",
            field="pack_id",
        )
