"""Packs as they were released to a regulator, with checks, receipts and requests for evidence."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-23T07:10:00"
VERSION = "1.38.0"
DESCRIPTION = "Received packs, recipients, changes, trusted keys, checks, receipts, and requests for evidence"

_HASH = "~ '^[0-9a-f]{64}$'"
_COMMISSIONER = "FOREIGN KEY (tenant_id, commissioner_id) REFERENCES reviewing_commissioner (tenant_id, id)"
_PACK = "FOREIGN KEY (tenant_id, pack_id) REFERENCES portal_pack (tenant_id, id)"
_PERSON = "FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)"
_RECEIVED = "FOREIGN KEY (tenant_id, message_id) REFERENCES together_received (tenant_id, id)"
_SENT = "FOREIGN KEY (tenant_id, message_id) REFERENCES together_message (tenant_id, id)"

forwards = migration(
    "portal",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "portal_pack",
            f"""
            commissioner_id uuid NOT NULL,
            release_id uuid NOT NULL,
            message_id uuid NOT NULL,
            message_sha256 text NOT NULL CHECK (message_sha256 {_HASH}),
            came text NOT NULL CHECK (came IN ('release', 'handed-over')),
            came_from text,
            pack_id uuid NOT NULL,
            definition text NOT NULL,
            definition_title text NOT NULL,
            period text NOT NULL,
            period_from date,
            period_until date,
            issue integer NOT NULL CHECK (issue > 0),
            title text NOT NULL CHECK (title <> ''),
            as_at timestamptz NOT NULL,
            sealed_at timestamptz NOT NULL,
            key_name text NOT NULL,
            fingerprint text NOT NULL,
            file_id uuid NOT NULL,
            name text NOT NULL,
            size bigint NOT NULL CHECK (size > 0),
            sha256 text NOT NULL CHECK (sha256 {_HASH}),
            released_by text NOT NULL,
            released_at timestamptz NOT NULL,
            words text,
            downloads integer CHECK (downloads > 0),
            supersedes_id uuid,
            answers_request_id uuid,
            received_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            revoked_at timestamptz,
            revoked_because text,
            superseded_at timestamptz,
            superseded_by_issue integer,
            handed_on_at timestamptz,
            handed_to_name text,
            handed_message_id uuid,
            UNIQUE (tenant_id, commissioner_id, release_id),
            CHECK ((came = 'handed-over') = (came_from IS NOT NULL)),
            CHECK ((handed_on_at IS NULL) = (handed_to_name IS NULL)),
            {_COMMISSIONER},
            {_RECEIVED},
            FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
            """,
        ),
        tenant_table(
            "portal_recipient",
            f"""
            pack_id uuid NOT NULL,
            name text NOT NULL,
            address text NOT NULL,
            person_id uuid,
            named_by_name text,
            named_at timestamptz,
            UNIQUE (tenant_id, pack_id, address),
            {_PACK},
            {_PERSON}
            """,
        ),
        tenant_table(
            "portal_change",
            f"""
            pack_id uuid NOT NULL,
            what text NOT NULL CHECK (what IN ('revoked', 'extended', 'superseded')),
            because text,
            expires_at timestamptz,
            superseded_by_id uuid,
            superseded_by_issue integer,
            changed_by text NOT NULL,
            changed_at timestamptz NOT NULL,
            message_sha256 text NOT NULL CHECK (message_sha256 {_HASH}),
            received_at timestamptz NOT NULL,
            {_PACK}
            """,
            writes="INSERT",
        ),
        append_only("portal_change"),
        tenant_table(
            "portal_key",
            f"""
            commissioner_id uuid NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            fingerprint text NOT NULL CHECK (fingerprint {_HASH}),
            source text NOT NULL CHECK (source <> ''),
            entered_at timestamptz NOT NULL,
            entered_by_name text NOT NULL,
            withdrawn_at timestamptz,
            withdrawn_because text,
            withdrawn_by_name text,
            CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
            {_COMMISSIONER}
            """,
        ),
        tenant_table(
            "portal_check",
            f"""
            pack_id uuid NOT NULL,
            checked_at timestamptz NOT NULL,
            checked_by_name text NOT NULL,
            holds boolean NOT NULL,
            pinned boolean NOT NULL,
            lines jsonb NOT NULL,
            fingerprint text,
            key_name text,
            words text NOT NULL,
            {_PACK}
            """,
            writes="INSERT",
        ),
        append_only("portal_check"),
        tenant_table(
            "portal_taking",
            f"""
            pack_id uuid NOT NULL,
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            taken_at timestamptz NOT NULL,
            until timestamptz NOT NULL,
            proved_by text NOT NULL,
            {_PACK},
            {_PERSON}
            """,
            writes="INSERT",
        ),
        append_only("portal_taking"),
        tenant_table(
            "portal_receipt",
            f"""
            pack_id uuid NOT NULL,
            person_id uuid,
            received_by text NOT NULL,
            address text,
            sha256 text NOT NULL CHECK (sha256 {_HASH}),
            verified text NOT NULL,
            given_at timestamptz NOT NULL,
            message_id uuid,
            UNIQUE (tenant_id, pack_id, person_id),
            {_PACK},
            {_PERSON},
            {_SENT}
            """,
            writes="INSERT",
        ),
        append_only("portal_receipt"),
        tenant_table(
            "portal_request",
            f"""
            pack_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            place text,
            words text NOT NULL CHECK (words <> ''),
            due_on date NOT NULL,
            asked_on date NOT NULL,
            asked_at timestamptz NOT NULL,
            asked_by uuid,
            asked_by_name text NOT NULL,
            follows_id uuid,
            message_id uuid,
            closed_at timestamptz,
            closed_on date,
            satisfied boolean,
            closed_words text,
            closed_by_name text,
            UNIQUE (tenant_id, pack_id, number),
            CHECK ((closed_at IS NULL) = (satisfied IS NULL)),
            {_PACK},
            {_SENT},
            FOREIGN KEY (tenant_id, asked_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, follows_id) REFERENCES portal_request (tenant_id, id)
            """,
        ),
        tenant_table(
            "portal_answer",
            """
            request_id uuid NOT NULL,
            answer_id uuid NOT NULL,
            message_id uuid,
            words text NOT NULL,
            prepared_by text NOT NULL,
            approved_by text NOT NULL,
            approved_at timestamptz NOT NULL,
            reissued_as integer,
            files jsonb NOT NULL,
            sha256 text NOT NULL,
            received_at timestamptz NOT NULL,
            UNIQUE (tenant_id, request_id, answer_id),
            FOREIGN KEY (tenant_id, request_id) REFERENCES portal_request (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("portal_answer"),
    ],
)
