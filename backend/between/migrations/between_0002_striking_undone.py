"""Striking an act out can be taken back."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T16:56:01"
VERSION = "1.38.0"
DESCRIPTION = "Acts between meetings that were struck out by mistake"

forwards = migration(
    "between",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE between_act ADD COLUMN struck_from text
          CHECK (struck_from IN ('recording', 'asking', 'awaiting-report', 'awaiting-ratification'));
        """,
        tenant_table(
            "between_striking_undone",
            """
            act_id uuid NOT NULL,
            struck_at timestamptz NOT NULL,
            struck_because text NOT NULL CHECK (struck_because <> ''),
            struck_by_name text NOT NULL,
            undone_at timestamptz NOT NULL,
            undone_because text NOT NULL CHECK (undone_because <> ''),
            undone_by_name text NOT NULL,
            FOREIGN KEY (tenant_id, act_id) REFERENCES between_act (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("between_striking_undone"),
        "CREATE INDEX between_striking_undone_by_act ON between_striking_undone (tenant_id, act_id, undone_at);",
    ],
)
