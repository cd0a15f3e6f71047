"""Levels of the place, and what belongs to what."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-24T08:00:03"
VERSION = "1.38.0"
DESCRIPTION = "Levels of the place, such as neighbourhood, locality and borough, and what belongs to what"

forwards = migration(
    "organisations",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "organisations_level",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            name text NOT NULL CHECK (name <> ''),
            within_id uuid,
            people text CHECK (people <> ''),
            source jsonb NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, slug),
            FOREIGN KEY (tenant_id, within_id) REFERENCES organisations_level (tenant_id, id)
            """,
        ),
        """
        ALTER TABLE organisations_locality
          ADD COLUMN level_id uuid,
          ADD COLUMN part_of uuid,
          ADD FOREIGN KEY (tenant_id, level_id) REFERENCES organisations_level (tenant_id, id),
          ADD FOREIGN KEY (tenant_id, part_of) REFERENCES organisations_locality (tenant_id, id);
        """,
    ],
)
