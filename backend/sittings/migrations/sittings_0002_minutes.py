"""Minutes made public, decisions and actions struck out, extracts that were sent, declarations followed up."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T13:31:01"
VERSION = "1.38.0"
DESCRIPTION = "Public minutes, struck actions, extracts, declarations followed up"

_STEPS = """
ALTER TABLE sittings_step
  ADD COLUMN private_corrections text CHECK (private_corrections <> ''),
  ADD COLUMN because text CHECK (because <> ''),
  ADD COLUMN file_id uuid,
  ADD FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id),
  ADD CHECK ((step = 'published') = (file_id IS NOT NULL)),
  ADD CHECK (step <> 'recalled' OR because IS NOT NULL),
  DROP CONSTRAINT sittings_step_step_check,
  ADD CONSTRAINT sittings_step_step_check
    CHECK (step IN ('agreed', 'reopened', 'approved', 'signed', 'published', 'recalled'));
"""

_ACTIONS = """
ALTER TABLE sittings_action
  ADD COLUMN struck_at timestamptz,
  ADD COLUMN struck_because text CHECK (struck_because <> ''),
  ADD COLUMN struck_by_name text,
  ADD COLUMN replaced_by_id uuid,
  ADD CHECK ((struck_at IS NULL) = (struck_because IS NULL) AND (struck_at IS NULL) = (struck_by_name IS NULL)),
  ADD CHECK (replaced_by_id IS NULL OR struck_at IS NOT NULL),
  ADD FOREIGN KEY (tenant_id, replaced_by_id) REFERENCES sittings_action (tenant_id, id);
"""

_EXTRACTS = tenant_table(
    "sittings_extract",
    """
    decision_id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text NOT NULL,
    sent_at timestamptz NOT NULL,
    sent_by_name text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    FOREIGN KEY (tenant_id, decision_id) REFERENCES meetings_decision (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
    """,
    writes="INSERT",
)

_ENTERED = tenant_table(
    "sittings_entered",
    """
    declaration_id uuid NOT NULL,
    interest_id uuid NOT NULL,
    is_it boolean NOT NULL,
    said_at timestamptz NOT NULL,
    said_by_name text NOT NULL,
    FOREIGN KEY (tenant_id, declaration_id) REFERENCES sittings_declaration (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration(
    "sittings",
    ID,
    DESCRIPTION,
    [
        _STEPS,
        _ACTIONS,
        _EXTRACTS,
        append_only("sittings_extract"),
        _ENTERED,
        append_only("sittings_entered"),
        """
        CREATE INDEX sittings_extract_by_decision ON sittings_extract (tenant_id, decision_id);
        CREATE INDEX sittings_entered_by_declaration ON sittings_entered (tenant_id, declaration_id, said_at);
        CREATE INDEX sittings_declaration_due ON sittings_declaration (tenant_id, due_on) WHERE due_on IS NOT NULL;
        CREATE INDEX sittings_step_public ON sittings_step (tenant_id, at) WHERE step = 'published';
        """,
    ],
)
