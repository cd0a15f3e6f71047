"""Schedules and their runs; every tenant that is there already is looked at once."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T16:45:01"
VERSION = "1.38.0"
DESCRIPTION = "Schedules and their runs"

forwards = migration(
    "schedules",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "schedules_schedule",
            """
            key text NOT NULL CHECK (key <> ''),
            settings jsonb NOT NULL,
            next_at timestamptz,
            failures integer NOT NULL CHECK (failures >= 0),
            reason text NOT NULL,
            changed_at timestamptz NOT NULL,
            changed_by_name text NOT NULL,
            UNIQUE (tenant_id, key)
            """,
        ),
        tenant_table(
            "schedules_run",
            """
            schedule text NOT NULL CHECK (schedule <> ''),
            state text NOT NULL CHECK (state IN ('asked', 'running', 'following', 'done', 'nothing', 'failed')),
            by_hand boolean NOT NULL,
            asked_at timestamptz NOT NULL,
            asked_by_person_id uuid,
            asked_by_name text NOT NULL,
            meant_at timestamptz,
            started_at timestamptz,
            finished_at timestamptz,
            took_ms bigint CHECK (took_ms >= 0),
            words text NOT NULL,
            links jsonb NOT NULL,
            refs uuid[] NOT NULL,
            attempts integer NOT NULL CHECK (attempts >= 0),
            FOREIGN KEY (tenant_id, asked_by_person_id) REFERENCES people_person (tenant_id, id),
            CHECK ((finished_at IS NOT NULL) = (state IN ('done', 'nothing', 'failed'))),
            CHECK (by_hand OR asked_by_person_id IS NULL)
            """,
            writes="INSERT, UPDATE, DELETE",  # what a run did stands in the ledger; the list is cleared after a while
        ),
        """
        -- a run asked for twice at once runs once
        CREATE UNIQUE INDEX schedules_run_open ON schedules_run (tenant_id, schedule)
          WHERE state IN ('asked', 'running', 'following');
        CREATE INDEX schedules_run_by_age ON schedules_run (tenant_id, schedule, asked_at DESC);
        -- due long ago, so that it is due on a demonstration's clock too
        INSERT INTO tenancy_due (tenant_id, chore, due_at)
        SELECT id, 'desk.run_schedules', '2000-01-01' FROM tenancy_tenant ON CONFLICT DO NOTHING;
        -- its schedule prepares the refresh of the registers now
        DELETE FROM tenancy_due WHERE chore = 'registers.prepare_publication';
        """,
    ],
)
