"""Refusals that name a field, on a page whose forms call it something else."""

from collections.abc import Iterator
from contextlib import contextmanager

from backend.scope import Refusal


@contextmanager
def naming(**names: str) -> Iterator[None]:
    """Give a refusal of what is done inside the name that the form has for its field."""
    try:
        yield
    except Refusal as refusal:
        refusal.field = names.get(refusal.field or "", refusal.field)
        raise
