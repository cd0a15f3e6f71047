"""Piccolo's configuration: the owner's engine, used by migrations alone, and the rooms that have tables."""

import contextlib
import io
import os
from pathlib import Path

import asyncpg
from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine

from backend.kit import database
from backend.kit.keys import KeyRing
from backend.tenancy import roles

# In the order of the house, lowest first; a room without tables is simply not there.
_ROOMS: tuple[str, ...] = (
    "tenancy",
    "ledger",
    "facts",
    "people",
    "organisations",
    "committees",
    "powers",
    "evidence",
    "notices",
    "signoff",
    "chasing",
    "schedules",
)
_ROOMS += (
    "actions",
    "challenge",
    "interests",
    "procurement",
    "concerns",
    "contracts",
    "meetings",
    "planning",
    "between",
    "sittings",
    "registers",
    "assurance",
    "measures",
    "audits",
    "risks",
    "delegation",
    "functions",
    "requests",
    "packs",
    "together",
    "reporting",
    "reviewing",
    "releases",
    "portal",
    "statements",
    "reading",
    "setup",
    "succession",
    "systems",
    "archives",
    "desk",
)

_ROOT = Path(__file__).parent


class OwnerEngine(PostgresEngine):
    """Piccolo's own engine, for its migration runner; importing it must not open a connection."""

    async def get_version(self) -> float:
        return 18.0


DB = OwnerEngine(config={}, extensions=())
APP_REGISTRY = AppRegistry(
    apps=[f"backend.{room}.piccolo_app" for room in _ROOMS if (_ROOT / room / "piccolo_app.py").exists()]
)


async def migrate(admin_url: str, *, ring: KeyRing, name: str = "probity") -> None:
    """Bring the database `name` to the newest schema, making roles and database where they are missing.

    `admin_url` signs in as someone who may make roles and databases. Running it twice changes nothing.
    """
    passwords = roles.passwords_of(ring)
    admin = database.connection_config(admin_url)
    connection = await asyncpg.connect(**admin)
    try:
        await roles.make_roles(connection, passwords)
        await roles.make_database(connection, name)
    finally:
        await connection.close()
    owner = {**admin, "user": "probity_owner", "password": passwords["probity_owner"], "database": name}
    await _run_migrations(owner)
    connection = await asyncpg.connect(**owner)
    try:
        await roles.install_tenant_key(connection, roles.tenant_key(ring))
    finally:
        await connection.close()


async def _run_migrations(owner: dict[str, object]) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards

    os.environ["PICCOLO_CONF"] = "backend.piccolo_conf"
    DB.config = owner
    talk = io.StringIO()
    with contextlib.redirect_stdout(talk):
        try:
            result = await run_forwards(app_name="all")
        except SystemExit as error:  # Piccolo ends the process where a library would raise
            raise RuntimeError(f"The migrations stopped: {talk.getvalue().strip()}") from error
    if not result.success:
        raise RuntimeError(f"The migrations stopped: {result.message}")
