"""A guest's word that it has taken up an agenda may pass."""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:52:01"
VERSION = "1.38.0"
DESCRIPTION = "A message that an agenda was taken up"

_KINDS = (
    "'proposal', 'acceptance', 'refusal', 'ending', 'agenda', 'taken-up', 'pack', 'powers', 'decisions', "
    "'minutes'"
)

forwards = migration(
    "together",
    ID,
    DESCRIPTION,
    [
        f"""
        ALTER TABLE {table} DROP CONSTRAINT {table}_kind_check,
          ADD CONSTRAINT {table}_kind_check CHECK (kind IN ({_KINDS}));
        """
        for table in ("together_message", "together_received")
    ],
)
