"""Line managers move to the people themselves; the register of interests reads them there."""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:20:02"
VERSION = "1.38.0"
DESCRIPTION = "Line managers are kept of people"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        "UPDATE people_person p SET line_manager_id = d.line_manager_id FROM interests_declarant d "
        "WHERE d.tenant_id = p.tenant_id AND d.person_id = p.id AND d.line_manager_id IS NOT NULL;",
        "ALTER TABLE interests_declarant DROP COLUMN line_manager_id;",
    ],
)
