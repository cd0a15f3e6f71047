"""The directory: source documents, localities, organisations."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-21T00:03:01"
VERSION = "1.38.0"
DESCRIPTION = "The directory of organisations"

forwards = migration(
    "organisations",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "organisations_document",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            title text NOT NULL CHECK (title <> ''),
            publisher text,
            published text,
            address text,
            note text,
            retired_on date,
            UNIQUE (tenant_id, slug)
            """,
        ),
        tenant_table(
            "organisations_locality",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            name text NOT NULL CHECK (name <> ''),
            source jsonb NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, slug)
            """,
        ),
        tenant_table(
            "organisations_organisation",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            name text NOT NULL CHECK (name <> ''),
            type text NOT NULL CHECK (type IN ('practice', 'branch', 'trust', 'council', 'company', 'charity',
              'supplier', 'federation', 'network', 'nhs-body', 'representative-body', 'other')),
            number text,
            other_names text[] NOT NULL,
            -- folded by rules.folded; the directory of one tenant is read whole by its primary key to match on it
            folded_names text[] NOT NULL CHECK (cardinality(folded_names) > 0),
            ods_code text CHECK (ods_code ~ '^[A-Z0-9]{3,10}$'),
            locality_id uuid,
            list_size integer CHECK (list_size BETWEEN 1 AND 1000000),
            list_size_source jsonb,
            part_of uuid,
            source jsonb NOT NULL,
            demonstration boolean NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, slug),
            CHECK ((list_size IS NULL) = (list_size_source IS NULL)),
            CHECK (part_of <> id),
            FOREIGN KEY (tenant_id, locality_id) REFERENCES organisations_locality (tenant_id, id),
            FOREIGN KEY (tenant_id, part_of) REFERENCES organisations_organisation (tenant_id, id)
            """,
        ),
        """
        CREATE UNIQUE INDEX organisations_organisation_once
          ON organisations_organisation (tenant_id, (folded_names[1])) WHERE retired_on IS NULL;
        CREATE INDEX organisations_organisation_by_name ON organisations_organisation (tenant_id, name);
        CREATE INDEX organisations_organisation_by_part ON organisations_organisation (tenant_id, part_of);
        """,
    ],
)
