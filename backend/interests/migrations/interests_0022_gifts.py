"""Gifts, hospitality and sponsorship, in every version."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:22:01"
VERSION = "1.38.0"
DESCRIPTION = "The register of gifts, hospitality and sponsorship"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "interests_gift",
            """
            gift_id uuid NOT NULL,
            person_id uuid NOT NULL,
            giver_id uuid NOT NULL,
            from_supplier boolean NOT NULL,
            kind text NOT NULL CHECK (kind IN ('GIFT', 'CASH', 'HOSPITALITY', 'TRAVEL', 'SPONSORED_EVENT',
              'SPONSORED_POST', 'SPONSORED_RESEARCH')),
            description text NOT NULL CHECK (description <> ''),
            pounds numeric NOT NULL CHECK (pounds BETWEEN 0 AND 999999.99 AND scale(pounds) <= 2),
            offered_on date NOT NULL,
            received_on date CHECK (received_on >= offered_on),
            outcome text NOT NULL CHECK (outcome IN ('ACCEPTED', 'PASSED_ON', 'DECLINED')),
            reason text,
            approved_by uuid CHECK (approved_by <> person_id),
            declared_at timestamptz NOT NULL,
            declared_on date NOT NULL,
            late boolean NOT NULL,
            rule_set text,
            advice text CHECK (advice IN ('ACCEPT', 'ACCEPT_FOR_ORGANISATION', 'DECLINE', 'ASK_FIRST')),
            advice_words text NOT NULL,
            summed_pounds numeric NOT NULL CHECK (summed_pounds >= pounds AND scale(summed_pounds) <= 2),
            followed boolean,
            status text NOT NULL CHECK (status IN ('SUBMITTED', 'RETURNED', 'APPROVED', 'WITHDRAWN')),
            reviewed_by uuid CHECK (reviewed_by <> person_id),
            reviewed_at timestamptz,
            review_note text,
            happened text NOT NULL CHECK (happened IN ('DECLARED', 'CORRECTED', 'QUESTIONED', 'APPROVED', 'WITHDRAWN')),
            changed_by text NOT NULL,
            change_note text,
            known_from timestamptz NOT NULL,
            known_to timestamptz CHECK (known_to > known_from),
            CHECK ((advice IS NULL) = (followed IS NULL)),
            CHECK (outcome <> 'DECLINED' OR received_on IS NULL),
            CHECK ((reviewed_by IS NULL) = (reviewed_at IS NULL)),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, giver_id) REFERENCES organisations_organisation (tenant_id, id),
            FOREIGN KEY (tenant_id, approved_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, reviewed_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "-- of one entry, one version is the newest",
        "CREATE UNIQUE INDEX interests_gift_newest ON interests_gift (tenant_id, gift_id) WHERE known_to IS NULL;",
        "CREATE INDEX interests_gift_by_person"
        " ON interests_gift (tenant_id, person_id, giver_id, offered_on) WHERE known_to IS NULL;",
        "CREATE INDEX interests_gift_by_giver"
        " ON interests_gift (tenant_id, giver_id, offered_on) WHERE known_to IS NULL;",
        "CREATE INDEX interests_gift_by_day ON interests_gift (tenant_id, offered_on DESC, gift_id);",
    ],
)
