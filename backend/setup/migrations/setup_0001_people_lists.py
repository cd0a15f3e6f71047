"""Lists of people that are brought in from spreadsheets, and what officers said of the steps of the set-up list."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-24T03:00:02"
VERSION = "1.38.0"
DESCRIPTION = "People from spreadsheets, and the list of what is left"

forwards = migration(
    "setup",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "setup_people_list",
            """
            file_name text NOT NULL CHECK (file_name <> ''),
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            size integer NOT NULL CHECK (size > 0),
            state text NOT NULL CHECK (state IN ('OPEN', 'WRITING', 'DONE', 'UNDONE', 'GIVEN_UP')),
            started_at timestamptz NOT NULL,
            started_by uuid NOT NULL,
            started_by_name text NOT NULL,
            rows bytea,
            row_count integer NOT NULL CHECK (row_count >= 0),
            answers jsonb NOT NULL,
            leave_out boolean NOT NULL,
            steps_done integer NOT NULL CHECK (steps_done BETWEEN 0 AND 4),
            words text NOT NULL,
            failure text,
            outcome jsonb,
            done_at timestamptz,
            undone_at timestamptz,
            undone_by_name text,
            CHECK ((state IN ('OPEN', 'WRITING')) = (rows IS NOT NULL)),
            CHECK ((state IN ('DONE', 'UNDONE')) = (outcome IS NOT NULL AND done_at IS NOT NULL)),
            CHECK ((state = 'UNDONE') = (undone_at IS NOT NULL)),
            FOREIGN KEY (tenant_id, started_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX setup_people_list_newest ON setup_people_list (tenant_id, started_at DESC);",
        tenant_table(
            "setup_brought",
            """
            list_id uuid NOT NULL,
            sort text NOT NULL CHECK (sort IN ('person', 'role', 'term')),
            thing_id uuid NOT NULL,
            person_id uuid NOT NULL,
            FOREIGN KEY (tenant_id, list_id) REFERENCES setup_people_list (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        "CREATE INDEX setup_brought_by_list ON setup_brought (tenant_id, list_id, sort);",
        tenant_table(
            "setup_step",
            """
            step text NOT NULL CHECK (step <> ''),
            standing text NOT NULL CHECK (standing IN ('done', 'to do', 'not needed')),
            reason text NOT NULL,
            settled_at timestamptz NOT NULL,
            settled_by uuid NOT NULL,
            settled_by_name text NOT NULL,
            CHECK (standing <> 'not needed' OR reason <> ''),
            FOREIGN KEY (tenant_id, settled_by) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        "CREATE INDEX setup_step_newest ON setup_step (tenant_id, step, id);",
    ],
)
