"""Publications of public packs, where they were read, and how an organisation publishes."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T01:30:01"
VERSION = "1.38.0"
DESCRIPTION = "Publication of public packs"

_HEX = "~ '^[0-9a-f]{64}$'"

forwards = migration(
    "packs",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "packs_publication",
            f"""
            meeting_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            state text NOT NULL CHECK (state IN ('asked', 'prepared', 'failed', 'approved', 'released', 'replaced',
              'dropped', 'recalled')),
            pack_id uuid NOT NULL,
            asked_at timestamptz NOT NULL,
            asked_by uuid,
            asked_by_name text NOT NULL,
            prepared_at timestamptz,
            content jsonb,
            obstacles jsonb NOT NULL,
            file_id uuid,
            pdf_sha256 text CHECK (pdf_sha256 {_HEX}),
            size bigint CHECK (size > 0),
            pages integer CHECK (pages > 0),
            sha256 text CHECK (sha256 {_HEX}),
            failure text,
            approved_at timestamptz,
            approved_by uuid CHECK (approved_by <> asked_by),
            approved_by_name text,
            release_at timestamptz CHECK (release_at >= approved_at),
            released_at timestamptz CHECK (released_at >= release_at),
            ended_at timestamptz,
            ended_by uuid,
            ended_by_name text,
            ended_because text,
            UNIQUE (tenant_id, meeting_id, number),
            CHECK (state IN ('asked', 'failed') OR (content, file_id, pdf_sha256, size, pages, sha256) IS NOT NULL),
            CHECK (state NOT IN ('approved', 'released', 'recalled') OR approved_by IS NOT NULL),
            CHECK (state NOT IN ('approved', 'released', 'recalled') OR obstacles = '[]'),
            CHECK ((approved_by IS NULL) = (release_at IS NULL)),
            CHECK ((state IN ('released', 'recalled')) <= (released_at IS NOT NULL)),
            FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
            FOREIGN KEY (tenant_id, pack_id) REFERENCES packs_pack (tenant_id, id),
            FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id),
            FOREIGN KEY (tenant_id, asked_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, approved_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, ended_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "-- of each meeting one is public at a time, and one on its way",
        "CREATE UNIQUE INDEX packs_publication_public"
        " ON packs_publication (tenant_id, meeting_id) WHERE state = 'released';",
        "CREATE UNIQUE INDEX packs_publication_asked"
        " ON packs_publication (tenant_id, meeting_id) WHERE state = 'asked';",
        "CREATE INDEX packs_publication_waiting"
        " ON packs_publication (tenant_id, release_at) WHERE state = 'approved';",
        "CREATE INDEX packs_publication_of_pack ON packs_publication (tenant_id, pack_id);",
        tenant_table(
            "packs_public_reach",
            """
            publication_id uuid NOT NULL,
            form text NOT NULL CHECK (form IN ('page', 'pack', 'paper', 'calendar', 'feed', 'list')),
            part text NOT NULL,
            served integer NOT NULL CHECK (served > 0),
            first_at timestamptz NOT NULL,
            last_at timestamptz NOT NULL CHECK (last_at >= first_at),
            UNIQUE (tenant_id, publication_id, form, part),
            FOREIGN KEY (tenant_id, publication_id) REFERENCES packs_publication (tenant_id, id)
            """,
        ),
        tenant_table(
            "packs_publishing_settings",
            """
            clear_days integer NOT NULL CHECK (clear_days BETWEEN 3 AND 28),
            days_ahead integer NOT NULL CHECK (days_ahead BETWEEN 0 AND 28),
            contact text CHECK (contact <> ''),
            changed_at timestamptz NOT NULL,
            changed_by_name text NOT NULL,
            UNIQUE (tenant_id)
            """,
        ),
    ],
)
