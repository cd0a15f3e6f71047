"""What an assurance pack is put together by, what is left out of it, who signs it, and who gave an opinion."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-23T05:10:00"
VERSION = "1.38.0"
DESCRIPTION = "Definitions of assurance packs, redactions, opinions and sign-offs"

forwards = migration(
    "packs",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE packs_pack ADD COLUMN definition text CHECK (definition <> '');",
        tenant_table(
            "packs_redaction",
            """
            definition text NOT NULL CHECK (definition <> ''),
            since_on date NOT NULL,
            until_on date NOT NULL,
            room text NOT NULL CHECK (room <> ''),
            record_kind text NOT NULL CHECK (record_kind <> ''),
            record_id uuid NOT NULL,
            reason text NOT NULL CHECK (reason <> ''),
            basis text NOT NULL CHECK (basis <> ''),
            struck_at timestamptz NOT NULL,
            struck_by_person_id uuid,
            struck_by_name text NOT NULL,
            lifted_at timestamptz,
            lifted_by_name text,
            lifted_because text CHECK (lifted_because <> ''),
            CHECK ((lifted_at IS NULL) = (lifted_because IS NULL)),
            CHECK (until_on >= since_on),
            FOREIGN KEY (tenant_id, struck_by_person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE UNIQUE INDEX packs_redaction_standing ON packs_redaction"
        " (tenant_id, definition, since_on, until_on, record_id) WHERE lifted_at IS NULL;",
        tenant_table(
            "packs_opinion",
            """
            definition text NOT NULL CHECK (definition <> ''),
            since_on date NOT NULL,
            until_on date NOT NULL,
            words text NOT NULL CHECK (words <> ''),
            given_at timestamptz NOT NULL,
            given_by_person_id uuid NOT NULL,
            given_by_name text NOT NULL,
            office text NOT NULL CHECK (office <> ''),
            withdrawn_at timestamptz,
            FOREIGN KEY (tenant_id, given_by_person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE UNIQUE INDEX packs_opinion_standing ON packs_opinion"
        " (tenant_id, definition, since_on, until_on) WHERE withdrawn_at IS NULL;",
        tenant_table(
            "packs_signature",
            """
            pack_id uuid NOT NULL,
            role text NOT NULL CHECK (role <> ''),
            decision text NOT NULL CHECK (decision IN ('signed', 'refused')),
            words text NOT NULL DEFAULT '',
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            decided_at timestamptz NOT NULL,
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            withdrawn_at timestamptz,
            withdrawn_because text CHECK (withdrawn_because <> ''),
            CHECK (decision = 'signed' OR words <> ''),
            CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
            FOREIGN KEY (tenant_id, pack_id) REFERENCES packs_pack (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE UNIQUE INDEX packs_signature_standing ON packs_signature (tenant_id, pack_id, role)"
        " WHERE withdrawn_at IS NULL;",
    ],
)
