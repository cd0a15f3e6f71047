"""Bodies, seats, terms and reporting lines."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-21T00:04:01"
VERSION = "1.38.0"
DESCRIPTION = "Committees, seats, terms and reporting lines"

forwards = migration(
    "committees",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "committees_committee",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            name text NOT NULL CHECK (name <> ''),
            kind text NOT NULL CHECK (kind IN ('governing-body', 'board', 'audit', 'remuneration',
              'primary-care-commissioning', 'primary-care-development', 'quality-safety', 'finance-performance',
              'communications-engagement', 'interface-group', 'partnership', 'locality-group', 'patient-panel',
              'working-group', 'other')),
            held_by uuid,
            purpose text NOT NULL CHECK (purpose <> ''),
            meets_in_public boolean NOT NULL,
            meets_every_months integer CHECK (meets_every_months > 0),
            seats_from jsonb,
            quorum jsonb,
            quorum_from jsonb,
            terms_summary text,
            terms_review_months integer CHECK (terms_review_months > 0),
            terms_reviewed_on date,
            terms_source jsonb,
            source jsonb NOT NULL,
            formed_on date NOT NULL,
            retired_on date CHECK (retired_on >= formed_on),
            UNIQUE (tenant_id, slug),
            CHECK ((quorum IS NULL) = (quorum_from IS NULL)),
            CHECK ((terms_summary IS NULL) = (terms_source IS NULL)),
            CHECK ((terms_summary IS NULL) = (terms_review_months IS NULL)),
            FOREIGN KEY (tenant_id, held_by) REFERENCES organisations_organisation (tenant_id, id)
            """,
        ),
        tenant_table(
            "committees_reporting_line",
            """
            committee_id uuid NOT NULL,
            parent_id uuid NOT NULL,
            through text,
            source jsonb NOT NULL,
            from_on date NOT NULL,
            retired_on date CHECK (retired_on >= from_on),
            CHECK (committee_id <> parent_id),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
            FOREIGN KEY (tenant_id, parent_id) REFERENCES committees_committee (tenant_id, id)
            """,
        ),
        tenant_table(
            "committees_seat",
            """
            committee_id uuid NOT NULL,
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            place integer NOT NULL CHECK (place BETWEEN 1 AND 200),
            name text NOT NULL CHECK (name <> ''),
            capacity text NOT NULL CHECK (capacity IN ('lay', 'executive', 'gp', 'nurse', 'secondary-care',
              'non-executive', 'partner', 'nhs-england', 'local-authority', 'public-health', 'healthwatch', 'lmc',
              'patient', 'voluntary-sector', 'provider', 'in-attendance')),
            office text CHECK (office IN ('chair', 'vice-chair', 'accountable-officer', 'chief-executive',
              'chief-finance-officer', 'medical-director', 'director-of-nursing', 'clinical-lead', 'secretary')),
            voting boolean NOT NULL,
            from_on date NOT NULL,
            retired_on date CHECK (retired_on >= from_on),
            UNIQUE (tenant_id, committee_id, id),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
            """,
        ),
        tenant_table(
            "committees_term",
            """
            committee_id uuid NOT NULL,
            seat_id uuid NOT NULL,
            person_id uuid NOT NULL,
            office text CHECK (office IN ('chair', 'vice-chair', 'accountable-officer', 'chief-executive',
              'chief-finance-officer', 'medical-director', 'director-of-nursing', 'clinical-lead', 'secretary')),
            from_on date NOT NULL,
            last_on date CHECK (last_on >= from_on),
            withdrawn_because text CHECK (withdrawn_because <> ''),
            FOREIGN KEY (tenant_id, committee_id, seat_id) REFERENCES committees_seat (tenant_id, committee_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        """
        CREATE UNIQUE INDEX committees_reporting_line_once
          ON committees_reporting_line (tenant_id, committee_id, parent_id) WHERE retired_on IS NULL;
        CREATE INDEX committees_reporting_line_by_parent ON committees_reporting_line (tenant_id, parent_id);
        CREATE UNIQUE INDEX committees_seat_place
          ON committees_seat (tenant_id, committee_id, slug, place) WHERE retired_on IS NULL;
        CREATE INDEX committees_term_by_seat ON committees_term (tenant_id, committee_id, seat_id, from_on);
        CREATE INDEX committees_term_by_person ON committees_term (tenant_id, person_id, from_on);
        """,
    ],
)
