"""The ledger's table of events."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-21T00:01:01"
VERSION = "1.38.0"
DESCRIPTION = "Events of the ledger"

forwards = migration(
    "ledger",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "ledger_event",
            """
            recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            at timestamptz NOT NULL,
            actor_name text NOT NULL,
            actor_person_id uuid,
            actor_chore text,
            act text NOT NULL CHECK (act ~ '^[a-z]+(\\.[a-z]+(-[a-z]+)*)+$'),
            subject_room text NOT NULL,
            subject_kind text NOT NULL,
            subject_id uuid NOT NULL,
            subject_title text NOT NULL,
            subject_hash text,
            before jsonb,
            after jsonb,
            request_id text NOT NULL,
            -- a sealer takes what is below pg_snapshot_xmin, so that no open transaction slips in under a seal
            xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
            -- destroying the salt and the body erases a person and leaves the proof of the leaf valid
            salt bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
            CHECK (actor_person_id IS NOT NULL OR actor_chore IS NOT NULL)
            """,
            writes="INSERT",
        ),
        append_only("ledger_event"),
        """
        CREATE INDEX ledger_event_by_subject
          ON ledger_event (tenant_id, subject_room, subject_kind, subject_id, recorded_at);
        CREATE INDEX ledger_event_by_time ON ledger_event (tenant_id, at, id);
        """,
    ],
)
