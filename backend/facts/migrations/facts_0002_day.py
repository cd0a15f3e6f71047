"""The day for which facts were last followed, in the tenant's own time."""

from backend.tenancy.sql import migration

ID = "2026-11-22T19:33:01"
VERSION = "1.38.0"
DESCRIPTION = "The day for which facts were followed"

forwards = migration("facts", ID, DESCRIPTION, "ALTER TABLE facts_followed ADD COLUMN day date;")
