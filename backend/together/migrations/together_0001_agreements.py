"""Agreements with other bodies, what passed under them, and the meetings and seats that they concern."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T13:45:01"
VERSION = "1.38.0"
DESCRIPTION = (
    "Agreements with other bodies, messages, received records, meetings in common, seats of joint committees"
)

_KINDS = "('proposal', 'acceptance', 'refusal', 'ending', 'agenda', 'pack', 'powers', 'decisions', 'minutes')"
_HASH = "CHECK (sha256 ~ '^[0-9a-f]{64}$')"

_AGREEMENT = tenant_table(
    "together_agreement",
    f"""
    side text NOT NULL CHECK (side IN ('proposer', 'invited')),
    other_tenant_id uuid NOT NULL CHECK (other_tenant_id <> tenant_id),
    other_slug text NOT NULL CHECK (other_slug <> ''),
    other_name text NOT NULL CHECK (other_name <> ''),
    kind text NOT NULL CHECK (kind IN ('in-common', 'joint')),
    name text NOT NULL CHECK (name <> ''),
    terms text NOT NULL,
    sha256 text NOT NULL {_HASH},
    shares text NOT NULL CHECK (shares IN ('public', 'all')),
    from_on date NOT NULL,
    until_on date CHECK (until_on >= from_on),
    state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'refused', 'ended')),
    committee_id uuid,
    their_committee text,
    proposed_at timestamptz NOT NULL,
    settled_at timestamptz,
    refused_because text,
    ended_on date,
    ended_because text CHECK (ended_because <> ''),
    ended_by text,
    CHECK (state <> 'accepted' OR (committee_id IS NOT NULL AND their_committee IS NOT NULL)),
    CHECK ((state = 'ended') = (ended_because IS NOT NULL)),
    CHECK ((state = 'refused') = (refused_because IS NOT NULL)),
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
    """,
)

_SIGNATURE = tenant_table(
    "together_signature",
    f"""
    agreement_id uuid NOT NULL,
    whose text NOT NULL CHECK (whose IN ('ours', 'theirs')),
    body text NOT NULL,
    committee text NOT NULL,
    signed_by text NOT NULL,
    authority text NOT NULL CHECK (authority <> ''),
    signed_on date NOT NULL,
    sha256 text NOT NULL {_HASH},
    kept_at timestamptz NOT NULL,
    recorded_by_name text NOT NULL,
    UNIQUE (tenant_id, agreement_id, whose),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id)
    """,
    writes="INSERT",
)

_MESSAGE = tenant_table(
    "together_message",
    f"""
    agreement_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN {_KINDS}),
    to_tenant_id uuid NOT NULL CHECK (to_tenant_id <> tenant_id),
    to_slug text NOT NULL,
    to_name text NOT NULL,
    body text NOT NULL,
    sha256 text NOT NULL {_HASH},
    about_id uuid,
    file_id uuid,
    sent_at timestamptz NOT NULL,
    sent_by_name text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'refused')),
    settled_at timestamptz,
    refused_because text,
    CHECK ((state = 'refused') = (refused_because IS NOT NULL)),
    CHECK ((kind = 'pack') = (file_id IS NOT NULL)),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
    """,
)

_RECEIVED = tenant_table(
    "together_received",
    f"""
    agreement_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN {_KINDS}),
    from_tenant_id uuid NOT NULL CHECK (from_tenant_id <> tenant_id),
    from_name text NOT NULL,
    body text NOT NULL,
    sha256 text NOT NULL {_HASH},
    about_id uuid,
    file_id uuid,
    sent_at timestamptz NOT NULL,
    sent_by_name text NOT NULL,
    received_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('offered', 'taken-up', 'overtaken', 'kept')),
    settled_at timestamptz,
    settled_by_name text,
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
    """,
)

_MEETING = tenant_table(
    "together_meeting",
    """
    agreement_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('host', 'guest')),
    host_meeting_id uuid NOT NULL,
    agenda_id uuid,
    marked_at timestamptz NOT NULL,
    marked_by_name text NOT NULL,
    CHECK ((role = 'host') = (host_meeting_id = meeting_id)),
    UNIQUE (tenant_id, meeting_id, agreement_id),
    UNIQUE (tenant_id, agreement_id, host_meeting_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, agenda_id) REFERENCES together_received (tenant_id, id)
    """,
)

_ITEM = tenant_table(
    "together_item",
    """
    agreement_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    item_id uuid NOT NULL,
    thread_id uuid NOT NULL,
    host_number text,
    UNIQUE (tenant_id, item_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id)
    """,
)

_SEAT = tenant_table(
    "together_seat",
    """
    committee_id uuid NOT NULL,
    seat_slug text NOT NULL,
    body_slug text NOT NULL,
    body_name text NOT NULL,
    UNIQUE (tenant_id, committee_id, seat_slug),
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
    """,
)

_INDEXES = """
CREATE INDEX together_message_by_agreement ON together_message (tenant_id, agreement_id);
CREATE INDEX together_received_by_agreement ON together_received (tenant_id, agreement_id);
CREATE INDEX together_received_by_subject ON together_received (tenant_id, about_id);
CREATE INDEX together_message_by_subject ON together_message (tenant_id, about_id);
CREATE INDEX together_item_by_meeting ON together_item (tenant_id, meeting_id);
CREATE INDEX together_agreement_by_committee ON together_agreement (tenant_id, committee_id);
"""

forwards = migration(
    "together",
    ID,
    DESCRIPTION,
    [
        _AGREEMENT,
        _SIGNATURE,
        append_only("together_signature"),
        _MESSAGE,
        _RECEIVED,
        _MEETING,
        _ITEM,
        _SEAT,
        _INDEXES,
    ],
)
