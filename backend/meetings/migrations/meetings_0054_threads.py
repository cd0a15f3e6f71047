"""Threads: where an item came from; and the number that an agenda begins with."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T05:10:01"
VERSION = "1.38.0"
DESCRIPTION = "Threads of items, and agendas that go on with the year's numbers"

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "meetings_passage",
            """
            item_id uuid NOT NULL,
            thread_id uuid NOT NULL,
            from_item_id uuid CHECK (from_item_id <> item_id),
            words text NOT NULL CHECK (words <> ''),
            made_at timestamptz NOT NULL,
            made_by_name text NOT NULL,
            UNIQUE (tenant_id, item_id),
            FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id),
            FOREIGN KEY (tenant_id, from_item_id) REFERENCES meetings_item (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("meetings_passage"),
        """
        CREATE INDEX meetings_passage_by_thread ON meetings_passage (tenant_id, thread_id);
        CREATE INDEX meetings_passage_by_origin ON meetings_passage (tenant_id, from_item_id);
        ALTER TABLE meetings_meeting
          ADD COLUMN numbers_from integer NOT NULL DEFAULT 1 CHECK (numbers_from BETWEEN 1 AND 900);
        """,
    ],
)
