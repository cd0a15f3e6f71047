"""Several signatories with an order, a sponsor, a deputy, and what exactly was before whoever signed."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:42:07"
VERSION = "1.38.0"
DESCRIPTION = "Signatories in order, and the rendition that was signed"

forwards = migration(
    "signoff",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE signoff_run
          ADD COLUMN sponsor_person_id uuid,
          ADD COLUMN deputy_person_id uuid,
          ADD FOREIGN KEY (tenant_id, sponsor_person_id) REFERENCES people_person (tenant_id, id),
          ADD FOREIGN KEY (tenant_id, deputy_person_id) REFERENCES people_person (tenant_id, id);

        ALTER TABLE signoff_approval
          -- the one approving step that workflows had until now
          ADD COLUMN step text NOT NULL DEFAULT 'sign-off' CHECK (step ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
          -- which of the places of its step it fills: the office where each must approve, else nothing
          ADD COLUMN place text NOT NULL DEFAULT '',
          -- unknown of what was decided before renditions were kept
          ADD COLUMN rendition text CHECK (rendition IN ('page', 'pdf')),
          ADD COLUMN rendition_hash text CHECK (rendition_hash ~ '^[0-9a-f]{64}$'),
          ADD COLUMN words_hash text CHECK (words_hash ~ '^[0-9a-f]{64}$'),
          ADD CHECK ((rendition IS NULL) = (rendition_hash IS NULL));
        ALTER TABLE signoff_approval ALTER COLUMN step DROP DEFAULT, ALTER COLUMN place DROP DEFAULT;

        DROP INDEX signoff_approval_stands_once;
        -- whatever the code does, one approval stands at a time in each place of a step
        CREATE UNIQUE INDEX signoff_approval_stands_once ON signoff_approval (tenant_id, run_id, step, place)
          WHERE decision = 'approved' AND voided_at IS NULL;
        """,
    ],
)
