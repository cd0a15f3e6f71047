"""Acts between meetings, who took part, what was irregular, and on whose agenda they stand."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T13:20:01"
VERSION = "1.38.0"
DESCRIPTION = "Acts between meetings: chair's action, urgent powers, decisions by correspondence"

_ACTS = tenant_table(
    "between_act",
    """
    committee_id uuid NOT NULL,
    year integer NOT NULL CHECK (year BETWEEN 1900 AND 2200),
    number integer NOT NULL CHECK (number >= 1),
    kind text NOT NULL CHECK (kind IN ('chair-action', 'urgent-powers', 'correspondence')),
    state text NOT NULL CHECK (state IN ('recording', 'asking', 'awaiting-report', 'awaiting-ratification', 'reported',
      'ratified', 'not-ratified', 'struck')),
    title text NOT NULL CHECK (title <> ''),
    words text NOT NULL CHECK (words <> ''),
    because text NOT NULL,
    private_reason text CHECK (private_reason <> ''),
    function_id uuid,
    function text CHECK (function <> ''),
    value_pence bigint CHECK (value_pence >= 0),
    consent text CHECK (consent <> ''),
    taken_at timestamptz,
    asked_at timestamptz,
    reply_by date,
    begun_at timestamptz NOT NULL,
    begun_by_name text NOT NULL,
    finished_at timestamptz,
    finished_by_name text,
    closing text CHECK (closing IN ('agreed', 'not-agreed', 'to-meeting')),
    power text CHECK (power IN ('within', 'beyond', 'needs-consent', 'no-function')),
    power_words text,
    clause text,
    upward_to text,
    rule_words text,
    quorate boolean,
    counted integer CHECK (counted >= 0),
    quorum_words text,
    goes_to_id uuid,
    sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    settled_at timestamptz,
    settled_by_decision_id uuid,
    settled_words text CHECK (settled_words <> ''),
    settled_by_name text,
    struck_at timestamptz,
    struck_because text CHECK (struck_because <> ''),
    struck_by_name text,
    UNIQUE (tenant_id, committee_id, year, number),
    CHECK (kind = 'correspondence' OR closing IS NULL),
    CHECK (state NOT IN ('awaiting-report', 'awaiting-ratification', 'reported', 'ratified', 'not-ratified')
      OR (taken_at IS NOT NULL AND finished_at IS NOT NULL AND power IS NOT NULL AND sha256 IS NOT NULL
        AND goes_to_id IS NOT NULL)),
    CHECK ((state IN ('reported', 'ratified', 'not-ratified')) = (settled_at IS NOT NULL)),
    CHECK (settled_at IS NULL OR settled_by_decision_id IS NOT NULL OR settled_words IS NOT NULL),
    CHECK ((state = 'struck') = (struck_at IS NOT NULL)),
    CHECK ((struck_at IS NULL) = (struck_because IS NULL)),
    CHECK (state <> 'asking' OR (asked_at IS NOT NULL AND reply_by IS NOT NULL)),
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
    FOREIGN KEY (tenant_id, goes_to_id) REFERENCES committees_committee (tenant_id, id),
    FOREIGN KEY (tenant_id, function_id) REFERENCES powers_function (tenant_id, id),
    FOREIGN KEY (tenant_id, settled_by_decision_id) REFERENCES meetings_decision (tenant_id, id)
    """,
)

_PERSONS = tenant_table(
    "between_person",
    """
    act_id uuid NOT NULL,
    part text NOT NULL CHECK (part IN ('acted', 'consulted', 'asked')),
    person_id uuid,
    name text NOT NULL CHECK (name <> ''),
    added_at timestamptz NOT NULL,
    added_by_name text NOT NULL,
    answer text CHECK (answer IN ('agree', 'disagree', 'meeting')),
    words text CHECK (words <> ''),
    said_at timestamptz,
    said_by_name text,
    declared text NOT NULL CHECK (declared IN ('none', 'interest', 'not-asked')),
    interest text CHECK (interest <> ''),
    handling text CHECK (handling IN ('took-part', 'no-part', 'no-papers')),
    handled_by text CHECK (handled_by <> ''),
    found jsonb NOT NULL,
    searched_at timestamptz,
    reminded_at timestamptz,
    removed_at timestamptz,
    CHECK ((declared = 'interest') = (interest IS NOT NULL)),
    FOREIGN KEY (tenant_id, act_id) REFERENCES between_act (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_ORGANISATIONS = tenant_table(
    "between_act_organisation",
    """
    act_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    removed_at timestamptz,
    FOREIGN KEY (tenant_id, act_id) REFERENCES between_act (tenant_id, id),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id)
    """,
)

_FAULTS = tenant_table(
    "between_fault",
    """
    act_id uuid NOT NULL,
    fault text NOT NULL CHECK (fault IN ('no-rule', 'wrong-actor', 'not-consulted', 'over-limit', 'no-reason',
      'conflicted', 'beyond-power', 'without-consent', 'no-function', 'not-all-asked', 'inquorate', 'meeting-asked',
      'against-replies')),
    words text NOT NULL CHECK (words <> ''),
    way text NOT NULL CHECK (way <> ''),
    UNIQUE (tenant_id, act_id, fault),
    FOREIGN KEY (tenant_id, act_id) REFERENCES between_act (tenant_id, id)
    """,
    writes="INSERT",
)

_PLACEMENTS = tenant_table(
    "between_placement",
    """
    act_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    item_id uuid NOT NULL,
    goes text NOT NULL CHECK (goes IN ('report', 'ratification')),
    placed_at timestamptz NOT NULL,
    placed_by_name text NOT NULL,
    UNIQUE (tenant_id, item_id),
    FOREIGN KEY (tenant_id, act_id) REFERENCES between_act (tenant_id, id),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration(
    "between",
    ID,
    DESCRIPTION,
    [
        _ACTS,
        _PERSONS,
        _ORGANISATIONS,
        _FAULTS,
        append_only("between_fault"),
        _PLACEMENTS,
        append_only("between_placement"),
        """
        CREATE INDEX between_act_by_committee ON between_act (tenant_id, committee_id, taken_at);
        CREATE INDEX between_act_by_state ON between_act (tenant_id, state);
        CREATE INDEX between_person_by_act ON between_person (tenant_id, act_id);
        CREATE UNIQUE INDEX between_person_once ON between_person (tenant_id, act_id, part, person_id)
          WHERE removed_at IS NULL AND person_id IS NOT NULL;
        CREATE UNIQUE INDEX between_act_organisation_once
          ON between_act_organisation (tenant_id, act_id, organisation_id) WHERE removed_at IS NULL;
        CREATE INDEX between_placement_by_act ON between_placement (tenant_id, act_id, placed_at);
        """,
    ],
)
