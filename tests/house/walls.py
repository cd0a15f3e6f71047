"""What must be true of every table, index, key, view, function and role; each breach is a sentence.

The eight ways in which row-level security leaks all the same (forced or not) each have their lines here.
"""

from typing import Any

from backend.people.tables import GLOBAL_TABLES

OURS = ("public", "app", "queue")
SWEPT = {"tenancy_due", "tenancy_tenant"}
"""Tables that the worker reads across tenants."""
THE_TENANTS = "tenancy_tenant"
OTHERS = {"migration": "Piccolo's own list of what has run; no application role reads it."}
DEFINERS_ALLOWED = {
    "app.current_tenant": "proves the tenant of a transaction with a key that nobody else reads",
    "app.found_tenants": "names the tenants that let others find them, to whoever would meet with them",
    "app.tenant_by_slug": "finds the tenant that an address names, before there is one",
}
APPLICATION_ROLES = ("probity_app", "probity_worker")


async def problems(connection: Any) -> list[str]:
    """Every breach that the catalogue of this database shows, as sentences."""
    return [
        *await _tables(connection),
        *await _policies(connection),
        *await _indexes(connection),
        *await _keys(connection),
        *await _views(connection),
        *await _definers(connection),
        *await _roles(connection),
    ]


async def tenant_tables(connection: Any) -> list[str]:
    """The names of the tables that belong to tenants."""
    rows = await connection.fetch(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )
    names = [row["relname"] for row in rows]
    return [
        name for name in names if name not in GLOBAL_TABLES and name not in OTHERS and name != THE_TENANTS
    ]


async def _tables(connection: Any) -> list[str]:
    found = []
    rows = await connection.fetch(
        """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
          (SELECT a.attnotnull FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') AS has_tenant,
          pg_get_userbyid(c.relowner) AS owner
        FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"""
    )
    for row in rows:
        name = row["relname"]
        if row["owner"] != "probity_owner":
            found.append(f"{name} belongs to {row['owner']}.")
        if name in OTHERS or name in GLOBAL_TABLES:
            continue
        if not row["relrowsecurity"]:
            found.append(f"{name} has no row-level security.")
        if not row["relforcerowsecurity"]:
            found.append(f"{name} does not force row-level security.")
        if not row["has_tenant"] and name != THE_TENANTS:
            found.append(f"{name} has no tenant_id, or it may be empty.")
    return found


async def _policies(connection: Any) -> list[str]:
    found = []
    policies: dict[str, list[Any]] = {}
    for row in await connection.fetch(
        """
        SELECT c.relname, p.polname, p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid) AS using,
          pg_get_expr(p.polwithcheck, p.polrelid) AS check,
          ARRAY(SELECT pg_get_userbyid(r) FROM unnest(p.polroles) r ORDER BY 1) AS roles
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = 'public'::regnamespace"""
    ):
        policies.setdefault(row["relname"], []).append(row)
    for name in [*await tenant_tables(connection), THE_TENANTS]:
        column = "id" if name == THE_TENANTS else "tenant_id"
        canonical = f"({column} = ( SELECT app.current_tenant() AS current_tenant))"
        own = [p for p in policies.get(name, []) if p["polname"] == "tenant"]
        if not own:
            found.append(f"{name} has no policy.")
        for policy in policies.get(name, []):
            if policy["polname"] == "tenant":
                if policy["using"] != canonical or policy["check"] != canonical or policy["polcmd"] != b"*":
                    found.append(f"The policy of {name} is not the canonical one.")
                if tuple(policy["roles"]) != APPLICATION_ROLES:
                    found.append(f"The policy of {name} is for {policy['roles']}.")
            elif policy["polname"] == "sweep" and name in SWEPT:
                if policy["polcmd"] != b"r" or policy["roles"] != ["probity_worker"]:
                    found.append(f"The sweep of {name} is for more than the worker's reading.")
            elif not (policy["polname"] == "definer" and name == THE_TENANTS):
                found.append(f"{name} has a policy {policy['polname']} that is on no list.")
    return found


