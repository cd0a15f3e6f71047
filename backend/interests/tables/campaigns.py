"""Campaigns, the people whom each asks, and what each ended with."""

from piccolo.columns import JSONB, UUID, Boolean, Bytea, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Campaign(TenantOwned, tablename="interests_campaign"):
    """What is asked of whom by when. `population` is the rule; the people that it found are rows of their own."""

    name = Text()
    asked = Text()
    words = Text(null=True, default=None)
    due_on = Date(default=None)
    population = JSONB()
    state = Text()
    made_by = UUID(default=None)
    launched_at = Timestamptz(null=True, default=None)
    launched_by = UUID(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = UUID(null=True, default=None)


class CampaignPerson(TenantOwned, tablename="interests_campaign_person"):
    """One person of a campaign as they stood when it was launched, and an exception that was agreed."""

    campaign_id = UUID(default=None)
    person_id = UUID(default=None)
    person_name = Text()
    position = Text()
    declares_as = Text()
    decision_making = Boolean()
    excused_reason = Text(null=True, default=None)
    excused_by = UUID(null=True, default=None)
    excused_at = Timestamptz(null=True, default=None)


class CampaignSnapshot(TenantOwned, tablename="interests_campaign_snapshot"):
    """What a campaign ended with: canonical JSON, its SHA-256, and a signature by the tenant's key."""

    campaign_id = UUID(default=None)
    taken_at = Timestamptz(default=None)
    content = Text()
    sha256 = Text()
    key_name = Text()
    public_key = Bytea()
    signature = Bytea()
