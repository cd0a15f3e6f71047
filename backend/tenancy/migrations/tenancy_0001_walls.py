"""The schema `app` (proof of tenant, append-only trigger), the tenants, what is due, and the queue."""

import re
from importlib import resources

from backend.tenancy.sql import migration, walls

ID = "2026-11-21T00:00:01"
VERSION = "1.38.0"
DESCRIPTION = "The walls between tenants, the tenants, and the queue"

_APP = """
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO probity_app, probity_worker, probity_definer;
GRANT CREATE ON SCHEMA app TO probity_definer;

-- The pads of the HMAC key that proves a tenant (RFC 2104). Only probity_definer reads them.
CREATE TABLE app.tenant_key (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  inner_pad bytea NOT NULL,
  outer_pad bytea NOT NULL
);
GRANT SELECT ON app.tenant_key TO probity_definer;

-- The tenant of this transaction. Loud when none is set or the proof is wrong: it never answers NULL.
CREATE FUNCTION app.current_tenant() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  claim text := current_setting('app.tenant');
  id text := split_part(claim, '.', 1);
BEGIN
  IF (SELECT encode(sha256(outer_pad || sha256(inner_pad || convert_to(id, 'UTF8'))), 'hex') FROM app.tenant_key)
     IS DISTINCT FROM split_part(claim, '.', 2) THEN
    RAISE EXCEPTION 'the tenant of this transaction is not proven' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN id::uuid;
END $$;

CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% only grows: nothing in it is changed or removed', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TABLE tenancy_tenant (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ccg', 'ics')),
  demonstration boolean NOT NULL DEFAULT false,
  time_zone text NOT NULL DEFAULT 'Europe/London',
  clock_offset interval CHECK (clock_offset IS NULL OR demonstration),
  pins jsonb NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'live' CHECK (state IN ('trial', 'live', 'suspended', 'closed'))
);
ALTER TABLE tenancy_tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenancy_tenant FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON tenancy_tenant TO probity_app, probity_worker
  USING (id = (SELECT app.current_tenant())) WITH CHECK (id = (SELECT app.current_tenant()));
CREATE POLICY sweep ON tenancy_tenant FOR SELECT TO probity_worker USING (true);
GRANT SELECT, INSERT, UPDATE ON tenancy_tenant TO probity_app, probity_worker;
GRANT SELECT ON tenancy_tenant TO probity_definer;
CREATE POLICY definer ON tenancy_tenant FOR SELECT TO probity_definer USING (true);

-- A request knows its tenant by the word in the address, before it has a tenant: one row, by its exact slug.
CREATE FUNCTION app.tenant_by_slug(wanted text) RETURNS SETOF tenancy_tenant
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp AS
$$ SELECT * FROM public.tenancy_tenant WHERE slug = wanted $$;

CREATE TABLE tenancy_due (
  tenant_id uuid NOT NULL REFERENCES tenancy_tenant (id),
  chore text NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, chore)
);
CREATE INDEX tenancy_due_by_time ON tenancy_due (chore, due_at);
"""

_DEFINER = """
ALTER FUNCTION app.current_tenant() OWNER TO probity_definer;
ALTER FUNCTION app.tenant_by_slug(text) OWNER TO probity_definer;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO probity_app, probity_worker;
REVOKE CREATE ON SCHEMA app FROM probity_definer;
"""

_QUEUE_WALLS = """
GRANT USAGE ON SCHEMA queue TO probity_app, probity_worker;
GRANT ALL ON ALL TABLES IN SCHEMA queue TO probity_worker;
GRANT ALL ON ALL SEQUENCES IN SCHEMA queue TO probity_worker;
REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA queue FROM probity_worker;

-- The web puts work on the queue, for its own tenant alone, and reads nothing back but the new job's id.
GRANT INSERT, SELECT (id, args) ON queue.procrastinate_jobs TO probity_app;
GRANT INSERT ON queue.procrastinate_events TO probity_app;
GRANT USAGE ON SEQUENCE queue.procrastinate_jobs_id_seq, queue.procrastinate_events_id_seq TO probity_app;
ALTER TABLE queue.procrastinate_jobs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON queue.procrastinate_jobs TO probity_app
  USING (args ->> 'tenant_id' = (SELECT app.current_tenant())::text)
  WITH CHECK (args ->> 'tenant_id' = (SELECT app.current_tenant())::text);
CREATE POLICY worker ON queue.procrastinate_jobs TO probity_worker USING (true) WITH CHECK (true);

-- Procrastinate's functions name their tables without a schema.
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'queue'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = queue, pg_temp', f);
  END LOOP;
END $$;
"""


def _queue_schema() -> str:
    """Procrastinate's own SQL, less the block that would add an extension as a superuser."""
    script = (resources.files("procrastinate.sql") / "schema.sql").read_text(encoding="utf-8")
    script = re.sub(r"DO \$\$\s*BEGIN\s*CREATE EXTENSION.*?\$\$;", "", script, count=1, flags=re.DOTALL)
    return f"CREATE SCHEMA queue; SET LOCAL search_path = queue;\n{script}\nSET LOCAL search_path = public;"


forwards = migration(
    "tenancy",
    ID,
    DESCRIPTION,
    [
        _APP,
        walls("tenancy_due", writes="INSERT, UPDATE, DELETE", swept=True),
        _DEFINER,
        _queue_schema(),
        _QUEUE_WALLS,
    ],
)
