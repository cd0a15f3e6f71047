"""Requests for information, and all that hangs on them."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-23T08:00:00"
VERSION = "1.38.0"
DESCRIPTION = "Requests for information"

_REQUEST = "FOREIGN KEY (tenant_id, request_id) REFERENCES requests_request (tenant_id, id)"
_DOCUMENT = "FOREIGN KEY (tenant_id, {}) REFERENCES requests_document (tenant_id, id)"
_APPLIED = "FOREIGN KEY (tenant_id, applied_id) REFERENCES requests_exemption (tenant_id, id)"


def _person(column: str) -> str:
    return f"FOREIGN KEY (tenant_id, {column}) REFERENCES people_person (tenant_id, id)"


def _by_request(table: str) -> str:
    return f"CREATE INDEX {table}_by_request ON {table} (tenant_id, request_id);"


_TABLES = [
    tenant_table(
        "requests_request",
        f"""
        number integer NOT NULL CHECK (number > 0),
        reference text NOT NULL,
        kind text NOT NULL,
        rules text NOT NULL,
        came text NOT NULL CHECK (came IN ('mail', 'letter', 'web', 'other')),
        received_on date NOT NULL,
        logged_at timestamptz NOT NULL,
        logged_by text NOT NULL,
        subject text NOT NULL CHECK (subject <> ''),
        asked text NOT NULL CHECK (asked <> ''),
        handler_person_id uuid,
        state text NOT NULL CHECK (state IN
          ('open', 'to-check', 'checked', 'answered', 'reviewing', 'reviewed', 'withdrawn', 'transferred')),
        acknowledged_on date,
        extended_by integer NOT NULL CHECK (extended_by >= 0),
        extended_because text,
        closed_on date,
        closed_because text,
        transferred_to text,
        outcome text CHECK (outcome IN ('full', 'part', 'refused', 'not-held')),
        due_on date,
        late_by integer CHECK (late_by >= 0),
        told_for date,
        version integer NOT NULL,
        UNIQUE (tenant_id, number),
        UNIQUE (tenant_id, reference),
        CHECK ((closed_on IS NULL) = (state IN ('open', 'to-check', 'checked'))),
        {_person("handler_person_id")}
        """,
    ),
    "CREATE INDEX requests_request_due ON requests_request (tenant_id, due_on) WHERE closed_on IS NULL;",
    "CREATE INDEX requests_request_received ON requests_request (tenant_id, received_on);",
    tenant_table(
        "requests_requester",
        f"""
        request_id uuid NOT NULL,
        name text NOT NULL,
        contact text NOT NULL,
        for_whom text,
        UNIQUE (tenant_id, request_id),
        {_REQUEST}
        """,
    ),
    tenant_table(
        "requests_pause",
        f"""
        request_id uuid NOT NULL,
        stop_id text NOT NULL,
        words text NOT NULL,
        from_on date NOT NULL,
        until_on date CHECK (until_on >= from_on),
        came_words text,
        recorded_by text NOT NULL,
        withdrawn_because text,
        {_REQUEST}
        """,
    ),
    "-- the clock stands still for one thing at a time",
    "CREATE UNIQUE INDEX requests_pause_open ON requests_pause (tenant_id, request_id)"
    " WHERE until_on IS NULL AND withdrawn_because IS NULL;",
    _by_request("requests_pause"),
    tenant_table(
        "requests_search",
        f"""
        request_id uuid NOT NULL,
        person_id uuid NOT NULL,
        asked text NOT NULL CHECK (asked <> ''),
        asked_on date NOT NULL,
        asked_by text NOT NULL,
        due_on date NOT NULL,
        action_id uuid,
        answer text CHECK (answer IN ('found', 'nil')),
        words text,
        answered_on date,
        answered_by text,
        withdrawn_because text,
        CHECK ((answer IS NULL) = (answered_on IS NULL)),
        {_REQUEST},
        {_person("person_id")}
        """,
    ),
    _by_request("requests_search"),
    "CREATE INDEX requests_search_open ON requests_search (tenant_id, person_id)"
    " WHERE answer IS NULL AND withdrawn_because IS NULL;",
    tenant_table(
        "requests_exemption",
        f"""
        request_id uuid NOT NULL,
        exemption_id text NOT NULL,
        covers text NOT NULL CHECK (covers <> ''),
        reason text NOT NULL CHECK (reason <> ''),
        interest_for text,
        interest_against text,
        applied_on date NOT NULL,
        applied_by text NOT NULL,
        withdrawn_because text,
        {_REQUEST}
        """,
    ),
    _by_request("requests_exemption"),
    tenant_table(
        "requests_opinion",
        f"""
        request_id uuid NOT NULL,
        applied_id uuid NOT NULL,
        person_id uuid NOT NULL,
        person_name text NOT NULL,
        office text NOT NULL,
        words text NOT NULL CHECK (words <> ''),
        given_at timestamptz NOT NULL,
        proved_by text NOT NULL,
        UNIQUE (tenant_id, applied_id),
        {_REQUEST},
        {_APPLIED},
        {_person("person_id")}
        """,
        writes="INSERT",
    ),
    _by_request("requests_opinion"),
    tenant_table(
        "requests_document",
        f"""
        request_id uuid NOT NULL,
        part text NOT NULL CHECK (part IN ('received', 'found', 'redacted', 'letter')),
        number integer NOT NULL,
        of_document_id uuid,
        search_id uuid,
        name text NOT NULL CHECK (name <> ''),
        media_type text NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
        size bigint NOT NULL CHECK (size >= 0),
        kept_at text NOT NULL,
        disclosing text NOT NULL CHECK (disclosing IN ('undecided', 'as-it-is', 'redacted', 'withheld')),
        marked_at timestamptz,
        made_from_marks_at timestamptz,
        added_at timestamptz NOT NULL,
        added_by text NOT NULL,
        withdrawn_because text,
        CHECK ((part = 'redacted') = (of_document_id IS NOT NULL)),
        {_REQUEST},
        {_DOCUMENT.format("of_document_id")},
        FOREIGN KEY (tenant_id, search_id) REFERENCES requests_search (tenant_id, id)
        """,
    ),
    _by_request("requests_document"),
    tenant_table(
        "requests_redaction",
        f"""
        request_id uuid NOT NULL,
        document_id uuid NOT NULL,
        applied_id uuid NOT NULL,
        words text,
        page integer CHECK (page > 0),
        area jsonb,
        found integer,
        marked_at timestamptz NOT NULL,
        marked_by text NOT NULL,
        withdrawn_at timestamptz,
        CHECK (words IS NOT NULL OR page IS NOT NULL),
        {_REQUEST},
        {_DOCUMENT.format("document_id")},
        {_APPLIED}
        """,
    ),
    _by_request("requests_redaction"),
    tenant_table(
        "requests_answer",
        f"""
        request_id uuid NOT NULL,
        number integer NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('full', 'part', 'refused', 'not-held')),
        words text NOT NULL CHECK (words <> ''),
        content jsonb NOT NULL,
        sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
        prepared_by uuid,
        prepared_by_name text NOT NULL,
        prepared_at timestamptz NOT NULL,
        checked_by uuid CHECK (checked_by <> prepared_by),
        checked_by_name text,
        checked_at timestamptz,
        check_words text,
        returned_at timestamptz,
        letter_id uuid,
        letter_failed text,
        sent_on date,
        sent_by text,
        UNIQUE (tenant_id, request_id, number),
        {_REQUEST},
        {_DOCUMENT.format("letter_id")}
        """,
    ),
    tenant_table(
        "requests_review",
        f"""
        request_id uuid NOT NULL,
        asked_on date NOT NULL,
        words text NOT NULL CHECK (words <> ''),
        due_on date NOT NULL,
        reviewer_person_id uuid,
        outcome text CHECK (outcome IN ('upheld', 'partly', 'overturned')),
        reasons text,
        decided_on date,
        decided_by text,
        CHECK ((outcome IS NULL) = (decided_on IS NULL)),
        {_REQUEST},
        {_person("reviewer_person_id")}
        """,
    ),
    _by_request("requests_review"),
    tenant_table(
        "requests_disclosure",
        f"""
        request_id uuid NOT NULL,
        title text NOT NULL CHECK (title <> ''),
        asked text NOT NULL CHECK (asked <> ''),
        answered text NOT NULL CHECK (answered <> ''),
        answered_on date NOT NULL,
        outcome text NOT NULL,
        with_documents boolean NOT NULL,
        proposed_by uuid,
        proposed_by_name text NOT NULL,
        proposed_at timestamptz NOT NULL,
        approved_by_name text,
        public_at timestamptz,
        ended_at timestamptz,
        ended_because text,
        {_REQUEST}
        """,
    ),
    "CREATE UNIQUE INDEX requests_disclosure_one ON requests_disclosure (tenant_id, request_id)"
    " WHERE ended_at IS NULL;",
]

forwards = migration("requests", ID, DESCRIPTION, _TABLES)
