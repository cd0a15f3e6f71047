"""The ledger's reference to the tenant goes.

The wall lets in no event but of the tenant that the transaction proves, and no tenant is ever removed; looking its one
row up again was a third of what an event of many costs.
"""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:30:01"
VERSION = "1.38.0"
DESCRIPTION = "Events know their tenant by the wall"

forwards = migration(
    "ledger",
    ID,
    DESCRIPTION,
    "ALTER TABLE ledger_event DROP CONSTRAINT ledger_event_tenant_id_fkey;",
)
