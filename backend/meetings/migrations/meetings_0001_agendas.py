"""Meetings, agendas, papers, attendance and decisions."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-21T00:11:01"
VERSION = "1.38.0"
DESCRIPTION = "Meetings, agendas, papers, attendance and decisions"

_MEETINGS = tenant_table(
    "meetings_meeting",
    """
    committee_id uuid NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    title text NOT NULL CHECK (title <> ''),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    venue text NOT NULL CHECK (venue <> ''),
    in_public boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('planned', 'agenda-published', 'held', 'cancelled')),
    agenda_published_at timestamptz,
    cancelled_because text CHECK (cancelled_because <> ''),
    UNIQUE (tenant_id, committee_id, number),
    CHECK ((state = 'cancelled') = (cancelled_because IS NOT NULL)),
    CHECK (state <> 'agenda-published' OR agenda_published_at IS NOT NULL),
    FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
    """,
)

_ITEMS = tenant_table(
    "meetings_item",
    """
    meeting_id uuid NOT NULL,
    under_id uuid CHECK (under_id <> id),
    position integer NOT NULL CHECK (position >= 1),
    label text CHECK (label ~ '^[1-9][0-9]{0,2}[a-z]{0,2}([.][1-9][0-9]{0,2}[a-z]{0,2})?$'),
    late boolean NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    purpose text NOT NULL CHECK (purpose IN ('DECISION', 'APPROVE', 'RATIFY', 'DISCUSSION', 'INFORMATION',
      'ASSURANCE', 'NOTE', 'RECEIVE')),
    part text NOT NULL CHECK (part IN ('public', 'private')),
    private_reason text CHECK (private_reason <> ''),
    lead_person_id uuid,
    minutes integer CHECK (minutes BETWEEN 1 AND 600),
    notes text CHECK (notes <> ''),
    withdrawn_at timestamptz,
    withdrawn_because text CHECK (withdrawn_because <> ''),
    UNIQUE (tenant_id, meeting_id, id),
    -- labels are written anew in one statement, which may pass through a moment of two alike
    UNIQUE (tenant_id, meeting_id, label) DEFERRABLE INITIALLY IMMEDIATE,
    CHECK ((part = 'private') = (private_reason IS NOT NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
    CHECK (label IS NOT NULL OR withdrawn_at IS NOT NULL),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, meeting_id, under_id) REFERENCES meetings_item (tenant_id, meeting_id, id),
    FOREIGN KEY (tenant_id, lead_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_ITEM_ORGANISATIONS = tenant_table(
    "meetings_item_organisation",
    """
    item_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    added_at timestamptz NOT NULL,
    removed_at timestamptz,
    FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id)
    """,
)

_PAPERS = tenant_table(
    "meetings_paper",
    """
    item_id uuid NOT NULL,
    position integer NOT NULL CHECK (position >= 1),
    title text NOT NULL CHECK (title <> ''),
    kind text NOT NULL CHECK (kind IN ('paper', 'appendix', 'presentation', 'minutes')),
    author_person_id uuid NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    withdrawn_at timestamptz,
    withdrawn_because text CHECK (withdrawn_because <> ''),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
    FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id),
    FOREIGN KEY (tenant_id, author_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_VERSIONS = tenant_table(
    "meetings_paper_version",
    """
    paper_id uuid NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    original_file_id uuid NOT NULL,
    content_kind text NOT NULL CHECK (content_kind IN ('html', 'pdf')),
    content_file_id uuid NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    losses text[] NOT NULL,
    words integer CHECK (words >= 0),
    pages integer CHECK (pages >= 1),
    uploaded_at timestamptz NOT NULL,
    -- no reference: a chore may put a version in, and who acted is in the ledger as well
    uploaded_by_person_id uuid,
    uploaded_by_name text NOT NULL,
    UNIQUE (tenant_id, paper_id, version),
    FOREIGN KEY (tenant_id, paper_id) REFERENCES meetings_paper (tenant_id, id),
    FOREIGN KEY (tenant_id, original_file_id) REFERENCES evidence_file (tenant_id, id),
    FOREIGN KEY (tenant_id, content_file_id) REFERENCES evidence_file (tenant_id, id)
    """,
    writes="INSERT",
)

_ASSETS = tenant_table(
    "meetings_paper_asset",
    """
    paper_version_id uuid NOT NULL,
    name text NOT NULL CHECK (name ~ '^[a-zA-Z0-9][a-zA-Z0-9._-]{0,199}$'),
    file_id uuid NOT NULL,
    UNIQUE (tenant_id, paper_version_id, name),
    FOREIGN KEY (tenant_id, paper_version_id) REFERENCES meetings_paper_version (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
    """,
    writes="INSERT",
)

_ATTENDANCE = tenant_table(
    "meetings_attendance",
    """
    meeting_id uuid NOT NULL,
    person_id uuid NOT NULL,
    expected boolean NOT NULL,
    reason text CHECK (reason <> ''),
    said_at timestamptz NOT NULL,
    UNIQUE (tenant_id, meeting_id, person_id),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_DECISIONS = tenant_table(
    "meetings_decision",
    """
    item_id uuid NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('agreed', 'not-agreed', 'noted', 'deferred', 'referred')),
    text text NOT NULL CHECK (text <> ''),
    function text CHECK (function <> ''),
    value_pence bigint CHECK (value_pence >= 0),
    decided_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by_person_id uuid,
    recorded_by_name text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        _MEETINGS,
        _ITEMS,
        _ITEM_ORGANISATIONS,
        _PAPERS,
        _VERSIONS,
        append_only("meetings_paper_version"),
        _ASSETS,
        append_only("meetings_paper_asset"),
        _ATTENDANCE,
        _DECISIONS,
        append_only("meetings_decision"),
        """
        CREATE INDEX meetings_meeting_by_time ON meetings_meeting (tenant_id, starts_at);
        CREATE INDEX meetings_meeting_by_committee ON meetings_meeting (tenant_id, committee_id, starts_at);
        CREATE INDEX meetings_item_by_meeting ON meetings_item (tenant_id, meeting_id, position);
        CREATE UNIQUE INDEX meetings_item_organisation_once
          ON meetings_item_organisation (tenant_id, item_id, organisation_id) WHERE removed_at IS NULL;
        CREATE INDEX meetings_item_organisation_by_organisation
          ON meetings_item_organisation (tenant_id, organisation_id);
        CREATE INDEX meetings_paper_by_item ON meetings_paper (tenant_id, item_id, position);
        CREATE INDEX meetings_paper_by_author ON meetings_paper (tenant_id, author_person_id);
        CREATE INDEX meetings_paper_version_by_time ON meetings_paper_version (tenant_id, uploaded_at);
        CREATE INDEX meetings_attendance_by_person ON meetings_attendance (tenant_id, person_id);
        CREATE INDEX meetings_decision_by_item ON meetings_decision (tenant_id, item_id, decided_at);
        CREATE INDEX meetings_decision_by_time ON meetings_decision (tenant_id, decided_at);
        """,
    ],
)