async def _indexes(connection: Any) -> list[str]:
    names = await tenant_tables(connection)
    rows = await connection.fetch(
        """
        SELECT c.relname, i.relname AS index, x.indisunique,
          (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = x.indkey[0]) AS first
        FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
        WHERE c.relname = ANY($1)""",
        names,
    )
    return [
        f"{row['index']} on {row['relname']} does not begin with tenant_id."
        for row in rows
        if row["first"] != "tenant_id" and row["index"] != "tenancy_due_by_time"
    ]


async def _keys(connection: Any) -> list[str]:
    names = await tenant_tables(connection)
    rows = await connection.fetch(
        """
        SELECT f.conname, c.relname, t.relname AS target, f.confdeltype,
          ARRAY(SELECT a.attname FROM unnest(f.conkey) k
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k) AS own,
          ARRAY(SELECT a.attname FROM unnest(f.confkey) k
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k) AS their
        FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
        WHERE f.contype = 'f' AND c.relname = ANY($1)""",
        names,
    )
    found = []
    for row in rows:
        if row["target"] == THE_TENANTS:
            continue
        if row["target"] in GLOBAL_TABLES:
            continue
        if "tenant_id" not in row["own"] or "tenant_id" not in row["their"]:
            found.append(f"{row['conname']} on {row['relname']} could point into another tenant.")
        if row["confdeltype"] not in (b"a", b"r"):
            found.append(f"{row['conname']} on {row['relname']} deletes or empties rows by itself.")
    return found


async def _views(connection: Any) -> list[str]:
    rows = await connection.fetch(
        "SELECT relname, relkind, coalesce(reloptions::text, '') AS options FROM pg_class "
        "WHERE relkind IN ('v', 'm') AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)"
    )
    found = []
    for row in rows:
        if row["relkind"] == b"m":
            found.append(f"{row['relname']} is a materialised view, which knows no row-level security.")
        elif "security_invoker=true" not in row["options"]:
            found.append(f"The view {row['relname']} reads with its owner's rights.")
    return found


async def _definers(connection: Any) -> list[str]:
    rows = await connection.fetch(
        """
        SELECT n.nspname || '.' || p.proname AS name, pg_get_userbyid(p.proowner) AS owner,
          coalesce(array_to_string(p.proconfig, ','), '') AS config
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prosecdef AND n.nspname = ANY($1)""",
        list(OURS),
    )
    found = []
    for row in rows:
        if row["name"] not in DEFINERS_ALLOWED:
            found.append(f"{row['name']} runs with its owner's rights and is on no list.")
        if row["owner"] != "probity_definer" or "search_path=pg_catalog, pg_temp" not in row["config"]:
            found.append(f"{row['name']} belongs to {row['owner']} or leaves its search path open.")
    return found


async def _roles(connection: Any) -> list[str]:
    found = []
    for role in (*APPLICATION_ROLES, "probity_definer"):
        row = await connection.fetchrow("SELECT * FROM pg_roles WHERE rolname = $1", role)
        if row["rolsuper"] or row["rolbypassrls"] or row["rolcreaterole"] or row["rolcreatedb"]:
            found.append(f"{role} may do what no application may.")
        if await connection.fetchval("SELECT has_database_privilege($1, current_database(), 'TEMP')", role):
            found.append(f"{role} may make temporary tables.")
        for schema in OURS:
            if await connection.fetchval("SELECT has_schema_privilege($1, $2, 'CREATE')", role, schema):
                found.append(f"{role} may make things in the schema {schema}.")
        rows = await connection.fetch(
            """
            SELECT c.relname, p.privilege
            FROM pg_class c, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) p (privilege)
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = ANY($2::regnamespace[])
              AND has_table_privilege($1, c.oid, p.privilege)""",
            role,
            list(OURS),
        )
        found += [f"{role} holds {row['privilege']} on {row['relname']}." for row in rows]
    return found
