"""How requirements stand to one another: mapped across frameworks, and succeeding those of the edition before."""

from piccolo.columns import JSONB, UUID, Boolean, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Mapping(TenantOwned, tablename="assurance_mapping"):
    """`from_id` asks the same as, or a part of, or more than, or partly the same as `to_id`."""

    from_id = UUID(default=None)
    to_id = UUID(default=None)
    relation = Text()
    note = Text(null=True, default=None)
    origin = Text()
    source = JSONB(null=True, default=None)
    made_at = Timestamptz(default=None)
    made_by_name = Text()
    ended_at = Timestamptz(null=True, default=None)
    ended_by_name = Text(null=True, default=None)
    ended_because = Text(null=True, default=None)


class Succession(TenantOwned, tablename="assurance_succession"):
    """What became of a requirement in the edition that follows.

    A new requirement has no `from_requirement_id`, a dropped one no `to_requirement_id`. `said_by_person` is false
    where it was worked out from the wording. `acknowledged_at` is when an officer said that they saw what was dropped.
    """

    from_edition_id = UUID(default=None)
    to_edition_id = UUID(default=None)
    became = Text()
    from_requirement_id = UUID(null=True, default=None)
    to_requirement_id = UUID(null=True, default=None)
    note = Text(null=True, default=None)
    said_by_person = Boolean()
    acknowledged_at = Timestamptz(null=True, default=None)
    acknowledged_by_name = Text(null=True, default=None)
    taken_back_at = Timestamptz(null=True, default=None)
