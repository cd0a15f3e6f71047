"""From whom the papers of an item are withheld, because of a conflict of interest."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:46:01"
VERSION = "1.38.0"
DESCRIPTION = "Papers withheld from a conflicted member"

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "meetings_withholding",
            """
            item_id uuid NOT NULL,
            person_id uuid NOT NULL,
            reason text NOT NULL CHECK (reason <> ''),
            decided_at timestamptz NOT NULL,
            decided_by_person_id uuid,
            decided_by_name text NOT NULL,
            ended_at timestamptz CHECK (ended_at >= decided_at),
            ended_because text CHECK (ended_because <> ''),
            ended_by_name text,
            CHECK ((ended_at IS NULL) = (ended_because IS NULL) AND (ended_at IS NULL) = (ended_by_name IS NULL)),
            FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        """
        CREATE UNIQUE INDEX meetings_withholding_standing ON meetings_withholding (tenant_id, item_id, person_id)
          WHERE ended_at IS NULL;
        CREATE INDEX meetings_withholding_by_person ON meetings_withholding (tenant_id, person_id)
          WHERE ended_at IS NULL;
        """,
    ],
)
