"""Two more roles for the whole tenant: the Conflicts of Interest Guardian, and finance."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:02:01"
VERSION = "1.38.0"
DESCRIPTION = "The Guardian and finance as roles"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE people_role DROP CONSTRAINT people_role_role_check;",
        "ALTER TABLE people_role ADD CONSTRAINT people_role_role_check CHECK (role IN ('governance-officer',"
        " 'executive-owner', 'internal-audit', 'regulator', 'coi-guardian', 'finance'));",
    ],
)
