"""Measures, the values that are stated of them, and what outliers mean."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T19:20:31"
VERSION = "1.38.0"
DESCRIPTION = "Measures, their values and what these mean"

forwards = migration(
    "measures",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "measures_measure",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            title text NOT NULL CHECK (title <> ''),
            definition text NOT NULL CHECK (definition <> ''),
            unit text NOT NULL CHECK (unit <> ''),
            better text NOT NULL CHECK (better IN ('higher', 'lower', 'neither')),
            owner_person_id uuid,
            version integer NOT NULL CHECK (version > 0),
            retired_at timestamptz,
            retired_because text,
            UNIQUE (tenant_id, slug),
            FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id),
            CHECK ((retired_at IS NULL) = (retired_because IS NULL))
            """,
        ),
        tenant_table(
            "measures_value",
            """
            measure_id uuid NOT NULL,
            organisation_id uuid,
            said text NOT NULL CHECK (said IN ('baseline', 'target', 'actual')),
            period text NOT NULL CHECK (period <> ''),
            ends_on date NOT NULL,
            -- silent where the source has lost it
            value numeric(18, 4),
            unit text NOT NULL CHECK (unit <> ''),
            low numeric(18, 4),
            high numeric(18, 4),
            source text NOT NULL CHECK (source <> ''),
            -- document and pages, where a folder says them
            provenance jsonb NOT NULL,
            note text,
            entered_at timestamptz NOT NULL,
            entered_by text NOT NULL,
            struck_at timestamptz,
            struck_by text,
            struck_because text,
            FOREIGN KEY (tenant_id, measure_id) REFERENCES measures_measure (tenant_id, id),
            FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id),
            CHECK (low <= high),
            CHECK ((struck_at IS NULL) = (struck_because IS NULL))
            """,
        ),
        tenant_table(
            "measures_meaning",
            """
            value_id uuid NOT NULL,
            finding text NOT NULL CHECK (finding IN ('better', 'worse', 'neither', 'unclear')),
            words text NOT NULL CHECK (words <> ''),
            written_at timestamptz NOT NULL,
            written_by text NOT NULL,
            written_by_person_id uuid,
            FOREIGN KEY (tenant_id, value_id) REFERENCES measures_value (tenant_id, id)
            """,
            writes="INSERT",
        ),
        """
        CREATE INDEX measures_value_by_measure ON measures_value (tenant_id, measure_id, ends_on);
        -- somebody who counts twice is told so; two sources may each say theirs
        CREATE UNIQUE INDEX measures_value_once ON measures_value
          (tenant_id, measure_id, said, period, unit, source, organisation_id) NULLS NOT DISTINCT
          WHERE struck_at IS NULL;
        CREATE INDEX measures_meaning_by_value ON measures_meaning (tenant_id, value_id, written_at);
        """,
    ],
)
