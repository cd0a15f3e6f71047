"""What a successor plans and keeps of those it takes over from, and what a predecessor consented to."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Plan(TenantOwned, tablename="succession_plan"):
    """A merger or a split that is to come, or came. `doing` is what the worker is about; `rehearsed_choices` is the
    fingerprint of the mapping that the last rehearsal was of."""

    number = Integer(default=None)
    kind = Text()
    name = Text()
    words = Text()
    falls_on = Date(default=None)
    state = Text()
    announced_at = Timestamptz(default=None)
    announced_by_id = UUID(null=True, default=None)
    announced_by_name = Text()
    doing = Text(null=True, default=None)
    doing_since = Timestamptz(null=True, default=None)
    failed_because = Text(null=True, default=None)
    rehearsed_at = Timestamptz(null=True, default=None)
    rehearsed_by_name = Text(null=True, default=None)
    rehearsal = JSONB(null=True, default=None)
    rehearsed_choices = Text(null=True, default=None)
    asked_at = Timestamptz(null=True, default=None)
    asked_by_id = UUID(null=True, default=None)
    asked_by_name = Text(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    approved_by_id = UUID(null=True, default=None)
    approved_by_name = Text(null=True, default=None)
    carried_out_at = Timestamptz(null=True, default=None)
    outcome = JSONB(null=True, default=None)
    ended_because = Text(null=True, default=None)


class Predecessor(TenantOwned, tablename="succession_predecessor"):
    """A body from which the plan takes over, under an agreement. `other_id` is its tenant; `taker_person_id` takes what
    would have no owner; `checkpoint` is the last of its ledger, as it was at the merger."""

    plan_id = UUID(default=None)
    position = Integer(default=None)
    agreement_id = UUID(default=None)
    other_id = UUID(default=None)
    slug = Text()
    name = Text()
    taker_person_id = UUID(null=True, default=None)
    stock_at = Timestamptz(null=True, default=None)
    checkpoint = JSONB(null=True, default=None)


class Designate(TenantOwned, tablename="succession_designate"):
    """Who is to hold a post from the day on. `reads`: is to read the predecessors' records afterwards."""

    plan_id = UUID(default=None)
    person_id = UUID(default=None)
    post = Text()
    reads = Boolean()
    named_at = Timestamptz(default=None)
    named_by_name = Text()
    ended_at = Timestamptz(null=True, default=None)


class Task(TenantOwned, tablename="succession_task"):
    """One line of the checklist for the first day."""

    plan_id = UUID(default=None)
    position = Integer(default=None)
    title = Text()
    about = Text()
    source = Text()
    owner_person_id = UUID(null=True, default=None)
    due_on = Date(default=None)
    state = Text()
    note = Text(null=True, default=None)
    settled_at = Timestamptz(default=None)
    settled_by_name = Text()


class Item(TenantOwned, tablename="succession_item"):
    """One thing of a predecessor as it was when stock was taken, and what is to become of it.

    `into_id` is a record of ours, `into_item_id` another item that is carried; `gone`: the last stock had it no more.
    """

    plan_id = UUID(default=None)
    predecessor_id = UUID(default=None)
    kind = Text()
    from_id = UUID(default=None)
    reference = Text(null=True, default=None)
    title = Text()
    detail = JSONB()
    sha256 = Text()
    stock_at = Timestamptz(default=None)
    gone = Boolean()
    choice = Text()
    into_id = UUID(null=True, default=None)
    into_item_id = UUID(null=True, default=None)
    new_name = Text(null=True, default=None)
    taker_person_id = UUID(null=True, default=None)
    because = Text(null=True, default=None)
    chosen_at = Timestamptz(null=True, default=None)
    chosen_by_name = Text(null=True, default=None)


class Settled(TenantOwned, tablename="succession_settled"):
    """That a conflict in the mapping is known and stands as it is, and why; the newest words count."""

    plan_id = UUID(default=None)
    conflict = Text()
    words = Text()
    settled_at = Timestamptz(default=None)
    settled_by_name = Text()


class Carried(TenantOwned, tablename="succession_carried"):
    """The lineage: which record of a predecessor became which of ours, with the SHA-256 of what it said there."""

    plan_id = UUID(default=None)
    predecessor_id = UUID(default=None)
    from_tenant_id = UUID(default=None)
    kind = Text()
    from_id = UUID(default=None)
    to_id = UUID(default=None)
    how = Text()
    sha256 = Text()
    carried_at = Timestamptz(default=None)


class Offer(TenantOwned, tablename="succession_offer"):
    """What somebody declared to a predecessor, for them to confirm, change or leave out here."""

    plan_id = UUID(default=None)
    predecessor_id = UUID(default=None)
    person_id = UUID(default=None)
    from_interest_id = UUID(default=None)
    said = JSONB()
    state = Text()
    offered_at = Timestamptz(default=None)
    settled_at = Timestamptz(null=True, default=None)
    because = Text(null=True, default=None)
    declaration_id = UUID(null=True, default=None)


class Reader(TenantOwned, tablename="succession_reader"):
    """Who of ours may read a predecessor's records, and as which person there."""

    plan_id = UUID(default=None)
    predecessor_id = UUID(default=None)
    person_id = UUID(default=None)
    there_person_id = UUID(default=None)
    granted_at = Timestamptz(default=None)


class Consent(TenantOwned, tablename="succession_consent"):
    """What a predecessor said to the text of an agreement: prepared by one person, approved by another."""

    agreement_id = UUID(default=None)
    sha256 = Text()
    words = Text()
    state = Text()
    prepared_at = Timestamptz(default=None)
    prepared_by_id = UUID(default=None)
    prepared_by_name = Text()
    settled_at = Timestamptz(null=True, default=None)
    settled_by_id = UUID(null=True, default=None)
    settled_by_name = Text(null=True, default=None)
    carried_out_on = Date(null=True, default=None)
