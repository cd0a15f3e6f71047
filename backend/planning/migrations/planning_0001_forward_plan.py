"""The forward plan, its steps, placements, calls of meetings, and questions of the public."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T05:20:01"
VERSION = "1.38.0"
DESCRIPTION = "The forward plan, its steps, placements, calls of meetings, and questions of the public"

_BUSINESS = tenant_table(
    "planning_business",
    """
    committee_id uuid NOT NULL,
    thread_id uuid NOT NULL,
    came_from_id uuid,
    came_because text CHECK (came_because <> ''),
    title text NOT NULL CHECK (title <> ''),
    purpose text NOT NULL CHECK (purpose IN ('DECISION', 'APPROVE', 'RATIFY', 'DISCUSSION', 'INFORMATION',
      'ASSURANCE', 'NOTE', 'RECEIVE')),
    owner_person_id uuid,
    minutes integer CHECK (minutes BETWEEN 1 AND 600),
    part text NOT NULL CHECK (part IN ('public', 'private')),
    private_reason text CHECK (private_reason <> ''),
    why text CHECK (why <> ''),
    cycle text NOT NULL CHECK (cycle IN ('once', 'every-meeting', 'monthly', 'quarterly', 'half-yearly', 'yearly')),
    first_month date NOT NULL CHECK (extract(day FROM first_month) = 1),
    proposed_at timestamptz NOT NULL,
    proposed_by_person_id uuid,
    proposed_by_name text NOT NULL,
    accepted_at timestamptz,
    ended_on date CHECK (extract(day FROM ended_on) = 1),
    ended_because text CHECK (ended_because <> ''),
    withdrawn_at timestamptz,
    CHECK ((part = 'private') = (private_reason IS NOT NULL)),
    CHECK ((ended_on IS NULL) = (ended_because IS NULL)),
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
    FOREIGN KEY (tenant_id, came_from_id) REFERENCES planning_business (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_ROWS = tenant_table(
    "planning_row",
    """
    business_id uuid NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    state text NOT NULL CHECK (state IN ('planned', 'on-agenda', 'deferred', 'refused', 'referred', 'void')),
    reason text CHECK (reason <> ''),
    to_month date CHECK (extract(day FROM to_month) = 1),
    to_committee_id uuid,
    item_id uuid,
    UNIQUE (tenant_id, business_id, month),
    CHECK (state NOT IN ('deferred', 'refused', 'referred') OR reason IS NOT NULL),
    CHECK (state <> 'deferred' OR to_month > month),
    CHECK (state <> 'on-agenda' OR item_id IS NOT NULL),
    FOREIGN KEY (tenant_id, business_id) REFERENCES planning_business (tenant_id, id),
    FOREIGN KEY (tenant_id, to_committee_id) REFERENCES committees_committee (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id)
    """,
)

_STEPS = tenant_table(
    "planning_step",
    """
    committee_id uuid NOT NULL,
    words text NOT NULL CHECK (words <> ''),
    changes jsonb NOT NULL,
    item_ids uuid[] NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    undone_at timestamptz,
    undone_by_name text,
    CHECK ((undone_at IS NULL) = (undone_by_name IS NULL)),
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
    """,
)

_PLACEMENTS = tenant_table(
    "planning_placement",
    """
    meeting_id uuid NOT NULL,
    item_id uuid NOT NULL,
    standing text CHECK (standing <> ''),
    business_id uuid,
    month date,
    UNIQUE (tenant_id, item_id),
    CHECK ((standing IS NULL) = (business_id IS NOT NULL)),
    CHECK ((business_id IS NULL) = (month IS NULL)),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id),
    FOREIGN KEY (tenant_id, business_id) REFERENCES planning_business (tenant_id, id)
    """,
    writes="INSERT",
)

_CALLS = tenant_table(
    "planning_call",
    """
    meeting_id uuid NOT NULL,
    extraordinary_because text CHECK (extraordinary_because <> ''),
    takes_questions boolean NOT NULL,
    questions_close_on date,
    abandoned_at timestamptz,
    abandoned_because text CHECK (abandoned_because <> ''),
    abandoned_by_name text,
    UNIQUE (tenant_id, meeting_id),
    CHECK ((abandoned_at IS NULL) = (abandoned_because IS NULL)),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id)
    """,
)

_QUESTIONS = tenant_table(
    "planning_question",
    """
    number integer NOT NULL CHECK (number >= 1),
    committee_id uuid NOT NULL,
    meeting_id uuid,
    route text NOT NULL CHECK (route IN ('form', 'email', 'letter', 'telephone', 'at-meeting')),
    asked_at timestamptz NOT NULL,
    late boolean NOT NULL,
    name text CHECK (name <> ''),
    email text CHECK (email <> ''),
    contact text CHECK (contact <> ''),
    name_public boolean NOT NULL,
    text text NOT NULL CHECK (text <> ''),
    state text NOT NULL CHECK (state IN ('received', 'chosen', 'written', 'answered', 'refused', 'withdrawn')),
    owner_person_id uuid,
    decided_at timestamptz,
    decided_by_name text,
    ground text CHECK (ground <> ''),
    ground_note text CHECK (ground_note <> ''),
    answer_due_on date NOT NULL,
    answer text CHECK (answer <> ''),
    answered_at timestamptz,
    answered_by_name text,
    at_meeting boolean NOT NULL,
    closed_at timestamptz,
    forget_on date,
    forgotten_at timestamptz,
    UNIQUE (tenant_id, number),
    CHECK ((state IN ('answered', 'refused', 'withdrawn')) = (closed_at IS NOT NULL)),
    CHECK ((state = 'answered') = (answer IS NOT NULL)),
    CHECK ((state = 'refused') = (ground IS NOT NULL)),
    CHECK ((closed_at IS NULL) = (forget_on IS NULL)),
    CHECK (forgotten_at IS NULL OR (email IS NULL AND contact IS NULL)),
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

forwards = migration(
    "planning",
    ID,
    DESCRIPTION,
    [
        _BUSINESS,
        _ROWS,
        _STEPS,
        _PLACEMENTS,
        _CALLS,
        _QUESTIONS,
        """
        CREATE INDEX planning_business_by_committee ON planning_business (tenant_id, committee_id, first_month);
        CREATE INDEX planning_business_by_thread ON planning_business (tenant_id, thread_id);
        CREATE INDEX planning_row_by_item ON planning_row (tenant_id, item_id);
        CREATE INDEX planning_step_by_committee ON planning_step (tenant_id, committee_id, made_at);
        CREATE INDEX planning_placement_by_meeting ON planning_placement (tenant_id, meeting_id);
        CREATE INDEX planning_question_by_meeting ON planning_question (tenant_id, meeting_id);
        CREATE INDEX planning_question_by_state ON planning_question (tenant_id, state, asked_at);
        CREATE INDEX planning_question_to_forget ON planning_question (tenant_id, forget_on)
          WHERE forgotten_at IS NULL;
        """,
    ],
)
