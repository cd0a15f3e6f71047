"""Where a process keeps the catalogue that it has loaded: read once, at start, and never changed while it runs."""

import os
from pathlib import Path

from backend.catalogue.loader import Catalogue, load_catalogue

_ROOT = Path(__file__).resolve().parents[2]


class _Shelf:
    catalogue: Catalogue | None = None


def catalogue() -> Catalogue:
    """The catalogue of this process, loaded on first use; PROBITY_CATALOGUE names another folder than our own.

    Raises CatalogueProblems with everything wrong in it.
    """
    if _Shelf.catalogue is None:
        _Shelf.catalogue = load_catalogue(Path(os.environ.get("PROBITY_CATALOGUE") or _ROOT))
    return _Shelf.catalogue


def put(loaded: Catalogue) -> None:
    """Use `loaded` from now on; for a process whose catalogue lies elsewhere, and for tests."""
    _Shelf.catalogue = loaded
