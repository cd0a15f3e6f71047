"""Where it is said that the organisation answers to a framework, and where a mapping of its own comes from."""

from backend.tenancy.sql import migration

ID = "2026-11-22T19:24:01"
VERSION = "1.38.0"
DESCRIPTION = "Why a framework is in use and a mapping is made"

forwards = migration(
    "assurance",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE assurance_edition ADD COLUMN taken_source jsonb CHECK (jsonb_typeof(taken_source) = 'object');
    ALTER TABLE assurance_mapping ADD COLUMN source jsonb CHECK (jsonb_typeof(source) = 'object');
    """,
)
