"""Agreements with other bodies, what was sent and received under them, and the meetings and seats that they concern.

No column names a row of another tenant by a key: the other body is known by its id and name, as it was told here.
"""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Agreement(TenantOwned, tablename="together_agreement"):
    """An agreement, under the same id on both sides. `terms` is the text as JSON, of which `sha256` is.

    `committee_id` is this body's own committee, once named; `their_committee` the other's, as it was told.
    """

    side = Text()
    other_tenant_id = UUID(default=None)
    other_slug = Text()
    other_name = Text()
    kind = Text()
    name = Text()
    terms = Text()
    sha256 = Text()
    shares = Text()
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    state = Text()
    committee_id = UUID(null=True, default=None)
    their_committee = Text(null=True, default=None)
    proposed_at = Timestamptz(default=None)
    settled_at = Timestamptz(null=True, default=None)
    refused_because = Text(null=True, default=None)
    ended_on = Date(null=True, default=None)
    ended_because = Text(null=True, default=None)
    ended_by = Text(null=True, default=None)


class Signature(TenantOwned, tablename="together_signature"):
    """On whose authority each of the two bodies made the agreement: one row of ours, one of theirs."""

    agreement_id = UUID(default=None)
    whose = Text()
    body = Text()
    committee = Text()
    signed_by = Text()
    authority = Text()
    signed_on = Date(default=None)
    sha256 = Text()
    kept_at = Timestamptz(default=None)
    recorded_by_name = Text()


class Message(TenantOwned, tablename="together_message"):
    """What this body sent, in the exact words. `about_id` is the meeting it is about, `file_id` what goes along."""

    agreement_id = UUID(default=None)
    kind = Text()
    to_tenant_id = UUID(default=None)
    to_slug = Text()
    to_name = Text()
    body = Text()
    sha256 = Text()
    about_id = UUID(null=True, default=None)
    file_id = UUID(null=True, default=None)
    sent_at = Timestamptz(default=None)
    sent_by_name = Text()
    state = Text()
    settled_at = Timestamptz(null=True, default=None)
    refused_because = Text(null=True, default=None)


class Received(TenantOwned, tablename="together_received"):
    """What came from another body, under the id of its message. `meeting_id` is the own meeting that it is about."""

    agreement_id = UUID(default=None)
    kind = Text()
    from_tenant_id = UUID(default=None)
    from_name = Text()
    body = Text()
    sha256 = Text()
    about_id = UUID(null=True, default=None)
    file_id = UUID(null=True, default=None)
    sent_at = Timestamptz(default=None)
    sent_by_name = Text()
    received_at = Timestamptz(default=None)
    state = Text()
    settled_at = Timestamptz(null=True, default=None)
    settled_by_name = Text(null=True, default=None)


class Enclosed(TenantOwned, tablename="together_enclosure"):
    """A file that goes along with a message that was sent, or came with one that was received."""

    message_id = UUID(default=None)
    way = Text()
    position = Integer(default=None)
    file_id = UUID(default=None)


class SharedMeeting(TenantOwned, tablename="together_meeting"):
    """A meeting of this body that is held in common: as the host, or as the guest of the host's `host_meeting_id`."""

    agreement_id = UUID(default=None)
    meeting_id = UUID(default=None)
    role = Text()
    host_meeting_id = UUID(default=None)
    agenda_id = UUID(null=True, default=None)
    marked_at = Timestamptz(default=None)
    marked_by_name = Text()


class SharedItem(TenantOwned, tablename="together_item"):
    """An item of the guest's agenda that came from the host's, with the host's number."""

    agreement_id = UUID(default=None)
    meeting_id = UUID(default=None)
    item_id = UUID(default=None)
    thread_id = UUID(default=None)
    host_number = Text(null=True, default=None)


class RepresentedSeat(TenantOwned, tablename="together_seat"):
    """A seat of a joint committee, by its short name, and the body that it represents."""

    committee_id = UUID(default=None)
    seat_slug = Text()
    body_slug = Text()
    body_name = Text()
