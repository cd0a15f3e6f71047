"""One more role for the whole tenant: reviewers, of a reviewing body."""

from backend.tenancy.sql import migration

ID = "2026-11-22T22:14:01"
VERSION = "1.38.0"
DESCRIPTION = "Reviewers as a role"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE people_role DROP CONSTRAINT people_role_role_check;",
        "ALTER TABLE people_role ADD CONSTRAINT people_role_role_check CHECK (role IN ('governance-officer',"
        " 'executive-owner', 'internal-audit', 'regulator', 'coi-guardian', 'finance', 'reviewer'));",
    ],
)
