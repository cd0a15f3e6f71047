"""Finding the actions that came of a risk, a gate or a breach."""

from backend.tenancy.sql import migration

ID = "2026-11-22T19:11:01"
VERSION = "1.38.0"
DESCRIPTION = "An index of actions by where they came from"

forwards = migration(
    "actions",
    ID,
    DESCRIPTION,
    "CREATE INDEX actions_action_by_source ON actions_action (tenant_id, source_id) WHERE source_id IS NOT NULL;",
)
