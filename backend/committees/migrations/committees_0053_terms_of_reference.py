"""Terms of reference in versions, deputies of seats, and reviews of effectiveness."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T05:04:01"
VERSION = "1.38.0"
DESCRIPTION = "Versions of terms of reference, deputies of seats, reviews of effectiveness"

forwards = migration(
    "committees",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "committees_terms_version",
            """
            committee_id uuid NOT NULL,
            number integer NOT NULL CHECK (number >= 1),
            text text NOT NULL CHECK (text <> ''),
            in_force_from date NOT NULL,
            review_by date NOT NULL CHECK (review_by > in_force_from),
            approved_by text NOT NULL CHECK (approved_by <> ''),
            changes text NOT NULL CHECK (changes <> ''),
            made_at timestamptz NOT NULL,
            made_by_name text NOT NULL,
            withdrawn_at timestamptz,
            withdrawn_because text CHECK (withdrawn_because <> ''),
            withdrawn_by_name text,
            UNIQUE (tenant_id, committee_id, number),
            CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
            """,
        ),
        tenant_table(
            "committees_deputy",
            """
            committee_id uuid NOT NULL,
            seat_id uuid NOT NULL,
            person_id uuid NOT NULL,
            from_on date NOT NULL,
            last_on date CHECK (last_on >= from_on),
            may_vote boolean NOT NULL,
            withdrawn_because text CHECK (withdrawn_because <> ''),
            FOREIGN KEY (tenant_id, committee_id, seat_id) REFERENCES committees_seat (tenant_id, committee_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        tenant_table(
            "committees_effectiveness",
            """
            committee_id uuid NOT NULL,
            period text NOT NULL CHECK (period <> ''),
            reviewed_on date NOT NULL,
            answered integer CHECK (answered >= 0),
            asked integer CHECK (asked >= 1 AND asked >= answered),
            went_well text NOT NULL CHECK (went_well <> ''),
            to_change text NOT NULL CHECK (to_change <> ''),
            recorded_at timestamptz NOT NULL,
            recorded_by_name text NOT NULL,
            CHECK ((answered IS NULL) = (asked IS NULL)),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("committees_effectiveness"),
        """
        CREATE INDEX committees_deputy_by_seat ON committees_deputy (tenant_id, committee_id, seat_id, from_on);
        CREATE INDEX committees_deputy_by_person ON committees_deputy (tenant_id, person_id, from_on);
        CREATE INDEX committees_effectiveness_by_committee
          ON committees_effectiveness (tenant_id, committee_id, reviewed_on);
        """,
    ],
)
