"""The SQL that every tenant-owned table is made with, so that no migration can forget a wall.

Piccolo's own migrations can't write composite keys and give every UUID a default, so the migrations of the rooms are
hand-written and come through here. `tests/house/test_catalogue_of_tables.py` compares the result with these rules.
"""

from collections.abc import Sequence
from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine.finder import engine_finder

APPLICATION_ROLES = "probity_app, probity_worker"


def tenant_table(name: str, columns: str, *, writes: str = "INSERT, UPDATE", swept: bool = False) -> str:
    """The statements that make a table of tenants' rows.

    `columns` follow `tenant_id` and `id`. `writes` are the grants beside SELECT: registers and ledgers that only
    grow say `INSERT`. `swept` lets the worker read it across tenants (the one listed exception).
    """
    return f"""
CREATE TABLE {name} (
  tenant_id uuid NOT NULL REFERENCES tenancy_tenant (id),
  id uuid NOT NULL,
  {columns.strip().rstrip(",")},
  PRIMARY KEY (tenant_id, id)
);
{walls(name, writes=writes, swept=swept)}
"""


def walls(name: str, *, writes: str = "INSERT, UPDATE", swept: bool = False) -> str:
    """Forced row-level security, the one canonical policy, and the narrow grants of `name`."""
    sweep = f"CREATE POLICY sweep ON {name} FOR SELECT TO probity_worker USING (true);" if swept else ""
    return f"""
ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {name} FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON {name} TO {APPLICATION_ROLES}
  USING (tenant_id = (SELECT app.current_tenant()))
  WITH CHECK (tenant_id = (SELECT app.current_tenant()));
{sweep}
GRANT SELECT, {writes} ON {name} TO {APPLICATION_ROLES};
"""


def append_only(name: str) -> str:
    """A table that refuses UPDATE, DELETE and TRUNCATE, whoever asks: by grant and by trigger."""
    return f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name}
  FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
"""


def migration(app_name: str, migration_id: str, description: str, statements: str | Sequence[str]) -> Any:
    """The coroutine `forwards` of a Piccolo migration that runs hand-written SQL as the owner."""
    script = statements if isinstance(statements, str) else "\n".join(statements)

    async def forwards() -> MigrationManager:
        manager = MigrationManager(migration_id=migration_id, app_name=app_name, description=description)

        async def run() -> None:
            await _open_connection().execute(script)

        manager.add_raw(run)
        return manager

    return forwards


def _open_connection() -> Any:
    """The connection of Piccolo's open migration: one round trip runs the whole script."""
    engine: Any = engine_finder()
    return engine.current_transaction.get().connection
