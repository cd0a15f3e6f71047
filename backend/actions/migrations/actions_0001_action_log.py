"""The action log: actions, steps, waits and settings."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T13:40:01"
VERSION = "1.38.0"
DESCRIPTION = "The action log: actions, steps, waits and settings"

_ACTIONS = tenant_table(
    "actions_action",
    """
    number integer NOT NULL CHECK (number >= 1),
    source_kind text NOT NULL CHECK (source_kind IN ('meeting', 'risk', 'gate', 'breach', 'audit', 'hand')),
    source_id uuid,
    source_title text NOT NULL,
    source_on date,
    committee_id uuid,
    meeting_id uuid,
    item_id uuid,
    words text NOT NULL CHECK (words <> ''),
    private boolean NOT NULL,
    owner_person_id uuid,
    owner_name text CHECK (owner_name <> ''),
    deputy_person_id uuid,
    due_on date,
    moves integer NOT NULL CHECK (moves >= 0),
    state text NOT NULL CHECK (state IN ('open', 'done-claimed', 'closed', 'reopened', 'withdrawn')),
    undertaken_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by_person_id uuid,
    recorded_by_name text NOT NULL,
    claimed_by_person_id uuid,
    ended_on date,
    asked text CHECK (asked IN ('more-time', 'not-mine')),
    asked_until date,
    struck_at timestamptz,
    chase_on date,
    UNIQUE (tenant_id, number),
    CHECK ((owner_person_id IS NULL) = (owner_name IS NOT NULL)),
    CHECK ((state IN ('closed', 'withdrawn')) = (ended_on IS NOT NULL)),
    CHECK ((asked IS NOT DISTINCT FROM 'more-time') = (asked_until IS NOT NULL)),
    CHECK (chase_on IS NULL OR (state IN ('open', 'reopened') AND struck_at IS NULL)),
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id),
    FOREIGN KEY (tenant_id, deputy_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_STEPS = tenant_table(
    "actions_step",
    """
    action_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind <> ''),
    words text CHECK (words <> ''),
    changes jsonb NOT NULL,
    agreed_by text CHECK (agreed_by <> ''),
    agreed_on date,
    file_id uuid,
    link text CHECK (link <> ''),
    by_link boolean NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_person_id uuid,
    made_by_name text NOT NULL,
    undone_at timestamptz,
    undone_by_name text,
    undone_because text CHECK (undone_because <> ''),
    CHECK ((undone_at IS NULL) = (undone_by_name IS NULL) AND (undone_at IS NULL) = (undone_because IS NULL)),
    FOREIGN KEY (tenant_id, action_id) REFERENCES actions_action (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
    """,
)

_WAITS = tenant_table(
    "actions_wait",
    """
    action_id uuid NOT NULL,
    for_action_id uuid NOT NULL,
    ended_at timestamptz,
    CHECK (action_id <> for_action_id),
    FOREIGN KEY (tenant_id, action_id) REFERENCES actions_action (tenant_id, id),
    FOREIGN KEY (tenant_id, for_action_id) REFERENCES actions_action (tenant_id, id)
    """,
)

_SETTINGS = tenant_table(
    "actions_setting",
    """
    committee_id uuid,
    effective_from date NOT NULL,
    amber_within integer NOT NULL CHECK (amber_within BETWEEN 0 AND 60),
    red_after integer NOT NULL CHECK (red_after BETWEEN 0 AND 60),
    moves_to_amber integer NOT NULL CHECK (moves_to_amber BETWEEN 1 AND 20),
    closed_by_committee boolean NOT NULL,
    source text NOT NULL CHECK (source <> ''),
    set_at timestamptz NOT NULL,
    set_by_name text NOT NULL,
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration(
    "actions",
    ID,
    DESCRIPTION,
    [
        _ACTIONS,
        _STEPS,
        _WAITS,
        _SETTINGS,
        """
        CREATE INDEX actions_action_by_committee ON actions_action (tenant_id, committee_id);
        CREATE INDEX actions_action_by_owner ON actions_action (tenant_id, owner_person_id);
        CREATE INDEX actions_action_by_meeting ON actions_action (tenant_id, meeting_id);
        CREATE INDEX actions_action_to_chase ON actions_action (tenant_id, chase_on) WHERE chase_on IS NOT NULL;
        CREATE INDEX actions_step_by_action ON actions_step (tenant_id, action_id, made_at);
        CREATE UNIQUE INDEX actions_wait_standing ON actions_wait (tenant_id, action_id, for_action_id)
          WHERE ended_at IS NULL;
        CREATE INDEX actions_wait_by_other ON actions_wait (tenant_id, for_action_id) WHERE ended_at IS NULL;
        """,
    ],
)
