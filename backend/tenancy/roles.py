"""The four roles of the database and what each may do, made by whoever may make roles (`probity migrate`).

- probity_owner: migrations alone; owns the tables; BYPASSRLS, or it could not add a foreign key under forced RLS.
- probity_app: the web; owns nothing; no TRUNCATE, no TEMP, no CREATE.
- probity_worker: the worker; as the web, and reads the swept tables and the queue.
- probity_definer: nobody signs in as it; owns the few SECURITY DEFINER functions; no BYPASSRLS.
"""

from typing import Any
from uuid import UUID

from backend.kit import database
from backend.kit.keys import KeyRing
from backend.tenancy import transactions

_LOGINS = ("probity_owner", "probity_app", "probity_worker")

TENANT_KEY_USE = "tenant-setting/v1"
NO_TENANT = UUID(int=0)


def tenant_key(ring: KeyRing) -> bytes:
    """The key that proves a transaction's tenant to the database."""
    return ring.derive(NO_TENANT, TENANT_KEY_USE)


def passwords_of(ring: Any) -> dict[str, str]:
    """The passwords of the roles that sign in, from the key ring's folder."""
    return {role: ring.load_or_make_password(role) for role in _LOGINS}


async def make_roles(connection: Any, passwords: dict[str, str]) -> None:
    """Make the roles where they are missing and set their passwords. `connection` may make roles."""
    for role in (*_LOGINS, "probity_definer"):
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
            await connection.execute(
                f"CREATE ROLE {role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS"
            )
    for role, password in passwords.items():
        statement = await connection.fetchval(
            "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', $1::text, $2::text)", role, password
        )
        await connection.execute(statement)
    await connection.execute("ALTER ROLE probity_owner BYPASSRLS")
    await connection.execute("GRANT probity_definer TO probity_owner")


async def make_database(connection: Any, name: str) -> None:
    """Make the database `name` of the owner, closed to everyone but our roles."""
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        await connection.execute(f'CREATE DATABASE "{name}" OWNER probity_owner')
    await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    await connection.execute(f'GRANT CONNECT ON DATABASE "{name}" TO {", ".join(_LOGINS)}')


async def install_tenant_key(connection: Any, key: bytes) -> None:
    """Give the database its half of the tenant key. `connection` is the owner's."""
    inner, outer = transactions.pads(key)
    await connection.execute(
        "INSERT INTO app.tenant_key (inner_pad, outer_pad) VALUES ($1, $2) "
        "ON CONFLICT (one) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
        inner,
        outer,
    )


def role_url(admin_url: str, *, role: str, password: str, name: str) -> str:
    """The address of database `name` for one of our roles, on the server of `admin_url`."""
    config = database.connection_config(admin_url)
    host = config["host"]
    if host.startswith("/"):
        return f"postgresql://{role}:{password}@/{name}?host={host}"
    port = f":{config['port']}" if "port" in config else ""
    suffix = f"?sslmode={config['ssl']}" if "ssl" in config else ""
    return f"postgresql://{role}:{password}@{host}{port}/{name}{suffix}"
