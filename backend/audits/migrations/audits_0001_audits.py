"""Audits, recommendations, opinions, engagements and requests."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T19:58:31"
VERSION = "1.38.0"
DESCRIPTION = "Audits, recommendations, opinions, engagements and requests"

forwards = migration(
    "audits",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "audits_audit",
            """
            title text NOT NULL CHECK (title <> ''),
            kind text NOT NULL CHECK (kind IN ('internal', 'external', 'other')),
            subject text NOT NULL CHECK (subject <> ''),
            firm text,
            lead_person_id uuid,
            committee_id uuid,
            state text NOT NULL CHECK (state IN ('planned', 'fieldwork', 'draft', 'final', 'cancelled')),
            planned_for date,
            reported_on date,
            -- the firm's own words, and the level that a national framework asks for: both are kept
            rating text,
            level text CHECK (level IN ('substantial', 'significant', 'limited', 'none')),
            national_rating text,
            summary text,
            cancelled_because text,
            version integer NOT NULL CHECK (version > 0),
            FOREIGN KEY (tenant_id, lead_person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
            CHECK ((state = 'final') = (reported_on IS NOT NULL)),
            CHECK ((state = 'cancelled') = (cancelled_because IS NOT NULL))
            """,
        ),
        tenant_table(
            "audits_recommendation",
            """
            audit_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            words text NOT NULL CHECK (words <> ''),
            priority text NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
            response text CHECK (response IN ('agreed', 'agreed-in-part', 'not-agreed')),
            response_words text,
            owner_person_id uuid,
            due_on date,
            action_id uuid,
            state text NOT NULL CHECK (state IN ('open', 'carried-out', 'verified', 'not-agreed', 'superseded')),
            carried_out_on date,
            carried_out_words text,
            carried_out_by text,
            carried_out_by_person_id uuid,
            closed_on date,
            closed_by text,
            closed_words text,
            UNIQUE (tenant_id, audit_id, number),
            FOREIGN KEY (tenant_id, audit_id) REFERENCES audits_audit (tenant_id, id),
            FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, carried_out_by_person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, action_id) REFERENCES actions_action (tenant_id, id),
            CHECK ((closed_on IS NOT NULL) = (state IN ('verified', 'superseded')))
            """,
        ),
        tenant_table(
            "audits_opinion",
            """
            year integer NOT NULL CHECK (year BETWEEN 1990 AND 2190),
            level text NOT NULL CHECK (level IN ('substantial', 'significant', 'limited', 'none')),
            words text NOT NULL CHECK (words <> ''),
            given_by text NOT NULL CHECK (given_by <> ''),
            given_on date NOT NULL,
            standards text NOT NULL,
            recorded_at timestamptz NOT NULL,
            recorded_by text NOT NULL,
            struck_at timestamptz,
            struck_because text,
            CHECK ((struck_at IS NULL) = (struck_because IS NULL))
            """,
        ),
        tenant_table(
            "audits_engagement",
            """
            audit_id uuid NOT NULL,
            person_id uuid NOT NULL,
            role_id uuid NOT NULL,
            from_on date NOT NULL,
            until_on date NOT NULL,
            as_at date,
            ended_on date,
            ended_because text,
            FOREIGN KEY (tenant_id, audit_id) REFERENCES audits_audit (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            CHECK (from_on <= until_on),
            CHECK ((ended_on IS NULL) = (ended_because IS NULL))
            """,
        ),
        tenant_table(
            "audits_request",
            """
            audit_id uuid NOT NULL,
            words text NOT NULL CHECK (words <> ''),
            asked_on date NOT NULL,
            asked_by text NOT NULL,
            due_on date NOT NULL,
            owner_person_id uuid,
            action_id uuid,
            state text NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
            answer text,
            settled_on date,
            settled_by text,
            FOREIGN KEY (tenant_id, audit_id) REFERENCES audits_audit (tenant_id, id),
            FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, action_id) REFERENCES actions_action (tenant_id, id),
            CHECK ((state = 'open') = (settled_on IS NULL))
            """,
        ),
        """
        CREATE UNIQUE INDEX audits_opinion_once ON audits_opinion (tenant_id, year) WHERE struck_at IS NULL;
        CREATE INDEX audits_request_by_audit ON audits_request (tenant_id, audit_id);
        CREATE INDEX audits_engagement_by_audit ON audits_engagement (tenant_id, audit_id);
        """,
    ],
)
