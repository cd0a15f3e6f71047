"""What happened at meetings: presence, declarations, votes, irregular decisions, the live page's holder, minutes."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T02:20:01"
VERSION = "1.38.0"
DESCRIPTION = "Sittings"

_WRITTEN = """
    recorded_at timestamptz NOT NULL,
    recorded_by_person_id uuid,
    recorded_by_name text NOT NULL"""

_OF_MEETING = "FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id)"
_OF_ITEM = "FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id)"
_OF_PERSON = "FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)"
_OF_DECISION = "FOREIGN KEY (tenant_id, decision_id) REFERENCES meetings_decision (tenant_id, id)"
_STRUCK = """
    struck_at timestamptz,
    struck_because text CHECK (struck_because <> ''),
    struck_by_name text,
    CHECK ((struck_at IS NULL) = (struck_because IS NULL) AND (struck_at IS NULL) = (struck_by_name IS NULL))"""

_HOLDS = tenant_table(
    "sittings_hold",
    f"""
    meeting_id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    since timestamptz NOT NULL,
    UNIQUE (tenant_id, meeting_id),
    {_OF_MEETING},
    {_OF_PERSON}
    """,
)

_PRESENCE = tenant_table(
    "sittings_presence",
    f"""
    meeting_id uuid NOT NULL,
    item_id uuid,
    kind text NOT NULL CHECK (kind IN ('arrived', 'left', 'returned', 'apologies', 'took-chair')),
    person_id uuid,
    name text NOT NULL CHECK (name <> ''),
    at timestamptz NOT NULL,
    stands_for_person_id uuid,
    counts boolean NOT NULL,
    note text CHECK (note <> ''),
    {_WRITTEN},
    {_STRUCK},
    {_OF_MEETING},
    {_OF_ITEM},
    {_OF_PERSON},
    FOREIGN KEY (tenant_id, stands_for_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_TURNS = tenant_table(
    "sittings_turn",
    f"""
    meeting_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('private', 'public', 'closed')),
    at timestamptz NOT NULL,
    words text CHECK (words <> ''),
    {_WRITTEN},
    {_STRUCK},
    {_OF_MEETING}
    """,
)

_DECLARATIONS = tenant_table(
    "sittings_declaration",
    f"""
    meeting_id uuid NOT NULL,
    item_id uuid,
    person_id uuid NOT NULL,
    name text NOT NULL,
    at timestamptz NOT NULL,
    interest_type text CHECK (interest_type <> ''),
    nature text NOT NULL CHECK (nature <> ''),
    materiality text CHECK (materiality <> ''),
    is_new boolean NOT NULL,
    treatment text CHECK (treatment <> ''),
    decided_by_name text CHECK (decided_by_name <> ''),
    due_on date,
    {_WRITTEN},
    {_STRUCK},
    CHECK (is_new = (due_on IS NOT NULL)),
    CHECK (treatment IS NULL OR decided_by_name IS NOT NULL),
    {_OF_MEETING},
    {_OF_ITEM},
    {_OF_PERSON}
    """,
)

_TAKEN = tenant_table(
    "sittings_taken",
    f"""
    decision_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    mover_person_id uuid,
    mover_name text CHECK (mover_name <> ''),
    chair_name text CHECK (chair_name <> ''),
    function_id uuid,
    power text NOT NULL CHECK (power IN ('within', 'beyond', 'needs-consent', 'no-function', 'procedure')),
    power_words text NOT NULL,
    clause text NOT NULL,
    consent text CHECK (consent <> ''),
    quorate boolean,
    counted integer NOT NULL CHECK (counted >= 0),
    quorum_words text NOT NULL,
    present jsonb NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
    UNIQUE (tenant_id, decision_id),
    {_OF_DECISION},
    {_OF_MEETING},
    FOREIGN KEY (tenant_id, mover_person_id) REFERENCES people_person (tenant_id, id)
    """,
    writes="INSERT",
)

_VOTES = tenant_table(
    "sittings_vote",
    f"""
    decision_id uuid NOT NULL,
    choice text NOT NULL CHECK (choice IN ('for', 'against', 'abstained')),
    person_id uuid,
    name text CHECK (name <> ''),
    votes integer NOT NULL CHECK (votes BETWEEN 0 AND 999),
    casting boolean NOT NULL,
    CHECK (person_id IS NULL OR (name IS NOT NULL AND votes = 1)),
    {_OF_DECISION},
    {_OF_PERSON}
    """,
    writes="INSERT",
)

_IRREGULARITIES = tenant_table(
    "sittings_irregularity",
    f"""
    decision_id uuid NOT NULL,
    fault text NOT NULL CHECK (fault IN
      ('inquorate', 'beyond-power', 'without-consent', 'no-function', 'past-gate', 'barred-vote')),
    words text NOT NULL CHECK (words <> ''),
    way text NOT NULL CHECK (way <> ''),
    state text NOT NULL CHECK (state IN ('open', 'ratified', 'reversed')),
    found_at timestamptz NOT NULL,
    settled_at timestamptz,
    settled_by_decision_id uuid,
    settled_by_name text,
    CHECK ((state = 'open') = (settled_at IS NULL) AND (state = 'open') = (settled_by_decision_id IS NULL)),
    {_OF_DECISION},
    FOREIGN KEY (tenant_id, settled_by_decision_id) REFERENCES meetings_decision (tenant_id, id)
    """,
)

_ACTIONS = tenant_table(
    "sittings_action",
    f"""
    meeting_id uuid NOT NULL,
    item_id uuid,
    words text NOT NULL CHECK (words <> ''),
    owner_person_id uuid,
    owner_name text NOT NULL CHECK (owner_name <> ''),
    due_on date,
    {_WRITTEN},
    done_at timestamptz,
    done_words text CHECK (done_words <> ''),
    CHECK ((done_at IS NULL) = (done_words IS NULL)),
    {_OF_MEETING},
    {_OF_ITEM},
    FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_MINUTES = tenant_table(
    "sittings_minute",
    f"""
    meeting_id uuid NOT NULL,
    part text NOT NULL CHECK (part <> ''),
    item_id uuid,
    version integer NOT NULL CHECK (version >= 1),
    drafted text NOT NULL,
    words text NOT NULL,
    {_WRITTEN},
    UNIQUE (tenant_id, meeting_id, part, version),
    {_OF_MEETING},
    {_OF_ITEM}
    """,
    writes="INSERT",
)

_STEPS = tenant_table(
    "sittings_step",
    f"""
    meeting_id uuid NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    step text NOT NULL CHECK (step IN ('agreed', 'reopened', 'approved', 'signed')),
    at timestamptz NOT NULL,
    by_person_id uuid NOT NULL,
    by_name text NOT NULL,
    office text CHECK (office <> ''),
    at_meeting_id uuid,
    corrections text CHECK (corrections <> ''),
    proved_by text CHECK (proved_by <> ''),
    parts jsonb NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
    UNIQUE (tenant_id, meeting_id, number),
    CHECK ((step = 'approved') = (at_meeting_id IS NOT NULL)),
    CHECK ((step = 'signed') = (proved_by IS NOT NULL)),
    {_OF_MEETING},
    FOREIGN KEY (tenant_id, at_meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, by_person_id) REFERENCES people_person (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration(
    "sittings",
    ID,
    DESCRIPTION,
    [
        _HOLDS,
        _PRESENCE,
        _TURNS,
        _DECLARATIONS,
        _TAKEN,
        append_only("sittings_taken"),
        _VOTES,
        append_only("sittings_vote"),
        _IRREGULARITIES,
        _ACTIONS,
        _MINUTES,
        append_only("sittings_minute"),
        _STEPS,
        append_only("sittings_step"),
        """
        CREATE INDEX sittings_presence_by_meeting ON sittings_presence (tenant_id, meeting_id, at);
        CREATE INDEX sittings_presence_by_person ON sittings_presence (tenant_id, person_id)
          WHERE person_id IS NOT NULL;
        CREATE INDEX sittings_turn_by_meeting ON sittings_turn (tenant_id, meeting_id, at);
        CREATE INDEX sittings_declaration_by_meeting ON sittings_declaration (tenant_id, meeting_id);
        CREATE INDEX sittings_declaration_by_person ON sittings_declaration (tenant_id, person_id);
        CREATE INDEX sittings_taken_by_meeting ON sittings_taken (tenant_id, meeting_id);
        CREATE INDEX sittings_vote_by_decision ON sittings_vote (tenant_id, decision_id);
        CREATE INDEX sittings_irregularity_by_decision ON sittings_irregularity (tenant_id, decision_id);
        CREATE INDEX sittings_irregularity_open ON sittings_irregularity (tenant_id, found_at) WHERE state = 'open';
        CREATE INDEX sittings_action_by_meeting ON sittings_action (tenant_id, meeting_id);
        """,
    ],
)
