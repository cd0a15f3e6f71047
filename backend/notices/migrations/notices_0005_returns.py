"""Letters that come back, what the post is asked about later, and addresses in doubt."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T17:05:01"
VERSION = "1.38.0"
DESCRIPTION = "Letters that come back, and addresses in doubt"

forwards = migration(
    "notices",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE notices_letter
          -- the post's own name for it, and when the post is next asked what became of it; real time
          ADD COLUMN post_id text NOT NULL DEFAULT '',
          ADD COLUMN follow_at timestamptz,
          DROP CONSTRAINT notices_letter_state_check,
          ADD CONSTRAINT notices_letter_state_check CHECK (state IN ('pending', 'sending', 'sent', 'uncertain',
            'failed', 'withdrawn', 'kept', 'held', 'shown', 'returned'));
        CREATE INDEX notices_letter_by_follow ON notices_letter (tenant_id, follow_at) WHERE follow_at IS NOT NULL;
        CREATE INDEX notices_letter_by_message ON notices_letter (tenant_id, message_id);
        """,
        tenant_table(
            "notices_doubt",
            """
            -- in lower case; one row an address, opened again when it comes to be doubted again
            address text NOT NULL CHECK (address = lower(address) AND address <> ''),
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            reason text NOT NULL,
            letter_id uuid NOT NULL,
            since timestamptz NOT NULL,
            settled_at timestamptz,
            UNIQUE (tenant_id, address)
            """,
        ),
    ],
)
