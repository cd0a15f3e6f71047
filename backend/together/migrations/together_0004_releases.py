"""Sealed packs may be released through the door, with receipts and requests for evidence."""

from backend.tenancy.sql import migration

ID = "2026-11-23T07:00:00"
VERSION = "1.38.0"
DESCRIPTION = "Releases of packs, receipts, requests for evidence, and hand-over to a successor"

_KINDS = (
    "'proposal', 'acceptance', 'refusal', 'ending', 'agenda', 'taken-up', 'pack', 'powers', 'decisions', "
    "'minutes', 'submission', 'question', 'answer', 'outcome', 'pack-release', 'release-changed', 'pack-receipt', "
    "'evidence-request', 'evidence-answer', 'evidence-closed', 'pack-handed-over', 'body-replaced'"
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
