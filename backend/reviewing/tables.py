"""What a reviewing body keeps: its commissioners and its team, and what was submitted to it, as it came."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Commissioner(TenantOwned, tablename="reviewing_commissioner"):
    """One that is reviewed here. Without `agreement_id` nothing reaches us from it but by letter."""

    agreement_id = UUID(null=True, default=None)
    organisation_id = UUID(default=None)
    name = Text()
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    lead_person_id = UUID(null=True, default=None)
    second_person_id = UUID(null=True, default=None)
    version = Integer()


class Expected(TenantOwned, tablename="reviewing_expected"):
    """A return that a commissioner owes: under which framework, for which days, by when."""

    commissioner_id = UUID(default=None)
    framework = Text()
    title = Text()
    period = Text()
    from_on = Date(default=None)
    until_on = Date(default=None)
    due_on = Date(default=None)
    made_at = Timestamptz(default=None)
    made_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)


class Reviewed(TenantOwned, tablename="reviewing_return"):
    """One subject of a commissioner through all its issues. `subject_id` is the commissioner's own number of it."""

    commissioner_id = UUID(default=None)
    subject = Text()
    subject_id = UUID(default=None)
    framework = Text(null=True, default=None)
    title = Text()
    period = Text(null=True, default=None)
    from_on = Date(null=True, default=None)
    until_on = Date(null=True, default=None)
    due_on = Date(null=True, default=None)
    held_by = UUID(null=True, default=None)
    version = Integer()


class Issue(TenantOwned, tablename="reviewing_issue"):
    """One issue as it came, never changed. `reds` and `changes` were worked out of its figures when it came.

    `said` is the submission field by field; `files` says what was enclosed, each with its `file_id` here.
    """

    return_id = UUID(default=None)
    submission_id = UUID(default=None)
    message_id = UUID(null=True, default=None)
    number = Integer()
    said = JSONB()
    framework = Text(null=True, default=None)
    edition = Text(null=True, default=None)
    definition = Text(null=True, default=None)
    rule_set = Text(null=True, default=None)
    definition_sha256 = Text(null=True, default=None)
    reds = JSONB()
    changes = JSONB()
    files = JSONB()
    sha256 = Text()
    came = Text()
    received_on = Date(default=None)
    received_at = Timestamptz(default=None)
    entered_by_name = Text(null=True, default=None)


class Question(TenantOwned, tablename="reviewing_question"):
    """A question back to a commissioner; it is open until somebody settles or withdraws it."""

    return_id = UUID(default=None)
    issue_id = UUID(default=None)
    number = Integer()
    figure = Text(null=True, default=None)
    words = Text()
    due_on = Date(default=None)
    asked_by = UUID(default=None)
    asked_by_name = Text()
    asked_at = Timestamptz(default=None)
    follows_id = UUID(null=True, default=None)
    message_id = UUID(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    settled_as = Text(null=True, default=None)
    settled_by_name = Text(null=True, default=None)
    settled_because = Text(null=True, default=None)


class Answer(TenantOwned, tablename="reviewing_answer"):
    """What the commissioner answered, as it came, never changed."""

    question_id = UUID(default=None)
    answer_id = UUID(default=None)
    message_id = UUID(null=True, default=None)
    words = Text()
    prepared_by = Text()
    approved_by = Text()
    approved_at = Timestamptz(default=None)
    files = JSONB()
    sha256 = Text()
    received_at = Timestamptz(default=None)


class Outcome(TenantOwned, tablename="reviewing_outcome"):
    """What a reviewer decided of one issue. It is given once the second reviewer agrees, where one is needed."""

    return_id = UUID(default=None)
    issue_id = UUID(default=None)
    verdict = Text()
    words = Text()
    conditions = JSONB()
    decided_by = UUID(default=None)
    decided_by_name = Text()
    decided_at = Timestamptz(default=None)
    needs_second = Boolean()
    second_by = UUID(null=True, default=None)
    second_by_name = Text(null=True, default=None)
    given_at = Timestamptz(null=True, default=None)
    declined_at = Timestamptz(null=True, default=None)
    declined_because = Text(null=True, default=None)
    message_id = UUID(null=True, default=None)


class Condition(TenantOwned, tablename="reviewing_condition"):
    """A condition of an acceptance, and what became of it."""

    outcome_id = UUID(default=None)
    return_id = UUID(default=None)
    number = Integer()
    words = Text()
    due_on = Date(null=True, default=None)
    set_at = Timestamptz(default=None)
    settled_at = Timestamptz(null=True, default=None)
    settled_as = Text(null=True, default=None)
    settled_words = Text(null=True, default=None)
    settled_by_name = Text(null=True, default=None)


class Note(TenantOwned, tablename="reviewing_note"):
    """A working note. It is its author's alone: no ledger, no export and nobody else reads it."""

    return_id = UUID(default=None)
    person_id = UUID(default=None)
    words = Text()
    written_at = Timestamptz(default=None)


class Cover(TenantOwned, tablename="reviewing_cover"):
    """Who stands in for a reviewer, from one day to another."""

    person_id = UUID(default=None)
    cover_person_id = UUID(default=None)
    from_on = Date(default=None)
    until_on = Date(default=None)
    made_at = Timestamptz(default=None)
    made_by_name = Text()
    ended_at = Timestamptz(null=True, default=None)


class Aside(TenantOwned, tablename="reviewing_aside"):
    """That somebody stands aside from a commissioner for another reason than an interest on the register."""

    person_id = UUID(default=None)
    commissioner_id = UUID(default=None)
    from_on = Date(default=None)
    until_on = Date(null=True, default=None)
    because = Text()
    said_at = Timestamptz(default=None)
    said_by_name = Text()
    ended_at = Timestamptz(null=True, default=None)
    ended_because = Text(null=True, default=None)


class Holding(TenantOwned, tablename="reviewing_holding"):
    """That a return came into somebody's hands, or back to the team's inbox. It only grows."""

    return_id = UUID(default=None)
    to_person_id = UUID(null=True, default=None)
    to_name = Text(null=True, default=None)
    at = Timestamptz(default=None)
    by_name = Text()
    words = Text(null=True, default=None)
