"""Concerns, what hangs on them, and breaches."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:27:03"
VERSION = "1.38.0"
DESCRIPTION = "Concerns and breaches"


def _person(column: str) -> str:
    return f"FOREIGN KEY (tenant_id, {column}) REFERENCES people_person (tenant_id, id)"


_CONCERN = "FOREIGN KEY (tenant_id, concern_id) REFERENCES concerns_concern (tenant_id, id)"
_CATEGORIES = "('UNDECLARED', 'GIFT', 'MEETING', 'PROCUREMENT', 'CONFIDENCE', 'OTHER')"

forwards = migration(
    "concerns",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "concerns_concern",
            f"""
            reference text NOT NULL,
            follow_up_hash text NOT NULL,
            route text NOT NULL CHECK (route IN ('PERSON', 'ON_BEHALF', 'PUBLIC')),
            received_at timestamptz NOT NULL,
            raised_by uuid,
            raiser_name text,
            raiser_contact text,
            taken_down_by uuid,
            category text NOT NULL CHECK (category IN {_CATEGORIES}),
            about text NOT NULL,
            what text NOT NULL CHECK (what <> ''),
            occurred text,
            state text NOT NULL CHECK (state IN ('RECEIVED', 'ASSESSED', 'INVESTIGATED', 'FOUND', 'CLOSED')),
            assessment text,
            policy_clause text,
            person_concerned uuid,
            investigator text CHECK (investigator IN ('INTERNAL', 'EXTERNAL')),
            investigator_name text,
            investigation_from date,
            finding text CHECK (finding IN ('BREACH', 'NO_BREACH', 'NOT_PROCEEDED')),
            found_on date,
            reasons text,
            action text,
            lessons text,
            notified boolean,
            notified_on date,
            closed_at timestamptz,
            UNIQUE (tenant_id, reference),
            UNIQUE (tenant_id, follow_up_hash),
            CHECK ((finding IS NULL) = (found_on IS NULL)),
            CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL)),
            {_person("raised_by")},
            {_person("taken_down_by")},
            {_person("person_concerned")}
            """,
        ),
        tenant_table(
            "concerns_handler",
            f"""
            concern_id uuid NOT NULL,
            person_id uuid NOT NULL,
            capacity text NOT NULL CHECK (capacity IN ('GUARDIAN', 'STAND_IN', 'ADDED')),
            from_at timestamptz NOT NULL,
            to_at timestamptz CHECK (to_at >= from_at),
            because text NOT NULL,
            {_CONCERN},
            {_person("person_id")}
            """,
        ),
        "-- nobody handles the same concern twice at once; by person, because lists are of what one handles",
        "CREATE UNIQUE INDEX concerns_handler_now"
        " ON concerns_handler (tenant_id, person_id, concern_id) WHERE to_at IS NULL;",
        "CREATE INDEX concerns_handler_by_concern ON concerns_handler (tenant_id, concern_id);",
        tenant_table(
            "concerns_notice",
            f"""
            concern_id uuid NOT NULL,
            person_id uuid NOT NULL,
            words text NOT NULL CHECK (words <> ''),
            reply_by date NOT NULL,
            given_at timestamptz NOT NULL,
            given_by uuid,
            reply text,
            replied_at timestamptz,
            reply_recorded_by uuid,
            CHECK ((reply IS NULL) = (replied_at IS NULL)),
            UNIQUE (tenant_id, concern_id, person_id),
            {_CONCERN},
            {_person("person_id")}
            """,
        ),
        "CREATE INDEX concerns_notice_by_person ON concerns_notice (tenant_id, person_id);",
        tenant_table(
            "concerns_message",
            f"""
            concern_id uuid NOT NULL,
            at timestamptz NOT NULL,
            from_raiser boolean NOT NULL,
            by_person uuid,
            words text NOT NULL CHECK (words <> ''),
            CHECK (from_raiser = (by_person IS NULL)),
            {_CONCERN},
            {_person("by_person")}
            """,
            writes="INSERT",
        ),
        append_only("concerns_message"),
        "CREATE INDEX concerns_message_by_concern ON concerns_message (tenant_id, concern_id, at);",
        tenant_table(
            "concerns_referral",
            f"""
            concern_id uuid NOT NULL,
            body text NOT NULL CHECK (body IN ('COUNTER_FRAUD', 'SPEAK_UP', 'OTHER')),
            referred_on date NOT NULL,
            words text NOT NULL,
            referred_by uuid,
            {_CONCERN}
            """,
            writes="INSERT",
        ),
        append_only("concerns_referral"),
        "CREATE INDEX concerns_referral_by_concern ON concerns_referral (tenant_id, concern_id);",
        tenant_table(
            "concerns_document",
            f"""
            concern_id uuid NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            media_type text NOT NULL,
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
            size bigint NOT NULL CHECK (size >= 0),
            kept_at text NOT NULL,
            added_at timestamptz NOT NULL,
            added_by uuid,
            UNIQUE (tenant_id, concern_id, sha256, name),
            {_CONCERN}
            """,
            writes="INSERT",
        ),
        append_only("concerns_document"),
        tenant_table(
            "concerns_breach",
            f"""
            breach_id uuid NOT NULL,
            found_on date NOT NULL,
            category text NOT NULL CHECK (category IN {_CATEGORIES}),
            what_happened text NOT NULL CHECK (what_happened <> ''),
            action text NOT NULL,
            lessons text NOT NULL,
            notified boolean NOT NULL,
            notified_on date CHECK (notified_on IS NULL OR notified),
            known_from timestamptz NOT NULL,
            known_to timestamptz CHECK (known_to >= known_from)
            """,
        ),
        "CREATE UNIQUE INDEX concerns_breach_newest"
        " ON concerns_breach (tenant_id, breach_id) WHERE known_to IS NULL;",
        "CREATE INDEX concerns_breach_known ON concerns_breach (tenant_id, known_from, known_to);",
        tenant_table(
            "concerns_publication",
            f"""
            concern_id uuid NOT NULL,
            breach_id uuid NOT NULL,
            UNIQUE (tenant_id, concern_id),
            UNIQUE (tenant_id, breach_id),
            {_CONCERN}
            """,
            writes="INSERT",
        ),
        tenant_table(
            "concerns_settings",
            f"""
            stand_in_person_id uuid,
            kept_since date,
            UNIQUE (tenant_id),
            {_person("stand_in_person_id")}
            """,
        ),
    ],
)
