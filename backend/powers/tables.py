"""Functions, entries and what was said of each entry over time.

Versions and their parties only grow: the highest `number` of an entry counts, `known_from` says since when it was so
written, and `act_id` joins what one act wrote, so that it can be undone whole. `effective_until` is the last day with
the power, `retired_on` the first day without the function.
"""

from piccolo.columns import JSONB, UUID, Array, BigInt, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Function(TenantOwned, tablename="powers_function"):
    """Something that somebody must have the power to decide. `authority` is its statute or agreement."""

    slug = Text()
    name = Text()
    authority = Text()
    about = Text(null=True, default=None)
    source = JSONB()
    retired_on = Date(null=True, default=None)


class Entry(TenantOwned, tablename="powers_entry"):
    """One line of the scheme; `follows` is the entry in whose place it came."""

    slug = Text()
    follows = UUID(null=True, default=None)


class Version(TenantOwned, tablename="powers_version"):
    """What an entry says from `known_from` on. `withdrawn_because`: it never was. `dropped`: its folder left it out."""

    entry_id = UUID(default=None)
    number = Integer(default=None)
    act_id = UUID(default=None)
    known_from = Timestamptz(default=None)
    known_by = Text()
    function_id = UUID(default=None)
    limit_pence = BigInt(null=True, default=None)
    conditions = Text(null=True, default=None)
    clause = Text()
    effective_from = Date(default=None)
    effective_until = Date(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    dropped = Boolean()
    source = JSONB()


class Party(TenantOwned, tablename="powers_party"):
    """A holder of a version, one whose consent it needs, or to whom it goes up (`part`), in their `place`."""

    version_id = UUID(default=None)
    part = Text()
    place = Integer(default=None)
    kind = Text()
    committee_id = UUID(null=True, default=None)
    office = Text(null=True, default=None)
    person_id = UUID(null=True, default=None)
    outside = Text(null=True, default=None)


class JointBody(TenantOwned, tablename="powers_joint_body"):
    """Another body of a joint committee of ours, by the agreement with it. `left_on`: the first day without it."""

    committee_id = UUID(default=None)
    agreement_id = UUID(default=None)
    name = Text()
    joined_on = Date(default=None)
    left_on = Date(null=True, default=None)


class JointPower(TenantOwned, tablename="powers_joint_power"):
    """What such a body says that it delegates, in its words. `function_id` is ours for it, once somebody knows."""

    joint_body_id = UUID(default=None)
    edition = Integer(default=None)
    function_id = UUID(null=True, default=None)
    function = Text()
    function_slug = Text(null=True, default=None)
    authority = Text()
    limit_pence = BigInt(null=True, default=None)
    conditions = Text(null=True, default=None)
    consent_from = Text(null=True, default=None)
    clause = Text()
    effective_from = Date(default=None)
    effective_until = Date(null=True, default=None)


class Holding(TenantOwned, tablename="powers_holding"):
    """Who holds what functions of the scheme decide within, over days, as the room above says of its `subject_id`."""

    subject_id = UUID(default=None)
    name = Text()
    function_ids = Array(base_column=UUID(default=None))
    spells = JSONB()
