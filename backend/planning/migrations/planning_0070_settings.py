"""What an organisation settled of its planning, and from which day; what the public reads of a meeting."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T14:10:01"
VERSION = "1.38.0"
DESCRIPTION = "Planning settings from a day on, and words for the public on meetings"

forwards = migration(
    "planning",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "planning_settled",
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
        ),
        """
        CREATE INDEX planning_settled_by_day
          ON planning_settled (tenant_id, effective_from DESC, settled_at DESC, id DESC);
        ALTER TABLE planning_call ADD COLUMN public_words text CHECK (public_words <> '');
        """,
    ],
)
