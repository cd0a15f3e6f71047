"""What a treatment brings in an organisation, from which day; reviews of papers withheld by hand; what was searched."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T14:11:01"
VERSION = "1.38.0"
DESCRIPTION = "What treatments bring from a day on, reviews of withheld papers, what a search was made from"

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "meetings_effect",
            """
            treatment text NOT NULL CHECK (treatment IN ('NOTED_FULL_PARTICIPATION', 'DISCUSS_NOT_DECIDE_REMAIN',
              'CHAIR_STANDS_DOWN', 'DISCUSS_LEAVE_FOR_DECISION', 'LEAVE_FOR_ITEM', 'NO_PAPERS',
              'EXCLUDE_FROM_MEETING')),
            counts boolean NOT NULL,
            votes boolean NOT NULL,
            gets_paper boolean NOT NULL,
            effective_from date NOT NULL,
            source text NOT NULL CHECK (source <> ''),
            settled_at timestamptz NOT NULL,
            settled_by_name text NOT NULL,
            withdrawn_at timestamptz CHECK (withdrawn_at >= settled_at),
            withdrawn_because text CHECK (withdrawn_because <> ''),
            withdrawn_by_name text,
            CHECK (counts OR NOT votes),
            CHECK (treatment <> 'NO_PAPERS' OR NOT gets_paper),
            CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)
              AND (withdrawn_at IS NULL) = (withdrawn_by_name IS NULL))
            """,
        ),
        """
        CREATE INDEX meetings_effect_by_day
          ON meetings_effect (tenant_id, effective_from DESC, settled_at DESC, id DESC);
        ALTER TABLE meetings_withholding
          ADD COLUMN review_asked_at timestamptz CHECK (review_asked_at >= decided_at),
          ADD COLUMN review_words text CHECK (review_words <> ''),
          ADD COLUMN review_answered_at timestamptz CHECK (review_answered_at >= review_asked_at),
          ADD COLUMN review_answer text CHECK (review_answer <> ''),
          ADD COLUMN review_answered_by_name text,
          ADD CHECK ((review_asked_at IS NULL) = (review_words IS NULL)),
          ADD CHECK ((review_answered_at IS NULL) = (review_answer IS NULL)
            AND (review_answered_at IS NULL) = (review_answered_by_name IS NULL));
        ALTER TABLE meetings_search ADD COLUMN made_from text;
        """,
    ],
)
