"""What companies and charities are numbered, former names, ties and merges; a name that follows a merge."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:29:01"
VERSION = "1.38.0"
DESCRIPTION = "Numbers, former names, ties, merges and lists brought into the directory"

forwards = migration(
    "organisations",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE organisations_organisation
          ADD COLUMN company_number text CHECK (company_number ~ '^([A-Z]{2}|[0-9]{2})[0-9]{6}$'),
          ADD COLUMN charity_number text CHECK (charity_number ~ '^(SC)?[0-9]{5,8}(-[0-9]{1,2})?$'),
          ADD COLUMN former_names text[] NOT NULL DEFAULT '{}',
          ADD COLUMN started_on date,
          ADD COLUMN ended_on date CHECK (ended_on >= started_on),
          ADD COLUMN merged_into uuid CHECK (merged_into <> id),
          ADD CHECK (merged_into IS NULL OR retired_on IS NOT NULL),
          ADD FOREIGN KEY (tenant_id, merged_into) REFERENCES organisations_organisation (tenant_id, id);
        ALTER TABLE organisations_organisation ALTER COLUMN former_names DROP DEFAULT;
        CREATE INDEX organisations_organisation_merged
          ON organisations_organisation (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
        CREATE INDEX organisations_organisation_by_code
          ON organisations_organisation (tenant_id, ods_code) WHERE ods_code IS NOT NULL;
        """,
        "-- how everything that names an organisation reads it: a merged one is called as the one that was kept",
        """
        CREATE VIEW organisations_named WITH (security_invoker = true) AS
          SELECT named.tenant_id, named.id, kept.id AS kept_id, kept.name, kept.type
          FROM organisations_organisation named
          JOIN organisations_organisation kept
            ON kept.tenant_id = named.tenant_id AND kept.id = coalesce(named.merged_into, named.id);
        GRANT SELECT ON organisations_named TO probity_app, probity_worker;
        """,
        tenant_table(
            "organisations_tie",
            """
            organisation_id uuid NOT NULL,
            kind text NOT NULL CHECK (kind IN ('owns', 'member-of', 'runs')),
            other_id uuid NOT NULL,
            since date,
            until date CHECK (until >= since),
            note text,
            CHECK (organisation_id <> other_id),
            FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id),
            FOREIGN KEY (tenant_id, other_id) REFERENCES organisations_organisation (tenant_id, id)
            """,
        ),
        "CREATE INDEX organisations_tie_by_one ON organisations_tie (tenant_id, organisation_id);",
        "CREATE INDEX organisations_tie_by_other ON organisations_tie (tenant_id, other_id);",
        tenant_table(
            "organisations_merge",
            """
            kept_id uuid NOT NULL,
            merged_id uuid NOT NULL CHECK (merged_id <> kept_id),
            brought jsonb NOT NULL,
            merged_on date NOT NULL,
            merged_by text NOT NULL,
            undone_on date,
            FOREIGN KEY (tenant_id, kept_id) REFERENCES organisations_organisation (tenant_id, id),
            FOREIGN KEY (tenant_id, merged_id) REFERENCES organisations_organisation (tenant_id, id)
            """,
        ),
        "-- an organisation is merged into one other at a time",
        "CREATE UNIQUE INDEX organisations_merge_standing"
        " ON organisations_merge (tenant_id, merged_id) WHERE undone_on IS NULL;",
        "CREATE INDEX organisations_merge_by_kept ON organisations_merge (tenant_id, kept_id);",
        tenant_table(
            "organisations_list",
            """
            file_name text NOT NULL,
            layout text NOT NULL CHECK (layout IN ('ods', 'plain')),
            rows jsonb NOT NULL,
            problems jsonb NOT NULL,
            read_on date NOT NULL,
            brought_in_on date
            """,
        ),
    ],
)
