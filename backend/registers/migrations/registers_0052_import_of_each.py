"""An import is of one register, and what headings mean is remembered for each."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:59:04"
VERSION = "1.38.0"
DESCRIPTION = "Bringing in every register"

_REGISTER = "text NOT NULL DEFAULT 'interests' CHECK (register <> '')"

forwards = migration(
    "registers",
    ID,
    DESCRIPTION,
    [
        f"ALTER TABLE registers_import ADD COLUMN register {_REGISTER};",
        "ALTER TABLE registers_import ALTER COLUMN register DROP DEFAULT;",
        f"ALTER TABLE registers_heading ADD COLUMN register {_REGISTER};",
        "ALTER TABLE registers_heading ALTER COLUMN register DROP DEFAULT;",
        "ALTER TABLE registers_heading DROP CONSTRAINT registers_heading_tenant_id_heading_key;",
        "ALTER TABLE registers_heading ADD UNIQUE (tenant_id, register, heading);",
    ],
)
