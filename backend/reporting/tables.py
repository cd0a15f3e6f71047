"""What is owed to bodies that review us, what goes out in which issue, and what came back."""

from piccolo.columns import UUID, Array, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Return(TenantOwned, tablename="reporting_return"):
    """Something to be submitted for review: a return for a period by its definition, or a milestone.

    `report_id` is the duty of a delegation agreement that asks for it, `agreement_id` the oversight agreement under
    which it passes; without one the body is outside the portal and is only named.
    """

    subject = Text()
    definition = Text(null=True, default=None)
    title = Text()
    body = Text()
    agreement_id = UUID(null=True, default=None)
    report_id = UUID(null=True, default=None)
    milestone_id = UUID(null=True, default=None)
    period = Text(null=True, default=None)
    from_on = Date(null=True, default=None)
    until_on = Date(null=True, default=None)
    due_on = Date(null=True, default=None)
    owner_person_id = UUID(null=True, default=None)
    action_id = UUID(null=True, default=None)
    added_at = Timestamptz(default=None)
    added_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)
    version = Integer(default=None)


class Question(TenantOwned, tablename="reporting_question"):
    """A question back. One that came through the portal has the id that the reviewing body gave it."""

    return_id = UUID(default=None)
    issue_id = UUID(null=True, default=None)
    number = Integer(default=None)
    figure = Text(null=True, default=None)
    words = Text()
    asked_by = Text()
    asked_on = Date(default=None)
    due_on = Date(null=True, default=None)
    follows_id = UUID(null=True, default=None)
    owner_person_id = UUID(null=True, default=None)
    action_id = UUID(null=True, default=None)
    how = Text()
    arrived_at = Timestamptz(default=None)
    recorded_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)


class Letter(TenantOwned, tablename="reporting_letter"):
    """A letter of a regulator or another body from outside the portal, which wants an answer."""

    number = Integer(default=None)
    body = Text()
    reference = Text(null=True, default=None)
    subject = Text()
    words = Text()
    dated_on = Date(null=True, default=None)
    received_on = Date(default=None)
    due_on = Date(null=True, default=None)
    owner_person_id = UUID(null=True, default=None)
    action_id = UUID(null=True, default=None)
    file_id = UUID(null=True, default=None)
    logged_at = Timestamptz(default=None)
    logged_by_name = Text()
    closed_at = Timestamptz(null=True, default=None)
    closed_because = Text(null=True, default=None)
    closed_by_name = Text(null=True, default=None)
    version = Integer(default=None)


class Issue(TenantOwned, tablename="reporting_issue"):
    """One issue of what goes out: of a return, or of the answer to a question or a letter.

    `content` is what was approved, as JSON of which `sha256` is; it never changes again. `writers` are those who wrote
    on it, none of whom approves it.
    """

    return_id = UUID(null=True, default=None)
    question_id = UUID(null=True, default=None)
    letter_id = UUID(null=True, default=None)
    number = Integer(default=None)
    state = Text()
    words = Text(null=True, default=None)
    what_changed = Text(null=True, default=None)
    version = Integer(default=None)
    begun_at = Timestamptz(default=None)
    begun_by_name = Text()
    writers = Array(base_column=UUID(default=None))
    asked_at = Timestamptz(null=True, default=None)
    asked_by_name = Text(null=True, default=None)
    sent_back_words = Text(null=True, default=None)
    sent_back_by_name = Text(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    approved_by = UUID(null=True, default=None)
    approved_by_name = Text(null=True, default=None)
    content = Text(null=True, default=None)
    sha256 = Text(null=True, default=None)
    sent_at = Timestamptz(null=True, default=None)
    sent_on = Date(null=True, default=None)
    sent_by_name = Text(null=True, default=None)
    sent_how = Text(null=True, default=None)
    message_id = UUID(null=True, default=None)
    dropped_at = Timestamptz(null=True, default=None)
    dropped_because = Text(null=True, default=None)


class Figure(TenantOwned, tablename="reporting_figure"):
    """A figure of an issue. `drawn_value` is what facts gave and `source` from where; `value` is what is reported."""

    issue_id = UUID(default=None)
    key = Text()
    value = Text(null=True, default=None)
    words = Text(null=True, default=None)
    drawn_value = Text(null=True, default=None)
    source = Text(null=True, default=None)
    drawn_at = Timestamptz(null=True, default=None)
    red = Boolean(default=False)
    red_because = Text(null=True, default=None)


class IssueFile(TenantOwned, tablename="reporting_file"):
    """A file of an issue: what somebody attached, and once it is approved its document and its data."""

    issue_id = UUID(default=None)
    part = Text()
    file_id = UUID(default=None)
    added_at = Timestamptz(default=None)
    added_by_name = Text()
    taken_off_at = Timestamptz(null=True, default=None)


class Outcome(TenantOwned, tablename="reporting_outcome"):
    """What the reviewing body decided of an issue: as it came, or as somebody recorded it from a letter.

    `conditions` is JSON: number, words, due_on and the action that follows it up.
    """

    return_id = UUID(default=None)
    issue_id = UUID(default=None)
    verdict = Text()
    words = Text(null=True, default=None)
    conditions = Text()
    decided_by = Text()
    second_by = Text(null=True, default=None)
    decided_on = Date(default=None)
    how = Text()
    arrived_at = Timestamptz(default=None)
    recorded_by_name = Text()
    file_id = UUID(null=True, default=None)
