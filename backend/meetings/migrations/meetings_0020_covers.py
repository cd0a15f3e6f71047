"""Cover sheets of papers, how an item comes before its committee, and papers that come late or are tabled."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:51:01"
VERSION = "1.38.0"
DESCRIPTION = "Cover sheets, states of items, late and tabled papers"

_COVERS = tenant_table(
    "meetings_paper_cover",
    """
    paper_version_id uuid NOT NULL,
    answers jsonb NOT NULL CHECK (jsonb_typeof(answers) = 'object'),
    -- as they are read and printed: a template that changes later does not change what was signed
    lines jsonb NOT NULL CHECK (jsonb_typeof(lines) = 'array'),
    paper_sha256 text NOT NULL CHECK (paper_sha256 ~ '^[0-9a-f]{64}$'),
    UNIQUE (tenant_id, paper_version_id),
    FOREIGN KEY (tenant_id, paper_version_id) REFERENCES meetings_paper_version (tenant_id, id)
    """,
    writes="INSERT",
)

_LATE = tenant_table(
    "meetings_late_paper",
    """
    paper_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    asked_at timestamptz NOT NULL,
    -- no references: who acted is in the ledger as well
    asked_by_person_id uuid,
    asked_by_name text NOT NULL,
    agreed boolean,
    answer text CHECK (answer <> ''),
    answered_at timestamptz,
    answered_by_person_id uuid,
    answered_by_name text,
    office text,
    CHECK ((agreed IS NULL) = (answered_at IS NULL) AND (agreed IS NULL) = (answered_by_name IS NULL)),
    CHECK (agreed IS NOT FALSE OR answer IS NOT NULL),
    FOREIGN KEY (tenant_id, paper_id) REFERENCES meetings_paper (tenant_id, id)
    """,
)

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE meetings_item ADD COLUMN paper_state text NOT NULL DEFAULT 'papers'
          CHECK (paper_state IN ('papers', 'verbal', 'to-follow', 'tabled'));
        ALTER TABLE meetings_paper ADD COLUMN tabled_at timestamptz;
        """,
        _COVERS,
        append_only("meetings_paper_cover"),
        _LATE,
        """
        CREATE UNIQUE INDEX meetings_late_paper_open ON meetings_late_paper (tenant_id, paper_id)
          WHERE agreed IS NULL;
        CREATE INDEX meetings_late_paper_by_paper ON meetings_late_paper (tenant_id, paper_id, asked_at);
        """,
    ],
)
