"""Notices of meetings, which may be public before there is a pack; and which days count for them."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T01:40:02"
VERSION = "1.38.0"
DESCRIPTION = "Notices of meetings before their packs"

forwards = migration(
    "packs",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "packs_meeting_notice",
            """
            meeting_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            state text NOT NULL CHECK (state IN ('standing', 'replaced', 'recalled')),
            content jsonb NOT NULL,
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            given_at timestamptz NOT NULL,
            given_by uuid NOT NULL,
            given_by_name text NOT NULL,
            ended_at timestamptz,
            ended_by_name text,
            ended_because text CHECK (ended_because <> ''),
            UNIQUE (tenant_id, meeting_id, number),
            CHECK ((state = 'standing') = (ended_at IS NULL)),
            CHECK ((state = 'recalled') = (ended_because IS NOT NULL)),
            FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
            FOREIGN KEY (tenant_id, given_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE UNIQUE INDEX packs_meeting_notice_standing"
        " ON packs_meeting_notice (tenant_id, meeting_id) WHERE state = 'standing';",
        "ALTER TABLE packs_publishing_settings ADD COLUMN working boolean NOT NULL DEFAULT false;",
    ],
)
