"""A report may show only the risks that its committee leads."""

from backend.tenancy.sql import migration

ID = "2026-11-22T20:11:07"
VERSION = "1.38.0"
DESCRIPTION = "Reports of the risks that a committee leads"

forwards = migration(
    "risks",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE risks_report ADD COLUMN led_alone boolean NOT NULL DEFAULT false;
    ALTER TABLE risks_report ALTER COLUMN led_alone DROP DEFAULT;
    ALTER TABLE risks_report ADD CHECK (kind = 'framework' OR NOT led_alone);
    """,
)
