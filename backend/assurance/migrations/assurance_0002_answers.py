"""Assessments of editions: answers with everything that was ever answered, and tallies."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T19:06:02"
VERSION = "1.38.0"
DESCRIPTION = "Assessments, answers in versions, tallies"

_STANDS = "('met', 'partly', 'not-met', 'not-applicable', 'unknown', 'lapsed', 'unanswered')"

_ASSESSMENTS = tenant_table(
    "assurance_assessment",
    """
    edition_id uuid NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    period_from date NOT NULL,
    period_until date NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'closed', 'signed')),
    opened_at timestamptz NOT NULL,
    opened_by_name text NOT NULL,
    closed_at timestamptz,
    closed_by_name text,
    signed_at timestamptz,
    signed_by_person_id uuid,
    signed_by_name text,
    signed_words text CHECK (signed_words <> ''),
    signed_tally jsonb,
    carried_from_id uuid,
    version integer NOT NULL CHECK (version >= 1),
    CHECK (period_until >= period_from),
    CHECK ((state = 'open') = (closed_at IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by_name IS NULL)),
    CHECK ((state = 'signed') = (signed_at IS NOT NULL)),
    CHECK ((signed_at IS NULL) = (signed_by_name IS NULL) AND (signed_at IS NULL) = (signed_tally IS NULL)),
    FOREIGN KEY (tenant_id, edition_id) REFERENCES assurance_edition (tenant_id, id),
    FOREIGN KEY (tenant_id, signed_by_person_id) REFERENCES people_person (tenant_id, id),
    FOREIGN KEY (tenant_id, carried_from_id) REFERENCES assurance_assessment (tenant_id, id)
    """,
)

_ANSWERS = tenant_table(
    "assurance_answer",
    f"""
    assessment_id uuid NOT NULL,
    requirement_id uuid NOT NULL,
    domain_id uuid NOT NULL,
    position integer NOT NULL CHECK (position >= 1),
    level text CHECK (level <> ''),
    counts_as text CHECK (counts_as IN ('met', 'partly', 'not-met', 'not-applicable')),
    words text,
    valid_until date,
    overruled_because text CHECK (overruled_because <> ''),
    answered_at timestamptz,
    answered_by_person_id uuid,
    answered_by_name text,
    review text CHECK (review IN ('agreed', 'returned')),
    review_words text,
    reviewed_at timestamptz,
    reviewed_by_person_id uuid,
    reviewed_by_name text,
    waits boolean NOT NULL,
    carried_from_id uuid,
    carried_words text,
    outcome text CHECK (outcome IN ('met', 'not-met', 'unknown')),
    stands text NOT NULL CHECK (stands IN {_STANDS}),
    stands_until date,
    stands_after text NOT NULL CHECK (stands_after IN {_STANDS}),
    differs boolean NOT NULL,
    owner_person_id uuid,
    due_on date,
    version integer NOT NULL CHECK (version >= 1),
    CHECK ((level IS NULL) = (counts_as IS NULL)),
    CHECK ((level IS NULL) = (answered_at IS NULL)),
    CHECK ((answered_at IS NULL) = (answered_by_name IS NULL)),
    CHECK ((review IS NULL) = (reviewed_at IS NULL) AND (review IS NULL) = (reviewed_by_name IS NULL)),
    CHECK (review IS NULL OR level IS NOT NULL),
    CHECK (reviewed_by_person_id <> answered_by_person_id),
    UNIQUE (tenant_id, assessment_id, requirement_id),
    FOREIGN KEY (tenant_id, assessment_id) REFERENCES assurance_assessment (tenant_id, id),
    FOREIGN KEY (tenant_id, requirement_id) REFERENCES assurance_requirement (tenant_id, id),
    FOREIGN KEY (tenant_id, domain_id) REFERENCES assurance_domain (tenant_id, id),
    FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id),
    FOREIGN KEY (tenant_id, carried_from_id) REFERENCES assurance_answer (tenant_id, id)
    """,
)

_VERSIONS = tenant_table(
    "assurance_answer_version",
    """
    answer_id uuid NOT NULL,
    assessment_id uuid NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    did text NOT NULL CHECK (did IN ('answered', 'agreed', 'returned', 'taken-back', 'carried', 'confirmed')),
    said jsonb NOT NULL,
    back_to integer CHECK (back_to >= 0 AND back_to < number),
    made_at timestamptz NOT NULL,
    made_by_person_id uuid,
    made_by_name text NOT NULL,
    UNIQUE (tenant_id, answer_id, number),
    FOREIGN KEY (tenant_id, answer_id) REFERENCES assurance_answer (tenant_id, id)
    """,
    writes="INSERT",
)

_TALLIES = tenant_table(
    "assurance_tally",
    """
    assessment_id uuid NOT NULL,
    domain_id uuid NOT NULL,
    met integer NOT NULL CHECK (met >= 0),
    partly integer NOT NULL CHECK (partly >= 0),
    not_met integer NOT NULL CHECK (not_met >= 0),
    not_applicable integer NOT NULL CHECK (not_applicable >= 0),
    unknown integer NOT NULL CHECK (unknown >= 0),
    lapsed integer NOT NULL CHECK (lapsed >= 0),
    unanswered integer NOT NULL CHECK (unanswered >= 0),
    to_review integer NOT NULL CHECK (to_review >= 0),
    differing integer NOT NULL CHECK (differing >= 0),
    waiting integer NOT NULL CHECK (waiting >= 0),
    UNIQUE (tenant_id, assessment_id, domain_id),
    FOREIGN KEY (tenant_id, assessment_id) REFERENCES assurance_assessment (tenant_id, id),
    FOREIGN KEY (tenant_id, domain_id) REFERENCES assurance_domain (tenant_id, id)
    """,
)

forwards = migration(
    "assurance",
    ID,
    DESCRIPTION,
    [
        _ASSESSMENTS,
        _ANSWERS,
        _VERSIONS,
        _TALLIES,
        append_only("assurance_answer_version"),
        """
        CREATE INDEX assurance_assessment_of ON assurance_assessment (tenant_id, edition_id, opened_at DESC);
        CREATE INDEX assurance_answer_in_order ON assurance_answer (tenant_id, assessment_id, position);
        CREATE INDEX assurance_answer_requirement ON assurance_answer (tenant_id, requirement_id);
        CREATE INDEX assurance_answer_lapsing ON assurance_answer (tenant_id, stands_until)
          WHERE stands_until IS NOT NULL;
        CREATE INDEX assurance_answer_version_made
          ON assurance_answer_version (tenant_id, assessment_id, made_at);
        """,
    ],
)
