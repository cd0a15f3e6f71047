"""Meeting in common: two bodies agree, one shares its agenda and its pack, the other takes them up as its own."""

from datetime import datetime, timedelta

from backend.catalogue.years import YearAgreement, YearMeeting
from backend.desk.year.played import Played
from backend.meetings import queries as meeting_queries
from backend.together import door, rules
from backend.together import operations as together
from backend.together.queries.meetings import offers_of

PROPOSED, ACCEPTED = 9, 15
"""The hours at which an agreement is proposed and accepted."""
SHARED, PACK_SHARED = 12, 5
"""Days before a meeting on which its agenda is shared, and its pack."""


async def agree(played: Played, agreement: YearAgreement) -> None:
    """One body proposes, the other accepts, each on the word of somebody of its own."""
    other = played.neighbours[agreement.other]
    proposed_at = played.moment(agreement.proposed_on, PROPOSED)
    async with played.officer(proposed_at) as officer:
        agreement_id = await together.propose(
            officer,
            to_slug=agreement.other,
            kind=rules.Kind.IN_COMMON,
            name=agreement.name,
            terms=agreement.terms,
            shares=rules.Shares.PUBLIC,
            committee_id=played.committees[agreement.committee],
            from_on=agreement.from_on,
            signed_by_id=played.person(agreement.signed_by),
            authority=agreement.authority,
        )
    await _carry(played, proposed_at)
    accepted_at = other.moment(agreement.accepted_on, ACCEPTED)
    async with other.officer(accepted_at) as officer:
        await together.accept(
            officer,
            agreement_id=agreement_id,
            committee_id=other.committees[agreement.their_committee],
            signed_by_id=other.person(agreement.their_signed_by),
            authority=agreement.their_authority,
        )
    await _carry(other, accepted_at)
    played.agreements[agreement.id] = agreement_id


async def share(played: Played, meeting: YearMeeting) -> None:
    """The agenda goes over, and the other body makes its own meeting of it."""
    agreement = next(each for each in played.document.agreements if each.id == meeting.in_common)
    agreement_id, moment = played.agreements[agreement.id], played.before(meeting, SHARED, hour=13)
    async with played.officer(moment) as officer:
        meeting_id = played.meetings[meeting.id]
        await together.mark_in_common(officer, meeting_id=meeting_id, agreement_id=agreement_id)
        await together.share_agenda(officer, meeting_id=meeting_id, agreement_id=agreement_id)
        ours = await meeting_queries.meeting(officer, meeting_id=meeting_id)
    await _carry(played, moment)
    other = played.neighbours[agreement.other]
    async with other.officer(moment + timedelta(hours=3)) as officer:
        (offer,) = await offers_of(officer, agreement_id=agreement_id)
        other.meetings[meeting.id] = await together.take_up_agenda(officer, received_id=offer.id)
        theirs = await meeting_queries.meeting(officer, meeting_id=other.meetings[meeting.id])
    await _carry(other, moment + timedelta(hours=3))
    names = {item.title: item.id for item in theirs.items}
    prefix = f"{meeting.id}/"
    titles = {item.id: item.title for item in ours.items}
    for place, item_id in [each for each in played.items.items() if each[0].startswith(prefix)]:
        other.items[place] = names[titles[item_id]]
    other.standing[meeting.id] = {}


async def share_pack(played: Played, meeting: YearMeeting) -> None:
    """The public copy of the pack goes over too, once it is built."""
    agreement = next(each for each in played.document.agreements if each.id == meeting.in_common)
    moment = played.before(meeting, PACK_SHARED, hour=11)
    async with played.officer(moment) as officer:
        await together.share_pack(
            officer,
            meeting_id=played.meetings[meeting.id],
            agreement_id=played.agreements[agreement.id],
            pack_id=played.packs[meeting.id],
        )
    await _carry(played, moment)


async def _carry(sender: Played, moment: datetime) -> None:
    """What a worker would carry over."""
    officer = await sender.cast.as_officer(moment)
    await door.deliver_waiting(officer, at=moment)
