"""Runs of workflows, their steps and approvals."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-21T00:07:01"
VERSION = "1.38.0"
DESCRIPTION = "Runs of workflows, steps and approvals"

forwards = migration(
    "signoff",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "signoff_run",
            """
            subject_room text NOT NULL CHECK (subject_room <> ''),
            subject_kind text NOT NULL CHECK (subject_kind <> ''),
            subject_id uuid NOT NULL,
            subject_title text NOT NULL,
            -- no reference: bodies stand above this room
            body_id uuid NOT NULL,
            workflow text NOT NULL CHECK (workflow ~ '^[a-z0-9-]+/v[1-9][0-9]{0,2}$'),
            state text NOT NULL CHECK (state ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            author_person_id uuid NOT NULL,
            handed_in_by uuid,
            version integer NOT NULL CHECK (version >= 1),
            content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
            opened_at timestamptz NOT NULL,
            UNIQUE (tenant_id, subject_room, subject_kind, subject_id),
            FOREIGN KEY (tenant_id, author_person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        tenant_table(
            "signoff_step",
            """
            run_id uuid NOT NULL,
            step text NOT NULL CHECK (step ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            from_state text NOT NULL,
            to_state text NOT NULL,
            version integer NOT NULL CHECK (version >= 1),
            content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
            person_id uuid,
            person_name text NOT NULL,
            at timestamptz NOT NULL,
            reason text CHECK (reason <> ''),
            FOREIGN KEY (tenant_id, run_id) REFERENCES signoff_run (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("signoff_step"),
        tenant_table(
            "signoff_approval",
            """
            run_id uuid NOT NULL,
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            office text NOT NULL,
            decision text NOT NULL CHECK (decision IN ('approved', 'returned', 'withdrawn')),
            version integer NOT NULL CHECK (version >= 1),
            content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
            words text NOT NULL CHECK (words <> ''),
            at timestamptz NOT NULL,
            proved_by text NOT NULL CHECK (proved_by <> ''),
            reason text CHECK (reason <> ''),
            voided_at timestamptz,
            voided_because text CHECK (voided_because <> ''),
            CHECK ((voided_at IS NULL) = (voided_because IS NULL)),
            CHECK (voided_at IS NULL OR decision = 'approved'),
            FOREIGN KEY (tenant_id, run_id) REFERENCES signoff_run (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
            # what was decided stays as it was; that it no longer holds is added to it
            writes="INSERT, UPDATE (voided_at, voided_because)",
        ),
        """
        CREATE INDEX signoff_step_by_run ON signoff_step (tenant_id, run_id, at);
        CREATE INDEX signoff_approval_by_run ON signoff_approval (tenant_id, run_id, at);
        -- whatever the code does, one approval stands at a time
        CREATE UNIQUE INDEX signoff_approval_stands_once ON signoff_approval (tenant_id, run_id)
          WHERE decision = 'approved' AND voided_at IS NULL;
        CREATE INDEX signoff_approval_by_time ON signoff_approval (tenant_id, at);
        """,
    ],
)
