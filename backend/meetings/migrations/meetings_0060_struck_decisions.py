"""Decisions struck out with a reason and by what they are replaced, never removed; and who comes in whose place."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T13:30:01"
VERSION = "1.38.0"
DESCRIPTION = "Struck decisions, and deputies who are expected"

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "meetings_struck_decision",
            """
            decision_id uuid NOT NULL,
            because text NOT NULL CHECK (because <> ''),
            replaced_by_id uuid,
            struck_at timestamptz NOT NULL,
            struck_by_name text NOT NULL,
            UNIQUE (tenant_id, decision_id),
            CHECK (replaced_by_id <> decision_id),
            FOREIGN KEY (tenant_id, decision_id) REFERENCES meetings_decision (tenant_id, id),
            FOREIGN KEY (tenant_id, replaced_by_id) REFERENCES meetings_decision (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("meetings_struck_decision"),
        """
        ALTER TABLE meetings_attendance
          ADD COLUMN deputy_person_id uuid,
          ADD CHECK (deputy_person_id IS NULL OR NOT expected),
          ADD FOREIGN KEY (tenant_id, deputy_person_id) REFERENCES people_person (tenant_id, id);
        """,
    ],
)
