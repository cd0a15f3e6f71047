"""Each person's own notices: what they have read, what they chose, and the entries of their calendar."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T16:45:01"
VERSION = "1.38.0"
DESCRIPTION = "Own notices, wishes, and entries of calendars"

forwards = migration(
    "notices",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE notices_letter
          -- the page of what it is about, within the tenant
          ADD COLUMN path text NOT NULL DEFAULT '',
          ADD COLUMN read_at timestamptz,
          -- due days that it brings to a calendar; made into a file when it is sent
          ADD COLUMN calendar jsonb,
          DROP CONSTRAINT notices_letter_state_check,
          ADD CONSTRAINT notices_letter_state_check CHECK (state IN
            ('pending', 'sending', 'sent', 'uncertain', 'failed', 'withdrawn', 'kept', 'held', 'shown'));
        ALTER TABLE notices_switch ADD COLUMN reply_to text NOT NULL DEFAULT '';
        -- those that wait for a daily letter are few, and looked for each morning
        CREATE INDEX notices_letter_held ON notices_letter (tenant_id, queued_at) WHERE state = 'held';
        """,
        tenant_table(
            "notices_wish",
            """
            -- no reference: people stand above notices
            person_id uuid NOT NULL,
            ways jsonb NOT NULL CHECK (jsonb_typeof(ways) = 'object'),
            -- minute of the day, on the tenant's clock; null: when the tenant's letters go
            digest_at integer CHECK (digest_at BETWEEN 0 AND 1439),
            -- Monday is 1
            digest_days text NOT NULL CHECK (digest_days ~ '^[1-7]{1,7}$'),
            calendar_entries boolean NOT NULL,
            plain_text boolean NOT NULL,
            -- the calendar's address holds it: another number, and the old address is dead; null: there is none
            feed_number integer CHECK (feed_number > 0),
            changed_at timestamptz NOT NULL,
            UNIQUE (tenant_id, person_id)
            """,
        ),
    ],
)
