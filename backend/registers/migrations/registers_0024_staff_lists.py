"""Lists of starters, movers and leavers."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:24:04"
VERSION = "1.38.0"
DESCRIPTION = "Lists of staff"

forwards = migration(
    "registers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "registers_staff_list",
            """
            file_name text NOT NULL,
            sha256 text NOT NULL CHECK (length(sha256) = 64),
            brought_by uuid NOT NULL,
            brought_at timestamptz NOT NULL,
            contents jsonb,
            row_count integer NOT NULL CHECK (row_count >= 0),
            error_count integer NOT NULL CHECK (error_count >= 0),
            done_by uuid,
            done_at timestamptz,
            done_count integer CHECK (done_count >= 0),
            CHECK ((contents IS NULL) = (done_at IS NOT NULL)),
            CHECK ((done_at IS NULL) = (done_by IS NULL) AND (done_at IS NULL) = (done_count IS NULL)),
            FOREIGN KEY (tenant_id, brought_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, done_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
    ],
)
