"""Since when what is said of an action waits for an answer."""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:20:04"
VERSION = "1.38.0"
DESCRIPTION = "Claims that wait for an answer"

forwards = migration(
    "actions",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE actions_action ADD COLUMN claimed_on date;",
        """
        UPDATE actions_action a SET claimed_on = coalesce(
          (SELECT max(s.made_at)::date FROM actions_step s WHERE s.tenant_id = a.tenant_id AND s.action_id = a.id),
          a.undertaken_on)
        WHERE (a.state = 'done-claimed' OR a.asked IS NOT NULL) AND a.struck_at IS NULL;
        """,
        "CREATE INDEX actions_action_claimed ON actions_action (tenant_id, claimed_on) WHERE claimed_on IS NOT NULL;",
    ],
)
