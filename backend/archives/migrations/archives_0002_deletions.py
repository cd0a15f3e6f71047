"""What is left of a deleted record: a note of who approved it, with the lines of the ledger that say so."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-24T15:10:01"
VERSION = "1.38.0"
DESCRIPTION = "Notes of deleted records"

forwards = migration(
    "archives",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "archives_deletion",
            """
            at timestamptz NOT NULL,
            proposal_id uuid NOT NULL,
            reason text NOT NULL CHECK (reason <> ''),
            proposed_by_name text NOT NULL,
            proposed_at timestamptz NOT NULL,
            approved_by_name text NOT NULL,
            approved_at timestamptz NOT NULL,
            taken_along text NOT NULL CHECK (taken_along <> ''),
            rows bigint NOT NULL,
            files integer NOT NULL,
            -- lines of the ledger, each with what is private of it and its way to the last checkpoint
            lines jsonb NOT NULL,
            -- empty while files may still be stored: then the command has to be run again
            files_gone_at timestamptz,
            UNIQUE (tenant_id)
            """,
            writes="INSERT",
        ),
        append_only("archives_deletion"),
    ],
)
