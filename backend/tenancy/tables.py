"""The tenant itself, what is due in it, and `TenantOwned`, from which every tenant's table inherits."""

from typing import Any, Self

from piccolo.columns import JSONB, UUID, Boolean, Date, Interval, Text, Timestamptz
from piccolo.query.methods.select import Select
from piccolo.query.methods.update import Update
from piccolo.table import Table

from backend.kit.database import DB
from backend.kit.identity import new_id
from backend.scope import Scope


class TenantTable(Table, tablename="tenancy_tenant", db=DB):
    """One row an organisation; an application role sees its own tenant's row alone."""

    id = UUID(primary_key=True, default=None)
    slug = Text()
    name = Text()
    kind = Text()
    demonstration = Boolean()
    time_zone = Text()
    clock_offset = Interval(null=True, default=None)
    pins = JSONB()
    state = Text()
    kept = JSONB(null=True, default=None)
    closed_on = Date(null=True, default=None)
    deleted_on = Date(null=True, default=None)
    merged_into = UUID(null=True, default=None)
    merged_into_name = Text(null=True, default=None)
    merged_into_slug = Text(null=True, default=None)


class TenantOwned(Table, db=DB):
    """A table whose every row belongs to one tenant.

    Start each query from `within(scope)`: the literal tenant in the WHERE clause gives the planner the index, and
    the policy stands behind it as the second fence.
    """

    tenant_id = UUID(default=None)
    id = UUID(primary_key=True, default=None)

    def __init_subclass__(cls, **options: Any) -> None:
        options.setdefault("db", DB)
        super().__init_subclass__(**options)

    @classmethod
    def within(cls, scope: Scope, *columns: Any) -> Select[Self]:
        """The tenant's rows, as dictionaries of `columns` (all of them by default)."""
        return cls.select(*columns).where(cls.tenant_id == scope.tenant.id)

    @classmethod
    async def add(cls, scope: Scope, **values: Any) -> Any:
        """Write one row of the tenant; its `id` is made here unless given. Returns the id."""
        row_id = values.pop("id", None) or new_id()
        await cls.insert(cls(tenant_id=scope.tenant.id, id=row_id, **values)).run()
        return row_id

    @classmethod
    def change(cls, scope: Scope, **values: Any) -> Update[Self]:
        """An UPDATE of the tenant's rows; narrow it with `.where(...)` before it is awaited."""
        changes: dict[Any, Any] = dict(values)
        return cls.update(changes).where(cls.tenant_id == scope.tenant.id)


class Due(Table, tablename="tenancy_due", db=DB):
    """Who has something to do, and when: one row a tenant and chore, kept by operations, holding nothing else."""

    tenant_id = UUID(primary_key=True, default=None)
    chore = Text()
    due_at = Timestamptz(default=None)


class Setting(TenantOwned, tablename="tenancy_setting"):
    """What was kept of one part of the tenant's settings from a moment on. It only grows."""

    part = Text()
    value = JSONB()
    settled_at = Timestamptz(default=None)
    settled_by_name = Text()
    because = Text()
