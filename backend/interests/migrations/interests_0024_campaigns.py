"""Campaigns for declarations, their people and their snapshots."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:24:03"
VERSION = "1.38.0"
DESCRIPTION = "Campaigns"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "interests_campaign",
            """
            name text NOT NULL CHECK (name <> ''),
            asked text NOT NULL CHECK (asked IN ('DECLARE', 'CONFIRM')),
            words text,
            due_on date NOT NULL,
            population jsonb NOT NULL,
            state text NOT NULL CHECK (state IN ('DRAFT', 'OPEN', 'CLOSED', 'DISCARDED')),
            made_by uuid NOT NULL,
            launched_at timestamptz,
            launched_by uuid,
            closed_at timestamptz CHECK (closed_at >= launched_at),
            closed_by uuid,
            CHECK ((launched_at IS NOT NULL) = (state IN ('OPEN', 'CLOSED'))),
            CHECK ((closed_at IS NOT NULL) = (state = 'CLOSED')),
            CHECK ((launched_at IS NULL) = (launched_by IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL)),
            FOREIGN KEY (tenant_id, made_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, launched_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, closed_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        tenant_table(
            "interests_campaign_person",
            """
            campaign_id uuid NOT NULL,
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            position text NOT NULL,
            declares_as text NOT NULL,
            decision_making boolean NOT NULL,
            excused_reason text CHECK (excused_reason <> ''),
            excused_by uuid CHECK (excused_by <> person_id),
            excused_at timestamptz,
            UNIQUE (tenant_id, campaign_id, person_id),
            CHECK ((excused_at IS NULL) = (excused_by IS NULL) AND (excused_at IS NULL) = (excused_reason IS NULL)),
            FOREIGN KEY (tenant_id, campaign_id) REFERENCES interests_campaign (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, excused_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX interests_campaign_person_by_person ON interests_campaign_person (tenant_id, person_id);",
        tenant_table(
            "interests_campaign_snapshot",
            """
            campaign_id uuid NOT NULL,
            taken_at timestamptz NOT NULL,
            content text NOT NULL,
            sha256 text NOT NULL CHECK (length(sha256) = 64),
            key_name text NOT NULL,
            public_key bytea NOT NULL CHECK (length(public_key) = 32),
            signature bytea NOT NULL CHECK (length(signature) = 64),
            UNIQUE (tenant_id, campaign_id),
            FOREIGN KEY (tenant_id, campaign_id) REFERENCES interests_campaign (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("interests_campaign_snapshot"),
    ],
)
