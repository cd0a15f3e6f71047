"""Where a fact comes from, as rows keep it."""

from backend.catalogue.shapes import Provenance


def said_of(source: Provenance | None) -> str | None:
    """Provenance as a row keeps it."""
    return source.model_dump_json(exclude_defaults=True) if source else None
