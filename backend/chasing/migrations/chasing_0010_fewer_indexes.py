"""Fewer indexes on the lines of the chase, of which a morning writes many.

A key begins with its thing, so its unique index finds what was told of a thing; a digest is one person's of one day,
so the index by day finds its lines. The reference to the tenant goes as it does for letters: the wall lets in no row
but of the tenant that the transaction proves.
"""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:32:01"
VERSION = "1.38.0"
DESCRIPTION = "Fewer indexes on the lines of the chase"

forwards = migration(
    "chasing",
    ID,
    DESCRIPTION,
    """
    DROP INDEX chasing_line_by_thing;
    DROP INDEX chasing_line_by_letter;
    ALTER TABLE chasing_line DROP CONSTRAINT chasing_line_tenant_id_fkey;
    """,
)
