"""The outbox, and the switch that stops it."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-21T00:06:01"
VERSION = "1.38.0"
DESCRIPTION = "The outbox of letters and its switch"

forwards = migration(
    "notices",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "notices_letter",
            """
            -- subject/rung/recipient/window, by which each is told once; "C" so that a beginning is a range
            key text COLLATE "C" NOT NULL CHECK (key ~ '^[A-Za-z0-9._:-]+(/[A-Za-z0-9._:-]+)*$' AND length(key) <= 300),
            room text NOT NULL CHECK (room ~ '^[a-z]+$'),
            kind text NOT NULL CHECK (kind ~ '^[a-z]+(-[a-z]+)*$'),
            -- no reference: people stand above notices, and readdress what waits
            recipient_person_id uuid NOT NULL,
            recipient_name text NOT NULL,
            recipient_address text NOT NULL,
            subject text NOT NULL CHECK (subject !~ '[[:cntrl:]]' AND length(subject) BETWEEN 1 AND 250),
            text text NOT NULL,
            html text NOT NULL,
            message_id text NOT NULL,
            state text NOT NULL
              CHECK (state IN ('pending', 'sending', 'sent', 'uncertain', 'failed', 'withdrawn', 'kept')),
            -- an earlier attempt may have arrived: one more is made at most, and it ends as uncertain
            doubted boolean NOT NULL DEFAULT false,
            -- withdrawn while it was being sent: not to be tried again
            wanted boolean NOT NULL DEFAULT true,
            attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            answer text NOT NULL DEFAULT '',
            -- leases and retries are of the machines' time; the others of the domain's
            lease_until timestamptz,
            retry_at timestamptz,
            queued_at timestamptz NOT NULL,
            sent_at timestamptz,
            UNIQUE (tenant_id, key),
            CHECK ((state = 'sending') = (lease_until IS NOT NULL))
            """,
        ),
        tenant_table(
            "notices_switch",
            """
            stopped boolean NOT NULL,
            reason text NOT NULL,
            changed_at timestamptz NOT NULL,
            changed_by_name text NOT NULL,
            UNIQUE (tenant_id)
            """,
        ),
        """
        CREATE INDEX notices_letter_by_time ON notices_letter (tenant_id, queued_at, id);
        CREATE INDEX notices_letter_by_state ON notices_letter (tenant_id, state, queued_at, id);
        CREATE INDEX notices_letter_by_recipient ON notices_letter (tenant_id, recipient_person_id, queued_at);
        """,
    ],
)
