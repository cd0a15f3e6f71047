"""What was found hidden in a version of a paper, and what came of it; and what a version reads like."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:41:01"
VERSION = "1.38.0"
DESCRIPTION = "Hidden data in papers, and what a paper reads like"

# The words say what was found and never what it says: no identifier and no comment stands here.
_FINDINGS = tenant_table(
    "meetings_finding",
    """
    paper_version_id uuid NOT NULL,
    position integer NOT NULL CHECK (position >= 1),
    kind text NOT NULL CHECK (kind <> ''),
    place text NOT NULL,
    words text NOT NULL CHECK (words <> ''),
    removable boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'cleared', 'no-matter')),
    -- no reference: a chore may put a version in, and who acted is in the ledger as well
    settled_by_person_id uuid,
    settled_by_name text,
    settled_at timestamptz,
    reason text CHECK (reason <> ''),
    UNIQUE (tenant_id, paper_version_id, position),
    CHECK ((state = 'open') = (settled_at IS NULL)),
    CHECK ((settled_at IS NULL) = (settled_by_name IS NULL)),
    CHECK ((state = 'open') = (reason IS NULL)),
    FOREIGN KEY (tenant_id, paper_version_id) REFERENCES meetings_paper_version (tenant_id, id)
    """,
    writes="INSERT, UPDATE",
)

_PROSE = tenant_table(
    "meetings_prose",
    """
    paper_version_id uuid NOT NULL,
    words integer NOT NULL CHECK (words >= 0),
    sentences integer NOT NULL CHECK (sentences >= 0),
    syllables integer NOT NULL CHECK (syllables >= 0),
    headings integer NOT NULL CHECK (headings >= 0),
    pictures integer NOT NULL CHECK (pictures >= 0),
    undescribed integer NOT NULL CHECK (undescribed >= 0 AND undescribed <= pictures),
    recommends boolean NOT NULL,
    asks text[] NOT NULL,
    UNIQUE (tenant_id, paper_version_id),
    FOREIGN KEY (tenant_id, paper_version_id) REFERENCES meetings_paper_version (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration("meetings", ID, DESCRIPTION, [_FINDINGS, _PROSE])
