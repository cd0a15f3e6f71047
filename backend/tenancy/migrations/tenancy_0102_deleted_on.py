"""The day on which the record of an organisation was deleted: it stands in the row that is left."""

from backend.tenancy.sql import migration

ID = "2026-11-24T15:00:01"
VERSION = "1.38.0"
DESCRIPTION = "When a record was deleted"

forwards = migration(
    "tenancy",
    ID,
    DESCRIPTION,
    "ALTER TABLE tenancy_tenant ADD COLUMN deleted_on date CHECK (deleted_on IS NULL OR state = 'deleted');",
)
