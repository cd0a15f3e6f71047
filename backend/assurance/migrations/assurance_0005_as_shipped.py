"""What a shipped framework says of itself and of each requirement, kept where it is taken into use."""

from backend.tenancy.sql import migration

ID = "2026-11-22T19:06:01"
VERSION = "1.38.0"
DESCRIPTION = "Where an edition's words come from, and how each requirement comes to its answer"

forwards = migration(
    "assurance",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE assurance_edition ADD COLUMN provenance text CHECK (provenance <> '');
    ALTER TABLE assurance_domain ADD COLUMN about text CHECK (about <> '');
    ALTER TABLE assurance_requirement
      ADD COLUMN quoted boolean NOT NULL,
      ADD COLUMN answered text NOT NULL CHECK (answered IN ('judged', 'measured')),
      DROP CONSTRAINT assurance_requirement_mark_check,
      ADD CONSTRAINT assurance_requirement_mark_check
        CHECK (mark IN ('read', 'inferred', 'memory', 'setting', 'ours', 'own'));
    """,
)
