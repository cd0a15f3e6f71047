"""What may conflict with an item, what people said to it, how interests are handled; what an item is worth."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T02:20:01"
VERSION = "1.38.0"
DESCRIPTION = "Hits of the conflict search, treatments of interests, and the value of an item"

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE meetings_item
          ADD COLUMN procures boolean NOT NULL DEFAULT false,
          ADD COLUMN value_pence bigint CHECK (value_pence >= 0);
        """,
        tenant_table(
            "meetings_hit",
            """
            item_id uuid NOT NULL,
            person_id uuid NOT NULL,
            key text NOT NULL CHECK (key <> ''),
            source text NOT NULL CHECK (source IN ('register', 'radar', 'officer', 'member')),
            interest_id uuid,
            organisation_id uuid,
            reason text NOT NULL CHECK (reason <> ''),
            found jsonb NOT NULL,
            sureness integer NOT NULL CHECK (sureness BETWEEN 0 AND 100),
            kind text CHECK (kind IN ('FINANCIAL', 'NON_FINANCIAL_PROFESSIONAL', 'NON_FINANCIAL_PERSONAL')),
            indirect boolean NOT NULL,
            mark text,
            found_at timestamptz NOT NULL,
            found_by_name text NOT NULL,
            gone_at timestamptz CHECK (gone_at >= found_at),
            state text NOT NULL CHECK (state IN ('open', 'accepted', 'dismissed')),
            settled_at timestamptz,
            settled_by_person_id uuid,
            settled_by_name text,
            settled_because text CHECK (settled_because <> ''),
            judged_on jsonb,
            lapsed_because text CHECK (lapsed_because <> ''),
            CHECK ((state = 'open') = (settled_at IS NULL) AND (state = 'open') = (settled_by_name IS NULL)),
            CHECK (state <> 'dismissed' OR (settled_because IS NOT NULL AND judged_on IS NOT NULL)),
            CHECK (settled_by_person_id <> person_id),
            UNIQUE (tenant_id, item_id, person_id, key),
            FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id)
            """,
        ),
        tenant_table(
            "meetings_search",
            """
            item_id uuid NOT NULL,
            searched_at timestamptz NOT NULL,
            radar boolean NOT NULL,
            UNIQUE (tenant_id, item_id),
            FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id)
            """,
        ),
        tenant_table(
            "meetings_treatment",
            """
            item_id uuid NOT NULL,
            person_id uuid NOT NULL,
            treatment text NOT NULL CHECK (treatment IN ('NOTED_FULL_PARTICIPATION', 'DISCUSS_NOT_DECIDE_REMAIN',
              'CHAIR_STANDS_DOWN', 'DISCUSS_LEAVE_FOR_DECISION', 'LEAVE_FOR_ITEM', 'NO_PAPERS',
              'EXCLUDE_FROM_MEETING')),
            reason text NOT NULL CHECK (reason <> ''),
            decided_at timestamptz NOT NULL,
            decided_by_person_id uuid NOT NULL,
            decided_by_name text NOT NULL,
            office text NOT NULL CHECK (office IN ('chair', 'vice-chair', 'members')),
            recorded_by_name text NOT NULL,
            withholding_id uuid,
            ended_at timestamptz CHECK (ended_at >= decided_at),
            ended_because text CHECK (ended_because <> ''),
            ended_by_name text,
            review_asked_at timestamptz CHECK (review_asked_at >= decided_at),
            review_words text CHECK (review_words <> ''),
            review_answered_at timestamptz CHECK (review_answered_at >= review_asked_at),
            review_answer text CHECK (review_answer <> ''),
            review_answered_by_name text,
            CHECK (decided_by_person_id <> person_id),
            CHECK ((ended_at IS NULL) = (ended_because IS NULL) AND (ended_at IS NULL) = (ended_by_name IS NULL)),
            CHECK ((review_asked_at IS NULL) = (review_words IS NULL)),
            CHECK ((review_answered_at IS NULL) = (review_answer IS NULL)
              AND (review_answered_at IS NULL) = (review_answered_by_name IS NULL)),
            FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, decided_by_person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, withholding_id) REFERENCES meetings_withholding (tenant_id, id)
            """,
        ),
        """
        CREATE UNIQUE INDEX meetings_treatment_standing ON meetings_treatment (tenant_id, item_id, person_id)
          WHERE ended_at IS NULL;
        CREATE INDEX meetings_treatment_by_person ON meetings_treatment (tenant_id, person_id)
          WHERE ended_at IS NULL;
        """,
    ],
)
