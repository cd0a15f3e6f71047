"""Why a paper goes public though its cover sheet says otherwise; and how often a meeting was moved or called off."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T01:40:01"
VERSION = "1.38.0"
DESCRIPTION = "Papers that go public though they say confidential, and revisions of meetings"

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "meetings_disclosure",
            """
            paper_id uuid NOT NULL,
            version integer NOT NULL CHECK (version >= 1),
            reason text NOT NULL CHECK (reason <> ''),
            decided_at timestamptz NOT NULL,
            decided_by_person_id uuid NOT NULL,
            decided_by_name text NOT NULL,
            UNIQUE (tenant_id, paper_id, version),
            FOREIGN KEY (tenant_id, paper_id) REFERENCES meetings_paper (tenant_id, id),
            FOREIGN KEY (tenant_id, decided_by_person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("meetings_disclosure"),
        """
        ALTER TABLE meetings_meeting
          ADD COLUMN revision integer NOT NULL DEFAULT 0 CHECK (revision >= 0),
          ADD COLUMN revised_at timestamptz,
          ADD CHECK ((revision = 0) = (revised_at IS NULL));
        """,
    ],
)
