"""The catalogue of tables, as the database has them: so that a table that is added tomorrow can't be forgotten."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

THE_TENANT = "tenancy_tenant"

Ask = Callable[..., Awaitable[Sequence[Any]]]
"""Asks the database one question: a statement and its arguments."""

_TABLES = """
SELECT c.relname AS name,
  ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
    AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
  ARRAY(SELECT a.attname::text || CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END
    FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
    WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY k.place) AS key
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  AND (c.relname = 'tenancy_tenant' OR EXISTS (SELECT FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped))
ORDER BY c.relname
"""

_KEYS = """
SELECT f.conname AS name, c.relname AS child, t.relname AS parent,
  ARRAY(SELECT a.attname::text FROM unnest(f.conkey) WITH ORDINALITY k (n, place)
    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.n ORDER BY k.place) AS own,
  ARRAY(SELECT a.attname::text FROM unnest(f.confkey) WITH ORDINALITY k (n, place)
    JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.n ORDER BY k.place) AS theirs
FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
WHERE f.contype = 'f' AND c.relname = ANY ($1::text[]) ORDER BY c.relname, f.conname
"""

GLOBAL = frozenset({"people_membership", "people_invitation", "people_founding"})
"""Tables with a tenant's id that belong to accounts: a backup holds none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """A table: its columns without those that the database reckons itself, and what its rows are ordered by."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def tenant_column(self) -> str:
        return "id" if self.name == THE_TENANT else "tenant_id"

    def lines(self, without: frozenset[str] = frozenset(), *, confidential: bool = True) -> str:
        """The statement that gives every row of one tenant ($1) as one line of JSON, in an order of its own.

        Columns `without` are empty; rows that are marked as confidential are there only if asked for.
        """
        named = ", ".join(
            f'NULL AS "{column}"' if column in without else f'"{column}"' for column in self.columns
        )
        kept = "" if confidential or "confidential" not in self.columns else "AND NOT confidential"
        return (
            f"SELECT row_to_json(whole_row)::text AS line FROM (SELECT {named} FROM {self.name} "  # noqa: S608 - names of the catalogue
            f"WHERE {self.tenant_column} = $1 {kept} ORDER BY {', '.join(self.key)}) AS whole_row"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """What one table's columns must name in another."""

    name: str
    child: str
    parent: str
    own: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def missing(self) -> str:
        """The statement that counts the tenant's rows ($1) that name what is not there."""
        given = " AND ".join(f'c."{column}" IS NOT NULL' for column in self.own)
        same = " AND ".join(
            f'p."{theirs}" = c."{own}"' for own, theirs in zip(self.own, self.theirs, strict=True)
        )
        column = "id" if self.child == THE_TENANT else "tenant_id"
        return (
            f"SELECT count(*) AS missing FROM {self.child} c WHERE c.{column} = $1 AND {given} "  # noqa: S608 - names of the catalogue
            f"AND NOT EXISTS (SELECT FROM {self.parent} p WHERE {same})"
        )


async def tables_of(ask: Ask) -> tuple[TableShape, ...]:
    """Every table with rows of tenants, the tenant's own first."""
    rows = await ask(_TABLES)
    found = [
        TableShape(name=row["name"], columns=tuple(row["columns"]), key=tuple(row["key"])) for row in rows
    ]
    return tuple(sorted(found, key=lambda table: (table.name != THE_TENANT, table.name)))


async def foreign_keys_of(ask: Ask, names: Sequence[str]) -> tuple[ForeignKey, ...]:
    """Every foreign key of these tables."""
    return tuple(
        ForeignKey(
            name=row["name"],
            child=row["child"],
            parent=row["parent"],
            own=tuple(row["own"]),
            theirs=tuple(row["theirs"]),
        )
        for row in await ask(_KEYS, list(names))
    )
