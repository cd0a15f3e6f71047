"""Requests for evidence about released packs, their answers, and successors of regulators."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-23T07:30:00"
VERSION = "1.38.0"
DESCRIPTION = (
    "Requests for evidence about released packs, answers with their files, and successors of regulators"
)

_RELEASE = "FOREIGN KEY (tenant_id, release_id) REFERENCES releases_release (tenant_id, id)"

forwards = migration(
    "releases",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "releases_request",
            f"""
            release_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            place text,
            words text NOT NULL CHECK (words <> ''),
            asked_by text NOT NULL,
            asked_on date NOT NULL,
            due_on date NOT NULL,
            follows_id uuid,
            how text NOT NULL CHECK (how IN ('door', 'link')),
            arrived_at timestamptz NOT NULL,
            owner_person_id uuid,
            action_id uuid,
            reissued_release_id uuid,
            closed_on date,
            closed_at timestamptz,
            satisfied boolean,
            closed_words text,
            closed_by text,
            UNIQUE (tenant_id, release_id, number),
            CHECK ((closed_at IS NULL) = (satisfied IS NULL)),
            {_RELEASE},
            FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, reissued_release_id) REFERENCES releases_release (tenant_id, id)
            """,
        ),
        tenant_table(
            "releases_answer",
            """
            request_id uuid NOT NULL,
            words text NOT NULL CHECK (words <> ''),
            state text NOT NULL CHECK (state IN ('for-approval', 'sent-back', 'sent')),
            reissued_as integer CHECK (reissued_as > 0),
            written_at timestamptz NOT NULL,
            written_by uuid,
            written_by_name text NOT NULL,
            back_words text,
            approved_at timestamptz,
            approved_by_name text,
            message_id uuid,
            CHECK ((state = 'sent') = (approved_at IS NOT NULL)),
            FOREIGN KEY (tenant_id, request_id) REFERENCES releases_request (tenant_id, id),
            FOREIGN KEY (tenant_id, written_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, message_id) REFERENCES together_message (tenant_id, id)
            """,
        ),
        tenant_table(
            "releases_answer_file",
            """
            answer_id uuid NOT NULL,
            position integer NOT NULL CHECK (position > 0),
            file_id uuid NOT NULL,
            UNIQUE (tenant_id, answer_id, position),
            FOREIGN KEY (tenant_id, answer_id) REFERENCES releases_answer (tenant_id, id),
            FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("releases_answer_file"),
        tenant_table(
            "releases_successor",
            f"""
            release_id uuid NOT NULL,
            slug text NOT NULL,
            name text NOT NULL,
            from_on date NOT NULL,
            said_by text NOT NULL,
            arrived_at timestamptz NOT NULL,
            {_RELEASE}
            """,
            writes="INSERT",
        ),
        append_only("releases_successor"),
    ],
)
