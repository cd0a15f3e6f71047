"""Declarations, the versions of interests, and the tenant's settings for them."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-21T00:10:01"
VERSION = "1.38.0"
DESCRIPTION = "The register of interests"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "interests_declaration",
            """
            person_id uuid NOT NULL,
            kind text NOT NULL CHECK (kind IN ('INTEREST', 'NIL', 'UNCHANGED', 'ENDED')),
            declared_at timestamptz NOT NULL,
            declared_on date NOT NULL,
            known_on date NOT NULL CHECK (known_on <= declared_on),
            late boolean NOT NULL,
            rule_set text NOT NULL,
            status text NOT NULL CHECK (status IN ('SUBMITTED', 'RETURNED', 'APPROVED')),
            reviewed_by uuid CHECK (reviewed_by <> person_id),
            reviewed_at timestamptz,
            review_note text,
            CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL)),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, reviewed_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX interests_declaration_by_person"
        " ON interests_declaration (tenant_id, person_id, declared_at DESC);",
        "CREATE INDEX interests_declaration_to_review"
        " ON interests_declaration (tenant_id, declared_at) WHERE status <> 'APPROVED';",
        tenant_table(
            "interests_entry",
            """
            interest_id uuid NOT NULL,
            declaration_id uuid NOT NULL,
            person_id uuid NOT NULL,
            organisation_id uuid NOT NULL,
            interest_type text NOT NULL
              CHECK (interest_type IN ('FINANCIAL', 'NON_FINANCIAL_PROFESSIONAL', 'NON_FINANCIAL_PERSONAL')),
            is_indirect boolean NOT NULL,
            relationship text CHECK (relationship IN ('SPOUSE', 'CLOSE_FAMILY', 'CLOSE_FRIEND', 'BUSINESS_PARTNER')),
            nature text NOT NULL CHECK (nature <> ''),
            mitigation text,
            since date NOT NULL,
            until date CHECK (until >= since),
            known_from timestamptz NOT NULL,
            known_to timestamptz CHECK (known_to > known_from),
            rule_set text NOT NULL,
            CHECK (is_indirect = (relationship IS NOT NULL)),
            FOREIGN KEY (tenant_id, declaration_id) REFERENCES interests_declaration (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id)
            """,
        ),
        "-- of one interest, one version is the newest",
        "CREATE UNIQUE INDEX interests_entry_newest"
        " ON interests_entry (tenant_id, interest_id) WHERE known_to IS NULL;",
        "CREATE INDEX interests_entry_by_person ON interests_entry (tenant_id, person_id) WHERE known_to IS NULL;",
        "CREATE INDEX interests_entry_by_organisation"
        " ON interests_entry (tenant_id, organisation_id) WHERE known_to IS NULL;",
        "CREATE INDEX interests_entry_known ON interests_entry (tenant_id, known_from, known_to);",
        tenant_table(
            "interests_settings",
            """
            rule_set text NOT NULL,
            overrides jsonb NOT NULL,
            review_by date,
            contact text,
            UNIQUE (tenant_id)
            """,
        ),
    ],
)
