"""What a tenant's folder said and no room keeps: with the tenant itself, and how it came to be so."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-24T01:00:01"
VERSION = "1.38.0"
DESCRIPTION = "Settings that the tenant keeps"

forwards = migration(
    "tenancy",
    ID,
    DESCRIPTION,
    [
        """
        -- NULL: founded before settings were kept, and lives by its folder until somebody settles something.
        ALTER TABLE tenancy_tenant ADD COLUMN kept jsonb CHECK (jsonb_typeof(kept) = 'object');
        """,
        tenant_table(
            "tenancy_setting",
            """
            part text NOT NULL,
            value jsonb NOT NULL,
            settled_at timestamptz NOT NULL,
            settled_by_name text NOT NULL,
            because text NOT NULL,
            """,
            writes="INSERT",
        ),
        append_only("tenancy_setting"),
        "CREATE INDEX tenancy_setting_of_part ON tenancy_setting (tenant_id, part, id);",
        """
        -- Who may be found says so itself; others learn its short name and its name, and nothing else.
        GRANT CREATE ON SCHEMA app TO probity_definer;
        CREATE FUNCTION app.found_tenants(demonstrations boolean) RETURNS TABLE (slug text, name text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
          SELECT t.slug, t.name FROM public.tenancy_tenant t
          WHERE t.demonstration = demonstrations AND t.state = 'live'
            AND t.kept -> 'about' -> 'found_by_others' = 'true'::jsonb
        $$;
        ALTER FUNCTION app.found_tenants(boolean) OWNER TO probity_definer;
        REVOKE EXECUTE ON FUNCTION app.found_tenants(boolean) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION app.found_tenants(boolean) TO probity_app, probity_worker;
        REVOKE CREATE ON SCHEMA app FROM probity_definer;
        """,
    ],
)
