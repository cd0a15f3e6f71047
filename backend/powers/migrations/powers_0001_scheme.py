"""The scheme of reservation and delegation."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T05:01:01"
VERSION = "1.38.0"
DESCRIPTION = "Functions, entries of the scheme, and what was said of them"

forwards = migration(
    "powers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "powers_function",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            name text NOT NULL CHECK (name <> ''),
            authority text NOT NULL CHECK (authority <> ''),
            about text CHECK (about <> ''),
            source jsonb NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, slug)
            """,
        ),
        tenant_table(
            "powers_entry",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            follows uuid,
            UNIQUE (tenant_id, slug),
            FOREIGN KEY (tenant_id, follows) REFERENCES powers_entry (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("powers_entry"),
        tenant_table(
            "powers_version",
            """
            entry_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            act_id uuid NOT NULL,
            known_from timestamptz NOT NULL,
            known_by text NOT NULL CHECK (known_by <> ''),
            function_id uuid NOT NULL,
            limit_pence bigint CHECK (limit_pence > 0),
            conditions text CHECK (conditions <> ''),
            clause text NOT NULL CHECK (clause <> ''),
            effective_from date NOT NULL,
            effective_until date CHECK (effective_until >= effective_from),
            withdrawn_because text CHECK (withdrawn_because <> ''),
            dropped boolean NOT NULL,
            source jsonb NOT NULL,
            UNIQUE (tenant_id, entry_id, number),
            FOREIGN KEY (tenant_id, entry_id) REFERENCES powers_entry (tenant_id, id),
            FOREIGN KEY (tenant_id, function_id) REFERENCES powers_function (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("powers_version"),
        tenant_table(
            "powers_party",
            """
            version_id uuid NOT NULL,
            part text NOT NULL CHECK (part IN ('holder', 'consent', 'upward')),
            place integer NOT NULL CHECK (place > 0),
            kind text NOT NULL CHECK (kind IN ('committee', 'office', 'person', 'outside')),
            committee_id uuid,
            office text CHECK (office IN ('chair', 'vice-chair', 'accountable-officer', 'chief-executive',
              'chief-finance-officer', 'medical-director', 'director-of-nursing', 'clinical-lead', 'secretary')),
            person_id uuid,
            outside text CHECK (outside <> ''),
            CHECK ((kind = 'office') = (office IS NOT NULL)),
            CHECK ((kind = 'person') = (person_id IS NOT NULL)),
            CHECK ((kind = 'outside') = (outside IS NOT NULL)),
            CHECK (kind <> 'committee' OR committee_id IS NOT NULL),
            CHECK (committee_id IS NULL OR kind IN ('committee', 'office')),
            UNIQUE (tenant_id, version_id, part, place),
            FOREIGN KEY (tenant_id, version_id) REFERENCES powers_version (tenant_id, id),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("powers_party"),
        """
        CREATE INDEX powers_version_by_act ON powers_version (tenant_id, act_id);
        """,
    ],
)
