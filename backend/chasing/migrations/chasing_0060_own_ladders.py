"""Ladders that a tenant writes itself: drafts, versions in force, and what they were before."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T16:20:03"
VERSION = "1.38.0"
DESCRIPTION = "Ladders of a tenant's own"

forwards = migration(
    "chasing",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "chasing_ladder",
            """
            ladder text NOT NULL CHECK (ladder <> ''),
            number integer NOT NULL CHECK (number >= 1),
            -- null: the shipped ladder is climbed again from here on
            rungs jsonb,
            drafted_from text NOT NULL,
            changed_at timestamptz NOT NULL,
            changed_by_name text NOT NULL,
            because text CHECK (because <> ''),
            in_force_at timestamptz,
            in_force_by_name text,
            discarded_at timestamptz,
            discarded_by_name text,
            UNIQUE (tenant_id, ladder, number),
            CHECK ((in_force_at IS NULL) = (because IS NULL)),
            CHECK ((in_force_at IS NULL) = (in_force_by_name IS NULL)),
            CHECK ((discarded_at IS NULL) = (discarded_by_name IS NULL)),
            CHECK (in_force_at IS NULL OR discarded_at IS NULL),
            CHECK (rungs IS NOT NULL OR in_force_at IS NOT NULL)
            """,
        ),
        """
        CREATE UNIQUE INDEX chasing_ladder_draft ON chasing_ladder (tenant_id, ladder)
          WHERE in_force_at IS NULL AND discarded_at IS NULL;
        """,
    ],
)
