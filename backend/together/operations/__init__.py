"""The acts of the room. Each is an act of one organisation on its own rows; the door alone carries anything over.

In order, for a meeting in common of a host A and a guest B (each scope in a transaction of its own tenant):

    agreement_id = await propose(a, to_slug="b", kind=Kind.IN_COMMON, name=..., terms=..., shares=Shares.PUBLIC,
                                 committee_id=..., from_on=..., until_on=None, signed_by_id=..., authority=...)
    await accept(b, agreement_id=agreement_id, committee_id=..., signed_by_id=..., authority=...)
    await mark_in_common(a, meeting_id=..., agreement_id=agreement_id)
    message_id = await share_agenda(a, meeting_id=..., agreement_id=agreement_id)
    meeting_id = await take_up_agenda(b, received_id=message_id)
    message_id = await share_pack(a, meeting_id=..., agreement_id=agreement_id, pack_id=...)

Under oversight a reviewing body proposes, a commissioner accepts, and both `post` what `rules.reviews` declares.

After each act of one side the worker delivers; where there is no worker, `door.deliver(a, message_id=..., at=...)` does
it outside a transaction, and `door.deliver_waiting(a, at=...)` everything that waits. `at` is the receiver's moment.
"""

from backend.together.operations.agendas import mark_in_common, share_agenda, take_up_agenda
from backend.together.operations.agreements import accept, end, propose, refuse
from backend.together.operations.extracts import share_decisions, share_minutes
from backend.together.operations.joint import represent, state_powers
from backend.together.operations.packs import share_pack
from backend.together.operations.posting import carry_again
from backend.together.operations.reviews import post

__all__ = [
    "accept",
    "carry_again",
    "end",
    "mark_in_common",
    "post",
    "propose",
    "refuse",
    "represent",
    "share_agenda",
    "share_decisions",
    "share_minutes",
    "share_pack",
    "state_powers",
    "take_up_agenda",
]
