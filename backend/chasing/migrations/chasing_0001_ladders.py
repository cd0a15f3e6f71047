"""Ladders, hours and lines of the chase; what was told before counts as told."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T15:10:01"
VERSION = "1.38.0"
DESCRIPTION = "Ladders, hours and lines of the chase"

_MINUTE = "integer NOT NULL CHECK ({0} BETWEEN 0 AND 1439)"

forwards = migration(
    "chasing",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "chasing_setting",
            f"""
            mode text NOT NULL CHECK (mode IN ('live', 'dry', 'stopped')),
            reason text NOT NULL,
            letters_at {_MINUTE.format("letters_at")},
            quiet_from {_MINUTE.format("quiet_from")},
            quiet_until {_MINUTE.format("quiet_until")},
            every_day boolean NOT NULL,
            cap integer NOT NULL CHECK (cap BETWEEN 1 AND 500),
            changed_at timestamptz NOT NULL,
            changed_by_name text NOT NULL,
            UNIQUE (tenant_id)
            """,
        ),
        tenant_table(
            "chasing_closed_day",
            """
            day date NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            taken_back_at timestamptz,
            UNIQUE (tenant_id, day)
            """,
        ),
        tenant_table(
            "chasing_switch",
            """
            ladder text NOT NULL CHECK (ladder <> ''),
            switched_on boolean NOT NULL,
            reason text NOT NULL CHECK (reason <> ''),
            changed_at timestamptz NOT NULL,
            changed_by_name text NOT NULL,
            UNIQUE (tenant_id, ladder)
            """,
        ),
        tenant_table(
            "chasing_line",
            """
            -- thing/rung/recipient/due day, by which each is dealt with once
            key text COLLATE "C" NOT NULL CHECK (key <> ''),
            ladder text NOT NULL,
            thing_id uuid NOT NULL,
            rung text NOT NULL,
            recipient_person_id uuid,
            recipient_name text NOT NULL,
            due_on date NOT NULL,
            day date NOT NULL,
            state text NOT NULL CHECK (state IN ('told', 'dry', 'waits', 'suppressed')),
            why text NOT NULL,
            subject text NOT NULL,
            -- what a digest is made anew of, when one of its lines is no longer owed
            content jsonb NOT NULL,
            letter_key text COLLATE "C" NOT NULL,
            written_at timestamptz NOT NULL,
            UNIQUE (tenant_id, key)
            """,
        ),
        """
        CREATE INDEX chasing_line_by_thing ON chasing_line (tenant_id, thing_id);
        CREATE INDEX chasing_line_by_day ON chasing_line (tenant_id, day, recipient_person_id);
        CREATE INDEX chasing_line_by_letter ON chasing_line (tenant_id, letter_key);
        INSERT INTO chasing_line (tenant_id, id, key, ladder, thing_id, rung, recipient_person_id, recipient_name,
          due_on, day, state, why, subject, content, letter_key, written_at)
        SELECT tenant_id, id, key, CASE room WHEN 'actions' THEN 'action-chase' ELSE 'annual-declaration' END,
          split_part(key, '/', 2)::uuid, split_part(key, '/', 3), recipient_person_id, recipient_name,
          split_part(key, '/', 5)::date, queued_at::date, 'told', '', subject, '{}', key, queued_at
        FROM notices_letter
        WHERE kind IN ('action-owed', 'declaration-owed') AND key ~ '^[^/]+/[0-9a-f-]{36}/[^/]+/[^/]+/[0-9-]{10}$';
        """,
    ],
)
