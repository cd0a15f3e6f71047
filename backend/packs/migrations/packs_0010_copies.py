"""Copies for one person and in other layouts, page numbers that stay, preferred formats, and cancelled builds."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:46:02"
VERSION = "1.38.0"
DESCRIPTION = "Members' copies, layouts, page numbers, preferences and papers that can't be read by everybody"

_LAYOUT = """layout text NOT NULL CHECK (layout IN ('standard', 'print', 'large')),
    points integer CHECK (points BETWEEN 16 AND 28),"""

forwards = migration(
    "packs",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE packs_pack
          DROP CONSTRAINT packs_pack_variant_check,
          ADD CONSTRAINT packs_pack_variant_check CHECK (variant IN ('full', 'public', 'member')),
          DROP CONSTRAINT packs_pack_state_check,
          ADD CONSTRAINT packs_pack_state_check
            CHECK (state IN ('asked', 'building', 'ready', 'failed', 'cancelled')),
          ADD COLUMN layout text NOT NULL DEFAULT 'standard' CHECK (layout IN ('standard', 'print', 'large')),
          ADD COLUMN points integer CHECK (points BETWEEN 16 AND 28),
          ADD COLUMN for_person_id uuid,
          ADD COLUMN withheld uuid[] NOT NULL DEFAULT '{}',
          ADD COLUMN agenda_key text CHECK (agenda_key ~ '^[0-9a-f]{64}$'),
          ADD COLUMN manifest jsonb,
          ADD CHECK ((layout = 'large') = (points IS NOT NULL)),
          ADD CHECK ((for_person_id IS NOT NULL) = (variant IS NOT NULL AND variant = 'member')),
          ADD FOREIGN KEY (tenant_id, for_person_id) REFERENCES people_person (tenant_id, id);
        DROP INDEX packs_pack_board_issue;
        CREATE UNIQUE INDEX packs_pack_board_issue ON packs_pack
          (tenant_id, meeting_id, variant, issue, layout, points, for_person_id, withheld) NULLS NOT DISTINCT
          WHERE kind = 'board' AND state NOT IN ('failed', 'cancelled') AND same_as IS NULL;
        DROP INDEX packs_pack_assurance_issue;
        CREATE UNIQUE INDEX packs_pack_assurance_issue ON packs_pack (tenant_id, since_on, until_on, issue)
          WHERE kind = 'assurance' AND state NOT IN ('failed', 'cancelled');
        ALTER TABLE packs_part
          ADD COLUMN key text NOT NULL DEFAULT '',
          ADD COLUMN start integer NOT NULL DEFAULT 1 CHECK (start >= 1),
          ADD COLUMN numbered integer CHECK (numbered >= 1);
        ALTER TABLE packs_render ADD COLUMN as_handed_in boolean NOT NULL DEFAULT false;
        """,
        tenant_table(
            "packs_preference",
            f"""
            person_id uuid NOT NULL,
            {_LAYOUT}
            changed_at timestamptz NOT NULL,
            CHECK ((layout = 'large') = (points IS NOT NULL)),
            UNIQUE (tenant_id, person_id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        tenant_table(
            "packs_number",
            """
            meeting_id uuid NOT NULL,
            format text NOT NULL CHECK (format <> ''),
            part text NOT NULL CHECK (part <> ''),
            start integer NOT NULL CHECK (start >= 1),
            taken integer NOT NULL CHECK (taken >= 1),
            UNIQUE (tenant_id, meeting_id, format, part),
            FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id)
            """,
        ),
        tenant_table(
            "packs_inaccessible",
            """
            paper_id uuid NOT NULL,
            version integer NOT NULL CHECK (version >= 1),
            reason text NOT NULL CHECK (reason <> ''),
            ask text NOT NULL CHECK (ask <> ''),
            decided_at timestamptz NOT NULL,
            decided_by_person_id uuid,
            decided_by_name text NOT NULL,
            FOREIGN KEY (tenant_id, paper_id) REFERENCES meetings_paper (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("packs_inaccessible"),
        """
        CREATE INDEX packs_inaccessible_by_paper ON packs_inaccessible (tenant_id, paper_id, version, decided_at);
        CREATE INDEX packs_pack_of_meeting ON packs_pack (tenant_id, meeting_id, variant, issue);
        """,
    ],
)
