"""What is chased from now on is looked at once in each organisation that is here already."""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:40:01"
VERSION = "1.38.0"
DESCRIPTION = "Look once at what is chased from now on"

forwards = migration(
    "chasing",
    ID,
    DESCRIPTION,
    [
        # long past, whatever an organisation's own clock says
        """
        INSERT INTO tenancy_due (tenant_id, chore, due_at)
        SELECT tenant.id, kind.chore, '2000-01-01 00:00+00' FROM tenancy_tenant tenant
        CROSS JOIN unnest(ARRAY['actions.chase_claims', 'meetings.chase_papers', 'delegation.chase_milestones',
          'committees.chase_terms']) AS kind (chore)
        ON CONFLICT (tenant_id, chore) DO NOTHING;
        """,
    ],
)
