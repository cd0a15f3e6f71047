"""Publications of public packs, where they were read, and how an organisation publishes."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Publication(TenantOwned, tablename="packs_publication"):
    """One publication of a meeting: notice, agenda, papers and pack. `number` counts those of its meeting.

    `content` is the notice, the agenda and the papers as they were frozen; `pdf_sha256` is of the pack, and `sha256` of
    both: what is approved. `obstacles` are sentences that stand against approval.
    """

    meeting_id = UUID(default=None)
    number = Integer(default=None)
    state = Text()
    pack_id = UUID(default=None)
    asked_at = Timestamptz(default=None)
    asked_by = UUID(null=True, default=None)
    asked_by_name = Text()
    prepared_at = Timestamptz(null=True, default=None)
    content = JSONB(null=True, default=None)
    obstacles = JSONB()
    file_id = UUID(null=True, default=None)
    pdf_sha256 = Text(null=True, default=None)
    size = BigInt(null=True, default=None)
    pages = Integer(null=True, default=None)
    sha256 = Text(null=True, default=None)
    failure = Text(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    approved_by = UUID(null=True, default=None)
    approved_by_name = Text(null=True, default=None)
    release_at = Timestamptz(null=True, default=None)
    released_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = UUID(null=True, default=None)
    ended_by_name = Text(null=True, default=None)
    ended_because = Text(null=True, default=None)


class MeetingNotice(TenantOwned, tablename="packs_meeting_notice"):
    """The notice of a meeting, which may be public before its pack. `number` counts those of its meeting."""

    meeting_id = UUID(default=None)
    number = Integer(default=None)
    state = Text()
    content = JSONB()
    sha256 = Text()
    given_at = Timestamptz(default=None)
    given_by = UUID(default=None)
    given_by_name = Text()
    ended_at = Timestamptz(null=True, default=None)
    ended_by_name = Text(null=True, default=None)
    ended_because = Text(null=True, default=None)


class PublicReach(TenantOwned, tablename="packs_public_reach"):
    """How often one address of a publication was asked for, and when first and last. `part` names a paper."""

    publication_id = UUID(default=None)
    form = Text()
    part = Text()
    served = Integer(default=None)
    first_at = Timestamptz(default=None)
    last_at = Timestamptz(default=None)


class PublishingSettings(TenantOwned, tablename="packs_publishing_settings"):
    """How the organisation publishes; one row, or none where it never settled it."""

    clear_days = Integer(default=None)
    days_ahead = Integer(default=None)
    contact = Text(null=True, default=None)
    working = Boolean()
    changed_at = Timestamptz(default=None)
    changed_by_name = Text()
