"""The register of risks and the board assurance framework, with every version of what they say."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T19:12:01"
VERSION = "1.38.0"
DESCRIPTION = "Risks, their scores, controls, assurances, gaps, rounds, settings and versions"

_COUNTED = "version integer NOT NULL CHECK (version >= 1), struck_at timestamptz"
_OF_RISK = "FOREIGN KEY (tenant_id, risk_id) REFERENCES risks_risk (tenant_id, id)"
_OF_CONTROL = "FOREIGN KEY (tenant_id, control_id) REFERENCES risks_control (tenant_id, id)"
_OWNED = "FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id)"
_LED = "FOREIGN KEY (tenant_id, lead_person_id) REFERENCES people_person (tenant_id, id)"
_COMMITTEE = "FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)"
_LASTING = """
    held_from date NOT NULL,
    ended_on date CHECK (ended_on >= held_from),
    ended_because text CHECK (ended_because <> ''),
    CHECK ((ended_on IS NULL) = (ended_because IS NULL))
"""

_OBJECTIVES = tenant_table(
    "risks_objective",
    f"""
    position integer NOT NULL CHECK (position >= 1),
    title text NOT NULL CHECK (title <> ''),
    words text CHECK (words <> ''),
    lead_person_id uuid,
    held_from date NOT NULL,
    ended_on date CHECK (ended_on >= held_from),
    {_COUNTED},
    {_LED}
    """,
)

_RISKS = tenant_table(
    "risks_risk",
    f"""
    number integer NOT NULL CHECK (number >= 1),
    called text CHECK (called <> ''),
    title text NOT NULL CHECK (title <> ''),
    cause text NOT NULL CHECK (cause <> ''),
    event text NOT NULL CHECK (event <> ''),
    effect text NOT NULL CHECK (effect <> ''),
    category text NOT NULL CHECK (category <> ''),
    directorate text NOT NULL CHECK (directorate <> ''),
    level text NOT NULL CHECK (level IN ('corporate', 'baf')),
    state text NOT NULL CHECK (state IN ('open', 'closed')),
    objective_ids uuid[] NOT NULL,
    linked_ids uuid[] NOT NULL,
    owner_person_id uuid,
    lead_person_id uuid,
    committee_id uuid,
    opened_on date NOT NULL,
    reviewed_on date CHECK (reviewed_on >= opened_on),
    next_review_on date,
    target_on date,
    closed_on date CHECK (closed_on >= opened_on),
    closed_because text CHECK (closed_because <> ''),
    source text CHECK (source <> ''),
    {_COUNTED},
    UNIQUE (tenant_id, number),
    CHECK ((state = 'closed') = (closed_on IS NOT NULL) AND (closed_on IS NULL) = (closed_because IS NULL)),
    {_OWNED},
    {_LED},
    {_COMMITTEE}
    """,
)

_SCORES = tenant_table(
    "risks_score",
    f"""
    risk_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('inherent', 'current', 'target')),
    scored_on date NOT NULL,
    likelihood integer NOT NULL CHECK (likelihood BETWEEN 1 AND 10),
    consequence integer NOT NULL CHECK (consequence BETWEEN 1 AND 10),
    because text CHECK (because <> ''),
    scored_by_name text NOT NULL,
    recorded_at timestamptz NOT NULL,
    {_COUNTED},
    {_OF_RISK}
    """,
)

_POINTS = tenant_table(
    "risks_point",
    f"""
    risk_id uuid NOT NULL,
    falls_on date NOT NULL,
    score integer NOT NULL CHECK (score BETWEEN 1 AND 100),
    words text CHECK (words <> ''),
    ended_on date,
    {_COUNTED},
    {_OF_RISK}
    """,
)

_CONTROLS = tenant_table(
    "risks_control",
    f"""
    risk_id uuid NOT NULL,
    words text NOT NULL CHECK (words <> ''),
    strength text CHECK (strength IN ('strong', 'adequate', 'weak')),
    owner_person_id uuid,
    {_LASTING},
    {_COUNTED},
    {_OF_RISK},
    {_OWNED}
    """,
)

_ASSURANCES = tenant_table(
    "risks_assurance",
    f"""
    risk_id uuid NOT NULL,
    control_id uuid,
    words text NOT NULL CHECK (words <> ''),
    line integer NOT NULL CHECK (line BETWEEN 1 AND 3),
    level text CHECK (level IN ('substantial', 'reasonable', 'limited', 'none')),
    finding text CHECK (finding IN ('positive', 'mixed', 'negative')),
    given_on date,
    next_on date,
    {_LASTING},
    {_COUNTED},
    {_OF_RISK},
    {_OF_CONTROL}
    """,
)

_GAPS = tenant_table(
    "risks_gap",
    f"""
    risk_id uuid NOT NULL,
    control_id uuid,
    kind text NOT NULL CHECK (kind IN ('control', 'assurance')),
    words text NOT NULL CHECK (words <> ''),
    due_on date,
    owner_person_id uuid,
    {_LASTING},
    {_COUNTED},
    {_OF_RISK},
    {_OF_CONTROL},
    {_OWNED}
    """,
)

_MOVES = tenant_table(
    "risks_move",
    f"""
    risk_id uuid NOT NULL,
    to_level text NOT NULL CHECK (to_level IN ('corporate', 'baf')),
    state text NOT NULL CHECK (state IN ('proposed', 'agreed', 'declined')),
    because text NOT NULL CHECK (because <> ''),
    proposed_on date NOT NULL,
    proposed_by_person_id uuid,
    proposed_by_name text NOT NULL,
    settled_on date,
    settled_by_name text,
    agreed_by text CHECK (agreed_by <> ''),
    settled_because text CHECK (settled_because <> ''),
    {_COUNTED},
    CHECK ((state = 'proposed') = (settled_on IS NULL)),
    {_OF_RISK}
    """,
)

_ROUNDS = tenant_table(
    "risks_round",
    f"""
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    cut_off_on date NOT NULL,
    committee_id uuid,
    risk_ids uuid[] NOT NULL,
    opened_at timestamptz NOT NULL,
    opened_by_name text NOT NULL,
    closed_at timestamptz,
    closed_by_name text,
    missing_ids uuid[] NOT NULL,
    UNIQUE (tenant_id, month),
    {_COMMITTEE}
    """,
)

_CONFIRMATIONS = tenant_table(
    "risks_confirmation",
    f"""
    round_id uuid NOT NULL,
    risk_id uuid NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('updated', 'confirmed')),
    words text CHECK (words <> ''),
    said_on date NOT NULL,
    said_by_person_id uuid,
    said_by_name text NOT NULL,
    late boolean NOT NULL,
    check_state text CHECK (check_state IN ('agreed', 'sent-back')),
    check_words text CHECK (check_words <> ''),
    checked_on date,
    checked_by_name text,
    {_COUNTED},
    CHECK ((check_state IS NULL) = (checked_on IS NULL)),
    FOREIGN KEY (tenant_id, round_id) REFERENCES risks_round (tenant_id, id),
    {_OF_RISK}
    """,
)

_VERSIONS = tenant_table(
    "risks_version",
    f"""
    step_id uuid NOT NULL,
    risk_id uuid,
    subject text NOT NULL CHECK (subject IN ('objective', 'risk', 'score', 'point', 'control', 'assurance', 'gap',
      'move', 'confirmation')),
    subject_id uuid NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    holds_from date NOT NULL,
    act text NOT NULL CHECK (act <> ''),
    words text NOT NULL CHECK (words <> ''),
    because text CHECK (because <> ''),
    said jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_person_id uuid,
    made_by_name text NOT NULL,
    undone_at timestamptz,
    undone_by_name text,
    undone_because text CHECK (undone_because <> ''),
    CHECK ((undone_at IS NULL) = (undone_by_name IS NULL) AND (undone_at IS NULL) = (undone_because IS NULL)),
    UNIQUE (tenant_id, subject, subject_id, number),
    {_OF_RISK}
    """,
)

_SETTLED = tenant_table(
    "risks_settled",
    """
    effective_from date NOT NULL,
    settled jsonb NOT NULL,
    source text NOT NULL CHECK (source <> ''),
    settled_at timestamptz NOT NULL,
    settled_by_name text NOT NULL,
    withdrawn_at timestamptz CHECK (withdrawn_at >= settled_at),
    withdrawn_because text CHECK (withdrawn_because <> ''),
    withdrawn_by_name text,
    CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)
      AND (withdrawn_at IS NULL) = (withdrawn_by_name IS NULL))
    """,
)

_PROPOSALS = tenant_table(
    "risks_proposal",
    f"""
    risk_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('beyond-appetite', 'gap-past')),
    subject_id uuid NOT NULL,
    told text NOT NULL CHECK (told <> ''),
    committee_id uuid NOT NULL,
    business_id uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    withdrawn_because text CHECK (withdrawn_because <> ''),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
    {_OF_RISK},
    {_COMMITTEE}
    """,
)

forwards = migration(
    "risks",
    ID,
    DESCRIPTION,
    [
        _OBJECTIVES,
        _RISKS,
        _SCORES,
        _POINTS,
        _CONTROLS,
        _ASSURANCES,
        _GAPS,
        _MOVES,
        _ROUNDS,
        _CONFIRMATIONS,
        _VERSIONS,
        _SETTLED,
        _PROPOSALS,
        """
        CREATE INDEX risks_score_by_risk ON risks_score (tenant_id, risk_id, kind, scored_on DESC);
        CREATE INDEX risks_point_by_risk ON risks_point (tenant_id, risk_id, falls_on);
        CREATE INDEX risks_control_by_risk ON risks_control (tenant_id, risk_id);
        CREATE INDEX risks_assurance_by_risk ON risks_assurance (tenant_id, risk_id);
        CREATE INDEX risks_gap_by_risk ON risks_gap (tenant_id, risk_id);
        CREATE INDEX risks_move_by_risk ON risks_move (tenant_id, risk_id);
        CREATE UNIQUE INDEX risks_confirmation_standing ON risks_confirmation (tenant_id, round_id, risk_id)
          WHERE struck_at IS NULL AND check_state IS DISTINCT FROM 'sent-back';
        CREATE INDEX risks_confirmation_by_risk ON risks_confirmation (tenant_id, risk_id);
        CREATE INDEX risks_version_as_at ON risks_version (tenant_id, subject, subject_id, number DESC)
          WHERE undone_at IS NULL;
        CREATE INDEX risks_version_by_risk ON risks_version (tenant_id, risk_id, made_at);
        CREATE INDEX risks_version_by_step ON risks_version (tenant_id, step_id);
        CREATE INDEX risks_settled_by_day
          ON risks_settled (tenant_id, effective_from DESC, settled_at DESC, id DESC);
        CREATE UNIQUE INDEX risks_proposal_standing ON risks_proposal (tenant_id, kind, subject_id)
          WHERE withdrawn_at IS NULL;
        """,
    ],
)
