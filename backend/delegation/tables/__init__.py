"""Programmes as their folder says them, and what was said of them over time.

The first tables are the plan and change only through provisioning (nothing is deleted: it is retired). The last three
only grow: `since` is the tenant's day from which a row holds, `known_from` the moment at which it was said, so that
the programme can be read as it stood on a day and as it was known at a moment.
"""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Programme(TenantOwned, tablename="delegation_programme"):
    """`origin` says what it came from: a folder's file, a plan (`plan` is its `id/edition`), or people in the app."""

    slug = Text()
    name = Text()
    framework = Text(null=True, default=None)
    reviewing_body = Text()
    about = Text()
    reconstruction_note = Text(null=True, default=None)
    scope_note = Text(null=True, default=None)
    sections = JSONB()
    responsibilities = JSONB()
    taken_up_on = Date(default=None)
    retired_on = Date(null=True, default=None)
    streams = JSONB()
    documents = JSONB()
    origin = Text()
    plan = Text(null=True, default=None)
    version = Integer(default=None)


class ScopeRow(TenantOwned, tablename="delegation_scope_row"):
    """One area of the scope table. `inferred` is a reading and not a fact."""

    programme_id = UUID(default=None)
    n = Integer(default=None)
    area = Text()
    in_scope = Text()
    inferred = Text(null=True, default=None)
    basis = Text(null=True, default=None)
    source = JSONB()
    position = Integer(default=None)
    retired_on = Date(null=True, default=None)


class Milestone(TenantOwned, tablename="delegation_milestone"):
    """An activity due by the end of a month, on a day, or whenever. `workflow` is the version that it began with.

    `after` holds the slugs of those that it follows; `added_on` is empty for what came with the programme.
    """

    programme_id = UUID(default=None)
    slug = Text()
    section = Text()
    activity = Text()
    baseline_due_month = Text(null=True, default=None)
    reconstructed = Boolean()
    workflow = Text()
    source = JSONB()
    position = Integer(default=None)
    retired_on = Date(null=True, default=None)
    stream = Text(null=True, default=None)
    after = Array(base_column=Text())
    after_inferred = Boolean()
    expects = Array(base_column=Text())
    added_on = Date(null=True, default=None)


class Gate(TenantOwned, tablename="delegation_gate"):
    """`guards` are the milestones, acts and functions that may not follow before it is passed."""

    programme_id = UUID(default=None)
    slug = Text()
    name = Text()
    about = Text(null=True, default=None)
    before_milestone_id = UUID(null=True, default=None)
    before_inferred = Boolean()
    guards = JSONB()
    source = JSONB()
    position = Integer(default=None)
    retired_on = Date(null=True, default=None)


class Condition(TenantOwned, tablename="delegation_condition"):
    gate_id = UUID(default=None)
    programme_id = UUID(default=None)
    slug = Text()
    text = Text()
    parts = Array(base_column=Text())
    met_by_milestone_id = UUID(null=True, default=None)
    met_by_inferred = Boolean()
    expects = Array(base_column=Text())
    needs = Array(base_column=Text())
    rule = JSONB(null=True, default=None)
    finding = JSONB(null=True, default=None)
    source = JSONB()
    position = Integer(default=None)
    retired_on = Date(null=True, default=None)


class Commitment(TenantOwned, tablename="delegation_commitment"):
    programme_id = UUID(default=None)
    slug = Text()
    n = Integer(default=None)
    text = Text()
    check_words = Text(null=True, default=None)
    checking = JSONB(null=True, default=None)
    source = JSONB()
    position = Integer(default=None)
    retired_on = Date(null=True, default=None)


class MilestoneState(TenantOwned, tablename="delegation_milestone_state"):
    """One version of how a milestone stands. `act` is what made it: a step of the workflow, or one of our own.

    `accepted_on` and `accepted_by` are the commissioner's; `review` is the reviewing body's answer. `workflow` is set
    once the milestone went on under a newer version than that it began with.
    """

    milestone_id = UUID(default=None)
    version = Integer(default=None)
    act = Text()
    state = Text()
    at_risk = Boolean()
    agreed_due_month = Text(null=True, default=None)
    expected_month = Text(null=True, default=None)
    owner_id = UUID(null=True, default=None)
    delivered_by = UUID(null=True, default=None)
    delivered_on = Date(null=True, default=None)
    accepted_on = Date(null=True, default=None)
    reason = Text(null=True, default=None)
    since = Date(default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(null=True, default=None)
    person_name = Text()
    workflow = Text(null=True, default=None)
    accepted_by = UUID(null=True, default=None)
    accepted_by_name = Text(null=True, default=None)
    review = JSONB(null=True, default=None)


class Evidence(TenantOwned, tablename="delegation_evidence"):
    """A record of any room that is shown for a milestone: room, kind, id, title and the hash of what it held."""

    milestone_id = UUID(default=None)
    room = Text()
    kind = Text()
    record_id = UUID(default=None)
    title = Text()
    hash = Text(null=True, default=None)
    since = Date(default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(null=True, default=None)
    person_name = Text()


class Judgement(TenantOwned, tablename="delegation_judgement"):
    """What was judged of one condition or one commitment, with the words that say why."""

    condition_id = UUID(null=True, default=None)
    commitment_id = UUID(null=True, default=None)
    version = Integer(default=None)
    state = Text()
    words = Text()
    since = Date(default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(null=True, default=None)
    person_name = Text()
