"""Returns, their issues, questions back, outcomes, and letters from outside."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T22:21:02"
VERSION = "1.38.0"
DESCRIPTION = "Returns to reviewing bodies, their issues, questions back, outcomes, and letters from outside"

_PERSON = "FOREIGN KEY (tenant_id, {0}) REFERENCES people_person (tenant_id, id)"
_ACTION = "FOREIGN KEY (tenant_id, action_id) REFERENCES actions_action (tenant_id, id)"
_FILE = "FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)"

_RETURN = tenant_table(
    "reporting_return",
    f"""
    subject text NOT NULL CHECK (subject IN ('return', 'milestone')),
    definition text,
    title text NOT NULL CHECK (title <> ''),
    body text NOT NULL CHECK (body <> ''),
    agreement_id uuid,
    report_id uuid,
    milestone_id uuid,
    period text,
    from_on date,
    until_on date CHECK (until_on >= from_on),
    due_on date,
    owner_person_id uuid,
    action_id uuid,
    added_at timestamptz NOT NULL,
    added_by_name text NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_because text,
    withdrawn_by_name text,
    version integer NOT NULL CHECK (version > 0),
    CHECK ((subject = 'milestone') = (milestone_id IS NOT NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
    {_PERSON.format("owner_person_id")},
    {_ACTION}
    """,
)

_QUESTION = tenant_table(
    "reporting_question",
    f"""
    return_id uuid NOT NULL,
    issue_id uuid,
    number integer NOT NULL CHECK (number > 0),
    figure text,
    words text NOT NULL CHECK (words <> ''),
    asked_by text NOT NULL,
    asked_on date NOT NULL,
    due_on date,
    follows_id uuid,
    owner_person_id uuid,
    action_id uuid,
    how text NOT NULL CHECK (how IN ('received', 'recorded')),
    arrived_at timestamptz NOT NULL,
    recorded_by_name text NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_because text,
    CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
    FOREIGN KEY (tenant_id, return_id) REFERENCES reporting_return (tenant_id, id),
    {_PERSON.format("owner_person_id")},
    {_ACTION}
    """,
)

_LETTER = tenant_table(
    "reporting_letter",
    f"""
    number integer NOT NULL CHECK (number > 0),
    body text NOT NULL CHECK (body <> ''),
    reference text,
    subject text NOT NULL CHECK (subject <> ''),
    words text NOT NULL CHECK (words <> ''),
    dated_on date,
    received_on date NOT NULL,
    due_on date,
    owner_person_id uuid,
    action_id uuid,
    file_id uuid,
    logged_at timestamptz NOT NULL,
    logged_by_name text NOT NULL,
    closed_at timestamptz,
    closed_because text,
    closed_by_name text,
    version integer NOT NULL CHECK (version > 0),
    UNIQUE (tenant_id, number),
    CHECK ((closed_at IS NULL) = (closed_because IS NULL)),
    {_PERSON.format("owner_person_id")},
    {_ACTION},
    {_FILE}
    """,
)

_ISSUE = tenant_table(
    "reporting_issue",
    f"""
    return_id uuid,
    question_id uuid,
    letter_id uuid,
    number integer NOT NULL CHECK (number > 0),
    state text NOT NULL CHECK (state IN ('draft', 'for-approval', 'approved', 'sent', 'dropped')),
    words text,
    what_changed text,
    version integer NOT NULL CHECK (version > 0),
    begun_at timestamptz NOT NULL,
    begun_by_name text NOT NULL,
    writers uuid[] NOT NULL,
    asked_at timestamptz,
    asked_by_name text,
    sent_back_words text,
    sent_back_by_name text,
    approved_at timestamptz,
    approved_by uuid,
    approved_by_name text,
    content text,
    sha256 text CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
    sent_at timestamptz,
    sent_on date,
    sent_by_name text,
    sent_how text,
    message_id uuid,
    dropped_at timestamptz,
    dropped_because text,
    CHECK (num_nonnulls(return_id, question_id, letter_id) = 1),
    CHECK (state NOT IN ('approved', 'sent') OR (approved_by IS NOT NULL AND sha256 IS NOT NULL)),
    CHECK (approved_by IS NULL OR NOT approved_by = ANY (writers)),
    CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
    CHECK ((state = 'dropped') = (dropped_at IS NOT NULL)),
    UNIQUE (tenant_id, return_id, number),
    UNIQUE (tenant_id, question_id, number),
    UNIQUE (tenant_id, letter_id, number),
    FOREIGN KEY (tenant_id, return_id) REFERENCES reporting_return (tenant_id, id),
    FOREIGN KEY (tenant_id, question_id) REFERENCES reporting_question (tenant_id, id),
    FOREIGN KEY (tenant_id, letter_id) REFERENCES reporting_letter (tenant_id, id),
    {_PERSON.format("approved_by")}
    """,
)

_FIGURE = tenant_table(
    "reporting_figure",
    """
    issue_id uuid NOT NULL,
    key text NOT NULL,
    value text,
    words text,
    drawn_value text,
    source text,
    drawn_at timestamptz,
    red boolean NOT NULL,
    red_because text,
    UNIQUE (tenant_id, issue_id, key),
    FOREIGN KEY (tenant_id, issue_id) REFERENCES reporting_issue (tenant_id, id)
    """,
)

_ISSUE_FILE = tenant_table(
    "reporting_file",
    f"""
    issue_id uuid NOT NULL,
    part text NOT NULL CHECK (part IN ('document', 'data', 'attachment')),
    file_id uuid NOT NULL,
    added_at timestamptz NOT NULL,
    added_by_name text NOT NULL,
    taken_off_at timestamptz,
    FOREIGN KEY (tenant_id, issue_id) REFERENCES reporting_issue (tenant_id, id),
    {_FILE}
    """,
)

_OUTCOME = tenant_table(
    "reporting_outcome",
    f"""
    return_id uuid NOT NULL,
    issue_id uuid NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('accepted', 'conditional', 'queried', 'refused')),
    words text,
    conditions text NOT NULL,
    decided_by text NOT NULL CHECK (decided_by <> ''),
    second_by text,
    decided_on date NOT NULL,
    how text NOT NULL CHECK (how IN ('received', 'recorded')),
    arrived_at timestamptz NOT NULL,
    recorded_by_name text NOT NULL,
    file_id uuid,
    FOREIGN KEY (tenant_id, return_id) REFERENCES reporting_return (tenant_id, id),
    FOREIGN KEY (tenant_id, issue_id) REFERENCES reporting_issue (tenant_id, id),
    {_FILE}
    """,
    writes="INSERT",
)

_INDEXES = """
CREATE UNIQUE INDEX reporting_return_once ON reporting_return (tenant_id, report_id, until_on)
  WHERE report_id IS NOT NULL AND withdrawn_at IS NULL;
CREATE INDEX reporting_question_by_return ON reporting_question (tenant_id, return_id);
CREATE INDEX reporting_outcome_by_return ON reporting_outcome (tenant_id, return_id);
CREATE INDEX reporting_file_by_issue ON reporting_file (tenant_id, issue_id);
CREATE UNIQUE INDEX reporting_issue_at_work ON reporting_issue (tenant_id, coalesce(return_id, question_id, letter_id))
  WHERE state IN ('draft', 'for-approval', 'approved');
"""

forwards = migration(
    "reporting",
    ID,
    DESCRIPTION,
    [
        _RETURN,
        _QUESTION,
        _LETTER,
        _ISSUE,
        _FIGURE,
        _ISSUE_FILE,
        _OUTCOME,
        append_only("reporting_outcome"),
        _INDEXES,
    ],
)
