"""The forward plan, its steps, what stands on agendas because of it, calls of meetings, and questions of the public."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Business(TenantOwned, tablename="planning_business"):
    """A line of business of a committee. `first_month` is the first day of the month in which its cycle begins.

    It is proposed until `accepted_at`. `thread_id` is the same for what came of it in other committees and meetings.
    """

    committee_id = UUID(default=None)
    thread_id = UUID(default=None)
    came_from_id = UUID(null=True, default=None)
    came_because = Text(null=True, default=None)
    title = Text()
    purpose = Text()
    owner_person_id = UUID(null=True, default=None)
    minutes = Integer(null=True, default=None)
    part = Text()
    private_reason = Text(null=True, default=None)
    why = Text(null=True, default=None)
    cycle = Text()
    first_month = Date(default=None)
    proposed_at = Timestamptz(default=None)
    proposed_by_person_id = UUID(null=True, default=None)
    proposed_by_name = Text()
    accepted_at = Timestamptz(null=True, default=None)
    ended_on = Date(null=True, default=None)
    ended_because = Text(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)


class Row(TenantOwned, tablename="planning_row"):
    """What became of a line of business in a month; a row that nothing happened to is not kept."""

    business_id = UUID(default=None)
    month = Date(default=None)
    state = Text()
    reason = Text(null=True, default=None)
    to_month = Date(null=True, default=None)
    to_committee_id = UUID(null=True, default=None)
    item_id = UUID(null=True, default=None)


class Step(TenantOwned, tablename="planning_step"):
    """One act on the plan: what was before and after, so that the last one can be undone."""

    committee_id = UUID(default=None)
    words = Text()
    changes = JSONB()
    item_ids = Array(base_column=UUID(default=None))
    made_at = Timestamptz(default=None)
    made_by_name = Text()
    undone_at = Timestamptz(null=True, default=None)
    undone_by_name = Text(null=True, default=None)


class Placement(TenantOwned, tablename="planning_placement"):
    """Why an item is on an agenda: a standing item of the tenant's (`standing`), or a row of the plan."""

    meeting_id = UUID(default=None)
    item_id = UUID(default=None)
    standing = Text(null=True, default=None)
    business_id = UUID(null=True, default=None)
    month = Date(null=True, default=None)


class Call(TenantOwned, tablename="planning_call"):
    """How a meeting was called, whether it takes questions, and that no business was taken at it.

    `public_words` is what everybody reads on its public page.
    """

    meeting_id = UUID(default=None)
    extraordinary_because = Text(null=True, default=None)
    takes_questions = Boolean()
    questions_close_on = Date(null=True, default=None)
    abandoned_at = Timestamptz(null=True, default=None)
    abandoned_because = Text(null=True, default=None)
    abandoned_by_name = Text(null=True, default=None)
    public_words = Text(null=True, default=None)


class Settled(TenantOwned, tablename="planning_settled"):
    """What holds from a day on. `settled` are the values of `rules.settings`; `source` who decided it, and where."""

    effective_from = Date(default=None)
    settled = JSONB()
    source = Text()
    settled_at = Timestamptz(default=None)
    settled_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)


class Question(TenantOwned, tablename="planning_question"):
    """A question of the public. `prepared` is an answer that is not given yet.

    `email` and `contact` are null from `forgotten_at`, and `name` if it is not public.
    """

    number = Integer(default=None)
    committee_id = UUID(default=None)
    meeting_id = UUID(null=True, default=None)
    route = Text()
    asked_at = Timestamptz(default=None)
    late = Boolean()
    name = Text(null=True, default=None)
    email = Text(null=True, default=None)
    contact = Text(null=True, default=None)
    name_public = Boolean()
    text = Text()
    state = Text()
    owner_person_id = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    decided_by_name = Text(null=True, default=None)
    ground = Text(null=True, default=None)
    ground_note = Text(null=True, default=None)
    answer_due_on = Date(default=None)
    prepared = Text(null=True, default=None)
    prepared_at = Timestamptz(null=True, default=None)
    prepared_by_name = Text(null=True, default=None)
    answer = Text(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by_name = Text(null=True, default=None)
    at_meeting = Boolean()
    closed_at = Timestamptz(null=True, default=None)
    forget_on = Date(null=True, default=None)
    forgotten_at = Timestamptz(null=True, default=None)
